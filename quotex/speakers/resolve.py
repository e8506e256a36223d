"""Who said each quotation: its source resolved to an entity of the article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from attrs import evolve

from quotex.attribution.findings import Attribution
from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.build import build_entities
from quotex.speakers.entity import Entities, Entity, Mention
from quotex.speakers.phrases import is_plural
from quotex.speakers.sources import SourceReader
from quotex.speakers.speaker import Speaker
from quotex.speakers.surroundings import Surroundings

_UNKNOWN = Speaker(name="", reason="no source")
_SPEAKER_TYPES = frozenset({"person", "organization", "group", "unnamed_person", "document"})


class _Resolver:
    def __init__(
        self,
        document: Document,
        attributions: Sequence[Attribution],
        rules: SpeakerRules,
        entities: Entities,
    ) -> None:
        self.document = document
        self.attributions = attributions
        self.rules = rules
        self.entities = entities
        self.reader = SourceReader(document, rules, entities)
        self.surroundings = Surroundings(document, entities)
        self.done: dict[int, Speaker] = {}
        self.attribution: Attribution | None = None
        # Where each quotation with a source begins, in text order, and its number.
        self._sourced = sorted(
            (a.content[0][0], n) for n, a in enumerate(attributions) if a.content and a.source_token >= 0
        )
        self._around = _innermost(document, attributions)

    def speaker(self, k: int, depth: int = 0) -> Speaker:
        """The speaker of attribution k."""
        if k in self.done:
            return self.done[k]
        if depth > 50:
            return _UNKNOWN
        found = self._find(self.attributions[k], k, depth)
        self.done[k] = found
        return found

    def _find(self, attribution: Attribution, k: int, depth: int) -> Speaker:
        i = attribution.source_token
        if i < 0:
            if 0 <= attribution.carried_from != k:
                carried = self.speaker(attribution.carried_from, depth + 1)
                return self._because(carried, "carried on from the quotation before", 0.9)
            return self._floating(attribution, k, depth)
        token = self.document.tokens[i]
        pronoun = self.rules.pronouns.get(token.text.lower())
        if pronoun is not None and pronoun.person == 1:
            return self._first_person(attribution, k, depth)
        pair = self._coordinated(i, attribution)
        if pair is not None:
            return pair
        self.attribution = attribution
        for j in self.reader.heads(i, attribution):
            entity = self.entities.at(j)
            if entity is not None:
                mention = self.entities.mention_at(j)
                speaker = self._named(entity, mention)
                return self._as_written(speaker, entity, mention, i) if i == j else speaker
            ahead = self._ahead(j)
            if ahead is not None:
                return ahead
        return self._described(i, attribution)

    def _named(self, entity: Entity, mention: Mention | None) -> Speaker:
        kind = entity.type if entity.type in _SPEAKER_TYPES else "unknown"
        if entity.type == "place":
            kind = "organization"  # a government spoken of by its seat
        elif entity.type == "unknown" and entity.named:
            human = any(m.text.lower() in self.rules.pronouns for m in entity.mentions if m.form == "pronoun")
            kind = "person" if human or " " in entity.name else "organization"
        reason, sure = (mention.reason, mention.confidence) if mention else ("", 0.5)
        return Speaker(
            name=entity.name,
            type=kind,
            role=entity.role,
            entity=entity.id,
            reason=reason,
            confidence=round(sure, 3),
        )

    def _as_written(self, speaker: Speaker, entity: Entity, mention: Mention | None, i: int) -> Speaker:
        """An unnamed source at its first mention, and "many Democrats": the phrase within the source."""
        if mention is None or mention.form == "pronoun" or self.attribution is None:
            return speaker
        first = not entity.named and mention is entity.mentions[0] and entity.type != "organization"
        if not first and not (entity.named and entity.type == "group"):
            return speaker
        name = self.reader.phrase_in_source(i, self.attribution)
        return (
            evolve(speaker, name=name)
            if first or len(name.split()) > len(mention.text.split()) + 1
            else speaker
        )

    def _because(self, speaker: Speaker, reason: str, factor: float) -> Speaker:
        return Speaker(
            name=speaker.name,
            type=speaker.type,
            role=speaker.role,
            entity=speaker.entity,
            reason=f"{reason}: {speaker.reason}",
            confidence=round(speaker.confidence * factor, 3),
        )

    def _coordinated(self, i: int, attribution: Attribution) -> Speaker | None:
        """Several people or bodies as one source: "Ana Ruiz and Tom Hale"."""
        tokens = self.document.tokens
        people = self.reader.people_in_a_row(attribution)
        if len(people) > 1 and any(self.entities.at(i) is e for e in people):
            return Speaker(
                name=self.reader.joint(people, attribution),
                type="group",
                reason="several named together",
                confidence=0.85,
            )
        conjuncts = [
            c
            for c in self.document.children(i)
            if tokens[c].deprel == "conj" and any(s <= tokens[c].start < e for s, e in attribution.source)
        ]
        if not any(tokens[g].deprel == "cc" for c in conjuncts for g in self.document.children(c)):
            return None
        if all(self._shares_article(i, c) for c in conjuncts):
            return None
        found = [self.entities.at(j) for j in (i, *conjuncts)]
        if all(tokens[c].upos == "PRON" for c in (i, *conjuncts)):
            return None
        if not conjuncts or any(tokens[c].upos not in ("NOUN", "PROPN", "PRON") for c in conjuncts):
            return None
        entities = [e for e in found if e is not None]
        if len(entities) == len(found) and len({e.id for e in entities}) == 1:
            return None
        if len(entities) == len(found) and all(e.named for e in entities):
            joint = self.reader.joint(entities, attribution)
        else:
            start, end = attribution.source[0][0], attribution.source[-1][1]
            joint = " ".join(self.document.text[start:end].split()).strip(" ,")
        return Speaker(name=joint, type="group", reason="several named together", confidence=0.8)

    def _shares_article(self, i: int, conjunct: int) -> bool:
        """Whether a noun joined to a name goes on with its role ("Ana Ruiz, a friend and adviser")."""
        tokens, mention = self.document.tokens, self.entities.mention_at(i)
        if mention is None or mention.form != "name" or tokens[conjunct].upos != "NOUN":
            return False
        after = mention.last + 1
        own = any(tokens[c].upos == "DET" for c in self.document.children(conjunct))
        return after < conjunct and tokens[after].text == "," and not own

    def _first_person(self, attribution: Attribution, k: int, depth: int) -> Speaker:
        """ "I" and "we" inside a quotation are its speaker's."""
        around = [n for n in self._around.get(attribution.source_token, ()) if n != k]
        if around:
            return self._because(self.speaker(around[0], depth + 1), "first person in a quotation", 0.9)
        return Speaker(name="", type="unknown", reason="first person outside a quotation", confidence=0.3)

    def _floating(self, attribution: Attribution, k: int, depth: int) -> Speaker:
        """No source: the subject of the clause above the cue, else whoever spoke last."""
        i = attribution.cue_token
        if i >= 0:
            for j in (i, *self.document.ancestors(i)):
                for c in self.document.children(j):
                    entity = self.entities.at(c)
                    if self.document.tokens[c].deprel.startswith("nsubj") and entity is not None:
                        return self._because(
                            self._named(entity, self.entities.mention_at(c)),
                            "subject of the clause above",
                            0.8,
                        )
        start = attribution.content[0][0]
        at = bisect_left(self._sourced, (start, -1))
        if at:
            begins = self._sourced[at - 1][0]
            last = self._sourced[bisect_left(self._sourced, (begins, -1))][1]
            if start - self.attributions[last].content[-1][1] < 600:
                return self._because(self.speaker(last, depth + 1), "spoke last", 0.6)
        beside = self.surroundings.beside(attribution.content) if attribution.kind == "direct" else None
        if beside is None:
            return _UNKNOWN
        return self._because(self._named(beside, None), "named beside the quotation", 0.6)

    def _ahead(self, i: int) -> Speaker | None:
        """Who a pronoun that nothing before it agrees with points ahead to."""
        pronoun = self.rules.pronouns.get(self.document.low[i])
        if pronoun is None or pronoun.person != 3:
            return None
        entity = self.surroundings.ahead(i, pronoun)
        return None if entity is None else self._because(self._named(entity, None), "named behind", 0.8)

    def _described(self, i: int, attribution: Attribution) -> Speaker:
        """A source that is no known entity: its noun phrase as it stands."""
        token = self.document.tokens[i]
        if token.upos in ("PRON", "DET") and token.text.lower() in self.rules.pronouns:
            return Speaker(name="", reason=f"nothing before {token.text!r} agrees with it", confidence=0.2)
        token = self.reader.noun_of(i, attribution)
        name = self.reader.phrase_in_source(token.i, attribution)
        low = token.text.lower() if token.text.lower() in self.rules.nouns else token.lemma.lower()
        collective = low == token.text.lower() and self.rules.denotes(low, "organization")
        if is_plural(token) and not collective:
            kind = "group"
        elif self.rules.denotes(low, "person", "kin"):
            kind = "unnamed_person"
        elif self.rules.denotes(low, "organization"):
            kind = "organization"
        elif self.rules.denotes(low, "document"):
            kind = "document"
        else:
            kind = "group" if self.rules.denotes(low, "group") else "unknown"
        return Speaker(name=name, type=kind, reason="noun phrase, not named", confidence=0.7)


def _innermost(document: Document, attributions: Sequence[Attribution]) -> dict[int, list[int]]:
    """For each source inside some quotations, by its token: their numbers, the shortest first."""
    sources = sorted({a.source_token for a in attributions if a.source_token >= 0})
    starts = [document.tokens[i].start for i in sources]
    around: dict[int, list[tuple[int, int]]] = {}
    for n, a in enumerate(attributions):
        for s, e in a.content:
            for i in sources[bisect_left(starts, s) : bisect_left(starts, e)]:
                around.setdefault(i, []).append((a.content[-1][1] - a.content[0][0], n))
    return {i: [n for _, n in sorted(found)] for i, found in around.items()}


def resolve(
    document: Document,
    attributions: Sequence[Attribution],
    rules: SpeakerRules,
    title: str | None = None,
    boilerplate: Sequence[Span] = (),
    *,
    entities: Entities | None = None,
) -> list[Speaker]:
    """Name the speaker of every attribution.

    Args:
        document: the article.
        attributions: quotations with their sources.
        rules: ``quotex.rules.speakers.load_speaker_rules()``.
        title: the article's title, where it does not stand in the text.
        boilerplate: offsets of stretches that are not part of the article.
        entities: from ``build_entities`` with the same attributions, if built already.

    Returns:
        One speaker for each attribution, in order; name "" where it cannot be told.
    """
    if entities is None:
        entities = build_entities(document, rules, attributions, title=title, boilerplate=boilerplate)
    resolver = _Resolver(document, attributions, rules, entities)
    return [resolver.speaker(k) for k in range(len(attributions))]
