"""An article's fields from a row: a JSON object, a table's row, a manifest's row or a header block."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from attrs import evolve

from quotex.errors import InputError
from quotex.reading.dates import published
from quotex.reading.limits import Limits, size_text
from quotex.records import Article

log = logging.getLogger(__name__)

NAMES = {
    "outlet": ("outlet", "publisher"),
    "published": ("published", "date"),
    "title": ("title",),
    "url": ("url",),
    "author": ("author",),
    "language": ("language",),
}
"""Each field of an article with the names under which a row may give it, first come first taken."""

LONGEST_FIELD = 4096
"""Characters of an id or a field: each quotation repeats them, so one that were as long as a text would
grow by the number of its quotations."""


def metadata(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The fields of an article, but id and text, that a row gives.

    Names are taken without regard to case; empty values count as not given. A date that cannot be
    read and a value without end are left out with a warning, since the article is still good.
    """
    folded = {key.strip().lower(): value for key, value in row.items() if isinstance(key, str)}
    out: dict[str, Any] = {}
    for name, aliases in NAMES.items():
        value = next((v for a in aliases if (v := _line(folded.get(a)))), None)
        if value is None:
            continue
        if len(value) > LONGEST_FIELD:
            log.warning("%s: %s left out: longer than %d characters", where, name, LONGEST_FIELD)
            continue
        if name != "published":
            out[name] = value
            continue
        try:
            out[name] = published(value)
        except ValueError as error:
            log.warning("%s: date left out: %s", where, error)
    return out


def _line(value: Any) -> str | None:
    """A value as one line of text, of a list its plain values; None for nothing and for what is neither."""
    if isinstance(value, list):
        value = ", ".join(part for v in value if not isinstance(v, list) and (part := _line(v)))
    if value is None or isinstance(value, bool | dict):
        return None
    return " ".join(str(value).split()) or None


def article_of_row(row: Mapping[str, Any], default_id: str, where: str, limits: Limits) -> Article:
    """The article that a row of a table or a JSON object holds.

    Args:
        row: At least ``text``; ``id`` and what ``NAMES`` lists are taken too.
        default_id: The id of a row that gives none.
        where: The row's place, for messages.
        limits: The bounds for one article.

    Raises:
        InputError: no text, or more of it or of the id than the limits allow.
    """
    folded = {key.strip().lower(): value for key, value in row.items() if isinstance(key, str)}
    if "text" not in folded:
        raise InputError("no text (the key or column must be called text)")
    text = folded["text"]
    if not isinstance(text, str):
        raise InputError("its text is not a string")
    given = folded.get("id")
    if isinstance(given, bool | float | dict | list):
        raise InputError("its id is neither a string nor a whole number")
    name = str(given).strip() if given not in (None, "") else default_id
    if len(name) > LONGEST_FIELD:
        raise InputError(f"its id is longer than {LONGEST_FIELD} characters")
    article = Article(id=name, text=text)
    check_text(article.text, limits)
    return evolve(article, **metadata(row, where))


def check_text(text: str, limits: Limits) -> None:
    """Raise InputError for a text that is empty or longer than the limits allow."""
    if not text.strip():
        raise InputError("no text in it")
    # UTF-8 takes four bytes a character at most: most texts need no encoding to be measured.
    if 4 * len(text) > limits.article_bytes:
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > limits.article_bytes:
            raise InputError(f"its text is larger than {size_text(limits.article_bytes)}")
