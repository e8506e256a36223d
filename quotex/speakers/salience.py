"""How present each entity is at a point of the text (after Lappin and Leass 1994, section 2.3)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence

from attrs import Factory, define

from quotex.light import frozen
from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.entity import Entity, Mention

QUOTED_SENTENCE = 0.3  # how much a sentence inside a quotation counts as distance
WINDOW = 6.0  # sentences after which an entity is no candidate
_REMEMBERED = 4  # mentions of an entity that count
_SUBJECTS = frozenset({"subject", "root_subject"})


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
        breaks = [found.start() for found in re.finditer("\n", document.text)]
        self.paragraphs: list[int] = []
        self.times: list[float] = []
        clock = 0.0
        for s in document.sentences:
            start = document.tokens[s.first].start if s.first < s.last else 0
            self.paragraphs.append(bisect_right(breaks, start))
            inside = sum(self.quoted[s.first : s.last])
            clock += (
                QUOTED_SENTENCE if 2 * inside > s.last - s.first and inside >= s.last - s.first - 4 else 1.0
            )
            self.times.append(clock)


@frozen(slots=True)
class _Seen:
    """One mention with its weight when it was read."""

    time: float
    value: float
    role: str
    quoted: bool
    mention: Mention


@define(slots=True, eq=False)
class _Presence:
    entity: Entity
    count: int = 0
    recent: deque[_Seen] = Factory(lambda: deque(maxlen=_REMEMBERED))


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
        self._last: tuple[int, list[tuple[float, Entity, Mention]]] = (-1, [])

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
        self._last = (-1, [])
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
        presence = self.seen.get(entity.id)
        if presence is None:
            presence = _Presence(entity)
            if mention.form == "name" and " " in mention.text:
                value += w["introduced"]
        self.seen.pop(entity.id, None)
        self.seen[entity.id] = presence  # in the order of their last mentions
        presence.count += 1
        now = self.layout.times[self.document.tokens[head].sent]
        presence.recent.append(_Seen(now, value, role, quoted, mention))

    def distance(self, i: int, j: int) -> float:
        """Sentences between two tokens, quoted ones counted as ``QUOTED_SENTENCE``."""
        tokens, times = self.document.tokens, self.layout.times
        return abs(times[tokens[i].sent] - times[tokens[j].sent])

    def same_paragraph(self, i: int, j: int) -> bool:
        """Whether two tokens stand in one paragraph."""
        tokens, paragraphs = self.document.tokens, self.layout.paragraphs
        return paragraphs[tokens[i].sent] == paragraphs[tokens[j].sent]

    def last_sentence(self, entity: Entity, *, outside: bool) -> int:
        """The last sentence that mentions an entity, -1 if none; ``outside``: not within quotations."""
        presence = self.seen.get(entity.id)
        if presence is None:
            return -1
        seen = (s for s in reversed(presence.recent) if not (outside and s.quoted))
        return next((self.document.tokens[s.mention.head].sent for s in seen), -1)

    def last_mention(self, entity: Entity) -> Mention | None:
        """The mention of an entity read last."""
        presence = self.seen.get(entity.id)
        return presence.recent[-1].mention if presence else None

    def candidates(self, i: int) -> list[tuple[float, Entity, Mention]]:
        """Entities mentioned not too far before token i with their score, best first."""
        if self._last[0] == i:
            return list(self._last[1])
        document, layout, w = self.document, self.layout, self.weights
        sent = document.tokens[i].sent
        now, paragraph = layout.times[sent], layout.paragraphs[sent]
        role = self.grammatical_role(i)
        quoted = layout.quoted[i]
        keep, subject = w["decay"] / 100, role in _SUBJECTS
        loud, same_sentence, same_paragraph, parallel = (
            w[name] for name in ("quoted", "same_sentence", "same_paragraph", "parallel")
        )
        found = []
        for presence in reversed(self.seen.values()):
            if now - presence.recent[-1].time > WINDOW:
                break
            score, further, last = -1000.0, 0.0, presence.recent[-1]
            for seen in presence.recent:
                weight = seen.value + (loud if seen.quoted and not quoted else 0.0)
                weight *= keep ** (now - seen.time)
                seen_sent = document.tokens[seen.mention.head].sent
                if seen_sent == sent:
                    weight += same_sentence
                if layout.paragraphs[seen_sent] == paragraph:
                    weight += same_paragraph
                if role == seen.role or subject and seen.role in _SUBJECTS:
                    weight += parallel
                further += max(weight, 0.0)
                if weight >= score:
                    score, last = weight, seen
            entity = presence.entity
            score += w["further"] / 100 * (further - max(score, 0.0)) + w["frequency"] * min(
                presence.count, 10
            )
            if entity.in_title:
                score += w["title"]
            if entity.named:
                score += w["named"]
            if entity.doubtful:
                score += w["doubtful"]
            if entity.type == "unknown" and not entity.acts:
                score += w["unknown"]
            found.append((score, entity, last.mention))
        found.sort(key=lambda c: (-c[0], c[1].id))
        self._last = (i, found)
        return list(found)
