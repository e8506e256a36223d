"""RSS and Atom feeds, by feedparser: one article an entry."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from quotex.errors import InputError
from quotex.reading.extras import extra
from quotex.reading.fields import LONGEST_FIELD, check_text, metadata
from quotex.reading.formats import Format
from quotex.reading.limits import Limits
from quotex.reading.markup import text_of
from quotex.reading.source import Source
from quotex.reading.streams import whole
from quotex.records import Article, Problem

_START = re.compile(
    rb"\A\s*+(?:\xef\xbb\xbf)?(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:rss|feed|rdf:RDF)\b",
    re.DOTALL,
)


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The articles of a feed's entries: their whole text where it is in the feed, or else the summary."""
    data = whole(stream, limits.page_bytes)
    feedparser = extra("feedparser", "feedparser")
    try:
        feed = feedparser.parse(io.BytesIO(data))
    except Exception as error:  # whatever a broken feed makes of the library
        raise InputError(f"no feed that can be read ({type(error).__name__})") from error
    if not feed.entries:
        raise InputError("no entries in the feed")
    outlet = _title(feed.feed)
    for number, entry in enumerate(feed.entries, 1):
        where = f"{source.where}:{number}"
        try:
            text = text_of(_markup(entry))
            check_text(text, limits)
        except InputError as error:
            yield Problem(where=where, reason=str(error))
            continue
        fields = {
            "title": _title(entry),
            "outlet": outlet,
            "published": _time(entry),
            "url": entry.get("link"),
            "author": entry.get("author"),
        }
        names = (entry.get("id"), entry.get("link"), f"{source.id}:{number}")
        name = next(str(name) for name in names if name and len(name) <= LONGEST_FIELD)
        yield Article(id=name, text=text, **metadata(fields, where))


def _title(titled: Any) -> str:
    """The title of a feed or an entry; one that cannot be read or has no end is none."""
    try:
        title = text_of(str(titled.get("title", "")))
    except InputError:
        return ""
    return title if len(title) <= LONGEST_FIELD else ""


def _markup(entry: Any) -> str:
    contents = [str(c.get("value", "")) for c in entry.get("content", [])]
    return max([*contents, str(entry.get("summary", ""))], key=len)


def _time(entry: Any) -> str | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None


FORMAT = Format(
    name="feed",
    suffixes=(".rss", ".atom"),
    rank=0,
    read=read,
    looks_like=lambda head: _START.match(head) is not None,
)
