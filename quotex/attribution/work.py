"""What attribution builds up for one article."""

from __future__ import annotations

from attrs import define, field

from quotex.attribution.findings import Attribution
from quotex.attribution.inserted import inserted
from quotex.attribution.layout import Clause, reporting_clause
from quotex.attribution.mentions import Source
from quotex.attribution.quoted import Claim
from quotex.attribution.scene import Scene
from quotex.attribution.shapes import overheard
from quotex.attribution.sources import find_source


@define
class Work:
    """The scene, the source and reporting clause of each cue, what each claims, and what was found."""

    scene: Scene
    sources: dict[int, Source | None] = field(factory=dict)
    clauses: dict[int, Clause] = field(factory=dict)
    claims: dict[int, Claim] = field(factory=dict)
    found: list[Attribution] = field(factory=list)

    def prepare(self, token: int) -> None:
        """Find the source and the reporting clause of a cue's token."""
        cue = self.scene.cue_at.get(token)
        source = find_source(self.scene, token)
        if cue is not None and self.scene.token(token).xpos != "VBG":
            found = inserted(self.scene, token)
            plain = source is not None and source.rule == "subject" and source.token < token
            if (
                found is not None
                and plain
                and found[0].token > token
                and not _cut_off(self.scene, source, token)
            ):
                found = None  # it has its subject where subjects stand
            if found is not None and not _within(self.scene, source, found[0]):
                self.sources[token], self.clauses[token] = found
                return
        self.sources[token] = source
        person = self.scene.spoken_to(token)
        clause = reporting_clause(self.scene, token, source, person=person)
        above = max(self.scene.passed_on_by(token), overheard(self.scene, token))
        if above >= 0:  # "was quoted by La Rueda as saying": one clause
            outer = reporting_clause(self.scene, above, source)
            tokens = clause.tokens | (outer.tokens - set(self.scene.document.subtree(token)))
            clause = Clause(tokens, min(clause.start, outer.start), clause.end)
        self.clauses[token] = clause


def _within(scene: Scene, source: Source | None, other: Source) -> bool:
    """Whether a source's head lies in another one: the tree and the surface agree."""
    if source is None or source.rule not in ("subject", "agent", "antecedent"):
        return False
    start = scene.token(source.token).start
    return any(s <= start < e for s, e in other.spans) and source.spans[0][0] >= other.spans[0][0]


def _cut_off(scene: Scene, source: Source | None, cue: int) -> bool:
    """Whether just one comma parts a cue from what the parser took for its subject.

    No comma parts subject and verb: in "The ferry, said Osgood, would not sail" the subject follows.
    """
    if source is None or scene.token(cue - 1).text != ",":
        return False
    first = scene.document.token_at(source.spans[0][0])
    return sum(scene.token(i).text == "," for i in range(first, cue)) == 1
