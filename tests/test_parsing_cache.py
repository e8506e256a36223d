"""The cache: what goes in comes out, and nothing that happens to it is an error."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.parsing import Document, ParseCache, Sentence, Token

LETTERS = st.characters(codec=None, exclude_categories=["Zs", "Zl", "Zp", "Cc"])
WORDS = st.text(LETTERS, min_size=1, max_size=5)


def document(words: list[str]) -> Document:
    text, tokens = "", []
    for i, word in enumerate(words):
        start = len(text)
        text += word + " "
        head = -1 if i == 0 else 0
        tokens.append(
            Token(i, start, len(text) - 1, word, "lemma", "X", "XX", "A=B", head, "dep" if i else "root", 0)
        )
    return Document(text, tokens, [Sentence(0, len(words), True, 0)] if words else [])


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(st.lists(WORDS, max_size=6))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    cache = ParseCache(tmp_path_factory.mktemp("cache"))
    made = document(words)
    assert cache.get(made.text, "key") is None
    cache.put(made, "key")
    kept = cache.get(made.text, "key")
    assert kept is not None
    assert (kept.text, list(kept.tokens), list(kept.sentences)) == (made.text, made.tokens, made.sentences)
    assert cache.get(made.text, "other key") is None
    assert cache.get(made.text + "x", "key") is None


@pytest.mark.parametrize("damage", [b"", b"not zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_entry_is_a_miss(tmp_path: Path, damage: bytes) -> None:
    cache = ParseCache(tmp_path)
    cache.put(document(["a", "b"]), "key")
    (entry,) = entries(tmp_path)
    entry.write_bytes(damage)
    assert cache.get("a b ", "key") is None
    cache.put(document(["a", "b"]), "key")
    assert cache.get("a b ", "key") is not None


def changed(entry: Path, **changes: object) -> None:
    """Give an entry other values, in JSON that is well packed."""
    rows = orjson.loads(zlib.decompress(entry.read_bytes()))
    entry.write_bytes(zlib.compress(orjson.dumps({**rows, **changes})))


@pytest.mark.parametrize(
    "changes",
    [
        {"sentences": [[0, 10**12, True, 0]]},
        {"sentences": [[0, 1, True, 0]]},
        {"sentences": [[1, 2, True, 0], [0, 1, True, 0]]},
        {"sentences": [[0, 2.5, True, 0]]},
        {"ends": [1, 10**12]},
        {"starts": [0, -2]},
        {"starts": [0, 4]},
        {"heads": [-1, 7]},
        {"heads": [-1, -2]},
        {"heads": [-1, None]},
        {"starts": [0]},
        {"lemmas": ["a"]},
        {"tagged": [0, 7]},
        {"tags": None},
        {"characters": 5},
        {"padding": " " * 10_000_000},
    ],
)
def test_a_forged_entry_is_a_miss(tmp_path: Path, changes: dict[str, object]) -> None:
    """Whoever could write into the folder makes us neither stumble nor run out of memory."""
    cache = ParseCache(tmp_path)
    cache.put(document(["a", "b"]), "key")
    (entry,) = entries(tmp_path)
    changed(entry)
    assert cache.get("a b ", "key") is not None
    changed(entry, **changes)
    assert cache.get("a b ", "key") is None


@given(damage=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), min_size=1, max_size=4))
def test_any_damage_is_a_miss_or_the_parse(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[float, bytes]]
) -> None:
    cache = ParseCache(tmp_path_factory.mktemp("cache"))
    made = document(["a", "b"])
    cache.put(made, "key")
    (entry,) = entries(cache.folder)
    data = entry.read_bytes()
    for share, piece in damage:
        at = int(share * len(data))
        data = data[:at] + piece + data[at + len(piece) :]
    entry.write_bytes(data)
    found = cache.get(made.text, "key")
    assert found is None or list(found.tokens) == made.tokens


def test_a_foreign_entry_is_a_miss(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path)
    cache.put(document(["a"]), "key")
    (foreign,) = entries(tmp_path)
    cache.put(document(["b"]), "key")
    (own,) = [path for path in entries(tmp_path) if path != foreign]
    own.write_bytes(foreign.read_bytes())
    assert cache.get("b ", "key") is None


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path)
    for n, word in enumerate("abcd"):
        cache.put(document([word]), "key")
        newest = max(entries(tmp_path), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, ns=(n * 10**9, n * 10**9))
    assert cache.get("a ", "key") is not None
    cache.max_bytes = sum(path.stat().st_size for path in entries(tmp_path)) * 6 // 10
    cache.trim()
    assert [cache.get(f"{word} ", "key") is not None for word in "abcd"] == [True, False, False, True]


def test_it_trims_itself(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path, max_bytes=2000)
    for n in range(60):
        cache.put(document([f"word{n}"] * 5), "key")
    assert sum(path.stat().st_size for path in entries(tmp_path)) <= 2300


def test_many_short_runs_stay_within_the_size(tmp_path: Path) -> None:
    for n in range(60):
        ParseCache(tmp_path, max_bytes=4000).put(document([f"word{n}"] * 5), "key")
    assert sum(path.stat().st_size for path in entries(tmp_path)) <= 4000


def test_a_folder_that_cannot_be_used_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ParseCache(tmp_path / "file" / "deeper")
    cache.put(document(["a"]), "key")
    cache.trim()
    assert cache.get("a ", "key") is None


def test_no_half_written_files_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    ParseCache(tmp_path).put(document(["a"]), "key")
    assert entries(tmp_path) == []


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEX_CACHE", str(tmp_path / "here"))
    assert ParseCache().folder == tmp_path / "here"
    monkeypatch.delenv("QUOTEX_CACHE")
    assert ParseCache().folder.name == "parses"


def test_what_killed_processes_left_goes(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path)
    cache.put(document(["a"]), "key")
    (entry,) = entries(tmp_path)
    old, new = entry.parent / "old.tmp", entry.parent / "new.tmp"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache.trim()
    assert entries(tmp_path) == sorted([entry, new])
