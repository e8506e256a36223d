"""HTML pages: the main text and the page's own metadata, by trafilatura."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from quotex.errors import InputError
from quotex.reading.decoding import decode
from quotex.reading.fields import check_text, metadata
from quotex.reading.formats import Format
from quotex.reading.limits import Limits
from quotex.reading.markup import (
    DEEPEST,
    MOST_ELEMENTS,
    has_too_many_elements,
    nests_too_deep,
    without_long_scripts,
)
from quotex.reading.source import Source
from quotex.reading.streams import whole
from quotex.records import Article, Problem

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_META_WITHIN = 1 << 18
_PUBLISHED_TIME = re.compile(
    r"""<meta[^>]{0,300}?["']article:published_time["'][^>]{0,300}?content\s*=\s*["']([^"']{4,40})["']""",
    re.IGNORECASE,
)
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|\?xml|!--)", re.IGNORECASE)


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The one article of a page."""
    yield article_of_page(whole(stream, limits.page_bytes), source.id, source.where, limits)


def article_of_page(data: bytes, id: str, where: str, limits: Limits, declared: str | None = None) -> Article:
    """The article of a page. Its text has a blank line between paragraphs.

    Args:
        data: The page.
        id: The article's id.
        where: The page's place, for messages.
        limits: The bounds for its text.
        declared: The encoding that whoever sent the page declared; else its own meta element counts.

    Raises:
        InputError: no article is found in it.
    """
    if declared is None and (meta := _CHARSET.search(data[:_CHARSET_WITHIN])):
        declared = meta[1].decode("ascii")
    page = without_long_scripts(decode(data, declared))
    if nests_too_deep(page):
        raise InputError(f"its markup nests deeper than {DEEPEST} elements")
    if has_too_many_elements(page):
        raise InputError(f"more than {MOST_ELEMENTS} elements in the page")
    found = _main_text(page)
    if found is None or not found.text:
        raise InputError("no article text found in the page")
    text = re.sub(r"\n+", "\n\n", found.text.strip("\n"))
    check_text(text, limits)
    time = _PUBLISHED_TIME.search(page, 0, _META_WITHIN)
    fields = {
        "title": found.title,
        "outlet": found.sitename or found.hostname,
        "published": time[1] if time else found.date,
        "url": found.url,
        "author": found.author,
    }
    return Article(id=id, text=text, **metadata(fields, where))


def _main_text(page: str) -> Any:
    """What trafilatura makes of a page.

    Raises:
        InputError: it fails; pages are hostile, and the other inputs must not suffer.
    """
    import trafilatura  # costs a quarter of a second; only pages need it

    # It logs each page that it finds nothing in; that becomes a problem here.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:
        raise InputError(f"the page cannot be read ({type(error).__name__}: {error})") from error


FORMAT = Format(
    name="html",
    suffixes=(".html", ".htm", ".xhtml"),
    rank=1,
    read=read,
    looks_like=lambda head: _HTML_START.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) is not None,
    single=True,
)
