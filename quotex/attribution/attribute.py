"""Ties every quotation of an article to its cue and its source."""

from __future__ import annotations

from collections.abc import Sequence

from quotex.attribution.continuing import continuations
from quotex.attribution.drafting import (
    drafts_of,
    drafts_without_verb,
    is_sure,
    make_quoted,
    make_turn,
    make_unspoken,
    other_verbs,
)  # fmt: skip
from quotex.attribution.findings import Attribution, evolve
from quotex.attribution.floating import carry, float_quotations, join_reports
from quotex.attribution.labels import labelled_lines
from quotex.attribution.making import make
from quotex.attribution.nesting import with_tellers, without_shells
from quotex.attribution.nominal import report_noun
from quotex.attribution.quoted import claims, may_quote
from quotex.attribution.reporting import report_loose, report_phrase, report_verb
from quotex.attribution.scene import Scene
from quotex.attribution.work import Work
from quotex.finding.cover import Cover
from quotex.finding.cues import find_cues
from quotex.finding.marks import find_regions
from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.attribution import attribution_rules
from quotex.rules.cues import cue_rules
from quotex.rules.frames import frame_rules
from quotex.rules.language import ENGLISH, Language
from quotex.rules.marks import mark_rules


def attribute(
    document: Document,
    language: Language = ENGLISH,
    *,
    include_scare: bool = False,
    boilerplate: Sequence[Span] = (),
) -> list[Attribution]:
    """Find the quotations of a parsed article, each with its cue and source, in text order.

    Args:
        document: the article, with a tree for every sentence that matters.
        language: whose rules to use.
        include_scare: also give words in quote marks that are no quotation, flagged "scare".
        boilerplate: stretches of the text (offsets) in which no quotation begins.
    """
    return attributed(document, language, include_scare=include_scare, boilerplate=boilerplate).found


def attributed(
    document: Document,
    language: Language = ENGLISH,
    *,
    include_scare: bool = False,
    boilerplate: Sequence[Span] = (),
) -> Work:
    """Like :func:`attribute`, with everything that was weighed on the way."""
    regions = find_regions(document.text, mark_rules(language.name))
    scene = Scene(
        document,
        [r for r in regions if r.depth == 0],
        [r for r in regions if r.depth > 0],
        find_cues(document, cue_rules(language)),
        frame_rules(language.name),
        attribution_rules(language.name),
    )
    work = Work(scene)
    cues = [
        c
        for c in scene.cues
        if c.cue.kind == "verb" and scene.in_region[c.token] < 0 and scene.relation(c.token) != "amod"
    ]
    for token in [c.token for c in cues] + other_verbs(scene):
        work.prepare(token)
    work.claims = claims(scene, dict(sorted(work.clauses.items())))
    quoted = {
        token: claim
        for token, claim in work.claims.items()
        if may_quote(scene, token)
        and (token in scene.cue_at or is_sure(work, claim))
        and not _told_of(work, token)
    }
    turns = labelled_lines(scene)
    taken = {k for turn in turns for k in turn.regions}
    drafts, claimed = drafts_of(work, quoted)
    drafts = [d for d in drafts if not any(k in taken for k in d.regions)]
    claimed |= taken
    drafts += drafts_without_verb(work, claimed)
    drafts.sort(key=lambda d: d.content[0])
    floating = continuations(scene, drafts, claimed)
    for draft in drafts:
        work.found.append(
            make_quoted(work, draft, quoted[draft.cue]) if draft.cue >= 0 else make_unspoken(work, draft)
        )
    work.found += [make_turn(work, turn) for turn in turns]
    said = Cover(span for turn in turns if turn.rule == "transcript" for span in turn.content)
    for cue in cues:
        if cue.token not in quoted and not said.holds(scene.token(cue.token).start):
            report_verb(work, cue)
    for cue in scene.cues:
        if scene.in_region[cue.token] >= 0 or said.holds(scene.token(cue.token).start):
            continue
        if cue.cue.kind == "phrase":
            report_phrase(work, cue)
        elif cue.cue.kind == "noun":
            report_noun(work, cue)
    report_loose(work, [k for k, _ in floating])
    work.found = with_tellers(scene, without_shells(scene, work.found))
    work.found = join_reports(scene, work.found + float_quotations(work, floating))
    if include_scare:
        work.found += _scare(work)
    junk = Cover(boilerplate)
    work.found = [b for a in work.found if (b := _outside(a, junk)) is not None]
    work.found.sort(key=lambda a: (a.content[0], a.cue))
    work.found = carry(scene, _distinct(work.found))
    return work


def _told_of(work: Work, cue: int) -> bool:
    """Whether a thought is part of a report set in before it: "Many, she said, think that "all is lost""."""
    scene = work.scene
    mention = scene.cue_at.get(cue)
    if mention is None or not scene.frames.classes[mention.cue.name].marked:
        return False
    return any(
        i in scene.cue_at
        and scene.relation(i) == "parataxis"
        and (source := work.sources.get(i)) is not None
        and source.rule in ("inserted", "subject")
        for i in range(scene.document.sentence(cue).first, cue)
    )


def _scare(work: Work) -> list[Attribution]:
    """Stretches in marks that lie in no quotation: titles, nicknames, scare quotes."""
    held = Cover(span for a in work.found for span in a.content)
    return [
        evolve(make(work, -1, (region.inner,), "scare", None, "direct"), flags=("scare",))
        for region in work.scene.regions
        if not held.meets(*region.inner)
    ]


def _outside(found: Attribution, boilerplate: Cover) -> Attribution | None:
    """A quotation without the pieces that begin in boilerplate; None if its first piece does."""
    content = tuple(span for span in found.content if not boilerplate.holds(span[0]))
    if not content or content[0] != found.content[0]:
        return None
    if len(content) == len(found.content):
        return found
    verbatim = tuple(span for span in found.verbatim if any(s <= span[0] < e for s, e in content))
    return evolve(found, content=content, verbatim=verbatim)


def _distinct(found: list[Attribution]) -> list[Attribution]:
    """Drop a quotation whose content another one has already, or that a mere colon gave and another holds."""
    out: list[Attribution] = []
    seen: set[tuple[Span, ...]] = set()
    reports = Cover(span for a in found if a.rule != "colon" for span in a.content)
    pieces = {(piece,) for a in found if len(a.content) > 1 for piece in a.content}
    for a in found:
        if a.content in pieces:
            continue
        if a.content not in seen and not (a.rule == "colon" and reports.meets(*a.content[0])):
            seen.add(a.content)
            out.append(a)
    return out
