"""``extract --resume``: what an interrupted run left is finished, to the same bytes."""

from __future__ import annotations

import io
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_command_extract import ROOT, StandIn

from quotex.command import gathering, main
from quotex.export.formats import ExportOptions, export_format
from quotex.export.resuming import unfinished
from quotex.export.tables import TableWriter, cells_of, encodable, whole_rows
from quotex.records import Article, Problem

LINES = ("“No,” she said.\n", "Rain fell.\n", '“She said "yes", or =no,” he said.\n', "“One, two”\n“three”\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Articles; every third has no quotation, and one name is hostile to tables."""
    made = tmp_path / "in"
    made.mkdir()
    for n in range(12):
        name = f"{n:02}" if n != 7 else '07=",\n"'
        text = "Rain fell.\n" if n % 3 == 0 else "".join(LINES[(n + i) % len(LINES)] for i in range(n))
        (made / f"{name}.txt").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "extractor", lambda *_: StandIn())


@pytest.mark.parametrize("options", [(), ("--bom",), ("--no-guard",), ("--min-confidence", "0.5")])
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_cut_anywhere_it_is_finished(
    folder: Path, tmp_path: Path, suffix: str, options: tuple[str, ...]
) -> None:
    out = tmp_path / f"q.{suffix}"
    command = ["extract", str(folder), "-o", str(out), *options]
    assert main(command) == 0
    whole = out.read_bytes()
    cuts = {0, 1, 2, 5, len(whole) - 1, len(whole), *random.Random(suffix).sample(range(len(whole)), 40)}
    for cut in sorted(cuts):
        out.write_bytes(whole[:cut])
        assert main([*command, "--resume"]) == 0
        assert out.read_bytes() == whole, cut


def test_only_what_is_left_is_done(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    class Counting(StandIn):
        def quotes(self, article: Article):  # type: ignore[no-untyped-def]
            done.append(article.id)
            return super().quotes(article)

    monkeypatch.setattr(gathering, "extractor", lambda *_: Counting())
    out = tmp_path / "q.csv"
    command = ["extract", str(folder), "-o", str(out), "--resume"]
    assert main(command) == 0  # there is nothing to go on with
    assert len(done) == 12
    with out.open("ab") as file:
        file.write(b"half a ro")
    done.clear()
    assert main(command) == 0
    assert done == ["11"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "one output file"),
        (["-o", "a.csv", "-o", "b.csv"], "one output file"),
        (["-o", "a.xlsx"], "only CSV and JSON Lines"),
        (["-o", "a.csv.gz"], "not compressed"),
        (["-o", "a.csv", "--summary"], "--summary"),
        (["-o", "other.csv"], "not an output of quotex extract"),
        (["-o", "other.jsonl"], "not an output of quotex extract"),
    ],
)
def test_what_cannot_be_gone_on_with(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    reason: str,
) -> None:
    monkeypatch.chdir(folder.parent)
    others = {"other.csv": b"id,text\n1,A\n", "other.jsonl": b'{"id": 1}\n'}
    for name, content in others.items():
        Path(name).write_bytes(content)
    assert main(["extract", str(folder), "--resume", *arguments]) == 2
    assert reason in capsys.readouterr().err
    assert all(Path(name).read_bytes() == content for name, content in others.items())


def test_other_inputs_are_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "q.jsonl"
    assert main(["extract", str(folder), "-o", str(out)]) == 0
    (folder / "05.txt").unlink()
    assert main(["extract", str(folder), "-o", str(out), "--resume"]) == 1
    assert "its article 05 is not among the inputs" in capsys.readouterr().err


@given(st.lists(st.text('ab",\n\r=\ud800', max_size=4), min_size=1, max_size=6), st.integers(0, 60))
def test_rows_are_told_apart_by_their_quotes(cells: list[str], cut: int) -> None:
    stream = io.BytesIO()
    table = TableWriter(stream, ["a", "b"], guarded=False, header=False)
    for cell in cells:
        table.write({"a": cell, "b": "x"})
    every = list(whole_rows(io.BytesIO(stream.getvalue())))
    assert [cells_of(row) for row in every] == [[encodable(cell), "x"] for cell in cells]
    rows = list(whole_rows(io.BytesIO(stream.getvalue()[:cut])))
    assert rows == every[: len(rows)]
    assert len(b"".join(every[: len(rows) + 1])) >= min(cut, len(stream.getvalue()))


def test_problems_pass(tmp_path: Path) -> None:
    problem = Problem(where="a", reason="b")
    left = unfinished(tmp_path / "none.csv", export_format("csv"), ExportOptions())
    assert list(left.rest([problem])) == [problem]


KILLED = """
import sys, time
sys.path.insert(0, "tests")
import test_command_extract
from quotex.command import gathering, main
class Slow(test_command_extract.StandIn):
    def quotes(self, article):
        time.sleep(0.002)
        return super().quotes(article)
gathering.extractor = lambda *_: Slow()
sys.exit(main())
"""


def test_killed_at_any_moment_it_leaves_whole_rows(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "q.jsonl"
    line = '{"text": "' + "“Nobody heard us,” she said.\\n" * 20 + '"}\n'
    source.write_text(line * 300, encoding="utf-8")
    command = [sys.executable, "-c", KILLED, "extract", str(source), "-q", "-o", str(out), "--resume"]
    left = b""
    whole = 0
    for _ in range(4):
        with subprocess.Popen(command, cwd=ROOT) as process:
            while process.poll() is None and not (out.exists() and out.stat().st_size > len(left)):
                time.sleep(0.01)
            time.sleep(random.random() / 10)
            process.send_signal(signal.SIGKILL)
        left = out.read_bytes()
        whole += left.endswith(b"\n")
    # An article is written at once, but Linux itself may break off there, once in some hundred times.
    assert whole >= 3
    assert 0 < left.count(b"\n") < 300 * 20
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    finished = out.read_bytes()
    assert finished.startswith(left)
    assert main(["extract", str(source), "-q", "-o", str(tmp_path / "again.jsonl")]) == 0
    assert (tmp_path / "again.jsonl").read_bytes() == finished
