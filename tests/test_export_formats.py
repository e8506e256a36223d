"""The formats beside CSV and JSONL, each read back by another reader."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from quotations import QUOTE, QUOTES

import quotex
from quotex.export import COLUMNS, export_formats
from quotex.records import Article, Quote

ARTICLE = Article(id="a", text="x" * 8 + "Nobody" + "y" * 16 + "asked us, " + "z" * 50, outlet="The Ledger")
FORMULA = evolve(QUOTE, id="q2", text="=1+1", url="https://l.example/a?b=c", title="\x00\x1b[31m")


class Found(tuple[Quote, ...]):
    article = ARTICLE


def test_xlsx(tmp_path: Path) -> None:
    import openpyxl

    quotex.write([QUOTE, FORMULA], tmp_path / "q.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "q.xlsx").active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:AB3"
    header, first, second = sheet.iter_rows()
    assert tuple(c.value for c in header) == COLUMNS
    row = dict(zip(COLUMNS, first, strict=True))
    assert row["quote"].value == "Nobody heard us, ever."
    assert row["quote"].alignment.wrap_text
    assert (row["start"].value, row["confidence"].value, row["venue"].value) == (8, 0.877, None)
    row = dict(zip(COLUMNS, second, strict=True))
    assert (row["quote"].value, row["quote"].data_type) == ("=1+1", "s")
    assert row["url"].hyperlink.target == "https://l.example/a?b=c"
    assert row["title"].value == "\ufffd\ufffd[31m"


def test_xlsx_cells_have_a_limit(tmp_path: Path) -> None:
    import openpyxl

    quotex.write([evolve(QUOTE, text="x" * 40_000)], tmp_path / "q.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "q.xlsx").active
    assert sheet["I2"].value == "x" * 32_766 + "…"


def test_sqlite(tmp_path: Path) -> None:
    found = Found((QUOTE, FORMULA))
    quotex.write([found, [evolve(QUOTE, id="q3", article_id="b", title=None)]], tmp_path / "q.db")
    db = sqlite3.connect(tmp_path / "q.db")
    try:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("SELECT id, outlet, title FROM articles ORDER BY id").fetchall() == [
            ("a", "The Ledger", None),
            ("b", "The Ledger", None),
        ]
        assert db.execute("SELECT quotations, outlets FROM speakers").fetchall() == [(3, 1)]
        (made_by,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'quotes_fts'").fetchone()
        assert 'content="quotes"' in made_by, "Datasette finds no search"
        matches = "SELECT q.id FROM quotes_fts f JOIN quotes q ON q.rowid = f.rowid WHERE quotes_fts MATCH ?"
        assert db.execute(matches + " ORDER BY q.id", ["nobody"]).fetchall() == [("q1",), ("q3",)]
        spans = "SELECT role, piece, start, \"end\" FROM spans WHERE quote_id = 'q1' AND role = 'content'"
        assert db.execute(spans).fetchall() == [("content", 0, 8, 14), ("content", 1, 30, 40)]
        assert db.execute("SELECT via, confidence FROM quotes WHERE id = 'q1'").fetchall() == [
            ("Radio Vest | AFP", 0.877)
        ]
    finally:
        db.close()


def test_webannotation(tmp_path: Path) -> None:
    quotex.write(Found((QUOTE, FORMULA)), tmp_path / "q.jsonld")
    page = json.loads((tmp_path / "q.jsonld").read_text())
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    first, second = page["items"]
    assert first["target"][0]["source"] == "urn:quotex:article:a"
    assert first["target"][0]["selector"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "Nobody",
            "prefix": "x" * 8,
            "suffix": "y" * 16 + "asked us, zzzzzz",
        },
        {"type": "TextPositionSelector", "start": 8, "end": 14},
    ]
    assert len(first["target"]) == 2
    assert first["body"][1]["value"] == "interview"
    assert second["target"][0]["source"] == "https://l.example/a?b=c"
    quotex.write([QUOTE, evolve(QUOTE, content=[(1, 3)])], tmp_path / "r.jsonld")
    pieces, single = json.loads((tmp_path / "r.jsonld").read_text())["items"]
    assert [s["type"] for s in pieces["target"][0]["selector"]] == ["TextPositionSelector"]
    assert single["target"][0]["selector"][0]["exact"] == "Nobody heard us, ever."


def test_parquet(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    quotex.write([QUOTE, FORMULA], tmp_path / "q.parquet")
    first, _ = parquet.read_table(tmp_path / "q.parquet").to_pylist()
    assert tuple(first)[: len(COLUMNS)] == COLUMNS
    assert (first["content"], first["via"], first["venue"]) == (
        [[8, 14], [30, 40]],
        ["Radio Vest", "AFP"],
        None,
    )


@settings(max_examples=25)
@given(quote=QUOTES)
@pytest.mark.parametrize("name", list(export_formats()))
def test_any_quotation_can_be_written(
    tmp_path_factory: pytest.TempPathFactory, name: str, quote: Quote
) -> None:
    path = tmp_path_factory.mktemp("any") / "q"
    quotex.write([quote], path, name)
    assert path.stat().st_size > 0
