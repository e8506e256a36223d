"""A quotation in the words around it, as HTML: what was said marked, cue and source beside it set off."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from quotex.records import Quote, Span

AROUND = 140
"""Characters shown on either side of a quotation, at most."""
BETWEEN = 2 * AROUND + 40
"""Characters between two marked pieces beyond which only the ends are shown."""

_TAGS = {"content": "mark", "source": "b", "cue": "i"}


def in_context(quote: Quote, text: str) -> str:
    """A quotation in its paragraph.

    Args:
        quote: the quotation.
        text: its article's text; where that is not known, or is another, the quotation stands alone.

    Returns:
        HTML: the content in ``mark``, the source in ``b``, the cue in ``i``; everything else escaped.
    """
    if not quote.content or " ".join(text[s:e] for s, e in quote.content) != quote.text:
        return f"<mark>{escape(quote.text)}</mark>"
    stretches = [(*span, "content") for span in quote.content]
    for name, spans in (("source", quote.mention), ("cue", quote.cue)):
        stretches += [(*s, name) for s in spans if not any(s[0] < e and b < s[1] for b, e, _ in stretches)]
    first, last = _paragraph(text, quote.start, quote.end)
    begin, end = _begin(text, first, quote.start), _end(text, quote.end, last)
    shown = sorted(s for s in stretches if begin <= s[0] and s[1] <= end)
    parts = ["…" if begin > first else ""]
    at = begin
    for start, stop, name in shown:
        parts.append(_plain(text, (at, start), cut=begin < at))
        parts.append(f"<{_TAGS[name]}>{escape(text[start:stop])}</{_TAGS[name]}>")
        at = stop
    parts += [_plain(text, (at, end), cut=False), "…" if end < last else ""]
    return " ".join("".join(parts).split())


def _paragraph(text: str, start: int, end: int) -> Span:
    """The lines that a stretch lies in."""
    before = text.rfind("\n", 0, start) + 1
    behind = text.find("\n", end)
    return before, len(text) if behind < 0 else behind


def _begin(text: str, first: int, start: int) -> int:
    """Where to begin: with a word, not too far ahead."""
    if start - first <= AROUND:
        return first
    return next(_words(text, start - AROUND, start), start)


def _end(text: str, end: int, last: int) -> int:
    """Where to end: behind a word, not too far on."""
    if last - end <= AROUND:
        return last
    space = text.rfind(" ", end, end + AROUND)
    return end if space < 0 else space


def _words(text: str, start: int, end: int) -> Iterator[int]:
    """Where words begin in a stretch."""
    return (n for n in range(start, end) if text[n - 1].isspace() and not text[n].isspace())


def _plain(text: str, span: Span, cut: bool) -> str:
    """The text between two marked stretches, its middle left out if it is long."""
    start, end = span
    if cut and end - start > BETWEEN:
        stop, again = _end(text, start, end), next(_words(text, end - AROUND, end), end)
        return f"{escape(text[start:stop])} … {escape(text[again:end])}"
    return escape(text[start:end])
