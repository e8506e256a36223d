"""Sources that their place gives away, whatever the tree says: brackets, openings, what is seen and heard."""

from __future__ import annotations

from quotex.attribution.mentions import NOMINAL, Source, nearby_source, noun_phrase
from quotex.attribution.scene import Scene


def placed_source(scene: Scene, cue: int) -> Source | None:
    """The source of a cue that opens its sentence, is recorded or observed, or stands in brackets."""
    return _opening(scene, cue) or _recorded(scene, cue) or _observed(scene, cue) or _in_brackets(scene, cue)


def _opening(scene: Scene, cue: int) -> Source | None:
    """The subject behind a cue that opens its sentence before a colon: "Said Marlow: ..."."""
    tokens = scene.document.tokens
    sentence = scene.document.sentence(cue)
    if any(tokens[i].upos != "PUNCT" for i in range(sentence.first, cue)) or tokens[cue].xpos not in (
        "VBD",
        "VBZ",
    ):
        return None
    i = cue + 1
    while i < sentence.last and tokens[i].upos in (*NOMINAL, "ADP") and scene.in_region[i] < 0:
        i += 1
    nouns = [k for k in range(cue + 1, i) if tokens[k].upos in ("PROPN", "NOUN", "PRON")]
    if not nouns or i >= sentence.last or tokens[i].text not in (":", ","):
        return None
    head = next((k for k in nouns if k + 1 >= i or tokens[k + 1].upos not in ("PROPN", "NOUN")), nouns[-1])
    return Source(head, (scene.document.span(cue + 1, nouns[-1]),), "opening")


def _in_brackets(scene: Scene, cue: int) -> Source | None:
    """The noun phrase that opens a bracket with a reporting clause: "(Olm, who knew her, once said ...)"."""
    tokens = scene.document.tokens
    first = scene.document.sentence(cue).first
    opened = [i for i in range(first, cue) if tokens[i].text == "(" and scene.in_region[i] < 0]
    if not opened or any(tokens[i].text == ")" for i in range(opened[-1], cue)) or cue - opened[-1] > 25:
        return None
    if any(opened[-1] < c < cue for c in scene.children(cue, "nsubj")):
        return None
    found = nearby_source(scene, cue, tokens[opened[-1]].end, tokens[cue].start)
    return found if found is not None and found.token < cue else None


def _recorded(scene: Scene, cue: int) -> Source | None:
    """Who is heard or seen to speak: "footage of Ruiz saying", "a video of the mayor asking"."""
    tokens = scene.document.tokens
    if tokens[cue].xpos != "VBG" or cue == 0:
        return None
    head = cue - 1
    while scene.relation(head) in ("flat", "compound") and tokens[head].head < cue:
        head = tokens[head].head
    if scene.relation(head) != "nmod" or tokens[head].upos not in ("PROPN", "NOUN", "PRON"):
        return None
    if tokens[tokens[head].head].lemma.lower() not in scene.words.recordings:
        return None
    return Source(head, noun_phrase(scene, head, avoid=cue), "recorded")


def _observed(scene: Scene, cue: int) -> Source | None:
    """Who is seen to speak: "the video showed Ruiz telling", "they heard her shouting"."""
    above = scene.token(cue).head
    if scene.token(cue).xpos != "VBG" or not 0 <= above < cue:
        return None
    for c in scene.children(above, "obj", "iobj"):
        seen = above < c < cue and max(scene.document.subtree(c)) == cue - 1
        if seen and scene.token(c).upos in ("PROPN", "PRON"):
            return Source(c, noun_phrase(scene, c, avoid=cue), "observed")
    return None
