"""quotex: who said what, to whom, through which channel, in news articles and across outlets.

>>> import quotex
>>> quotes = quotex.load().extract('"Nobody heard us," said Ines Ferrol.')  # doctest: +SKIP

Names are imported on first use, so that ``import quotex`` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Appearance": "quotex.records",
    "Article": "quotex.records",
    "Config": "quotex.config",
    "Difference": "quotex.records",
    "Extractor": "quotex.extractor",
    "InputError": "quotex.errors",
    "ModelError": "quotex.errors",
    "Passage": "quotex.records",
    "Problem": "quotex.records",
    "Quote": "quotex.records",
    "Quotes": "quotex.notebook",
    "QuotexError": "quotex.errors",
    "RuleError": "quotex.errors",
    "load": "quotex.extractor",
    "read": "quotex.reading",
    "read_config": "quotex.config",
    "read_csv": "quotex.export",
    "read_jsonl": "quotex.export",
    "track": "quotex.tracking",
    "write": "quotex.export",
    "write_csv": "quotex.export",
    "write_jsonl": "quotex.export",
}

if TYPE_CHECKING:
    from quotex.config import Config, read_config
    from quotex.errors import InputError, ModelError, QuotexError, RuleError
    from quotex.export import read_csv, read_jsonl, write, write_csv, write_jsonl
    from quotex.extractor import Extractor, load
    from quotex.notebook import Quotes
    from quotex.reading import read
    from quotex.records import Appearance, Article, Difference, Passage, Problem, Quote
    from quotex.tracking import track

__all__ = [
    "Appearance",
    "Article",
    "Config",
    "Difference",
    "Extractor",
    "InputError",
    "ModelError",
    "Passage",
    "Problem",
    "Quote",
    "Quotes",
    "QuotexError",
    "RuleError",
    "__version__",
    "load",
    "read",
    "read_config",
    "read_csv",
    "read_jsonl",
    "track",
    "write",
    "write_csv",
    "write_jsonl",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'quotex' has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
