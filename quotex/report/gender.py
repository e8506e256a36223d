"""Gender as the text itself shows it: by pronouns and titles, never by a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from quotex.records import Article, Quote
from quotex.report.collection import Collection
from quotex.rules.language import Language
from quotex.rules.speakers import SpeakerRules, load_speaker_rules

MALE, FEMALE, PLURAL, CONFLICTING, NOT_SHOWN = "male", "female", "they", "conflicting", "not_shown"
GENDERS = (FEMALE, MALE, PLURAL, CONFLICTING, NOT_SHOWN)
PEOPLE = ("person", "unnamed_person")
_TIMEOUT = 2.0


def shown_genders(collection: Collection, language: str = "en") -> list[str]:
    """For each source what the articles show of his, her or their gender.

    A source's mentions count ("she said", "Ms. Tallis said"), and titles before the surname
    anywhere in the articles in which the source is quoted.

    Args:
        collection: the quotations and, for titles elsewhere in them, the articles.
        language: whose pronouns and titles to use.

    Returns:
        One of ``GENDERS`` for each of ``collection.sources``; "" for what is no person.
    """
    rules = load_speaker_rules(Language(language))
    titles = _title_pattern(rules)
    titled = [_titled(a, titles, rules) if a.text else {} for a in collection.articles]
    bearers = _bearers(collection)
    out = []
    for source in collection.sources:
        if source.type not in PEOPLE:
            out.append("")
            continue
        seen: set[str] = set()
        for n in source.quotes:
            quote = collection.quotes[n]
            seen.update(_of_mention(quote, titles, rules))
            at = collection.article_of[n]
            last = _surname(quote)
            # "Mr. Amadi" tells nothing where two of the name speak.
            if last and len(bearers[at, last]) == 1:
                seen.update(titled[at].get(last, ()))
        out.append(_together(seen))
    return out


def _surname(quote: Quote) -> str:
    named = quote.speaker_type == "person" and quote.speaker
    return named.split()[-1].casefold() if named else ""


def _bearers(collection: Collection) -> dict[tuple[int, str], set[int]]:
    """Who bears a surname in an article."""
    out: dict[tuple[int, str], set[int]] = {}
    for quote, at, source in zip(collection.quotes, collection.article_of, collection.source_of, strict=True):
        out.setdefault((at, _surname(quote)), set()).add(source)
    return out


def _together(seen: set[str]) -> str:
    told = seen & {MALE, FEMALE}
    if len(told) > 1:
        return CONFLICTING
    if told:
        return next(iter(told))
    return PLURAL if PLURAL in seen else NOT_SHOWN


def _of_mention(quote: Quote, titles: regex.Pattern[str], rules: SpeakerRules) -> Iterable[str]:
    mention = quote.mention_text.casefold()
    pronoun = rules.pronouns.get(mention)
    if pronoun is not None and pronoun.person == 3:
        if pronoun.gender in (MALE, FEMALE):
            yield pronoun.gender
        elif pronoun.number == "plural":
            yield PLURAL
        return
    found = titles.match(quote.mention_text, timeout=_TIMEOUT)
    if found:
        yield _gender(found["title"], rules)


def _titled(article: Article, titles: regex.Pattern[str], rules: SpeakerRules) -> dict[str, set[str]]:
    """Surnames that stand behind a title which tells a gender, with that gender."""
    out: dict[str, set[str]] = {}
    for found in titles.finditer(article.text, timeout=_TIMEOUT):
        last = found["name"].split()[-1].casefold()
        out.setdefault(regex.sub(r"['’]s?$", "", last), set()).add(_gender(found["title"], rules))
    return out


def _title_pattern(rules: SpeakerRules) -> regex.Pattern[str]:
    forms: Sequence[str] = sorted(
        {" ".join(t.words) for ts in rules.titles.values() for t in ts if t.gender},
        key=lambda f: (-len(f), f),
    )
    options = "|".join(regex.escape(f) for f in forms)
    name = r"(?:\p{Lu}[\p{L}'’-]*[\p{L}]\s){0,2}\p{Lu}[\p{L}'’-]*\p{L}"
    return regex.compile(rf"\b(?P<title>(?i:{options}))\s+(?P<name>{name})", regex.VERSION1)


def _gender(title: str, rules: SpeakerRules) -> str:
    words = tuple(title.casefold().split())
    return next(t.gender for t in rules.titles[words[0]] if t.words == words)
