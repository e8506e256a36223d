"""Finds the words that report other words, by their lemmas."""

from __future__ import annotations

from quotex.light import frozen
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
    tokens, low, lemmas = document.tokens, document.low, document.lemmas
    verbs, nouns, phrases = rules.verbs, rules.nouns, rules.phrases
    for i, t in enumerate(tokens):
        upos, xpos = t.upos, t.xpos
        if upos in _VERBAL or xpos.startswith("VB"):
            verb = verbs.get(lemmas[i]) or rules.by_form(low[i])
            if verb is not None and (not verb.particle or _particle(document, i, verb.particle)):
                out.append(CueMention(i, _extent(document, i, verb.particle), verb))
                continue
        if xpos == "NNS" and i:
            verb = verbs.get(lemmas[i])
            if verb is not None and not verb.particle and _verb_by_place(document, i):
                out.append(CueMention(i, (t.start, t.end), verb))
                continue
        if upos == "NOUN":
            noun = nouns.get(lemmas[i])
            if noun is not None:
                out.append(CueMention(i, (t.start, t.end), noun))
                continue
        for phrase in phrases.get(low[i], ()):
            words = phrase.lemma.split()
            if low[i : i + len(words)] == words:
                last = i + len(words) - 1
                out.append(CueMention(last, document.span(i, last), phrase))
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
    return particle in document.low[i + 1 : i + 4]


def _extent(document: Document, i: int, particle: str) -> Span:
    if particle:
        for t in document.tokens[i + 1 : i + 4]:
            if t.text.lower() == particle:
                return document.tokens[i].start, t.end
    return document.tokens[i].start, document.tokens[i].end
