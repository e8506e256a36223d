"""Faults injected: processes killed, disks full, folders read-only, files shared, clocks that jump.

Others stand with what they belong to: a store killed while it adds and tracks (test_tracking_store), damaged
and foreign cache entries (test_parsing_cache), workers killed (test_workers), Ctrl-C and closed pipes
(test_command_extract).
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from test_tracking_store import batch, gold, shape

from quotex.errors import InputError
from quotex.parsing import ParseCache
from quotex.parsing.document import Document, Sentence, Token
from quotex.records import Passage
from quotex.tracking.store import Store

ROOT = Path(__file__).parent.parent
COMMAND = """
import resource, signal, sys
sys.path.insert(0, "tests")
import test_command_extract
from quotex.command import gathering, main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv.pop(1))
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
gathering.extractor = lambda *_: test_command_extract.StandIn()
sys.exit(main())
"""
"""The command with a stand-in for the models, and files that cannot grow beyond so many bytes (0: any)."""


def command(*arguments: str | Path, limit: int = 0) -> list[str]:
    return [sys.executable, "-c", COMMAND, str(limit), *map(str, arguments)]


def run(*arguments: str | Path, limit: int = 0) -> tuple[int, str]:
    """The exit status and what was said."""
    done = subprocess.run(
        command(*arguments, limit=limit), cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Many articles, each of many quotations."""
    path = tmp_path / "in.jsonl"
    text = "".join(f"“Nobody heard us on day {n},” she said.\n" for n in range(30))
    rows = [
        json.dumps(
            {"id": f"a{n}", "outlet": f"Ledger {n}", "published": "2026-03-03", "text": f"{n}\n{text}"}
        )
        for n in range(300)
    ]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("seen", [1, 1_000_000])
def test_extract_is_killed(articles: Path, tmp_path: Path, seen: int) -> None:
    """Whatever was written is whole lines, and a second run writes what one run would have."""
    out = tmp_path / "out.jsonl"
    with subprocess.Popen(
        command("extract", articles, "-o", out), cwd=ROOT, stderr=subprocess.DEVNULL
    ) as process:
        waited = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < waited:
            if out.exists() and out.stat().st_size >= seen:
                break
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    written = out.read_bytes()
    assert written == b"" or written.endswith(b"\n")
    for line in written.splitlines():
        assert json.loads(line)["article_id"]
    assert run("extract", articles, "-o", out) == (0, "")
    assert run("extract", articles, "-o", tmp_path / "once.jsonl") == (0, "")
    assert out.read_bytes() == (tmp_path / "once.jsonl").read_bytes()
    assert out.read_bytes().startswith(written)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "sqlite", "xlsx"])
def test_the_disk_of_the_output_is_full(articles: Path, tmp_path: Path, suffix: str) -> None:
    status, said = run("extract", articles, "-o", tmp_path / f"out.{suffix}", limit=20_000)
    assert status == 1
    assert "Traceback" not in said
    assert said.startswith("quotex: ")
    assert said.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_standard_output_is_full(articles: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("extract", articles),
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "quotex: No space left on device\n"


def test_the_disk_of_the_store_is_full(articles: Path, tmp_path: Path) -> None:
    """One line says so, and what was added before is whole and is gone on with."""
    store = tmp_path / "s.db"
    arguments = "track", articles, "--store", store, "-o", tmp_path / "out", "--no-translations"
    status, said = run(*arguments, limit=400_000)
    assert status == 1
    assert said.splitlines()[-1].startswith(f"quotex: {store}: ")
    assert "Traceback" not in said
    with Store(store) as kept:
        counts = [len([q for q in kept.quotes() if q.article_id == i]) for i in list(kept.articles())[:5]]
    assert set(counts) <= {30}
    db = sqlite3.connect(store)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_track_is_killed(tmp_path: Path) -> None:
    """The store then holds whole articles, and a second run finishes it as one run would have."""
    rows = [
        {
            "id": f"a{n}",
            "outlet": f"Ledger {n}",
            "published": "2026-03-03",
            "text": f"“No day {n},” she said.\n" * 4,
        }
        for n in range(400)
    ]
    source, store, once = tmp_path / "in.jsonl", tmp_path / "s.db", tmp_path / "once.db"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    arguments = "track", source, "--no-translations", "-o"
    first = command(*arguments, tmp_path / "out", "--store", store)
    process = subprocess.Popen(first, cwd=ROOT, stderr=subprocess.DEVNULL)
    waited = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < waited and stored(store) < 20:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL
    with Store(store) as kept:
        counts = Counter(q.article_id for q in kept.quotes())
        assert 20 <= len(kept.articles()) < 400
        assert set(counts) == set(kept.articles())
        assert set(counts.values()) == {4}
    assert run(*arguments, tmp_path / "out", "--store", store) == (0, "")
    assert run(*arguments, tmp_path / "at-once", "--store", once) == (0, "")
    for name in ("passages.csv", "appearances.csv", "passages.jsonl", "appearances.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "at-once" / name).read_bytes()


def stored(path: Path) -> int:
    """How many articles a store holds while another process writes it."""
    if not path.exists():
        return 0
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
    try:
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:  # its tables are not there yet
        return 0
    finally:
        db.close()


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store(path) as store:
        for article, quotes in gold():
            store.add(article, quotes)
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(InputError, match=str(path)):
        tracked(path)


def tracked(path: Path) -> list[Passage]:
    with Store(path) as store:
        return store.track(translations=False)


def test_two_processes_on_one_store(tmp_path: Path) -> None:
    """They add the same articles from both ends; the store holds each once."""
    path = tmp_path / "s.db"
    script = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from test_tracking_store import Store, gold\n"
        "with Store(sys.argv[1]) as store:\n"
        "    for article, quotes in gold()[:: int(sys.argv[2])]:\n"
        "        store.add(article, quotes)\n"
        "        store.track(translations=False)\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path), step], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for step in ("1", "-1")
    ]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert (process.returncode, said) == (0, "")
    with Store(path) as store:
        assert len(store.articles()) == len(gold())
        assert shape(store.track(translations=False)) == shape(batch(gold()))


def parse(word: str) -> Document:
    token = Token(0, 0, len(word), word, word, "NOUN", "NN", "", -1, "root", 0)
    return Document(word, [token], [Sentence(0, 1, True, 0)])


CACHING = """
import sys
sys.path.insert(0, "tests")
from test_faults import ParseCache, parse
cache = ParseCache(sys.argv[1], max_bytes=20_000)
for n in range(200):
    word = f"word{n % 40}"
    found = cache.get(word, "key")
    assert found is None or found.tokens == parse(word).tokens
    cache.put(parse(word), "key")
"""


def test_two_processes_on_one_cache(tmp_path: Path) -> None:
    """One writes, reads and drops what the other writes, reads and drops."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", CACHING, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert (process.returncode, said) == (0, "")
    assert not list(tmp_path.rglob("*.tmp"))


def test_the_disk_of_the_cache_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ParseCache(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    cache.put(parse("word"), "key")
    assert cache.get("word", "key") is None


@pytest.mark.parametrize("jump", [-(10**9), 10**9])
def test_the_clock_jumps(tmp_path: Path, jump: int) -> None:
    """Entries from the future or the far past are found, and go when there are too many."""
    cache = ParseCache(tmp_path, max_bytes=100_000)
    words = [f"word{n}" for n in range(50)]
    for word in words[:25]:
        cache.put(parse(word), "key")
    then = time.time() + jump
    for path in tmp_path.rglob("*.z"):
        os.utime(path, (then, then))
    for word in words[25:]:
        cache.put(parse(word), "key")
    assert all(cache.get(word, "key") for word in words)
    cache.max_bytes = 2000
    cache.trim()
    assert 0 < sum(path.stat().st_size for path in tmp_path.rglob("*.z")) <= 2000


@pytest.mark.slow
def test_a_home_that_cannot_be_written_to(tmp_path: Path) -> None:
    """Nothing is kept, nothing is said, everything is found."""
    path = tmp_path / "a.txt"
    path.write_text("“Nobody heard us,” said Ines Ferrol, a grocer.", "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "QUOTEX_", "HF_"))}
    done = subprocess.run(
        [sys.executable, "-m", "quotex", "extract", str(path), "--to", "jsonl"],
        cwd=ROOT,
        env={**environment, "HOME": "/proc"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["speaker"] == "Ines Ferrol"
