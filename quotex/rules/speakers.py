"""Vocabulary of speakers: titles, nouns that denote speakers, pronouns, name parts, salience weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cached_property, lru_cache
from typing import Any

from attrs import evolve, frozen

from quotex.errors import RuleError
from quotex.rules.language import ENGLISH, Language
from quotex.rules.outlets import outlet_rules
from quotex.rules.tables import Row, checked_rows, read_table

NOUN_CLASSES = ("person", "kin", "organization", "group", "document")
WORD_CLASSES = (
    "former",
    "particle",
    "suffix",
    "joiner",
    "calendar",
    "locative",
    "affiliation",
    "definite",
    "indefinite",
    "relative",
    "abstract",
    "location",
    "female_ending",
    "postnominal",
    "place_abbreviation",
    "location_first",
    "thing",
    "copula",
    "age",
    "author",
    "issuing",
    "slight",
    "focus",
)
GENDERS = ("", "male", "female", "neuter")
NUMBERS = ("singular", "plural")
FEATURES = (
    "recency",
    "decay",
    "subject",
    "root_subject",
    "object",
    "source",
    "possessor",
    "nested",
    "quoted",
    "gender",
    "frequency",
    "further",
    "unknown",
    "introduced",
    "alone",
    "doubtful",
    "open_gender",
    "document",
    "title",
    "parallel",
    "same_sentence",
    "same_paragraph",
    "named",
)


@frozen
class Title:
    """A title or form of address before a name.

    Attributes:
        words: its words, lower-cased.
        lemma: the noun that refers back to its bearer, or "".
        role: how the role is written, "" for a mere form of address, "=" for the title as it stands.
        gender: male, female or "".
    """

    words: tuple[str, ...]
    lemma: str
    role: str
    gender: str


@frozen
class Noun:
    """What a common noun denotes: its class, kind of organization and gender ("" where open)."""

    word: str
    classes: frozenset[str]
    kinds: frozenset[str]
    gender: str


@frozen
class Pronoun:
    """Agreement features of a pronoun; ``gender`` is "" where it tells none."""

    form: str
    person: int
    number: str
    gender: str
    possessive: bool


@frozen(slots=False)
class SpeakerRules:
    """Everything that naming a speaker needs to know about the language.

    Attributes:
        titles: first word, lower-cased, to the titles that begin with it, longest first.
        nouns: lemma to what it denotes.
        proper: word that tells what a name denotes but is no such noun by itself ("Star" in "Sun and Star").
        pronouns: form to its features.
        words: class to its words, lower-cased.
        formal: short given name to the names that it may stand for.
        nickname_gender: short given name to its gender.
        weights: salience feature to its weight.
        examples: (where, example, expected name or "") of every row, for the tests.
        outlets: names of known outlets, as words.
    """

    titles: Mapping[str, tuple[Title, ...]]
    nouns: Mapping[str, Noun]
    proper: Mapping[str, Noun]
    pronouns: Mapping[str, Pronoun]
    words: Mapping[str, frozenset[str]]
    formal: Mapping[str, frozenset[str]]
    nickname_gender: Mapping[str, str]
    weights: Mapping[str, float]
    examples: tuple[tuple[str, str, str], ...]
    outlets: Set[tuple[str, ...]] = frozenset()

    @cached_property
    def short_names(self) -> frozenset[str]:
        """Short given names whose gender is known."""
        return frozenset(self.nickname_gender)

    @cached_property
    def offices(self) -> frozenset[str]:
        """Nouns that refer back to the bearers of titles."""
        return frozenset(t.lemma for titles in self.titles.values() for t in titles if t.lemma)

    @cached_property
    def no_name(self) -> frozenset[str]:
        """Words that begin no name, though capitals may: "former", names of days and months."""
        return self.words["former"] | self.words["calendar"]

    @cached_property
    def after_name(self) -> frozenset[str]:
        """What may follow a name behind a comma and is no word of it: "Jr.", "MP"."""
        return self.words["suffix"] | self.words["postnominal"]

    @cached_property
    def before_name(self) -> frozenset[str]:
        """Words of which a run of capitals before a title or role is no name: parties, nations, titles."""
        return self.words["affiliation"] | self.titles.keys()

    def in_name(self, word: str) -> Noun | None:
        """What a word denotes inside a proper name."""
        return self.proper.get(word) or self.nouns.get(word)

    def names_organization(self, word: str) -> bool:
        """Whether a word, lower case, says inside a proper name that an organization bears it."""
        noun = self.in_name(word)
        return noun is not None and "organization" in noun.classes

    def denotes(self, lemma: str, *classes: str) -> bool:
        """Whether a noun, by its lemma, belongs to one of the classes."""
        noun = self.nouns.get(lemma)
        return noun is not None and not noun.classes.isdisjoint(classes)


def _one_of(value: str, allowed: Iterable[str], where: str, key: str) -> str:
    if value not in allowed:
        raise RuleError(f"{where}: {key} {value!r} is none of {', '.join(a or repr(a) for a in allowed)}")
    return value


def _no_repeats(words: list[str], where: str) -> list[str]:
    low = [w.lower() for w in words]
    for word in low:
        if not word.strip():
            raise RuleError(f"{where}: a word is empty")
        if low.count(word) > 1:
            raise RuleError(f"{where}: {word!r} stands twice")
    return low


def _titles(rows: Iterable[Row], where: str) -> dict[str, tuple[Title, ...]]:
    found: dict[str, list[Title]] = {}
    for row in rows:
        gender = _one_of(row.get("gender", ""), GENDERS, f"{where}: title {row['forms'][0]}", "gender")
        for form in _no_repeats(row["forms"], f"{where}: title {row['forms'][0]}"):
            words = tuple(form.split())
            title = Title(words=words, lemma=row.get("lemma", ""), role=row.get("role", ""), gender=gender)
            if any(t.words == words for t in found.get(words[0], ())):
                raise RuleError(f"{where}: the title {form!r} stands in two rows")
            found.setdefault(words[0], []).append(title)
    return {k: tuple(sorted(v, key=lambda t: -len(t.words))) for k, v in found.items()}


def _nouns(rows: Iterable[Row], where: str) -> dict[str, Noun]:
    classes: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    gender: dict[str, str] = {}
    for row in rows:
        here = f"{where}: noun {row['words'][0]}"
        cls = _one_of(row["class"], NOUN_CLASSES, here, "class")
        for word in _no_repeats(row["words"], here):
            classes.setdefault(word, set()).add(cls)
            if "kind" in row:
                kinds.setdefault(word, set()).add(row["kind"])
            if "gender" in row:
                gender[word] = _one_of(row["gender"], GENDERS, here, "gender")
    return {
        w: Noun(word=w, classes=frozenset(c), kinds=frozenset(kinds.get(w, ())), gender=gender.get(w, ""))
        for w, c in classes.items()
    }


def _pronouns(rows: Iterable[Row], where: str) -> dict[str, Pronoun]:
    found: dict[str, Pronoun] = {}
    for row in rows:
        here = f"{where}: pronoun {row['forms'][0]}"
        number = _one_of(row["number"], NUMBERS, here, "number")
        gender = _one_of(row.get("gender", ""), GENDERS, here, "gender")
        for form in row["forms"]:
            if form in found:
                raise RuleError(f"{here}: {form!r} stands twice")
            found[form] = Pronoun(form, row["person"], number, gender, row.get("possessive", False))
    return found


def parse_speaker_rules(
    names: Mapping[str, Any], nouns: Mapping[str, Any], salience: Mapping[str, Any], language: str = "en"
) -> SpeakerRules:
    """Check the three tables of speaker vocabulary and put them together.

    Args:
        names: titles, words and pronouns (speakers.toml).
        nouns: nouns and nicknames (speakers_nouns.toml).
        salience: weights (speakers_salience.toml).
        language: folder that they came from, for messages.

    Raises:
        RuleError: an unknown key or class, a repeated or missing entry; names file and row.
    """
    first, second, third = (f"{language}/speakers{end}.toml" for end in ("", "_nouns", "_salience"))
    some = {"example": str}
    title_rows = list(
        checked_rows(
            names,
            "title",
            where=first,
            required=some | {"forms": list, "name": str},
            optional={"gender": str, "lemma": str, "role": str},
        )
    )
    word_rows = list(checked_rows(names, "words", where=first, required=some | {"class": str, "words": list}))
    pronoun_rows = list(
        checked_rows(
            names,
            "pronoun",
            where=first,
            required=some | {"forms": list, "person": int, "number": str},
            optional={"gender": str, "possessive": bool},
        )
    )
    noun_rows = list(
        checked_rows(
            nouns,
            "noun",
            where=second,
            required=some | {"class": str, "words": list},
            optional={"gender": str, "kind": str, "proper": bool},
        )
    )
    nick_rows = list(
        checked_rows(
            nouns,
            "nickname",
            where=second,
            required=some | {"formal": list, "short": list},
            optional={"gender": str},
        )
    )
    weight_rows = list(
        checked_rows(salience, "weight", where=third, required=some | {"feature": str, "value": int})
    )
    words: dict[str, frozenset[str]] = {}
    for row in word_rows:
        here = f"{first}: words {row['class']}"
        cls = _one_of(row["class"], WORD_CLASSES, here, "class")
        words[cls] = words.get(cls, frozenset()) | frozenset(_no_repeats(row["words"], here))
    if missing := set(WORD_CLASSES) - set(words):
        raise RuleError(f"{first}: no [[words]] of class {sorted(missing)[0]!r}")
    formal: dict[str, frozenset[str]] = {}
    nickname_gender: dict[str, str] = {}
    for row in nick_rows:
        for short in row["short"]:
            formal[short] = formal.get(short, frozenset()) | frozenset(row["formal"])
            if row.get("gender"):
                nickname_gender[short] = row["gender"]
    weights = {
        _one_of(r["feature"], FEATURES, f"{third}: weight", "feature"): float(r["value"]) for r in weight_rows
    }
    if lacking := [f for f in FEATURES if f not in weights]:
        raise RuleError(f"{third}: no weight for {lacking[0]!r}")
    examples = tuple(
        (f"{where} {rows_key} {n}", row["example"], row.get("name", ""))
        for where, rows_key, rows in (
            (first, "title", title_rows),
            (first, "words", word_rows),
            (first, "pronoun", pronoun_rows),
            (second, "noun", noun_rows),
            (second, "nickname", nick_rows),
        )
        for n, row in enumerate(rows, 1)
    )
    return SpeakerRules(
        titles=_titles(title_rows, first),
        nouns=_nouns((r for r in noun_rows if not r.get("proper")), second),
        proper=_nouns((r for r in noun_rows if r.get("proper")), second),
        pronouns=_pronouns(pronoun_rows, first),
        words=words,
        formal=formal,
        nickname_gender=nickname_gender,
        weights=weights,
        examples=examples,
    )


@lru_cache(maxsize=4)
def load_speaker_rules(language: Language = ENGLISH) -> SpeakerRules:
    """Load and check the bundled speaker vocabulary of a language, with the outlets that a user adds.

    Raises:
        RuleError: a file is missing or a row is not valid.
    """
    names, nouns, salience = (
        read_table(f"speakers{end}", language.name) for end in ("", "_nouns", "_salience")
    )
    rules = parse_speaker_rules(names, nouns, salience, language.name)
    return evolve(rules, outlets=outlet_rules(language).names.keys())
