"""E-mails (.eml), such as newsletters and releases."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import cast

from quotex.errors import InputError
from quotex.reading.decoding import decode
from quotex.reading.fields import check_text, metadata
from quotex.reading.formats import Format
from quotex.reading.limits import Limits, size_text
from quotex.reading.markup import text_of
from quotex.reading.source import Source
from quotex.reading.streams import whole
from quotex.records import Article, Problem

_HEADERS = re.compile(
    rb"\A(?:(?:From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version): .*\r?\n){2}"
)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
LONGEST_HEADER = 64 * 1024
"""Bytes of all fields before the first blank line."""

LONGEST_FIELD = 4096
"""Characters of one field, of a part too: the standard library takes a tenth of a second for a thousand."""


class _Policy(policy.EmailPolicy):
    """Fields cut to a length that can be read in moments."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_FIELD]


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The one article of an e-mail: its plain text, or else the text of its HTML."""
    data = whole(stream, limits.page_bytes)
    if _HEADER_END.search(data, 0, LONGEST_HEADER) is None and len(data) > LONGEST_HEADER:
        raise InputError(f"its header is larger than {size_text(LONGEST_HEADER)}")
    try:
        message = BytesParser(policy=_Policy()).parsebytes(data)
        text = _body(cast(EmailMessage, message))
        fields = {
            "title": message["subject"],
            "author": parseaddr(str(message["from"] or ""))[0],
            "published": message["date"],
        }
        fields = {name: str(value) for name, value in fields.items() if value}
    except InputError:
        raise
    except Exception as error:  # headers may hold anything
        raise InputError(f"no e-mail that can be read ({type(error).__name__})") from error
    check_text(text, limits)
    yield Article(id=source.id, text=text, **metadata(fields, source.where))


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        raise InputError("the e-mail has no text")
    data = part.get_payload(decode=True)
    text = decode(data, part.get_content_charset()) if isinstance(data, bytes) and data else ""
    return text_of(text) if part.get_content_subtype() == "html" else text.replace("\r\n", "\n")


FORMAT = Format(
    name="email",
    suffixes=(".eml",),
    rank=4,
    read=read,
    looks_like=lambda head: _HEADERS.match(head) is not None,
    single=True,
)
