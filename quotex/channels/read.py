"""Reads the channel of every quotation of an article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from quotex.attribution.findings import Attribution
from quotex.channels.dates import SaidOn, published_on
from quotex.channels.explicit import ExplicitReader, Found
from quotex.channels.occasions import Key, Occasion, OccasionFinder, Place, carried
from quotex.channels.outlets import Outlets
from quotex.channels.phrases import VERBAL, child, lower_forms, preposition, relation
from quotex.channels.reading import UNSPECIFIED, ChannelReading
from quotex.channels.settings import Settings
from quotex.channels.sightings import Sighting, sight
from quotex.channels.ties import anchors
from quotex.channels.vias import Vias
from quotex.parsing.document import Document
from quotex.records import Article
from quotex.rules.channels import ChannelRules, channel_rules
from quotex.rules.dates import date_rules, language_names
from quotex.rules.outlets import outlet_rules
from quotex.speakers import Entities, Speaker


def read_channels(
    document: Document,
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker],
    entities: Entities,
    rules: ChannelRules | None,
    article: Article,
) -> list[ChannelReading]:
    """Read channel, evidence, venue, time and tellers of every quotation.

    Args:
        document: the parsed article.
        attributions: its quotations.
        speakers: who said each, parallel to them.
        entities: whom a token mentions.
        rules: the evidence of channels; None for the bundled one.
        article: for its outlet and date.

    Returns:
        One reading for each attribution, in order.
    """
    return _Reader(document, attributions, speakers, entities, rules or channel_rules(), article).read()


def paragraph_starts(text: str) -> list[int]:
    """Offsets where paragraphs begin (each line is one)."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        if at + 1 < len(text) and text[at + 1] != "\n":
            starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


_TURNS = 3
_CONVERSED = frozenset(
    ["interview", "debate", "testimony", "press_conference", "phone_call", "conversation", "message"]
)


class _Reader:
    def __init__(
        self,
        document: Document,
        attributions: Sequence[Attribution],
        speakers: Sequence[Speaker],
        entities: Entities,
        rules: ChannelRules,
        article: Article,
    ) -> None:
        dates = date_rules()
        self.document = document
        self.attributions = attributions
        self.speakers = speakers
        self.entities = entities
        self.rules = rules
        outlets = Outlets(document, outlet_rules(), dates, article.outlet)
        self.sightings = sight(document, rules, outlets)
        self.vias = Vias(document, outlets, entities, rules)
        self.vias.note(self.sightings)
        self.settings = Settings(
            document, rules, dates, language_names(), self.vias, published_on(article.published)
        )
        self.explicit = ExplicitReader(
            document, self.sightings, entities, outlets, rules, self.vias, self.settings
        )
        self.starts = paragraph_starts(document.text)
        self.inside = [
            frozenset(i for s, e in a.content for i in document.tokens_in(s, e)) for a in attributions
        ]
        self.anchors = [anchors(document, a, rules) for a in attributions]
        self.times = [
            self.settings.time(at.verbs, inside) for at, inside in zip(self.anchors, self.inside, strict=True)
        ]
        self.evidence = frozenset(s.token for s in self.sightings if s.row is not None)
        self.by_id = {entity.id: entity for entity in entities}
        self.occasions: dict[Key, list[Occasion]] = {}
        self.authors: dict[Key, tuple[int, ChannelReading]] = {}
        self.asked = self._asking()
        self.scenes: list[tuple[int, str, ChannelReading]] = []

    def read(self) -> list[ChannelReading]:
        found = [
            self.explicit.read(a, s, inside)
            for a, s, inside in zip(self.attributions, self.speakers, self.inside, strict=True)
        ]
        self._establish(found)
        uses = {key: [o.block for o in row] for key, row in self.occasions.items()}
        turns = self._turns()
        out: list[ChannelReading] = []
        for k, one in enumerate(found):
            if one is not None and not (one.sighting and one.sighting.row and one.sighting.row.vague):
                reading = one.reading
            elif turns is not None and self._is_turn(k):
                reading = turns
            else:
                reading = self._elsewhere(k, one, out, uses)
            out.append(self._finished(k, one, reading))
        return out

    def _elsewhere(
        self, k: int, one: Found | None, before: Sequence[ChannelReading], uses: dict[Key, list[int]]
    ) -> ChannelReading:
        """The channel of a quotation that shows none, or but a vague one, in its own sentence."""
        reply = self._reply(k, before)
        if reply.channel != UNSPECIFIED and one is None:
            return reply
        reading = self._inherited(k, uses)
        if one is not None:
            return reading if self._written(reading) else one.reading
        author = self.explicit.author(self.attributions[k])
        if author is not None and not self._written(reading):
            key = self._key(k)
            if key is not None:
                self.authors[key] = self._block(self._position(k)), author
            return author
        if reading.channel == UNSPECIFIED:
            reading = self._on_from_author(k)
        if reading.channel == UNSPECIFIED:
            reading = self._scene(k)
        if reading.channel == UNSPECIFIED and self.asked is not None and self._asked(k):
            reading = self.asked
        return reading

    def _scene(self, k: int) -> ChannelReading:
        """What the sentence before or behind says of an occasion without saying whose."""
        if self._apart(k):
            return ChannelReading()
        tokens = self.document.tokens
        here = self._position(k)
        for token, way, reading in self.scenes:
            apart = tokens[here].sent - tokens[token].sent
            block = self._block(here) - self._block(token)
            if (way == "after" and block == 0 and 0 < apart <= 2) or (
                way == "before" and -1 <= block <= 0 and -3 <= apart < 0
            ):
                return reading.as_inherited()
        return ChannelReading()

    def _on_from_author(self, k: int) -> ChannelReading:
        """What an author who is cited "added"."""
        key = self._key(k)
        past = self.attributions[k].cue_lemma in self.rules.words["spoken_cues"]
        block, reading = self.authors.get(key, (0, None)) if key is not None else (0, None)
        if reading is None or past or self._block(self._position(k)) - block > 1:
            return ChannelReading()
        return reading.as_inherited()

    # ---- the outlet's own asking around

    def _asking(self) -> ChannelReading | None:
        """ "We asked 30 experts": an interview with each who is then quoted."""
        words = self.rules.words
        lemmas = lower_forms(self.document)[1]
        asking = [i for i, lemma in enumerate(lemmas) if lemma in words["asking"]]
        quoted = self._quoted() if asking else frozenset()
        for t in [self.document.tokens[i] for i in asking]:
            if t.upos not in VERBAL or t.i in quoted:
                continue
            who = child(self.document, t.i, "nsubj")
            whom = max(child(self.document, t.i, "obj"), child(self.document, t.i, "iobj"))
            if who < 0 or whom < 0 or self.document.tokens[who].text.lower() not in words["first_person"]:
                continue
            if self.document.tokens[whom].xpos in ("NNS", "NNPS"):
                return ChannelReading(
                    channel="interview", evidence=self.document.span(min(who, t.i), whom), inherited=True,
                    reason="the outlet asked around",
                )  # fmt: skip
        return None

    def _asked(self, k: int) -> bool:
        return (
            self.asked is not None
            and self.asked.evidence is not None
            and (
                self.speakers[k].type == "person"
                and self.attributions[k].content[0][0] > self.asked.evidence[1]
                and not self._apart(k)
            )
        )

    def _written(self, reading: ChannelReading) -> bool:
        label = self.rules.labels.get(reading.channel)
        return label is not None and label.written

    # ---- turns of a conversation

    def _is_turn(self, k: int) -> bool:
        """Whether a quotation is printed as a turn: a name and a colon at the head of a paragraph."""
        a = self.attributions[k]
        return (
            bool(a.cue and a.source)
            and self.document.text[a.cue[0][0] : a.cue[0][1]].strip() == ":"
            and a.source[0][0] in self.starts
        )

    def _turns(self) -> ChannelReading | None:
        """What a conversation printed turn by turn was, where the article says so."""
        if sum(self._is_turn(k) for k in range(len(self.attributions))) < _TURNS:
            return None
        words = self.rules.words
        said_so = {t.sent for t in self.document.tokens if t.lemma.lower() in words["transcripts"]}
        for sighting in self.sightings:
            t = self.document.tokens[sighting.token]
            if t.sent in said_so and sighting.label in _CONVERSED:
                return self.explicit.reading(sighting, [], frozenset()).as_inherited()
        for t in self.document.tokens:
            if t.sent in said_so and t.lemma.lower() in words["sittings"]:
                return ChannelReading(
                    channel="speech", evidence=(t.start, t.end), inherited=True, reason="turns of a sitting"
                )
        return None

    def _reply(self, k: int, before: Sequence[ChannelReading]) -> ChannelReading:
        """An answer shares the occasion of the words of somebody else that it follows."""
        if not k or self.attributions[k].cue_lemma not in self.rules.words["reply_cues"]:
            return ChannelReading()
        last = before[-1]
        gap = self._block(self._position(k)) - self._block(self._position(k - 1))
        if last.channel not in _CONVERSED or gap > 1 or self.speakers[k - 1].name == self.speakers[k].name:
            return ChannelReading()
        return last.as_inherited()

    # ---- occasions

    def _key(self, k: int) -> Key | None:
        speaker = self.speakers[k]
        if speaker.entity >= 0:
            return speaker.entity
        return speaker.name.lower() or None

    def _establish(self, found: Sequence[Found | None]) -> None:
        """Every occasion of the article, by whose it is."""
        finder = OccasionFinder(self.document, self.entities, self.rules)
        used: set[int] = set()
        rows: list[Occasion] = []
        for k, one in enumerate(found):
            key = self._key(k)
            if one is not None and one.sighting is not None:
                used.add(one.sighting.token)
            if one is None or (one.sighting and one.sighting.row and one.sighting.row.vague):
                continue
            if (
                key is None
                or (one.sighting is not None and one.sighting.weak)
                or one.reading.evidence is None
            ):
                continue
            token = one.sighting.token if one.sighting else self.document.token_at(one.reading.evidence[0])
            time = self.times[k] or (self.settings.time_of(one.sighting) if one.sighting else None)
            occasion = self._occasion(key, one.reading, token, time, one.sighting, tied=True)
            rows.append(occasion)
            if one.sighting is not None:
                rows += [
                    self._occasion(party, one.reading, token, time, one.sighting, tied=True)
                    for party in finder.parties(one.sighting)
                    if party != key
                ]
        for sighting in self._untied(used, finder):
            reading = self.explicit.reading(sighting, [sighting], frozenset())
            borne = False
            for entity, owned in finder.bearers(sighting):
                borne = True
                rows.append(
                    self._occasion(
                        entity,
                        reading,
                        sighting.token,
                        self.settings.time_of(sighting),
                        sighting,
                        tied=False,
                        owned=owned,
                    )  # fmt: skip
                )
            if not borne and (way := finder.scene(sighting)):
                self.scenes.append((sighting.token, way, reading))
        rows.sort(key=lambda o: (o.token, o.owned))
        for occasion in rows:
            row = self.occasions.setdefault(occasion.key, [])
            if not any(o.token == occasion.token for o in row):
                row.append(occasion)

    def _occasion(
        self, key: Key, reading: ChannelReading, token: int, time: SaidOn | None, sighting: Sighting | None,
        *, tied: bool, owned: bool = False,
    ) -> Occasion:  # fmt: skip
        assert reading.evidence is not None
        return Occasion(
            key, self.rules.labels[reading.channel], token, reading.evidence, time, reading.via,
            self._block(token), tied, owned, bool(reading.via),
        )  # fmt: skip

    def _quoted(self) -> frozenset[int]:
        """Tokens inside quotation marks: what is said there is no occasion of the article's."""
        return frozenset(
            i
            for a in self.attributions
            for s, e in (a.verbatim or (a.content if a.kind == "direct" else ()))
            for i in self.document.tokens_in(s, e)
        )

    def _untied(self, used: set[int], finder: OccasionFinder) -> list[Sighting]:
        """The strongest sighting of every clause that no quotation is tied to, outside quotation marks."""
        quoted = self._quoted()
        best: dict[tuple[int, bool], Sighting] = {}
        for sighting in self.sightings:
            if sighting.token in used or sighting.token in quoted or sighting.relation in ("subject", "bare"):
                continue
            owned = sighting.relation == "owner"
            verb = -1 if owned else finder.verb(sighting)
            at = (sighting.token if verb < 0 else verb, owned)
            if at not in best or sighting.rank > best[at].rank:
                best[at] = sighting
        return list(best.values())

    def _inherited(self, k: int, uses: dict[Key, list[int]]) -> ChannelReading:
        key = self._key(k)
        if key not in self.occasions:
            key = self._like(k)
        if key is None:
            return ChannelReading()
        row = self.occasions[key]
        cue = self.attributions[k].cue_token
        token = self._position(k)
        past = cue >= 0 and self.document.tokens[cue].xpos in ("VBD", "VBN")
        place = Place(
            token, self._block(token), self.times[k], self._apart(k),
            past and self.attributions[k].cue_lemma in self.rules.words["spoken_cues"],
            self.attributions[k].cue_lemma in self.rules.verbs["write"],
        )  # fmt: skip
        which = carried(row, uses[key], place, self.document)
        if which is None:
            return ChannelReading()
        uses[key][which] = max(uses[key][which], place.block)
        o = row[which]
        return ChannelReading(
            channel=o.label.name,
            evidence=o.evidence,
            inherited=True,
            via=o.via,
            reason=f"carried on from: {self.document.text[o.evidence[0] : o.evidence[1]]}",
        )

    def _like(self, k: int) -> Key | None:
        """The occasion of a group that an unnamed speaker is one of ("officials who spoke to ...")."""
        if self.speakers[k].type != "unnamed_person" or self.attributions[k].source_token < 0:
            return None
        lemma = self.document.tokens[self.attributions[k].source_token].lemma
        for key in self.occasions:
            if isinstance(key, int):
                entity = self.by_id[key]
                if entity.number == "plural" and any(
                    self.document.tokens[m.head].lemma == lemma for m in entity.mentions
                ):
                    return key
        return None

    def _position(self, k: int) -> int:
        a = self.attributions[k]
        return max(a.cue_token, self.document.token_at(a.content[0][0]), 0)

    def _apart(self, k: int) -> bool:
        """Whether the cue itself sets the quotation apart ("had said", "said during the campaign")."""
        cue = self.attributions[k].cue_token
        document, words = self.document, self.rules.words
        if cue < 0 or document.tokens[cue].upos not in VERBAL:
            return False
        for c in document.children(cue):
            t = document.tokens[c]
            if c in self.inside[k]:
                continue
            if relation(document, c) == "advmod" and t.text.lower() in words["elsewhere"]:
                return True
            if t.deprel == "aux" and t.lemma == "have" and t.xpos in ("VBD", "VBP", "VBZ"):
                return True
            if (
                relation(document, c) == "obl"
                and preposition(document, c)
                and any(
                    document.tokens[i].lemma.lower() in words["eras"]
                    for i in document.subtree(c)
                    if i not in self.inside[k]
                )
            ):
                return True
        return False

    # ---- the rest of a reading

    def _finished(self, k: int, one: Found | None, reading: ChannelReading) -> ChannelReading:
        attribution = self.attributions[k]
        time = self.times[k]
        if time is None and one is not None and one.sighting is not None:
            time = self.settings.time_of(one.sighting)
        tellers = self.vias.of_tellers(attribution, self.speakers[k], self._tellers(k), self.evidence)
        tokens = self.document.tokens
        return ChannelReading(
            channel=reading.channel,
            evidence=reading.evidence,
            inherited=reading.inherited,
            venue=reading.venue,
            via=tuple(dict.fromkeys([*reading.via, *tellers])),
            addressee=self.settings.addressee(attribution, self.inside[k]),
            said_on=time.iso if time else None,
            said_on_text=self.document.text[tokens[time.first].start : tokens[time.last].end]
            if time
            else None,
            original_language=self.settings.language(self.anchors[k].verbs, self.inside[k]),
            reason=reading.reason,
        )

    def _tellers(self, k: int) -> list[int]:
        """Heads of the sources of quotations that this one's cue stands in, innermost first."""
        cue = self.attributions[k].cue_token
        if cue < 0 or self.document.tokens[cue].upos not in VERBAL:
            return []
        around = [
            (len(self.inside[j]), a.source_token)
            for j, a in enumerate(self.attributions)
            if j != k and cue in self.inside[j] and a.source_token >= 0
        ]
        return [token for _, token in sorted(around)]

    def _block(self, token: int) -> int:
        return bisect_right(self.starts, self.document.tokens[token].start) - 1
