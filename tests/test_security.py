"""What docs/security.md promises: every threat it names is met by a test that exists."""

from __future__ import annotations

import ast
import os
import pickle
import sqlite3
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import regex
from attrs import evolve
from quotations import QUOTE
from test_tracking_store import gold

from quotex.errors import ModelError
from quotex.export import write
from quotex.parsing.models import load_models
from quotex.records import Article
from quotex.tracking.store import Store

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "quotex" / "models" / "quotex-en"
INJECTION = "Robert'); DROP TABLE quotes; -- \" ] ` %s ?"


@cache
def functions(path: Path) -> frozenset[str]:
    return frozenset(
        n.name for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)
    )


def test_every_threat_names_tests_that_exist() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    table = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(table) > 12
    for line in table:
        named = regex.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line)
        assert named, line
        for path, name in named:
            assert name in functions(ROOT / path), (path, name)


class Poison:
    """A pickle of it makes a folder when it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.mark),)


@pytest.mark.parametrize("name", sorted(p.name for p in MODEL.glob("*.pt")))
def test_a_poisoned_model_file_runs_nothing(name: str, tmp_path: Path) -> None:
    folder, mark = tmp_path / "model", tmp_path / "ran"
    folder.mkdir()
    for path in MODEL.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / name).unlink()
    (folder / name).write_bytes(pickle.dumps({"config": Poison(mark)}, protocol=2))
    with pytest.raises(ModelError, match=str(folder)):
        load_models(str(folder), "cpu", "full")
    assert not mark.exists()
    pickle.loads((folder / name).read_bytes())
    assert mark.exists(), "the poison is none"


def test_sql_in_a_name_stays_a_name(tmp_path: Path) -> None:
    article, quotes = gold()[0]
    hostile = evolve(article, id=INJECTION, title=INJECTION, outlet=INJECTION, url=INJECTION)
    said = [evolve(q, speaker=INJECTION, article_id=INJECTION, text=INJECTION) for q in quotes[:1]]
    with Store(tmp_path / "s.db") as store:
        store.add(hostile, said)
        assert next(iter(store.articles())) == INJECTION
        assert [q.speaker for q in store.quotes()] == [INJECTION]
        assert [p.speaker for p in store.track(translations=False)] == [INJECTION]
        assert [a.id for a in store.versions(INJECTION)] == [INJECTION]
    write([evolve(QUOTE, speaker=INJECTION, title=INJECTION)], tmp_path / "out.db")
    db = sqlite3.connect(tmp_path / "out.db")
    assert db.execute("SELECT speaker FROM quotes").fetchall() == [(INJECTION,)]
    db.close()


def test_nothing_is_pickled() -> None:
    """No module imports what runs code on reading."""
    banned = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
    for path in (ROOT / "quotex").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not banned & {alias.name.split(".")[0] for alias in node.names}, path
            elif isinstance(node, ast.ImportFrom):
                names = [alias.name for alias in node.names]
                assert (node.module or "").split(".")[0] not in banned or names == ["UnpicklingError"], path


def test_no_article_makes_a_connection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pages, feeds and e-mails that name addresses are read without asking anybody."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    from quotex.reading import read

    page = (
        '<html><head><link rel="stylesheet" href="https://a.example/a.css"><base href="https://a.example/">'
        "</head><body><article><p>We stayed all night, she said to the press in Vell on Tuesday.</p>"
        '<img src="https://a.example/a.png"><script src="https://a.example/a.js"></script></article></body></html>'
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "a.rss").write_text(
        '<rss version="2.0"><channel><item><link>https://a.example/a</link><description>We stayed. '
        "&lt;img src='https://a.example/a.png'&gt;</description></item></channel></rss>",
        "utf-8",
    )
    items = list(read([tmp_path]))
    assert len(items) == 2
    assert all(isinstance(item, Article) for item in items)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,a", "file:///etc/passwd", " javascript:a"]
)
def test_only_web_addresses_become_links(url: str, tmp_path: Path) -> None:
    """In workbooks; in the report the one function that makes links asks for the protocol."""
    write([evolve(QUOTE, url=url)], tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert not [cell for row in sheet for cell in row if cell.hyperlink]
    scripts = {p.name: p.read_text("utf-8") for p in (ROOT / "quotex" / "report" / "assets").glob("*.js")}
    assert '["http:", "https:"].includes(new URL(url).protocol)' in scripts["dom.js"]
