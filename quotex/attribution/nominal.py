"""What a noun reports: "Dahl's warning that the roof was unsafe", "a claim by Dahl to be the owner"."""

from __future__ import annotations

from quotex.attribution.clauses import spread
from quotex.attribution.layout import Clause
from quotex.attribution.making import make
from quotex.attribution.mentions import Source, noun_phrase, possessor
from quotex.attribution.scene import FINITE, Scene
from quotex.attribution.work import Work
from quotex.finding.cues import CueMention
from quotex.rules.frames import Frame

_FINITE = FINITE


def report_noun(work: Work, cue: CueMention) -> None:
    """ "Dahl's warning that ...": the possessor is the source."""
    scene = work.scene
    frame = scene.frames.classes[cue.cue.name].frames[0]
    clause = Clause(frozenset([cue.token]), *cue.span)
    heads = _noun_clause(scene, cue.token, frame)
    if not heads:
        return
    below = [i for h in heads for i in scene.document.subtree(h) if i > cue.token]
    opening = [i for i in below if scene.token(i).xpos == "TO" or scene.low[i] in scene.words.left_out]
    tokens = {i for i in below if not opening or i >= min(opening)}
    end = _before_predicate(scene, cue.token, tokens)
    content = spread(scene, cue.token, {i for i in tokens if i < end}, clause, grow=False)
    owner = possessor(scene, cue.token, min(heads))
    if not content or owner < 0:
        return
    work.found.append(
        make(work, cue.token, content, frame.name, Source(owner, noun_phrase(scene, owner), "possessor"))
    )


def _noun_clause(scene: Scene, noun: int, frame: Frame) -> list[int]:
    """Heads of the "that" clause or infinitive that says what a noun stands for."""
    heads = []
    for h in scene.children(noun, *frame.spans):
        opening = [scene.token(i) for i in scene.document.subtree(h)[:2]]
        if h > noun and any(
            t.text.lower() in scene.words.left_out and _subordinates(scene, t.i) or t.xpos == "TO"
            for t in opening
        ):
            heads.append(h)
    if heads:
        return heads
    for i in range(noun + 1, min(noun + 14, scene.document.sentence(noun).last)):
        t = scene.token(i)
        if t.upos == "VERB" or i in scene.cue_at:
            break
        if t.upos == "SCONJ" and t.text.lower() in scene.words.left_out and t.head > i:
            return [t.head]
    return []


def _subordinates(scene: Scene, i: int) -> bool:
    """Whether "that" opens a clause that is whole without it: no subject or object of it."""
    return scene.token(i).upos == "SCONJ" or scene.relation(i) not in ("nsubj", "obj", "iobj", "det")


def _before_predicate(scene: Scene, noun: int, tokens: set[int]) -> int:
    """Where a content ends because its noun's own predicate begins, which the parser took into it.

    "Dahl's warning that the roof was unsafe angered the crew": a noun without a verb above it that
    opens its sentence is a subject, and the last verb that no other word joins or subordinates is its
    predicate. Gives the predicate's token, or one beyond the content.
    """
    beyond = max(tokens, default=noun) + 1
    sentence = scene.document.sentence(noun)
    above = [i for i in scene.document.ancestors(noun) if i not in tokens]
    if any(scene.token(i).upos in ("VERB", "AUX") for i in above) or not tokens:
        return beyond
    if any(scene.token(i).xpos in _FINITE for i in range(sentence.first, noun)):
        return beyond
    row = sorted(i for i in tokens if scene.token(i).upos != "PUNCT")
    for n in range(len(row) - 1, 0, -1):
        t, before = scene.token(row[n]), scene.token(row[n - 1])
        if scene.in_region[row[n]] >= 0 or t.xpos not in (*_FINITE, "VBN") or t.upos not in ("VERB", "AUX"):
            continue
        joined = before.upos in ("CCONJ", "SCONJ", "AUX", "PRON", "PART", "ADV", "DET")
        if not joined and any(scene.token(i).xpos in _FINITE for i in row[:n]):
            return row[n]
    return beyond
