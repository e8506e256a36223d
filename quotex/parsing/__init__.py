"""Stanza's tokenizer, tagger, lemmatizer and dependency parser over whole collections of articles.

What needs torch is imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotex.parsing.cache import ParseCache
from quotex.parsing.document import Document, Sentence, Token
from quotex.parsing.on_demand import ParserOnDemand, parser_on_demand

if TYPE_CHECKING:
    from quotex.parsing.parser import Parser, load_parser

__all__ = [
    "Document",
    "ParseCache",
    "Parser",
    "ParserOnDemand",
    "Sentence",
    "Token",
    "load_parser",
    "parser_on_demand",
]


def __getattr__(name: str) -> Any:
    if name not in ("Parser", "load_parser"):
        raise AttributeError(f"module 'quotex.parsing' has no attribute {name!r}")
    from quotex.parsing import parser

    return getattr(parser, name)
