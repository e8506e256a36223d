"""Web archives (WARC): every HTML page in them, by warcio."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from attrs import evolve

from quotex.errors import InputError
from quotex.reading.extras import extra
from quotex.reading.fields import LONGEST_FIELD
from quotex.reading.formats import Format
from quotex.reading.formats.html import article_of_page
from quotex.reading.limits import Limits, size_text
from quotex.reading.source import Source
from quotex.records import Article, Problem

PAGES = ("text/html", "application/xhtml+xml")


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The articles of the pages that were answered with status 200; their ids are the addresses."""
    archives = extra("warcio.archiveiterator", "warcio")
    pages = 0
    records = iter(archives.ArchiveIterator(stream))
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            page = _page(record)
            if page is None:
                continue
            url, charset = page
            pages += 1
            data = record.content_stream().read(limits.page_bytes + 1)
        except InputError:
            raise
        except Exception as error:  # whatever a broken archive makes of the library
            raise InputError(f"the archive is broken ({type(error).__name__})") from error
        where = f"{source.where}:{url}"
        try:
            if len(data) > limits.page_bytes:
                raise InputError(f"larger than {size_text(limits.page_bytes)}")
            article = article_of_page(data, url, where, limits, charset)
            yield article if article.url else evolve(article, url=url)
        except InputError as error:
            yield Problem(where=where, reason=str(error))
    if not pages:
        raise InputError("no page in the archive")


def _page(record: Any) -> tuple[str, str | None] | None:
    """The address of a record and the encoding declared for it; None for what is no page."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    if record.http_headers.get_statuscode() != "200":
        return None
    kind, _, rest = (record.http_headers.get_header("Content-Type") or "").partition(";")
    if kind.strip().lower() not in PAGES:
        return None
    charset = rest.lower().partition("charset=")[2].strip(" \"';") or None
    address = record.rec_headers.get_header("WARC-Target-URI") or "page"
    return address if len(address) <= LONGEST_FIELD else "page", charset


FORMAT = Format(
    name="warc",
    suffixes=(".warc",),
    rank=0,
    read=read,
    looks_like=lambda head: head.startswith(b"WARC/1."),
)
