"""Reads the channel of every quotation of an article."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from quotex.attribution.findings import Attribution
from quotex.channels.elsewhere import ElsewhereReader
from quotex.channels.established import establish
from quotex.channels.explicit import ExplicitReader, Found
from quotex.channels.reading import ChannelReading
from quotex.channels.situation import Situation
from quotex.parsing.document import Document
from quotex.records import Article
from quotex.rules.language import ENGLISH, Language
from quotex.speakers import Entities, Speaker


def read_channels(
    document: Document,
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker],
    entities: Entities,
    article: Article,
    language: Language = ENGLISH,
) -> list[ChannelReading]:
    """Read channel, evidence, venue, time and tellers of every quotation.

    Args:
        document: the parsed article.
        attributions: its quotations.
        speakers: who said each, parallel to them.
        entities: whom a token mentions.
        article: for its outlet and date.
        language: whose rules to use.

    Returns:
        One reading for each attribution, in order.
    """
    situation = Situation(document, attributions, speakers, entities, article, language)
    explicit = ExplicitReader(
        document,
        situation.sightings,
        entities,
        situation.outlets,
        situation.rules,
        situation.vias,
        situation.settings,
    )
    found = [
        explicit.read(a, s, inside, at)
        for a, s, inside, at in zip(attributions, speakers, situation.inside, situation.anchors, strict=True)
    ]
    elsewhere = ElsewhereReader(situation, establish(situation, explicit, found), explicit)
    out: list[ChannelReading] = []
    for k, one in enumerate(found):
        sure = one is not None and not _vague(one)
        reading = one.reading if one is not None and sure else elsewhere.read(k, one, out)
        out.append(_finished(situation, k, one, reading))
    return out


def _vague(one: Found) -> bool:
    return one.sighting is not None and one.sighting.row is not None and one.sighting.row.vague


def _finished(situation: Situation, k: int, one: Found | None, reading: ChannelReading) -> ChannelReading:
    """A reading with what else surrounds the act of speaking: time, addressee, language, tellers."""
    attribution, settings = situation.attributions[k], situation.settings
    time = situation.times[k]
    if time is None and one is not None and one.sighting is not None:
        time = settings.time_of(one.sighting)
    if time is None and one is not None and one.credit is not None:
        time = settings.time_in(*one.credit)
    tellers = situation.vias.of_tellers(
        attribution, situation.speakers[k], situation.tellers(k), situation.evidence
    )
    return evolve(
        reading,
        via=tuple(dict.fromkeys([*reading.via, *tellers])),
        addressee=situation.addressees.of(
            attribution, situation.anchors[k], situation.inside[k], one.sighting if one is not None else None
        ),
        said_on=time.iso if time else reading.said_on,
        said_on_text=situation.words(time) if time else reading.said_on_text,
        original_language=settings.language(situation.anchors[k].verbs, situation.inside[k]),
    )
