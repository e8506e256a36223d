"""Whether two names are of one news outlet."""

from __future__ import annotations

import re


def name_words(name: str) -> list[str]:
    """The words of an outlet's name as they count for comparing, "the" left out."""
    words = re.findall(
        r"\w+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("'s", "").replace("’s", "").lower()
    )
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def same_outlet(a: str, b: str) -> bool:
    """Whether two names are of one outlet: equal, abbreviated ("huff-post"), initials, or short forms.

    Args:
        a: as an article names it.
        b: as a source names its own outlet, perhaps an identifier.
    """
    left, right = name_words(a), name_words(b)
    if not left or not right:
        return False
    if left == right or "".join(left) == "".join(right):
        return True
    if len(left) == len(right) and all(
        x.startswith(y) or y.startswith(x) for x, y in zip(left, right, strict=True)
    ):
        return True
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return short[0] in ("".join(w[0] for w in long), long[0]) or (long[-1] == short[0] and len(long) > 1)
    return long[: len(short)] == short
