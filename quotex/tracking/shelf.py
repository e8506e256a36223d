"""What a store keeps of tracking besides passages: witnesses, links and groups, as rows.

Every method runs inside the transaction of its caller.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from quotex.columns import quote_of
from quotex.records import Quote, Span
from quotex.tracking.matches import Best
from quotex.tracking.windows import NEAR_DAYS, Touched

# A link as it is kept: rule, window, checksums of two forms (the smaller first), and their match.
LinkRow = tuple[int, int, int, int, int, float, int]

_DERIVED = ("appearances", "passages", "groups", "links", "witness_forms", "witnesses", "tracked")


class Shelf:
    """Rows of witnesses, links and groups.

    Args:
        db: the store's connection.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def clear(self) -> None:
        """Forget all that tracking made."""
        for table in _DERIVED:
            self._db.execute(f"DELETE FROM {table}")  # nosec B608  # one of our own tables

    def changes(self) -> tuple[list[int], list[int]]:
        """Articles that are not yet tracked, and tracked ones of which there is a newer version."""
        new = "SELECT key FROM articles WHERE current = 1 AND key NOT IN (SELECT article_key FROM tracked)"
        old = "SELECT article_key FROM tracked JOIN articles ON key = article_key WHERE current = 0"
        return self._column(new), self._column(old)

    def quotes_of(self, articles: Collection[int]) -> list[int]:
        """The quotations of some articles."""
        query = "SELECT key FROM quotes WHERE article_key IN (SELECT value FROM json_each(?)) ORDER BY key"
        return self._column(query, articles)

    def read(self, rows: Collection[int]) -> Iterator[tuple[int, Quote]]:
        """Quotations by their keys."""
        query = "SELECT key, record FROM quotes WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
        for key, record in self._db.execute(query, (_json(rows),)):
            yield key, quote_of(json.loads(record))

    def put_witness(self, row: int, forms: Iterable[int], days: Span | None, surname: str | None) -> None:
        """Keep the forms, the days (None if unknown or vague) and the surname of a quotation."""
        first, last = days or (None, None)
        self._db.execute("INSERT INTO witnesses VALUES (?, ?, ?, ?)", (row, first, last, surname))
        self._db.executemany("INSERT INTO witness_forms VALUES (?, ?)", [(form, row) for form in forms])

    def drop_witnesses(self, rows: Collection[int]) -> None:
        """Forget some quotations."""
        given = (_json(rows),)
        self._db.execute(
            "DELETE FROM witness_forms WHERE quote_key IN (SELECT value FROM json_each(?))", given
        )
        self._db.execute("DELETE FROM witnesses WHERE quote_key IN (SELECT value FROM json_each(?))", given)

    def mark(self, new: Iterable[int], old: Iterable[int]) -> None:
        """Note which articles are tracked, and which no longer."""
        self._db.executemany("INSERT INTO tracked VALUES (?)", [(key,) for key in new])
        self._db.executemany("DELETE FROM tracked WHERE article_key = ?", [(key,) for key in old])

    def printed(self, days: Iterable[Span] | None) -> set[int]:
        """The quotations of some stretches of days and those without a date; None for all."""
        if days is None:
            return set(self._column("SELECT quote_key FROM witnesses"))
        out = set(self._column("SELECT quote_key FROM witnesses WHERE first_day IS NULL"))
        for first, last in days:
            query = "SELECT quote_key FROM witnesses WHERE first_day BETWEEN ? AND ? AND last_day >= ?"
            out.update(key for (key,) in self._db.execute(query, (first - NEAR_DAYS, last, first)))
        return out

    def count(self) -> int:
        """How many quotations there are."""
        return int(self._db.execute("SELECT count(*) FROM witnesses").fetchone()[0])

    def with_forms(self, forms: Collection[int], days: Span | None) -> list[int]:
        """The quotations that have one of some forms, printed in a stretch of days or without a date."""
        query = "SELECT DISTINCT quote_key FROM witness_forms WHERE form IN (SELECT value FROM json_each(?))"
        if days is None:
            return self._column(query, forms)
        query += (
            " AND quote_key IN (SELECT quote_key FROM witnesses"
            " WHERE first_day IS NULL OR (first_day <= ? AND last_day >= ?))"
        )
        return self._column(query, forms, days[1], days[0])

    def links(self, touched: Touched) -> Iterator[LinkRow]:
        """The links of the windows that are touched."""
        for query, windows in (
            ("SELECT * FROM links WHERE rule = 0", touched.runs),
            ("SELECT * FROM links WHERE rule IN (1, 2, 3)", touched.near),
        ):
            if windows is None:
                yield from self._db.execute(query)
            else:
                some = f"{query} AND window IN (SELECT value FROM json_each(?))"  # nosec B608  # both parts are ours
                yield from self._db.execute(some, (_json(windows),))

    def links_of(self, forms: Collection[int]) -> Iterator[LinkRow]:
        """All links of some forms; one of two such forms comes twice."""
        given = (_json(forms),)
        yield from self._db.execute("SELECT * FROM links WHERE a IN (SELECT value FROM json_each(?))", given)
        yield from self._db.execute("SELECT * FROM links WHERE b IN (SELECT value FROM json_each(?))", given)

    def best(self, pairs: Collection[Span]) -> dict[Span, Best]:
        """What counts of all links of each of some pairs of forms."""
        out: dict[Span, Best] = {}
        forms = {a for a, _ in pairs}
        query = "SELECT * FROM links WHERE a IN (SELECT value FROM json_each(?))"
        for rule, _, a, b, *match in self._db.execute(query, (_json(forms),)):
            if (a, b) in pairs:
                found = Best.of(rule, *match)
                out[a, b] = max(found, out.get((a, b), found))
        return out

    def change_links(self, gone: Iterable[LinkRow], new: Iterable[LinkRow]) -> None:
        """Replace links."""
        query = "DELETE FROM links WHERE rule = ? AND window = ? AND a = ? AND b = ?"
        self._db.executemany(query, [row[:4] for row in gone])
        self._db.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?)", new)

    def roots_of(self, rows: Collection[int]) -> set[int]:
        """The roots of the groups that some quotations are in."""
        query = "SELECT root_key FROM groups WHERE quote_key IN (SELECT value FROM json_each(?))"
        return set(self._column(query, rows))

    def surnames(self, roots: Collection[int]) -> set[str]:
        """The surnames of the speakers of some roots, as far as they are named."""
        query = (
            "SELECT DISTINCT surname FROM witnesses WHERE surname IS NOT NULL"
            " AND quote_key IN (SELECT value FROM json_each(?))"
        )
        return {name for (name,) in self._db.execute(query, (_json(roots),))}

    def roots_by(self, surnames: Collection[str]) -> set[int]:
        """The roots of all groups whose root is by somebody of a surname."""
        query = (
            "SELECT root_key FROM groups WHERE root_key = quote_key AND quote_key IN"
            " (SELECT quote_key FROM witnesses WHERE surname IN (SELECT value FROM json_each(?)))"
        )
        return set(self._column(query, surnames))

    def groups(self, roots: Collection[int]) -> dict[int, tuple[list[int], list[int]]]:
        """The members and the echoes of the groups of some roots."""
        out: dict[int, tuple[list[int], list[int]]] = {root: ([], []) for root in roots}
        query = (
            "SELECT root_key, quote_key, echo FROM groups"
            " WHERE root_key IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"
        )
        for root, row, echo in self._db.execute(query, (_json(roots),)):
            out[root][echo].append(row)
        return out

    def change_groups(
        self, gone: Collection[int], new: Iterable[tuple[int, Sequence[int], Sequence[int]]]
    ) -> None:
        """Replace groups: roots of those that are gone; root, members and echoes of the new ones."""
        query = "DELETE FROM groups WHERE root_key IN (SELECT value FROM json_each(?))"
        self._db.execute(query, (_json(gone),))
        for root, *both in new:
            rows = [(root, row, echo) for echo, some in enumerate(both) for row in some]
            self._db.executemany("INSERT INTO groups VALUES (?, ?, ?)", rows)

    def passages(self, roots: Collection[int]) -> dict[int, tuple[str, str]]:
        """The id and the signature of the passage of each of some roots."""
        query = (
            "SELECT root_key, passage_id, signature FROM passages"
            " WHERE root_key IN (SELECT value FROM json_each(?))"
        )
        return {root: (name, sum_) for root, name, sum_ in self._db.execute(query, (_json(roots),))}

    def drop_passages(self, ids: Collection[str]) -> None:
        """Forget passages."""
        given = (_json(ids),)
        self._db.execute(
            "DELETE FROM appearances WHERE passage_id IN (SELECT value FROM json_each(?))", given
        )
        self._db.execute("DELETE FROM passages WHERE passage_id IN (SELECT value FROM json_each(?))", given)

    def _column(self, query: str, some: Collection[Any] | None = None, *more: int) -> list[int]:
        given = () if some is None else (_json(some), *more)
        return [value for (value,) in self._db.execute(query, given)]


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values))
