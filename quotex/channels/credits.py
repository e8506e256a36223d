"""Credit lines of embedded posts: "— Ines Ferrol (@iferrol) March 3, 2026"."""

from __future__ import annotations

import re

from quotex.attribution.findings import Attribution
from quotex.light import frozen
from quotex.records import Span

_CREDIT = re.compile(r"[\"'”’]{0,4}\s{0,3}[—–-]{1,2}\s?[^\n@]{2,60}?\((@\w{1,30})\)(?:[ ,]+on (\w{2,20}))?")


@frozen(slots=True)
class Credit:
    """A credit line: the channel, the offsets of what shows it, and those of the rest of the line."""

    label: str
    span: Span
    rest: Span


def credit_line(text: str, attribution: Attribution) -> Credit | None:
    """The credit line behind an embedded post, or None.

    Args:
        text: the article.
        attribution: the quotation that it may stand behind.
    """
    end = attribution.content[-1][1]
    match = _CREDIT.match(text, end)
    if match is None:
        return None
    line_end = text.find("\n", match.end())
    rest = match.end(), line_end if line_end >= 0 else len(text)
    if match.group(2):
        label = "social_post" if match.group(2) not in ("Twitter", "X") else "tweet"
        return Credit(label, match.span(2), rest)
    return Credit("tweet", match.span(1), rest)
