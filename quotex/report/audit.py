"""The source audit: who gets to speak, through which channel, in which outlet, topic and period.

Only what was uttered counts: quotations that an article reports as not said, or as still to be
said, are left out. Words are counted in the quotations' text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

import regex
from attrs import Factory, define, frozen

from quotex.errors import InputError
from quotex.records import Article
from quotex.report.collection import Collection
from quotex.report.gender import shown_genders
from quotex.report.roles import UNNAMED, classes_of
from quotex.rules.audit import AuditRules, audit_rules

FIRST_HAND, SECOND_HAND = "first_hand", "second_hand"
INTERVIEW, OWN, OTHER = "interview", "own", "other_outlet"
SINGLE_SOURCE, UNNAMED_ONLY, UNNAMED_MOSTLY, NO_QUOTATION = (
    "single_source",
    "unnamed_only",
    "unnamed_mostly",
    "no_quotation",
)
SOURCING = (SINGLE_SOURCE, UNNAMED_ONLY, UNNAMED_MOSTLY, NO_QUOTATION)
DIMENSIONS = ("all", "outlet", "topic", "period")
PERIODS = {"day": 10, "month": 7, "year": 4}
"""Name of a period to the characters of an ISO date that tell it."""

MEASURES = (
    "speaker_type",
    "speaker_class",
    "channel",
    "channel_family",
    "hand",
    "interviewer",
    "gender_shown",
    "speaker",
)
MOST_QUOTED = 10
SINGLE_SOURCE_QUOTES = 2
"""An article with fewer quotations is short of sources, but no story told by a single one."""

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*")


@define(slots=True)
class Tally:
    """How much falls to one value: quotations, their words, the articles they stand in."""

    quotations: int = 0
    words: int = 0
    articles: set[int] = Factory(set)


@frozen(eq=False)
class Group:
    """One outlet, topic or period, or all.

    Attributes:
        dimension: one of ``DIMENSIONS``.
        name: the outlet and so on; "" where it is not known.
        total: of all its quotations.
        measures: measure to value to what falls to it.
        articles: how many articles it has, those without a quotation too.
        sourcing: one of ``SOURCING`` to the articles of that kind, by index.
    """

    dimension: str
    name: str
    total: Tally
    measures: dict[str, dict[str, Tally]]
    articles: int
    sourcing: dict[str, list[int]]


@frozen(eq=False)
class Audit:
    """The groups, and what they were counted from.

    Attributes:
        groups: all first, then outlets, topics and periods, each in the order of their names.
        classes: for each source of the collection its class.
        genders: for each source what the texts show of its gender, "" for what is no person.
        sourcing: for each article the kinds of ``SOURCING`` that it is of.
    """

    groups: tuple[Group, ...]
    classes: tuple[str, ...]
    genders: tuple[str, ...]
    sourcing: tuple[tuple[str, ...], ...]


def topic_of(article: Article) -> str:
    """The folder that an article lies in below the input, "" for none."""
    return article.id.rpartition("/")[0]


def count_words(text: str) -> int:
    """Words of a text; a hyphenated or apostrophised word and a number are one."""
    return sum(1 for _ in _WORD.finditer(text))


def audit(collection: Collection, *, period: str = "month", language: str = "en") -> Audit:
    """Count who speaks.

    Args:
        collection: articles and quotations.
        period: day, month or year.
        language: whose vocabulary to use.

    Raises:
        InputError: there is no such period.
    """
    if period not in PERIODS:
        raise InputError(f"no period is called {period} (there are {', '.join(PERIODS)})")
    rules = audit_rules(language)
    classes = classes_of(collection.sources, rules)
    genders = shown_genders(collection, language)
    uttered = [n for n, q in enumerate(collection.quotes) if q.polarity == "asserted"]
    sourcing = _sourcing(collection, uttered, classes)
    keys: dict[str, Callable[[Article], str]] = {
        "all": lambda a: "",
        "outlet": lambda a: a.outlet or "",
        "topic": topic_of,
        "period": lambda a: a.published_text[: PERIODS[period]],
    }
    values = [_values(collection, n, classes, genders, rules) for n in uttered]
    words = [count_words(collection.quotes[n].text) for n in uttered]
    groups: list[Group] = []
    for dimension, key in keys.items():
        of_article = [key(a) for a in collection.articles]
        if dimension != "all" and not any(of_article):
            continue
        for name in sorted(set(of_article)):
            mine = [
                (n, value, length)
                for n, value, length in zip(uttered, values, words, strict=True)
                if of_article[collection.article_of[n]] == name
            ]
            own = [n for n, other in enumerate(of_article) if other == name]
            groups.append(_group(dimension, name, mine, own, collection, sourcing))
    return Audit(tuple(groups), tuple(classes), tuple(genders), tuple(sourcing))


def _values(
    collection: Collection, n: int, classes: Sequence[str], genders: Sequence[str], rules: AuditRules
) -> dict[str, str]:
    quote, source = collection.quotes[n], collection.source_of[n]
    values = {
        "speaker_type": quote.speaker_type,
        "speaker_class": classes[source] if source >= 0 else "unknown",
        "channel": quote.channel,
        "channel_family": rules.family_of(quote.channel),
        "hand": SECOND_HAND if quote.via else FIRST_HAND,
    }
    if quote.channel == INTERVIEW:
        values["interviewer"] = OTHER if quote.via else OWN
    if source >= 0:
        if genders[source]:
            values["gender_shown"] = genders[source]
        if classes[source] not in (UNNAMED, "document"):
            values["speaker"] = collection.sources[source].name
    return values


def _group(
    dimension: str,
    name: str,
    mine: Sequence[tuple[int, dict[str, str], int]],
    own: Sequence[int],
    collection: Collection,
    sourcing: Sequence[tuple[str, ...]],
) -> Group:
    total = Tally()
    measures: dict[str, dict[str, Tally]] = {m: defaultdict(Tally) for m in MEASURES}
    for n, values, length in mine:
        at = collection.article_of[n]
        for tally in (total, *(measures[m][v] for m, v in values.items())):
            tally.quotations += 1
            tally.words += length
            tally.articles.add(at)
    ordered = {
        m: dict(sorted(found.items(), key=lambda item: (-item[1].quotations, -item[1].words, item[0])))
        for m, found in measures.items()
    }
    ordered["speaker"] = dict(list(ordered["speaker"].items())[:MOST_QUOTED])
    kinds = {kind: [n for n in own if kind in sourcing[n]] for kind in SOURCING}
    return Group(dimension, name, total, ordered, len(own), kinds)


def _sourcing(
    collection: Collection, uttered: Sequence[int], classes: Sequence[str]
) -> list[tuple[str, ...]]:
    """What is to be said of each article's sources."""
    by_article: dict[int, list[int]] = defaultdict(list)
    for n in uttered:
        by_article[collection.article_of[n]].append(n)
    out: list[tuple[str, ...]] = []
    for at in range(len(collection.articles)):
        own = by_article.get(at, [])
        if not own:
            out.append((NO_QUOTATION,))
            continue
        told = [collection.source_of[n] for n in own]
        kinds = []
        if len(own) >= SINGLE_SOURCE_QUOTES and len(set(told)) == 1 and told[0] >= 0:
            kinds.append(SINGLE_SOURCE)
        counted = Counter(source < 0 or classes[source] == UNNAMED for source in told)
        if not counted[False]:
            kinds.append(UNNAMED_ONLY)
        if counted[True] and counted[True] * 2 >= len(own):
            kinds.append(UNNAMED_MOSTLY)
        out.append(tuple(kinds))
    return out


AUDIT_COLUMNS = (
    "by",
    "group",
    "measure",
    "value",
    "quotations",
    "share_of_quotations",
    "words",
    "share_of_words",
    "articles",
    "share_of_articles",
)


def audit_rows(found: Audit, collection: Collection) -> Iterator[dict[str, object]]:
    """An audit as rows under ``AUDIT_COLUMNS``; shares are 0 to 1, of the group's total.

    Shares of ``gender_shown`` are of the people's quotations only. The measure ``sourcing`` counts
    articles; at the end each article of such a kind has a row ``by`` article.
    """
    for group in found.groups:
        yield _row(group, "quotations", "all", group.total, group.total)
        for measure, values in group.measures.items():
            base = group.total
            if measure == "gender_shown":
                base = Tally(
                    sum(t.quotations for t in values.values()), sum(t.words for t in values.values())
                )
            for value, tally in values.items():
                yield _row(group, measure, value, tally, base)
        for kind, articles in group.sourcing.items():
            yield {
                "by": group.dimension,
                "group": group.name,
                "measure": "sourcing",
                "value": kind,
                "articles": len(articles),
                "share_of_articles": _share(len(articles), group.articles),
            }
    for article, kinds in zip(collection.articles, found.sourcing, strict=True):
        for kind in kinds:
            yield {"by": "article", "group": article.id, "measure": "sourcing", "value": kind, "articles": 1}


def _row(group: Group, measure: str, value: str, tally: Tally, base: Tally) -> dict[str, object]:
    return {
        "by": group.dimension,
        "group": group.name,
        "measure": measure,
        "value": value,
        "quotations": tally.quotations,
        "share_of_quotations": _share(tally.quotations, base.quotations),
        "words": tally.words,
        "share_of_words": _share(tally.words, base.words),
        "articles": len(tally.articles),
        "share_of_articles": _share(len(tally.articles), group.articles),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
