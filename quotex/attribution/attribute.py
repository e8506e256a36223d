"""Ties every quotation of an article to its cue and its source."""

from __future__ import annotations

from attrs import define, field

from quotex.attribution.clauses import frame_content, parenthetical, rest_of_sentence, set_in, spread, words_behind
from quotex.attribution.continuing import Draft, continuations
from quotex.attribution.findings import Attribution, evolve
from quotex.attribution.labels import Labelled, colon_source, credit, labelled_lines
from quotex.attribution.layout import Clause, inserted, reporting_clause, tight
from quotex.attribution.polarity import polarity
from quotex.attribution.quoted import Claim, claimed_content, claims
from quotex.attribution.scene import Scene
from quotex.attribution.sources import Source, find_source, is_passive, nearby_source, noun_phrase
from quotex.finding.cues import CueMention, find_cues
from quotex.finding.marks import find_regions
from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.attribution import attribution_rules
from quotex.rules.cues import cue_rules
from quotex.rules.frames import Frame, frame_rules
from quotex.rules.marks import mark_rules

PERSON_CLASSES = frozenset(["tell", "ask", "order", "warn", "promise"])


@define
class _Work:
    """What is being built up for one article."""

    scene: Scene
    sources: dict[int, Source | None] = field(factory=dict)
    clauses: dict[int, Clause] = field(factory=dict)
    found: list[Attribution] = field(factory=list)


def attribute(document: Document, language: str = "en") -> list[Attribution]:
    """Find the quotations of a parsed article, each with its cue and source, in text order.

    Args:
        document: the article, with a tree for every sentence that matters.
        language: whose rules to use.
    """
    regions = find_regions(document.text, mark_rules(language))
    scene = Scene(
        document,
        [r for r in regions if r.depth == 0],
        [r for r in regions if r.depth > 0],
        find_cues(document, cue_rules(language)),
        frame_rules(language),
        attribution_rules(language),
    )
    work = _Work(scene)
    cues = [
        c for c in scene.cues
        if c.cue.kind == "verb" and scene.in_region[c.token] < 0 and scene.relation(c.token) != "amod"
    ]
    others = _other_verbs(scene)
    for token in [c.token for c in cues] + others:
        _prepare(work, token)
    quoted = claims(scene, {token: work.clauses[token] for token in sorted(work.clauses)})
    quoted = {
        t: c for t, c in quoted.items()
        if (scene.frames.classes[scene.cue_at[t].cue.name].quotes if t in scene.cue_at else _sure(work, c))
    }
    drafts, claimed = _drafts(work, quoted)
    turns = labelled_lines(scene)
    taken = {k for turn in turns for k in turn.regions}
    drafts = [d for d in drafts if not any(k in taken for k in d.regions)]
    claimed |= taken
    drafts += _without_verb(work, claimed)
    drafts.sort(key=lambda d: d.content[0])
    joined, floating = continuations(scene, drafts, claimed)
    for draft in drafts:
        work.found.append(_quoted(work, draft, quoted[draft.cue]) if draft.cue >= 0 else _unspoken(work, draft))
    for turn in turns:
        work.found.append(_turn(work, turn))
    said = [span for turn in turns if turn.rule == "transcript" for span in turn.content]
    for cue in cues:
        at = scene.token(cue.token).start
        if cue.token not in quoted and not any(s <= at < e for s, e in said):
            _reported(work, cue)
    for cue in scene.cues:
        if cue.cue.kind == "phrase" and scene.in_region[cue.token] < 0:
            _phrase(work, cue)
        elif cue.cue.kind == "noun" and scene.in_region[cue.token] < 0:
            _noun(work, cue)
    work.found.sort(key=lambda a: (a.content[0], a.cue))
    return _distinct(work.found)


def _prepare(work: _Work, token: int) -> None:
    cue = work.scene.cue_at.get(token)
    source = find_source(work.scene, token)
    if cue is not None and work.scene.token(token).xpos != "VBG" and \
            (source is None or source.rule != "subject" or source.token > token):
        found = inserted(work.scene, token)
        if found is not None:
            work.sources[token], work.clauses[token] = found
            return
    work.sources[token] = source
    person = cue is not None and cue.cue.name in PERSON_CLASSES
    work.clauses[token] = reporting_clause(work.scene, token, source, person=person)


def _other_verbs(scene: Scene) -> list[int]:
    """Verbs that are no cues by themselves but stand beside a stretch in marks ("he deadpanned")."""
    out = []
    for region in scene.regions:
        after = [i for i in scene.document.tokens_in(region.end, region.end + 120) if scene.in_region[i] < 0]
        for i in after[:14]:
            t = scene.token(i)
            if t.upos == "VERB" and i not in scene.cue_at and t.xpos in ("VBD", "VBZ", "VBP"):
                out.append(i)
                break
            if t.text in (".", ";"):
                break
    return sorted(set(out))


def _sure(work: _Work, claim: Claim) -> bool:
    """Whether a verb outside the lexicon stands so close that it must report the words before it."""
    source = work.sources[claim.cue]
    if claim.left < 0 or source is None or source.rule not in ("subject", "nearby"):
        return False
    region = work.scene.regions[claim.left]
    ends = work.scene.text[region.inner[1] - 1] in ",?!" or work.scene.text[region.end : region.end + 1] == ","
    return ends and len(work.scene.tokens_between(*region.inner)) >= 3


def _without_verb(work: _Work, claimed: set[int]) -> list[Draft]:
    """Stretches in marks behind a colon or before a credit line that no cue claimed."""
    scene = work.scene
    out = []
    for k, region in enumerate(scene.regions):
        if k in claimed or len(scene.tokens_between(*region.inner)) < 2:
            continue
        for rule, found in (("credit", credit(scene, k)), ("colon", colon_source(scene, k))):
            if found is None:
                continue
            mark, source = found
            end = max(region.end, mark[1], source.spans[-1][1] if rule == "credit" else 0)
            out.append(Draft([region.inner], [k], -1, end, end, rule, mark, source))
            claimed.add(k)
            break
    return out


def _unspoken(work: _Work, draft: Draft) -> Attribution:
    made = _make(work, -1, tuple(sorted(draft.content)), draft.rule, draft.source)
    return evolve(made, cue=(draft.mark,) if draft.mark else ())


def _turn(work: _Work, turn: Labelled) -> Attribution:
    made = _make(work, -1, turn.content, turn.rule, turn.source, "direct" if turn.rule == "transcript" else "")
    return evolve(made, cue=(turn.cue,), content=turn.content)


def _drafts(work: _Work, quoted: dict[int, Claim]) -> tuple[list[Draft], set[int]]:
    scene = work.scene
    drafts, claimed = [], set()
    for token, claim in sorted(quoted.items()):
        content = claimed_content(scene, claim)
        held = [k for k in (claim.left, claim.right) if k >= 0]
        for k, region in enumerate(scene.regions):
            if any(s <= region.inner[0] and region.inner[1] <= e + 3 for s, e in content) and k not in held:
                held.append(k)
        claimed.update(held)
        reach = max([claim.clause.end, *(e for _, e in content)])
        sentence = scene.document.sentence(token)
        end = scene.document.tokens[sentence.last - 1].end
        drafts.append(Draft(list(content), sorted(held), token, reach, end))
    drafts.sort(key=lambda d: d.content[0])
    return drafts, claimed


def _cue_span(work: _Work, token: int) -> tuple[Span, ...]:
    """The cue with its auxiliaries and negation where they stand right before it."""
    scene = work.scene
    if token < 0:
        return ()
    cue = scene.cue_at.get(token)
    start, end = cue.span if cue else (scene.token(token).start, scene.token(token).end)
    first = token
    while first > 0 and scene.token(first - 1).head == token and scene.relation(first - 1) in ("aux", "advmod"):
        first -= 1
    while first < token and scene.relation(first) == "advmod" and \
            scene.token(first).lemma.lower() not in scene.words.negations:
        first += 1
    return ((min(start, scene.token(first).start), end),)


def _make(
    work: _Work, token: int, content: tuple[Span, ...], rule: str, source: Source | None, kind: str = ""
) -> Attribution:
    scene = work.scene
    cue = scene.cue_at.get(token)
    verbatim = scene.verbatim(content)
    if not kind:
        kind = _kind(scene, content, verbatim)
    if kind == "direct":
        content = tuple(_bare(scene, s, e) for s, e in content)
    flags = ["unbalanced_marks"] if any(
        r.unbalanced and any(s < r.inner[1] and r.inner[0] < e for s, e in content) and not _reopens(scene, k)
        for k, r in enumerate(scene.regions)
    ) else []
    if cue and cue.cue.name == "deny":
        flags.append("denied")
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
        addressee_token=_addressee(work, token, source),
        polarity=polarity(scene, token) if token >= 0 else "asserted",
        rule=rule,
        flags=tuple(flags),
    )


def _reopens(scene: Scene, k: int) -> bool:
    """Whether the paragraph behind an unclosed stretch opens with a mark again."""
    region = scene.regions[k]
    return not region.closed and k + 1 < len(scene.regions) and \
        scene.block(scene.regions[k + 1].start) == scene.block(region.start) + 1


def _bare(scene: Scene, start: int, end: int) -> Span:
    """A direct content without the marks around it and the comma before the closing one."""
    for region in scene.regions:
        if region.start <= start and end <= region.end:
            start, end = max(start, region.inner[0]), min(end, region.inner[1])
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


def _addressee(work: _Work, token: int, source: Source | None) -> int:
    scene = work.scene
    cue = scene.cue_at.get(token)
    if cue is None or cue.cue.name not in PERSON_CLASSES:
        return -1
    for c in scene.children(token, "iobj", "obj"):
        if scene.in_region[c] == scene.in_region[token] and (source is None or c != source.token):
            return c
    return -1


def _quoted(work: _Work, draft: Draft, claim: Claim) -> Attribution:
    scene = work.scene
    source = work.sources[claim.cue]
    if claim.left >= 0 and (source is None or source.rule not in ("subject", "antecedent", "agent")):
        here = scene.document.sentence(claim.cue)
        near = nearby_source(
            scene, claim.cue, scene.regions[claim.left].end, scene.document.tokens[here.last - 1].end
        )
        source = near or source
    rule = "quotation-before" if claim.left >= 0 else "quotation-behind"
    if claim.left >= 0 and claim.right >= 0:
        rule = "quotation-around"
    return _make(work, claim.cue, tuple(sorted(draft.content)), rule, source)


def _reported(work: _Work, cue: CueMention) -> None:
    """A verb whose content hangs on it as a clause or phrase."""
    scene = work.scene
    kind = scene.frames.classes.get(cue.cue.name)
    if kind is None:
        return
    clause = work.clauses[cue.token]
    source = work.sources[cue.token]
    if source is not None and any(
        scene.token(c).lemma.lower() in scene.words.manner for c in scene.children(cue.token, "mark")
    ) and not scene.children(cue.token, "ccomp"):
        whole = [i for i in scene.document.subtree(cue.token) if scene.in_region[i] < 0]
        around = Clause(frozenset(whole), scene.token(whole[0]).start, scene.token(whole[-1]).end)
        content = rest_of_sentence(scene, cue.token, around)
        if content and scene.token(whole[0]).lemma.lower() in scene.words.manner:
            work.found.append(_make(work, cue.token, content, "as-clause", source))
        return
    if source is not None and source.rule in ("subject", "inserted") and kind.quotes and \
            scene.token(cue.token).xpos != "VBG":
        content = set_in(scene, cue.token, tight(scene, cue.token, source, clause))
        if content:
            work.found.append(_make(work, cue.token, content, "set-in", source))
            return
    for frame in kind.frames:
        content = frame_content(scene, cue.token, frame, clause)
        if not content:
            continue
        verbatim = scene.verbatim(content)
        if (frame.marked or kind.marked) and not verbatim:
            continue
        if not verbatim and source is None:
            continue
        if sum(len(scene.tokens_between(*span)) for span in content) < 2:
            continue
        work.found.append(_make(work, cue.token, content, frame.name, source))
        return
    if not kind.reports or is_passive(scene, cue.token):
        return
    if source is not None:
        content = parenthetical(scene, cue.token, clause)
        if content:
            work.found.append(_make(work, cue.token, content, "parenthetical", source))
            return
    if source is None:
        start = scene.token(scene.document.sentence(cue.token).first).start
        source = nearby_source(scene, cue.token, start, scene.token(cue.token).end)
    if source is not None:
        content = words_behind(scene, cue.token, source, clause)
        if content:
            work.found.append(_make(work, cue.token, content, "surface-clause", source))


def _phrase(work: _Work, cue: CueMention) -> None:
    """ "According to the harbour master, ...": the phrase marks its noun, the rest is content."""
    scene = work.scene
    last = cue.token
    head = scene.token(last).head
    while head >= 0 and scene.token(head).upos not in ("NOUN", "PROPN", "PRON", "NUM"):
        head = scene.token(head).head
    if head < 0 or head <= last:
        head = next((i for i in range(last + 1, min(last + 8, scene.document.sentence(last).last))
                     if scene.token(i).upos in ("NOUN", "PROPN", "PRON")), -1)
    if head < 0:
        return
    spans = noun_phrase(scene, head, avoid=last)
    spans = ((max(spans[0][0], scene.token(last).end + 1), spans[0][1]),)
    source = Source(head, spans, cue.cue.name)
    start, end = cue.span
    own = frozenset([*scene.document.tokens_in(start, end), *scene.document.tokens_in(*spans[0])])
    clause = Clause(own, start, spans[0][1])
    content = rest_of_sentence(scene, last, clause)
    if content and not any(a.kind == "direct" and _overlap(a.content, content) for a in work.found):
        work.found.append(_make(work, last, content, cue.cue.name, source))


def _noun_clause(scene: Scene, noun: int, frame: Frame) -> list[int]:
    """Heads of the "that" clause or infinitive that says what a noun stands for."""
    heads = []
    for h in scene.children(noun, *frame.spans):
        opening = [scene.token(i) for i in scene.document.subtree(h)[:2]]
        if h > noun and any(t.upos == "SCONJ" and t.text.lower() in scene.words.left_out or t.xpos == "TO" for t in opening):
            heads.append(h)
    if heads:
        return heads
    for i in range(noun + 1, min(noun + 14, scene.document.sentence(noun).last)):
        t = scene.token(i)
        if t.upos == "VERB":
            break
        if t.upos == "SCONJ" and t.text.lower() in scene.words.left_out and t.head > i:
            return [t.head]
    return []


def _overlap(a: tuple[Span, ...], b: tuple[Span, ...]) -> bool:
    return any(s < y and x < e for s, e in a for x, y in b)


def _noun(work: _Work, cue: CueMention) -> None:
    """ "Kim's warning that ...": the possessor is the source."""
    scene = work.scene
    frame = scene.frames.classes[cue.cue.name].frames[0]
    clause = Clause(frozenset([cue.token]), *cue.span)
    heads = _noun_clause(scene, cue.token, frame)
    if not heads:
        return
    tokens = {i for h in heads for i in scene.document.subtree(h) if i > cue.token}
    content = spread(scene, cue.token, tokens, clause, grow=False)
    owner = next(iter(scene.children(cue.token, "nmod:poss")), -1)
    if owner < 0:
        owner = next((c for c in scene.children(cue.token, "nmod") if cue.token < c < min(heads) and any(
            scene.token(g).lemma.lower() in scene.words.originators for g in scene.children(c, "case"))), -1)
    if not content or owner < 0:
        return
    work.found.append(_make(work, cue.token, content, frame.name, Source(owner, noun_phrase(scene, owner), "possessor")))


def _distinct(found: list[Attribution]) -> list[Attribution]:
    """Drop a quotation whose content another one has already."""
    out: list[Attribution] = []
    seen: set[tuple[Span, ...]] = set()
    for a in found:
        if a.content not in seen:
            seen.add(a.content)
            out.append(a)
    return out
