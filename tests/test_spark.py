"""Spark against the single-machine engine: the same quotations, the same passages, whatever comes in."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import quotex
from quotex.columns import json_row, quote_of
from quotex.command import main
from quotex.errors import InputError, QuotexError
from quotex.export import read_csv, read_jsonl, write_jsonl
from quotex.export.lines import json_line
from quotex.records import Article, Passage, Quote
from quotex.spark.building import MEMBERS, Settings, chunks
from quotex.spark.records import article_of_record, article_record, lean
from quotex.spark.session import spark_session
from quotex.spark.stages import Stages
from quotex.tracking import track
from quotex.tracking.columns import APPEARANCE_COLUMNS, appearance_json, passage_row
from tests.tracking_gold import events, read_event
from tests.varied_quotations import articles_of, varied_quotations

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="pyspark (pip install 'quotex[spark]') and Java are not both here",
)
CONF = {
    "spark.sql.shuffle.partitions": "2",
    # One extractor is enough to load.
    "spark.default.parallelism": "1",
    # A test's tables are small: to compile code for them and to plan anew takes longer than to read them.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.memory": "1g",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = tmp_path_factory.mktemp("spark")
    session = spark_session("local[2]", {**CONF, "spark.sql.warehouse.dir": str(folder)})
    yield session
    session.stop()


def rows_of(passages: Sequence[Passage]) -> list[Any]:
    shown = [[passage_row(p), [appearance_json(a) for a in p.appearances]] for p in passages]
    return list(json.loads(json.dumps(shown)))


def records(spark: SparkSession, rows: Sequence[bytes], column: str) -> DataFrame:
    return spark.createDataFrame([(bytearray(row),) for row in rows], f"{column} binary")


@needs_spark
def test_spark_gives_the_passages_of_one_machine(spark: SparkSession) -> None:
    """On gold quotations with translations and copied articles, and on quotations that meet in every way."""
    from quotex.spark.tracking import track as track_on_spark

    told = [read_event(name) for name in events()]
    varied = varied_quotations(500)
    articles = [a for _, some, _ in told for a in some] + articles_of(varied)
    # As they are read back from a file.
    quotes = [quote_of(json_row(q)) for q in [q for _, _, some in told for q in some] + varied]
    expected = track(quotes, articles, window_days=7)
    relations = {a.relation for p in expected for a in p.appearances}
    assert {"possible_translation", "elided", "negation_changed", "number_changed"} <= relations
    assert any(a.copied_article for p in expected for a in p.appearances)
    assert max(len(p.appearances) for p in expected) > 10
    given = [lean(q) for q in quotes]
    random.Random(3).shuffle(given)
    found = track_on_spark(
        records(spark, [*given, *given[:9]], "record"),
        Settings(window_days=7, translations=None),
        Stages(),
        records(spark, [article_record(a) for a in articles], "article"),
    ).collect()
    found.sort(key=lambda row: (row.less_articles, row.less_outlets, row.first, row.id))
    shown = [[json.loads(r.passage), [json.loads(a) for a in r.appearances]] for r in found]
    assert shown == rows_of(expected)


ARTICLES = [
    Article(
        id=f"a{n}",
        text=f'{who} opened the bridge on Monday. "We will never sell this bridge to anybody," {who} said in '
        f"an interview with Radio Vest. The council had asked for {n} more meetings.",
        outlet=outlet,
        published=date(2026, 3, 2),
        title="A bridge opens",
    )
    for n, (who, outlet) in enumerate(
        [("Ines Ferrol", "The Ledger"), ("Ms Ferrol", "Daily Post"), ("Tomas Ruud", "=Echo")], 3
    )
]


@needs_spark
def test_extract_then_track(spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a folder of JSONL parts to passages, through Parquet in between, by the commands."""
    spark.conf.set("spark.sql.shuffle.partitions", "1")
    folder = tmp_path / "articles"
    folder.mkdir()
    lines = [article_record(a) for a in ARTICLES]
    (folder / "part-0.jsonl").write_bytes(b"".join(lines[:2]) + b"{broken\n\n")
    (folder / "part-1.jsonl").write_bytes(lines[2] + b'{"text": "Nobody knows me."}\n{"id": "x"}\n')
    out = tmp_path / "quotes.parquet"
    assert main(["extract", "--engine", "spark", str(folder), "-o", str(out)]) == 1
    told = capsys.readouterr().err
    for reason in ("malformed JSON", "its row has no id", "no text (the key"):
        assert reason in told
    problems = [json.loads(x) for x in _parts(tmp_path / "quotes.parquet.errors")]
    assert len(problems) == 3
    assert all("part-" in p["where"] for p in problems)

    expected = [q for found in quotex.load(cache=False).pipe(ARTICLES) for q in found]
    found = [quote_of(row.asDict()) for row in spark.read.parquet(str(out)).collect()]
    assert sorted(map(json_row_text, found)) == sorted(map(json_row_text, expected))

    tracked = tmp_path / "tracked"
    assert main(["track", "--engine", "spark", str(out), "-o", str(tracked)]) == 0, capsys.readouterr().err
    passages = track(found)
    whole = [p for p, _ in rows_of(passages)]
    assert [json.loads(x) for x in _parts(tracked / "passages.jsonl")] == whole
    table = tmp_path / "appearances.csv"
    table.write_text("".join(f"{x}\n" for x in _parts(tracked / "appearances.csv")), encoding="utf-8")
    shown = read_csv(table)
    assert tuple(shown[0]) == APPEARANCE_COLUMNS
    assert "=Echo" in {row["outlet"] for row in shown}
    assert main(["extract", "--engine", "spark", str(folder / "part-1.jsonl"), "-o", str(out)]) == 1
    assert "quotes.parquet: is there already" in capsys.readouterr().err


def json_row_text(quote: Quote) -> str:
    return json.dumps(json_row(quote), sort_keys=True)


def _parts(folder: Path) -> list[str]:
    parts = sorted(folder.glob("part-*"))
    return [line for part in parts for line in part.read_text(encoding="utf-8").splitlines()]


@needs_spark
def test_a_worker_that_fails_is_told_in_one_line(spark: SparkSession) -> None:
    from quotex.command.cluster import failures
    from quotex.spark.batches import mapped

    def fails(rows: Iterator[Any]) -> Iterator[Any]:
        return ({"id": 1 // row["id"]} for row in rows)

    with pytest.raises(QuotexError, match=r"^Spark gave up: ZeroDivisionError: [^\n]*$"), failures():
        mapped(spark.range(1), fails, "id long").collect()


@needs_spark
def test_components_are_those_of_union_find(spark: SparkSession, tmp_path: Path) -> None:
    from quotex.spark.components import components

    chance = random.Random(5)
    pairs = [(chance.randrange(150), chance.randrange(150)) for _ in range(90)]
    pairs += [(n, n + 1) for n in range(1_000, 1_040)]
    leader: dict[int, int] = {}

    def find(n: int) -> int:
        while leader.setdefault(n, n) != n:
            n = leader[n]
        return n

    for a, b in pairs:
        low, high = sorted((find(a), find(b)))
        leader[high] = low
    expected = {n: find(n) for pair in pairs if pair[0] != pair[1] for n in pair}
    edges = spark.createDataFrame(pairs, "a long, b long")
    found = components(edges, Stages(str(tmp_path / "stages"))).collect()
    assert {row.node: row.component for row in found} == expected
    assert len(found) == len(expected)


@needs_spark
def test_quotations_in_and_what_is_none(spark: SparkSession, tmp_path: Path) -> None:
    from quotex.config import Config
    from quotex.spark.inputs import QUOTATIONS, read, read_articles, read_quotations

    quotes = varied_quotations(5)
    path = tmp_path / "quotes.jsonl"
    write_jsonl(quotes, path)
    with path.open("ab") as stream:
        stream.write(b'\n{"quote_id": "q", "content": [[0, 1]]}\n\xff\n')
    rows, kind = read(spark, [str(path)])
    assert kind == QUOTATIONS
    found = read_quotations(rows, Config()).collect()
    assert {bytes(r.record) for r in found if r.record} == {lean(q) for q in read_jsonl_of(quotes, tmp_path)}
    reasons = sorted(json.loads(r.problem)["reason"] for r in found if r.problem)
    assert reasons == ["not UTF-8", "not a quotation: it has no article_id"]

    same = [Article(id="a", text=f"Text number {n}.") for n in (1, 2, 3)]
    lines = tmp_path / "articles.jsonl"
    lines.write_bytes(b"".join(json_line({"id": a.id, "text": a.text, "date": "2026-03"}) for a in same))
    renamed = [article_of_record(r.article) for r in read_articles(read(spark, [str(lines)])[0]).collect()]
    assert sorted((a.id, a.text) for a in renamed) == [
        ("a", "Text number 1."),
        ("a#2", "Text number 2."),
        ("a#3", "Text number 3."),
    ]
    assert {a.published for a in renamed} == {"2026-03"}
    with pytest.raises(InputError, match="one kind at a time"):
        read(spark, [str(path), str(lines)])
    with pytest.raises(InputError, match="nothing"):
        read(spark, [str(tmp_path / "nothing.jsonl")])


def read_jsonl_of(quotes: list[Quote], folder: Path) -> list[Quote]:
    write_jsonl(quotes, folder / "again.jsonl")
    return read_jsonl(folder / "again.jsonl")


def test_chunks_hold_whole_components() -> None:
    names = [column.split()[0] for column in MEMBERS.split(",")]
    quotes = varied_quotations(30)
    rows = [dict.fromkeys(names) | {"component": n // 4, "record": lean(q)} for n, q in enumerate(quotes)]
    found = list(chunks(rows, size=6))
    assert [len(chunk.quotes) for chunk in found] == [8, 8, 8, 6]
    assert sorted(q.id for chunk in found for q in chunk.quotes) == sorted(q.id for q in quotes)
    for chunk in found:
        assert [q.id for q in chunk.quotes] == sorted(q.id for q in chunk.quotes)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--master", "local"], "go with --engine spark"),
        (["--engine", "spark", "-"], "not standard input"),
        (["--engine", "spark", "--summary", "--jobs", "2"], "--summary, --jobs: not with --engine spark"),
        (["--engine", "spark", "--resume"], "--resume: not with --engine spark"),
        (["--engine", "spark", "--device", "auto"], "--device: not with --engine spark"),
        (["--engine", "spark", "--conf", "memory"], "takes NAME=VALUE"),
        (["--engine", "spark", "--to", "xlsx"], "writes csv, jsonl, parquet, not xlsx"),
    ],
)
def test_wrong_usage(
    arguments: list[str],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("quotex.spark.session.find_spec", lambda name: None)
    assert main(["extract", "in.jsonl", "-o", "out", "--to", "csv", *arguments]) == 2
    assert reason in capsys.readouterr().err


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotex.spark.session.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"needs pyspark, pandas, pyarrow: pip install 'quotex\[spark\]'"):
        spark_session()
