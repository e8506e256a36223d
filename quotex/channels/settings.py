"""Venue, time and language of a quotation."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from quotex.channels.dates import SaidOn, read_time
from quotex.channels.phrases import VERBAL, extent, preposition, relation
from quotex.channels.sightings import Sighting
from quotex.parsing.document import Document
from quotex.rules.channels import ChannelRules
from quotex.rules.dates import DateRules

_BEFORE_PLACE = frozenset(["case", "mark", "cc"])
"""What may stand before the noun of a place that is not part of it: "while in Vell"."""


class Settings:
    """Reads what surrounds the act of speaking from the tree around the cue."""

    def __init__(
        self, document: Document, rules: ChannelRules, dates: DateRules, languages: frozenset[str],
        day: date | None,
    ) -> None:  # fmt: skip
        self._document = document
        self._rules = rules
        self._dates = dates
        self._languages = languages
        self._day = day

    def time(self, verbs: frozenset[int], inside: frozenset[int], *, future: bool = False) -> SaidOn | None:
        """When it was said, from the adjuncts of the verbs of the report, nearest verb first.

        Args:
            verbs: the cue and the verbs it goes with (or the noun that it is).
            inside: tokens of the content, which do not count.
            future: whether the words are still to be said.
        """
        for verb in sorted(verbs, reverse=True):
            for c in self._document.children(verb):
                if c in inside or relation(self._document, c) not in ("obl", "advmod", "nmod", "dep", "obj"):
                    continue
                if relation(self._document, c) == "obj" and self._document.tokens[c].upos == "PRON":
                    continue
                row = [i for i in self._document.subtree(c) if i not in inside]
                found = read_time(self._document, row, self._dates, self._day, future=future)
                if found is not None:
                    return found
        return None

    def time_behind(self, cue: int, inside: frozenset[int], *, future: bool = False) -> SaidOn | None:
        """When it was said, from the words between a cue and the content right behind them.

        The parser may hang them on the content's verb: "said Tuesday night the mill was burning".
        """
        gap = list(range(cue + 1, next((i for i in sorted(inside) if i > cue), cue)))
        same = gap and self._document.tokens[gap[-1]].sent == self._document.tokens[cue].sent
        if not same or any(self._document.tokens[i].upos in VERBAL for i in gap):
            return None
        return read_time(self._document, gap, self._dates, self._day, future=future)

    def age(self, time: SaidOn | None) -> int:
        """Days between the end of a time and the article; 0 where they are not told."""
        if time is None or time.iso is None or self._day is None:
            return 0
        year, month, *rest = time.iso.replace("W", "").split("-") + [""] * (len(time.iso) < 5)
        if "W" in time.iso:
            last = date.fromisocalendar(int(year), int(month), 7)
        elif rest:
            last = date.fromisoformat(time.iso)
        else:
            first = date(int(year), int(month or 12), 1)
            last = first + relativedelta(months=1, days=-1)
        return max(0, (self._day - last).days)

    def time_in(self, start: int, end: int) -> SaidOn | None:
        """The time told between two offsets (a credit line's date)."""
        return read_time(self._document, self._document.tokens_in(start, end), self._dates, self._day)

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
        if self._document.lemmas[sighting.token] in self._rules.words["addresses"]:
            return self._place_beside(sighting)
        return self._phrase(sighting.token)

    def _place_beside(self, sighting: Sighting) -> str | None:
        """The place where the addressee was told: "told a small crowd at the barn"."""
        inner = [c for c in self._document.subtree(sighting.token) if c != sighting.token]
        heads = [sighting.token, sighting.governor, *inner]  # "a crowd of 5,000 in the square"
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
        while first < token and (
            tokens[first].deprel in _BEFORE_PLACE
            or tokens[first].deprel == "advmod"
            and tokens[first + 1].deprel in _BEFORE_PLACE
        ):
            first += 1  # "and once more at the fair"
        if (
            last + 1 < len(tokens)
            and tokens[last + 1].xpos == "HYPH"
            and tokens[last + 1].start == tokens[last].end
        ):
            last = extent(self._document, token, whole=True)[1]  # "a ribbon-cutting in Vell"
        time = read_time(self._document, range(token + 1, last + 1), self._dates, None)
        # the time behind it is said_on's, but "the Friday market" is a place
        if time is not None and (
            tokens[time.first].deprel != "compound"
            or tokens[tokens[time.first].head].deprel.endswith(":unmarked")
        ):
            last = time.first - 1
            while last > token and tokens[last].upos in ("ADP", "PUNCT", "DET", "ADJ"):
                last -= 1
        named = next(  # "the capital, Torvik", "Torvik, the capital": another name for the same place
            (
                i
                for i in range(token + 1, last)
                if tokens[i].text == ","
                and (
                    tokens[i - 1].upos == "NOUN"
                    or (tokens[i - 1].upos == "PROPN" and tokens[i + 1].upos == "DET")
                )
            ),
            -1,
        )
        last = named - 1 if named >= 0 else last
        return " ".join(self._document.text[tokens[first].start : tokens[last].end].split())

    def language(self, verbs: frozenset[int], inside: frozenset[int]) -> str | None:
        """The language that it was said in, where the article tells ("tweeted in Spanish")."""
        for verb in sorted(verbs):
            for c in self._document.children(verb):
                t = self._document.tokens[c]
                if t.text in self._languages and c not in inside and preposition(self._document, c):
                    return t.text
        return None
