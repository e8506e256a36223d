"""Word documents (.docx), by python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from quotex.errors import InputError
from quotex.reading.extras import extra
from quotex.reading.fields import check_text, metadata
from quotex.reading.formats import Format
from quotex.reading.limits import Limits, size_text
from quotex.reading.source import Source
from quotex.reading.streams import whole
from quotex.records import Article, Problem

EXPANDED = 8
"""Times ``page_bytes`` that the parts of a document may have in all."""


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The one article of a document: its paragraphs, a blank line between them."""
    data = whole(stream, limits.page_bytes)
    docx = extra("docx", "python-docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > EXPANDED * limits.page_bytes:
            raise InputError(f"its parts are larger than {size_text(EXPANDED * limits.page_bytes)}")
        document = docx.Document(io.BytesIO(data))
        text = "\n\n".join(p.text for p in document.paragraphs if p.text.strip())
        fields = {"title": document.core_properties.title, "author": document.core_properties.author}
    except InputError:
        raise
    except Exception as error:  # whatever a broken document makes of the library
        raise InputError(f"no Word document that can be read ({type(error).__name__})") from error
    check_text(text, limits)
    yield Article(id=source.id, text=text, **metadata(fields, source.where))


FORMAT = Format(
    name="docx",
    suffixes=(".docx",),
    rank=5,
    read=read,
    looks_like=lambda head: head.startswith(b"PK\x03\x04") and b"word/" in head,
    single=True,
)
