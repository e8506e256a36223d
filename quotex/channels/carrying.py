"""How far an occasion is carried on to a speaker's next quotations, and what ends it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from itertools import accumulate, islice

from quotex.channels.dates import SaidOn
from quotex.channels.occasions import Occasion
from quotex.light import frozen
from quotex.parsing.document import Document


@frozen(slots=True)
class Place:
    """Where a quotation stands, for the reach of occasions.

    Attributes:
        token: its last token that matters.
        block: number of its paragraph.
        time: when it says that it was said, or None.
        apart: whether its cue sets it apart from what was told before ("had said", "said earlier").
        spoken: whether its cue is a plain verb of speaking in the past.
        writes: whether its cue is a verb of writing.
    """

    token: int
    block: int
    time: SaidOn | None
    apart: bool
    spoken: bool
    writes: bool


def same_time(a: SaidOn | None, b: SaidOn | None, document: Document) -> bool | None:
    """Whether two times are one; None where one of them is not told."""
    if a is None or b is None:
        return None
    if a.iso is not None and b.iso is not None:
        return a.iso == b.iso or a.iso.startswith(b.iso) or b.iso.startswith(a.iso)
    one = document.text[document.tokens[a.first].start : document.tokens[a.last].end]
    return one == document.text[document.tokens[b.first].start : document.tokens[b.last].end]


_REACH = {"article": 10_000, "stretch": 4, "near": 1}
"""Paragraphs that an occasion reaches over from where it was last taken up."""

_OWNED_REACH = 2
_FOREIGN_REACH = 6
_SAME_DAY_REACH = 8
_BACK = 2
"""Paragraphs that a quotation may stand before its occasion."""

_REMEMBERED = 32
"""Occasions lately taken up that a quotation of the same day may go on with, however far back they stand."""

_LONG_AGO = 60
"""Days after which an article only looks back at an occasion, and is no report of it."""

_PAST = 10
"""Days after which the words before an occasion are not from it."""

_LEAD = 6
"""Paragraphs between a title or lead and the occasion that it tells of beforehand."""


@frozen(slots=True)
class _Live:
    """The occasions that words of one kind can come from, by their numbers, in text order.

    Attributes:
        numbers, tokens: the occasions, and where they stand; ``all``: the numbers as a set.
        given: for each, the last one up to it that is an interview or the like given for the story, or -1.
        one: whether all are of one channel.
        dated: whether the time of one is told, leaving aside, for words of writing, what was written
            (what was written and when it came to light are two times).
    """

    numbers: list[int]
    all: frozenset[int]
    tokens: list[int]
    given: list[int]
    one: bool
    dated: bool


class Trail:
    """The occasions of one speaker, in text order, and how far each has been carried on.

    Args:
        occasions: the speaker's, in text order.
        document: the article.
    """

    def __init__(self, occasions: Sequence[Occasion], document: Document) -> None:
        self.occasions = occasions
        self._document = document
        self._uses = [o.block for o in occasions]
        self._lately: deque[int] = deque(maxlen=_REMEMBERED)
        self._mixed = len({o.label.name for o in occasions}) > 1
        self._live: dict[tuple[bool, bool], _Live] = {}

    def carried(self, place: Place) -> int | None:
        """The occasion that a quotation without evidence of its own goes on with, as a number, or None.

        Args:
            place: where the quotation stands; it counts from then on as the occasion's.
        """
        number = self._carried(place)
        if number is not None:
            self._uses[number] = max(self._uses[number], place.block)
            self._lately.append(number)
        return number

    def _carried(self, place: Place) -> int | None:
        live = self._of_kind(place.spoken, place.writes)
        if not live.numbers:
            return None
        before = bisect_right(live.tokens, place.token)
        if place.time is not None:
            same = self._same_day(place, live)
            if same:
                earlier = [k for k in same if self.occasions[k].token <= place.token]
                return (earlier or same[:1])[-1]
            if place.apart or live.dated:
                return None
        if place.apart:
            return None
        return self._going_on(place, live, before) if before else self._ahead(place, live)

    def _of_kind(self, spoken: bool, writes: bool) -> _Live:
        key = spoken, writes
        if key not in self._live:
            rows = [
                (k, o)
                for k, o in enumerate(self.occasions)
                if (not spoken or o.label.said) and (not writes or o.label.written)
            ]
            given = [k if o.label.carries == "article" and not o.foreign else -1 for k, o in rows]
            self._live[key] = _Live(
                [k for k, _ in rows],
                frozenset(k for k, _ in rows),
                [o.token for _, o in rows],
                list(accumulate(given, max)),
                len({o.label.name for _, o in rows}) == 1,
                any(o.time is not None and not (writes and o.label.written) for _, o in rows),
            )
        return self._live[key]

    def _same_day(self, place: Place, live: _Live) -> list[int]:
        """The occasions of the time that a quotation tells, near where it stands or lately taken up."""
        low = bisect_left(live.numbers, place.block - _SAME_DAY_REACH, key=lambda k: self.occasions[k].block)
        high = bisect_right(
            live.numbers, place.block + _SAME_DAY_REACH, key=lambda k: self.occasions[k].block
        )
        lately = (k for k in self._lately if k in live.all)
        return [
            k
            for k in sorted({*live.numbers[low:high], *lately})
            if same_time(self.occasions[k].time, place.time, self._document)
            and abs(place.block - self._uses[k]) <= _SAME_DAY_REACH
        ]

    def _going_on(self, place: Place, live: _Live, before: int) -> int | None:
        """The latest occasion, if the text has stayed on it; else an interview given for the story."""
        k = live.numbers[before - 1]
        o = self.occasions[k]
        gap = place.block - self._uses[k]
        own = o.label.carries == "article" and not o.foreign
        reach = _REACH["article"] if own else _OWNED_REACH if o.owned else _REACH[o.label.carries]
        if o.foreign and o.label.carries == "article" and self._mixed:
            reach = _FOREIGN_REACH
        if o.age > _LONG_AGO:
            reach = min(reach, _REACH["near"])
        if gap <= reach and (own or not self._left(place, k)):
            return k
        given = live.given[before - 1]
        return given if given >= 0 else None

    def _left(self, place: Place, k: int) -> bool:
        """Whether an occasion of another channel stands between the one numbered ``k`` and a place."""
        for p in islice(self.occasions, k + 1, None):
            if p.token > place.token:
                return False
            if p.label != self.occasions[k].label:
                return True
        return False

    def _ahead(self, place: Place, live: _Live) -> int | None:
        """An occasion that is told only behind the quotation: a title's or lead's, or an interview's."""
        o = self.occasions[live.numbers[0]]
        if o.owned or o.age > _PAST:
            return None
        gap = o.block - place.block
        if o.label.carries == "article" and not o.foreign and live.one:
            return live.numbers[0]
        if gap <= (1 if o.foreign else _BACK) or (
            live.one and (place.block == 0 or (place.block == 1 and gap <= _LEAD))
        ):
            return live.numbers[0]
        return None
