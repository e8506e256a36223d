"""Normal forms of names for comparison."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", ".": None, "\u00ad": None}
)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Lower case without accents and full stops, typographic marks made plain.

    Letters that Unicode does not decompose (ł, ø, ß) are kept or case-folded.
    """
    if text.isascii():
        return text.replace(".", "").lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_MARKS).casefold()
