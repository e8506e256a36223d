"""Whether the words were uttered: asserted, negated or hypothetical."""

from __future__ import annotations

from quotex.attribution.scene import Scene


def polarity(scene: Scene, cue: int) -> str:
    """Read the polarity of a cue off its auxiliaries, its adverbs and the verbs above it.

    Args:
        scene: the article.
        cue: the cue's token.
    """
    words = scene.words
    here = cue
    hypothetical = False
    for _ in range(4):
        lemmas = {scene.lemmas[c] for c in scene.document.children(here) if c < here}
        forms = {scene.low[c] for c in scene.document.children(here) if c < here}
        if (lemmas | forms) & words.negations:
            return "negated"
        auxiliaries = {scene.low[c] for c in scene.document.children(here) if scene.relation(c) == "aux"}
        if auxiliaries & words.hypothetical_auxiliaries or forms & words.subordinators:
            hypothetical = True
        t = scene.token(here)
        if t.head < 0 or scene.relation(here) not in ("xcomp", "ccomp", "conj"):
            break
        above = scene.token(t.head)
        if scene.relation(here) == "conj":
            if any(scene.relation(c) in ("nsubj", "aux") for c in scene.document.children(here)):
                break
            here = t.head
            continue
        if scene.relation(here) == "ccomp":
            break
        lemma = above.lemma.lower()
        if lemma in words.negative_governors:
            return "negated"
        if lemma in words.hypothetical_governors:
            hypothetical = True
        here = t.head
    return "hypothetical" if hypothetical else "asserted"
