"""PDF files that have a text layer, by pypdf."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from quotex.errors import InputError
from quotex.reading.extras import extra
from quotex.reading.fields import check_text, metadata
from quotex.reading.formats import Format
from quotex.reading.limits import Limits
from quotex.reading.markup import unwrapped
from quotex.reading.source import Source
from quotex.reading.streams import whole
from quotex.records import Article, Problem

PAGES = 500
"""A file with more pages is no article."""


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The one article of a PDF file: its lines joined to paragraphs, a blank line between them."""
    data = whole(stream, limits.page_bytes)
    pypdf = extra("pypdf", "pypdf")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted:
            raise InputError("the PDF file is locked with a password")
        if len(document.pages) > PAGES:
            raise InputError(f"the PDF file has more than {PAGES} pages")
        text = unwrapped([line for page in document.pages for line in page.extract_text().splitlines()])
        about = document.metadata or {}
        fields = {"title": about.get("/Title"), "author": about.get("/Author")}
    except InputError:
        raise
    except Exception as error:  # whatever a broken file makes of the library
        raise InputError(f"no PDF file that can be read ({type(error).__name__})") from error
    if not text:
        raise InputError("the PDF file has no text layer (a scan?)")
    check_text(text, limits)
    yield Article(id=source.id, text=text, **metadata(fields, source.where))


FORMAT = Format(
    name="pdf",
    suffixes=(".pdf",),
    rank=5,
    read=read,
    looks_like=lambda head: head.startswith(b"%PDF-"),
    single=True,
)
