"""Stretches as one set: what a cover says is what a look at every span says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotex.finding.cover import Cover

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda p: (p[0], p[0] + p[1])))


@given(spans=SPANS, later=SPANS, start=st.integers(0, 45), length=st.integers(1, 10))
def test_a_cover_says_what_its_spans_say(
    spans: list[tuple[int, int]], later: list[tuple[int, int]], start: int, length: int
) -> None:
    cover = Cover(spans)
    for span in later:
        cover.add(span)
    covered = {i for s, e in spans + later for i in range(s, e)}
    assert cover.holds(start) == (start in covered)
    assert cover.meets(start, start + length) == bool(covered & set(range(start, start + length)))
