"""Finds the source of a cue: through the tree, else by the words around it."""

from __future__ import annotations

from quotex.attribution.mentions import (
    NOMINAL,
    Source,
    find_agent,
    has_agent_case,
    is_passive,
    nearby_source,
    noun_phrase,
)
from quotex.attribution.placed import placed_source
from quotex.attribution.scene import Scene
from quotex.records import Span
from quotex.rules.frames import SourcePath


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
    placed = placed_source(scene, cue)
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
            return _lifted(scene, cue, path.name) or found
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


def matching_paths(scene: Scene, cue: int) -> list[tuple[str, int]]:
    """Every path of the rules that leads somewhere from a cue, with the token that it leads to."""
    out = []
    for path in scene.frames.sources:
        token = _follow(scene, cue, path)
        if token is not None and not (path.passive and not is_passive(scene, cue)):
            out.append((path.name, token))
    return out


def _lifted(scene: Scene, cue: int, path: str) -> Source | None:
    """The source of the report that a participle or a coordinated verb goes on with, if it hangs inside one.

    "The aide said the minister would go, adding that ...": it is the aide who adds, as it is in
    "The aide said the minister would go and said that ...", wherever the parser hangs the second verb.
    """
    if path.startswith("participle"):
        goes_on = scene.token(cue).xpos == "VBG" and scene.token(cue - 1).text == ","
    else:
        goes_on = path.startswith("coordinated") and _another_report(scene, cue)
    if not goes_on:
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
            and (path.startswith("participle") or scene.same_form(above, cue))
        ):
            return find_source(scene, above)
        here = above
    return None


def _another_report(scene: Scene, cue: int) -> bool:
    """Whether a verb of saying is coordinated with one that is none: the two cannot share a report."""
    first = scene.token(cue).head
    return (
        scene.relation(cue) == "conj"
        and not scene.children(cue, "nsubj")
        and (first not in scene.cue_at or scene.token(first).xpos != scene.token(cue).xpos)
    )


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
                if scene.token(c).deprel == relation or scene.relation(c) == relation
            ]
            if relation == "obl:agent":
                below = [c for c in below if has_agent_case(scene, c)]
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
        if scene.token(governor).upos not in NOMINAL:
            return None
        spans: tuple[Span, ...] = ((t.start, t.end),)
        if word not in scene.words.relative_mentions:
            spans = noun_phrase(scene, governor, without=hop)
        return Source(governor, spans, "antecedent")
    if word in scene.words.expletives and path.name == "subject" and t.deprel.startswith("expl"):
        return None
    if path.steps[-1][0] == "<" and t.upos not in NOMINAL:
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

    "Okafor laughed at the speech, tweeting ...": no speech tweets. A letter or a subject may.
    """
    return (
        scene.token(cue).xpos == "VBG"
        and scene.token(cue - 1).text == ","
        and noun not in scene.cue_at
        and scene.relation(noun) in ("obl", "obj", "nmod")
    )
