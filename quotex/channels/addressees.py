"""To whom words were said: those told, those spoken or written to, and whom a letter went to."""

from __future__ import annotations

from collections.abc import Iterator

from quotex.attribution.findings import Attribution
from quotex.channels.anchors import Anchors
from quotex.channels.outlets import Outlets
from quotex.channels.phrases import VERBAL, child, extent, preposition, relation, told_behind
from quotex.channels.sightings import Sighting
from quotex.parsing.document import Document
from quotex.rules.channels import ChannelRules
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers import Entities


class Addressees:
    """Reads addressees from the tree around the cue.

    Args:
        document: the article.
        entities: its entities.
        rules: the evidence.
        outlets: the outlets that the article names.
    """

    def __init__(self, document: Document, entities: Entities, rules: ChannelRules, outlets: Outlets) -> None:
        self._document = document
        self._entities = entities
        self._rules = rules
        self._outlets = outlets
        self._speakers = load_speaker_rules()

    def of(
        self, attribution: Attribution, at: Anchors, inside: frozenset[int], sighting: Sighting | None
    ) -> str | None:
        """The addressee's noun phrase as written, without what hangs on it by a preposition; or None.

        Args:
            attribution: the quotation.
            at: the verbs and nouns of its report.
            inside: tokens of its content, which do not count.
            sighting: the evidence of its channel in its own sentence.
        """
        token = attribution.addressee_token
        if token < 0 or self._is_told(token):
            found = self._candidates(attribution, at, inside, sighting)
            token = next((told for told in found if not self._speaks(attribution, told)), -1)
        return self._phrase(token) if token >= 0 else None

    def _is_told(self, token: int) -> bool:
        """Whether an object is what is told and not to whom: "told a story of it", "told itself"."""
        t = self._document.tokens[token]
        if t.upos == "PRON":
            return "Reflex=Yes" in t.feats or "Poss=Yes" in t.feats
        thing = t.xpos == "NN" and not self._listens(token)
        return thing and relation(self._document, token) == "obj"

    def _speaks(self, attribution: Attribution, token: int) -> bool:
        """Whether a noun is the source itself, which the parser took for an object: "asked Ortiz."."""
        t = self._document.tokens[token]
        return any(start <= t.start and t.end <= end for start, end in attribution.source)

    def _candidates(
        self, attribution: Attribution, at: Anchors, inside: frozenset[int], sighting: Sighting | None
    ) -> Iterator[int]:
        document, words = self._document, self._rules.words
        cue = attribution.cue_token
        verbs = [
            v for v in sorted(at.verbs, key=lambda v: (v != cue, v)) if document.tokens[v].upos in VERBAL
        ]
        for verb in verbs:
            lemma = attribution.cue_lemma if verb == cue else document.lemmas[verb]
            told = self._told(verb) if lemma in words["telling"] else -1
            if verb == cue and told >= 0 and told not in inside:
                yield told
            elif told >= 0 and lemma in self._rules.verbs["address"] and told not in inside:
                if self._listens(told):  # "Addressing pilgrims, the pope said"
                    yield told
            if verb == cue and lemma in words["telling"] and (told := self._right_behind(cue, inside)) >= 0:
                yield told
            for c in document.children(verb):
                if c in inside or relation(document, c) != "obl" or not self._listens(c):
                    continue
                case = preposition(document, c)
                if case in words["toward"] or (case in words["against"] and lemma in words["shouting"]):
                    yield c
        if sighting is not None and sighting.label in words["addressed"]:
            for c in document.children(sighting.token):
                if preposition(document, c) in words["toward"] | words["accompanied"] and self._listens(c):
                    yield c

    def _told(self, verb: int) -> int:
        found = child(self._document, verb, "iobj")
        return found if found >= 0 else child(self._document, verb, "obj")

    def _right_behind(self, cue: int, inside: frozenset[int]) -> int:
        """The noun phrase between a cue and a pause, whatever the tree says: ", she told the panel, "."""
        told = told_behind(self._document, cue)
        if told < 0 or not inside.isdisjoint(range(cue + 1, told + 1)):
            return -1
        faithful = self._document.tokens[told].upos == "ADJ"  # "told the party faithful"
        return told if faithful or self._listens(told) else -1

    def _listens(self, token: int) -> bool:
        """Whether a noun denotes people or a body that words can be said to."""
        t = self._document.tokens[token]
        if t.upos == "PRON" or self._outlets.at(token) is not None:
            return True
        entity = self._entities.at(token)
        if entity is not None and entity.type != "place":
            return True
        return t.upos in ("NOUN", "PROPN") and self._speakers.denotes(
            t.lemma.lower(), "person", "kin", "organization", "group"
        )

    def _phrase(self, token: int) -> str:
        """The noun phrase up to the first preposition but "of"."""
        document = self._document
        tokens = document.tokens
        first, last = extent(document, token)
        while (
            last + 1 < len(tokens) and tokens[last + 1].deprel == "appos" and tokens[last + 1].head == token
        ):
            last = extent(document, last + 1)[1]  # "conductor Ludovic Hart"
        while first < token and tokens[first].deprel == "case":
            first += 1
        for i in range(token + 1, last + 1):
            t = tokens[i]
            if t.deprel in ("case", "mark") and t.text.lower() not in self._rules.words["partitive"]:
                if t.xpos != "POS":
                    last = i - 1
                    break
            if t.deprel in ("obl:unmarked", "nmod:unmarked"):
                last = min(document.subtree(i)) - 1
                break
        return " ".join(document.text[tokens[first].start : tokens[max(last, token)].end].split())
