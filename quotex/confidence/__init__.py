"""Confidence: how likely a quotation is right, its words and its source, as measured on news."""

from __future__ import annotations

from quotex.attribution.findings import Attribution
from quotex.channels import ChannelReading
from quotex.confidence.traits import observed_traits
from quotex.parsing.document import Document
from quotex.rules.confidence import confidence_rules
from quotex.speakers import Speaker

__all__ = ["confidence", "observed_traits"]

DIGITS = 3


def confidence(
    document: Document,
    found: Attribution,
    speaker: Speaker,
    channel: ChannelReading | None = None,
    language: str = "en",
) -> float:
    """How likely a quotation is right: its content (Dice >= 0.8 over words) and its source's head.

    A logistic model over a few traits; its weights are data, fitted by ``benchmarks/calibrate.py``,
    so that of all quotations with a confidence of 0.8 about four in five are right.

    Args:
        document: the article.
        found: the quotation.
        speaker: who is said to have spoken it.
        channel: how it is said to have been spoken; plays no part yet.
        language: whose weights to use.

    Returns:
        0 to 1, to three digits.
    """
    traits = observed_traits(document, found, speaker)
    return round(confidence_rules(language).confidence(traits), DIGITS)
