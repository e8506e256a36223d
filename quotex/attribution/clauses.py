"""What a cue reports without, or only partly in, quotation marks: the clause that hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from quotex.attribution.extent import content_end
from quotex.attribution.layout import Clause
from quotex.attribution.mentions import is_passive
from quotex.attribution.scene import Scene
from quotex.records import Span
from quotex.rules.frames import Frame


def frame_content(scene: Scene, cue: int, frame: Frame, clause: Clause) -> tuple[Span, ...]:
    """The content that a frame gives a cue, as spans (offsets), or ()."""
    children = scene.document.children(cue)
    groups = [[c for c in children if scene.relation(c) in group] for group in frame.needs]
    if is_passive(scene, cue) and "obj" in frame.needs[0] and len(frame.needs) > 1:
        groups[0] = groups[0] or scene.children(cue, "nsubj:pass")  # "residents were told to stay"
    if not all(groups) and not ("ccomp" in frame.spans and len(frame.spans) == 1):
        return ()
    heads = [c for c in children if scene.relation(c) in frame.spans]
    if frame.mark:
        heads = [h for h in heads if any(scene.lemmas[i] in frame.mark for i in _opening(scene, h))]
    if frame.xpos:
        heads = [h for h in heads if scene.token(h).xpos in frame.xpos]
    else:
        heads = [h for h in heads if h < cue or not scene.goes_on(h)]
        if frame.spans == {"ccomp"}:
            heads = [h for h in heads if not _observes(scene, cue, h)]
    if frame.marked and is_passive(scene, cue):
        mention = scene.cue_at.get(cue)
        if mention is None or scene.frames.classes[mention.cue.name].marked:
            return ()  # "were seen" reports no words
        return _passive_predicate(scene, cue, heads)
    if not heads and "ccomp" in frame.spans and not frame.mark and not frame.xpos:
        heads = _hung_deeper(scene, cue)
    if frame.case and not any(
        scene.lemmas[g] in frame.case for h in heads for g in scene.children(h, "case", "mark")
    ):
        return ()
    if frame.to and not any(scene.token(m).xpos == "TO" for h in heads for m in scene.children(h, "mark")):
        return ()
    if not heads:
        return ()
    if frame.marked:
        heads = _without_late_adjuncts(scene, heads)
    tokens: set[int] = set()
    for h in heads:
        tokens.update(scene.document.subtree(h))
        ours = tokens.intersection(_before_complementizer(scene, cue, h))
        tokens -= ours
        clause = Clause(clause.tokens | ours, clause.start, clause.end)
    if "obj" not in frame.spans and "obl" not in frame.spans:
        tokens -= clause.tokens
    else:
        clause = Clause(clause.tokens - tokens, clause.start, scene.token(cue).end)
    if frame.marked:
        preposition = _opening_preposition(scene, cue, tokens)
        tokens -= preposition
        clause = Clause(clause.tokens | preposition, clause.start, clause.end)
    content = spread(scene, cue, tokens, clause)
    if frame.marked:
        return _up_to_mark(scene, cue, content)
    if frame.spans == {"ccomp"} and content:
        start, end = content[-1]
        content = (*content[:-1], (start, _over_colon(scene, end)))
    return content


def _before_complementizer(scene: Scene, cue: int, head: int) -> range:
    """What belongs to a cue before the "that" of its clause: "told them, in a letter, that ..."."""
    marks = [m for m in scene.children(head, "mark") if scene.low[m] in scene.words.left_out]
    return range(cue + 1, min(marks, default=0))


def _without_late_adjuncts(scene: Scene, heads: list[int]) -> list[int]:
    """Leave out what says when, where or why it was said: ""a disgrace" on Wednesday"."""
    quoted = [h for h in heads if any(scene.in_region[i] >= 0 for i in scene.document.subtree(h))]
    if not quoted:
        return heads
    last = max(max(scene.document.subtree(h)) for h in quoted)
    return [h for h in heads if h in quoted or h < last or not _circumstance(scene, h)]


def _circumstance(scene: Scene, head: int) -> bool:
    """Whether a phrase tells the time or occasion: "on Wednesday", "during a stop", "after she spoke"."""
    if scene.token(head).deprel == "obl:unmarked":
        return True
    return any(
        scene.lemmas[m] in scene.words.circumstances for m in scene.children(head, "case", "mark", "advmod")
    )


def _observes(scene: Scene, cue: int, head: int) -> bool:
    """Whether a cue shows somebody doing something: "showed Ruiz telling"; that is no clause."""
    doing = scene.token(head).xpos == "VBG" and not scene.children(head, "nsubj", "aux", "mark")
    return doing and any(cue < c < head for c in scene.children(cue, "obj", "iobj"))


def _opening_preposition(scene: Scene, cue: int, tokens: set[int]) -> set[int]:
    """The preposition by which a cue governs its content: "spoke of", "called for"."""
    first = min((i for i in tokens if scene.token(i).upos != "PUNCT"), default=-1)
    if first != cue + 1 or scene.token(first).upos != "ADP" or scene.in_region[first] >= 0:
        return set()
    noun = scene.token(first).head
    governed = scene.relation(first) == "case" and scene.token(noun).head == cue
    return {first} if governed and scene.lemmas[first] not in scene.words.manner else set()


def _up_to_mark(scene: Scene, cue: int, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Cut a phrase with words in marks where a pause or another act follows them: that is the story's."""
    out = []
    for s, e in content:
        for region in scene.regions:
            if not s <= region.inner[0] or not region.end < e:
                continue
            behind = scene.tokens_between(region.end, e)
            if not behind or scene.in_region[behind[0]] >= 0:
                continue
            joined = scene.token(behind[0]).upos == "CCONJ" and len(behind) > 1
            if joined and scene.in_region[behind[1]] >= 0:
                continue
            follows = scene.text[region.end :].lstrip()[:1]
            paused = scene.text[region.inner[1] - 1] == "," or follows in (",", "—", "–", "-")
            acts = (
                joined
                and scene.token(behind[1]).upos == scene.token(cue).upos
                and scene.token(behind[1]).xpos == scene.token(cue).xpos
            )
            if paused or acts:
                e = region.end
                break
        out.append((s, e))
    return tuple(out)


def _passive_predicate(scene: Scene, cue: int, heads: list[int]) -> tuple[Span, ...]:
    """ "The film was described by her as "two hours of rain"": the film, and what it was called."""
    said = [
        h
        for h in heads
        if h > cue
        and scene.token(h).deprel != "obl:agent"
        and not any(scene.lemmas[g] in scene.words.agents for g in scene.children(h, "case"))
    ]
    out = []
    for h in [*scene.children(cue, "nsubj"), *said]:
        below = [
            i for i in scene.document.subtree(h) if scene.token(i).upos != "PUNCT" or scene.in_region[i] >= 0
        ]
        k = scene.in_region[below[-1]]
        end = max(scene.token(below[-1]).end, scene.regions[k].end if k >= 0 else 0)
        span = scene.trim(scene.token(below[0]).start, end)
        if span:
            out.append(span)
    return tuple(sorted(out)) if said else ()


def _hung_deeper(scene: Scene, cue: int) -> list[int]:
    """The "that" clause which the parser hangs on a cue's adjunct: "said in a statement that ..."."""
    for i in range(cue + 1, min(cue + 9, scene.document.sentence(cue).last)):
        t = scene.token(i)
        if t.upos == "SCONJ" and t.text.lower() in scene.words.left_out and t.head > i:
            return [] if scene.token(t.head).deprel == "acl:relcl" else [t.head]
        if t.upos in ("VERB", "AUX", "PUNCT"):
            break
    for c in scene.children(cue, "advcl", "acl", "parataxis"):
        if c > cue and any(scene.low[m] in scene.words.left_out for m in scene.children(c, "mark")):
            return [c]
    for c in scene.document.children(cue):
        if c > cue and scene.relation(c) in ("obl", "obj", "iobj"):
            for i in scene.document.subtree(c):
                t = scene.token(i)
                if t.upos == "SCONJ" and t.text.lower() in scene.words.left_out and t.head > i:
                    return [t.head]
    return []


def _opening(scene: Scene, head: int) -> Sequence[int]:
    return scene.document.subtree(head)[:3]


def spread(
    scene: Scene, cue: int, tokens: set[int], clause: Clause, *, grow: bool = True
) -> tuple[Span, ...]:
    """Turn the tokens of a content into spans before and behind the reporting clause.

    Args:
        scene: the article.
        cue: the cue's token.
        tokens: the tokens of the content.
        clause: the reporting clause.
        grow: whether the content may reach beyond what the tree gives.
    """
    left = [i for i in tokens if scene.token(i).end <= clause.start and scene.token(i).upos != "PUNCT"]
    right = [i for i in tokens if scene.token(i).start >= clause.end and scene.token(i).upos != "PUNCT"]
    if not right and not left:
        right = [i for i in tokens if i > cue and scene.token(i).upos != "PUNCT"]
        if not right:
            return ()
    out = []
    if left and (not right or _crosses(scene, left, right)):
        out.append(_left_part(scene, cue, left, clause))
    elif not right:
        return ()
    if right:
        out.append(right_part(scene, cue, right, clause, grow))
    trimmed = [scene.trim(*span) for span in out]
    return tuple(piece for span in trimmed if span for piece in scene.block_pieces(*span))


def _crosses(scene: Scene, left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether one clause stands on both sides of the cue, as in "The toll, officials said, will rise"."""
    sides = set(left), set(right)
    for a, b in (sides, sides[::-1]):
        if any(scene.token(i).head in b and scene.relation(i) not in ("punct", "cc", "mark") for i in a):
            return True
    return False


def _left_part(scene: Scene, cue: int, left: Sequence[int], clause: Clause) -> Span:
    first = scene.document.sentence(cue).first
    start = scene.token(first).start
    for other in scene.cues:  # a report that stands before it in the same sentence ends where this one begins
        if first <= other.token < min(left) and other.token != cue:
            start = scene.token(min(left)).start
    k = scene.region_before(start + 1)
    if k >= 0 and scene.regions[k].start < start < scene.regions[k].end:
        start = scene.regions[k].inner[0]
    return start, clause.start


def right_part(scene: Scene, cue: int, right: Sequence[int], clause: Clause, grow: bool = True) -> Span:
    tokens = scene.document.tokens
    first, last = min(right), max(right)
    last = content_end(scene, cue, first, last, clause) if grow else last
    between = [i for i in range(cue + 1, first) if tokens[i].upos != "PUNCT"]
    stray = [i for i in between if i not in clause.tokens]
    if grow and stray and tokens[first].sent == tokens[cue].sent:
        first = stray[0]  # the content's first words, hung elsewhere by the parser
    while (
        first < last
        and tokens[first].text.lower() in scene.words.left_out
        and tokens[first].upos in ("SCONJ", "PRON")
    ):
        first += 1
    first = _behind_adjunct(scene, cue, first, last) if grow else first
    start, end = tokens[first].start, tokens[last].end
    k = scene.in_region[first]
    if k >= 0 and scene.regions[k].start >= tokens[cue].end:
        start = min(start, scene.regions[k].start)
    k = scene.in_region[last]
    if k >= 0 and k != scene.in_region[cue]:
        end = max(end, scene.regions[k].end)
    return start, end


def _over_colon(scene: Scene, end: int) -> int:
    """Reach over words in marks behind a colon: what was announced was said as well."""
    k = scene.region_before(end) + 1
    if scene.char_behind(end) != ":" or k >= len(scene.regions):
        return end
    region = scene.regions[k]
    announced = scene.loose(end, region.start) and scene.block(end) == scene.block(region.start)
    return region.end if announced else end


def _behind_adjunct(scene: Scene, cue: int, first: int, last: int) -> int:
    """Where a content begins if the parser gave it the cue's own adjunct: "said on Tuesday it would ..."."""
    tokens = scene.document.tokens
    if first != cue + 1 or scene.in_region[first] >= 0:
        return first
    head = first if scene.relation(first) == "obl" else tokens[first].head
    unmarked = tokens[head].deprel == "obl:unmarked"
    if head < first or scene.relation(head) != "obl":
        return first
    if tokens[first].upos not in ("ADP", "PROPN") and not unmarked:
        return first
    end = max(scene.document.subtree(head))
    if end >= last or tokens[end + 1].upos not in ("PRON", "DET", "PROPN", "NOUN", "SCONJ"):
        return first
    return end + 1 if not any(tokens[i].upos == "PUNCT" for i in range(first, end + 1)) else first
