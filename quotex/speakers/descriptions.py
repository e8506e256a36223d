"""Descriptions: "the senator", "a former aide", "his office", "the Ferrol campaign", "two officials"."""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import pairwise

from quotex.parsing.document import Document
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.entity import Entity, Mention
from quotex.speakers.focus import of_age, of_role
from quotex.speakers.name_guesses import Name
from quotex.speakers.phrases import NounPhrase, is_head_noun, is_plural, phrase_around, phrase_text, role_text
from quotex.speakers.reference import Reference


def owner_first(phrase: NounPhrase, by_token: Mapping[int, tuple[Entity, Mention]]) -> int:
    """First token of the name before a noun ("Ferrol" in "the Ferrol campaign")."""
    found = by_token.get(phrase.head - 1)
    return max(phrase.first, found[1].first) if found else phrase.first


def age_around(document: Document, i: int, rules: SpeakerRules) -> tuple[int, int] | None:
    """First and last token of "the 55-year-old" by itself, by its last word; None for anything else."""
    tokens, first = document.tokens, i - 4
    if document.low[i] not in rules.words["age"] or first <= 0 or tokens[first].sent != tokens[i].sent:
        return None
    if tokens[first - 1].upos != "DET" or not tokens[first].text[:1].isdigit():
        return None
    if any(a.end != b.start for a, b in pairwise(tokens[first : i + 1])):
        return None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.sent == tokens[i].sent and after.upos in ("NOUN", "PROPN", "ADJ"):
        return None
    return first - 1, i


class Descriptions:
    """Ties noun phrases to entities, or makes entities of them.

    Args:
        document: the article.
        rules: vocabulary.
        reference: chooses what a definite phrase refers back to.
        entities: all entities so far; new ones are appended.
        by_token: token to the entity and mention known there.
        consumed: nouns that an apposition or premodifier has tied to an entity.
        role_names: last token to a capitalised role that stands without a name ("the Senator").
        sources: tokens that head the source of a quotation.
    """

    def __init__(
        self,
        document: Document,
        rules: SpeakerRules,
        reference: Reference,
        entities: list[Entity],
        by_token: Mapping[int, tuple[Entity, Mention]],
        consumed: Mapping[int, Entity],
        role_names: Mapping[int, Name],
        sources: Set[int] = frozenset(),
    ) -> None:
        self.document = document
        self.rules = rules
        self.reference = reference
        self.entities = entities
        self.by_token = by_token
        self.consumed = consumed
        self.role_names = role_names
        self.sources = sources
        self.owned: dict[tuple[int, str], Entity] = {}

    def at(self, i: int) -> tuple[Entity, Mention] | None:
        """The entity and mention of the phrase that token i heads, or None if it heads none."""
        token = self.document.tokens[i]
        tied = self.consumed.get(i)
        if tied is not None:
            return tied, Mention(i, i, i, "description", token.text, "beside the name", 0.95)
        if i not in self.role_names and not is_head_noun(self.document, i):
            return None
        low = token.text.lower()
        lemma = low if low in self.rules.nouns else token.lemma.lower()
        noun = self.rules.nouns.get(lemma)
        if noun is None:
            return None
        phrase = phrase_around(self.document, i, self.rules)
        text = phrase_text(self.document, phrase.first, phrase.last)
        plural = is_plural(token)
        owner = self._owner(phrase)
        if owner is not None:
            return self._owned_by(owner, phrase, lemma, text, plural)
        speaks = token.deprel.startswith("nsubj") or i in self.sources
        capital_role = phrase.determiner == "bare" and (
            i in self.role_names or (lemma in self.reference.offices and speaks)
        )
        if phrase.determiner == "definite" or capital_role:
            choice = None
            if plural:
                choice = self._same_plural(lemma)
            else:
                found = self.reference.of_phrase(phrase, lemma, self.entities)
                if found is None and speaks:
                    found = of_role(self.reference, phrase, lemma)
                if found is not None:
                    choice = found.entity, found.reason, found.confidence
            if choice is not None:
                entity, reason, sure = choice
                if (
                    entity.role is None
                    and entity.named
                    and entity.type == "person"
                    and "person" in noun.classes
                ):
                    entity.role = role_text(self.document, phrase, self.rules)
                return entity, Mention(phrase.first, phrase.last, i, "description", text, reason, sure)
        elif phrase.determiner == "bare" and not plural and not speaks:
            return None
        entity = self._new(phrase, lemma, text, plural)
        return entity, Mention(
            phrase.first, phrase.last, i, "description", text, "described, not named", 0.85
        )

    def of_age(self, age: tuple[int, int], i: int) -> tuple[Entity, Mention]:
        """The entity of "the 55-year-old": whose age it is, else who is in focus."""
        text = phrase_text(self.document, *age)
        choice = None
        if self.document.low[age[0]] in self.rules.words["definite"]:
            choice = of_age(self.reference, i, self.document.tokens[age[0] + 1].text)
        if choice is not None:
            return choice.entity, Mention(*age, i, "description", text, choice.reason, choice.confidence)
        entity = Entity(id=len(self.entities), name=text, type="unnamed_person", named=False)
        self.entities.append(entity)
        return entity, Mention(*age, i, "description", text, "described, not named", 0.85)

    def _owner(self, phrase: NounPhrase) -> Entity | None:
        """The entity that possesses ("his office") or, for a campaign, is the name before the noun."""
        if phrase.owner >= 0:
            found = self.by_token.get(phrase.owner)
            return found[0] if found else None
        noun = self.rules.nouns.get(self.document.lemmas[phrase.head])
        if noun is not None and "campaign" in noun.kinds and phrase.head > phrase.first:
            found = self.by_token.get(phrase.head - 1)
            return found[0] if found else None
        return None

    def _owned_by(
        self, owner: Entity, phrase: NounPhrase, lemma: str, text: str, plural: bool
    ) -> tuple[Entity, Mention]:
        noun = self.rules.nouns[lemma]
        key = (owner.id, lemma if not plural else lemma + "+")
        entity = self.owned.get(key)
        if entity is None and phrase.head in self.sources and not plural and owner.type == "organization":
            found = of_role(self.reference, phrase, lemma)  # "Lund United's captain said"
            if found is not None:
                if found.entity.role is None:
                    found.entity.role = phrase_text(self.document, phrase.first, phrase.last)
                mention = Mention(
                    phrase.first,
                    phrase.last,
                    phrase.head,
                    "description",
                    text,
                    found.reason,
                    found.confidence,
                )
                return found.entity, mention
        reason = f"belongs to {owner.name}"
        campaign = "campaign" in noun.kinds and owner.type in ("person", "unknown")
        if entity is None:
            entity = self._new(phrase, lemma, text, plural)
            if campaign and phrase.owner >= 0:
                last = owner.name.split()[-1]
                entity.name = f"{last} {self.document.tokens[phrase.head].text}"
            elif campaign:
                first = owner_first(phrase, self.by_token)
                entity.name = phrase_text(self.document, first, phrase.head)
            self.owned[key] = entity
        elif not campaign and not plural and phrase.modifiers and "organization" not in noun.classes:
            entity = self._new(phrase, lemma, text, plural)
        return entity, Mention(phrase.first, phrase.last, phrase.head, "description", text, reason, 0.85)

    def _same_plural(self, lemma: str) -> tuple[Entity, str, float] | None:
        for entity in reversed(self.reference.called(lemma, self.entities)):
            if entity.number == "plural" and not entity.named:
                return entity, f"the {lemma} spoken of before", 0.7
        return None

    def _new(self, phrase: NounPhrase, lemma: str, text: str, plural: bool) -> Entity:
        noun = self.rules.nouns[lemma]
        collective = "organization" in noun.classes and self.document.low[phrase.head] == lemma
        if plural and not collective:  # "police" is one body
            kind = "document" if noun.classes == {"document"} else "group"
        elif noun.classes & {"person", "kin"}:
            kind = "unnamed_person"
        elif "organization" in noun.classes:
            kind = "organization"
        else:
            kind = "document" if "document" in noun.classes else "group"
        if kind == "organization" and phrase.determiner == "definite" and phrase.first < phrase.head:
            text = phrase_text(self.document, phrase.first + 1, phrase.last)
        entity = Entity(
            id=len(self.entities),
            name=text,
            type=kind,
            gender=noun.gender if kind == "unnamed_person" else "neuter",
            number="plural" if plural or kind == "group" else "singular",
            named=False,
            lemmas={lemma: phrase.modifiers},
        )
        self.entities.append(entity)
        return entity
