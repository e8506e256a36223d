"""An invented collection of any size: articles of some outlets that print one another's quotations."""

from __future__ import annotations

import random
from datetime import date, timedelta

from quotex.records import Appearance, Article, Passage, Quote, quote_id

OUTLETS = [
    f"The {place} {paper}"
    for place in ("Vell", "Ostvale", "Larkford", "Sable")
    for paper in ("Courier", "Herald", "Post")
]
FIRST = ["Ines", "Karl", "Petra", "Abdi", "Rosa", "Tomas", "Leila", "Omar", "Greta", "Joel"]
LAST = ["Ferrol", "Tallis", "Quint", "Noor", "Brandt", "Osei", "Haddad", "Ferris", "Lund", "Vell"]
ROLES = [
    "mayor",
    "president of the dockers' union",
    "economist",
    "harbour resident",
    "spokeswoman for Vell Airlines",
    None,
]
CHANNELS = ["speech", "interview", "tweet", "statement", "email", "press_conference", "unspecified"]
WORDS = (
    "harbour winter bridge nobody council ferry promise number letter market school water engine price "
    "morning answer river stone island ticket question journey garden kitchen window"
).split()


def collection(n_articles: int, per_article: int = 5, seed: int = 7) -> tuple[list[Quote], list[Article]]:
    """Articles with so many quotations each, always the same for a seed."""
    chance = random.Random(seed)
    quotes: list[Quote] = []
    articles: list[Article] = []
    for n in range(n_articles):
        article_id = f"topic-{n % 9}/story-{n:04}"
        outlet = OUTLETS[n % len(OUTLETS)]
        published = date(2026, 1, 5) + timedelta(days=n % 300)
        title = f"Story {n}: " + " ".join(chance.choices(WORDS, k=5))
        url = f"https://news.example/{n}"
        text, own = "", []
        for k in range(per_article):
            words = " ".join(chance.choices(WORDS, k=chance.randint(8, 30))).capitalize() + "."
            name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
            text += " ".join(chance.choices(WORDS, k=40)).capitalize() + ".\n\n“"
            start = len(text)
            text += f"{words}” "
            cue = len(text)
            text += f"said {name} in an interview.\n\n"
            channel = chance.choice(CHANNELS)
            span = ((start, start + len(words)),)
            own.append(
                Quote(
                    id=quote_id(article_id, span, words),
                    article_id=article_id,
                    kind="direct" if k % 3 else "indirect",
                    content=span,
                    text=words,
                    verbatim=(words,),
                    speaker=name,
                    speaker_type="person",
                    speaker_role=chance.choice(ROLES),
                    mention=((cue + 5, cue + 5 + len(name)),),
                    mention_text=name,
                    cue=((cue, cue + 4),),
                    cue_text="said",
                    cue_lemma="say",
                    channel=channel,
                    channel_evidence=(cue + 6 + len(name), cue + 21 + len(name))
                    if channel == "interview"
                    else None,
                    channel_evidence_text="in an interview" if channel == "interview" else "",
                    via=("Radio Vell",) if k == 1 else (),
                    flags=("denied",) if k == 2 else (),
                    confidence=round(chance.uniform(0.3, 1), 3),
                    outlet=outlet,
                    published=published,
                    title=title,
                    url=url,
                )
            )
        articles.append(
            Article(id=article_id, text=text, outlet=outlet, published=published, title=title, url=url)
        )
        quotes.extend(own)
    return quotes, articles


def passages(quotes: list[Quote], every: int = 20) -> list[Passage]:
    """Passages of three quotations each, one of them with another number, one a copy."""
    out = []
    for n in range(0, len(quotes) - 2, every):
        own = quotes[n : n + 3]
        relations = ("identical", "number_changed", "substituted")
        out.append(
            Passage(
                id=f"p{n}",
                text=own[0].text,
                speaker=own[0].speaker,
                outlets=tuple(dict.fromkeys(q.outlet for q in own if q.outlet)),
                first_published=own[0].published_text,
                last_published=own[-1].published_text,
                first_outlet=own[0].outlet,
                appearances=tuple(
                    Appearance(
                        quote=q,
                        passage_id=f"p{n}",
                        relation=relation,
                        first_seen=k == 0,
                        copied_article=k == 2,
                        speaker_differs=k == 1,
                        similarity=0.9,
                    )
                    for k, (q, relation) in enumerate(zip(own, relations, strict=True))
                ),
                n_articles=len({q.article_id for q in own}),
                n_independent=1,
                n_variants=3,
                flags=("possible_misquote", "speaker_differs"),
            )
        )
    return out
