"""Who said each quotation: its source resolved to an entity of the article."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from quotex.attribution.findings import Attribution
from quotex.parsing.document import Document, Token
from quotex.records import Span
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.build import build_entities
from quotex.speakers.entity import Entities, Entity, Mention
from quotex.speakers.phrases import phrase_around, phrase_text
from quotex.speakers.speaker import Speaker

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
        self.done: dict[int, Speaker] = {}

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
        for j in self._heads(i, attribution):
            entity = self.entities.at(j)
            if entity is not None:
                mention = self.entities.mention_at(j)
                speaker = self._named(entity, mention)
                if not entity.named and mention is entity.mentions[0] and j == i and mention.form == "description":
                    return evolve(speaker, name=self._phrase_in_source(i, attribution))
                return speaker
        return self._described(i, attribution)

    def _named(self, entity: Entity, mention: Mention | None) -> Speaker:
        kind = entity.type if entity.type in _SPEAKER_TYPES else "unknown"
        if entity.type == "place":
            kind = "organization"  # a government spoken of by its seat
        elif entity.type == "unknown" and entity.named:
            kind = "person"
        reason, sure = (mention.reason, mention.confidence) if mention else ("", 0.5)
        return Speaker(
            name=entity.name, type=kind, role=entity.role, entity=entity.id, reason=reason, confidence=round(sure, 3)
        )  # fmt: skip

    def _because(self, speaker: Speaker, reason: str, factor: float) -> Speaker:
        return Speaker(
            name=speaker.name, type=speaker.type, role=speaker.role, entity=speaker.entity,
            reason=f"{reason}: {speaker.reason}", confidence=round(speaker.confidence * factor, 3),
        )  # fmt: skip

    def _heads(self, i: int, attribution: Attribution) -> list[int]:
        """Tokens to look at, likeliest first: the source, what it stands for, other names in it."""
        tokens = self.document.tokens
        token = tokens[i]
        out = []
        low = token.text.lower()
        beside = self._name_behind(i, attribution)
        if beside is not None:
            out.append(beside)
        out.extend(self._name_in_apposition(i, attribution))
        if low in self.rules.words["relative"] and token.upos == "PRON":
            out.extend(self._antecedent(i))
        elif low not in self.rules.nouns and token.lemma.lower() in self.rules.words["abstract"]:
            out.extend(c for c in self.document.children(i) if tokens[c].deprel == "nmod:poss")
        out.append(i)
        out.extend(c for c in self.document.children(i) if tokens[c].deprel in ("appos", "nmod:desc", "flat"))
        if token.deprel in ("appos", "flat", "compound", "nmod:desc"):
            out.append(token.head)
        if token.upos == "PROPN" or self.entities.at(i) is None:
            for start, end in attribution.source[:1]:
                for j in self.document.tokens_in(start, end):
                    if tokens[j].upos == "PUNCT" and j > i:
                        break
                    mention = self.entities.mention_at(j)
                    if mention is not None and mention.form == "name" and tokens[j].deprel != "nmod:poss":
                        out.append(j)
        return [j for j in out if 0 <= j < len(tokens)]

    def _name_in_apposition(self, i: int, attribution: Attribution) -> list[int]:
        """A name right behind a common noun: "the newspaper Le Phare", "the operator, Ilva Hydro"."""
        tokens = self.document.tokens
        found = self.entities.at(i)
        if tokens[i].upos != "NOUN" or (found is not None and found.named):
            return []
        j = i + 1
        j = max(j, phrase_around(self.document, i, self.rules).last + 1)
        while j < len(tokens) and (tokens[j].upos == "DET" or tokens[j].text == ","):
            j += 1
        mention, entity = self.entities.mention_at(j), self.entities.at(j)
        if mention is None or entity is None or mention.form != "name" or entity.type == "place":
            return []
        return [mention.head] if any(s <= tokens[j].start < e for s, e in attribution.source) else []

    def _name_behind(self, i: int, attribution: Attribution) -> int | None:
        """A person's name right behind what merely stands before it ("Ohio Gov. Lena Ashby")."""
        mention, entity = self.entities.mention_at(i), self.entities.at(i)
        if mention is None or entity is None or entity.type == "person" or mention.form != "name":
            return None
        after = self.entities.at(mention.last + 1)
        behind = self.entities.mention_at(mention.last + 1)
        if after is None or behind is None or after.type != "person" or behind.form != "name":
            return None
        within = any(s <= self.document.tokens[behind.first].start < e for s, e in attribution.source)
        return behind.head if within else None

    def _antecedent(self, i: int) -> list[int]:
        for j in self.document.ancestors(i):
            if self.document.tokens[j].deprel.startswith("acl") and self.document.tokens[j].head >= 0:
                head = self.document.tokens[j].head
                return [head, *(c for c in self.document.children(head) if self.document.tokens[c].deprel == "flat")]
        return [i - 1, i - 2]

    def _coordinated(self, i: int, attribution: Attribution) -> Speaker | None:
        """Several people or bodies as one source: "Ana Ruiz and Tom Hale"."""
        tokens = self.document.tokens
        people = self._people_in_a_row(attribution)
        if len(people) > 1 and any(self.entities.at(i) is e for e in people):
            return Speaker(name=self._joint(people, attribution), type="group", reason="several named together", confidence=0.85)
        conjuncts = [
            c
            for c in self.document.children(i)
            if tokens[c].deprel == "conj" and any(s <= tokens[c].start < e for s, e in attribution.source)
        ]
        if not any(tokens[g].deprel == "cc" for c in conjuncts for g in self.document.children(c)):
            return None
        found = [self.entities.at(j) for j in (i, *conjuncts)]
        if not conjuncts or any(tokens[c].upos not in ("NOUN", "PROPN", "PRON") for c in conjuncts):
            return None
        entities = [e for e in found if e is not None]
        if len(entities) == len(found) and len({e.id for e in entities}) == 1:
            return None
        if len(entities) == len(found) and all(e.named for e in entities):
            joint = self._joint(entities, attribution)
        else:
            start, end = attribution.source[0][0], attribution.source[-1][1]
            joint = " ".join(self.document.text[start:end].split()).strip(" ,")
        return Speaker(name=joint, type="group", reason="several named together", confidence=0.8)

    def _people_in_a_row(self, attribution: Attribution) -> list[Entity]:
        """Named people of the source with nothing but titles and "and" between them."""
        tokens, found, joined = self.document.tokens, [], False
        for i in (i for s, e in attribution.source for i in self.document.tokens_in(s, e)):
            mention, entity = self.entities.mention_at(i), self.entities.at(i)
            if tokens[i].upos == "CCONJ":
                joined = True
            elif mention is not None and mention.form == "name" and entity is not None and entity.type == "person":
                if i == mention.last and (not found or joined) and entity not in found:
                    found.append(entity)
                    joined = False
            elif tokens[i].upos not in ("NOUN", "PROPN", "ADJ", "DET"):
                break
        return found

    def _joint(self, entities: list[Entity], attribution: Attribution) -> str:
        """The names joined by the article's own coordinator."""
        words = (t for s, e in attribution.source for t in self.document.tokens_in(s, e))
        coordinator = next((self.document.tokens[i].text for i in words if self.document.tokens[i].upos == "CCONJ"), "&")
        names = [e.name for e in entities]
        return f"{', '.join(names[:-1])} {coordinator} {names[-1]}"

    def _first_person(self, attribution: Attribution, k: int, depth: int) -> Speaker:
        """"I" and "we" inside a quotation are its speaker's."""
        at = self.document.tokens[attribution.source_token].start
        around = [
            (spans[-1][1] - spans[0][0], n)
            for n, spans in ((n, a.content) for n, a in enumerate(self.attributions))
            if n != k and any(s <= at < e for s, e in spans)
        ]
        if around:
            return self._because(self.speaker(min(around)[1], depth + 1), "first person in a quotation", 0.9)
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
                            self._named(entity, self.entities.mention_at(c)), "subject of the clause above", 0.8
                        )
        earlier = [n for n, a in enumerate(self.attributions) if n != k and a.content and a.source_token >= 0]
        start = attribution.content[0][0]
        before = [n for n in earlier if self.attributions[n].content[0][0] < start]
        if before:
            last = max(before, key=lambda n: self.attributions[n].content[0][0])
            if start - self.attributions[last].content[-1][1] < 600:
                return self._because(self.speaker(last, depth + 1), "spoke last", 0.6)
        return _UNKNOWN

    def _described(self, i: int, attribution: Attribution) -> Speaker:
        """A source that is no known entity: its noun phrase as it stands."""
        token = self.document.tokens[i]
        if token.upos in ("PRON", "DET") and token.text.lower() in self.rules.pronouns:
            return Speaker(name="", reason=f"nothing before {token.text!r} agrees with it", confidence=0.2)
        token = self._noun_of(i, attribution)
        name = self._phrase_in_source(token.i, attribution)
        low = token.text.lower() if token.text.lower() in self.rules.nouns else token.lemma.lower()
        if "Number=Plur" in token.feats:
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

    def _noun_of(self, i: int, attribution: Attribution) -> Token:
        """The source's head, or its first noun where the head is none."""
        tokens = self.document.tokens
        if tokens[i].upos in ("NOUN", "PROPN", "NUM", "PRON"):
            return tokens[i]
        inside = [j for s, e in attribution.source for j in self.document.tokens_in(s, e)]
        return next((tokens[j] for j in inside if tokens[j].upos in ("NOUN", "PROPN")), tokens[i])

    def _phrase_in_source(self, i: int, attribution: Attribution) -> str:
        """The noun phrase, without clauses and appositions, as far as the source reaches."""
        phrase = phrase_around(self.document, i, self.rules)
        first, last = phrase.first, phrase.last
        inside = [j for s, e in attribution.source for j in self.document.tokens_in(s, e)]
        if inside and inside[0] <= i <= inside[-1]:
            first, last = max(first, inside[0]), min(last, inside[-1])
        return phrase_text(self.document, first, last).strip(" ,;:–—-\"“”")


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
