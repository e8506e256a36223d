"""The named speaker of one quotation."""

from __future__ import annotations

from quotex.light import frozen


@frozen(kw_only=True, slots=True)
class Speaker:
    """Who said it.

    Attributes:
        name: canonical name: the longest that the article writes, titles and roles taken off; the noun
            phrase for unnamed speakers; "" where it cannot be told.
        type: person | organization | group | unnamed_person | document | unknown.
        role: "President of Peru" or the like, or None.
        entity: id of the entity in ``Entities``, or -1.
        reason: how the name was found, in a few words.
        confidence: 0 to 1.
    """

    name: str
    type: str = "unknown"
    role: str | None = None
    entity: int = -1
    reason: str = ""
    confidence: float = 0.0
