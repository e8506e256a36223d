"""Evidence of channels: labels, frames, verbs and nouns that show how words left their speaker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from quotex.errors import RuleError
from quotex.rules.evidence import ChannelRules, Evidence, Frame, Label, OutletFrame
from quotex.rules.language import ENGLISH, Language
from quotex.rules.tables import Once, Row, checked_rows, read_table

__all__ = [
    "LABELS",
    "ChannelRules",
    "Evidence",
    "Frame",
    "Label",
    "OutletFrame",
    "channel_rules",
    "parse_channel_rules",
]

_T = TypeVar("_T")

LABELS = frozenset(
    [
        "tweet",
        "social_post",
        "speech",
        "debate",
        "press_conference",
        "interview",
        "statement",
        "letter",
        "email",
        "message",
        "phone_call",
        "testimony",
        "document",
        "article",
        "advertisement",
        "recording",
        "conversation",
    ]
)
"""Every channel but "unspecified"."""

RELATIONS = ("adjunct", "addressee", "object", "subject", "owner")
REACHES = ("article", "stretch", "near")
_WORDS = (
    "carriers",
    "authors",
    "author_cues",
    "hosts",
    "elsewhere",
    "there",
    "passers",
    "tellers",
    "according",
    "about",
    "gatherings",
    "places",
    "telling",
    "eras",
    "wrappers",
    "held",
    "parties",
    "ask_cues",
    "scene",
    "spoken_cues",
    "pointing",
    "reply_cues",
    "transcripts",
    "sittings",
    "printed",
    "parts",
    "first_person",
    "asking",
    "leading",
    "owning",
    "agents",
    "utterances",
    "writing_cues",
    "telling_marks",
    "addresses",
    "mouthpiece",
    "mouthpieces",
    "toward",
    "accompanied",
    "against",
    "shouting",
    "addressed",
    "partitive",
    "reaching",
    "things",
)


@cache
def channel_rules(language: Language = ENGLISH) -> ChannelRules:
    """Load the evidence of a language.

    Raises:
        RuleError: a row is not valid; names the file and the row.
    """
    table = language.extended("channels", read_table("channels", language.name))
    return parse_channel_rules(table, f"{language.name}/channels.toml")


def parse_channel_rules(table: Row, where: str) -> ChannelRules:
    """Check a table of evidence and index it.

    Args:
        table: as read from TOML.
        where: how to name the file in an error.

    Raises:
        RuleError: a row is not valid.
    """
    known = {"label", "frame", "verbs", "verb", "evidence", "outlet", "words"}
    if unknown := sorted(set(table) - known):
        raise RuleError(f"{where}: unknown table {unknown[0]!r}")
    labels = _labels(table, where)
    verbs = {
        row["name"]: frozenset(row["lemmas"])
        for row in checked_rows(table, "verbs", where=where, required={"name": str, "lemmas": list})
    }
    frames = _frames(table, verbs, where)
    by_verb: dict[str, Evidence] = {}
    verb_rows: list[Evidence] = []
    once = Once()
    for row in checked_rows(
        table,
        "verb",
        where=where,
        required={"label": str, "lemmas": list, "example": str},
        optional={"rank": int, "vague": bool},
    ):
        label = _known(labels, row["label"], row.at("label"), "label")
        evidence = Evidence(
            label=label.name,
            rank=row.get("rank", label.rank),
            frames=(),
            only=frozenset(),
            unless=frozenset(),
            case=False,
            venue=False,
            weak=False,
            opens=label.opens,
            vague=row.get("vague", False),
            words=tuple((lemma,) for lemma in row["lemmas"]),
            examples=(("", row["example"]),) if "example" in row else (),
            where=row.where,
        )
        verb_rows.append(evidence)
        for lemma in row["lemmas"]:
            once.note(lemma, row, "lemmas")
            by_verb[lemma] = evidence
    nouns = list(_nouns(table, labels, frames, where))
    by_word: dict[str, list[tuple[tuple[str, ...], Evidence]]] = {}
    by_case: dict[str, list[tuple[tuple[str, ...], Evidence]]] = {}
    for evidence in nouns:
        for words in evidence.words:
            (by_case if evidence.case else by_word).setdefault(words[-1], []).append((words, evidence))
    return ChannelRules(
        labels=labels,
        frames=frames,
        verbs=verbs,
        by_verb=by_verb,
        by_word={k: tuple(sorted(v, key=lambda r: -len(r[0]))) for k, v in by_word.items()},
        by_case={k: tuple(sorted(v, key=lambda r: -len(r[0]))) for k, v in by_case.items()},
        triggers=frozenset([*by_verb, *by_word, *(word.lower() for word in by_case)]),
        outlets=_outlets(table, labels, frames, where),
        words=_words(table, where),
        evidence=tuple(verb_rows + nouns),
    )


def _known(among: Mapping[str, _T], name: str, where: str, what: str) -> _T:
    if name not in among:
        raise RuleError(f"{where}: no {what} {name!r}; there are {', '.join(among)}")
    return among[name]


def _labels(table: Row, where: str) -> dict[str, Label]:
    out: dict[str, Label] = {}
    required: dict[str, type] = {
        "name": str,
        "rank": int,
        "carries": str,
        "opens": bool,
        "written": bool,
        "said": bool,
    }
    for row in checked_rows(table, "label", where=where, required=required):
        here = row.where
        if row["name"] not in LABELS:
            raise RuleError(f"{here}: no channel {row['name']!r}")
        if row["carries"] not in REACHES:
            raise RuleError(f"{here}: carries is {row['carries']!r}, not one of {', '.join(REACHES)}")
        out[row["name"]] = Label(
            row["name"], row["rank"], row["carries"], row["opens"], row["written"], row["said"]
        )
    if missing := sorted(LABELS - set(out)):
        raise RuleError(f"{where}: no [[label]] for {missing[0]!r}")
    return out


def _frames(table: Row, verbs: Mapping[str, frozenset[str]], where: str) -> dict[str, Frame]:
    out: dict[str, Frame] = {}
    rows = checked_rows(
        table,
        "frame",
        where=where,
        required={"name": str, "relation": str},
        optional={"prepositions": list, "verbs": str, "held": bool, "alone": str},
    )
    for row in rows:
        here = row.where
        if row["relation"] not in RELATIONS:
            raise RuleError(f"{here}: no relation {row['relation']!r}")
        if (row["relation"] == "adjunct") != bool(row.get("prepositions")):
            raise RuleError(f"{here}: prepositions go with the relation adjunct, and only with it")
        lemmas = _known(verbs, row["verbs"], here, "[[verbs]]") if "verbs" in row else frozenset()
        alone = _known(verbs, row["alone"], here, "[[verbs]]") if "alone" in row else frozenset()
        out[row["name"]] = Frame(
            row["name"],
            row["relation"],
            frozenset(row.get("prepositions", ())),
            lemmas,
            row.get("held", False),
            alone,
        )
    return out


def _nouns(
    table: Row, labels: Mapping[str, Label], frames: Mapping[str, Frame], where: str
) -> list[Evidence]:
    rows = checked_rows(
        table,
        "evidence",
        where=where,
        required={"label": str, "words": list, "frames": list, "examples": list},
        optional={
            "only": list,
            "unless": list,
            "case": bool,
            "venue": bool,
            "weak": bool,
            "opens": bool,
            "rank": int,
            "vague": bool,
        },
    )
    out = []
    for row in rows:
        label = _known(labels, row["label"], row.at("label"), "label")
        for name in row["frames"]:
            _known(frames, name, row.at("frames"), "frame")
        examples = row.get("examples", [])
        if len(row["frames"]) != len(examples) and not (row.added and not examples):
            raise RuleError(f"{row.at('examples')}: one example for each frame")
        if len(set(row["words"])) != len(row["words"]):
            raise RuleError(f"{row.at('words')}: a word stands twice")
        if not all(words.split() for words in row["words"]):
            raise RuleError(f"{row.at('words')}: a word is empty")
        case = row.get("case", False)
        out.append(
            Evidence(
                label=label.name,
                rank=row.get("rank", label.rank),
                frames=tuple(row["frames"]),
                only=frozenset(row.get("only", ())),
                unless=frozenset(row.get("unless", ())),
                case=case,
                venue=row.get("venue", False),
                weak=row.get("weak", False),
                opens=row.get("opens", label.opens),
                vague=row.get("vague", False),
                words=tuple(
                    dict.fromkeys(v for w in row["words"] for v in _spellings(w if case else w.lower()))
                ),
                examples=tuple(zip(row["frames"], examples, strict=False)),
                where=row.where,
            )
        )
    return out


def _spellings(text: str) -> list[tuple[str, ...]]:
    """The words as tokens, with hyphens inside words and as tokens of their own."""
    whole = tuple(text.split())
    split = tuple(re.findall(r"-|[^\s-]+", text))
    tail = tuple(re.findall(r"-?[^\s-]+", text))
    return [words for words in dict.fromkeys([whole, split, tail]) if words]


def _outlets(
    table: Row, labels: Mapping[str, Label], frames: Mapping[str, Frame], where: str
) -> dict[str, OutletFrame]:
    out: dict[str, OutletFrame] = {}
    rows = checked_rows(
        table,
        "outlet",
        where=where,
        required={"frame": str, "label": str, "rank": int, "example": str},
        optional={"broadcast": bool, "cues": list},
    )
    for row in rows:
        _known(frames, row["frame"], row.at("frame"), "frame")
        _known(labels, row["label"], row.at("label"), "label")
        out[row["frame"]] = OutletFrame(
            row["frame"],
            row["label"],
            row["rank"],
            row.get("broadcast", False),
            frozenset(row.get("cues", ())),
            row.get("example", ""),
        )
    return out


def _words(table: Row, where: str) -> dict[str, frozenset[str]]:
    words = table.get("words", {})
    if unknown := sorted(set(words) ^ set(_WORDS)):
        raise RuleError(f"{where}: [words] must hold just {', '.join(_WORDS)}: {unknown[0]!r}")
    for name, values in words.items():
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise RuleError(f"{where}: [words] {name!r} must be a list of strings")
    return {name: frozenset(values) for name, values in words.items()}
