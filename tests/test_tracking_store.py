"""The store: order of arrival, articles that come again, search, crashes."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tracking_gold import read_event

from quotex.command.entry import cli
from quotex.errors import InputError
from quotex.extractor import load
from quotex.records import Article, Passage, Quote, quote_id
from quotex.tracking import track
from quotex.tracking.store import Store

EVENTS = ("05-lantern-room-trial", "11-rivermouth-festival-row")


def gold() -> list[tuple[Article, list[Quote]]]:
    """The articles of some events with their quotations, ids unique over all of them."""
    out = []
    for name in EVENTS:
        _, articles, quotes = read_event(name)
        for article in articles:
            own = [q for q in quotes if q.article_id == article.id]
            new = f"{name}/{article.id}"
            kept = [evolve(q, article_id=new, id=quote_id(new, q.content, q.text)) for q in own]
            out.append((evolve(article, id=new), kept))
    return out


def batch(items: list[tuple[Article, list[Quote]]]) -> list[Passage]:
    return track([q for _, quotes in items for q in quotes], [a for a, _ in items], translations=False)


def shape(passages: list[Passage]) -> list[tuple[object, ...]]:
    return [
        (p.id, p.text, p.speaker, p.flags, p.n_independent, p.first_outlet, tuple(map(line, p.appearances)))
        for p in passages
    ]


def line(appearance: object) -> tuple[object, ...]:
    a = appearance
    return (
        a.quote.id,
        a.relation,
        a.passage_offset,
        a.differences,
        a.similarity,
        a.copied_article,
        a.first_seen,
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), again=st.booleans())
def test_any_order_gives_what_a_batch_gives(tmp_path: Path, seed: int, again: bool) -> None:
    items = gold()
    want = shape(batch(items))
    random.Random(seed).shuffle(items)
    with Store(tmp_path / f"{seed}-{again}.db") as store:
        for n, (article, quotes) in enumerate(items):
            store.add(article, quotes)
            if again:
                assert not store.add(article, quotes)
            if n == len(items) // 2:
                store.track(translations=False)
        assert shape(store.track(translations=False)) == want
        assert shape(store.passages()) == want
    (tmp_path / f"{seed}-{again}.db").unlink()


def test_unchanged_store_is_not_tracked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = gold()
    with Store(tmp_path / "s.db") as store:
        for article, quotes in items:
            store.add(article, quotes)
        first = store.track(translations=False)
        monkeypatch.setattr("quotex.tracking.store.Upkeep", None)
        assert shape(store.track(translations=False)) == shape(first)
        assert all(store.known(article) for article, _ in items)
        with pytest.raises(TypeError):
            store.track(translations=False, window_days=1)


def test_what_is_known_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run finds no quotations anew, a third one those of the new article only."""
    folder, store = tmp_path / "articles", str(tmp_path / "s.db")
    folder.mkdir()
    words = '"The ferry will not sail again before late April," said Ines Ferrol, the harbor master.'
    parsed: list[str] = []
    extractor = load()

    def pipe(items: Iterable[Article], **more: object) -> Iterator[object]:
        for found in extractor.pipe(items):
            parsed.append(found.article.outlet)  # type: ignore[union-attr]
            yield found

    monkeypatch.setattr("quotex.command.gathering.extractor", lambda *_: SimpleNamespace(pipe=pipe))
    printed = []
    for outlets in (["Courier", "Radio"], [], ["Ledger"]):
        for outlet in outlets:
            text = f"Outlet: {outlet}\nPublished: 2026-03-04\n\nRain fell on the {outlet}. {words}\n"
            (folder / f"{outlet}.txt").write_text(text)
        done = CliRunner().invoke(cli, ["track", str(folder), "--store", store], standalone_mode=False)
        assert (done.return_value, done.exception) == (0, None)
        printed.append(len(done.stdout.splitlines()))
        assert parsed == outlets
        parsed.clear()
    assert printed == [3, 3, 4]


def test_changed_text_is_a_new_version(tmp_path: Path) -> None:
    article, quotes = gold()[0]
    changed = evolve(article, text=article.text + "\n\nThis article was corrected.")
    with Store(tmp_path / "s.db") as store:
        assert store.add(article, quotes)
        assert store.add(changed, quotes[:2])
        assert not store.add(changed, quotes[:2])
        assert [a.text for a in store.versions(article.id)] == [article.text, changed.text]
        assert {q.id for q in store.quotes()} == {q.id for q in quotes[:2]}
        assert store.articles()[article.id].text == changed.text
        assert sum(p.n_articles for p in store.track(translations=False)) == len(quotes[:2])


def test_same_address_is_the_same_article(tmp_path: Path) -> None:
    article, quotes = gold()[0]
    with Store(tmp_path / "s.db") as store:
        store.add(article, quotes)
        assert store.known(evolve(article, id="another"))
        other = evolve(article, url="https://elsewhere.example/1", outlet="Elsewhere", text="Not the same.")
        assert not store.known(other)
        assert store.add(other, [])
        assert len(store.articles()) == 2
        assert len(store.versions(article.id)) == 1


def test_search(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        for article, quotes in gold():
            store.add(article, quotes)
        assert {q.speaker for q in store.search("rota")} == {"Dariusz Mehl"}
        assert store.search("nosuchword") == []
        with pytest.raises(InputError, match="no search"):
            store.search('"')


def test_datasette_finds_the_indices(tmp_path: Path) -> None:
    """It looks for the content's name in double quotes, and links tables by their foreign keys."""
    with Store(tmp_path / "s.db"):
        pass
    db = sqlite3.connect(tmp_path / "s.db")
    for table in ("quotes", "articles"):
        pattern = f'%VIRTUAL TABLE%USING FTS%content="{table}"%'
        found = db.execute("SELECT name FROM sqlite_master WHERE sql LIKE ?", (pattern,)).fetchall()
        assert found == [(f"{table}_search",)]
    linked = {row[2] for row in db.execute("PRAGMA foreign_key_list(appearances)")}
    db.close()
    assert linked == {"passages", "quotes"}


def test_whatever_a_text_holds(tmp_path: Path) -> None:
    text = 'A lone \ud800 half, "she said\x00 so".'
    article = Article(id="x\udfff", text=text, title="t\ud801")
    quote = Quote(id="q", article_id="x\udfff", kind="direct", content=((15, 28),), text=text[15:28])
    with Store(tmp_path / "s.db") as store:
        store.add(article, [quote])
        assert store.known(article)
        assert [p.text for p in store.track(translations=False)] == [quote.text]
        assert next(iter(store.articles().values())).text == text


def test_survives_being_killed(tmp_path: Path) -> None:
    """Killed again and again while it adds and tracks, the store ends as if nothing had happened."""
    path = tmp_path / "s.db"
    script = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from test_tracking_store import Store, gold\n"
        "with Store(sys.argv[1]) as store:\n"
        "    for n, (article, quotes) in enumerate(gold()):\n"
        "        store.add(article, quotes)\n"
        "        if n % 4 == 3:\n"
        "            store.track(translations=False)\n"
        "    print('done', flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(path), str(Path(__file__).parent)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    chance = random.Random(5)
    for _ in range(3):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        seen = path.stat().st_mtime_ns if path.exists() else 0
        waited = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < waited:
            if path.exists() and path.stat().st_mtime_ns != seen:
                break
            time.sleep(0.005)
        time.sleep(chance.random() * 0.15)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
        with Store(path) as store:
            kept = store.articles()
            for article, quotes in gold():
                if article.id in kept:
                    have = {q.id for q in store.quotes() if q.article_id == article.id}
                    assert have == {q.id for q in quotes}
    assert subprocess.run(command, env=environment, capture_output=True, check=True).stdout == b"done\n"
    with Store(path) as store:
        assert shape(store.passages()) == shape(batch(gold()))
