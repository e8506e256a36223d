"""How far an occasion is carried on to a speaker's next quotations, and what ends it."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from quotex.channels.dates import SaidOn
from quotex.channels.occasions import Occasion
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

_LEAD = 6
"""Paragraphs between a title or lead and the occasion that it tells of beforehand."""


def carried(
    occasions: Sequence[Occasion], uses: Sequence[int], place: Place, document: Document
) -> int | None:
    """The occasion that a quotation without evidence of its own goes on with, as an index, or None.

    Args:
        occasions: the speaker's, in text order.
        uses: paragraph in which each was last taken up.
        place: where the quotation stands.
        document: the article.
    """
    live = [
        k
        for k, o in enumerate(occasions)
        if (not place.spoken or o.label.said) and (not place.writes or o.label.written)
    ]
    if not live:
        return None
    before = [k for k in live if occasions[k].token <= place.token]
    if place.time is not None:
        same = [
            k
            for k in live
            if same_time(occasions[k].time, place.time, document)
            and abs(place.block - max(occasions[k].block, uses[k])) <= _SAME_DAY_REACH
        ]
        if same:
            return ([k for k in same if k in before] or same[:1])[-1]
        # what was written and when it came to light are two times
        dated = [
            k
            for k in live
            if occasions[k].time is not None and not (place.writes and occasions[k].label.written)
        ]
        if place.apart or dated:
            return None
    if place.apart:
        return None
    if before:
        return _going_on(occasions, uses, place, before)
    return _ahead(occasions, place, live)


def _going_on(
    occasions: Sequence[Occasion], uses: Sequence[int], place: Place, before: Sequence[int]
) -> int | None:
    """The latest occasion, if the text has stayed on it; else an interview given for the story."""
    k = before[-1]
    o = occasions[k]
    gap = place.block - max(o.block, uses[k])
    own = o.label.carries == "article" and not o.foreign
    left = any(o.token < p.token <= place.token and p.label != o.label for p in occasions)
    reach = _REACH["article"] if own else _OWNED_REACH if o.owned else _REACH[o.label.carries]
    if o.foreign and o.label.carries == "article" and any(p.label != o.label for p in occasions):
        reach = _FOREIGN_REACH
    if gap <= reach and (own or not left):
        return k
    given = [j for j in before if occasions[j].label.carries == "article" and not occasions[j].foreign]
    return given[-1] if given else None


def _ahead(occasions: Sequence[Occasion], place: Place, live: Sequence[int]) -> int | None:
    """An occasion that is told only behind the quotation: a title's or lead's, or an interview's."""
    o = occasions[live[0]]
    if o.owned:
        return None
    one = len({occasions[j].label.name for j in live}) == 1
    gap = o.block - place.block
    if o.label.carries == "article" and not o.foreign and one:
        return live[0]
    if gap <= (1 if o.foreign else _BACK) or (
        one and (place.block == 0 or (place.block == 1 and gap <= _LEAD))
    ):
        return live[0]
    return None
