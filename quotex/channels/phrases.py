"""Small questions to the dependency tree that every part of channel reading asks."""

from __future__ import annotations

from collections.abc import Iterator

from quotex.parsing.document import Document

NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM", "X", "SYM", "ADJ", "DET"])
VERBAL = frozenset(["VERB", "AUX"])
_CUT = frozenset(["acl:relcl", "acl", "parataxis", "appos", "conj", "cc", "ccomp", "advcl", "advcl:relcl"])


def relation(document: Document, i: int) -> str:
    """The universal part of a token's relation ("nmod" for "nmod:poss")."""
    return document.relations[i]


def preposition(document: Document, i: int) -> str:
    """The first adposition of a noun, lower-case, or ""."""
    tokens = document.tokens
    for c in document.children(i):
        t = tokens[c]
        if t.deprel == "case" and t.xpos != "POS":
            return document.low[c]
    return ""


def child(document: Document, i: int, *relations: str) -> int:
    """The first dependent with one of the relations (exact), or -1."""
    tokens = document.tokens
    for c in document.children(i):
        if tokens[c].deprel in relations:
            return c
    return -1


def predicates(document: Document, i: int) -> bool:
    """Whether a token heads a clause: a verb, or a noun or adjective with a copula."""
    return document.tokens[i].upos in VERBAL or child(document, i, "cop") >= 0


def first_conjunct(document: Document, i: int) -> int:
    """The first member of the coordination that a token is in."""
    hops = 0
    while document.tokens[i].deprel == "conj" and document.tokens[i].head >= 0 and hops < 20:
        i = document.tokens[i].head
        hops += 1
    return i


def modifiers(document: Document, i: int) -> Iterator[str]:
    """Words that modify a noun from the left, as text and lemma, lower-case."""
    for c in document.subtree(i):
        if c < i and document.relations[c] in ("amod", "compound", "nmod", "flat", "advmod", "det"):
            yield document.low[c]
            yield document.lemmas[c]


def extent(document: Document, i: int, *, whole: bool = False) -> tuple[int, int]:
    """First and last token of the phrase of a noun: to its preposition on the left, to where a clause
    or apposition begins on the right.

    Args:
        document: the article.
        i: head of the phrase.
        whole: also the clauses and appositions behind it.
    """
    keep = {i}
    stack = [i]
    while stack:
        j = stack.pop()
        for c in document.children(j):
            if not whole and c > i and document.tokens[c].deprel in _CUT and j == i:
                continue
            if c not in keep:
                keep.add(c)
                stack.append(c)
    first = last = i
    while first - 1 in keep:
        first -= 1
    while last + 1 in keep:
        last += 1
    tokens = document.tokens
    while last > i and tokens[last].upos == "PUNCT":
        last -= 1
    while first < i and tokens[first].upos == "PUNCT":
        first += 1
    return first, last


_TOLD = frozenset(["DET", "ADJ", "NUM", "NOUN", "PROPN"])


def _in_told(document: Document, i: int) -> bool:
    t = document.tokens[i]
    return t.upos in _TOLD or t.xpos in ("PRP$", "POS")


def told_by(document: Document, head: int) -> int:
    """The verb right before the noun phrase of a noun, where a pause or preposition follows; or -1.

    Whatever the tree says: ", Osei told the party faithful at the hall".
    """
    tokens = document.tokens
    after = tokens[head + 1] if head + 1 < len(tokens) else None
    if after is not None and after.sent == tokens[head].sent and after.upos not in ("PUNCT", "SCONJ", "ADP"):
        return -1
    i = head - 1
    while i >= 0 and _in_told(document, i):
        i -= 1
    return i if i >= 0 and tokens[i].upos in VERBAL and tokens[i].sent == tokens[head].sent else -1


def told_behind(document: Document, verb: int) -> int:
    """The last word of the noun phrase between a verb and a pause or preposition, or -1."""
    i = verb + 1
    while i < len(document.tokens) and _in_told(document, i):
        i += 1
    return i - 1 if i - 1 > verb and told_by(document, i - 1) == verb else -1


def subject(document: Document, verb: int) -> int:
    """The subject of a verb, taken over from the verb that it hangs on where it has none; or -1."""
    for _ in range(6):
        own = child(document, verb, "nsubj", "nsubj:pass", "csubj")
        if own >= 0:
            t = document.tokens[own]
            if t.upos == "PRON" and t.xpos in ("WDT", "WP") and document.tokens[verb].deprel == "acl:relcl":
                return document.tokens[verb].head
            return own
        t = document.tokens[verb]
        if t.head < 0:
            return -1
        if t.deprel in ("acl", "acl:relcl") and document.tokens[t.head].upos in NOMINAL:
            return t.head
        if document.relations[verb] not in ("conj", "advcl", "xcomp", "parataxis", "acl"):
            return -1
        verb = t.head
    return -1
