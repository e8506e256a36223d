"""Abbreviations that the article explains: "the U.S. Southern Command (SOCOM)".

The long form is found as Schwartz and Hearst do (2003, A simple algorithm for identifying
abbreviation definitions in biomedical text, section 3): each character of the short form, from
the right, is matched with the nearest one to the left in the words before the bracket; the first
one must begin a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotex.light import frozen
from quotex.parsing.document import Document
from quotex.rules.normal import plain
from quotex.rules.speakers import SpeakerRules


@frozen
class Definition:
    """A short form, lower-cased, with its long form: text, words, first and last token."""

    short: str
    long_text: str
    words: tuple[str, ...]
    first: int
    last: int


def long_form(short: str, text: str) -> str | None:
    """The end of ``text`` that spells ``short`` out, or None (Schwartz and Hearst 2003, figure 1)."""
    s, t = len(short) - 1, len(text) - 1
    while s >= 0:
        c = short[s].lower()
        if not c.isalnum():
            s -= 1
            continue
        while t >= 0 and (text[t].lower() != c or (s == 0 and t > 0 and text[t - 1].isalnum())):
            t -= 1
        if t < 0:
            return None
        t -= 1
        s -= 1
    start = text.rfind(" ", 0, t + 1) + 1
    return text[start:]


def definitions(document: Document, rules: SpeakerRules) -> list[Definition]:
    """Every abbreviation in brackets behind its long form."""
    return list(_definitions(document, rules))


def _definitions(document: Document, rules: SpeakerRules) -> Iterator[Definition]:
    tokens = document.tokens
    for i in range(2, len(tokens) - 1):
        short = tokens[i].text
        if tokens[i - 1].text != "(" or tokens[i + 1].text != ")" or not 2 <= len(short) <= 10:
            continue
        if sum(c.isupper() for c in short) < 2 or not short.replace(".", "").replace("&", "").isalnum():
            continue
        size = min(len(short) + 5, 2 * len(short)) + 2
        begin = max(document.sentence(i).first, i - 1 - size)
        while begin < i - 1 and tokens[begin].upos in ("PUNCT", "DET"):
            begin += 1
        window = document.text[tokens[begin].start : tokens[i - 2].end]
        found = long_form(short.replace(".", ""), window)
        if found is None or not found[:1].isupper() or len(found) <= len(short) or "(" in found:
            continue
        first = document.token_at(tokens[i - 2].end - len(found))
        while first > begin and tokens[first - 1].upos == "PROPN" and tokens[first - 1].text[:1].isupper():
            first -= 1  # the whole name counts: "U.S. Southern Command" for SOCOM
        span = document.span(first, i - 2)
        words = tuple(plain(t.text) for t in tokens[first : i - 1] if t.text[:1].isalnum())
        yield Definition(plain(short), " ".join(document.text[slice(*span)].split()), words, first, i - 2)
