"""The noun phrases of sources: how far they reach, and those that stand nearby, by tags alone."""

from __future__ import annotations

from quotex.attribution.scene import FINITE, Scene
from quotex.light import frozen
from quotex.records import Span

NOMINAL = ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ")


@frozen(slots=True)
class Source:
    """A source: its head token, its spans (offsets) and the rule that found it."""

    token: int
    spans: tuple[Span, ...]
    rule: str


def noun_phrase(scene: Scene, head: int, avoid: int = -1, without: int = -1) -> tuple[Span, ...]:
    """The words of a noun phrase with its apposition and modifiers, as one span (offsets).

    Args:
        scene: the article.
        head: the phrase's head token.
        avoid: a token that the phrase may not reach over (the cue).
        without: a dependent that is left out with all below it.
    """
    keep = {head}
    stack = [head]
    while stack:
        i = stack.pop()
        for c in scene.document.children(i):
            if c in (avoid, without) or scene.in_region[c] != scene.in_region[head]:
                continue
            relation = scene.relation(c)
            if relation in ("case", "mark", "cc", "punct") and i == head and c < head:
                continue
            if scene.token(c).deprel == "acl:relcl" and (c < head or avoid in scene.document.subtree(c)):
                continue
            if relation == "conj" and i == head and scene.token(c).upos in ("VERB", "AUX"):
                continue
            if relation in ("parataxis", "dislocated", "cop", "nsubj", "expl", "advcl", "aux") and i == head:
                continue  # "all that remains is a sign": the sign alone
            if relation == "acl" and _complement(scene, c):
                continue
            if c not in keep:
                keep.add(c)
                stack.append(c)
    first, last = head, head
    while first - 1 in keep:
        first -= 1
    while last + 1 in keep:
        last += 1
    tokens = scene.document.tokens
    while last > head and tokens[last].upos == "PUNCT" and tokens[last].text not in ")]":
        last -= 1
    while first < head and (tokens[first].upos == "PUNCT" and tokens[first].text not in "([$"):
        first += 1
    if last > head and tokens[last].xpos == "POS":
        last -= 1
    return (scene.document.span(first, last),)


def _complement(scene: Scene, clause: int) -> bool:
    """Whether a clause opens with "that": what is reported, hung on the one who reports it."""
    marks = scene.children(clause, "mark")
    return any(scene.low[m] in scene.words.left_out for m in marks)


def nearby_source(scene: Scene, cue: int, left: int, right: int) -> Source | None:
    """The noun phrase between two offsets that stands next to a cue, by tags alone.

    For the sure surface pattern of a closing mark, a verb and a name, where the parse fails.

    Args:
        scene: the article.
        cue: the cue's token.
        left: offset where the quotation before the cue ends.
        right: offset that the search does not pass (the sentence's or paragraph's end).
    """
    tokens = scene.document.tokens
    if is_passive(scene, cue):
        return None
    before = [i for i in scene.document.tokens_in(left, tokens[cue].start) if tokens[i].upos != "PUNCT"]
    chunk = before  # the first noun phrase, up to a pause, a preposition or a relative clause
    for n, i in enumerate(before):
        paused = n and i > before[n - 1] + 1 and tokens[i - 1].text in (",", "(", "--", "—", "–")
        if n and (paused or tokens[i].upos == "ADP" or tokens[i].text.lower() in scene.words.relatives):
            chunk = before[:n]
            break
    nouns = [i for i in chunk if tokens[i].upos in ("PROPN", "NOUN", "PRON")]
    if nouns and not any(tokens[i].xpos in FINITE for i in chunk):
        behind = [i for i in before if i > nouns[-1] and tokens[i].text.lower() in scene.words.relatives]
        last = (behind[0] if behind else before[-1] + 1) - 1
        while last > nouns[-1] and tokens[last].upos in ("PUNCT", "ADV"):
            last -= 1
        return Source(nouns[-1], (scene.document.span(before[0], max(last, nouns[-1])),), "nearby")
    after = list(scene.document.tokens_in(tokens[cue].end, right))
    run: list[int] = []
    for i in after:
        if tokens[i].upos in NOMINAL or (run and tokens[i].xpos in ("POS", "HYPH")):
            run.append(i)
        elif tokens[i].upos == "ADV" and not run:
            continue
        else:
            break
    heads = [i for i in run if tokens[i].upos in ("PROPN", "NOUN", "PRON")]
    if heads:
        end = _with_apposition(scene, heads[-1], right)
        return Source(heads[-1], (scene.document.span(run[0], end),), "nearby")
    return None


def _with_apposition(scene: Scene, last: int, right: int) -> int:
    """Reach over ", a grocer in Vell," behind a name, by tags alone."""
    tokens = scene.document.tokens
    i = last + 2
    if (
        i >= len(tokens)
        or tokens[last + 1].text != ","
        or tokens[i].upos not in ("DET", "NUM", "ADJ", "NOUN")
    ):
        return last
    while i < len(tokens) and tokens[i].start < right and tokens[i].upos in (*NOMINAL, "ADP", "PART", "ADV"):
        i += 1
    ended = i >= len(tokens) or tokens[i].start >= right or tokens[i].upos == "PUNCT"
    return i - 1 if ended and i - last < 20 else last


def possessor(scene: Scene, noun: int, until: int) -> int:
    """Whose a noun such as "warning" or "statement" is: "Dahl's", "by Dahl"; a token, or -1.

    Args:
        scene: the article.
        noun: the noun's token.
        until: the token that a phrase behind the noun must stand before.
    """
    for c in scene.children(noun, "nmod:poss"):
        return c
    for c in scene.children(noun, "nmod"):
        before = [c, *scene.children(c, "nmod:desc", "compound", "amod")]  # "by treasurer Inga Thorsen"
        if noun < c < until and any(
            scene.lemmas[g] in scene.words.originators for i in before for g in scene.children(i, "case")
        ):
            return c
    return -1


def find_agent(scene: Scene, verb: int) -> int | None:
    """The agent of a passive, also where the parser took it for a plain adjunct."""
    for c in scene.children(verb, "obl"):
        if has_agent_case(scene, c):
            return c
    return None


def has_agent_case(scene: Scene, i: int) -> bool:
    """Whether a noun is marked as an agent."""
    return any(scene.lemmas[g] in scene.words.agents for g in scene.children(i, "case"))


def is_passive(scene: Scene, verb: int) -> bool:
    """Whether a verb is passive: a passive subject or auxiliary hangs on it, or it is a bare participle."""
    t = scene.token(verb)
    # a finite adverbial clause has a subject: "Asked why, she ..." is a participle, whatever the tagger says
    participle = t.xpos == "VBN" or (t.xpos == "VBD" and verb < t.head and not scene.children(verb, "mark"))
    bare = participle and t.deprel in ("acl", "advcl") and not scene.children(verb, "aux", "nsubj")
    return bare or any(
        scene.token(c).deprel in ("nsubj:pass", "aux:pass", "csubj:pass", "obl:agent")
        for c in scene.document.children(verb)
    )
