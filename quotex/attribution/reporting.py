"""Quotations without, or only partly in, quotation marks: reported clauses."""

from __future__ import annotations

from collections.abc import Sequence

from quotex.attribution.clauses import frame_content
from quotex.attribution.findings import Attribution, evolve
from quotex.attribution.inserted import over_apposition
from quotex.attribution.layout import Clause, reporting_clause, tight
from quotex.attribution.making import make
from quotex.attribution.mentions import Source, is_passive, nearby_source
from quotex.attribution.scene import Scene
from quotex.attribution.shapes import nickname, title_like
from quotex.attribution.sources import find_source
from quotex.attribution.surface import (
    block_behind,
    parenthetical,
    relative_report,
    rest_of_sentence,
    set_in,
    words_behind,
)
from quotex.attribution.work import Work
from quotex.finding.cover import Cover
from quotex.finding.cues import CueMention
from quotex.records import Span
from quotex.rules.frames import CueClass, Frame


def report_verb(work: Work, cue: CueMention) -> None:
    """A verb whose content hangs on it as a clause or phrase."""
    scene = work.scene
    kind = scene.frames.classes.get(cue.cue.name)
    if kind is None:
        return
    clause = work.clauses[cue.token]
    source = work.sources[cue.token]
    if source is not None and _nobody(scene, source):
        return  # "as you know", "one might say": nobody in particular
    if scene.answers(cue.token):
        return  # "most said yes"
    if (
        source is not None
        and source.rule in ("subject", "agent")
        and kind.reports
        and any(scene.lemmas[c] in scene.words.manner for c in scene.children(cue.token, "mark"))
        and not scene.children(cue.token, "ccomp", "xcomp")
    ):
        whole = [i for i in scene.document.subtree(cue.token) if scene.in_region[i] < 0]
        while scene.token(whole[0]).upos == "PUNCT":
            whole = whole[1:]
        around = Clause(frozenset(whole), scene.token(whole[0]).start, scene.token(whole[-1]).end)
        content = rest_of_sentence(scene, cue.token, around)
        spoken = any(a.kind == "direct" and _overlap(a.content, content) for a in work.found)
        if content and not spoken and scene.lemmas[whole[0]] in scene.words.manner:
            work.found.append(make(work, cue.token, content, "as-clause", source))
        return
    if (
        source is not None
        and source.rule in ("subject", "inserted")
        and kind.quotes
        and scene.token(cue.token).xpos != "VBG"
    ):
        content = set_in(scene, cue.token, tight(scene, cue.token, source, clause), source.token)
        if content:
            work.found.append(make(work, cue.token, content, "set-in", source))
            return
    if source is None and not kind.quotes and is_passive(scene, cue.token):
        return  # "a van called the "kangaroo"": a name, and nobody's words
    if source is not None and kind.quotes and not kind.marked:
        content = relative_report(scene, cue.token, source)
        if content:
            work.found.append(make(work, cue.token, content, "relative", source))
            return
    if source is not None and kind.quotes and not kind.marked:
        content = block_behind(scene, cue.token)
        if content:
            work.found.append(make(work, cue.token, content, "block", source))
            return
    for frame in kind.frames:
        if not frame.marked and _stated_by_noun(scene, cue.token, frame):
            continue
        content = frame_content(scene, cue.token, frame, clause)
        if not content or frame.xpos and _reports_itself(scene, cue.token, frame):
            continue
        verbatim = scene.verbatim(content)
        if (frame.marked or kind.marked) and not _quotes(scene, content, kind, "obj" in frame.spans):
            continue
        if not verbatim and source is None and not (is_passive(scene, cue.token) and frame.name == "clause"):
            continue
        if not verbatim and source is not None and _undergone(scene, cue.token, source):
            continue
        if sum(len(scene.tokens_between(*span)) for span in content) < 2:
            continue
        found = make(work, cue.token, content, frame.name, source)
        work.found.append(_without_hearer(scene, found))
        return
    if not kind.reports or is_passive(scene, cue.token):
        return
    if source is not None:
        content = parenthetical(scene, cue.token, clause)
        if content:
            work.found.append(make(work, cue.token, content, "parenthetical", source))
            return
    if source is None:
        start = scene.token(scene.document.sentence(cue.token).first).start
        source = nearby_source(scene, cue.token, start, scene.token(cue.token).end)
    if source is not None:
        content = words_behind(scene, cue.token, source, clause)
        if content:
            work.found.append(make(work, cue.token, content, "surface-clause", source))


def _nobody(scene: Scene, source: Source) -> bool:
    """Whether a source is "you" or "one" alone, and not "one in three"."""
    return scene.low[source.token] in scene.words.generic and not scene.children(source.token, "nmod")


def report_loose(work: Work, floating: Sequence[int]) -> None:
    """Words in marks below a cue whose own frames found nothing: the tree hangs them deeper."""
    scene = work.scene
    held = Cover(span for a in work.found for span in a.content)
    floats = set(floating)
    frame = scene.frames.frames["predicate"]
    for k, region in enumerate(scene.regions):
        if k in floats or title_like(scene, k) or held.meets(*region.inner):
            continue
        inside = scene.tokens_between(*region.inner)
        if len(inside) < 2:
            continue
        top = next((i for i in inside if scene.token(i).head not in inside), inside[0])
        verb = next((i for i in scene.document.ancestors(top) if scene.token(i).upos == "VERB"), -1)
        if verb < 0 or verb > inside[0] or scene.in_region[verb] >= 0 or verb not in scene.cue_at:
            continue
        if _on_air(scene, verb, top):
            continue
        source = find_source(scene, verb)
        if source is None or source.rule in ("climb",):
            continue
        content = frame_content(scene, verb, frame, reporting_clause(scene, verb, source))
        if content and any(s <= region.inner[0] < e for s, e in content):
            work.found.append(make(work, verb, content, "loose", source))


def _on_air(scene: Scene, verb: int, top: int) -> bool:
    """Whether words in marks stand in an adjunct of a verb of saying: 'said on "Good Morning, Vell"'."""
    kind = scene.frames.classes[scene.cue_at[verb].cue.name]
    if any(scene.low[i] in scene.words.left_out for i in range(verb + 1, top)):
        return False
    while scene.token(top).head != verb:
        top = scene.token(top).head
    return kind.reports and scene.relation(top) == "obl" and all(f.name != "oblique" for f in kind.frames)


def _without_hearer(scene: Scene, found: Attribution) -> Attribution:
    """Take the person spoken to out of a content that the parser put it in: "told MPs the barracks ..."."""
    if not scene.spoken_to(found.cue_token) or found.addressee_token >= 0 or found.kind == "direct":
        return found
    start, end = found.content[0]
    said = scene.tokens_between(start, end)
    if len(said) < 4 or said[0] != found.cue_token + 1 or said[1] != said[0] + 1:
        return found
    first, second = scene.token(said[0]), scene.token(said[1])
    person = first.upos in ("NOUN", "PROPN", "PRON") and first.xpos != "PRP$"
    plurals = first.xpos == "NNS" and second.upos == "NOUN"  # two nouns: the first of a compound is no plural
    if not person or second.upos not in ("DET", "PRON") and not plurals:
        return found
    return evolve(found, content=((second.start, end), *found.content[1:]), addressee_token=said[0])


def _undergone(scene: Scene, cue: int, source: Source) -> bool:
    """Whether it was asked or told of the one it hangs on: "asked whether she would run, Lund said"."""
    return source.rule == "participle" and is_passive(scene, cue)


def _stated_by_noun(scene: Scene, cue: int, frame: Frame) -> bool:
    """Whether what a cue governs is a noun that reports by itself: "repeating her claim that ..."."""
    return any(
        h in scene.cue_at and scene.cue_at[h].cue.kind == "noun" and not scene.children(h, "nsubj", "cop")
        for h in scene.children(cue, *frame.spans)
        if h > cue
    )


def _reports_itself(scene: Scene, cue: int, frame: Frame) -> bool:
    """Whether the gerund that a cue governs is a cue with a content of its own ("denied saying that ...")."""
    return any(
        h in scene.cue_at and scene.children(h, "ccomp", "obj")
        for h in scene.children(cue, *frame.spans)
        if h > cue
    )


def report_phrase(work: Work, cue: CueMention) -> None:
    """ "According to the harbour master, ...": the phrase marks its noun, the rest is content."""
    scene = work.scene
    tokens = scene.document.tokens
    last = cue.token
    sentence = scene.document.sentence(last)
    run: list[int] = []
    for i in range(last + 1, sentence.last):
        t = tokens[i]
        stop = t.text.lower() in scene.words.relatives or t.upos in ("VERB", "AUX", "SCONJ", "PUNCT")
        if (
            stop
            and not (t.upos == "PUNCT" and t.text in "-’'\"“”")
            and not (t.upos == "VERB" and t.xpos in ("VBN", "VBG") and not run)
        ):
            break
        run.append(i)
    heads = [i for i in run if tokens[i].upos in ("NOUN", "PROPN", "PRON", "NUM")]
    if not heads or tokens[heads[0]].text.lower() in scene.words.not_sources:
        return
    head = heads[0]
    for i in heads[1:]:  # the last noun before a preposition
        if any(tokens[j].upos in ("ADP", "CCONJ") for j in range(head, i)):
            break
        head = i
    source = Source(head, (scene.document.span(run[0], heads[-1]),), cue.cue.name)
    end = heads[-1]
    for c in scene.document.subtree(head):  # who works there, whom he met ...
        if c > end and scene.token(end + 1).upos != "PUNCT":
            end = c
    apposed = over_apposition(scene, end, sentence.last)
    named = _over_relative(scene, apposed, sentence.last)
    if named > apposed and end == heads[-1]:
        source = Source(head, (scene.document.span(run[0], named),), cue.cue.name)
    end = _over_citation(scene, named, sentence.last)
    first = scene.document.token_at(cue.span[0])
    if first > sentence.first and tokens[first - 1].upos == "CCONJ":
        covered = range(sentence.first, end + 1)  # "..., and in the words of Osei ...": what is joined
    else:
        covered = range(last, end + 1)
    clause = Clause(frozenset(covered), cue.span[0], tokens[end].end)
    content = rest_of_sentence(scene, last, clause)
    if content and not any(a.kind == "direct" and _overlap(a.content, content) for a in work.found):
        work.found.append(make(work, last, content, cue.cue.name, source))


def _over_relative(scene: Scene, last: int, end: int) -> int:
    """Reach over ", who asked not to be named" behind who is named, up to the next pause."""
    tokens = scene.document.tokens
    i = last + 2
    if i >= end or tokens[last + 1].text != "," or scene.low[i] not in scene.words.relative_mentions:
        return last
    while i + 1 < end and tokens[i + 1].upos != "PUNCT":
        i += 1
    return i


def _over_citation(scene: Scene, last: int, end: int) -> int:
    """Reach over ", quoting the radio," behind who is named: whom they had it from is no content."""
    tokens = scene.document.tokens
    verb = last + 2
    if verb >= end or tokens[last + 1].text != "," or tokens[verb].xpos != "VBG":
        return last
    cue = scene.cue_at.get(verb)
    if cue is None or scene.frames.classes[cue.cue.name].quotes:
        return last
    for i in range(verb + 1, end):
        if tokens[i].text == ",":
            return i - 1
        if scene.in_region[i] >= 0:
            break
    return last


def _overlap(a: tuple[Span, ...], b: tuple[Span, ...]) -> bool:
    return any(s < y and x < e for s, e in a for x, y in b)


def _given_name(scene: Scene, offset: int) -> bool:
    """Whether "as" or "as the" stands before a stretch in marks: the name that the source gives a thing."""
    before = [i for i in range(*_words_before(scene, offset)) if scene.token(i).upos != "DET"]
    return bool(before) and scene.lemmas[before[-1]] in scene.words.manner


def _words_before(scene: Scene, offset: int) -> tuple[int, int]:
    i = scene.document.token_at(offset)
    return max(0, i - 2), max(0, i)


def _quotes(scene: Scene, content: tuple[Span, ...], kind: CueClass, named: bool) -> bool:
    """Whether a content holds words in marks that are no mere title or name.

    With ``named``, what somebody hails a person as counts in spite of its capitals.
    """
    return any(
        s <= scene.regions[k].inner[0]
        and scene.regions[k].inner[1] <= e
        and (not title_like(scene, k) or named and _given_name(scene, scene.regions[k].start))
        and not (kind.names and nickname(scene, k))
        for s, e in content
        for k in scene.regions_in(s, e)
    )
