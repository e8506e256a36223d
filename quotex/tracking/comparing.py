"""The comparer of a language, made once."""

from __future__ import annotations

from functools import cache

from quotex.rules.tracking import tracking_rules
from quotex.tracking.information import information
from quotex.tracking.relations import Comparer
from quotex.tracking.wording import normaliser


@cache
def comparer(language: str = "en") -> Comparer:
    """What compares a printing with its root."""
    return Comparer(tracking_rules(language), normaliser(language), information(language))
