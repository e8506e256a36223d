"""The channel of a quotation that shows none, or but a vague one, in its own sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from quotex.channels.carrying import Place, Trail
from quotex.channels.conversations import Conversations
from quotex.channels.established import Occasions
from quotex.channels.explicit import ExplicitReader, Found
from quotex.channels.reading import UNSPECIFIED, ChannelReading
from quotex.channels.situation import Key, Situation

_ROUND_REACH = 2
"""Paragraphs from one quotation of a debate to the next."""


class ElsewhereReader:
    """Reads channels from what stands elsewhere in the article.

    Args:
        situation: the article.
        occasions: those it establishes.
        explicit: reads evidence.
    """

    def __init__(self, situation: Situation, occasions: Occasions, explicit: ExplicitReader) -> None:
        self._situation = situation
        self._occasions = occasions
        self._explicit = explicit
        self._conversations = Conversations(situation, explicit)
        self._authors: dict[Key, tuple[int, ChannelReading]] = {}
        self._scenes: defaultdict[int, list[int]] = defaultdict(list)
        for n, scene in enumerate(occasions.scenes):
            self._scenes[situation.document.tokens[scene.token].sent].append(n)
        self._rounds: dict[int, int] = {}
        self._trails: dict[Key, Trail] = {}
        self._by_id = {entity.id: entity for entity in situation.entities}

    def read(self, k: int, one: Found | None, before: Sequence[ChannelReading]) -> ChannelReading:
        """The channel of a quotation.

        Args:
            k: its index.
            one: what its own sentence shows, if that is vague.
            before: the readings of the quotations before it.
        """
        turn = self._conversations.turn(k)
        if turn is not None:
            return turn
        reply = self._conversations.reply(k, before)
        if reply.channel != UNSPECIFIED and one is None:
            return reply
        reading = self._inherited(k)
        if one is not None:
            return reading if self._written(reading) else one.reading
        author = self._explicit.author(self._situation.attributions[k])
        if author is not None and not self._written(reading):
            key = self._situation.key(k)
            if key is not None:
                self._authors[key] = self._situation.block(self._situation.position(k)), author
            return author
        if reading.channel == UNSPECIFIED:
            reading = self._on_from_author(k)
        if reading.channel == UNSPECIFIED:
            reading = self._scene(k)
        if reading.channel == UNSPECIFIED:
            reading = self._conversations.asked(k) or reading
        return reading

    def _written(self, reading: ChannelReading) -> bool:
        label = self._situation.rules.labels.get(reading.channel)
        return label is not None and label.written

    def _scene(self, k: int) -> ChannelReading:
        """What the sentence before or behind says of an occasion without saying whose."""
        if self._situation.apart(k):
            return ChannelReading()
        tokens = self._situation.document.tokens
        here = self._situation.position(k)
        near = (n for sent in range(tokens[here].sent - 2, tokens[here].sent + 4) for n in self._scenes[sent])
        for n in sorted(near):
            scene = self._occasions.scenes[n]
            apart = tokens[here].sent - tokens[scene.token].sent
            block = self._situation.block(here) - self._situation.block(scene.token)
            if (scene.way == "after" and block == 0 and 0 < apart <= 2) or (
                scene.way == "before" and -1 <= block <= 0 and -3 <= apart < 0
            ):
                return scene.reading.as_inherited()
        return self._round(k)

    def _round(self, k: int) -> ChannelReading:
        """The debate that everybody is quoted from while the text stays on it."""
        block = self._situation.block(self._situation.position(k))
        for n, scene in reversed(list(enumerate(self._occasions.scenes))):
            if scene.way != "round" or scene.token > self._situation.position(k):
                continue
            last = self._rounds.get(n, self._situation.block(scene.token))
            if 0 <= block - last <= _ROUND_REACH:
                self._rounds[n] = block
                return scene.reading.as_inherited()
        return ChannelReading()

    def _on_from_author(self, k: int) -> ChannelReading:
        """What an author who is cited "added"."""
        key = self._situation.key(k)
        past = self._situation.attributions[k].cue_lemma in self._situation.rules.words["spoken_cues"]
        block, reading = self._authors.get(key, (0, None)) if key is not None else (0, None)
        if reading is None or past or self._situation.block(self._situation.position(k)) - block > 1:
            return ChannelReading()
        return reading.as_inherited()

    def _inherited(self, k: int) -> ChannelReading:
        key = self._situation.key(k)
        if key not in self._occasions.of:
            key = self._like(k)
        if key is None:
            return ChannelReading()
        trail = self._trails.get(key)
        if trail is None:
            trail = self._trails[key] = Trail(self._occasions.of[key], self._situation.document)
        token = self._situation.position(k)
        place = Place(
            token, self._situation.block(token), self._situation.times[k], self._situation.apart(k),
            self._situation.speaks_in_past(k),
            self._situation.attributions[k].cue_lemma in self._situation.rules.words["writing_cues"],
        )  # fmt: skip
        which = trail.carried(place)
        if which is None:
            return ChannelReading()
        o = trail.occasions[which]
        return ChannelReading(
            channel=o.label.name,
            evidence=o.evidence,
            inherited=True,
            via=o.via,
            venue=o.venue,
            said_on=o.time.iso if o.time else None,
            said_on_text=self._situation.words(o.time),
            reason=f"carried on from: {self._situation.document.text[o.evidence[0] : o.evidence[1]]}",
        )

    def _like(self, k: int) -> Key | None:
        """The occasion of a group that an unnamed speaker is one of ("officials who spoke to ...")."""
        if (
            self._situation.speakers[k].type != "unnamed_person"
            or self._situation.attributions[k].source_token < 0
        ):
            return None
        lemma = self._situation.document.tokens[self._situation.attributions[k].source_token].lemma
        return self._groups.get(lemma)

    @cached_property
    def _groups(self) -> dict[str, int]:
        """By the lemma of what they are called: the first group with an occasion that lasts."""
        tokens = self._situation.document.tokens
        found: dict[str, int] = {}
        for key, row in self._occasions.of.items():
            if isinstance(key, int) and all(o.label.carries == "article" for o in row):
                entity = self._by_id[key]
                if entity.number == "plural":
                    for mention in entity.mentions:
                        found.setdefault(tokens[mention.head].lemma, key)
        return found
