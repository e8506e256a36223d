"""Whose rules count: those of a bundled language, and the rows that a user adds to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from attrs import field, frozen

from quotex.rules.tables import PlacedRow, Row

Rows = Mapping[str, Sequence[PlacedRow]]
"""Rows by the name of their array of tables."""


@frozen
class Language:
    """A language's bundled rules and the rows added to them; equal if the rows are.

    Attributes:
        name: folder of the bundled rules.
        added: file name without suffix ("cues") to the rows added to its arrays of tables.
    """

    name: str = "en"
    added: Mapping[str, Rows] = field(factory=dict, eq=False, repr=False)
    _digest: str = field(init=False, repr=False)

    @_digest.default
    def _of_all(self) -> str:
        return self.fingerprint(*sorted(self.added))

    def extended(self, name: str, table: Row) -> Row:
        """A bundled table with the rows added to it behind its own."""
        rows = self.added.get(name)
        if not rows:
            return table
        return {**table, **{key: [*table.get(key, ()), *more] for key, more in rows.items()}}

    def fingerprint(self, *names: str) -> str:
        """A digest of the rows added to some tables; "" where there are none."""
        rows = {name: self.added[name] for name in names if self.added.get(name)}
        if not rows:
            return ""
        return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()[:16]


ENGLISH = Language()
