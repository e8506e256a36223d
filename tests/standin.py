"""A stand-in for the parser that needs no model: cheap tags, flat trees, as fast as the text is read.

It lets tests drive the stages behind the parse with texts of thousands of sentences. Its trees are not
right, only of the shape of trees: each sentence's first verb is the root, what stands before it its subject.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from quotex.parsing.document import Document, Sentence, Token
from quotex.parsing.segmenting import Piece
from quotex.parsing.sentence_ends import SentenceEnds
from quotex.parsing.surface import Surface, surfaces

_WORD = regex.compile(r"\w+|[^\w\s]")
_LEMMAS = {"said": "say", "says": "say", "told": "tell", "tweeted": "tweet", "was": "be", "called": "call"}
_PRONOUNS = frozenset("he she it they who i we".split())
_PREPOSITIONS = frozenset("in on at to of for by from with according".split())
MOST_WORDS = 30
"""Words after which a sentence ends in any case, so that trees stay small."""


def pieces(surface: Surface) -> list[Piece]:
    """What a tokenizer would give: words and marks, sentence ends behind full stops."""
    text = surface.text
    out: list[Piece] = []
    for match in _WORD.finditer(text):
        ends = match.group() in ".?!" or len(out) % MOST_WORDS == MOST_WORDS - 1
        out.append(Piece(match.start(), match.end(), False, ends))
    return out


def document(text: str) -> Document:
    """A text in tokens, sentences and flat trees."""
    ends = SentenceEnds()
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for surface in surfaces(text):
        first = len(tokens)
        for piece in ends.repair(text, surface, pieces(surface)):
            tokens.append(_token(text, surface, piece, len(tokens), len(sentences)))
            if piece.ends_sentence:
                sentences.append(_tree(tokens, first))
                first = len(tokens)
    return Document(text, tokens, sentences)


def _token(text: str, surface: Surface, piece: Piece, i: int, sentence: int) -> Token:
    start, end = surface.starts[piece.first], surface.ends[piece.last - 1]
    form = text[start:end]
    lower = form.lower()
    if not form[0].isalnum():
        upos, xpos = "PUNCT", ","
    elif lower in _LEMMAS:
        upos, xpos = "VERB", "VBD"
    elif lower in _PRONOUNS:
        upos, xpos = "PRON", "PRP"
    elif lower in _PREPOSITIONS:
        upos, xpos = "ADP", "IN"
    elif form[0].isdigit():
        upos, xpos = "NUM", "CD"
    else:
        upos, xpos = ("PROPN", "NNP") if form[0].isupper() else ("NOUN", "NN")
    return Token(i, start, end, form, _LEMMAS.get(lower, lower), upos, xpos, "", -1, "", sentence)


def _tree(tokens: list[Token], first: int) -> Sentence:
    """Give the tokens from ``first`` on a flat tree, in place."""
    last = len(tokens)
    root = next((i for i in range(first, last) if tokens[i].upos == "VERB"), first)
    for i in range(first, last):
        token = tokens[i]
        if i == root:
            head, deprel = -1, "root"
        elif token.upos == "PUNCT":
            head, deprel = root, "punct"
        elif token.upos == "ADP":
            head, deprel = (i + 1, "case") if i + 1 < last and i + 1 != root else (root, "dep")
        elif token.upos == "VERB":
            head, deprel = root, "ccomp"
        elif i + 1 < last and tokens[i + 1].upos == token.upos == "PROPN" and i + 1 != root:
            head, deprel = i + 1, "compound"
        else:
            head, deprel = root, "nsubj" if i < root else "obl"
        tokens[i] = Token(
            i,
            token.start,
            token.end,
            token.text,
            token.lemma,
            token.upos,
            token.xpos,
            "",
            head,
            deprel,
            token.sent,
        )
    return Sentence(first, last, True, root)


class StandIn:
    """What an extractor asks of a parser."""

    def parse(
        self,
        texts: Sequence[str],
        wanted: Callable[[Document], Sequence[bool]] | None = None,
        selection: str = "",
    ) -> list[Document]:
        """The documents of texts; every sentence has a tree."""
        return [document(text) for text in texts]
