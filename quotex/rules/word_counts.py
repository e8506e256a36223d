"""Word counts of general English, by which tracking weighs how much a shared word tells."""

from __future__ import annotations

from functools import cache

from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import read_table


@frozen
class WordCounts:
    """How often words occur in ``total`` words of text."""

    total: int
    counts: dict[str, int]


@cache
def word_counts(language: str = "en") -> WordCounts:
    """Load the word counts of a language.

    Raises:
        RuleError: a count is not a positive whole number.
    """
    table = read_table("word_counts", language)
    where = f"{language}/word_counts.toml"
    if set(table) != {"total", "counts"}:
        raise RuleError(f"{where}: must hold 'total' and [counts]")
    for word, n in table["counts"].items():
        if not isinstance(n, int) or isinstance(n, bool) or not 0 < n <= table["total"]:
            raise RuleError(f"{where}: the count of {word!r} must be a whole number above 0, is {n!r}")
    return WordCounts(total=table["total"], counts=table["counts"])
