"""Noun phrases: their extent, determiner and text, by the tree or, without one, by tags."""

from __future__ import annotations

from quotex.light import frozen
from quotex.parsing.document import Document, Token
from quotex.rules.speakers import SpeakerRules

_OUTSIDE_NAME = frozenset(
    {"acl:relcl", "appos", "parataxis", "dep", "discourse", "list", "vocative", "advcl"}
)
_PRENOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PART", "X"})
_DEPENDENT_NOUN = frozenset({"compound", "flat", "nmod:desc", "fixed", "goeswith", "amod", "nummod"})


@frozen(slots=True)
class NounPhrase:
    """A noun phrase without its relative clauses and appositions.

    Attributes:
        first: first token, determiner included.
        last: last token.
        head: the noun.
        determiner: definite | indefinite | possessive | bare.
        owner: token of the possessor ("his", "Ferrol" in "Ferrol's aide"), or -1.
        modifiers: lower-cased words before the noun, determiner and possessor left out.
        complement: whether a phrase or clause follows the noun ("spokesman for ...", "boy who ...").
        clause: whether a clause modifies the noun, set off by a comma or not.
    """

    first: int
    last: int
    head: int
    determiner: str
    owner: int
    modifiers: frozenset[str]
    complement: bool
    clause: bool = False


def is_plural(token: Token) -> bool:
    """Whether a noun is plural: by its tag, which is surer than its features, where it has a noun's."""
    if token.xpos.startswith("NN"):
        return token.xpos.endswith("S")
    return "Number=Plur" in token.feats


def is_head_noun(document: Document, i: int) -> bool:
    """Whether a noun heads its phrase (it does not merely modify the next noun or name)."""
    token = document.tokens[i]
    if token.deprel:
        if token.deprel in _DEPENDENT_NOUN:
            return False
        return not (token.head == i + 1 and document.tokens[token.head].upos in ("NOUN", "PROPN"))
    after = document.tokens[i + 1] if i + 1 < len(document.tokens) else None
    return after is None or after.sent != token.sent or after.upos not in ("NOUN", "PROPN")


def phrase_around(
    document: Document, head: int, rules: SpeakerRules, *, coordinated: bool = False
) -> NounPhrase:
    """The noun phrase of a head noun; ``coordinated``: with the nouns joined to it ("friend and adviser")."""
    parsed = document.sentence(head).parsed and bool(document.tokens[head].deprel)
    first, last = _by_tree(document, head, coordinated) if parsed else _by_tags(document, head)
    tokens = document.tokens
    determiner, owner = "bare", -1
    modifiers: set[str] = set()
    for j in range(first, head):
        low = tokens[j].text.lower()
        if tokens[j].upos == "PRON" and low in rules.pronouns and rules.pronouns[low].possessive:
            determiner, owner = "possessive", j
        elif tokens[j].upos == "PART" and tokens[j].text[-1:] in "s'’" and j > first:
            determiner, owner = "possessive", j - 1
            modifiers.clear()
        elif determiner == "bare" and low in rules.words["definite"]:
            determiner = "definite"
        elif determiner == "bare" and low in rules.words["indefinite"]:
            determiner = "indefinite"
        elif tokens[j].upos in _PRENOMINAL:
            modifiers.add(low)
    clauses = [c for c in document.children(head) if tokens[c].deprel.startswith("acl")] if parsed else []
    restricted = last > head or any("," not in (t.text for t in tokens[last + 1 : c]) for c in clauses)
    return NounPhrase(
        first, last, head, determiner, owner, frozenset(modifiers), restricted, clause=bool(clauses)
    )


def _by_tree(document: Document, head: int, coordinated: bool) -> tuple[int, int]:
    tokens = document.tokens
    kept, stack, seen = [head], [head], {head}
    while stack:
        i = stack.pop()
        for c in document.children(i):
            if c in seen:
                continue
            seen.add(c)
            rel = tokens[c].deprel
            if coordinated and i == head and rel == "conj" and tokens[c].upos == "NOUN":
                kept.append(c)
                stack.append(c)
                continue
            if rel in _OUTSIDE_NAME or (
                i == head and rel in ("case", "cc", "conj", "cop", "nsubj", "mark", "aux", "obl")
            ):
                continue
            if i == head and rel == "punct" and c > head:
                continue
            if rel == "acl" and c > head:
                continue
            if i == head and (rel.startswith("nsubj") or rel.startswith("advmod") and c > head):
                continue
            if rel == "cc:preconj" and i == head:
                continue
            kept.append(c)
            stack.append(c)
    kept.sort()
    at = kept.index(head)
    first = last = at
    while first > 0 and kept[first - 1] == kept[first] - 1:
        first -= 1
    while last + 1 < len(kept) and kept[last + 1] == kept[last] + 1:
        last += 1
    a, b = kept[first], kept[last]
    while a < head and tokens[a].upos in ("PUNCT", "CCONJ", "ADP", "SCONJ") and tokens[a].text not in "$#":
        a += 1
    while b > head and tokens[b].upos in ("PUNCT", "CCONJ", "ADP"):
        b -= 1
    if b + 2 < len(tokens) and tokens[b + 1].xpos == "POS" and tokens[b + 2].upos == "PUNCT":
        b += 1  # "vicar of St Bride's, "
    return a, b


def _by_tags(document: Document, head: int) -> tuple[int, int]:
    tokens, sentence = document.tokens, document.sentence(head)
    first = head
    while first > sentence.first and tokens[first - 1].upos in _PRENOMINAL:
        first -= 1
    if first > sentence.first and (
        tokens[first - 1].upos == "DET"
        or (tokens[first - 1].upos == "PRON" and "Poss=Yes" in tokens[first - 1].feats)
    ):
        first -= 1
    last = head
    j = head + 1
    while j + 1 < sentence.last and tokens[j].upos == "ADP":
        k = j + 1
        while k < sentence.last and tokens[k].upos in (*_PRENOMINAL, "DET"):
            k += 1
        if k == j + 1:
            break
        last, j = k - 1, k
    return first, last


def phrase_text(document: Document, first: int, last: int) -> str:
    """The words of a phrase as written, on one line."""
    start, end = document.span(first, last)
    return " ".join(document.text[start:end].split())


def role_text(document: Document, phrase: NounPhrase, rules: SpeakerRules) -> str:
    """A phrase as a role: "former governor of Kent", without determiner and without "in January"."""
    first, last = phrase.first, phrase.last
    tokens = document.tokens
    for j in range(phrase.first, phrase.head):
        if tokens[j].upos == "DET" or (tokens[j].upos == "PRON" and tokens[j].text.lower() in rules.pronouns):
            first = j + 1
    when = next(
        (j for j in range(phrase.head + 1, last + 1) if document.low[j] in rules.words["calendar"]), -1
    )
    if when >= 0:
        last = when - 1
        while last > phrase.head and tokens[last].upos in ("ADP", "DET", "ADJ", "PUNCT", "NUM"):
            last -= 1
    return phrase_text(document, first, last)
