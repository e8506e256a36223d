"""Who is named around words that nothing before them gives a speaker: beside them, or behind."""

from __future__ import annotations

from collections.abc import Iterator

from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.speakers import Pronoun
from quotex.speakers.entity import Entities, Entity
from quotex.speakers.reference import agrees

_AHEAD = 2
"""Sentences over which a pronoun may point ahead to a name."""

_BACK = 3
"""Sentences before a quotation in which its speaker is looked for."""

_PEOPLE = frozenset({"person", "unnamed_person"})


class Surroundings:
    """Looks for speakers around a place where the usual ways found none.

    Args:
        document: the article.
        entities: of the same article.
    """

    def __init__(self, document: Document, entities: Entities) -> None:
        self._document = document
        self._entities = entities

    def ahead(self, i: int, pronoun: Pronoun) -> Entity | None:
        """The entity that a pronoun points ahead to: "She wept. Mara Holt had lost her house."

        The first name behind it that agrees, in its own sentence or the next ones.

        Args:
            i: the pronoun's token.
            pronoun: its features.
        """
        tokens = self._document.tokens
        for j in range(i + 1, len(tokens)):
            if tokens[j].sent - tokens[i].sent > _AHEAD:
                return None
            mention, entity = self._entities.mention_at(j), self._entities.at(j)
            if mention is None or entity is None or mention.form != "name" or entity.type == "place":
                continue
            if agrees(entity, pronoun):
                return entity
        return None

    def beside(self, content: tuple[Span, ...]) -> Entity | None:
        """The person nearest to a quotation without cue or source: of the sentences before, or the next.

        Args:
            content: the quotation's spans.
        """
        document = self._document
        inside = {i for s, e in content for i in document.tokens_in(s, e)}
        if not inside:
            return None
        first, last = document.tokens[min(inside)].sent, document.tokens[max(inside)].sent
        order = [*range(first - 1, max(-1, first - 1 - _BACK), -1), last + 1]
        for number in order:
            if number < len(document.sentences):
                people = list(self._people(number, inside))
                if people:
                    return people[0]
        return None

    def _people(self, number: int, inside: set[int]) -> Iterator[Entity]:
        """The people of a sentence: its subject, else in the order in which they stand."""
        document = self._document
        sentence = document.sentences[number]
        row = [i for i in range(sentence.first, sentence.last) if i not in inside]
        subjects = [i for i in row if document.tokens[i].deprel == "nsubj"]
        for i in [*subjects, *row]:
            entity = self._entities.at(i)
            if entity is not None and entity.type in _PEOPLE:
                yield entity
