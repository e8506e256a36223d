"""Quotations in marks: drafted from the claims of their cues, then made."""

from __future__ import annotations

from quotex.attribution.continuing import Draft
from quotex.attribution.findings import Attribution, evolve
from quotex.attribution.labels import announced, beside_dash, colon_source, credit
from quotex.attribution.making import make
from quotex.attribution.mentions import nearby_source
from quotex.attribution.quoted import Claim, claimed_content
from quotex.attribution.scene import Scene
from quotex.attribution.shapes import sentence_like
from quotex.attribution.transcripts import Labelled
from quotex.attribution.work import Work

KINDS_OF_TURNS = {"transcript": "direct", "embedded-post": "direct"}


def other_verbs(scene: Scene) -> list[int]:
    """Verbs that are no cues by themselves but stand beside a stretch in marks ("he deadpanned")."""
    out = []
    for region in scene.regions:
        after = [i for i in scene.document.tokens_in(region.end, region.end + 120) if scene.in_region[i] < 0]
        for i in after[:14]:
            t = scene.token(i)
            if t.sent != scene.token(after[0]).sent:
                break
            if t.deprel == "acl:relcl":
                continue  # "Tarn, a baker whose oven stands in the square, said"
            if t.upos == "VERB" and i not in scene.cue_at and t.xpos in ("VBD", "VBZ", "VBP"):
                out.append(i)
                break
            if t.text in (".", ";"):
                break
    return sorted(set(out))


def is_sure(work: Work, claim: Claim) -> bool:
    """Whether a verb outside the lexicon stands so close that it must report the words before it."""
    source = work.sources[claim.cue]
    if claim.left >= 0 and source is None:
        region = work.scene.regions[claim.left]
        last = work.scene.document.sentence(claim.cue).last
        source = nearby_source(work.scene, claim.cue, region.end, work.scene.token(last - 1).end)
    if claim.left < 0 or source is None or source.rule not in ("subject", "nearby"):
        return False
    region = work.scene.regions[claim.left]
    ends = (
        work.scene.text[region.inner[1] - 1] in ",?!" or work.scene.text[region.end : region.end + 1] == ","
    )
    return ends and sentence_like(work.scene, claim.left) and not _governs(work.scene, claim.cue)


def _governs(scene: Scene, verb: int) -> bool:
    """Whether a verb has a clause or infinitive of its own: "many seemed to agree"."""
    return any(c > verb and not scene.goes_on(c) for c in scene.children(verb, "ccomp", "xcomp"))


def drafts_of(work: Work, quoted: dict[int, Claim]) -> tuple[list[Draft], set[int]]:
    scene = work.scene
    drafts, claimed = [], set()
    for token, claim in sorted(quoted.items()):
        content = claimed_content(scene, claim)
        held = [k for k in (claim.left, claim.right) if k >= 0]
        for s, e in content:
            for k in scene.regions_in(s, e):
                inner = scene.regions[k].inner
                if s <= inner[0] and inner[1] <= e + 3 and k not in held:
                    held.append(k)
        claimed.update(held)
        reach = max([claim.clause.end, *(e for _, e in content)])
        sentence = scene.document.sentence(token)
        end = scene.document.tokens[sentence.last - 1].end
        drafts.append(Draft(list(content), sorted(held), token, reach, end))
    drafts.sort(key=lambda d: d.content[0])
    return drafts, claimed


def drafts_without_verb(work: Work, claimed: set[int]) -> list[Draft]:
    """Stretches in marks behind a colon or before a credit line that no cue claimed."""
    scene = work.scene
    out = []
    for k, region in enumerate(scene.regions):
        if k in claimed or len(scene.tokens_between(*region.inner)) < 2:
            continue
        for rule, found in (
            ("credit", credit(scene, k)),
            ("colon", colon_source(scene, k)),
            ("credit", beside_dash(scene, k)),
        ):
            if found is None:
                continue
            mark, source = found
            end = max(region.end, mark[1], source.spans[-1][1] if rule == "credit" else 0)
            out.append(Draft([region.inner], [k], -1, end, end, rule, mark, source))
            claimed.add(k)
            break
    return out


def make_quoted(work: Work, draft: Draft, claim: Claim) -> Attribution:
    scene = work.scene
    source = work.sources[claim.cue]
    if claim.left >= 0 and (
        source is None or source.rule not in ("subject", "antecedent", "agent", "opening", "observed")
    ):
        here = scene.document.sentence(claim.cue)
        near = nearby_source(
            scene, claim.cue, scene.regions[claim.left].end, scene.document.tokens[here.last - 1].end
        )
        source = near or source
    if claim.left < 0 and source is None:
        first = scene.document.sentence(claim.cue).first
        source = nearby_source(scene, claim.cue, scene.token(first).start, scene.token(claim.cue).start)
    if claim.left < 0:
        region = scene.regions[claim.right]
        colon = scene.document.token_at(scene.end_before(region.start) - 1)
        if colon > claim.cue and scene.token(colon).text == ":":
            source = announced(scene, colon) or source
    rule = "quotation-before" if claim.left >= 0 else "quotation-behind"
    if claim.left >= 0 and claim.right >= 0:
        rule = "quotation-around"
    return make(work, claim.cue, tuple(sorted(draft.content)), rule, source)


def make_unspoken(work: Work, draft: Draft) -> Attribution:
    made = make(work, -1, tuple(sorted(draft.content)), draft.rule, draft.source)
    return evolve(made, cue=(draft.mark,) if draft.mark else ())


def make_turn(work: Work, turn: Labelled) -> Attribution:
    made = make(work, -1, turn.content, turn.rule, turn.source, KINDS_OF_TURNS.get(turn.rule, ""))
    return evolve(made, cue=(turn.cue,) if turn.cue else (), content=turn.content)
