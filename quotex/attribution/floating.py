"""Quotations without a cue: who acts right before them speaks, else who spoke last goes on."""

from __future__ import annotations

from bisect import bisect_right

from quotex.attribution.findings import Attribution, evolve
from quotex.attribution.making import make
from quotex.attribution.mentions import noun_phrase
from quotex.attribution.scene import Scene
from quotex.attribution.shapes import heading
from quotex.attribution.work import Work

FLOATING = "floating"
ALTERNATING = "alternating"


def float_quotations(work: Work, regions: list[tuple[int, bool]]) -> list[Attribution]:
    """Make the quotations that no cue claimed and none before carries on.

    Args:
        work: the article's.
        regions: the stretches in marks, each with whether two speakers take turns there.
    """
    scene = work.scene
    out: list[Attribution] = []
    joined: dict[int, int] = {}
    for k, turns in regions:
        region = scene.regions[k]
        if not _alone(scene, k) or heading(scene, k):
            continue
        if k - 1 in joined and not turns and _adjacent(scene, k - 1, k):
            n = joined[k - 1]
            out[n] = evolve(
                out[n], content=(*out[n].content, region.inner), verbatim=(*out[n].verbatim, region.inner)
            )
            joined[k] = n
            continue
        found = make(work, -1, (region.inner,), ALTERNATING if turns else FLOATING, None, "direct")
        actor = -1 if turns else _actor(scene, k)
        source = noun_phrase(scene, actor) if actor >= 0 else ()
        out.append(evolve(found, source=source, source_token=actor, flags=(*found.flags, FLOATING)))
        joined[k] = len(out) - 1
    return out


def join_reports(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """Let a floating quotation right behind a report that is partly in marks go on with it.

    "Tveit said the oven was "stone cold." "We bake on Mondays."" is one quotation; behind a report
    in the writer's words alone the speaker's own begin another one.
    """
    out = list(found)
    joined: set[int] = set()
    reports = [n for n, a in enumerate(out) if a.cue_token >= 0 and a.source_token >= 0]
    for k, a in enumerate(found):
        if a.rule != FLOATING or a.kind != "direct":
            continue
        start = a.content[0][0]
        last = _report_before(scene, out, reports, start)
        if last >= 0 and out[last].kind != "indirect":
            b = out[last]
            out[last] = evolve(b, content=(*b.content, *a.content), verbatim=(*b.verbatim, *a.verbatim))
            joined.add(k)
    return [a for n, a in enumerate(out) if n not in joined]


def _report_before(scene: Scene, found: list[Attribution], reports: list[int], start: int) -> int:
    """The report that ends in the sentence right before an offset, or -1."""
    before = scene.document.token_at(scene.end_before(scene.end_before(start) - 1) - 1)
    if before < 0 or scene.block(start) - scene.block(scene.token(before).start) > 1:
        return -1
    first = scene.token(scene.document.sentence(before).first).start
    ends = [(found[n].content[-1][1], n) for n in reports if found[n].content[-1][1] <= start]
    if not ends:
        return -1
    end, n = max(ends)
    near = end > first and scene.token(found[n].cue_token).start >= first
    return n if near and scene.loose(max(end, found[n].cue[-1][1], found[n].source[-1][1]), start) else -1


def _adjacent(scene: Scene, before: int, k: int) -> bool:
    return scene.loose(scene.regions[before].end, scene.regions[k].start)


def _alone(scene: Scene, k: int) -> bool:
    """Whether a stretch in marks makes up whole sentences: no word of its sentences stands outside."""
    region = scene.regions[k]
    inside = scene.tokens_between(*region.inner)
    if len(inside) < 2:
        return False
    first = scene.document.sentence(inside[0])
    last = scene.document.sentence(inside[-1])
    start, end = scene.token(first.first).start, scene.document.tokens[last.last - 1].end
    before = [i for i in scene.tokens_between(start, region.start) if scene.in_region[i] < 0]
    after = [i for i in scene.tokens_between(region.end, end) if scene.in_region[i] < 0]
    whole = scene.text[region.inner[1] - 1] in ".!?…" or scene.text[region.end : region.end + 1] in (
        ".",
        "!",
        "?",
    )
    s, e = scene.blocks[scene.block(region.start)]
    fills = scene.loose(s, region.start) and scene.loose(region.end, e)
    return (not before or scene.char_before(region.start) in ".!?") and not after and (whole or fills)


def _actor(scene: Scene, k: int) -> int:
    """The subject of the sentence right before, in the same paragraph: "Ruiz shrugged. "Nobody came.""."""
    region = scene.regions[k]
    block = scene.blocks[scene.block(region.start)][0]
    at = scene.document.token_at(region.start) - 1
    while at >= 0 and scene.token(at).upos == "PUNCT":
        at -= 1
    if at < 0 or scene.token(at).start < block or scene.in_region[at] >= 0:
        return -1
    root = scene.document.sentence(at).root
    if root < 0:
        return -1
    for c in scene.children(root, "nsubj"):
        t = scene.token(c)
        if t.upos in ("PROPN", "PRON") and t.text.lower() not in scene.words.expletives:
            return c
    return -1


def carry(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """Let each floating quotation say which one it carries on: the last before it, else the next.

    Where two speakers take turns it is the last but one.
    """
    out = list(found)
    sourced = [n for n, a in enumerate(out) if a.source_token >= 0]
    owned: list[int] = []  # quotations so far with a source, their own or one that they carry on
    for n, a in enumerate(out):
        if a.source_token < 0 and a.rule in (FLOATING, ALTERNATING):
            direct = _last_before(out, owned, a.content[0][0])
            at = bisect_right(sourced, n)
            later = sourced[at] if at < len(sourced) else -1
            if a.rule == ALTERNATING and len(direct) > 1:
                to = direct[1]
            elif _leads_in(scene, out, n, later):
                to = later
            else:
                to = direct[0] if direct else later
            if to >= 0:
                out[n] = evolve(a, carried_from=to, source=out[to].source)
        if out[n].source_token >= 0 or out[n].carried_from >= 0:
            owned.append(n)
    return out


def _last_before(out: list[Attribution], owned: list[int], start: int) -> list[int]:
    """The last quotations that end before an offset, latest first: two in marks, or one without."""
    direct: list[int] = []
    indirect: list[int] = []
    for m in reversed(owned):
        if out[m].content[-1][1] > start:
            continue
        (indirect if out[m].kind == "indirect" else direct).append(m)
        if len(direct) == 2:
            break
    return direct or indirect[:2]


def _leads_in(scene: Scene, out: list[Attribution], n: int, later: int) -> bool:
    """Whether the next quotation belongs to the same speech: it opens the next paragraph with a cue."""
    if (
        later < 0
        or n
        and out[n - 1].kind != "indirect"
        and scene.block(out[n - 1].content[-1][0]) >= scene.block(out[n].content[0][0]) - 1
    ):
        return False
    following = out[later]
    return (
        scene.block(following.content[0][0]) == scene.block(out[n].content[-1][0]) + 1
        and following.kind != "indirect"
    )
