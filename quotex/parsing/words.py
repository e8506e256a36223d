"""Words under way through the stages, and the bundles in which they travel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from attrs import define, field
from stanza.models.common.utils import simplify_punct

from quotex.parsing.packing import whole_blocks

LONGEST_FORM = 60
"""Characters of a word that the models read; what is longer (a long link) is cut for them."""

BATCH_WORDS = 2400
"""Words of a batch, padding included."""

MOST_WORDS = 150
"""Words that are tagged and parsed as one; a longer sentence is cut (see ``bundles``)."""

_STRONG = (frozenset(";:"), frozenset("\u2014\u2013.?!"), frozenset(","))
"""Marks behind which a long sentence may be cut, the best first."""


@define(slots=True)
class Word:
    """A word under way: its offsets, and ``form``, what the models read of it.

    ``head`` is the index of the governing word in the sentence, -1 for the root.
    """

    start: int
    end: int
    form: str
    upos: str = ""
    xpos: str = ""
    feats: str = ""
    lemma: str = ""
    head: int = -1
    deprel: str = ""


@define(slots=True, eq=False)
class Bundle:
    """Words that the models read together: a sentence, or a part of a very long one.

    ``first`` is the place of the first word in its sentence; ``features`` are what the tagger leaves
    for the tree parser.
    """

    words: list[Word]
    first: int = 0
    features: Any = field(default=None, repr=False)

    @property
    def forms(self) -> list[str]:
        """The forms of the words, simplified as Stanza's data sets do it."""
        return [simplified(word.form) for word in self.words]


@lru_cache(maxsize=50_000)
def simplified(form: str) -> str:
    """A form as tagger and tree parser read it: "?!" is "?"."""
    return str(simplify_punct([[[form]]])[0][0][0])


def bundles(sentence: list[Word], pieces: Sequence[int], most_pieces: int) -> list[Bundle]:
    """A sentence in parts that the models can read.

    Nearly every sentence is one part. A part that is too long is cut behind the last strong mark in
    its second half, so that time stays linear in the length.

    Args:
        sentence: its words.
        pieces: word pieces of each word.
        most_pieces: word pieces that the encoder reads at once.
    """
    out: list[Bundle] = []
    first = 0
    while first < len(sentence):
        last, size = first, 0
        while last < len(sentence) and last - first < MOST_WORDS and size + pieces[last] <= most_pieces:
            size += pieces[last]
            last += 1
        last = max(last, first + 1)
        if last < len(sentence):
            last = _cut(sentence, first, last)
        out.append(Bundle(sentence[first:last], first))
        first = last
    return out


def _cut(sentence: list[Word], first: int, last: int) -> int:
    for marks in _STRONG:
        for at in range(last, first + (last - first) // 2, -1):
            if sentence[at - 1].form in marks:
                return at
    return last


def batches(parts: Sequence[Bundle], words: int = BATCH_WORDS) -> Iterator[list[Bundle]]:
    """Bundles of like length together, the longest of a batch first, in whole blocks but for the last."""
    ordered = sorted(parts, key=lambda part: -len(part.words))
    for some in whole_blocks([len(part.words) for part in ordered], words):
        yield ordered[some]
