"""A parsed article: tokens, sentences and the dependency tree, addressed by token index."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

from attrs import define

from quotex.light import frozen
from quotex.records import Span


@lru_cache(maxsize=1000)
def universal(deprel: str) -> str:
    """A relation without its subtype."""
    return deprel.partition(":")[0]


@frozen(slots=True)
class Token:
    """One syntactic word. ``start`` and ``end`` are offsets into the article's text.

    ``head`` is the index of the governing token in the document, or -1 for a root and in a
    sentence that was not parsed; ``deprel`` is then "root" or "". The words of one multi-word
    token divide its characters between them.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    sent: int


@frozen(slots=True)
class Sentence:
    """Tokens ``first`` to ``last`` (exclusive); ``parsed`` says whether it has a tree."""

    first: int
    last: int
    parsed: bool
    root: int


@define(slots=False)
class Document:
    """A tokenised, tagged and (where it matters) parsed text.

    Every method takes and gives token indices unless it says offsets.
    """

    text: str
    tokens: Sequence[Token]
    sentences: Sequence[Sentence]

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self.tokens]

    @cached_property
    def low(self) -> list[str]:
        """Every token's text in lower case."""
        return [t.text.lower() for t in self.tokens]

    @cached_property
    def lemmas(self) -> list[str]:
        """Every token's lemma in lower case."""
        return [t.lemma.lower() for t in self.tokens]

    @cached_property
    def relations(self) -> list[str]:
        """Every token's relation without its subtype ("nmod" for "nmod:poss")."""
        return [universal(t.deprel) for t in self.tokens]

    @cached_property
    def _children(self) -> list[list[int]]:
        out: list[list[int]] = [[] for _ in self.tokens]
        for i, t in enumerate(self.tokens):
            if t.head >= 0:
                out[t.head].append(i)
        return out

    @cached_property
    def children(self) -> Callable[[int], list[int]]:
        """Gives the dependents of a token, in text order; asked so often that it is the list's own method."""
        return self._children.__getitem__

    def subtree(self, i: int) -> list[int]:
        """A token and all below it, in text order."""
        below = self._children
        if not below[i]:
            return [i]
        out, stack = {i}, [i]
        while stack:
            for c in below[stack.pop()]:
                if c not in out:  # governors in a circle would never end
                    out.add(c)
                    stack.append(c)
        return sorted(out)

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        seen = 0
        tokens = self.tokens
        i = tokens[i].head
        while i >= 0 and seen < 500:
            yield i
            seen += 1
            i = tokens[i].head

    def token_at(self, offset: int) -> int:
        """The last token that starts at or before an offset; -1 before the first one."""
        return bisect_right(self._starts, offset) - 1

    def tokens_in(self, start: int, end: int) -> range:
        """The tokens that start inside [start, end) (offsets)."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def span(self, first: int, last: int) -> Span:
        """Offsets of tokens ``first`` to ``last``, both inclusive."""
        return self.tokens[first].start, self.tokens[last].end

    def sentence(self, i: int) -> Sentence:
        """The sentence of a token."""
        return self.sentences[self.tokens[i].sent]
