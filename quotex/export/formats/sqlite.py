"""SQLite databases, ready for Datasette: articles, quotations, their spans, and full-text search."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from quotex.columns import COLUMNS, cell, values
from quotex.export.formats import ExportFormat, ExportOptions
from quotex.export.tables import encodable
from quotex.records import Article, Quote, Span

OF_THE_ARTICLE = ("outlet", "published", "title", "url")
OF_THE_QUOTE = tuple(c for c in COLUMNS if c not in (*OF_THE_ARTICLE, "quote_id", "article_id"))
TYPES = {"confidence": "REAL", "start": "INTEGER", "end": "INTEGER", "channel_inherited": "INTEGER"}
SCHEMA = f"""
CREATE TABLE articles (
    id TEXT PRIMARY KEY, outlet TEXT, published TEXT, title TEXT, url TEXT, author TEXT
);
CREATE TABLE quotes (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles(id),
    {", ".join(f'"{name}" {TYPES.get(name, "TEXT")}' for name in OF_THE_QUOTE)}
);
CREATE TABLE spans (
    quote_id TEXT NOT NULL REFERENCES quotes(id),
    role TEXT NOT NULL, piece INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (quote_id, role, piece)
) WITHOUT ROWID;
CREATE INDEX quotes_article ON quotes(article_id);
CREATE INDEX quotes_speaker ON quotes(speaker);
CREATE INDEX quotes_channel ON quotes(channel);
CREATE VIEW speakers AS
    SELECT speaker, count(*) AS quotations, count(DISTINCT a.outlet) AS outlets
    FROM quotes q JOIN articles a ON a.id = q.article_id
    WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY quotations DESC, speaker;
-- Datasette knows the table that a search is of by the double quote marks.
CREATE VIRTUAL TABLE quotes_fts USING fts5(quote, speaker, content="quotes", tokenize='unicode61');
"""  # nosec B608  # columns of our own


class SqliteExporter:
    """See ``quotex.export.formats.Exporter``. The database is built in a temporary file."""

    def __init__(self, stream: BinaryIO, options: ExportOptions) -> None:
        self._stream = stream
        self._folder = tempfile.TemporaryDirectory(prefix="quotex-")  # gone with this object at the latest
        self._path = Path(self._folder.name, "quotes.db")
        self._db = sqlite3.connect(self._path)
        with _disk():
            self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)

    def write(self, quotes: Iterable[Quote], article: Article | None = None) -> None:
        """Write an article, if known, and its quotations."""
        with _disk():
            self._write(quotes, article)

    def _write(self, quotes: Iterable[Quote], article: Article | None) -> None:
        if article is not None:
            self._article(
                article.id, article.outlet, article.published_text, article.title, article.url, article.author
            )
        for quote in quotes:
            if article is None:
                self._article(
                    quote.article_id, quote.outlet, quote.published_text, quote.title, quote.url, None
                )
            self._quote(quote)

    def finalize(self) -> None:
        """Write the database to the stream."""
        with _disk():
            self._db.execute("INSERT INTO quotes_fts(quotes_fts) VALUES ('rebuild')")
            self._db.commit()
            self._db.execute("VACUUM")
            self._db.close()
        with self._path.open("rb") as built:
            shutil.copyfileobj(built, self._stream)
        self._folder.cleanup()

    def _article(self, id: str, *row: str | None) -> None:
        self._insert("articles", [encodable(id), *(_text(value) for value in row)])

    def _quote(self, quote: Quote) -> None:
        row = values(quote)
        cells: list[str | float | None] = [encodable(quote.id), encodable(quote.article_id)]
        for name in OF_THE_QUOTE:
            value = row[name]
            cells.append(value if name in TYPES else _text(cell(value)))
        self._insert("quotes", cells)
        evidence = (quote.channel_evidence,) if quote.channel_evidence else ()
        roles: dict[str, tuple[Span, ...]] = {
            "content": quote.content,
            "source": quote.mention,
            "cue": quote.cue,
            "channel_evidence": evidence,
        }
        for role, spans in roles.items():
            for piece, (start, end) in enumerate(spans):
                self._insert("spans", [encodable(quote.id), role, piece, start, end])

    def _insert(self, table: str, row: list[str | float | None]) -> None:
        marks = ", ".join("?" * len(row))
        self._db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)


@contextmanager
def _disk() -> Iterator[None]:
    """What SQLite cannot write is an error like that of any other file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error


def _text(value: str | None) -> str | None:
    return encodable(value) if value else None


FORMAT = ExportFormat(
    name="sqlite",
    suffixes=(".db", ".sqlite", ".sqlite3"),
    description="a SQLite database for Datasette, with full-text search",
    open=SqliteExporter,
    binary=True,
)
