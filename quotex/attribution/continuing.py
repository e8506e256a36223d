"""Quotations without a cue of their own: they go on from the one before, or float."""

from __future__ import annotations

from attrs import define

from quotex.attribution.mentions import Source
from quotex.attribution.scene import Scene
from quotex.attribution.shapes import heading, sentence_like
from quotex.records import Span

ASIDE = 14  # words


@define
class Draft:
    """A quotation in the making.

    ``regions`` are the stretches in marks that it holds whole; ``reach`` is the offset up to which
    its reporting clause and its content extend together.
    """

    content: list[Span]
    regions: list[int]
    cue: int
    reach: int
    sentence_end: int
    rule: str = ""
    mark: Span | None = None
    source: Source | None = None


def continuations(scene: Scene, drafts: list[Draft], claimed: set[int]) -> list[tuple[int, bool]]:
    """Join stretches in marks that no cue claimed to the quotation that they carry on.

    Args:
        scene: the article.
        drafts: the quotations with marks, in text order; their content grows in place.
        claimed: stretches that lie in some quotation already; grows in place.

    Returns:
        The stretches that float, each with whether two speakers take turns there.
    """
    floating: list[tuple[int, bool]] = []
    owner = {k: d for d, draft in enumerate(drafts) for k in draft.regions}
    turning: set[int] = set()
    for k, region in enumerate(scene.regions):
        if k in claimed or heading(scene, k):
            continue
        before = max((j for j in owner if j < k), default=-1)
        d = owner.get(before, -1)
        if not sentence_like(scene, k):
            whole = _half_quoted(scene, k, drafts[d], before) if d >= 0 else None
            if whole:
                drafts[d].content.append(whole)
                owner[k] = d
                claimed.add(k)
                drafts[d].reach = max(drafts[d].reach, whole[1])
            elif _fills(scene, k) and k - 1 in turning:
                turning.add(k)
                floating.append((k, True))
            continue
        if _takes_turns(scene, k, owner, drafts) or k - 1 in turning and _fills(scene, k - 1):
            turning.add(k)
            floating.append((k, True))
            continue
        if d >= 0 and drafts[d].rule != "credit" and _carries_on(scene, drafts[d], before, k):
            drafts[d].content.append(region.inner)
            owner[k] = d
            claimed.add(k)
            drafts[d].reach = max(drafts[d].reach, region.end)
            continue
        after = owner.get(k + 1, -1)
        if after >= 0 and not region.closed and _follows(scene, k):
            drafts[after].content.insert(0, region.inner)
            owner[k] = after
            claimed.add(k)
            continue
        floating.append((k, False))
    return floating


def _fills(scene: Scene, k: int) -> bool:
    """Whether a stretch in marks is all of its paragraph."""
    s, e = scene.blocks[scene.block(scene.regions[k].start)]
    return scene.loose(s, scene.regions[k].start) and scene.loose(scene.regions[k].end, e)


def _takes_turns(scene: Scene, k: int, owner: dict[int, int], drafts: list[Draft]) -> bool:
    """Whether a paragraph without a cue answers the one before: two speakers, one of whom asked.

    The paragraph before must be another speaker's than the one before that.
    """
    if not _fills(scene, k) or k < 2 or scene.regions[k - 1].unbalanced:
        return False
    block = scene.block(scene.regions[k].start)
    last, first = owner.get(k - 1, -1), owner.get(k - 2, -1)
    if last < 0 or first < 0 or last == first:
        return False
    if (
        scene.block(scene.regions[k - 1].start) != block - 1
        or scene.block(scene.regions[k - 2].start) < block - 2
    ):
        return False
    asked = [n for n in (k - 2, k - 1, k) if scene.text[scene.regions[n].inner[1] - 1] == "?"]
    return bool(asked)


def _mere_aside(scene: Scene, aside: list[int]) -> bool:
    """Whether one short sentence without a cue or a new name stands between two parts of a quotation."""
    tokens = [scene.token(i) for i in aside]
    roots = [t for t in tokens if t.deprel == "root"]
    if roots and not any(t.upos in ("VERB", "AUX") or scene.children(t.i, "nsubj", "cop") for t in roots):
        return len(aside) <= 4 * ASIDE  # the rest of a sentence that was cut at an abbreviation
    return (
        len(aside) <= ASIDE
        and len({t.sent for t in tokens}) == 1
        and not any(i in scene.cue_at for i in aside)
        and not any(t.upos == "PROPN" and scene.relation(t.i) == "nsubj" for t in tokens)
    )


def _half_quoted(scene: Scene, k: int, draft: Draft, before: int) -> Span | None:
    """The sentence right behind a quotation that goes on in it, partly in marks and without a cue."""
    region = scene.regions[k]
    if scene.block(region.start) != scene.block(scene.regions[before].start):
        return None
    words = scene.tokens_between(*region.inner)
    if len(words) < 5:
        return None
    first = scene.document.sentence(words[0]).first
    start = scene.token(first).start
    end = scene.document.tokens[scene.document.sentence(words[-1]).last - 1].end
    gap = scene.tokens_between(max(draft.reach, scene.regions[before].end), start)
    if start < draft.reach or any(scene.token(i).start >= draft.sentence_end for i in gap):
        return None
    outside = [i for i in scene.tokens_between(start, end) if scene.in_region[i] < 0]
    if any(i in scene.cue_at for i in outside) or len(outside) > 2 * len(words):
        return None
    return scene.trim(start, max(end, region.end))


def _follows(scene: Scene, k: int) -> bool:
    """Whether the next stretch opens the next paragraph."""
    following = scene.regions[k + 1]
    block = scene.block(following.start)
    return block == scene.block(scene.regions[k].start) + 1 and following.start == scene.blocks[block][0]


def _carries_on(scene: Scene, draft: Draft, before: int, k: int) -> bool:
    """Whether nothing but the reporting clause of a quotation stands between it and a stretch."""
    region, previous = scene.regions[k], scene.regions[before]
    start = max(draft.reach, previous.end)
    if region.start < start:
        return False
    here, there = scene.block(previous.start), scene.block(region.start)
    if there > here + 1:
        return False
    rest = scene.tokens_between(start, region.start)
    if here == there:
        aside = [i for i in rest if scene.token(i).start >= draft.sentence_end]
        return not aside or _mere_aside(scene, aside)
    return region.start == scene.blocks[there][0] and all(
        scene.token(i).start < draft.sentence_end for i in rest
    )
