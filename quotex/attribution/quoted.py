"""Quotations in marks that stand right beside their cue: before it, behind it, or on both sides."""

from __future__ import annotations

from attrs import define

from quotex.attribution.layout import Clause, region_left, region_right
from quotex.attribution.scene import FINITE, Scene
from quotex.attribution.shapes import sentence_like
from quotex.records import Span


@define
class Claim:
    """A cue that claims stretches in marks; the sides that lost to another cue are set to -1."""

    cue: int
    clause: Clause
    left: int
    right: int


def claims(scene: Scene, candidates: dict[int, Clause]) -> dict[int, Claim]:
    """Let every cue claim its neighbours; of two cues that want one stretch the nearer gets it.

    Args:
        scene: the article.
        candidates: cue token to its reporting clause.
    """
    out = {
        cue: Claim(cue, clause, region_left(scene, cue, clause), region_right(scene, cue, clause))
        for cue, clause in candidates.items()
    }
    for claim in out.values():
        if claim.cue not in scene.cue_at and claim.left < 0:
            claim.right = -1  # a verb outside the lexicon introduces nothing
        if not may_quote(scene, claim.cue):
            claim.left = -1  # "called" takes words in marks behind it from other cues, and none before it
        if claim.left >= 0 and claim.right >= 0 and _starts_anew(scene, claim):
            claim.left = -1
    wanted: dict[int, list[tuple[int, int, str]]] = {}
    for claim in out.values():
        at = scene.token(claim.cue)
        if claim.left >= 0:
            gap = at.start - scene.regions[claim.left].end
            wanted.setdefault(claim.left, []).append((gap, claim.cue, "left"))
        if claim.right >= 0:
            gap = scene.regions[claim.right].start - at.end
            wanted.setdefault(claim.right, []).append((gap, claim.cue, "right"))
    for rivals in wanted.values():
        for _, cue, side in sorted(rivals)[1:]:
            setattr(out[cue], side, -1)
    return {cue: claim for cue, claim in out.items() if claim.left >= 0 or claim.right >= 0}


def may_quote(scene: Scene, verb: int) -> bool:
    """Whether a verb can stand beside words in marks as their cue; one outside the lexicon can."""
    cue = scene.cue_at.get(verb)
    return cue is None or scene.frames.classes[cue.cue.name].quotes


def _starts_anew(scene: Scene, claim: Claim) -> bool:
    """Whether a cue between two stretches opens a sentence that introduces the second one."""
    region = scene.regions[claim.left]
    gap = scene.text[region.end : scene.regions[claim.right].start].strip()
    ended = scene.text[region.inner[1] - 1] in ".!?"
    return ended and gap[:1].isupper() and gap[-1:] in ",:"


def claimed_content(scene: Scene, claim: Claim) -> tuple[Span, ...]:
    """The content that a claim stands for, as spans (offsets)."""
    out: list[Span] = []
    if claim.left >= 0:
        out += _with_lead(scene, claim)
        out += _rest(scene, claim)
    if claim.right >= 0:
        if claim.left < 0:
            out += _spoken_lead(scene, claim) or _clause_lead(scene, claim)
        out += _with_tail(scene, claim)
    return tuple(out)


def _inner(scene: Scene, k: int) -> Span:
    s, e = scene.regions[k].inner
    while e > s and scene.text[e - 1] in ", ":
        e -= 1
    return s, e


def _spoken_lead(scene: Scene, claim: Claim) -> list[Span]:
    """Words before an inserted cue whose sentence goes on in marks: "The heath, she said, "is lost"."."""
    region = scene.regions[claim.right]
    between = scene.tokens_between(claim.clause.end, region.start)
    joined = bool(between) and scene.token(between[0]).upos == "CCONJ"
    if not scene.text[region.inner[0]].islower() and not joined:
        return []
    sentence = scene.document.sentence(claim.cue)
    before = [
        i
        for i in range(sentence.first, claim.cue)
        if i not in claim.clause.tokens and scene.token(i).upos != "PUNCT" and scene.in_region[i] < 0
    ]
    if not before or any(i in scene.cue_at and scene.token(i).upos == "VERB" for i in before):
        return []
    end = scene.token(before[-1]).end
    if scene.char_behind(end) != ",":
        return []
    if scene.char_before(region.start) not in (",", "—", "–") and not joined:
        return []
    span = scene.trim(scene.token(before[0]).start, end)
    return [span] if span else []


def _clause_lead(scene: Scene, claim: Claim) -> list[Span]:
    """The opening of a reported clause whose rest stands in marks: "said that if it rained, "we stay"."""
    region = scene.regions[claim.right]
    if scene.char_before(region.start) == ":":
        return []
    between = scene.tokens_between(scene.token(claim.cue).end, region.start)
    for n, i in enumerate(between):
        t = scene.token(i)
        if t.upos in ("VERB", "AUX"):
            return []
        that = t.text.lower() in scene.words.left_out
        if t.upos == "SCONJ" and (that or n == 0 and scene.relation(i) == "mark"):
            lead = between[n + that :]
            return [scene.document.span(lead[0], lead[-1])] if len(lead) > 1 else []
    return []


def _listed(scene: Scene, rest: list[int]) -> bool:
    """Whether more words in marks, or one more "that" clause, are joined to those before: ""a," and "b"."""
    if len(rest) < 2 or scene.token(rest[0]).upos != "CCONJ":
        return False
    second = scene.token(rest[1])
    return (
        scene.in_region[rest[1]] >= 0
        or second.text.lower() in scene.words.left_out
        and second.upos == "SCONJ"
    )


def _rest(scene: Scene, claim: Claim) -> list[Span]:
    """The rest of a sentence that was begun in marks: ""No mystery," she said, that two lay there"."""
    tokens = scene.document.tokens
    region = scene.regions[claim.left]
    end = scene.document.sentence(claim.cue).last
    stop = scene.regions[claim.right].start if claim.right >= 0 else tokens[end - 1].end
    behind = [
        i
        for i in scene.document.tokens_in(claim.clause.end, stop)
        if tokens[i].sent == tokens[claim.cue].sent
    ]
    while behind and tokens[behind[-1]].upos == "PUNCT":
        behind.pop()
    if len(behind) < 3 or tokens[behind[0]].text != ",":
        return []
    first = tokens[behind[1]]
    complement = first.upos == "SCONJ" and first.text.lower() in scene.words.left_out
    predicate = first.xpos in FINITE and scene.text[region.inner[1] - 1] == ","
    if not (complement or predicate and not _has_predicate(scene, claim.left)):
        return []
    span = scene.trim(tokens[behind[2 if complement else 1]].start, tokens[behind[-1]].end)
    return [span] if span else []


def _has_predicate(scene: Scene, k: int) -> bool:
    return any(scene.token(i).xpos in FINITE for i in scene.tokens_between(*scene.regions[k].inner))


def _with_lead(scene: Scene, claim: Claim) -> list[Span]:
    """The stretch before the cue, with the words of its sentence that stand before the marks."""
    region = scene.regions[claim.left]
    at = scene.document.token_at(region.start)
    first = scene.document.sentence(max(at, 0)).first
    start = max(scene.token(first).start, scene.blocks[scene.block(region.start)][0])
    for k in range(claim.left - 1, -1, -1):
        if scene.regions[k].end <= start:
            break
        if sentence_like(scene, k) or _reported(scene, k, region.start):
            start = max(start, scene.regions[k].end)
            break
    before = scene.text[start : region.start].rstrip()
    if "(" in before[-1:]:
        return [_inner(scene, claim.left)]
    lead = (
        []
        if before.endswith(("?", "!", ".")) and not before.endswith("..")
        else scene.tokens_between(start, region.start)
    )
    spoken = [
        i
        for i in lead
        if i in scene.cue_at
        and scene.in_region[i] < 0
        and scene.token(i).upos == "VERB"
        and scene.frames.classes[scene.cue_at[i].cue.name].quotes
        and not scene.frames.classes[scene.cue_at[i].cue.name].marked
    ]
    fragment = scene.text[region.inner[0]].islower() and before[-1:] not in (",", ":")
    if spoken and not fragment:
        lead = []  # "A boy told her he was "lost," she said" is hers as a whole
    if not scene.text[region.inner[0]].islower():
        lead = [i for i in lead if i not in claim.clause.tokens]
    if not lead or scene.text[start : region.start].rstrip().endswith(":"):
        return [_inner(scene, claim.left)]
    span = scene.trim(scene.token(lead[0]).start, region.end)
    return list(scene.block_pieces(*span)) if span else []


def _reported(scene: Scene, k: int, until: int) -> bool:
    return any(i in scene.cue_at for i in scene.tokens_between(scene.regions[k].end, until))


def _with_tail(scene: Scene, claim: Claim) -> list[Span]:
    """The stretch behind the cue, with the rest of its clause where that goes on outside the marks."""
    region = scene.regions[claim.right]
    text = scene.text
    inside = list(scene.document.tokens_in(region.start, region.end))
    if not inside:
        return [_inner(scene, claim.right)]
    sentence = scene.document.sentence(inside[-1])
    rest = [i for i in range(inside[-1] + 1, sentence.last) if scene.token(i).upos != "PUNCT"]
    after = text[region.end :].lstrip(" ")[:1]
    if (
        not rest
        or after in ("", ".", "!", "?", "\n", ",", ";", ":", "—", "–", "-")
        or region.inner[1] < region.end - 4
    ):
        return [_inner(scene, claim.right)]
    ended = text[region.inner[1] - 1]
    if ended in ".!?" or ended == "," and not _listed(scene, rest):
        return [_inner(scene, claim.right)]
    last = inside[-1]
    for i in rest:
        if (
            i in claim.clause.tokens
            or scene.in_region[i] >= 0
            and scene.in_region[i] != claim.right
            and i not in rest
        ):
            break
        if (
            i in scene.cue_at
            and scene.token(i).upos == "VERB"
            and (
                scene.relation(i) in ("parataxis", "root")
                or scene.relation(i) == "conj"
                and scene.token(i).head not in rest
            )
        ):
            break
        if (
            scene.token(i).upos == "CCONJ"
            and scene.relation(scene.token(i).head) == "conj"
            and scene.token(scene.token(i).head).head == claim.cue
        ):
            break
        last = i
    if last == inside[-1]:
        return [_inner(scene, claim.right)]
    end = scene.token(last).end
    k = scene.in_region[last]
    if k >= 0:
        end = max(end, scene.regions[k].end)
    span = scene.trim(region.start, end)
    return list(scene.block_pieces(*span)) if span else []
