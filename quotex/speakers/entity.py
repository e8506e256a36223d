"""Who and what an article speaks of: entities, their mentions, and which token mentions which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import Factory, define

from quotex.light import frozen


@frozen(slots=True)
class Mention:
    """One place where an entity is named or referred to (token indices, ``last`` inclusive).

    Attributes:
        first: first token of the mention, titles and determiner included.
        last: last token.
        head: the token that stands for the mention.
        form: name | description | pronoun.
        text: the name or phrase as it counts for naming (no title, no possessive mark).
        reason: why it was given to this entity, in a few words.
        confidence: 0 to 1.
    """

    first: int
    last: int
    head: int
    form: str
    text: str
    reason: str = ""
    confidence: float = 1.0


@define(slots=True, eq=False)
class Entity:
    """A person, organization, group, document or place of one article.

    Attributes:
        id: number within the article, in order of first mention.
        name: the longest way the article writes it, titles and roles taken off.
        type: person | organization | group | unnamed_person | document | place | thing | unknown.
        role: "President of Peru" or the like, or None.
        gender: male | female | neuter | "" (not known).
        number: singular | plural.
        named: whether the article gives a proper name.
        mentions: in text order.
        aliases: the other names it goes by.
        lemmas: nouns that the article applies to it ("senator").
        in_title: whether the title names it.
        doubtful: whether only what it does tells its type.
        acts: of unknown type: whether it speaks or acts, as people and organizations do.
    """

    id: int
    name: str
    type: str
    role: str | None = None
    gender: str = ""
    number: str = "singular"
    named: bool = True
    mentions: list[Mention] = Factory(list)
    aliases: list[str] = Factory(list)
    lemmas: dict[str, frozenset[str]] = Factory(dict)
    in_title: bool = False
    acts: bool = False
    doubtful: bool = False

    def __str__(self) -> str:
        return self.name


class Entities(Sequence[Entity]):
    """The entities of an article; ``at`` tells which one a token mentions.

    Args:
        entities: in order of first mention.
        by_token: token index to the entity and the mention that covers the token.
    """

    def __init__(self, entities: Sequence[Entity], by_token: Mapping[int, tuple[Entity, Mention]]) -> None:
        self._entities = tuple(entities)
        self._by_token = dict(by_token)

    def __len__(self) -> int:
        return len(self._entities)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._entities)

    def __getitem__(self, key):  # type: ignore[no-untyped-def]
        return self._entities[key]

    def at(self, token: int) -> Entity | None:
        """The entity that a token is part of a mention of, or None."""
        found = self._by_token.get(token)
        return found[0] if found else None

    def mention_at(self, token: int) -> Mention | None:
        """The mention that covers a token, or None."""
        found = self._by_token.get(token)
        return found[1] if found else None
