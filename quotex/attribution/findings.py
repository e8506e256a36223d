"""What the attribution stage hands on: a quotation tied to its cue and its source, not yet named."""

from __future__ import annotations

from attrs import evolve

from quotex.light import frozen
from quotex.records import Span

__all__ = ["Attribution", "evolve"]


@frozen(kw_only=True, slots=True)
class Attribution:
    """One quotation found in an article (offsets into the text, tokens by document index).

    Attributes:
        kind: direct, mixed or indirect.
        content: spans of the content, outside marks and cue.
        verbatim: spans of the stretches in quote marks.
        cue: spans of the cue words (empty if there is none).
        cue_token: the cue's head token, or -1.
        cue_lemma: lemma (or phrase) of the cue in the lexicon, or "".
        cue_class: class of the cue in the lexicon (say, ask, write, ...), or "".
        source: spans of the source as written next to the cue (empty if floating).
        source_token: head token of the source, or -1.
        addressee_token: head token of the person spoken to, or -1.
        teller_tokens: heads of those through whom the words came, innermost first.
        carried_from: index in the list of the attribution whose source this one carries on, or -1.
        polarity: asserted, negated or hypothetical.
        rule: name of the rule that made it.
        source_rule: name of the rule that found the source.
        confidence: 0 to 1.
        flags: unbalanced_marks, scare, denied, floating ...
    """

    kind: str
    content: tuple[Span, ...]
    verbatim: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    cue_token: int = -1
    cue_lemma: str = ""
    cue_class: str = ""
    source: tuple[Span, ...] = ()
    source_token: int = -1
    addressee_token: int = -1
    teller_tokens: tuple[int, ...] = ()
    carried_from: int = -1
    polarity: str = "asserted"
    rule: str = ""
    source_rule: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
