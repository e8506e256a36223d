"""The channel that a quotation's own sentence shows."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from quotex.attribution.findings import Attribution
from quotex.channels.anchors import Anchors
from quotex.channels.credits import credit_line
from quotex.channels.outlet_places import Outlet
from quotex.channels.outlets import Outlets
from quotex.channels.phrases import VERBAL, child, extent, preposition
from quotex.channels.reading import ChannelReading
from quotex.channels.settings import Settings
from quotex.channels.sightings import Sighting
from quotex.channels.ties import Ties
from quotex.channels.vias import Vias
from quotex.light import frozen
from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.channels import ChannelRules
from quotex.speakers import Entities, Speaker


@frozen(slots=True)
class Found:
    """A reading by a quotation's own evidence, and the sighting it rests on (None: something else).

    ``credit`` is the rest of an embedded post's credit line (offsets), which holds its date.
    """

    reading: ChannelReading
    sighting: Sighting | None = None
    credit: Span | None = None


class ExplicitReader:
    """Reads channels by evidence that is tied to the quotation itself."""

    def __init__(
        self, document: Document, sightings: Sequence[Sighting], entities: Entities, outlets: Outlets,
        rules: ChannelRules, vias: Vias, settings: Settings,
    ) -> None:  # fmt: skip
        self._document = document
        self._ties = Ties(document, sightings, rules)
        self._entities = entities
        self._outlets = outlets
        self._rules = rules
        self._vias = vias
        self._settings = settings
        self._hosts = self._host_entities()
        self._gatherings = self._gathering_hosts()

    def read(
        self, attribution: Attribution, speaker: Speaker, inside: frozenset[int], at: Anchors
    ) -> Found | None:
        """The channel that the quotation's own evidence shows, or None.

        Args:
            attribution: the quotation.
            speaker: who said it.
            inside: tokens of its content.
            at: the verbs and nouns of its report.
        """
        credit = credit_line(self._document.text, attribution)
        if credit is not None:
            reading = ChannelReading(channel=credit.label, evidence=credit.span, reason="credit line")
            return Found(reading, credit=credit.rest)
        tied = [
            s for s in self._ties.of(attribution, at, inside) if self._speaks_itself(s, attribution, speaker)
        ]
        if tied:
            return Found(self.reading(tied[0], tied, inside), tied[0])
        pointed = self._ties.pointed(at, inside)
        if pointed is not None:
            return Found(evolve(self.reading(pointed, [pointed], inside), inherited=True), pointed)
        for found in (
            self._writing_in(at, inside), self._press(attribution, speaker),
            self._addressee(attribution, inside), self._question(attribution),
            self._document_source(attribution, speaker),
        ):  # fmt: skip
            if found is not None:
                return found
        return None

    def reading(self, sighting: Sighting, tied: Sequence[Sighting], inside: frozenset[int]) -> ChannelReading:
        """The reading that a sighting gives.

        Args:
            sighting: the strongest.
            tied: all that are tied to the quotation; a weaker one may name the outlet.
            inside: tokens of the content.
        """
        via = next((names for s in tied if (names := self._vias.of_evidence(s, inside))), ())
        return ChannelReading(
            channel=sighting.label,
            evidence=self._span(sighting),
            venue=self._settings.venue(sighting),
            via=via,
            reason=f"{sighting.frame or 'verb'}: {self._document.tokens[sighting.token].text}",
        )

    def _span(self, sighting: Sighting) -> Span:
        first = last = sighting.token
        if sighting.relation != "verb":
            first, last = extent(self._document, sighting.token)
        if sighting.relation in ("addressee", "object") and sighting.governor >= 0:
            first, last = min(first, sighting.governor), max(last, sighting.governor)
        return self._document.span(first, last)

    def _speaks_itself(self, sighting: Sighting, attribution: Attribution, speaker: Speaker) -> bool:
        """An outlet that is a mere teller ("Osei said, according to the Courier") writes no article."""
        if sighting.outlet is None or sighting.relation != "subject":
            return True
        entity = self._entities.at(sighting.token)
        return (
            entity is None
            or entity.id == speaker.entity
            or sighting.outlet.name.endswith(speaker.name or "?")
        )

    def _writing_in(self, at: Anchors, inside: frozenset[int]) -> Found | None:
        """ "Writing in Le Soir, Osei said": a name that nothing else tells to be an outlet's."""
        words = self._rules.words
        for verb in sorted(at.verbs):
            t = self._document.tokens[verb]
            if self._document.lemmas[verb] not in words["author_cues"] or t.xpos != "VBG":
                continue
            for c in self._document.children(verb):
                if c in inside or preposition(self._document, c) not in words["printed"]:
                    continue
                entity = self._entities.at(c)
                named = self._document.tokens[c].upos == "PROPN"
                known = entity is not None and not entity.doubtful and entity.type in ("place", "person")
                if named and not known:
                    evidence = self._document.span(verb, extent(self._document, c)[1])
                    reading = ChannelReading(
                        channel="article", evidence=evidence, via=(self._vias.name(c),), reason="writing in"
                    )
                    return Found(reading)
        return None

    def _press(self, attribution: Attribution, speaker: Speaker) -> Found | None:
        """ "According to the newspaper": an outlet by another word for it."""
        row = self._rules.outlets.get("says")
        if row is None or attribution.cue_lemma not in row.cues or not attribution.source or not speaker.name:
            return None
        entity = self._entities.at(attribution.source_token)
        lemma = self._document.lemmas[attribution.source_token]
        named = (
            entity is not None
            and entity.id == speaker.entity
            and self._outlets.places.named(speaker.name) is not None
        )
        if not named and lemma not in self._outlets.print_nouns:
            return None
        return Found(
            ChannelReading(
                channel=row.label, evidence=attribution.source[0], reason="the source is an outlet"
            )
        )

    def _addressee(self, attribution: Attribution, inside: frozenset[int]) -> Found | None:
        """ "Told them", where they are a crowd; "told the Guild" at whose meeting it was; "told Ingraham"."""
        cue = attribution.cue_token
        frame = self._rules.frames["told"]
        if cue < 0 or self._document.lemmas[cue] not in frame.verbs:
            return None
        token = attribution.addressee_token
        if token < 0:
            token = child(self._document, cue, "iobj")
        if token < 0:
            token = child(self._document, cue, "obj")
        entity = self._entities.at(token) if token >= 0 and token not in inside else None
        if entity is None:
            return None
        span = self._document.span(min(cue, token), max(cue, token))
        if entity.id in self._gatherings:
            return Found(
                ChannelReading(channel="speech", evidence=span, reason="told the hosts of a meeting")
            )
        if entity.id in self._hosts:
            outlet = self._programme_of(entity.name)
            via = (
                ()
                if outlet is None or self._outlets.is_own(outlet)
                else (self._outlets.places.network(outlet).name,)
            )
            return Found(ChannelReading(channel="interview", evidence=span, via=via, reason="told a host"))
        if self._document.tokens[token].upos == "PRON" and (
            entity.type == "group" or entity.number == "plural"
        ):
            for lemma in sorted(entity.lemmas):
                for words, row in self._rules.by_word.get(lemma, ()):
                    if len(words) == 1 and "told" in row.frames and not row.weak:
                        return Found(
                            ChannelReading(channel=row.label, evidence=span, reason=f"told: {lemma}")
                        )
        return None

    def _programme_of(self, name: str) -> Outlet | None:
        words = name.split()
        named = self._outlets.places.programmes(words[-1]) if words else ()
        return next((o for o in named if o.name != name), None)

    def _host_entities(self) -> frozenset[int]:
        hosts = self._rules.words["hosts"]
        out = set()
        for entity in self._entities:
            if entity.type != "person":
                continue
            role = (entity.role or "").lower().split()
            if hosts & (set(entity.lemmas) | set(role)) or (
                len(entity.name.split()) > 1 and self._programme_of(entity.name)
            ):
                out.add(entity.id)
        return frozenset(out)

    def _gathering_hosts(self) -> frozenset[int]:
        """Entities whose conference or meeting the article speaks of ("the Guild's annual meeting")."""
        out = set()
        gatherings = self._rules.words["gatherings"]
        for i in [i for i, lemma in enumerate(self._document.lemmas) if lemma in gatherings]:
            for c in self._document.children(i):
                if self._document.tokens[c].deprel in ("compound", "nmod:poss"):
                    entity = self._entities.at(c)
                    if entity is not None and entity.type == "organization":
                        out.add(entity.id)
        return frozenset(out)

    def _question(self, attribution: Attribution) -> Found | None:
        """A question put by a host."""
        if attribution.cue_lemma not in self._rules.words["ask_cues"] or attribution.source_token < 0:
            return None
        row = [self._document.lemmas[i] for i in self._document.subtree(attribution.source_token)]
        if not self._rules.words["hosts"] & set(row):
            return None
        via = self._vias.before(attribution.source_token, "interview")
        evidence = attribution.source[0]
        return Found(
            ChannelReading(channel="interview", evidence=evidence, via=via, reason="asked by a host")
        )

    def _document_source(self, attribution: Attribution, speaker: Speaker) -> Found | None:
        if speaker.type != "document" or not attribution.source or attribution.source_token < 0:
            return None
        if self._document.tokens[attribution.source_token].upos == "PROPN":
            return None  # "Bill Osei said"
        label = "document"
        for word in speaker.name.lower().split():
            for words, row in self._rules.by_word.get(word, ()):
                if len(words) == 1 and "says" in row.frames and row.label != "document" and not row.only:
                    label = row.label
        return Found(
            ChannelReading(channel=label, evidence=attribution.source[0], reason="the source is a document")
        )

    def author(self, attribution: Attribution) -> ChannelReading | None:
        """A bare "wrote" of a columnist or of an author who is cited."""
        if attribution.cue_lemma not in self._rules.words["author_cues"] or attribution.source_token < 0:
            return None
        tokens = self._document.tokens
        if attribution.cue_token < 0 or tokens[attribution.cue_token].upos not in VERBAL:
            return None
        words = {tokens[i].lemma.lower() for i in self._document.subtree(attribution.source_token)}
        entity = self._entities.at(attribution.source_token)
        if entity is not None:
            words |= set(entity.lemmas)
        if not words & self._rules.words["authors"]:
            return None
        return ChannelReading(channel="article", evidence=attribution.cue[0], reason="an author's writing")
