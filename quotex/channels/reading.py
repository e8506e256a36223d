"""What was read of the channel of one quotation."""

from __future__ import annotations

from attrs import evolve

from quotex.light import frozen
from quotex.records import Span

UNSPECIFIED = "unspecified"


@frozen(kw_only=True, slots=True)
class ChannelReading:
    """How words left their speaker, as far as the article tells.

    Attributes:
        channel: a label, or "unspecified".
        evidence: offsets of the words that show it, or None.
        inherited: whether an occasion told elsewhere in the article is carried on to the quotation.
        venue: where it was ("a rally in the capital"), or None.
        via: who passed the words on, the one nearest the article last.
        addressee: to whom the words were said, or None.
        said_on: ISO date, of full or reduced precision ("2026-03-10", "2026-03", "2026-W10"), or None.
        said_on_text: the words that it was read from ("Tuesday"), or None.
        original_language: name of the language ("Spanish"), or None.
        reason: how the channel was found, in a few words.
    """

    channel: str = UNSPECIFIED
    evidence: Span | None = None
    inherited: bool = False
    venue: str | None = None
    via: tuple[str, ...] = ()
    addressee: str | None = None
    said_on: str | None = None
    said_on_text: str | None = None
    original_language: str | None = None
    reason: str = ""

    def as_inherited(self) -> ChannelReading:
        """The channel alone, as carried on to another quotation."""
        return evolve(
            self, inherited=True, venue=None, addressee=None, said_on=None, said_on_text=None,
            original_language=None, reason=f"carried on: {self.reason}",
        )  # fmt: skip
