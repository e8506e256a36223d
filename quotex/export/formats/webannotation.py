"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/) as one JSON-LD page.

Annotation tools find each piece of a quotation by its words and what stands around them, or by its
position in the article's text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO
from urllib.parse import quote as percent

from quotex.export.formats import ExportFormat, ExportOptions
from quotex.records import Article, Quote, Span

CONTEXT = 32
"""Characters before and after a piece."""
HEAD = b'{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": ['
TAIL = b"\n]}\n"


class WebAnnotationExporter:
    """See ``quotex.export.formats.Exporter``."""

    def __init__(self, stream: BinaryIO, options: ExportOptions) -> None:
        self._stream = stream
        self._stream.write(HEAD)
        self._first = True

    def write(self, quotes: Iterable[Quote], article: Article | None = None) -> None:
        """Write one annotation a quotation."""
        for quote in quotes:
            self._stream.write(b"\n" if self._first else b",\n")
            self._first = False
            # Escaped throughout: lone surrogates may stand in it.
            self._stream.write(json.dumps(annotation(quote, article)).encode("ascii"))

    def finalize(self) -> None:
        """Close the page."""
        self._stream.write(TAIL)


def annotation(quote: Quote, article: Article | None) -> dict[str, Any]:
    """A quotation as an annotation: who, how and through which channel, on each of its pieces."""
    said = [quote.speaker or quote.mention_text, quote.speaker_role, quote.channel, quote.kind]
    source = quote.url or f"urn:quotex:article:{percent(quote.article_id, safe='', errors='replace')}"
    return {
        "id": f"urn:quotex:quote:{quote.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "value": "; ".join(s for s in said if s)},
            {"type": "TextualBody", "purpose": "tagging", "value": quote.channel},
        ],
        "target": [
            {"source": source, "selector": _selectors(quote, span, article.text if article else None)}
            for span in quote.content
        ],
    }


def _selectors(quote: Quote, span: Span, text: str | None) -> list[dict[str, Any]]:
    start, end = span
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    if text is not None:
        words = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
        }
    elif len(quote.content) == 1:
        words = {"type": "TextQuoteSelector", "exact": quote.text}
    else:
        return [position]
    return [words, position]


FORMAT = ExportFormat(
    name="webannotation",
    suffixes=(".jsonld",),
    description="W3C Web Annotations, to show quotations in their page",
    open=WebAnnotationExporter,
)
