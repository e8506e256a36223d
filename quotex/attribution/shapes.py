"""Shapes: a stretch in marks that is a sentence or a title, and a cue that tells what was heard."""

from __future__ import annotations

from quotex.attribution.scene import Scene
from quotex.finding.marks import SINGLES

TITLE_WORDS = 8
NAME_WORDS = 2
HEADING_WORDS = 12


def title_like(scene: Scene, k: int) -> bool:
    """Whether a stretch in marks reads like a title or a name: short, capitals throughout, no stop."""
    region = scene.regions[k]
    words = scene.tokens_between(*region.inner)
    text = scene.text[slice(*region.inner)]
    if named_work(scene, k):
        return True
    if (
        not words
        or len(words) > TITLE_WORDS
        or text[-1:] in "!?"
        or scene.text[region.end : region.end + 1] == "!"
    ):
        return False
    before = words[0] - 1
    while before > 0 and scene.token(before).upos == "PUNCT":
        before -= 1
    aside = scene.text[scene.token(before).end : region.start] if before >= 0 else "."
    if any(mark in aside for mark in ".!?\n"):
        before = -1  # the stretch opens its sentence
    if before < 0 and scene.text[region.end : region.end + 1] == ",":
        return False  # 'Never', he said
    named = before >= 0 and scene.low[before] in scene.words.scare_words
    if named and len(words) <= scene.words.scare_longest and scene.char_before(region.start) != ":":
        return True  # the song "...", the so-called "...": a name for a thing
    if text[-1:] in ".,":
        led = scene.char_before(region.start) in (",", ":")
        if before < 0 or led or len(words) > 4:
            return False
        if scene.token(before).upos not in ("ADP", "NOUN", "DET", "PROPN"):
            return False
    if scene.headline_case(scene.block(region.start)):
        return False
    big = [i for i in words if scene.token(i).upos not in ("ADP", "DET", "CCONJ", "PART", "AUX")]
    led = scene.char_before(region.start) == ":"
    return bool(big) and not led and all(scene.token(i).text[:1].isupper() for i in big)


def nickname(scene: Scene, k: int) -> bool:
    """Whether a stretch in marks is a mere name for a thing: "call it the "kangaroo"".

    A noun with its adjectives behind an article that stands outside the marks, and no part of a longer
    phrase ("the "bathtub" crowd").
    """
    words = scene.tokens_between(*scene.regions[k].inner)
    before = scene.document.token_at(scene.regions[k].start) - 1
    if not words or len(words) > NAME_WORDS or before < 0:
        return False
    if scene.low[before] not in scene.words.definite:
        return False
    kinds = ("NOUN", "PROPN", "ADJ")
    end = scene.token(words[-1]).end
    behind = scene.tokens_between(end, end + 20)[:1]
    return all(scene.token(i).upos in kinds for i in words) and not any(
        scene.token(i).upos in kinds for i in behind
    )


def named_work(scene: Scene, k: int) -> bool:
    """Whether a stretch in marks, in capitals throughout, is the name of a book, a column, a programme.

    The word for such a thing stands before it ("her memoir, "Hard Weather""), or its author behind it.
    """
    region = scene.regions[k]
    words = scene.tokens_between(*region.inner)
    if len(words) > TITLE_WORDS:
        return False
    big = [i for i in words if scene.token(i).upos not in ("ADP", "DET", "CCONJ", "PART", "AUX", "PRON")]
    if not big or not all(scene.token(i).text[:1].isupper() for i in big):
        return False
    before = words[0] - 1
    while before > 0 and scene.token(before).upos == "PUNCT" and scene.token(before).text not in ".:?!":
        before -= 1
    after = [scene.token(i) for i in scene.tokens_between(region.end, region.end + 40)[:2]]
    return (
        before >= 0
        and scene.lemmas[before] in scene.words.scare_words
        or len(after) == 2
        and after[0].text.lower() in scene.words.agents
        and after[1].upos == "PROPN"
    )


def heading(scene: Scene, k: int) -> bool:
    """Whether a stretch is a headline or a heading: all of a line, in marks that the story does not use."""
    region = scene.regions[k]
    s, e = scene.blocks[scene.block(region.start)]
    if not (scene.loose(s, region.start) and scene.loose(region.end, e)):
        return False
    others = len(scene.regions) - scene.families[region.family]
    return (
        region.family in SINGLES
        and others > len(scene.regions) / 2
        and len(scene.tokens_between(s, e)) <= HEADING_WORDS
    )


def sentence_like(scene: Scene, k: int) -> bool:
    """Whether a stretch in marks can stand by itself: it begins a sentence and is long enough."""
    region = scene.regions[k]
    s, e = region.inner
    text = scene.text[s:e]
    at = region.start
    while at > 0 and scene.text[at - 1] in " \t":
        at -= 1
    fresh = (
        at == 0
        or scene.text[at - 1] in "\n.!?:”\"'’—"
        or region.start == scene.blocks[scene.block(region.start)][0]
    )
    words = len(scene.tokens_between(s, e))
    ends = text[-1:] in ".!?,…—-" or scene.text[region.end : region.end + 1] in (",", ".")
    return fresh and words >= 2 and text[:1].upper() == text[:1] and ends or (fresh and words >= 8)


def overheard(scene: Scene, cue: int) -> int:
    """The verb of which a cue is what was perceived ("can be heard saying"), or -1."""
    above = scene.token(cue).head
    perceived = (
        0 <= above < cue
        and scene.token(cue).xpos == "VBG"
        and scene.relation(cue) in ("xcomp", "ccomp", "advcl")
        and bool(scene.children(above, "aux:pass"))
        and not scene.children(cue, "mark", "nsubj")
    )
    return above if perceived else -1
