"""Frames: what a class of cues takes as its content, and where its source stands."""

from __future__ import annotations

from functools import cache

from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import checked_rows, read_table

Step = tuple[str, str]  # (">" or "<", deprel)


@frozen
class Frame:
    """One pattern of content over the dependents of a cue.

    Attributes:
        name: the rule's name.
        needs: at least one dependent of each of these groups of relations must be there.
        spans: relations of the dependents that the content runs over.
        marked: whether the content must hold quotation marks.
        mark: lemmas of which one must introduce the clause, or empty.
        xpos: tags of which the clause's head must have one, or empty.
        case: lemmas of which one must introduce one of the dependents, or empty.
        case: lemmas of which one must introduce one of the dependents, or empty.
        to: whether an infinitive with "to" must be among the dependents.
        example: a sentence with <source>, [cue] and {content} marked.
    """

    name: str
    needs: tuple[frozenset[str], ...]
    spans: frozenset[str]
    marked: bool
    mark: frozenset[str]
    xpos: frozenset[str]
    case: frozenset[str]
    to: bool
    example: str


@frozen
class SourcePath:
    """One way through the tree from a cue to its source.

    ``passive`` asks for a passive cue, ``through`` for a cue of that class at the first step.
    """

    name: str
    steps: tuple[Step, ...]
    passive: bool
    through: str
    example: str


@frozen
class CueClass:
    """The frames of a class of cues.

    ``marked`` asks for quotation marks in all of them; ``quotes`` says that the class may stand
    beside a quotation in marks (he said: "..."), which "called" cannot; ``reports`` that what
    follows is a clause even where the parser sees none; ``person`` that the object is the one
    spoken to; ``passes_on`` that the cue hands on somebody else's words ("quoted her as saying").
    ``names`` says that it may give a thing a mere name ("called it the "kangaroo"").
    ``flag`` is put on the quotation.
    """

    name: str
    frames: tuple[Frame, ...]
    marked: bool
    quotes: bool
    reports: bool
    person: bool
    passes_on: bool
    names: bool
    flag: str
    example: str


@frozen
class FrameRules:
    """All frames, the classes that take them, and the paths to a source, in order."""

    frames: dict[str, Frame]
    classes: dict[str, CueClass]
    sources: tuple[SourcePath, ...]


def _path(text: str, where: str) -> tuple[Step, ...]:
    steps = []
    for part in text.split():
        up = part.startswith("<")
        relation = part[1:] if up else part
        if not relation or not relation.replace(":", "").isalpha():
            raise RuleError(f"{where}: {part!r} is no step")
        steps.append(("<" if up else ">", relation))
    return tuple(steps)


@cache
def frame_rules(language: str = "en") -> FrameRules:
    """Load the frames of a language.

    Raises:
        RuleError: a row is not valid, or a class takes a frame that is not there.
    """
    where = f"{language}/frames.toml"
    table = read_table("frames", language)
    frames: dict[str, Frame] = {}
    required = {"name": str, "needs": list, "spans": list, "example": str}
    needs: dict[str, list[list[str]]] = {}
    rows = table.get("frame", [])
    for row in rows:  # the nested lists are checked here, the rest by checked_rows
        groups = row.get("needs", [])
        if not isinstance(groups, list) or not all(
            isinstance(g, list) and all(isinstance(x, str) for x in g) for g in groups
        ):
            raise RuleError(f"{where}: frame {row.get('name')!r}: needs must be lists of relations")
        needs[str(row.get("name"))] = groups
    flat = {"frame": [{**row, "needs": ["checked"]} for row in rows]}
    optional = {"marked": bool, "mark": list, "xpos": list, "case": list, "to": bool}
    for row in checked_rows(flat, "frame", where=where, required=required, optional=optional):
        frames[row["name"]] = Frame(
            name=row["name"],
            needs=tuple(frozenset(g) for g in needs[row["name"]]),
            spans=frozenset(row["spans"]),
            marked=row.get("marked", False),
            mark=frozenset(row.get("mark", ())),
            xpos=frozenset(row.get("xpos", ())),
            case=frozenset(row.get("case", ())),
            to=row.get("to", False),
            example=row["example"],
        )
    classes: dict[str, CueClass] = {}
    text = {"name": str, "example": str}
    for n, row in enumerate(table.get("class", []), 1):
        takes = row.get("takes")
        if not isinstance(takes, list) or any(not isinstance(x, str) or x not in frames for x in takes):
            raise RuleError(f"{where}: [[class]] row {n}: takes {takes!r}, which are no frames")
    flat = {"class": [{k: v for k, v in row.items() if k != "takes"} for row in table.get("class", [])]}
    for row, full in zip(
        checked_rows(
            flat,
            "class",
            where=where,
            required=text,
            optional={
                "marked": bool,
                "quotes": bool,
                "reports": bool,
                "person": bool,
                "passes_on": bool,
                "names": bool,
                "flag": str,
            },
        ),
        table["class"],
        strict=True,
    ):
        classes[row["name"]] = CueClass(
            row["name"],
            tuple(frames[x] for x in full["takes"]),
            row.get("marked", False),
            row.get("quotes", True),
            row.get("reports", False),
            row.get("person", False),
            row.get("passes_on", False),
            row.get("names", False),
            row.get("flag", ""),
            row["example"],
        )
    sources = []
    text = {"name": str, "path": str, "example": str}
    for row in checked_rows(
        table, "source", where=where, required=text, optional={"voice": str, "through": str}
    ):
        if row.get("voice", "passive") != "passive":
            raise RuleError(f"{where}: source {row['name']!r}: voice can only be 'passive'")
        steps = _path(row["path"], f"{where}: source {row['name']!r}")
        sources.append(SourcePath(row["name"], steps, "voice" in row, row.get("through", ""), row["example"]))
    return FrameRules(frames, classes, tuple(sources))
