"""What tells whether a quotation is right: traits that are seen before anybody judges it."""

from __future__ import annotations

from quotex.attribution.findings import Attribution
from quotex.parsing.document import Document
from quotex.speakers import Speaker

LENGTHS = (3, 6, 10, 15, 25, 40)
"""Upper ends of the classes of content length, in words."""
SENTENCES = (20, 35, 50)
"""Upper ends of the classes of sentence length, in words."""
DISTANCES = (1, 3, 6, 12)
"""Upper ends of the classes of distance, in words."""
PIECES = 3
NONE = "none"


def observed_traits(document: Document, found: Attribution, speaker: Speaker) -> dict[str, str]:
    """The traits of a quotation, by name; ``confidence.toml`` says what each of them is.

    Args:
        document: the article.
        found: the quotation.
        speaker: who it is said to have been spoken by.
    """
    kind = found.kind
    start, end = found.content[0][0], found.content[-1][1]
    first = document.tokens_in(start, end)
    words = sum(len(document.tokens_in(s, e)) for s, e in found.content)
    return {
        "kind": kind,
        "rule": f"{kind} {found.rule}",
        "class": f"{kind} {found.cue_class or NONE}",
        "cue": found.cue_lemma or NONE,
        "source": _word_class(document, found.source_token),
        "path": found.source_rule or NONE,
        "distance": _distance(document, found),
        "polarity": found.polarity,
        "length": f"{kind} {_bucket(words, LENGTHS)}",
        "pieces": f"{kind} {min(PIECES, len(found.content))}",
        "before": f"{kind} {_before(document, first.start)}",
        "after": f"{kind} {_after(document, found, end)}",
        "sentence": _sentence(document, found, first.start),
        "flags": " ".join(sorted(found.flags)) or NONE,
        "carried": "yes" if found.carried_from >= 0 else "no",
        "speaker": speaker.type if speaker.name else NONE,
    }


def _bucket(number: int, ends: tuple[int, ...]) -> str:
    """The class of a number, named by its ends."""
    low = 0
    for end in ends:
        if number <= end:
            return f"{low}-{end}"
        low = end + 1
    return f"{low}+"


def _word_class(document: Document, token: int) -> str:
    if token < 0:
        return NONE
    word = document.tokens[token]
    return "relative" if word.xpos in ("WP", "WDT") else word.upos


def _distance(document: Document, found: Attribution) -> str:
    """Between the cue and the source, and on which side of the cue the source stands."""
    if found.cue_token < 0 or found.source_token < 0:
        return NONE
    words = found.source_token - found.cue_token
    return f"{'behind' if words > 0 else 'before'} {_bucket(abs(words), DISTANCES)}"


def _before(document: Document, first: int) -> str:
    """What stands before the content."""
    if first <= 0 or document.tokens[first].sent != document.tokens[first - 1].sent:
        return "sentence start"
    token = document.tokens[first - 1]
    return token.xpos if token.upos == "PUNCT" else token.upos


def _after(document: Document, found: Attribution, end: int) -> str:
    """What stands behind the content."""
    behind = document.token_at(end - 1) + 1
    if behind >= len(document.tokens) or document.tokens[behind].sent != document.tokens[behind - 1].sent:
        return "sentence end"
    token = document.tokens[behind]
    if token.i in (found.cue_token, found.source_token):
        return "cue"
    return token.xpos if token.upos == "PUNCT" else token.upos


def _sentence(document: Document, found: Attribution, first: int) -> str:
    """Length of the sentence that it is told in."""
    token = found.cue_token if found.cue_token >= 0 else min(first, len(document.tokens) - 1)
    if token < 0:
        return NONE
    sentence = document.sentence(token)
    return _bucket(sentence.last - sentence.first, SENTENCES)
