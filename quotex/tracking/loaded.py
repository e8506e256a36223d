"""Quotations that were read from a store, as witnesses whose forms are numbered over all that was read."""

from __future__ import annotations

from collections.abc import Iterable

from quotex.records import Quote
from quotex.tracking.candidates import word_hash
from quotex.tracking.information import Information
from quotex.tracking.witness import Rank, Witness, ranked_witnesses
from quotex.tracking.wording import Normaliser


class Loaded:
    """Witnesses of the quotations that were read so far.

    Args:
        normaliser, information: what compares and weighs words.

    Attributes:
        quotes: the quotations, as the witnesses' indices count them.
        keys: the forms, as the witnesses' numbers count them.
        rows: the key of each quotation in the store.
    """

    def __init__(self, normaliser: Normaliser, information: Information) -> None:
        self.quotes: list[Quote] = []
        self.keys: list[str] = []
        self.rows: list[int] = []
        self._normaliser = normaliser
        self._information = information
        self._witnesses: dict[int, Witness] = {}
        self._ranks: list[Rank] = []
        self._forms: dict[str, int] = {}
        self._sums: list[int] = []
        self._by_sum: dict[int, int] = {}

    def add(self, rows: Iterable[tuple[int, Quote]]) -> None:
        """Take quotations by their key in the store; those that are there are left as they are."""
        new = [(key, quote) for key, quote in rows if key not in self._witnesses]
        found, ranks, keys = ranked_witnesses([q for _, q in new], self._normaliser, self._information)
        numbers = [self._number(key) for key in keys]
        for (row, quote), witness in zip(new, found, strict=True):
            witness.index = len(self.quotes)
            witness.form = numbers[witness.form]
            witness.parts = tuple(numbers[part] for part in witness.parts)
            self._witnesses[row] = witness
            self.quotes.append(quote)
            self.rows.append(row)
        self._ranks.extend(ranks)

    def __contains__(self, row: int) -> bool:
        return row in self._witnesses

    def witness(self, row: int) -> Witness:
        """The witness of a quotation by its key in the store."""
        return self._witnesses[row]

    def in_order(self, rows: Iterable[int]) -> list[Witness]:
        """Witnesses of some quotations, each told its place among them, the best root first."""
        found = [self._witnesses[row] for row in rows]
        found.sort(key=lambda w: self._ranks[w.index])
        for place, witness in enumerate(found):
            witness.order = place
        return found

    def row(self, witness: Witness) -> int:
        """The key in the store of a witness's quotation."""
        return self.rows[witness.index]

    def checksums(self, witness: Witness) -> list[int]:
        """The forms of a witness and of its pieces, as a store knows them."""
        return [self._sums[form] for form in dict.fromkeys((witness.form, *witness.parts))]

    def checksum(self, form: int) -> int:
        """A form as a store knows it."""
        return self._sums[form]

    def form(self, checksum: int) -> int | None:
        """The number of a form that a store knows, if anything that was read has it."""
        return self._by_sum.get(checksum)

    def _number(self, key: str) -> int:
        number = self._forms.setdefault(key, len(self._forms))
        if number == len(self.keys):
            self.keys.append(key)
            self._sums.append(checksum(key))
            self._by_sum[self._sums[-1]] = number
        return number


def checksum(key: str) -> int:
    """A form as 64 bits with a sign, as SQLite holds numbers."""
    return word_hash(key) - (1 << 63)
