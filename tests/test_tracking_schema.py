"""Versions of the store: old ones are brought forward, whole or not at all; others are refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from quotex.errors import InputError
from quotex.records import Article
from quotex.tracking import schema
from quotex.tracking.store import Store

STORES = sorted((Path(__file__).parent / "stores").glob("version-*.sql"))
ROOTS = [
    ("The ferry will not sail again before late April", ["identical", "substituted"]),
    ("nobody will lose a day's pay", ["identical"]),
    ("the decision “a gift to the bus companies”", ["identical"]),
]


def written(dump: Path, path: Path) -> Path:
    """A store file of an SQL dump."""
    db = sqlite3.connect(path)
    db.executescript(dump.read_text("utf-8"))
    db.close()
    return path


def tables(path: Path) -> dict[str, str]:
    """The definitions in a store, without regard to blanks."""
    db = sqlite3.connect(path)
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    db.close()
    return {name: " ".join(sql.split()) for name, sql in rows}


def version(path: Path) -> int:
    db = sqlite3.connect(path)
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    db.close()
    return found


def checked(path: Path) -> list[tuple[str, ...]]:
    """What SQLite finds wrong with a file."""
    db = sqlite3.connect(path)
    found = (
        db.execute("PRAGMA integrity_check").fetchall() + db.execute("PRAGMA foreign_key_check").fetchall()
    )
    db.close()
    return found


def test_there_is_one_of_the_oldest_version() -> None:
    assert [p.stem for p in STORES][:1] == ["version-1"]


def test_the_first_step_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores made by a step exist: it may never be edited."""
    old = written(STORES[0], tmp_path / "old.db")
    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
    db = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    schema.migrate(db, "new.db")
    db.close()
    assert tables(tmp_path / "new.db") == tables(old)


@pytest.mark.parametrize("dump", STORES, ids=lambda p: p.stem)
def test_an_old_store_opens(dump: Path, tmp_path: Path) -> None:
    path = written(dump, tmp_path / "old.db")
    Store(tmp_path / "new.db").close()
    with Store(path) as store:
        assert set(store.articles()) == {"courier/ferry", "radio/ferry"}
        assert len(store.versions("courier/ferry")) == 2
        assert {q.speaker for q in store.search("ferry")} == {"Ines Ferrol"}
        # What an older version tracked is either still there or made anew.
        found = store.track(translations=False)
        assert [(p.text, [a.relation for a in p.appearances]) for p in found] == ROOTS
        assert store.add(Article(id="third", text="Rain fell."), [])
        assert not store.add(Article(id="third", text="Rain fell."), [])
    assert checked(path) == [("ok",)]
    assert version(path) == len(schema.MIGRATIONS)
    assert tables(path) == tables(tmp_path / "new.db")


def test_later_versions_are_refused(tmp_path: Path) -> None:
    Store(tmp_path / "later.db").close()
    later = sqlite3.connect(tmp_path / "later.db")
    later.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    later.close()
    with pytest.raises(InputError, match="later version"):
        Store(tmp_path / "later.db")


@pytest.mark.parametrize("user_version", [0, 1, 7])
def test_foreign_databases_are_refused_and_left_alone(user_version: int, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE things (name TEXT)")
    other.execute(f"PRAGMA user_version = {user_version}")
    other.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"no store of quotex|later version"):
        Store(path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other.db"]


def test_files_that_are_no_database_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is no database, and long enough to be one" * 40)
    with pytest.raises(InputError, match="cannot be opened"):
        Store(tmp_path / "text.db")
    with pytest.raises(InputError, match="cannot be opened"):
        Store(tmp_path / "missing" / "folder.db")


def fails(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM facts")
    raise sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize(
    "step",
    ["CREATE TABLE more (name TEXT); CREATE TABLE articles (name TEXT);", fails],
    ids=["sql", "python"],
)
def test_a_step_that_fails_changes_nothing(
    step: schema.Step, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(STORES[0], tmp_path / "s.db")
    Store(path).close()
    before = tables(path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    with pytest.raises(InputError, match="cannot be opened"):
        Store(path)
    monkeypatch.undo()
    assert tables(path) == before
    with Store(path) as store:
        assert len(store.passages()) == len(ROOTS)


def test_steps_of_both_kinds_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(STORES[0], tmp_path / "s.db")
    Store(path).close()
    script = """
    CREATE TABLE notes (words TEXT DEFAULT 'a; b');
    CREATE TRIGGER noted AFTER DELETE ON notes BEGIN DELETE FROM facts; DELETE FROM notes; END;
    INSERT INTO notes DEFAULT VALUES"""

    def shout(db: sqlite3.Connection) -> None:
        db.execute("UPDATE notes SET words = upper(words)")

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, script, shout))
    Store(path).close()
    db = sqlite3.connect(path)
    assert db.execute("SELECT words FROM notes").fetchall() == [("A; B",)]
    db.close()
    assert version(path) == len(schema.MIGRATIONS)


@pytest.mark.parametrize("old", [False, True])
def test_many_processes_open_one_store_at_once(old: bool, tmp_path: Path) -> None:
    """Each step is taken once, however many wait to take it."""
    path = tmp_path / "s.db"
    if old:
        written(STORES[0], path)
    go = tmp_path / "go"
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom quotex.tracking.store import Store\n"
        "print('ready', flush=True)\n"
        "while not Path(sys.argv[2]).exists(): time.sleep(0.001)\n"
        "Store(sys.argv[1]).close()\n"
    )
    command = [sys.executable, "-c", script, str(path), str(go)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    go.touch()
    for process in running:
        _, complaint = process.communicate(timeout=60)
        assert (process.returncode, complaint) == (0, "")
    assert version(path) == len(schema.MIGRATIONS)
