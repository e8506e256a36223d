"""Makes the finding of one quotation: its kind, its exact spans, its flags."""

from __future__ import annotations

from quotex.attribution.findings import Attribution
from quotex.attribution.mentions import Source, find_agent, is_passive
from quotex.attribution.polarity import polarity
from quotex.attribution.scene import Scene
from quotex.attribution.work import Work
from quotex.records import Span


def make(
    work: Work, token: int, content: tuple[Span, ...], rule: str, source: Source | None, kind: str = ""
) -> Attribution:
    """Make a finding.

    Args:
        work: the article's.
        token: the cue's token, or -1.
        content: spans of the content (offsets).
        rule: name of the rule that found it.
        source: who said it, if known.
        kind: given, or read off the quotation marks.
    """
    scene = work.scene
    cue = scene.cue_at.get(token)
    content = _behind_dateline(scene, content)
    verbatim = scene.verbatim(content)
    if not kind:
        kind = _kind(scene, content, verbatim)
    if kind == "direct":
        content = tuple(_bare(scene, s, e) for s, e in content)
    flags = (
        ["unbalanced_marks"]
        if any(
            scene.regions[k].unbalanced
            and s < scene.regions[k].inner[1]
            and scene.regions[k].inner[0] < e
            and not _reopens(scene, k)
            for s, e in content
            for k in scene.regions_in(s, e)
        )
        else []
    )
    kind_of_cue = scene.frames.classes.get(cue.cue.name) if cue else None
    if kind_of_cue is not None and kind_of_cue.flag:
        flags.append(kind_of_cue.flag)
    return Attribution(
        kind=kind,
        content=content,
        verbatim=verbatim,
        cue=_cue_span(work, token),
        cue_token=token,
        cue_lemma=cue.cue.lemma if cue else scene.token(token).lemma if token >= 0 else "",
        cue_class=cue.cue.name if cue else "",
        source=source.spans if source else (),
        source_token=source.token if source else -1,
        source_rule=source.rule if source else "",
        addressee_token=_addressee(work, token, source),
        teller_tokens=_tellers(scene, token, source),
        polarity=polarity(scene, token) if token >= 0 else "asserted",
        rule=rule,
        flags=tuple(flags),
    )


def _behind_dateline(scene: Scene, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content without the dateline before it."""
    if not content:
        return content
    (start, end), *rest = content
    behind = scene.in_dateline(start)
    trimmed = scene.trim(behind, end) if start < behind < end else None
    return (trimmed, *rest) if trimmed else content


def _cue_span(work: Work, token: int) -> tuple[Span, ...]:
    """The cue with its auxiliaries and negation where they stand right before it."""
    scene = work.scene
    if token < 0:
        return ()
    cue = scene.cue_at.get(token)
    start, end = cue.span if cue else (scene.token(token).start, scene.token(token).end)
    first = token
    while (
        first > 0 and scene.token(first - 1).head == token and scene.relation(first - 1) in ("aux", "advmod")
    ):
        first -= 1
    while (
        first < token
        and scene.relation(first) == "advmod"
        and scene.lemmas[first] not in scene.words.negations
    ):
        first += 1
    spans = ((min(start, scene.token(first).start), end),)
    above = scene.passed_on_by(token)
    marks = scene.children(token, "mark")
    if above >= 0 and marks:
        (head,) = _cue_span(work, above)  # "was quoted as saying"
        tail = (scene.token(marks[0]).start, end)
        return ((head[0], end),) if scene.loose(head[1], tail[0]) else (head, tail)
    return spans


def _reopens(scene: Scene, k: int) -> bool:
    """Whether the paragraph behind an unclosed stretch opens with a mark again."""
    region = scene.regions[k]
    return (
        not region.closed
        and k + 1 < len(scene.regions)
        and scene.block(scene.regions[k + 1].start) == scene.block(region.start) + 1
    )


def _bare(scene: Scene, start: int, end: int) -> Span:
    """A direct content without the marks around it and the comma before the closing one."""
    k = scene.region_before(start + 1)
    if k >= 0 and end <= scene.regions[k].end:
        inner = scene.regions[k].inner
        start, end = max(start, inner[0]), min(end, inner[1])
    while end > start and scene.text[end - 1] in ", ":
        end -= 1
    return start, end


def _kind(scene: Scene, content: tuple[Span, ...], verbatim: tuple[Span, ...]) -> str:
    if not verbatim:
        return "indirect"
    for s, e in content:
        for i in scene.tokens_between(s, e):
            t = scene.token(i)
            if not any(a <= t.start and t.end <= b for a, b in verbatim) and t.text[:1].isalnum():
                return "mixed"
    return "direct"


def _tellers(scene: Scene, token: int, source: Source | None) -> tuple[int, ...]:
    """Who hands the words on in "La Rueda quoted her as saying", "was reported by X as having said"."""
    above = scene.token(token).head if token >= 0 else -1
    marked = token >= 0 and any(scene.lemmas[m] in scene.words.manner for m in scene.children(token, "mark"))
    if above not in scene.cue_at or not marked:
        return ()
    if is_passive(scene, above):
        agent = find_agent(scene, above)
        if agent is None:
            agent = find_agent(scene, token)  # "was quoted as saying by La Rueda"
        return (agent,) if agent is not None else ()
    return tuple(c for c in scene.children(above, "nsubj")[:1] if source is None or c != source.token)


def _addressee(work: Work, token: int, source: Source | None) -> int:
    scene = work.scene
    if not scene.spoken_to(token):
        return -1
    if is_passive(scene, token):
        return next(iter(scene.children(token, "nsubj")), -1)
    for c in scene.children(token, "iobj", "obj"):
        if scene.in_region[c] == scene.in_region[token] and (source is None or c != source.token):
            return c
    return -1
