"""Where an article names outlets, and which other one an outlet stands beside."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

from quotex.channels.outlet_names import name_words
from quotex.light import frozen
from quotex.parsing.document import Document


@frozen(slots=True)
class Outlet:
    """A named outlet (tokens ``first`` to ``last``, inclusive).

    Attributes:
        name: as written, without "the".
        kind: agency, broadcaster, paper, programme, blog, or outlet where it cannot be told.
    """

    first: int
    last: int
    name: str
    kind: str


class Places:
    """The places where an article names outlets.

    Args:
        document: the article.
        at: the outlet whose name a token is part of.

    Attributes:
        all: every outlet, in text order, each place once.
    """

    def __init__(self, document: Document, at: Mapping[int, Outlet]) -> None:
        self._document = document
        self._at = at
        self.all = tuple(dict.fromkeys(at[i] for i in sorted(at)))

    def named(self, name: str) -> Outlet | None:
        """The first outlet that goes by a name ("New York Daily News"), or None."""
        return self._by_words.get(tuple(name_words(name)))

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], Outlet]:
        found: dict[tuple[str, ...], Outlet] = {}
        for place in self.all:
            found.setdefault(tuple(name_words(place.name)), place)
        return found

    def programmes(self, word: str) -> list[Outlet]:
        """The programmes with a word in their names, each name once."""
        return self._programmes_by_word.get(word, [])

    @cached_property
    def _programmes_by_word(self) -> dict[str, list[Outlet]]:
        names = {place.name: place for place in reversed(self.all) if place.kind == "programme"}
        found: dict[str, list[Outlet]] = {}
        for place in sorted(names.values(), key=lambda o: o.first):
            for word in dict.fromkeys(place.name.split()):
                found.setdefault(word, []).append(place)
        return found

    @cached_property
    def _networks(self) -> dict[str, Outlet]:
        """By a programme's name: the outlet that stands before it somewhere ("NBC's 'Meet the Press'")."""
        found: dict[str, Outlet] = {}
        for place in self.all:
            if place.name not in found:
                before = (self._at.get(place.first - back) for back in (1, 2, 3))
                other = next((o for o in before if o and o != place and o.kind != "programme"), None)
                if other is not None:
                    found[place.name] = other
        return found

    def network(self, outlet: Outlet) -> Outlet:
        """The outlet that a programme is said to be of ("NBC's 'Meet the Press'"), or itself."""
        if outlet.name in self._networks:
            return self._networks[outlet.name]
        if outlet.kind != "programme":
            return outlet
        # "in an interview with CNN's Osei aired on 'New Day'"
        tokens = self._document.tokens
        here = tokens[outlet.first].sent
        for place in self._before(outlet.first):
            if tokens[place.last].sent != here:
                break
            if place.kind == "broadcaster":
                return place
        return outlet

    def last_before(self, token: int) -> Outlet | None:
        """The last outlet that is named before a token, or None."""
        return next(self._before(token), None)

    def _before(self, token: int) -> Iterator[Outlet]:
        """The outlets that are named before a token, latest first."""
        for at in range(bisect_left(self.all, token, key=lambda o: o.last) - 1, -1, -1):
            yield self.all[at]
