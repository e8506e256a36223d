"""How present each entity is at a point of the text (after Lappin and Leass 1994, section 2.3)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from attrs import Factory, define

from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.entity import Entity, Mention

QUOTED_SENTENCE = 0.3  # how much a sentence inside a quotation counts as distance
WINDOW = 6.0  # sentences after which an entity is no candidate


class Layout:
    """Where sentences, paragraphs and quoted stretches lie.

    Args:
        document: the article.
        quoted: offsets of stretches in quote marks.
    """

    def __init__(self, document: Document, quoted: Sequence[Span]) -> None:
        self.document = document
        self.quoted = bytearray(len(document.tokens))
        for start, end in quoted:
            for i in document.tokens_in(start, end):
                self.quoted[i] = 1
        breaks = [i for i, c in enumerate(document.text) if c == "\n"]
        self.paragraphs: list[int] = []
        self.times: list[float] = []
        clock = 0.0
        for s in document.sentences:
            start = document.tokens[s.first].start if s.first < s.last else 0
            self.paragraphs.append(bisect_right(breaks, start))
            inside = sum(self.quoted[s.first : s.last])
            clock += QUOTED_SENTENCE if 2 * inside > s.last - s.first and inside >= s.last - s.first - 4 else 1.0
            self.times.append(clock)


@define(slots=True, eq=False)
class _Presence:
    value: float = 0.0
    time: float = 0.0
    count: int = 0
    last: Mention | None = None
    role: str = ""
    outside: Mention | None = None


class Salience:
    """A running account of who is in focus.

    Args:
        document: the article.
        layout: of the same document.
        rules: weights.
        sources: tokens that head the source of a quotation.
    """

    def __init__(
        self, document: Document, layout: Layout, rules: SpeakerRules, sources: frozenset[int]
    ) -> None:
        self.document = document
        self.layout = layout
        self.weights: Mapping[str, float] = rules.weights
        self.sources = sources
        self.seen: dict[int, _Presence] = {}
        self.entities: dict[int, Entity] = {}

    def grammatical_role(self, i: int) -> str:
        """root_subject | subject | object | possessor | nested | other, of a mention's head."""
        token = self.document.tokens[i]
        rel = token.deprel.split(":")[0] if token.deprel != "nmod:poss" else token.deprel
        depth = 0
        while rel in ("conj", "flat", "appos", "compound") and token.head >= 0 and depth < 4:
            token = self.document.tokens[token.head]
            rel = token.deprel.split(":")[0] if token.deprel != "nmod:poss" else token.deprel
            depth += 1
        if rel in ("nsubj", "csubj"):
            governor = self.document.tokens[token.head] if token.head >= 0 else token
            return "root_subject" if governor.deprel in ("root", "parataxis") else "subject"
        if token.deprel == "obl:agent":
            return "subject"
        if rel in ("obj", "iobj"):
            return "object"
        if rel == "nmod:poss":
            return "possessor"
        return "nested" if rel == "nmod" else "other"

    def add(self, entity: Entity, mention: Mention, head: int) -> None:
        """Take note of a mention, its grammatical role and whether it is quoted."""
        w = self.weights
        role = self.grammatical_role(head)
        value = w["recency"]
        if role in ("subject", "root_subject"):
            value += w["subject"]
        if role in ("root_subject", "object", "possessor", "nested"):
            value += w[role]
        if head in self.sources or mention.head in self.sources:
            value += w["source"]
        quoted = bool(self.layout.quoted[head])
        if quoted:
            value += w["quoted"]
        now = self.layout.times[self.document.tokens[head].sent]
        presence = self.seen.get(entity.id)
        if presence is None:
            presence = self.seen[entity.id] = _Presence()
            self.entities[entity.id] = entity
        # One sentence counts an entity once, at its most prominent mention.
        decayed = presence.value * 0.5 ** (now - presence.time)
        presence.value = max(decayed, value) if now == presence.time else decayed + max(value, 0.0)
        presence.time = now
        presence.count += 1
        presence.last, presence.role = mention, role
        if not quoted:
            presence.outside = mention

    def candidates(self, i: int) -> list[tuple[float, Entity, Mention]]:
        """Entities mentioned not too far before token i with their score, best first."""
        document, layout, w = self.document, self.layout, self.weights
        sent = document.tokens[i].sent
        now, paragraph = layout.times[sent], layout.paragraphs[sent]
        role = self.grammatical_role(i)
        quoted = layout.quoted[i]
        found = []
        for key, presence in self.seen.items():
            gap = now - presence.time
            if gap > WINDOW or presence.last is None:
                continue
            score = presence.value * 0.5**gap
            entity = self.entities[key]
            last = presence.last if quoted or presence.outside is None else presence.outside
            last_sent = document.tokens[last.head].sent
            if last_sent == sent:
                score += w["same_sentence"]
            if layout.paragraphs[last_sent] == paragraph:
                score += w["same_paragraph"]
            score += w["frequency"] * min(presence.count, 10)
            if entity.in_title:
                score += w["title"]
            if entity.named:
                score += w["named"]
            both = {role, presence.role}
            if both <= {"subject", "root_subject"} or both == {"possessor"}:
                score += w["parallel"]
            found.append((score, entity, last))
        found.sort(key=lambda c: (-c[0], c[1].id))
        return found
