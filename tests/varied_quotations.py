"""Invented quotations that meet one another in every way that tracking knows."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from quotex.records import Article, Quote, quote_id

SPEAKERS = (
    *(
        ("Ilse Varga", "person"),
        ("Varga", "person"),
        ("I. Varga", "person"),
        ("President Ilse Varga", "person"),
    ),
    *(
        ("Marta Varga", "person"),
        ("Tomas Brekke", "person"),
        ("Tomas Brekke Jr.", "person"),
        (None, "unknown"),
    ),
    *(("an aide", "unnamed_person"), ("the Harbour Board", "organization"), ("HB", "organization")),
)
SLOGAN = "we will build the harbour again"
STEMS = "ba de fi go hu ka le mi no pu ra se ti vo wa".split()
COMMON = "the people of this town are not afraid and never were more than 3 of them will come".split()
ENDS = ("", " today", " …", " [sic]")
FIRST = date(2026, 3, 1)


def varied_quotations(number: int, seed: int = 0) -> list[Quote]:
    """Quotations of all kinds, dates and speakers; the same number and seed give the same ones."""
    chance = random.Random(seed)
    rare = [a + b + c for a in STEMS for b in STEMS for c in STEMS[:5]]
    said = [
        [chance.choice(COMMON) if chance.random() < 0.6 else chance.choice(rare) for _ in range(n)]
        for n in (chance.choice((2, 3, 6, 9, 14, 25, 45)) for _ in range(max(2, number // 5)))
    ]
    out: dict[str, Quote] = {}
    while len(out) < number:
        words = list(chance.choice(said))
        day = FIRST + timedelta(days=chance.choice((0, 0, 1, 2, 4, 8, 9, 16)))
        quote = _printed(chance, words, rare, day)
        out[quote.id] = quote
    return list(out.values())


def _printed(chance: random.Random, words: list[str], rare: list[str], day: date) -> Quote:
    kind = chance.choice(("direct", "direct", "direct", "mixed", "indirect"))
    if chance.random() < 0.3 and len(words) > 6:
        start = chance.randrange(len(words) - 4)
        words = words[start : start + chance.randint(4, len(words))]
    if chance.random() < 0.3:
        words[chance.randrange(len(words))] = chance.choice((*rare[:9], "not", "7", "…", "[they]"))
    if chance.random() < 0.25:
        words = [*words, *SLOGAN.split(), *chance.choices(rare, k=chance.randint(0, 3))]
    text = " ".join(words) + chance.choice(ENDS)
    content = ((0, len(text)),)
    verbatim: tuple[str, ...] = ()
    if kind == "direct" and len(words) > 8 and chance.random() < 0.3:
        cut = len(" ".join(words[: len(words) // 2]))
        content = ((0, cut), (cut + 20, cut + 20 + len(text) - cut - 1))
    if kind == "mixed":
        cut = len(words) // 3
        stretches = (" ".join(words[cut : 2 * cut]), " ".join(words[2 * cut + 1 :]))
        verbatim = tuple(s for s in stretches if s)
    speaker, speaker_type = chance.choice(SPEAKERS)
    outlet = f"Outlet {chance.randrange(6)}"
    article = f"{outlet} {day} {chance.randrange(3)}"
    hour = datetime(day.year, day.month, day.day, chance.randrange(24), tzinfo=UTC)
    published = chance.choice((day, day, day, day, hour, "2026-03", "2026", None))
    return Quote(
        id=quote_id(article, content, text),
        article_id=article,
        kind=kind,
        content=content,
        text=text,
        verbatim=verbatim,
        speaker=speaker,
        speaker_type=speaker_type,
        channel=chance.choice(("unspecified", "speech", "speech", "tweet")),
        said_on=chance.choice((None, None, str(day), str(day - timedelta(days=4)), "2019")),
        polarity=chance.choice(("asserted", "asserted", "asserted", "negated", "hypothetical")),
        outlet=outlet,
        published=published,
    )


def articles_of(quotes: list[Quote], seed: int = 0) -> list[Article]:
    """Articles around quotations, some of them copies of one another."""
    chance = random.Random(seed)
    bodies = [" ".join(chance.choices(STEMS, k=80)) for _ in range(4)]
    return [
        Article(
            id=name, text=f"{chance.choice(bodies)} {chance.choice(bodies)}", outlet=name.rsplit(" ", 2)[0]
        )
        for name in sorted({q.article_id for q in quotes})
    ]
