"""Telling an article from what the web page puts around it, without moving an offset.

Lines are judged one by one against the patterns of ``rules/<language>/boilerplate.toml``. A heading
such as a list of other articles' headlines takes the lines below it along, as far as they have the
shape of what it opens.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex
from attrs import frozen

from quotex.records import Span
from quotex.rules.boilerplate import BoilerplateRow, boilerplate_rules

LONG_LINE = 300
"""Characters; on a longer line only the patterns marked ``long`` are tried."""
LONGEST_LINE = 1500
"""Characters; a longer line is the article's, and no pattern is tried on it."""
PROSE_ABOVE = 3
"""Lines of prose that must stand above a heading for it to open teasers; before that the prose below
it is the article's beginning."""
HEADLINE_WORDS = 22
"""A line of more words is no headline."""
PROSE_WORDS = 8
"""A line that ends like a sentence is prose from so many words on; shorter ones may be headlines."""
TIMEOUT = 0.05
"""Seconds for one pattern on one line; one that takes longer does not fit."""

_LINE = regex.compile(r"[^\r\n]+")
_SENTENCE_END = regex.compile(r"[.!?…][\"'”’»)\]]*\Z")
_STARRED = regex.compile(r"\A[\W_]+\Z")


@frozen
class _Line:
    start: int
    end: int
    text: str


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
    for line in _boilerplate_lines(_lines(text), boilerplate_rules(language)):
        if spans and not text[spans[-1][1] : line.start].strip():
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return tuple(spans)


def _lines(text: str) -> list[_Line]:
    """The lines that are not blank, without the blanks around them."""
    lines = []
    for match in _LINE.finditer(text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + match[0].index(stripped)
            lines.append(_Line(start, start + len(stripped), stripped))
    return lines


def _boilerplate_lines(lines: list[_Line], rules: tuple[BoilerplateRow, ...]) -> Iterator[_Line]:
    opened = ""
    after_headline = False
    prose = 0
    for line in lines:
        row = fitting(line.text, rules)
        if row is not None:
            # A single line of boilerplate inside a list of teasers does not end the list.
            if row.opens:
                if opened != "teasers":
                    opened = row.opens if prose >= PROSE_ABOVE else "headlines"
                after_headline = False
            yield line
        elif opened and _STARRED.match(line.text):
            yield line
        elif opened and is_headline(line.text):
            after_headline = True
            yield line
        elif opened == "teasers" and after_headline:
            after_headline = False
            yield line
        else:
            opened = ""
            prose += not is_headline(line.text)


def fitting(line: str, rules: tuple[BoilerplateRow, ...]) -> BoilerplateRow | None:
    """The first pattern that fits a whole line."""
    if len(line) > LONGEST_LINE:
        return None
    plain = " ".join(line.split())  # no-break blanks are blanks here
    for row in rules:
        if len(line) > LONG_LINE and not row.long:
            continue
        try:
            if row.pattern.fullmatch(plain, timeout=TIMEOUT):
                return row
        except TimeoutError:
            continue
    return None


def is_headline(line: str) -> bool:
    """Whether a line has the shape of a headline: short, and not ended like a sentence."""
    words = len(line.split())
    return words <= HEADLINE_WORDS and not (_SENTENCE_END.search(line) and words >= PROSE_WORDS)
