"""The scorers that lie beside the data, and what they say about quotex's quotations.

They are not part of this project: ``DATA/../eval/score.py`` and ``score_people.py`` are loaded by
their path. Figures are fractions of one; spans are code points into the article's text.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from quotex.notebook import Quotes
from quotex.records import Article, Span

Row = dict[str, Any]
Figures = dict[str, float]

KINDS = ("all", "direct", "mixed", "indirect")
SHOWN = (("fuzzy80", 2), ("e2e", 0), ("e2e", 1), ("e2e", 2))
"""Measures of ``score.py`` and which of precision (0), recall (1) and F1 (2) is shown."""
PEOPLE = ("found", "speaker", "speaker_given_found", "channel", "channel_given_found", "macro_f1", "via_f1")


def folder(data: Path) -> Path:
    """Where the scorers lie, given the folder of the data."""
    return data.resolve().parent / "eval"


def scorer(data: Path, name: str = "score") -> ModuleType:
    """``score.py``, or another scorer, as a module."""
    path = folder(data) / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"quotation_{name}", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"no scorer {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> list[Row]:
    """The rows of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_rows(path: Path, table: Iterable[Mapping[str, Any]]) -> Path:
    """Write rows as JSONL, making the folder; gives the path back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in table)
    return path


def article(row: Row) -> Article:
    """The article of a row of PolNeAR, of GUM or of the channel annotations."""
    return Article(
        id=row["id"],
        text=row["text"],
        outlet=row.get("publisher"),
        published=row.get("date"),
        title=row.get("title"),
        url=row.get("url"),
    )


def predicted(quotes: Quotes) -> list[Row]:
    """An article's quotations as ``score.py`` reads them."""
    return [{"content": _lists(q.content), "source": _lists(q.mention), "cue": _lists(q.cue)} for q in quotes]


def predicted_people(quotes: Quotes) -> list[Row]:
    """An article's quotations as ``score_people.py`` reads them."""
    return [
        {
            "article_id": q.article_id,
            "content": _lists(q.content),
            "speaker": q.speaker,
            "channel": q.channel,
            "channel_evidence": list(q.channel_evidence) if q.channel_evidence else None,
            "via": list(q.via),
        }
        for q in quotes
    ]


def _lists(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def score(
    module: ModuleType, gold: Sequence[Row], found: Mapping[str, list[Row]], subset: str
) -> tuple[Figures, list[Row]]:
    """Score one subset.

    Args:
        module: what ``scorer`` gave.
        gold: rows with attributions.
        found: quotations by article id.
        subset: "reported", "direct" ...; see the scorer.

    Returns:
        The figures, and every error (missed, spurious, or with another source).
    """
    errors: list[Row] = []
    parts = module.evaluate(gold, found, module.defaults(subset=subset), errors)
    report = module.report(module.total(count for _, count in parts))
    figures = {}
    for kind in KINDS:
        for measure, which in SHOWN:
            figures[f"{measure} {'PRF'[which]} {kind}"] = report[measure][kind][which]
        figures[f"source head {kind}"] = report["source head"][kind]
    return figures, errors


def score_people(data: Path, gold: Path, found: Path) -> tuple[Figures, str, list[Row]]:
    """Score speakers and channels: the figures, what the scorer prints, and its errors."""
    figures, wrong = found.with_suffix(".figures.json"), found.with_suffix(".errors.tsv")
    command = [sys.executable, str(folder(data) / "score_people.py"), str(gold), str(found)]
    command += ["--json", str(figures), "--errors", str(wrong)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    names = ("id", "kind", "got", "gold", "content")
    errors = [
        dict(zip(names, line.split("\t", 4), strict=False))
        for line in wrong.read_text("utf-8").split("\n")
        if line.count("\t") >= 4
    ]
    table = json.loads(figures.read_text("utf-8"))
    return {name: table[name] for name in PEOPLE}, done.stdout, errors
