"""Evidence that stands beside a cue or a mark, whatever the tree hangs it on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from quotex.attribution.findings import Attribution
from quotex.channels.phrases import VERBAL, child, told_behind
from quotex.channels.sightings import Sighting
from quotex.parsing.document import Document

_TRAILING = 50
"""Rank from which evidence at the end of the content may belong to the cue."""


def may_trail(s: Sighting) -> bool:
    """Whether evidence is strong enough to belong to the cue from the content's end."""
    return s.row is None or (s.row.opens and s.rank >= _TRAILING)


class Beside:
    """Looks up sightings by where they stand.

    Args:
        document: the article.
        by_governor: sightings by the token that they hang on.
        by_token: sightings by their own token.
        tokens: tokens of sightings, in text order.
    """

    def __init__(
        self,
        document: Document,
        by_governor: Mapping[int, Sequence[Sighting]],
        by_token: Mapping[int, Sequence[Sighting]],
        tokens: Sequence[int],
    ) -> None:
        self._document = document
        self._by_governor = by_governor
        self._by_token = by_token
        self._tokens = tokens

    def between(self, attribution: Attribution) -> Iterator[Sighting]:
        """Adjuncts between the cue and the clause it reports, which the parse hangs on that clause.

        "Said in a statement they would pay": a conjunction before it would make it the clause's own.
        """
        document, cue = self._document, attribution.cue_token
        for g in document.children(cue) if cue >= 0 else ():
            who = child(document, g, "nsubj", "nsubj:pass", "expl")
            mark = child(document, g, "mark")
            if document.tokens[g].deprel != "ccomp" or g < cue or who < 0:
                continue
            for s in self._by_governor.get(g, ()):
                if s.relation == "adjunct" and cue < s.token < who and not 0 <= mark < s.token:
                    yield s

    def next_to(self, attribution: Attribution, content: frozenset[int]) -> Iterator[Sighting]:
        """Adjuncts right behind a cue, its source and who is told, whatever the parse hangs them on.

        "Osei said in an interview aired Monday": the tree may take "aired" for what was said.
        """
        document, cue = self._document, attribution.cue_token
        if cue < 0 or document.tokens[cue].upos not in VERBAL:
            return
        source = frozenset(i for s, e in attribution.source for i in document.tokens_in(s, e))
        first, end = cue + 1, document.sentence(cue).last
        while first < end and (first in source or document.tokens[first].upos == "ADV"):
            first += 1
        first = max(first, told_behind(document, cue) + 1)  # "told doctors in a letter"
        if first >= end or first in content or document.tokens[first].upos != "ADP":
            return
        for i in self._tokens[bisect_left(self._tokens, first) :]:
            if i >= end or i in content:
                return
            if document.tokens[first].head == i and document.tokens[first].deprel == "case":
                yield from (s for s in self._by_token[i] if s.relation == "adjunct")
                return

    def set_off(self, attribution: Attribution, content: frozenset[int]) -> Iterator[Sighting]:
        """Adjuncts set off by a comma behind the cue: "..., Osei told them, in a letter"."""
        document, cue = self._document, attribution.cue_token
        if cue < 0 or attribution.kind != "direct" or not content or min(content) > cue:
            return
        end = document.sentence(cue).last
        for i in self._tokens[bisect_left(self._tokens, cue + 1) :]:
            if i >= end or i in content:
                return
            before = child(document, i, "case") - 1
            if before > cue and document.tokens[before].text == ",":
                yield from (s for s in self._by_token[i] if s.relation == "adjunct" and may_trail(s))

    def behind_mark(self, i: int, attribution: Attribution) -> bool:
        """Whether a phrase stands right behind the last closing mark ("... “a gift” in a statement")."""
        first = min(
            (c for c in self._document.children(i) if self._document.relations[c] == "case"), default=-1
        )
        if first < 0 or not attribution.verbatim:
            return False
        end = attribution.verbatim[-1][1]
        between = self._document.tokens_in(end, self._document.tokens[first].start)
        return end <= self._document.tokens[first].start and all(
            self._document.tokens[j].upos == "PUNCT" for j in between
        )
