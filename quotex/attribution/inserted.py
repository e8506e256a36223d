"""Reporting clauses between pauses, by tags alone: ", officials said, "."""

from __future__ import annotations

from quotex.attribution.layout import Clause
from quotex.attribution.mentions import Source
from quotex.attribution.scene import Scene

ENDS = (".", "?", "!", ";")
PAUSES = (",", "—", "–", "-", "--")
_PLAIN = ("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "ADP", "ADV", "PART")


def inserted(scene: Scene, cue: int) -> tuple[Source, Clause] | None:
    """A reporting clause between commas or dashes, by tags alone: ", officials said, ".

    The parser often takes its subject for an apposition of what stands before it.
    """
    tokens = scene.document.tokens
    sentence = scene.document.sentence(cue)
    i = cue - 1
    while i > sentence.first and (tokens[i].upos in _PLAIN or _reduced(scene, i)) and scene.in_region[i] < 0:
        i -= 1
    run = range(i + 1, cue)
    after = cue + 1
    while (
        after < sentence.last
        and after <= cue + 9
        and tokens[after].upos in _PLAIN
        and scene.in_region[after] < 0
    ):
        after += 1
    if len(run) == 0 and cue + 1 < after < sentence.last and _relative(scene, after):
        while after < sentence.last and not _pauses(scene, after) and tokens[after].text not in ENDS:
            after += 1  # "said a crew that had slept on it"
    last = after - 1
    if i <= sentence.first or not _pauses(scene, i) or after >= sentence.last:
        return None
    if not _pauses(scene, after) and tokens[after].text not in ENDS:
        return None
    if len(run) == 0:
        run = range(cue + 1, after)
        if len(run) == 0 or tokens[cue + 1].upos == "PRON" or scene.spoken_to(cue):
            return None
        if not any(tokens[k].upos in ("PROPN", "DET") or tokens[k].xpos in ("NNS", "PRP$") for k in run):
            return None  # "declared bankruptcy"
    last = over_apposition(scene, last, sentence.last) if run[0] > cue else last
    heads = [k for k in run if tokens[k].upos in ("NOUN", "PROPN", "PRON")]
    if not heads or tokens[heads[-1]].text.lower() in scene.words.relatives or tokens[run[0]].upos == "ADP":
        return None
    stop = heads[0] if tokens[heads[0]].upos == "PROPN" else heads[-1]
    for k in heads:  # the first noun phrase's head: not what hangs on it by a preposition
        if any(tokens[j].upos == "ADP" for j in range(run[0], k)):
            break
        stop = k
    if run[0] > cue and not _set_apart(scene, i, last):
        return None
    end = max(k for k in run if k <= heads[-1])
    end = last if run[0] > cue and last >= after else end  # with its apposition
    source = Source(stop, (scene.document.span(run[0], end),), "inserted")
    return source, Clause(frozenset(range(i + 1, last + 1)), tokens[i + 1].start, tokens[last].end)


def _relative(scene: Scene, i: int) -> bool:
    return scene.low[i] in scene.words.relative_mentions


def _reduced(scene: Scene, i: int) -> bool:
    """Whether a word is a participle inside a noun phrase: "deeds kept at the abbey showed"."""
    tokens = scene.document.tokens
    return (
        tokens[i].xpos == "VBN"
        and tokens[i - 1].upos in ("NOUN", "PROPN")
        and i + 1 < len(tokens)
        and tokens[i + 1].upos == "ADP"
    )


def over_apposition(scene: Scene, last: int, end: int) -> int:
    """Reach over ", a vet from Norrby" behind an inverted source, up to the next pause."""
    tokens = scene.document.tokens
    i = last + 2
    if (
        i >= end
        or tokens[last + 1].text != ","
        or tokens[i].upos not in ("DET", "NUM", "ADJ", "NOUN", "PROPN")
    ):
        return last
    if tokens[i].upos == "PROPN" and tokens[last].upos != "NOUN":
        return last  # a second name stands for a second person
    while i < end and tokens[i].upos in _PLAIN:
        i += 1
    return i - 1 if i < end and tokens[i].text in (*PAUSES, ".") and i - last < 16 else last


def _set_apart(scene: Scene, before: int, last: int) -> bool:
    """Whether pauses stand on both sides of a clause that does not begin its sentence."""
    tokens = scene.document.tokens
    return (
        tokens[before].text in PAUSES and last + 1 < len(tokens) and tokens[last + 1].text in (*PAUSES, ".")
    )


def _pauses(scene: Scene, i: int) -> bool:
    """Whether a token is a comma or dash, and no hyphen inside a word."""
    t = scene.token(i)
    if scene.in_region[i] >= 0 and t.upos == "PUNCT" and scene.regions[scene.in_region[i]].end == t.end:
        return scene.token(i - 1).text == ","  # the comma stands inside the marks
    if t.text not in PAUSES:
        return False
    return t.text != "-" or scene.text[t.start - 1 : t.start].isspace()
