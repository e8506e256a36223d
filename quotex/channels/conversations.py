"""Conversations: turns printed one by one, answers, and an outlet's own asking around."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from quotex.channels.explicit import ExplicitReader
from quotex.channels.phrases import VERBAL, child
from quotex.channels.reading import ChannelReading
from quotex.channels.situation import Situation

_TURNS = 3
"""Turns that make a conversation printed turn by turn."""

_CONVERSED = frozenset(
    ["interview", "debate", "testimony", "press_conference", "phone_call", "conversation", "message"]
)


class Conversations:
    """Reads channels from who speaks after whom."""

    def __init__(self, situation: Situation, explicit: ExplicitReader) -> None:
        self._situation = situation
        self._explicit = explicit

    def turn(self, k: int) -> ChannelReading | None:
        """The channel of a turn of a conversation, where the article says what it was."""
        return self._turns if self._turns is not None and self._is_turn(k) else None

    def _is_turn(self, k: int) -> bool:
        """Whether a quotation is printed as a turn: a name and a colon at the head of a paragraph."""
        a = self._situation.attributions[k]
        return (
            bool(a.cue and a.source)
            and self._situation.document.text[a.cue[0][0] : a.cue[0][1]].strip() == ":"
            and self._situation.starts_paragraph(a.source[0][0])
        )

    @cached_property
    def _turns(self) -> ChannelReading | None:
        """What a conversation printed turn by turn was, where the article says so."""
        if sum(self._is_turn(k) for k in range(len(self._situation.attributions))) < _TURNS:
            return None
        words = self._situation.rules.words
        said_so = {t.sent for t in self._situation.document.tokens if t.lemma.lower() in words["transcripts"]}
        for sighting in self._situation.sightings:
            t = self._situation.document.tokens[sighting.token]
            if t.sent in said_so and sighting.label in _CONVERSED:
                return self._explicit.reading(sighting, [], frozenset()).as_inherited()
        for t in self._situation.document.tokens:
            if t.sent in said_so and t.lemma.lower() in words["sittings"]:
                return ChannelReading(
                    channel="speech", evidence=(t.start, t.end), inherited=True, reason="turns of a sitting"
                )
        return None

    def reply(self, k: int, before: Sequence[ChannelReading]) -> ChannelReading:
        """An answer shares the occasion of the words of somebody else that it follows."""
        if (
            not k
            or self._situation.attributions[k].cue_lemma not in self._situation.rules.words["reply_cues"]
        ):
            return ChannelReading()
        last = before[-1]
        gap = self._situation.block(self._situation.position(k)) - self._situation.block(
            self._situation.position(k - 1)
        )
        if (
            last.channel not in _CONVERSED
            or gap > 1
            or self._situation.speakers[k - 1].name == self._situation.speakers[k].name
        ):
            return ChannelReading()
        return last.as_inherited()

    def asked(self, k: int) -> ChannelReading | None:
        """The interview of one of those whom the outlet says it asked."""
        asking = self._asking
        if asking is None or asking.evidence is None or self._situation.speakers[k].type != "person":
            return None
        behind = self._situation.attributions[k].content[0][0] > asking.evidence[1]
        return asking if behind and not self._situation.apart(k) else None

    @cached_property
    def _asking(self) -> ChannelReading | None:
        """ "We asked 30 experts": an interview with each who is then quoted."""
        words = self._situation.rules.words
        lemmas = self._situation.document.lemmas
        asking = [i for i, lemma in enumerate(lemmas) if lemma in words["asking"]]
        for t in [self._situation.document.tokens[i] for i in asking]:
            if t.upos not in VERBAL or t.i in self._situation.quoted:
                continue
            who = child(self._situation.document, t.i, "nsubj")
            whom = max(
                child(self._situation.document, t.i, "obj"), child(self._situation.document, t.i, "iobj")
            )
            if who < 0 or whom < 0 or self._situation.document.low[who] not in words["first_person"]:
                continue
            if self._situation.document.tokens[whom].xpos in ("NNS", "NNPS"):
                evidence = self._situation.document.span(min(who, t.i), whom)
                return ChannelReading(
                    channel="interview", evidence=evidence, inherited=True, reason="the outlet asked around"
                )
        return None
