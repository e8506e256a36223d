"""The bundled parser for tests, loaded once."""

from __future__ import annotations

from functools import cache

from quotex.extractor import Extractor
from quotex.parsing import Document, ParseCache, Parser, ParserOnDemand, load_parser


@cache
def bundled(precision: str = "full") -> Parser:
    """The bundled parser without a cache, on one thread."""
    return load_parser(threads=1, precision=precision)


@cache
def exact_extractor() -> Extractor:
    """An extractor that computes in 32-bit floats, so that its scores are the same on every machine."""
    return Extractor(ParserOnDemand(bundled, ParseCache()))


@cache
def parsed(text: str) -> Document:
    """One text, parsed."""
    return bundled().parse([text])[0]


def sentences(document: Document) -> list[str]:
    """The text of each sentence."""
    return [
        document.text[document.tokens[s.first].start : document.tokens[s.last - 1].end]
        for s in document.sentences
    ]
