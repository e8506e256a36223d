"""Names through whom words came at second hand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from quotex.attribution.findings import Attribution
from quotex.channels.outlet_places import Outlet
from quotex.channels.outlets import Outlets
from quotex.channels.phrases import (
    child,
    extent,
    preposition,
    relation,
)
from quotex.channels.sightings import Sighting
from quotex.channels.tellers import Tellers
from quotex.parsing.document import Document
from quotex.rules.channels import ChannelRules
from quotex.speakers import Entities, Speaker

_POINTED = frozenset(["interview", "recording", "letter", "email"])
"""Channels whose outlet a later definite noun keeps ("later in the show")."""

_GATHERED = frozenset(["speech", "debate", "press_conference", "testimony"])
"""Channels whose words everybody there could hear: an outlet in their name passed nothing on."""

_POINTING = 4
"""Sentences that a definite noun points back over to an outlet."""


class Vias:
    """Finds the outlets and persons that words passed through.

    Args:
        document: the article.
        outlets: the outlets that it names.
        entities: its entities.
        rules: the evidence.
    """

    def __init__(self, document: Document, outlets: Outlets, entities: Entities, rules: ChannelRules) -> None:
        self._document = document
        self._outlets = outlets
        self._entities = entities
        self._rules = rules
        self._tellers = Tellers(document, rules)
        self._named: list[tuple[int, str, tuple[str, ...]]] = []

    def note(self, sightings: Sequence[Sighting]) -> None:
        """Remember which evidence names an outlet, for what points back to it later."""
        self._named = []
        for sighting in sightings:
            names = self._direct(sighting, frozenset()) if sighting.relation != "verb" else ()
            if names or (sighting.label == "interview" and sighting.outlet is not None):
                self._named.append((sighting.token, sighting.label, names))
        self._named.sort()

    def of_evidence(self, sighting: Sighting, inside: frozenset[int]) -> tuple[str, ...]:
        """The outlet that a piece of evidence names ("in an interview with the Courier"), or nobody.

        A definite noun takes the outlet of the one told before ("later in the show").

        Args:
            sighting: the evidence.
            inside: tokens of the quotation's content, which do not count.
        """
        direct = self._direct(sighting, inside)
        if direct or sighting.row is None or sighting.relation == "verb":
            return direct
        if (
            sighting.relation == "addressee"
            or sighting.label not in _POINTED
            or not self._definite(sighting.token)
        ):
            return ()
        return self.before(sighting.token, sighting.label)

    def before(self, token: int, label: str) -> tuple[str, ...]:
        """The outlet that the latest evidence of a channel before a token names, or nobody."""
        k = bisect_left(self._named, (token,))
        return next((names for _, found, names in reversed(self._named[:k]) if found == label), ())

    def _definite(self, token: int) -> bool:
        return any(
            self._document.low[c] in self._rules.words["pointing"] for c in self._document.children(token)
        )

    def _direct(self, sighting: Sighting, inside: frozenset[int]) -> tuple[str, ...]:
        """The outlet named by the evidence itself."""
        document = self._document
        if sighting.outlet is not None:
            return self._foreign(self._outlets.places.network(sighting.outlet))
        if sighting.relation == "verb":
            return ()
        if sighting.token in inside:
            inside = frozenset()  # at the end of the content, which is not its own
        if sighting.label not in _GATHERED:
            beside = range(sighting.token + 1, min(sighting.token + 4, len(document.tokens)))
            for i in [*document.subtree(sighting.token), *beside]:
                outlet = self._outlets.at(i)
                if outlet is None or i in inside:
                    continue
                if (
                    i in beside and i == outlet.first and self._marks_between(sighting.token, i)
                ) or self._serves(i, sighting.token):
                    return self._foreign(self._outlets.places.network(outlet))
        if sighting.label == "interview" and sighting.frame == "on":
            # "on Osei's radio show"
            owner = child(document, sighting.token, "nmod:poss")
            entity = self._entities.at(owner) if owner >= 0 else None
            if entity is not None and entity.type == "person":
                return (entity.name,)
        if sighting.label == "article" and sighting.relation == "adjunct":
            named = self._printed_in(sighting.token)
            if named:
                return named
        pointed = self._pointed(sighting)
        if pointed is not None:
            return self._foreign(pointed)
        if self._unnamed_outlet(sighting):
            return (self.name(sighting.token),)
        return self._released_by(sighting.token, inside)

    def _unnamed_outlet(self, sighting: Sighting) -> bool:
        """ "Told state television", "told a local newspaper": an outlet that is only described."""
        if sighting.relation != "addressee" or sighting.label != "interview" or sighting.row is None:
            return False
        words = self._rules.words
        definite = any(
            self._document.low[c] in words["pointing"] | words["owning"]
            for c in self._document.children(sighting.token)
        )
        return not definite and self._outlets.is_kind(self._document.lemmas[sighting.token])

    def _pointed(self, sighting: Sighting) -> Outlet | None:
        """ "Told the broadcaster", "told its host": the outlet named last before."""
        if sighting.relation != "addressee" or sighting.label != "interview" or sighting.row is None:
            return None
        words = self._rules.words
        if not any(
            self._document.low[c] in words["pointing"] | words["owning"]
            for c in self._document.children(sighting.token)
        ):
            return None
        block = self._document.tokens[sighting.token].sent
        before = self._outlets.places.last_before(sighting.token)
        near = before is not None and block - self._document.tokens[before.first].sent <= _POINTING
        return before if near else None

    def _printed_in(self, token: int) -> tuple[str, ...]:
        """ "In a column for the Weekly Lamp": a name that is known as an outlet by nothing else."""
        for c in self._document.children(token):
            t = self._document.tokens[c]
            if t.upos == "PROPN" and preposition(self._document, c) in self._rules.words["printed"]:
                name = self._proper(c)
                return () if self._outlets.is_own(Outlet(c, c, name, "outlet")) else (name,)
        return ()

    def _proper(self, head: int) -> str:
        tokens = self._document.tokens
        first = last = head
        while (
            first > 0
            and tokens[first - 1].upos in ("PROPN", "ADJ", "NOUN")
            and tokens[first - 1].text[:1].isupper()
        ):
            first -= 1
        while last + 1 < len(tokens) and tokens[last + 1].upos == "PROPN":
            last += 1
        return self._document.text[tokens[first].start : tokens[last].end]

    def _marks_between(self, first: int, last: int) -> bool:
        return all(self._document.tokens[j].upos == "PUNCT" for j in range(first + 1, last))

    def _serves(self, i: int, under: int) -> bool:
        """Whether an outlet belongs to the noun above it, and is not what it is about."""
        for j in (i, *self._document.ancestors(i)):
            if j == under:
                return True
            case = preposition(self._document, j)
            if case in self._rules.words["about"]:
                return False
        return False

    def _foreign(self, outlet: Outlet) -> tuple[str, ...]:
        return () if self._outlets.is_own(outlet) else (outlet.name,)

    def _released_by(self, token: int, inside: frozenset[int]) -> tuple[str, ...]:
        """ "In e-mails released by the group": who passed a thing on."""
        for c in self._document.children(token):
            t = self._document.tokens[c]
            if relation(self._document, c) != "acl" or t.lemma.lower() not in self._rules.words["passers"]:
                continue
            agent = next(
                (
                    a
                    for a in self._document.children(c)
                    if relation(self._document, a) == "obl"
                    and preposition(self._document, a) in self._rules.words["agents"]
                ),
                -1,
            )
            if agent >= 0 and agent not in inside:
                outlet = self._outlets.at(agent)
                return self._foreign(outlet) if outlet else (self.name(agent),)
        return ()

    def name(self, token: int) -> str:
        """What to call the one that a token mentions: its entity's name, or its phrase as written."""
        outlet = self._outlet_of(token)
        if outlet is not None:
            return outlet.name
        entity = self._entities.at(token)
        if entity is not None and entity.name:
            return entity.name
        first, last = extent(self._document, token)
        while first < token and self._document.tokens[first].deprel in ("case", "fixed"):
            first += 1
        tokens = self._document.tokens
        return " ".join(self._document.text[tokens[first].start : tokens[last].end].split())

    def of_tellers(
        self, attribution: Attribution, speaker: Speaker, nested: Sequence[int], evidence: frozenset[int]
    ) -> tuple[str, ...]:
        """Those who tell what somebody said, innermost first.

        Args:
            attribution: the quotation.
            speaker: whose words they are.
            nested: heads of the sources in whose words the quotation stands, innermost first.
            evidence: tokens that are evidence of a channel, which tell nothing themselves.
        """
        tokens = [*attribution.teller_tokens, *nested, *self._tellers.of(attribution)]
        names: list[str] = []
        for token in dict.fromkeys(tokens):
            entity = self._entities.at(token)
            shows = token in evidence and token not in attribution.teller_tokens
            if shows or (entity is not None and entity.id == speaker.entity):
                continue
            outlet = self._outlet_of(token)
            if outlet is not None:
                names += self._foreign(self._outlets.places.network(outlet))
            else:
                names.append(self.name(token))
        return tuple(n for n in dict.fromkeys(names) if n != speaker.name)

    def _outlet_of(self, token: int) -> Outlet | None:
        """The outlet that a noun phrase names, by its head or beside it ("the Novapress agency")."""
        found = self._outlets.at(token)
        if found is not None:
            return found
        for c in self._document.children(token):
            if (
                relation(self._document, c) in ("compound", "appos", "flat", "nmod")
                and self._outlets.at(c) is not None
            ):
                if relation(self._document, c) != "nmod" or self._document.tokens[c].deprel == "nmod:desc":
                    return self._outlets.at(c)
        return None
