"""The command ``quotex extract`` around a stand-in for the extractor, and once around the real one."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import quotex
from quotex.command import gathering, main, options
from quotex.export import COLUMNS
from quotex.reading.formats import suffixes
from quotex.records import Article, Problem, Quote, quote_id

ROOT = Path(quotex.__file__).parents[1]


class Found(tuple[Quote, ...]):
    """As the extractor gives them."""

    article: Article | None = None
    problems: tuple[Problem, ...] = ()


class StandIn:
    """Takes every line in curly quotes for a quotation of Ines Ferrol."""

    def pipe(self, articles: Iterable[Article | Problem], **settings: Any) -> Iterator[Found]:
        for item in articles:
            if isinstance(item, Problem):
                found = Found()
                found.problems = (item,)
            else:
                found = Found(self.quotes(item))
                found.article = item
                if "KEYBOARD" in item.text:
                    raise KeyboardInterrupt
                if "BROKEN" in item.text:
                    found.problems = (Problem(where=item.id, reason="broken", article_id=item.id),)
            yield found

    def quotes(self, article: Article) -> Iterator[Quote]:
        at = 0
        for line in article.text.splitlines(keepends=True):
            if line.startswith("“"):
                span = (at + 1, at + line.index("”"))
                text = article.text[slice(*span)]
                yield Quote(
                    id=quote_id(article.id, (span,), text),
                    article_id=article.id,
                    kind="direct",
                    content=(span,),
                    text=text,
                    speaker="Ines Ferrol",
                    channel="tweet",
                    confidence=0.4 if "maybe" in text else 0.9,
                    outlet=article.outlet,
                )
            at += len(line)


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[tuple[Any, ...]]:
    loaded: list[tuple[Any, ...]] = []
    if request.node.get_closest_marker("slow") is None:

        def load(chosen: options.Sources, include_scare: bool) -> StandIn:
            loaded.append((chosen.model, chosen.no_cache, chosen.jobs, include_scare))
            return StandIn()

        monkeypatch.setattr(gathering, "extractor", load)
    return loaded


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(
        "Title: T\nOutlet: The Ledger\n\n“No,” she said.\n“=maybe,” she said.\n", encoding="utf-8"
    )
    return path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_on_standard_output(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(article)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[0] == ",".join(COLUMNS)
    assert [r["quote"] for r in rows(out)] == ["No,", "'=maybe,"]


def test_options(article: Path, capsys: pytest.CaptureFixture[str], stand_in: list[tuple[Any, ...]]) -> None:
    assert main(["extract", str(article), "--no-guard", "--to", "csv", "--model", "m", "--no-cache"]) == 0
    assert [r["quote"] for r in rows(capsys.readouterr().out)] == ["No,", "=maybe,"]
    assert (
        main(
            [
                "extract",
                str(article),
                "--min-confidence",
                "0.5",
                "--to",
                "jsonl",
                "--include-scare",
                "--jobs",
                "3",
            ]
        )
        == 0
    )
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["quote"] == "No,"
    assert stand_in == [("m", True, None, False), ("quotex-en", False, 3, True)]


def test_files_by_suffix(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, lines = tmp_path / "out/q.csv", tmp_path / "out/q.jsonl.gz"
    assert main(["extract", str(article), "-o", str(table), "-o", str(lines), "--bom", "--summary"]) == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(quotex.read_csv(table)) == len(quotex.read_jsonl(lines)) == 2
    shown = capsys.readouterr().out
    assert "1 article of 1 outlet: 2 quotations by 1 speaker\n" in shown
    assert "Ines Ferrol" in shown
    assert "tweet 2" in shown


def test_an_output_in_the_input_folder_is_not_read(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = article.parent / "q.csv"
    for _ in range(2):
        assert main(["extract", str(article.parent), "-o", str(out)]) == 0
    assert len(quotex.read_csv(out)) == 2


def test_bad_inputs_are_named_and_the_rest_is_done(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    lines = tmp_path / "l.jsonl"
    lines.write_text('{"id": "x", "text": "“Yes,” he said."}\n{nope\n', encoding="utf-8")
    broken = tmp_path / "broken.txt"
    broken.write_text("BROKEN\n“Well,” he said.", encoding="utf-8")
    folder = tmp_path / "none"
    folder.mkdir()
    inputs = [str(p) for p in (empty, article, lines, broken, folder, tmp_path / "missing.txt")]
    assert main(["extract", *inputs]) == 1
    out, err = capsys.readouterr()
    assert [r["quote"] for r in rows(out)] == ["No,", "'=maybe,", "Yes,", "Well,"]
    assert err.splitlines() == [
        f"quotex: {empty}: empty file",
        f"quotex: {lines}:2: malformed JSON: Expecting property name enclosed in double quotes (column 2)",
        "quotex: broken: broken",
        f"quotex: {folder}: no articles in this folder (looked for {', '.join(suffixes())})",
        f"quotex: {tmp_path / 'missing.txt'}: no such file or folder",
    ]


def test_the_model_is_not_loaded_for_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], stand_in: list[tuple[Any, ...]]
) -> None:
    assert main(["extract", str(tmp_path / "missing.txt")]) == 1
    assert stand_in == []
    assert capsys.readouterr().out == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--nope"], "No such option '--nope'"),
        (["--to", "nope"], "'nope' is not"),
        (["--min-confidence", "2"], "2.0 is not in the range"),
        (["--jobs", "0"], "0 is not in the range"),
        (["--time-limit", "-1"], "-1.0 is not in the range"),
        (["--device", "tpu"], "'tpu' is not"),
        (["-o", "a.nope"], "no format has this suffix"),
        (["-o", "a.csv", "-o", "b.csv", "--to", "csv"], "--to goes with one -o"),
        (["-o", "a.csv", "-o", "./a.csv"], "named twice"),
        (["--manifest", "nope.csv"], "nope.csv: no such file"),
        (["-", "-"], "named twice"),
    ],
)
def test_usage(
    arguments: list[str],
    reason: str,
    article: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(article.parent)
    assert main(["extract", "a.txt", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert reason in err
    assert sorted(p.name for p in article.parent.iterdir()) == ["a.txt"]


def test_an_input_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "a.csv"
    table.write_text("id,text\n1,A\n", encoding="utf-8")
    assert main(["extract", str(table), "-o", str(table)]) == 2
    assert "would be overwritten" in capsys.readouterr().err
    assert table.read_text(encoding="utf-8") == "id,text\n1,A\n"


def test_no_input_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(io.BytesIO(b"")))
    assert main(["extract"]) == 2
    assert "name at least one INPUT" in capsys.readouterr().err


def test_standard_input_is_the_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("“No,” she said.".encode())))
    assert main(["extract"]) == 0
    assert [r["article_id"] for r in rows(capsys.readouterr().out)] == ["stdin"]


def test_interrupted(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stop = tmp_path / "stop.txt"
    stop.write_text("KEYBOARD", encoding="utf-8")
    out = tmp_path / "q.csv"
    assert main(["extract", str(article), str(stop), "-o", str(out)]) == 130
    assert capsys.readouterr().err == "quotex: interrupted\n"
    assert len(quotex.read_csv(out)) == 2


def test_an_output_that_cannot_be_written(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(article), "-o", str(article / "q.csv")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_hostile_names_stay_on_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Colours, titles, bells, a text that runs backwards: click takes away only some of it."""
    assert main(["extract", str(tmp_path / "a\nb\x1b[31m\x1b]0;t\x07\x9b\u202e.txt")]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.removesuffix("\n").isprintable()


def test_warnings_unless_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title: T\nPublished: some day\n\n“No,” she said.", encoding="utf-8")
    assert main(["extract", str(path)]) == 0
    assert "warning" in capsys.readouterr().err
    assert main(["extract", str(path), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def run(*arguments: str, code: str = "", **kwargs: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "quotex"]
    return subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, check=False, **kwargs)


PATCHED = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a background job
sys.path.insert(0, "tests")
import test_command_extract
from quotex.command import gathering, main
gathering.extractor = lambda *_: test_command_extract.StandIn()
sys.exit(main())
"""


def test_a_reader_that_stops_early(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"text": "“Nobody heard us,” she said.\n" * 50}) + "\n"
    path.write_text(line * 200, encoding="utf-8")
    command = [sys.executable, "-c", PATCHED, "extract", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"outlet,")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_ctrl_c_ends_without_a_traceback(tmp_path: Path) -> None:
    fifo = tmp_path / "never.jsonl"
    os.mkfifo(fifo)
    command = [sys.executable, "-c", PATCHED, "extract", str(fifo)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        with fifo.open("wb") as writer:  # returns when the command reads
            writer.write(b'{"text": "A"}\n')
            writer.flush()
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert err == b"quotex: interrupted\n"
        assert process.returncode == 130
        assert out.startswith(b"outlet,")


LIGHT = """
import sys
from quotex.command import main
status = main()
heavy = {"torch", "stanza", "transformers", "trafilatura", "rich", "numpy", "openpyxl"}
sys.exit(status or bool(heavy & set(sys.modules)))
"""


WITHOUT_COMPILER = """
import sys
from quotex.command import main
status = main()
sys.exit(status or "torch" not in sys.modules or "torch._dynamo" in sys.modules)
"""


def test_the_models_are_loaded_without_torchs_compiler() -> None:
    assert run("extract", "--no-cache", "-", input=b"A word.", code=WITHOUT_COMPILER).returncode == 0


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["extract", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert run(*arguments, code=LIGHT).returncode == 0


def test_version_and_module() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"quotex {quotex.__version__}\n".encode(), b"")
    assert run().returncode == 2
    assert run("nope").stderr == b"quotex: No such command 'nope' (see quotex --help)\n"


@pytest.mark.slow
def test_the_real_extractor(tmp_path: Path) -> None:
    text = "The harbour shut on Tuesday.\n\n“Nobody heard us,” said Ines Ferrol, a grocer.\n"
    (tmp_path / "a.txt").write_text(f"Title: T\nOutlet: The Ledger\n\n{text}", encoding="utf-8")
    done = run("extract", str(tmp_path), str(tmp_path / "no.txt"), "--to", "jsonl", "--no-cache")
    assert done.stderr == f"quotex: {tmp_path / 'no.txt'}: no such file or folder\n".encode()
    assert done.returncode == 1
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["speaker"], row["outlet"], row["article_id"], row["kind"]) == (
        "Ines Ferrol",
        "The Ledger",
        "a",
        "direct",
    )
    assert [text[s:e] for s, e in row["content"]] == ["Nobody heard us"]
