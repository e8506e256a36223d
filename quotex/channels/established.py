"""Every occasion of speaking that an article establishes."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from quotex.channels.dates import SaidOn
from quotex.channels.explicit import ExplicitReader, Found
from quotex.channels.occasions import Occasion, OccasionFinder
from quotex.channels.reading import ChannelReading
from quotex.channels.sightings import Sighting
from quotex.channels.situation import Key, Situation
from quotex.light import frozen


@frozen(slots=True)
class Scene:
    """An occasion without a bearer: of the words "before" it or "after" it."""

    token: int
    way: str
    reading: ChannelReading


@define
class Occasions:
    """The occasions of an article by whose they are, in text order, and its scenes.

    Attributes:
        of: occasions by bearer.
        scenes: those without a bearer.
    """

    of: dict[Key, list[Occasion]] = field(factory=dict)
    scenes: list[Scene] = field(factory=list)


def establish(situation: Situation, explicit: ExplicitReader, found: Sequence[Found | None]) -> Occasions:
    """Find every occasion: those of quotations' own evidence, and those of sentences without one.

    Args:
        situation: the article.
        explicit: reads evidence.
        found: the reading of each quotation by its own evidence.
    """
    finder = OccasionFinder(situation.document, situation.entities, situation.rules, situation.reporting)
    out = Occasions()
    used = {one.sighting.token for one in found if one is not None and one.sighting is not None}
    rows = [row for k, one in enumerate(found) if one is not None for row in _tied(situation, finder, k, one)]
    for sighting in _untied(situation, finder, used):
        reading = explicit.reading(sighting, [sighting], frozenset())
        time = situation.settings.time_of(sighting)
        borne = [
            _occasion(
                situation,
                entity,
                reading,
                sighting.token,
                time,
                tied=False,
                owned=owned,
                on_air=_on_air(sighting),
            )
            for entity, owned in finder.bearers(sighting)
        ]
        rows += borne
        if (way := finder.scene(sighting)) and (not borne or way == "round"):
            out.scenes.append(Scene(sighting.token, way, reading))
    rows.sort(key=lambda o: (o.token, o.owned))
    for occasion in rows:
        row = out.of.setdefault(occasion.key, [])
        if not row or row[-1].token != occasion.token:  # they come in the order of their tokens
            row.append(occasion)
    return out


def _tied(situation: Situation, finder: OccasionFinder, k: int, one: Found) -> list[Occasion]:
    """The occasion of a quotation's own evidence, for its speaker and the other parties."""
    key, sighting = situation.key(k), one.sighting
    if sighting is not None and (sighting.weak or (sighting.row is not None and sighting.row.vague)):
        return []
    if key is None or one.reading.evidence is None:
        return []
    token = sighting.token if sighting else situation.document.token_at(one.reading.evidence[0])
    time = situation.times[k] or (situation.settings.time_of(sighting) if sighting else None)
    others = [*finder.parties(sighting), *finder.authors(sighting)] if sighting else []
    keys = [key, *(other for other in dict.fromkeys(others) if other != key)]
    on_air = sighting is not None and _on_air(sighting)
    return [
        _occasion(situation, bearer, one.reading, token, time, tied=True, on_air=on_air) for bearer in keys
    ]


def _on_air(sighting: Sighting) -> bool:
    """Whether it was on somebody's programme, and so not given to the article's own reporter."""
    return sighting.label == "interview" and sighting.frame == "on"


def _occasion(
    situation: Situation,
    key: Key,
    reading: ChannelReading,
    token: int,
    time: SaidOn | None,
    *,
    tied: bool,
    owned: bool = False,
    on_air: bool = False,
) -> Occasion:
    return Occasion(
        key=key,
        label=situation.rules.labels[reading.channel],
        token=token,
        evidence=reading.evidence or (0, 0),
        time=time,
        via=reading.via,
        block=situation.block(token),
        tied=tied,
        owned=owned,
        foreign=bool(reading.via) or on_air,
        venue=reading.venue,
        age=situation.settings.age(time),
    )


def _untied(situation: Situation, finder: OccasionFinder, used: set[int]) -> list[Sighting]:
    """The strongest sighting of every clause that no quotation is tied to, outside quotation marks."""
    best: dict[tuple[int, bool], Sighting] = {}
    for sighting in situation.sightings:
        if sighting.relation in ("subject", "bare"):
            continue
        if sighting.token in used or sighting.token in situation.quoted:
            continue
        owned = sighting.relation == "owner"
        verb = -1 if owned else finder.verb(sighting)
        at = (sighting.token if verb < 0 else verb, owned)
        if at not in best or sighting.rank > best[at].rank:
            best[at] = sighting
    return list(best.values())
