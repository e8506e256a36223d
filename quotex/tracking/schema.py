"""The tables of a store, and the steps from each version of them to the next.

Every table is plain SQLite that Datasette opens: text, numbers, and JSON where a cell holds a list.

- ``articles``: every version of every article; ``current`` is 1 for the newest.
- ``quotes``: the quotations of each version, the columns of ``extract``, and ``record`` with all fields.
- ``passages`` and ``appearances``: what tracking made of the current versions, the columns of ``track``.
- ``tracked``, ``witnesses``, ``witness_forms``, ``links``, ``groups``: what tracking found on the way to
  passages, so that new articles need only what they touch (``quotex.tracking.upkeep``).
- ``vectors``: sentence embeddings by the checksum of the text.
- ``facts``: settings and state.
- ``quotes_search``, ``articles_search``: full-text indices (FTS5) over quotes and articles.

A change of the tables is one more step at the end of ``MIGRATIONS``; the steps that were there are never
edited, since stores made by them exist. A step that changes what passages depend on also forgets the fact
``passages_of``, so that the next tracking makes them anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator

from quotex.errors import InputError

Step = str | Callable[[sqlite3.Connection], None]
"""What brings a store to the next version: an SQL script, or a function where SQL alone cannot do it.
Neither begins nor ends a transaction: it runs inside one."""

_FIRST = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    current INTEGER NOT NULL,
    outlet TEXT, published TEXT, title TEXT, url TEXT, author TEXT, language TEXT,
    text TEXT NOT NULL,
    checksum TEXT NOT NULL,
    UNIQUE (article_id, version)
);
CREATE INDEX articles_by_url ON articles (url) WHERE url IS NOT NULL;

CREATE TABLE quotes (
    key INTEGER PRIMARY KEY,
    article_key INTEGER NOT NULL REFERENCES articles (key),
    quote_id TEXT NOT NULL,
    article_id TEXT NOT NULL,
    outlet TEXT, published TEXT, speaker TEXT, speaker_role TEXT, speaker_type TEXT,
    channel TEXT, kind TEXT, quote TEXT NOT NULL, polarity TEXT, confidence REAL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (article_key, quote_id)
);
CREATE INDEX quotes_by_id ON quotes (quote_id);
CREATE INDEX quotes_by_speaker ON quotes (speaker);

CREATE TABLE passages (
    passage_id TEXT PRIMARY KEY,
    quote TEXT NOT NULL, speaker TEXT, outlets TEXT NOT NULL,
    n_outlets INTEGER NOT NULL, n_articles INTEGER NOT NULL, n_independent INTEGER NOT NULL,
    first_outlet TEXT, first_published TEXT, last_published TEXT,
    n_variants INTEGER NOT NULL, flags TEXT NOT NULL, rank INTEGER NOT NULL
);

CREATE TABLE appearances (
    passage_id TEXT NOT NULL REFERENCES passages (passage_id),
    quote_key INTEGER NOT NULL REFERENCES quotes (key),
    article_id TEXT NOT NULL, quote_id TEXT NOT NULL,
    outlet TEXT, published TEXT, speaker TEXT, channel TEXT, quote TEXT NOT NULL,
    relation TEXT NOT NULL, differences TEXT NOT NULL, similarity REAL NOT NULL,
    passage_offset INTEGER NOT NULL, first_seen INTEGER NOT NULL, copied_article INTEGER NOT NULL,
    speaker_differs INTEGER NOT NULL, channel_differs INTEGER NOT NULL, url TEXT,
    place INTEGER NOT NULL,
    PRIMARY KEY (passage_id, place)
) WITHOUT ROWID;
CREATE INDEX appearances_by_quote ON appearances (quote_id);

CREATE TABLE vectors (checksum TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;

CREATE VIRTUAL TABLE quotes_search USING fts5(
    quote, speaker, content='quotes', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER quotes_found AFTER INSERT ON quotes BEGIN
    INSERT INTO quotes_search (rowid, quote, speaker) VALUES (new.key, new.quote, new.speaker);
END;
CREATE VIRTUAL TABLE articles_search USING fts5(
    title, text, content='articles', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_found AFTER INSERT ON articles BEGIN
    INSERT INTO articles_search (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
"""

_SECOND = """
DELETE FROM facts WHERE name = 'passages_of';

CREATE TABLE passages_now (
    passage_id TEXT PRIMARY KEY,
    quote TEXT NOT NULL, speaker TEXT, outlets TEXT NOT NULL,
    n_outlets INTEGER NOT NULL, n_articles INTEGER NOT NULL, n_independent INTEGER NOT NULL,
    first_outlet TEXT, first_published TEXT, last_published TEXT,
    n_variants INTEGER NOT NULL, flags TEXT NOT NULL,
    root_key INTEGER UNIQUE REFERENCES quotes (key),
    signature TEXT
);
INSERT INTO passages_now SELECT
    passage_id, quote, speaker, outlets, n_outlets, n_articles, n_independent, first_outlet, first_published,
    last_published, n_variants, flags, NULL, NULL
FROM passages;
DROP TABLE passages;
ALTER TABLE passages_now RENAME TO passages;

CREATE TABLE tracked (article_key INTEGER PRIMARY KEY REFERENCES articles (key));

CREATE TABLE witnesses (
    quote_key INTEGER PRIMARY KEY REFERENCES quotes (key),
    first_day INTEGER, last_day INTEGER, surname TEXT
);
CREATE INDEX witnesses_by_day ON witnesses (first_day, last_day);
CREATE INDEX witnesses_by_surname ON witnesses (surname);

CREATE TABLE witness_forms (form INTEGER NOT NULL, quote_key INTEGER NOT NULL, PRIMARY KEY (form, quote_key))
WITHOUT ROWID;
CREATE INDEX witness_forms_by_quote ON witness_forms (quote_key);

CREATE TABLE links (
    rule INTEGER NOT NULL, window INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL,
    condition INTEGER NOT NULL, strength REAL NOT NULL, close INTEGER NOT NULL,
    PRIMARY KEY (rule, window, a, b)
) WITHOUT ROWID;
CREATE INDEX links_by_a ON links (a);
CREATE INDEX links_by_b ON links (b);

CREATE TABLE groups (
    root_key INTEGER NOT NULL, quote_key INTEGER NOT NULL, echo INTEGER NOT NULL,
    PRIMARY KEY (root_key, quote_key)
) WITHOUT ROWID;
CREATE INDEX groups_by_quote ON groups (quote_key);
"""

# Datasette offers its search where the content's name stands in double quotes.
_THIRD = """
DROP TABLE quotes_search;
CREATE VIRTUAL TABLE quotes_search USING fts5(
    quote, speaker, content="quotes", content_rowid="key", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO quotes_search (quotes_search) VALUES ('rebuild');
DROP TABLE articles_search;
CREATE VIRTUAL TABLE articles_search USING fts5(
    title, text, content="articles", content_rowid="key", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO articles_search (articles_search) VALUES ('rebuild');
"""

# PRAGMA integrity_check of SQLite 3.40 complains of a table without rowids whose key does not come first.
_FOURTH = """
CREATE TABLE appearances_now (
    passage_id TEXT NOT NULL REFERENCES passages (passage_id),
    place INTEGER NOT NULL,
    quote_key INTEGER NOT NULL REFERENCES quotes (key),
    article_id TEXT NOT NULL, quote_id TEXT NOT NULL,
    outlet TEXT, published TEXT, speaker TEXT, channel TEXT, quote TEXT NOT NULL,
    relation TEXT NOT NULL, differences TEXT NOT NULL, similarity REAL NOT NULL,
    passage_offset INTEGER NOT NULL, first_seen INTEGER NOT NULL, copied_article INTEGER NOT NULL,
    speaker_differs INTEGER NOT NULL, channel_differs INTEGER NOT NULL, url TEXT,
    PRIMARY KEY (passage_id, place)
) WITHOUT ROWID;
INSERT INTO appearances_now SELECT
    passage_id, place, quote_key, article_id, quote_id, outlet, published, speaker, channel, quote, relation,
    differences, similarity, passage_offset, first_seen, copied_article, speaker_differs, channel_differs, url
FROM appearances;
DROP TABLE appearances;
ALTER TABLE appearances_now RENAME TO appearances;
CREATE INDEX appearances_by_quote ON appearances (quote_id);
"""

MIGRATIONS: tuple[Step, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH)
"""One step a version: number n makes a store of version n one of version n + 1."""


def migrate(connection: sqlite3.Connection, where: str) -> None:
    """Bring a store to the present version, each step whole or not at all.

    Several processes may do so at once: each step is taken by one of them, the others wait for it.

    Args:
        connection: in autocommit mode (``isolation_level=None``).
        where: how to name the file in an error.

    Raises:
        InputError: the file is another program's, or of a later version of quotex.
        sqlite3.DatabaseError: a step failed; the store is as it was before that step.
    """
    while _version(connection, where) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have taken the step while this one waited for its turn.
            version = _version(connection, where)
            if version < len(MIGRATIONS):
                _take(connection, MIGRATIONS[version])
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection, where: str) -> int:
    """The version of a file; 0 for one that is new.

    Raises:
        InputError: as of ``migrate``.
    """
    # One statement, since another process may be making the tables right now.
    query = "SELECT user_version, (SELECT json_group_array(name) FROM sqlite_master WHERE type = 'table')"
    found, names = connection.execute(f"{query} FROM pragma_user_version").fetchone()
    version, tables = int(found), set(json.loads(names))
    if version > len(MIGRATIONS):
        raise InputError(
            f"{where}: made by a later version of quotex (schema {version}, known {len(MIGRATIONS)})"
        )
    if tables and (version == 0 or not {"facts", "articles", "quotes"} <= tables):
        raise InputError(f"{where}: a database, but no store of quotex")
    return version


def _take(connection: sqlite3.Connection, step: Step) -> None:
    """Take a step inside the open transaction, which ``executescript`` would end."""
    if callable(step):
        step(connection)
        return
    for statement in _statements(step):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger's body is part of its statement."""
    statement = ""
    for piece in f"{script};".split(";")[:-1]:  # the last statement may lack its semicolon
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
