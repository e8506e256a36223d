"""Export: columns, guards, round trips, every format found by itself."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotations import QUOTE, QUOTES, TEXT

import quotex
from quotex.columns import json_row, quote_of
from quotex.errors import InputError
from quotex.export import COLUMNS, TableWriter, export_format, export_formats, json_line
from quotex.export.guard import guard, unguard
from quotex.records import Quote

CONTRACT = """
outlet published title speaker speaker_role speaker_type channel kind quote verbatim cue mention via
addressee venue said_on polarity original_language channel_evidence channel_inherited confidence rule flags
url article_id quote_id start end
"""


def test_columns_are_those_of_the_contract() -> None:
    assert tuple(CONTRACT.split()) == COLUMNS


def test_csv_bytes(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "quotes.csv"
    quotex.write_csv([QUOTE], path)
    header, row, end = path.read_bytes().split(b"\n")
    assert header.decode() == ",".join(COLUMNS)
    assert row.decode() == (
        "The Ledger,2026-03-04,'-50 degrees: a town waits,Ines Ferrol,grocer,person,interview,direct,"
        '"Nobody heard us, ever.",Nobody heard us | ever.,told,she,Radio Vest | AFP,,,2026-03-03,asserted,,'
        "told Radio Vest,false,0.877,,,,a,q1,8,40"
    )
    assert end == b""


def test_read_csv(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    quotex.write_csv([QUOTE], path, bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfoutlet")
    (row,) = quotex.read_csv(path)
    assert tuple(row) == COLUMNS
    assert row["title"] == "-50 degrees: a town waits"
    quotex.write_csv([QUOTE], path, guard=False)
    assert b",-50 degrees" in path.read_bytes()
    assert quotex.read_csv(path, guarded=False) == [row]


def test_an_empty_table_has_its_header(tmp_path: Path) -> None:
    quotex.write_csv([], tmp_path / "q.csv")
    assert (tmp_path / "q.csv").read_text() == ",".join(COLUMNS) + "\n"
    assert quotex.read_csv(tmp_path / "q.csv") == []


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@me", "'@me"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("＠me", "'＠me"),
        ("'=1", "''=1"),
        ("''@", "'''@"),
        ("'Tis", "'Tis"),
        ("a=1", "a=1"),
        ("", ""),
        ("'", "'"),
        ("\u201c=1\u201d", "\u201c=1\u201d"),
    ],
)
def test_guard(cell: str, guarded: str) -> None:
    assert guard(cell) == guarded
    assert unguard(guarded) == cell


@given(TEXT)
def test_guard_is_undone(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert not guard(cell).startswith(tuple("=+-@\t\r\n＝＋－＠"))


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_tables_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("t") / "t.csv"
    with path.open("wb") as stream:
        table = TableWriter(stream, ("a", "b"))
        for a, b in rows:
            table.write({"a": a, "b": b})
    assert [list(row.values()) for row in quotex.read_csv(path)] == rows
    # Any other reader agrees on where the cells are.
    other = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))[1:]
    assert [[unguard(c) for c in row] for row in other] == rows


@given(st.lists(QUOTES, max_size=3))
def test_jsonl_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, quotes: list[Quote]) -> None:
    path = tmp_path_factory.mktemp("t") / "q.jsonl"
    quotex.write_jsonl(quotes, path)
    assert len(path.read_bytes().splitlines()) == path.read_bytes().count(b"\n") == len(quotes)
    back = quotex.read_jsonl(path)
    assert [json_row(q) for q in back] == [json_row(q) for q in quotes]


def test_jsonl_row() -> None:
    row = json.loads(json_line(json_row(QUOTE)))
    assert tuple(row)[: len(COLUMNS)] == COLUMNS
    assert row["content"] == [[8, 14], [30, 40]]
    assert row["source"] == [[16, 20]]
    assert row["cue_spans"] == [[21, 25]]
    assert row["channel_evidence_span"] == [21, 29]
    assert row["via"] == ["Radio Vest", "AFP"]
    assert (row["start"], row["end"], row["published"]) == (8, 40, "2026-03-04")
    assert row["venue"] is None
    assert json_row(quote_of({**row, "channel_evidence_span": None}))["channel_evidence_span"] is None


def test_dates_come_back_as_dates(tmp_path: Path) -> None:
    quotex.write_jsonl([QUOTE], tmp_path / "q.jsonl")
    assert quotex.read_jsonl(tmp_path / "q.jsonl")[0].published == date(2026, 3, 4)
    assert quote_of({**json_row(QUOTE), "published": "2026-03-04T10:00:00"}).published == datetime(
        2026, 3, 4, 10
    )
    assert quote_of({**json_row(QUOTE), "published": "spring"}).published == "spring"


def test_lone_surrogates_do_not_stop_the_export(tmp_path: Path) -> None:
    quote = quote_of({**json_row(QUOTE), "quote": "a\ud83db"})
    quotex.write_csv([quote], tmp_path / "q.csv")
    assert quotex.read_csv(tmp_path / "q.csv")[0]["quote"] == "a\ufffdb"
    quotex.write_jsonl([quote], tmp_path / "q.jsonl")
    assert quotex.read_jsonl(tmp_path / "q.jsonl")[0].text == "a\ud83db"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", ":2: malformed JSON"),
        ("[]", ":2: not a JSON object"),
        ("{}", ":2: not a quotation"),
        (json.dumps({**json_row(QUOTE), "content": [[5, 1]]}), "ends before it starts"),
        (json.dumps({**json_row(QUOTE), "content": 5}), "not a quotation"),
        (json.dumps({**json_row(QUOTE), "quote": 5}), "quote must be a string"),
        (json.dumps({**json_row(QUOTE), "via": "x"}), "via must be a list"),
        (json.dumps({**json_row(QUOTE), "confidence": float("nan")}), "confidence must be a number"),
    ],
)
def test_bad_jsonl(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(json_line(json_row(QUOTE)) + line.encode())
    with pytest.raises(InputError, match=reason):
        quotex.read_jsonl(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "no such file"), (b"", "empty file"), (b"a,b\n1\n", ":2: 1 cells under 2 columns")],
)
def test_bad_csv(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "q.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=reason):
        quotex.read_csv(path)


def test_compressed_output_is_the_same_every_time(tmp_path: Path) -> None:
    quotex.write([QUOTE], tmp_path / "q.csv.gz")
    quotex.write([QUOTE], tmp_path / "r.csv.gz")
    assert (tmp_path / "q.csv.gz").read_bytes() == (tmp_path / "r.csv.gz").read_bytes()
    assert gzip.decompress((tmp_path / "q.csv.gz").read_bytes()).startswith(b"outlet,")
    assert quotex.read_csv(tmp_path / "q.csv.gz")[0]["speaker"] == "Ines Ferrol"


@pytest.mark.parametrize(
    ("name", "path", "found"),
    [
        (None, None, "csv"),
        (None, "a.CSV", "csv"),
        (None, "a.b/c.jsonl.gz", "jsonl"),
        ("jsonl", "a.csv", "jsonl"),
    ],
)
def test_format_by_name_or_suffix(name: str | None, path: str | None, found: str) -> None:
    assert export_format(name, path).name == found


@pytest.mark.parametrize(("name", "path"), [("nope", None), (None, "a.nope"), (None, "csv")])
def test_unknown_formats_list_the_known(name: str | None, path: str | None) -> None:
    with pytest.raises(InputError, match="csv"):
        export_format(name, path)


@pytest.mark.parametrize("name", list(export_formats()))
def test_every_format_writes_one_and_none(tmp_path: Path, name: str) -> None:
    form = export_formats()[name]
    for quotes in ([QUOTE], []):
        path = tmp_path / f"q{len(quotes)}{form.suffixes[0]}"
        quotex.write(quotes, path)
        assert path.exists()
    assert (tmp_path / f"q1{form.suffixes[0]}").stat().st_size > 50


def test_grouped_quotations(tmp_path: Path) -> None:
    quotex.write_csv([[QUOTE, QUOTE], [], [QUOTE]], tmp_path / "q.csv")
    assert len(quotex.read_csv(tmp_path / "q.csv")) == 3
