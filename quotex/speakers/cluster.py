"""All names of one bearer, while they are being linked."""

from __future__ import annotations

from bisect import insort
from collections import Counter

from attrs import Factory, define

from quotex.speakers.name_guesses import Name
from quotex.speakers.person_names import Words

_NOT_PERSON = frozenset({"organization", "group", "document", "place", "acronym", "other", "thing"})


@define(slots=True, eq=False)
class Cluster:
    """All names of one bearer.

    Attributes:
        names: occurrences with the reason why each belongs here and how sure that is.
        variants: normal form to how often it occurs.
        votes: evidence for each type.
        gender: evidence for each gender.
        titled: whether a title stands before any of the names.
        first: token of the first occurrence.
        full: tokens of the occurrences of more than one word, in text order, and ``full_titles`` the
            titles before them.
    """

    names: list[tuple[Name, str, float]] = Factory(list)
    variants: Counter[Words] = Factory(Counter)
    votes: Counter[str] = Factory(Counter)
    gender: Counter[str] = Factory(Counter)
    in_title: bool = False
    titled: bool = False
    full_text: str = ""
    plural: bool = False
    first: int = 0
    full: list[int] = Factory(list)
    full_titles: set[tuple[str, ...]] = Factory(set)

    def add(self, name: Name, reason: str, confidence: float) -> None:
        """Take an occurrence in."""
        self.first = min(self.first, name.first) if self.names else name.first
        self.names.append((name, reason, confidence))
        self.variants[name.words] += 1
        self.plural = self.plural or name.guess == "group" and name.title is None and len(name.words) > 1
        bare = len(name.words) == 1 and len(self.longest) > 1 and self.votes["person"] > 0
        if name.guess and not (bare and name.guess in ("acronym", "group", "place")):
            self.votes[name.guess] += 1
        if len(name.words) > 1:
            insort(self.full, name.first)
        if name.title is not None:
            self.titled = True
            if len(name.words) > 1:
                self.full_titles.add(tuple(name.title.words))
        if name.title is not None and name.title.gender:
            self.gender[name.title.gender] += 5

    @property
    def longest(self) -> Words:
        """The variant of most words."""
        if len(self.variants) == 1:
            return next(iter(self.variants))
        return max(self.variants, key=lambda w: (len(w), sum(map(len, w))), default=())

    def may_be_person(self) -> bool:
        """Whether nothing says that this is no person."""
        if self.plural:
            return False
        return not any(self.votes[v] for v in _NOT_PERSON - {"group"}) or self.votes["person"] > 0
