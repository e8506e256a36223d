"""Finds the words that report other words, by their lemmas."""

from __future__ import annotations

from attrs import frozen

from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.cues import Cue, CueRules

_VERBAL = ("VERB", "AUX")


@frozen(slots=True)
class CueMention:
    """A cue in a text: its head token, its span (offsets) and its row in the lexicon."""

    token: int
    span: Span
    cue: Cue


def find_cues(document: Document, rules: CueRules) -> list[CueMention]:
    """Find every cue of the lexicon, in text order.

    Args:
        document: the tagged text.
        rules: the lexicon of its language.
    """
    out: list[CueMention] = []
    tokens = document.tokens
    for t in tokens:
        lemma = t.lemma.lower()
        if t.upos in _VERBAL or t.xpos.startswith("VB"):
            verb = rules.verbs.get(lemma) or rules.by_form(t.text.lower())
            if verb is not None and (not verb.particle or _particle(document, t.i, verb.particle)):
                out.append(CueMention(t.i, _extent(document, t.i, verb.particle), verb))
                continue
        if t.xpos == "NNS" and t.i and _verb_by_place(document, t.i):
            verb = rules.verbs.get(lemma)
            if verb is not None and not verb.particle:
                out.append(CueMention(t.i, (t.start, t.end), verb))
                continue
        if t.upos == "NOUN":
            noun = rules.nouns.get(lemma)
            if noun is not None:
                out.append(CueMention(t.i, (t.start, t.end), noun))
                continue
        word = t.text.lower()
        for phrase in rules.phrases.get(word, ()):
            words = phrase.lemma.split()
            if [x.text.lower() for x in tokens[t.i : t.i + len(words)]] == words:
                last = t.i + len(words) - 1
                out.append(CueMention(last, document.span(t.i, last), phrase))
                break
    return out


def _verb_by_place(document: Document, i: int) -> bool:
    """Whether a plural noun must be a verb: a name before it, a stop behind ("Kim notes.", "Kim says:")."""
    following = document.tokens[i + 1].text if i + 1 < len(document.tokens) else "."
    return (
        document.tokens[i - 1].upos in ("PROPN", "PRON")
        and following in (":", ".", ",")
        and document.tokens[i - 1].xpos != "PRP$"
    )


def _particle(document: Document, i: int, particle: str) -> bool:
    """Whether the particle follows within a few words ("made it clear")."""
    return any(t.text.lower() == particle for t in document.tokens[i + 1 : i + 4])


def _extent(document: Document, i: int, particle: str) -> Span:
    if particle:
        for t in document.tokens[i + 1 : i + 4]:
            if t.text.lower() == particle:
                return document.tokens[i].start, t.end
    return document.tokens[i].start, document.tokens[i].end
