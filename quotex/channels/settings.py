"""Venue, addressee, time and language of a quotation."""

from __future__ import annotations

from datetime import date

from quotex.attribution.findings import Attribution
from quotex.channels.dates import SaidOn, is_future, read_time
from quotex.channels.phrases import VERBAL, child, extent, preposition, relation
from quotex.channels.sightings import Sighting
from quotex.channels.vias import Vias
from quotex.parsing.document import Document
from quotex.rules.channels import ChannelRules
from quotex.rules.dates import DateRules


class Settings:
    """Reads what surrounds the act of speaking from the tree around the cue."""

    def __init__(
        self, document: Document, rules: ChannelRules, dates: DateRules, languages: frozenset[str],
        vias: Vias, day: date | None,
    ) -> None:  # fmt: skip
        self._document = document
        self._rules = rules
        self._dates = dates
        self._languages = languages
        self._vias = vias
        self._day = day

    def time(self, verbs: frozenset[int], inside: frozenset[int]) -> SaidOn | None:
        """When it was said, from the adjuncts of the verbs of the report, nearest verb first.

        Args:
            verbs: the cue and the verbs it goes with.
            inside: tokens of the content, which do not count.
        """
        for verb in sorted(verbs, reverse=True):
            for c in self._document.children(verb):
                if c in inside or relation(self._document, c) not in ("obl", "advmod", "nmod", "dep", "obj"):
                    continue
                if relation(self._document, c) == "obj" and self._document.tokens[c].upos == "PRON":
                    continue
                row = [i for i in self._document.subtree(c) if i not in inside]
                found = read_time(
                    self._document, row, self._dates, self._day, future=is_future(self._document, verb)
                )
                if found is not None:
                    return found
        return None

    def time_of(self, sighting: Sighting) -> SaidOn | None:
        """The time that a piece of evidence itself tells ("a Saturday rally")."""
        row = self._document.subtree(sighting.token) if sighting.relation != "verb" else []
        found = read_time(self._document, row, self._dates, self._day)
        if found is None and sighting.governor >= 0 and sighting.relation != "subject":
            found = self.time(frozenset([sighting.governor]), frozenset(row))
        return found

    def venue(self, sighting: Sighting) -> str | None:
        """The place that a piece of evidence names ("a rally in the capital")."""
        if sighting.row is None or not sighting.row.venue:
            return None
        if sighting.relation == "addressee" and sighting.token >= 0:
            t = self._document.tokens[sighting.token]
            if t.lemma.lower() not in self._rules.words["gatherings"]:
                return self._place_beside(sighting)
        return self._phrase(sighting.token)

    def _place_beside(self, sighting: Sighting) -> str | None:
        """The place where the addressee was told: "told a small crowd at the barn"."""
        heads = [sighting.token, sighting.governor]
        for head in heads:
            for c in self._document.children(head):
                if c > sighting.token and preposition(self._document, c) in self._rules.words["places"]:
                    row = self._document.subtree(c)
                    if read_time(self._document, row, self._dates, None) is None:
                        return self._phrase(c)
        return None

    def _phrase(self, token: int) -> str:
        first, last = extent(self._document, token)
        tokens = self._document.tokens
        while first < token and tokens[first].deprel == "case":
            first += 1
        time = read_time(self._document, range(token + 1, last + 1), self._dates, None)
        if time is not None and tokens[time.first].deprel != "compound":  # the time behind it is said_on's
            last = time.first - 1
            while last > token and tokens[last].upos in ("ADP", "PUNCT", "DET", "ADJ"):
                last -= 1
        return " ".join(self._document.text[tokens[first].start : tokens[last].end].split())

    def addressee(self, attribution: Attribution, inside: frozenset[int]) -> str | None:
        """To whom the words were said: the object of a verb of telling, or "to ..." of one of speaking."""
        token = attribution.addressee_token
        cue = attribution.cue_token
        if token < 0 and cue >= 0 and self._document.tokens[cue].upos in VERBAL:
            token = self._told(cue, inside)
        if token < 0:
            return None
        return self._vias.name(token)

    def _told(self, cue: int, inside: frozenset[int]) -> int:
        document = self._document
        if document.tokens[cue].lemma.lower() not in self._rules.words["telling"]:
            return -1
        found = child(document, cue, "iobj")
        if found < 0:
            found = child(document, cue, "obj")
        return found if found not in inside else -1

    def language(self, verbs: frozenset[int], inside: frozenset[int]) -> str | None:
        """The language that it was said in, where the article tells ("tweeted in Spanish")."""
        for verb in sorted(verbs):
            for c in self._document.children(verb):
                t = self._document.tokens[c]
                if t.text in self._languages and c not in inside and preposition(self._document, c):
                    return t.text
        return None
