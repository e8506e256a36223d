"""Telling an article from what the web page puts around it, without moving an offset.

Lines are judged one by one against the patterns of ``rules/<language>/boilerplate.toml``. A heading
such as a list of other articles' headlines takes the lines below it along, as far as they have the
shape of what it opens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import regex

from quotex.light import frozen
from quotex.records import Span
from quotex.rules.boilerplate import BoilerplateRow, boilerplate_rules

LONG_LINE = 300
"""Characters; on a longer line only the patterns marked ``long`` are tried."""
LONGEST_LINE = 1500
"""Characters; a longer line is the article's, and no pattern is tried on it."""
TEASER_PARAGRAPHS = 2
"""Paragraphs that a teaser may have below its headline; with more, the article goes on."""
LIST_LINES = 200
"""Lines that a list of other articles may have."""
HEADLINE_WORDS = 22
"""A line of more words is no headline."""
STATEMENT_WORDS = 3
QUESTION_WORDS = 8
"""A line that ends with a full stop, or with another mark that ends sentences, is prose from so many
words on; shorter ones may be headlines."""
TIMEOUT = 0.05
"""Seconds for one pattern on one line; one that takes longer does not fit."""
BEGINNING = 4
"""Characters by which most patterns are ruled out: few lines begin as any pattern does."""
OPENING = 24
"""Characters by which nearly all others are ruled out."""

_LINE = regex.compile(r"[^\r\n]+")
_STATEMENT_END = regex.compile(r"[.,][\"'”’»)\]]*\Z")
_QUESTION_END = regex.compile(r"[!?…][\"'”’»)\]]*\Z")
_STARRED = regex.compile(r"\A[\W_]+\Z")


@frozen
class _Line:
    """A line that is not blank. ``row`` is the pattern that fits it."""

    start: int
    end: int
    text: str
    row: BoilerplateRow | None

    @property
    def headline(self) -> bool:
        return is_headline(self.text)

    @property
    def starred(self) -> bool:
        """Whether no letter is in it."""
        return _STARRED.match(self.text) is not None

    @property
    def prose(self) -> bool:
        return self.row is None and not self.headline and not self.starred


def boilerplate(text: str, language: str = "en") -> tuple[Span, ...]:
    """The stretches of a text that are no part of the article.

    Args:
        text: An article's text.
        language: Whose patterns to use.

    Returns:
        Spans of whole lines (without the blanks around them), in order; neighbouring lines are one
        span. No span overlaps another.
    """
    spans: list[Span] = []
    for line in _boilerplate_lines(_lines(text, patterns(language))):
        if spans and not text[spans[-1][1] : line.start].strip():
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return tuple(spans)


def _lines(text: str, rules: Patterns) -> list[_Line]:
    """The lines that are not blank, without the blanks around them."""
    lines = []
    for match in _LINE.finditer(text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + match[0].index(stripped)
            lines.append(_Line(start, start + len(stripped), stripped, rules.fitting(stripped)))
    return lines


def _boilerplate_lines(lines: list[_Line]) -> Iterator[_Line]:
    teasers_end = 0
    listing = False
    begun = False
    for at, line in enumerate(lines):
        if at < teasers_end:
            yield line
        elif line.row is not None:
            # A single line of boilerplate inside a list does not end the list.
            listing = listing or bool(line.row.opens)
            if line.row.opens == "teasers" and begun:
                teasers_end = _end_of_teasers(lines, at + 1)
            yield line
        elif listing and (line.starred or line.headline):
            yield line
        else:
            listing = False
            begun = begun or line.prose


def _end_of_teasers(lines: list[_Line], first: int) -> int:
    """Where a list of headlines with teasers ends; ``first`` if what follows is no such list.

    Headlines and prose must alternate: several headlines and then prose is a list of headlines, behind
    which the article goes on.
    """
    groups = 0
    prose = headlines = 0
    before: _Line | None = None
    end = first
    for at in range(first, min(len(lines), first + LIST_LINES)):
        line = lines[at]
        if line.row is not None or line.starred:
            continue
        if line.prose:
            if not groups:
                return first
            prose = prose + 1 if before and before.prose else 1
            if prose > TEASER_PARAGRAPHS:
                return end if groups > 1 else first
        else:
            groups += before is None or before.prose
            headlines += 1
        if prose <= 1:
            end = at + 1
        before = line
    alternates = groups > 1 or (headlines == 1 and prose == 1)
    return min(len(lines), first + LIST_LINES) if alternates else first


class Patterns:
    """The patterns of a language, few of which are tried on a line.

    Args:
        rows: the patterns, in the order in which they are tried.
    """

    def __init__(self, rows: Sequence[BoilerplateRow]) -> None:
        self._rows = rows
        self._beginning_so = lru_cache(maxsize=20_000)(self._find)

    def fitting(self, line: str) -> BoilerplateRow | None:
        """The first pattern that fits a whole line."""
        if len(line) > LONGEST_LINE:
            return None
        plain = " ".join(line.split())  # no-break blanks are blanks here
        rows = self._beginning_so(plain[:BEGINNING])
        if not rows:
            return None
        folded = plain.casefold()
        for row in rows:
            tried = row.long or len(line) <= LONG_LINE
            if tried and row.may_fit(folded) and _fits(row, plain):
                return row
        return None

    def _find(self, beginning: str) -> tuple[BoilerplateRow, ...]:
        """The patterns that fit some line with this beginning."""
        return tuple(row for row in self._rows if row.pattern.fullmatch(beginning, partial=True))


def _fits(row: BoilerplateRow, line: str) -> bool:
    # A look at the clock costs more than most patterns do, and a short stretch needs none.
    if not row.pattern.fullmatch(line[:OPENING], partial=True):
        return False
    try:
        return row.pattern.fullmatch(line, timeout=TIMEOUT) is not None
    except TimeoutError:
        return False


@cache
def patterns(language: str = "en") -> Patterns:
    """The patterns of a language."""
    return Patterns(boilerplate_rules(language))


def is_headline(line: str) -> bool:
    """Whether a line has the shape of a headline: short, and not ended like a sentence."""
    words = len(line.split())
    if words > HEADLINE_WORDS:
        return False
    if words >= STATEMENT_WORDS and _STATEMENT_END.search(line):
        return False
    return words < QUESTION_WORDS or not _QUESTION_END.search(line)
