"""Finds the source of a cue: through the tree, else by the words around it."""

from __future__ import annotations

from attrs import frozen

from quotex.attribution.scene import Scene
from quotex.records import Span
from quotex.rules.frames import SourcePath

_NOMINAL = ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ")
_CLAUSAL = ("acl", "parataxis", "ccomp", "advcl")


@frozen(slots=True)
class Source:
    """A source: its head token, its spans (offsets) and the rule that found it."""

    token: int
    spans: tuple[Span, ...]
    rule: str


def find_source(scene: Scene, cue: int) -> Source | None:
    """Follow the paths of the frame rules from a cue's token, first match wins; a dateline is no source."""
    found = _find_source(scene, cue)
    if found is None:
        return None
    end = scene.in_dateline(found.spans[0][0])
    if not end:
        return found
    if scene.token(found.token).start >= end:  # only the phrase reaches into it
        first = scene.token(scene.tokens_between(end, scene.token(found.token).end)[0]).start
        return Source(found.token, ((first, found.spans[0][1]), *found.spans[1:]), found.rule)
    pauses = [i for i in scene.document.tokens_in(end, scene.token(cue).start) if scene.token(i).text == ","]
    near = nearby_source(scene, cue, end, scene.token(cue).end)
    if near is None and pauses:  # "VELL - Standing on a chair, Osei told ..."
        near = nearby_source(scene, cue, scene.token(pauses[-1]).end, scene.token(cue).end)
    return None if near is None else Source(near.token, near.spans, found.rule)


def _find_source(scene: Scene, cue: int) -> Source | None:
    passive = is_passive(scene, cue)
    placed = (
        _opening(scene, cue) or _recorded(scene, cue) or _observed(scene, cue) or _in_brackets(scene, cue)
    )
    if placed is not None:
        return placed
    for path in scene.frames.sources:
        if path.passive and not passive:
            continue
        if path.through:
            governor = scene.cue_at.get(scene.token(cue).head)
            if governor is None or governor.cue.name != path.through:
                continue
        token = _follow(scene, cue, path)
        if token is None and path.passive:
            token = find_agent(scene, cue)
        if token is None:
            continue
        if passive and path.name == "subject":
            return None  # who was told or asked is no source
        found = _named(scene, cue, token, path)
        if found is not None:
            lifted = _lifted(scene, cue) if path.name.startswith("participle") else None
            return lifted or found
    above = scene.token(cue).head
    if (
        scene.token(cue).xpos == "VBG"
        and 0 <= above < cue
        and above in scene.cue_at
        and scene.relation(cue) in ("ccomp", "parataxis", "dep")
    ):
        return find_source(scene, above) or nearby_source(
            scene, above, scene.token(scene.document.sentence(above).first).start, scene.token(cue).start
        )
    return _climb(scene, cue)


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
    while i < sentence.last and tokens[i].upos in (*_NOMINAL, "ADP") and scene.in_region[i] < 0:
        i += 1
    nouns = [k for k in range(cue + 1, i) if tokens[k].upos in ("PROPN", "NOUN", "PRON")]
    if not nouns or i >= sentence.last or tokens[i].text not in (":", ","):
        return None
    head = next((k for k in nouns if k + 1 >= i or tokens[k + 1].upos not in ("PROPN", "NOUN")), nouns[-1])
    return Source(head, (scene.document.span(cue + 1, nouns[-1]),), "opening")


def matching_paths(scene: Scene, cue: int) -> list[tuple[str, int]]:
    """Every path of the rules that leads somewhere from a cue, with the token that it leads to."""
    out = []
    for path in scene.frames.sources:
        token = _follow(scene, cue, path)
        if token is not None and not (path.passive and not is_passive(scene, cue)):
            out.append((path.name, token))
    return out


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


def _lifted(scene: Scene, cue: int) -> Source | None:
    """The source of the report that a participle behind a comma goes on with, if it hangs inside one.

    "The aide said the minister would go, adding that ...": it is the aide who adds.
    """
    tokens = scene.document.tokens
    if scene.token(cue).xpos != "VBG" or tokens[cue - 1].text != ",":
        return None
    here = cue
    for above in scene.document.ancestors(cue):
        mention = scene.cue_at.get(above)
        if (
            scene.relation(here) == "ccomp"
            and mention is not None
            and mention.cue.kind == "verb"
            and mention.cue.name != "think"
            and above < cue
        ):
            return find_source(scene, above)
        here = above
    return None


def _climb(scene: Scene, cue: int) -> Source | None:
    """The nearest subject above a cue, whatever the relations between them."""
    here = cue
    for _ in range(5):
        above = scene.token(here).head
        if above < 0 or scene.token(here).deprel in ("ccomp", "acl:relcl"):
            return None
        for c in scene.children(above, "nsubj"):
            if c == here or scene.token(c).deprel == "nsubj:outer":
                continue
            t = scene.token(c)
            if (
                scene.in_region[c] == scene.in_region[cue]
                and t.upos in ("NOUN", "PROPN", "PRON")
                and t.text.lower() not in scene.words.relatives | scene.words.expletives
            ):
                return Source(c, noun_phrase(scene, c, avoid=cue), "climb")
        here = above
    return None


def find_agent(scene: Scene, verb: int) -> int | None:
    """The agent of a passive, also where the parser took it for a plain adjunct."""
    for c in scene.children(verb, "obl"):
        if _by(scene, c):
            return c
    return None


def _by(scene: Scene, i: int) -> bool:
    """Whether a noun is marked as an agent."""
    return any(scene.token(g).lemma.lower() in scene.words.agents for g in scene.children(i, "case"))


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
            scene.token(g).lemma.lower() in scene.words.originators
            for i in before
            for g in scene.children(i, "case")
        ):
            return c
    return -1


def is_passive(scene: Scene, verb: int) -> bool:
    """Whether a verb is passive: a passive subject or auxiliary hangs on it, or it is a bare participle."""
    t = scene.token(verb)
    bare = t.xpos == "VBN" and t.deprel in ("acl", "advcl") and not scene.children(verb, "aux", "nsubj")
    return bare or any(
        scene.token(c).deprel in ("nsubj:pass", "aux:pass", "csubj:pass")
        for c in scene.document.children(verb)
    )


def _follow(scene: Scene, cue: int, path: SourcePath) -> int | None:
    here = cue
    for way, relation in path.steps:
        if way == "<":
            deprel = scene.token(here).deprel
            if deprel != relation and (":" in relation or scene.relation(here) != relation):
                return None
            if relation == "acl" and deprel == "acl:relcl":
                return None
            here = scene.token(here).head
        else:
            below = [
                c
                for c in scene.document.children(here)
                if scene.token(c).deprel == relation or scene.token(c).deprel.partition(":")[0] == relation
            ]
            if relation == "obl:agent":
                below = [c for c in below if _by(scene, c)]
            if not below:
                return None
            here = below[0]
    return here


def _named(scene: Scene, cue: int, token: int, path: SourcePath) -> Source | None:
    t = scene.token(token)
    word = t.text.lower()
    if path.name == "subject" and word in scene.words.relatives and t.upos == "PRON":
        governor = scene.token(cue).head
        hop = cue
        while governor >= 0 and not scene.token(hop).deprel.startswith("acl"):
            hop, governor = governor, scene.token(governor).head
        if governor < 0:
            return None
        if scene.token(governor).upos not in _NOMINAL:
            return None
        spans: tuple[Span, ...] = ((t.start, t.end),)
        if word not in scene.words.relative_mentions:
            spans = noun_phrase(scene, governor, without=hop)
        return Source(governor, spans, "antecedent")
    if word in scene.words.expletives and path.name == "subject" and t.deprel.startswith("expl"):
        return None
    if path.steps[-1][0] == "<" and t.upos not in _NOMINAL:
        return None
    if path.steps[-1] == ("<", "acl") and _loose_participle(scene, cue, token):
        return None
    if t.upos in ("VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PUNCT"):
        return None
    if scene.in_region[token] != scene.in_region[cue]:
        return None  # what stands in the marks does not say who spoke
    return Source(token, noun_phrase(scene, token, avoid=cue), path.name)


def _loose_participle(scene: Scene, cue: int, noun: int) -> bool:
    """Whether a participle behind a comma goes on with the clause, not with the noun before the comma.

    "Okafor poked at it during the debate, tweeting ...": no debate tweets. A letter or a subject may.
    """
    return (
        scene.token(cue).xpos == "VBG"
        and scene.token(cue - 1).text == ","
        and noun not in scene.cue_at
        and scene.relation(noun) in ("obl", "obj", "nmod")
    )


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
                continue  # "all they get is a message": the message alone
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
    return any(scene.token(m).text.lower() in scene.words.left_out for m in marks)


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
    if nouns and not any(tokens[i].xpos in ("VBD", "VBZ", "VBP", "MD") for i in chunk):
        behind = [i for i in before if i > nouns[-1] and tokens[i].text.lower() in scene.words.relatives]
        last = (behind[0] if behind else before[-1] + 1) - 1
        while last > nouns[-1] and tokens[last].upos in ("PUNCT", "ADV"):
            last -= 1
        return Source(nouns[-1], (scene.document.span(before[0], max(last, nouns[-1])),), "nearby")
    after = list(scene.document.tokens_in(tokens[cue].end, right))
    run: list[int] = []
    for i in after:
        if tokens[i].upos in _NOMINAL or (run and tokens[i].xpos in ("POS", "HYPH")):
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
    while i < len(tokens) and tokens[i].start < right and tokens[i].upos in (*_NOMINAL, "ADP", "PART", "ADV"):
        i += 1
    ended = i >= len(tokens) or tokens[i].start >= right or tokens[i].upos == "PUNCT"
    return i - 1 if ended and i - last < 20 else last
