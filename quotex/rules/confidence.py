"""The weights of confidence: how much each trait of a quotation tells that it is right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from math import exp

from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import Row, checked_rows, read_table

OTHER = "other"
"""The value of a trait whose own value has no weight."""
MOST_ODDS = 30.0
"""Log odds beyond which nothing is surer."""


@frozen
class ConfidenceRules:
    """A logistic model whose every weight belongs to one value of one trait.

    Attributes:
        intercept: log odds before any trait is seen.
        weights: what each value of each trait adds to the log odds.
        meanings: what each trait is, in words.
        knots: pairs of the model's probability and the confidence to give, both rising from 0 to
            1; between two of them confidence is linear.
    """

    intercept: float
    weights: Mapping[str, Mapping[str, float]]
    meanings: Mapping[str, str]
    knots: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    def log_odds(self, traits: Mapping[str, str]) -> float:
        """The log odds that a quotation with these traits is right."""
        total = self.intercept
        for name, value in traits.items():
            of = self.weights.get(name, {})
            total += of.get(value, of.get(OTHER, 0.0))
        return total

    def confidence(self, traits: Mapping[str, str]) -> float:
        """The confidence in a quotation with these traits."""
        odds = max(-MOST_ODDS, min(MOST_ODDS, self.log_odds(traits)))
        probability = 1 / (1 + exp(-odds))
        for (low, start), (high, end) in pairwise(self.knots):
            if probability <= high:
                return start + (end - start) * (probability - low) / (high - low)
        return 1.0


@cache
def confidence_rules(language: str = "en") -> ConfidenceRules:
    """Load the weights of a language.

    Raises:
        RuleError: a row is not valid.
    """
    return parse_confidence_rules(read_table("confidence", language), f"{language}/confidence.toml")


def parse_confidence_rules(table: Row, where: str) -> ConfidenceRules:
    """Check a table of weights.

    Args:
        table: as read from TOML.
        where: how to name the file in an error.

    Raises:
        RuleError: a row is not valid.
    """
    if unknown := sorted(set(table) - {"intercept", "knots", "trait"}):
        raise RuleError(f"{where}: unknown table {unknown[0]!r}")
    intercept = table.get("intercept")
    if not _is_number(intercept):
        raise RuleError(f"{where}: intercept must be a number, is {intercept!r}")
    knots = table.get("knots")
    if not isinstance(knots, list) or not all(_is_pair(knot) for knot in knots):
        raise RuleError(f"{where}: knots must be pairs of numbers")
    for side in ([knot[n] for knot in knots] or [None] for n in (0, 1)):
        if side[0] != 0 or side[-1] != 1 or any(a >= b for a, b in pairwise(side)):
            raise RuleError(f"{where}: knots must rise from 0 to 1")
    weights: dict[str, dict[str, float]] = {}
    meanings: dict[str, str] = {}
    required = {"name": str, "meaning": str, "weights": dict}
    for n, row in enumerate(checked_rows(table, "trait", where=where, required=required), 1):
        here = f"{where}: [[trait]] row {n}"
        if not row["weights"]:
            raise RuleError(f"{here}: 'weights' is empty")
        if row["name"] in weights:
            raise RuleError(f"{here}: {row['name']!r} stands twice")
        for value, weight in row["weights"].items():
            if not _is_number(weight):
                raise RuleError(f"{here}: the weight of {value!r} must be a number, is {weight!r}")
        weights[row["name"]] = {value: float(weight) for value, weight in row["weights"].items()}
        meanings[row["name"]] = row["meaning"]
    return ConfidenceRules(float(intercept or 0.0), weights, meanings, tuple((a, b) for a, b in knots))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))
