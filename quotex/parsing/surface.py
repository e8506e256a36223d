"""The model's view of a text: normalised characters, each tied to its place in the text.

The treebanks that the models learn from know straight marks and plain spaces. What the models
read is therefore a copy with typographic marks mapped to plain ones, runs of white space to one
space, and characters that no model knows left out. Every character of the copy keeps the offsets
it stands for, so nothing that the models answer is ever looked up by its letters.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import regex
from attrs import frozen

WRAP_WIDTHS = range(40, 121)
"""Characters of the longest line of a hard-wrapped text; longer lines are paragraphs, shorter a list."""

FILLED_SHARE = 0.6
"""Share of the line breaks that must be filled before a text counts as hard-wrapped."""

_PLAIN = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u201b": "'",
    "\u2032": "'",
    "\u02bc": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u201f": '"',
    "\u2033": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2015": "\u2014",
    "\u2212": "-",
}
_TRANSLATED = str.maketrans(_PLAIN)
_DOUBLED = frozenset(("''", "``", "\u2018\u2018", "\u2019\u2019"))
_UNSEEN = regex.compile(r"[\p{Cf}\p{Mn}\p{Cs}\p{Co}--[\p{Mn}]]", flags=regex.V1)
_LINE = regex.compile(r"[^\n\r\u0085\u2028\u2029]+")
LINE_END = 80
"""Characters at the end of a line in which the mark that closes it is looked for."""
_BLANK = regex.compile(r"[\s\p{Cc}\p{Zs}]")
_CLOSED = regex.compile(r"[.!?:;\"'\u2019\u201d)\]]\s*$")


_UNEVEN = regex.compile(r"[\p{C}\p{Z}\s--[ ]]|  |''|``|\u2018\u2018|\u2019\u2019", flags=regex.V1)
"""What keeps the models' copy from being as long as the text."""


@frozen(slots=True)
class Surface:
    """One paragraph as the models read it; ``starts`` and ``ends`` are offsets into the text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def surfaces(text: str) -> Iterator[Surface]:
    """The paragraphs of a text, without the empty ones."""
    for start, end in paragraphs(text):
        surface = _surface(text, start, end)
        if surface.text:
            yield surface


def _surface(text: str, start: int, end: int) -> Surface:
    if not _UNEVEN.search(text, start, end):
        shown = text[start:end]
        start += len(shown) - len(shown.lstrip(" "))
        shown = shown.strip(" ")
        end = start + len(shown)
        return Surface(shown.translate(_TRANSLATED), range(start, end), range(start + 1, end + 1))
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = start
    while at < end:
        char = text[at]
        step = 1
        if text[at : at + 2] in _DOUBLED and at + 1 < end:
            char, step = '"', 2
        elif char in _PLAIN:
            char = _PLAIN[char]
        elif _BLANK.match(char):
            char = " "
        elif _UNSEEN.match(char):
            if "\ud800" <= char <= "\udfff":
                char = "\ufffd"
            else:
                at += 1
                continue
        if char != " " or (chars and chars[-1] != " "):
            chars.append(char)
            starts.append(at)
            ends.append(at + step)
        at += step
    while chars and chars[-1] == " ":
        chars.pop()
        starts.pop()
        ends.pop()
    return Surface("".join(chars), starts, ends)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The offsets of a text's paragraphs.

    A blank line always ends a paragraph, a line end does so unless the text is hard-wrapped there.
    It is where the next line goes on in lower case after a line that is not closed by a mark; and,
    in a text most of whose line breaks are filled (the next line's first word would not have fitted
    on the line, and the longest line is as long as ``WRAP_WIDTHS`` says), at each filled break.
    """
    lines = [match.span() for match in _LINE.finditer(text)]
    lines = [(start, end) for start, end in lines if not text[start:end].isspace()]
    if len(lines) < 2:
        return lines
    blocks: list[list[tuple[int, int]]] = [[lines[0]]]
    for before, line in itertools.pairwise(lines):
        gap = text[before[1] : line[0]].replace("\r\n", "\n")
        if len(gap.replace(" ", "").replace("\t", "")) > 1:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    width = max(len(text[start:end].rstrip()) for start, end in lines)
    breaks = [_filled(text, block[i], block[i + 1], width) for block in blocks for i in range(len(block) - 1)]
    wrapped = width in WRAP_WIDTHS and bool(breaks) and sum(breaks) >= FILLED_SHARE * len(breaks)
    out: list[tuple[int, int]] = []
    for block in blocks:
        start, end = block[0]
        for line in block[1:]:
            lower = text[line[0] : line[1]].lstrip()[:1].islower()
            goes_on = lower and not _CLOSED.search(text, max(start, end - LINE_END), end)
            if goes_on or (wrapped and _filled(text, (start, end), line, width)):
                end = line[1]
            else:
                out.append((start, end))
                start, end = line
        out.append((start, end))
    return out


def _filled(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    first = max(text.rfind("\n", 0, line[1]) + 1, line[0])
    words = text[following[0] : following[1]].split(None, 1)
    return len(text[first : line[1]].rstrip()) + 1 + len(words[0] if words else "") > width
