"""The records that flow through quotex and leave it. This module imports nothing local.

All offsets are Unicode code points into ``Article.text``, end exclusive, so that
``article.text[start:end]`` is what was quoted, in the text as it came in.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from attrs import field, frozen

Span = tuple[int, int]
Published = date | datetime | str | None

KINDS = ("direct", "mixed", "indirect")
SPEAKER_TYPES = ("person", "organization", "group", "unnamed_person", "document", "unknown")
POLARITIES = ("asserted", "negated", "hypothetical")
RELATIONS = (
    "identical",
    "orthographic",
    "truncated",
    "elided",
    "bracketed",
    "split",
    "substituted",
    "reordered",
    "number_changed",
    "negation_changed",
    "possible_translation",
)


def _spans(values: object) -> tuple[Span, ...]:
    return tuple((int(s), int(e)) for s, e in values)  # type: ignore[attr-defined]


@frozen(kw_only=True)
class Article:
    """One news article as it came in.

    ``published`` is a date, a datetime, a partial ISO date as given ("2026-11"), or None.
    """

    id: str
    text: str
    outlet: str | None = None
    published: Published = None
    title: str | None = None
    url: str | None = None
    author: str | None = None
    language: str = "en"

    @property
    def published_text(self) -> str:
        """The publication date in ISO 8601, or "" where none is known."""
        if self.published is None:
            return ""
        return self.published if isinstance(self.published, str) else self.published.isoformat()


@frozen(kw_only=True)
class Problem:
    """What became of an article (or a row, or a file) that could not be done."""

    where: str
    reason: str
    article_id: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@frozen(kw_only=True)
class Quote:
    """One quotation: what was said, by whom, through which channel, where it stands."""

    id: str
    article_id: str
    kind: str
    content: tuple[Span, ...] = field(converter=_spans)
    text: str
    verbatim: tuple[str, ...] = ()
    speaker: str | None = None
    speaker_type: str = "unknown"
    speaker_role: str | None = None
    mention: tuple[Span, ...] = field(default=(), converter=_spans)
    mention_text: str = ""
    cue: tuple[Span, ...] = field(default=(), converter=_spans)
    cue_text: str = ""
    cue_lemma: str | None = None
    channel: str = "unspecified"
    channel_evidence: Span | None = None
    channel_evidence_text: str = ""
    channel_inherited: bool = False
    venue: str | None = None
    via: tuple[str, ...] = ()
    addressee: str | None = None
    said_on: str | None = None
    said_on_text: str | None = None
    polarity: str = "asserted"
    original_language: str | None = None
    rule: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    outlet: str | None = None
    published: Published = None
    title: str | None = None
    url: str | None = None

    @property
    def start(self) -> int:
        """Offset of the first character of the content."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Offset behind the last character of the content."""
        return self.content[-1][1]

    @property
    def published_text(self) -> str:
        """The article's publication date in ISO 8601, or ""."""
        if self.published is None:
            return ""
        return self.published if isinstance(self.published, str) else self.published.isoformat()


def quote_id(article_id: str, content: tuple[Span, ...], text: str) -> str:
    """The id of a quotation: the same article id, spans and text give the same id on any machine."""
    key = "\x1f".join([article_id, ";".join(f"{s}-{e}" for s, e in content), text])
    return "q" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@frozen(kw_only=True)
class Difference:
    """One word-level difference of an appearance against its passage's root.

    ``was`` are the root's words, ``now`` the appearance's; either may be "". Where both are the same the
    words stand in another place.
    """

    was: str
    now: str

    def __str__(self) -> str:
        if self.was and self.was == self.now:
            return f"{self.was} moved"
        if self.was and self.now:
            return f"{self.was} -> {self.now}"
        return f"... {self.was} left out" if self.was else f"+ {self.now}"


@frozen(kw_only=True)
class Appearance:
    """One printing of a passage in one article."""

    quote: Quote
    passage_id: str
    relation: str
    passage_offset: int = 0
    differences: tuple[Difference, ...] = ()
    similarity: float = 1.0
    copied_article: bool = False
    first_seen: bool = False
    speaker_differs: bool = False
    channel_differs: bool = False


@frozen(kw_only=True)
class Passage:
    """Something that was said once, with every printing of it.

    ``text`` is the root: the longest witness. ``passage_offset`` of an appearance counts code
    points into it.
    """

    id: str
    text: str
    speaker: str | None
    outlets: tuple[str, ...]
    first_published: str
    last_published: str
    first_outlet: str | None
    appearances: tuple[Appearance, ...]
    n_articles: int
    n_independent: int
    n_variants: int
    flags: tuple[str, ...] = ()
