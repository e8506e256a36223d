"""Credit lines of embedded posts: "— Ines Ferrol (@iferrol) March 3, 2026"."""

from __future__ import annotations

import re

from attrs import frozen

from quotex.attribution.findings import Attribution
from quotex.records import Span

_CREDIT = re.compile(r"[\"'”’]*\s{0,3}[—–-]{1,2}\s?[^\n@]{2,60}?\((@\w{1,30})\)(?:[ ,]+on (\w{2,20}))?")


@frozen(slots=True)
class Credit:
    """A credit line: the channel and the offsets of what shows it."""

    label: str
    span: Span


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
    if match.group(2):
        return Credit("social_post" if match.group(2) not in ("Twitter", "X") else "tweet", match.span(2))
    return Credit("tweet", match.span(1))
