"""What a store holds as mappings that read when they are asked: articles, spans, sentence embeddings."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from quotex.columns import quote_of
from quotex.records import Article, Span
from quotex.tracking.embeddings import Vectors, sentence_encoder
from quotex.tracking.rows import article_of


class StoredArticles(Mapping[str, Article]):
    """The current articles of a store by id.

    Args:
        db: the store's connection.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __getitem__(self, key: str) -> Article:
        rows = self._db.execute("SELECT * FROM articles WHERE article_id = ? AND current = 1", (key,))
        names = [c[0] for c in rows.description]
        row = rows.fetchone()
        if row is None:
            raise KeyError(key)
        return article_of(dict(zip(names, row, strict=True)))

    def __contains__(self, key: object) -> bool:
        query = "SELECT 1 FROM articles WHERE article_id = ? AND current = 1"
        return self._db.execute(query, (key,)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        rows = self._db.execute("SELECT article_id FROM articles WHERE current = 1 ORDER BY article_id")
        return iter([str(name) for (name,) in rows])

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM articles WHERE current = 1").fetchone()[0])


class StoredSpans(Mapping[str, Sequence[Span]]):
    """The spans of the quotations of each current article, by the article's id.

    Args:
        db: the store's connection.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __getitem__(self, key: str) -> Sequence[Span]:
        query = (
            "SELECT record FROM quotes WHERE article_key IN"
            " (SELECT key FROM articles WHERE article_id = ? AND current = 1)"
        )
        rows = self._db.execute(query, (key,))
        return [span for (record,) in rows for span in quote_of(json.loads(record)).content]

    def __iter__(self) -> Iterator[str]:
        return iter(StoredArticles(self._db))

    def __len__(self) -> int:
        return len(StoredArticles(self._db))


def remembered(db: sqlite3.Connection, texts: Sequence[str]) -> Vectors:
    """Sentence embeddings, each text's once in the life of the store."""
    sums = [checksum(text) for text in texts]
    known: dict[str, Any] = {}
    for sum_ in set(sums):
        row = db.execute("SELECT vector FROM vectors WHERE checksum = ?", (sum_,)).fetchone()
        if row:
            known[sum_] = np.frombuffer(row[0], dtype="<f4")
    new = {sum_: text for sum_, text in zip(sums, texts, strict=True) if sum_ not in known}
    if new:
        for sum_, vector in zip(new, sentence_encoder().encode(list(new.values())), strict=True):
            known[sum_] = vector
            db.execute("INSERT OR IGNORE INTO vectors VALUES (?, ?)", (sum_, vector.astype("<f4").tobytes()))
    return np.stack([known[sum_] for sum_ in sums]).astype(np.float32)


def checksum(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
