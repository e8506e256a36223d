"""The words in which a printing differs from its passage's root, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from quotex.records import Difference
from quotex.tracking.alignment import Alignment
from quotex.tracking.wording import Wording

_SHOWN_WORDS = 12

# Where the words of one difference stand.
INNER, HEAD, TAIL = "inner", "head", "tail"


@frozen(slots=True)
class Change:
    """Words of the root against words of the appearance, as index ranges; either may be empty."""

    place: str
    a_first: int
    a_last: int
    r_first: int
    r_last: int


def differences(
    changes: Sequence[Change], a: Wording, r: Wording, text: str, root: str
) -> Iterator[Difference]:
    """The changes of a printing; what is left out here and added there has moved.

    Args:
        changes: where the words differ.
        a, r: comparable words of the printing and of the root.
        text, root: what is written.
    """
    added: dict[tuple[str, ...], Change] = {}
    for change in changes:
        if change.r_first == change.r_last:
            added.setdefault(_bag(a.words[change.a_first : change.a_last]), change)
    moved: set[Change] = set()
    for change in changes:
        if change.a_first == change.a_last and change.r_first < change.r_last:
            goal = added.pop(_bag(r.words[change.r_first : change.r_last]), None)
            if goal is not None:
                written = _written(text, a, goal.a_first, goal.a_last)
                yield Difference(was=written, now=written)
                moved |= {change, goal}
    for change in changes:
        if change not in moved:
            difference = _shown(change, a, r, text, root)
            if difference is not None:
                yield difference


def _bag(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


def unspoken(
    changes: Sequence[Change], alignment: Alignment, a: Wording, r: Wording, text: str, root: str
) -> Iterator[Difference]:
    """[Brackets] that one of two otherwise equal stretches has more."""
    here = {text[start:end] for _, start, end in a.brackets}
    there = {root[start:end] for _, start, end in r.brackets}
    for k, start, end in a.brackets:
        if text[start:end] not in there and not any(c.a_first <= k <= c.a_last for c in changes):
            yield Difference(was="", now=text[start:end])
    (_, first, _), (_, last, length) = alignment.blocks[0], alignment.blocks[-1]
    for k, start, end in r.brackets:
        covered = first < k < last + length and root[start:end] not in here
        if covered and not any(c.r_first <= k <= c.r_last for c in changes):
            yield Difference(was=root[start:end], now="")


def _shown(change: Change, a: Wording, r: Wording, text: str, root: str) -> Difference | None:
    now = _written(text, a, change.a_first, change.a_last)
    was = _written(root, r, change.r_first, change.r_last)
    for k, start, end in a.brackets:
        if change.a_first <= k <= change.a_last and not now:
            now = text[start:end]
    for k, start, end in r.brackets:
        if change.r_first <= k <= change.r_last and not was:
            was = root[start:end]
    if not now and change.place != INNER:
        was = _abbreviated(was)
    if not now and not was:
        return None
    return Difference(was=was, now=now)


def _abbreviated(text: str) -> str:
    words = text.split()
    if len(words) <= _SHOWN_WORDS:
        return text
    half = _SHOWN_WORDS // 2
    return f"{' '.join(words[:half])} … {' '.join(words[-half:])}"


def spelled(alignment: Alignment, a: Wording, r: Wording, text: str, root: str) -> Iterator[Difference]:
    """Equal words that are written differently; case and the shape of apostrophes do not count."""
    for i, j, n in alignment.blocks:
        first = 0
        for k in range(1, n + 1):
            # Words that share what is written (a contraction, a number) are shown together.
            if k < n and (a.spans[i + k] == a.spans[i + k - 1] or r.spans[j + k] == r.spans[j + k - 1]):
                continue
            now, was = _written(text, a, i + first, i + k), _written(root, r, j + first, j + k)
            first = k
            if now != was and _plain(now) != _plain(was):
                yield Difference(was=was, now=now)


def _plain(written: str) -> str:
    return "".join(c for c in written.casefold() if c.isalnum())


def _written(text: str, wording: Wording, first: int, last: int) -> str:
    if first >= last:
        return ""
    return text[wording.spans[first][0] : wording.spans[last - 1][1]]
