"""The reporting clause of a cue, and which quotation marks stand right before or behind it."""

from __future__ import annotations

from quotex.attribution.mentions import Source
from quotex.attribution.scene import FINITE, Scene
from quotex.attribution.shapes import named_work, overheard, sentence_like, title_like
from quotex.light import frozen

# Dependents that belong to the reporting clause itself and never to what is reported.
OWN = frozenset("nsubj aux advmod obl iobj compound discourse mark expl cc vocative advcl".split())
LONG_SUBJECT = 45  # words
FAR = 30  # words between a cue and its quotation, at most


@frozen(slots=True)
class Clause:
    """A reporting clause: its tokens, and where the run of them around the cue starts and ends (offsets)."""

    tokens: frozenset[int]
    start: int
    end: int


def reporting_clause(scene: Scene, cue: int, source: Source | None, *, person: bool = False) -> Clause:
    """The cue with its source, addressee, adverbs and adjuncts, outside quotation marks.

    Args:
        scene: the article.
        cue: the cue's token.
        source: its source, if any.
        person: whether the cue's object is the person spoken to.
    """
    tokens = scene.document.tokens
    own = {cue}
    place = scene.in_region[cue]
    for c in scene.document.children(cue):
        relation = scene.relation(c)
        if relation == "nsubj" and source is not None and c != source.token and c > cue > source.token:
            continue  # the subject of what is reported, hung too high
        if relation in ("advcl", "obl") and any(
            scene.low[m] in scene.words.left_out for m in scene.children(c, "mark")
        ):
            continue
        if relation == "advcl" and _reasons(scene, cue, c):
            continue
        hearer = relation == "obj" and person and not scene.children(cue, "iobj")
        if relation in OWN or hearer:
            own.update(i for i in _up_to_clause(scene, c) if scene.in_region[i] == place)
    if source is not None:
        for s, e in source.spans:
            own.update(scene.document.tokens_in(s, e))
    first = last = cue
    for step in (-1, 1):
        i = cue + step
        reach = cue
        while 0 <= i < len(tokens) and scene.in_region[i] == place and tokens[i].sent == tokens[cue].sent:
            if i in own:
                reach = i
            elif tokens[i].upos != "PUNCT" or abs(i - reach) > 2:
                break
            i += step
        if step < 0:
            first = reach
        else:
            last = reach
    while last > cue and tokens[last].upos == "PUNCT":
        last -= 1
    return Clause(frozenset(own), tokens[first].start, tokens[last].end)


def _reasons(scene: Scene, cue: int, head: int) -> bool:
    """Whether a clause behind what is reported gives the speaker's reason for it: "said P because Q"."""
    return any(scene.low[m] in scene.words.reasons for m in scene.children(head, "mark")) and any(
        cue < c < head for c in scene.children(cue, "ccomp")
    )


def _up_to_clause(scene: Scene, head: int) -> list[int]:
    """A phrase without the "that" clause that the parser hung on it."""
    below = scene.document.subtree(head)
    for n, i in enumerate(below):
        t = scene.token(i)
        if t.upos == "SCONJ" and t.text.lower() in scene.words.left_out and i > head:
            inside = set(scene.document.subtree(t.head))
            return [j for j in below[:n] if j not in inside or j < i]
    return below


def tight(scene: Scene, cue: int, source: Source, clause: Clause) -> Clause:
    """A reporting clause without the adjuncts in front of it: source, auxiliaries and cue."""
    first = min(cue, *(i for s, e in source.spans for i in scene.document.tokens_in(s, e)))
    return Clause(clause.tokens, max(clause.start, scene.token(first).start), clause.end)


def region_left(scene: Scene, cue: int, clause: Clause) -> int:
    """The stretch in quotation marks that closes right before a reporting clause, or -1."""
    start = scene.token(cue).start
    k = scene.region_before(start)
    if k < 0 or scene.in_region[cue] == k:
        return -1
    region = scene.regions[k]
    if (
        k
        and title_like(scene, k)
        and not scene.loose(region.end, start)
        and scene.block(scene.regions[k - 1].start) == scene.block(start)
    ):
        k -= 1  # a nickname inside the source
        region = scene.regions[k]
    if region.end > start or scene.block(region.start) != scene.block(start):
        return -1
    heard = scene.token(cue).xpos == "VBG" and _heard(scene, cue, region.end)
    if (
        scene.token(cue).xpos == "VBG"
        and scene.passed_on_by(cue) < 0
        and overheard(scene, cue) < 0
        and not heard
        or _content_right(scene, cue)
        and not sentence_like(scene, k)
    ):
        return -1
    gap = scene.tokens_between(region.end, start)
    if len(gap) > LONG_SUBJECT or any(i not in clause.tokens and scene.token(i).upos != "CCONJ" for i in gap):
        if not heard and not _plain_subject(scene, gap):
            return -1
    if title_like(scene, k):
        return -1
    if gap and scene.token(gap[0]).upos in ("CCONJ", "SCONJ") and not sentence_like(scene, k):
        return -1  # ""a mess," but he said that ...": words of the report before
    if scene.answers(cue):
        return -1
    between = scene.text[region.end : start].lstrip()
    pausing = scene.text[region.inner[1] - 1] in ",?!…—-." or between[:1] in (",", "—", "–", "-")
    if not pausing and (
        not sentence_like(scene, k)
        or any(scene.relation(_branch(scene, cue, i)) in ("obl", "advcl") for i in gap if i in clause.tokens)
    ):
        return -1
    inner_end = scene.text[region.inner[1] - 1]
    if between[:1] in (".", ";", "!", "?"):
        return -1
    if inner_end == "." and between[:1] not in (",", "—", "–", "-"):
        return -1
    if inner_end in "!?" and _new_sentence(scene, cue, region.end):
        return -1
    return k


def _heard(scene: Scene, cue: int, offset: int) -> bool:
    """Whether a participle behind a quotation says what somebody is heard to do: "he can be heard asking"."""
    above = scene.token(cue).head
    return (
        scene.relation(cue) in ("xcomp", "ccomp")
        and scene.token(above).start >= offset
        and bool(scene.children(above, "nsubj"))
    )


def _content_right(scene: Scene, cue: int) -> bool:
    """Whether a clause right behind a cue is its content, so that nothing before it can be."""
    heads = [c for c in scene.children(cue, "ccomp") if c > cue]
    if not heads or scene.in_region[heads[0]] >= 0:
        return False
    first = min(i for i in scene.document.subtree(heads[0]) if i > cue)
    return all(scene.token(i).upos != "PUNCT" for i in range(cue + 1, first + 1))


def _branch(scene: Scene, cue: int, i: int) -> int:
    """The dependent of a cue that a token lies under."""
    while scene.token(i).head >= 0 and scene.token(i).head != cue:
        i = scene.token(i).head
    return i


def _plain_subject(scene: Scene, gap: list[int]) -> bool:
    """Whether the words between a closing mark and a cue can only be its subject.

    Verbs are allowed in relative clauses and as participles: "Ruiz, who joined in May, said".
    """
    if not 0 < len(gap) <= LONG_SUBJECT:
        return False
    relative = False
    for i in gap:
        t = scene.token(i)
        if t.text.lower() in scene.words.relatives:
            relative = True
        elif t.xpos in FINITE:
            if not relative or t.sent != scene.token(gap[-1]).sent:
                return False
        elif t.upos == "SCONJ":
            return False
    return scene.token(gap[0]).upos in ("PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM", "ADV")


def _new_sentence(scene: Scene, cue: int, offset: int) -> bool:
    """Whether a new sentence starts behind a "!" or "?" and has a content of its own."""
    i = next(iter(scene.tokens_between(offset, scene.token(cue).end)), cue)
    t = scene.token(i)
    titled = i < cue and t.upos == "NOUN" and scene.token(i + 1).upos == "PROPN"  # "Officer Dan Rourke"
    capital = t.text[:1].isupper() and t.upos != "PROPN" and not titled
    own_content = any(
        c > cue and scene.relation(c) in ("ccomp", "xcomp", "obj") and not scene.goes_on(c)
        for c in scene.document.children(cue)
    )
    return capital or own_content


def region_right(scene: Scene, cue: int, clause: Clause) -> int:
    """The stretch in quotation marks that a cue introduces, or -1."""
    end = scene.token(cue).end
    k = scene.region_before(end) + 1
    if k >= len(scene.regions):
        return -1
    region = scene.regions[k]
    if region.start < end:
        return -1
    before = scene.text[end : region.start].rstrip()
    colon = before.endswith(":")
    here, there = scene.block(end), scene.block(region.start)
    if here != there and not (colon and there == here + 1):
        return -1
    gap = scene.tokens_between(end, region.start)
    if (
        len(gap) > FAR
        or any(mark in before[:-1] for mark in (". ", "? ", "! ", "; "))
        or before.endswith(".")
    ):
        return -1
    led = before[-1:] in (",", ":", "—", "–")
    if named_work(scene, k) or not led and title_like(scene, k):
        return -1
    inside = set(scene.document.tokens_in(region.start, region.end))
    if any(
        i in scene.cue_at
        and scene.token(i).upos == "VERB"
        and not inside.isdisjoint(scene.document.subtree(i))
        for i in gap
    ):
        return -1
    mention = scene.cue_at.get(cue)
    reach = mention.span[1] if mention else end
    strange = [i for i in gap if i not in clause.tokens and scene.token(i).start >= reach]
    if (
        strange
        and before.endswith(",")
        and scene.text[region.inner[0]].islower()
        and region_left(scene, cue, clause) >= 0
    ):
        return k  # "This," said the auditor whom they hired, "is ...": a sentence split by its cue
    if strange and colon and _clause_between(scene, cue, strange):
        return -1  # "said there was a reason: ...": the clause is said, too
    if strange and not colon:
        left_out = scene.words.left_out | scene.words.conjunctions
        if any(scene.low[i] not in left_out for i in strange):
            return -1
    if not led and gap and _fragment(scene, cue, k):
        return -1
    if not led and not gap and _fragment(scene, cue, k) and scene.text[end : region.start].strip():
        return -1
    return k


def _clause_between(scene: Scene, cue: int, words: list[int]) -> bool:
    """Whether a cue reports a clause of its own before the colon behind it."""
    return any(
        scene.relation(i) == "ccomp"
        and scene.token(i).head == cue
        and any(c in words for c in scene.children(i, "nsubj", "expl"))
        for i in words
    )


def _fragment(scene: Scene, cue: int, k: int) -> bool:
    """Whether a stretch in marks is only a part of a phrase that begins outside them."""
    region = scene.regions[k]
    inside = set(scene.document.tokens_in(region.start, region.end))
    for i in inside:
        t = scene.token(i)
        if t.head >= 0 and t.head not in inside and t.upos != "PUNCT":
            if t.head != cue and scene.relation(i) not in ("ccomp", "parataxis", "root", "xcomp", "obj"):
                return True
            if t.head == cue and scene.relation(i) in ("obl", "nmod", "advmod"):
                return True
            if t.head != cue and cue not in scene.document.ancestors(i):
                return True
    return False
