"""Reports inside reports: which of two that hold the same words stay, and who hands on whose words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from quotex.attribution.findings import Attribution, evolve
from quotex.attribution.scene import Scene
from quotex.records import Span

SURFACE = ("set-in", "surface-clause", "parenthetical", "according", "as-clause", "headline")
PHRASE = "according"
FEW = 1  # words that a report may add to the one that it holds and still only hand that one on


def without_shells(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """Drop what the surface alone took for a report and which holds a whole other one, cue and all.

    "He told aides that he was tired, according to La Brisa" is one report, of what he told them. A
    phrase that reports more than that, or what counted people answered, stays.
    """
    sure = [b for b in found if b.rule not in SURFACE and b.source]
    cues = _ByCue(sure)
    out = []
    for a in found:
        if a.rule in SURFACE:
            held = [sure[m] for m in cues.within(a.content)]
            held = [b for b in held if all(_inside(s, a.content) for s, _ in b.content)]
            if held and not (a.rule == PHRASE and all(_adds(scene, a, b) for b in held)):
                continue
        out.append(a)
    return out


def _adds(scene: Scene, outer: Attribution, inner: Attribution) -> bool:
    """Whether a report says more than the one that it holds and who made that one."""
    if outer.cue[0][0] > inner.source[0][0] and outer.cue[0][0] < inner.cue[0][0]:
        return False  # "Tveit, according to La Brisa, called it a joke"
    if any(scene.token(i).upos == "NUM" for i in scene.document.subtree(inner.source_token)):
        return True
    spans = (*inner.content, *inner.source, *inner.cue)
    if inner.addressee_token >= 0:
        below = scene.document.subtree(inner.addressee_token)
        spans = (*spans, scene.document.span(below[0], below[-1]))
    words = [i for s, e in outer.content for i in scene.tokens_between(s, e)]
    return sum(not _inside(scene.token(i).start, spans) for i in words) > FEW


def with_tellers(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """Name the tellers of a report inside a report.

    "Firemen said a baker told them it "never cooled"" holds two quotations: what firemen said, and
    what the baker told, which came through the firemen.
    """
    out = list(found)
    cues = _ByCue(found)
    for a in found:
        if a.kind == "direct" or a.source_token < 0 or a.rule in SURFACE:
            continue
        for m in cues.within(a.content):
            b = out[m]
            if b is not a and b.source_token >= 0 and _inside(scene.token(b.source_token).start, a.content):
                out[m] = evolve(b, teller_tokens=(*b.teller_tokens, a.source_token))
    return out


class _ByCue:
    """Quotations by where their cues begin."""

    def __init__(self, found: Sequence[Attribution]) -> None:
        rows = sorted((a.cue[0][0], n) for n, a in enumerate(found) if a.cue)
        self._starts = [start for start, _ in rows]
        self._numbers = [n for _, n in rows]

    def within(self, spans: Sequence[Span]) -> list[int]:
        """The numbers of the quotations whose cues begin in some spans, in the order given."""
        places = [range(bisect_left(self._starts, s), bisect_left(self._starts, e)) for s, e in spans]
        return sorted({self._numbers[i] for place in places for i in place})


def _inside(offset: int, spans: Sequence[Span]) -> bool:
    return any(s <= offset < e for s, e in spans)
