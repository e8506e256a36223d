"""A printing beside its passage's root, word by word, for showing."""

from __future__ import annotations

from difflib import SequenceMatcher

from quotex.tracking.wording import Wording, normaliser

SAME, ADDED, MISSING, CUT = 0, 1, 2, 3
"""What a stretch is: in both, only in this printing, only in the root, or left out of it openly."""

Stretch = tuple[int, str]


def marked_differences(root: str, printed: str, language: str = "en") -> list[Stretch]:
    """The printed text with what differs from the root.

    Words are compared in the form in which tracking compares them, so spelling, case and marks do
    not count.

    Args:
        root: text of the passage.
        printed: text of one printing.
        language: whose word forms to use.

    Returns:
        Stretches in reading order. Those that are SAME or ADDED give the printed text when joined.
    """
    words = normaliser(language)
    a, b = words.wording(root), words.wording(printed)
    out: list[Stretch] = []
    done = 0
    for tag, i, j, k, m in SequenceMatcher(None, a.words, b.words, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            # Left out at an end, or where the printing says so by an ellipsis, is no change of words.
            edge = tag == "delete" and (i == 0 or j == len(a.words) or k in b.elided)
            out.append((CUT if edge else MISSING, _written(root, a, i, j)))
        if m > k:
            # Up to the next word, so that marks and blanks are nobody's loss.
            end = b.spans[m][0] if m < len(b.words) else len(printed)
            end = max(end, done)
            out.append((SAME if tag == "equal" else ADDED, printed[done:end]))
            done = end
    if done < len(printed):
        out.append((SAME, printed[done:]))
    return [stretch for stretch in out if stretch[1]]


def _written(text: str, wording: Wording, first: int, last: int) -> str:
    return text[wording.spans[first][0] : wording.spans[last - 1][1]]
