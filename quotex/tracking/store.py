"""A store: articles, quotations and passages in one SQLite file that grows article by article.

Each article comes in with its quotations in one transaction, so that after a crash at any moment the
store holds whole articles only; what they change of the passages is changed in one transaction, too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from attrs import evolve

import quotex
from quotex.columns import json_row, quote_of
from quotex.errors import InputError
from quotex.records import Article, Passage, Quote, quote_id
from quotex.tracking.embeddings import encoder_installed
from quotex.tracking.rows import (
    appearance_cells,
    article_cells,
    article_of,
    passage_cells,
    passages_of,
    plain,
    quote_cells,
)
from quotex.tracking.schema import migrate
from quotex.tracking.shelf import Shelf
from quotex.tracking.stored import StoredArticles, StoredSpans, checksum, remembered
from quotex.tracking.tracker import WINDOW_DAYS
from quotex.tracking.upkeep import Upkeep

_BUSY_SECONDS = 60.0


class Store:
    """Articles, quotations and passages in a file; use it in a ``with`` statement.

    At the end of the statement an error of SQLite (a full disk, a damaged file) becomes an InputError;
    what was added before stays.

    Args:
        path: the file, made where it is missing.

    Raises:
        InputError: the file cannot be opened, or is no store.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self._db = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        except sqlite3.DatabaseError as error:
            raise InputError(f"{path}: cannot be opened as a store ({error})") from None
        try:
            migrate(self._db, str(path))  # first: it changes nothing in a file that is no store
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
        except InputError:
            self.close()
            raise
        except sqlite3.DatabaseError as error:
            self.close()
            raise InputError(f"{path}: cannot be opened as a store ({error})") from None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):  # a full disk, a damaged file
            raise InputError(f"{self.path}: {error}") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite itself takes back what a full disk cut short
                self._db.execute("ROLLBACK")
            raise

    def known(self, article: Article) -> bool:
        """Whether the store has this article with this text already."""
        row = self._current(self.stored_id(article))
        return row is not None and row[1] == checksum(article.text)

    def stored_id(self, article: Article) -> str:
        """The id under which an article is or would be kept.

        It is the article's own, but for an article of the same address that came under another id,
        and for another article (another address or outlet) under an id that is taken.
        """
        own_id = plain(article.id)
        url, outlet = plain(article.url or ""), plain(article.outlet or "")
        if url:
            query = (
                "SELECT article_id FROM articles"
                " WHERE url = ? AND ifnull(outlet, '') = ? ORDER BY key LIMIT 1"
            )
            row = self._db.execute(query, (url, outlet)).fetchone()
            if row:
                return str(row[0])
        row = self._db.execute(
            "SELECT url, outlet FROM articles WHERE article_id = ? ORDER BY key LIMIT 1", (own_id,)
        ).fetchone()
        if row is None or (_same(row[0], url) and _same(row[1], outlet)):
            return own_id
        return f"{own_id}#{checksum(f'{url} {outlet}')[:8]}"

    def add(self, article: Article, quotes: Iterable[Quote]) -> bool:
        """Keep an article and its quotations, whole or not at all.

        Returns:
            False if the store has the article with this text already. A changed text becomes a new
            version; the old one is kept and no longer tracked.
        """
        with self._transaction() as db:
            article_id = self.stored_id(article)
            known = self._current(article_id)
            sum_ = checksum(article.text)
            if known is not None and known[1] == sum_:
                return False
            version = 1
            if known is not None:
                last = db.execute("SELECT max(version) FROM articles WHERE article_id = ?", (article_id,))
                version = int(last.fetchone()[0]) + 1
                db.execute("UPDATE articles SET current = 0 WHERE article_id = ?", (article_id,))
            cells = article_cells(evolve(article, id=article_id), version, sum_)
            key = self._insert("articles", cells)
            for quote in quotes:
                kept = quote if quote.article_id == article_id else _moved(quote, article_id)
                self._insert("quotes", {"article_key": key, **quote_cells(json_row(kept))})
        return True

    def quotes(self) -> Iterator[Quote]:
        """The quotations of the current versions, in an order that does not depend on how they came."""
        rows = self._db.execute(
            "SELECT record FROM quotes WHERE article_key IN (SELECT key FROM articles WHERE current = 1)"
            " ORDER BY quote_id, article_id"
        )
        for (record,) in rows:
            yield quote_of(json.loads(record))

    def articles(self) -> Mapping[str, Article]:
        """The current versions by id; each is read when it is asked for."""
        return StoredArticles(self._db)

    def versions(self, article_id: str) -> list[Article]:
        """Every version of an article, oldest first."""
        rows = self._db.execute("SELECT * FROM articles WHERE article_id = ? ORDER BY version", (article_id,))
        names = [c[0] for c in rows.description]
        return [article_of(dict(zip(names, row, strict=True))) for row in rows]

    def search(self, words: str, limit: int = 50) -> list[Quote]:
        """Quotations by full-text search (FTS5 syntax), best first.

        Raises:
            InputError: the words are not valid as a search.
        """
        query = (
            "SELECT record FROM quotes_search JOIN quotes ON quotes.key = quotes_search.rowid "
            "WHERE quotes_search MATCH ? AND article_key IN (SELECT key FROM articles WHERE current = 1) "
            "ORDER BY bm25(quotes_search), quotes.key LIMIT ?"
        )
        try:
            rows = self._db.execute(query, (words, limit)).fetchall()
        except sqlite3.OperationalError as error:
            raise InputError(f"{words!r} is no search ({error})") from None
        return [quote_of(json.loads(record)) for (record,) in rows]

    def track(
        self,
        *,
        window_days: int = WINDOW_DAYS,
        translations: bool | None = None,
        families: Mapping[str, str] | None = None,
        language: str = "en",
    ) -> list[Passage]:
        """The passages of everything in the store, as ``quotex.track`` gives them.

        Only what new articles and new versions touch is tracked anew; all of it if a setting has changed.
        """
        wanted = encoder_installed() if translations is None else translations
        settings = [quotex.__version__, window_days, wanted, sorted((families or {}).items()), language]
        made_by = json.dumps(settings, ensure_ascii=True)
        if self._fact("passages_of") != made_by or any(Shelf(self._db).changes()):
            with self._transaction() as db:
                shelf = Shelf(db)
                if self._fact("passages_of") != made_by:
                    shelf.clear()
                    db.execute("INSERT OR REPLACE INTO facts VALUES ('passages_of', ?)", (made_by,))
                upkeep = Upkeep(
                    shelf,
                    self.articles(),
                    StoredSpans(db),
                    window_days=window_days,
                    encode=partial(remembered, db) if wanted else None,
                    families=families,
                    language=language,
                )
                for root, passage, signature, keys in upkeep.changed():
                    self._keep(root, passage, signature, keys)
        return self.passages()

    def passages(self) -> list[Passage]:
        """The passages as they were last kept."""
        rows = self._db.execute(
            "SELECT * FROM passages "
            "ORDER BY n_articles DESC, n_outlets DESC, coalesce(first_published, '~'), passage_id"
        )
        names = [c[0] for c in rows.description]
        kept = [dict(zip(names, row, strict=True)) for row in rows]
        found = self._db.execute(
            "SELECT appearances.*, quotes.record FROM appearances JOIN quotes ON quotes.key = quote_key "
            "ORDER BY passage_id, place"
        )
        names = [c[0] for c in found.description]
        return passages_of(kept, (dict(zip(names, row, strict=True)) for row in found))

    def _keep(self, root: int, passage: Passage, signature: str, keys: Mapping[tuple[str, str], int]) -> None:
        self._insert("passages", {**passage_cells(passage), "root_key": root, "signature": signature})
        for place, appearance in enumerate(passage.appearances):
            key = keys[appearance.quote.article_id, appearance.quote.id]
            self._insert("appearances", {**appearance_cells(appearance), "quote_key": key, "place": place})

    def _fact(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def _current(self, article_id: str) -> tuple[int, str] | None:
        row = self._db.execute(
            "SELECT key, checksum FROM articles WHERE article_id = ? AND current = 1", (article_id,)
        ).fetchone()
        return None if row is None else (int(row[0]), str(row[1]))

    def _insert(self, table: str, cells: Mapping[str, Any]) -> int:
        names = ", ".join(f'"{name}"' for name in cells)
        marks = ", ".join("?" * len(cells))
        values = [plain(v) if isinstance(v, str) else v for v in cells.values()]
        query = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # nosec B608  # names of our own
        row = self._db.execute(query, values)
        return int(row.lastrowid or 0)


def _moved(quote: Quote, article_id: str) -> Quote:
    """A quotation of an article that is kept under another id."""
    return evolve(quote, article_id=article_id, id=quote_id(article_id, quote.content, quote.text))


def _same(kept: str | None, given: str) -> bool:
    return kept == given or not kept or not given
