"""Cuts a text into paragraphs."""

from __future__ import annotations

import regex

from quotex.records import Span

_LINE = regex.compile(r"[^\r\n\u2028\u2029]+")


def paragraphs(text: str) -> list[Span]:
    """Give the offsets of each paragraph (a line with something on it), white space stripped."""
    out = []
    for m in _LINE.finditer(text):
        s, e = m.span()
        while s < e and text[s].isspace():
            s += 1
        while e > s and text[e - 1].isspace():
            e -= 1
        if s < e:
            out.append((s, e))
    return out
