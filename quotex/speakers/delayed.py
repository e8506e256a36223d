"""Speakers described first and named afterwards: "A roofer told the jury ... Karl Ferrol, 47, said"."""

from __future__ import annotations

from collections.abc import Sequence

from quotex.parsing.document import Document
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.entity import Entity, Mention
from quotex.speakers.phrases import phrase_around, role_text
from quotex.speakers.salience import Layout

_SENTENCES = 3
"""How far behind the description the name may stand."""


class DelayedNames:
    """Finds the names that a report's lead holds back.

    Args:
        document: the article.
        rules: vocabulary.
        layout: of the same document.
        sources: tokens that head the source of a quotation.
        by_token: token to the entity and mention known there.
    """

    def __init__(
        self,
        document: Document,
        rules: SpeakerRules,
        layout: Layout,
        sources: frozenset[int],
        by_token: dict[int, tuple[Entity, Mention]],
    ) -> None:
        self._document = document
        self._rules = rules
        self._layout = layout
        self._by_token = by_token
        self._sources = sorted(i for i in sources if i in by_token and not layout.quoted[i])

    def settle(self) -> None:
        """Give what is said of somebody described to the one who is named for the first time next."""
        for i, j in zip(self._sources, self._next_speakers(), strict=True):
            if j >= 0 and self._is_one(i, j):
                self._join(self._by_token[i][0], self._by_token[j][0], i)

    def _next_speakers(self) -> Sequence[int]:
        """For each source the next one of another entity, or -1."""
        found, after = [], -1
        for k in range(len(self._sources) - 1, -1, -1):
            following = self._sources[k + 1] if k + 1 < len(self._sources) else -1
            here = self._by_token[self._sources[k]][0]
            if following >= 0 and self._by_token[following][0] is not here:
                after = following
            found.append(after)
        return found[::-1]

    def _is_one(self, i: int, j: int) -> bool:
        described, mention = self._by_token[i]
        named, name = self._by_token[j]
        if (
            described.type != "unnamed_person"
            or described.number == "plural"
            or mention.form != "description"
        ):
            return False
        if named.type not in ("person", "unknown") or name.form != "name" or " " not in name.text:
            return False
        if described.mentions[0].head != i or named.mentions[0].first != name.first or named.in_title:
            return False
        if described.gender and named.gender and described.gender != named.gender:
            return False
        tokens, paragraphs = self._document.tokens, self._layout.paragraphs
        here, there = tokens[i].sent, tokens[j].sent
        if not 0 < there - here <= _SENTENCES:
            return False
        lead = paragraphs[here] == paragraphs[self._first_sentence()]
        definite = self._document.low[mention.first] not in self._rules.words["indefinite"]
        if not lead and (not definite or paragraphs[here] != paragraphs[there]):
            return False
        called = {w for w in named.lemmas if self._rules.denotes(w, "person")}
        return not called or not called.isdisjoint(described.lemmas)

    def _first_sentence(self) -> int:
        """The first sentence of the text proper: the first that a source stands in."""
        return self._document.tokens[self._sources[0]].sent

    def _join(self, described: Entity, named: Entity, i: int) -> None:
        if named.role is None:
            named.role = role_text(self._document, phrase_around(self._document, i, self._rules), self._rules)
        if named.type == "unknown":
            named.type = "person"
        named.gender = named.gender or described.gender
        for lemma, words in described.lemmas.items():
            named.lemmas.setdefault(lemma, words)
        for mention in described.mentions:
            for k in range(mention.first, mention.last + 1):
                if k in self._by_token and self._by_token[k][0] is described:
                    self._by_token[k] = (named, self._by_token[k][1])
        named.mentions = sorted([*named.mentions, *described.mentions], key=lambda m: m.first)
        described.mentions = []
