"""Small closed classes of words that attribution asks about."""

from __future__ import annotations

from functools import cache

from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import read_table


@frozen
class AttributionRules:
    """Word lists, all lower case; what each is for stands with it in ``attribution.toml``."""

    complementizers: frozenset[str]
    left_out: frozenset[str]
    relatives: frozenset[str]
    relative_mentions: frozenset[str]
    free_relatives: frozenset[str]
    expletives: frozenset[str]
    generic: frozenset[str]
    negations: frozenset[str]
    negative_governors: frozenset[str]
    hypothetical_auxiliaries: frozenset[str]
    hypothetical_governors: frozenset[str]
    subordinators: frozenset[str]
    aspect_governors: frozenset[str]
    scare_words: frozenset[str]
    scare_longest: int
    definite: frozenset[str]
    conjunctions: frozenset[str]
    manner: frozenset[str]
    concessive: frozenset[str]
    intensifiers: frozenset[str]
    turn_labels: frozenset[str]
    question_labels: frozenset[str]
    headline_nouns: frozenset[str]
    topics: frozenset[str]
    originators: frozenset[str]
    agents: frozenset[str]
    not_sources: frozenset[str]
    answers: frozenset[str]
    recordings: frozenset[str]
    circumstances: frozenset[str]
    reasons: frozenset[str]


@cache
def attribution_rules(language: str = "en") -> AttributionRules:
    """Load the lists of a language.

    Raises:
        RuleError: a list is missing or holds something else than lower-case words.
    """
    where = f"{language}/attribution.toml"
    table = read_table("attribution", language)

    def words(section: str, key: str) -> frozenset[str]:
        values = table.get(section, {}).get(key)
        if not isinstance(values, list) or not values:
            raise RuleError(f"{where}: [{section}] needs a list {key!r}")
        for value in values:
            if not isinstance(value, str) or value != value.lower() or not value:
                raise RuleError(f"{where}: [{section}] {key}: {value!r} is no lower-case word")
        return frozenset(values)

    longest = table.get("scare", {}).get("longest")
    if not isinstance(longest, int) or longest < 1:
        raise RuleError(f"{where}: [scare] longest must be a number of words")
    return AttributionRules(
        complementizers=words("complementizer", "words"),
        left_out=words("complementizer", "left_out"),
        relatives=words("relative", "words"),
        relative_mentions=words("relative", "mentions"),
        free_relatives=words("relative", "free"),
        expletives=words("expletive", "words"),
        generic=words("expletive", "generic"),
        negations=words("negation", "words"),
        negative_governors=words("negation", "governors"),
        hypothetical_auxiliaries=words("hypothetical", "auxiliaries"),
        hypothetical_governors=words("hypothetical", "governors"),
        subordinators=words("hypothetical", "subordinators"),
        aspect_governors=words("aspect", "governors"),
        scare_words=words("scare", "before"),
        scare_longest=longest,
        definite=words("scare", "definite"),
        conjunctions=words("conjunction", "words"),
        manner=words("manner", "words"),
        concessive=words("concessive", "words"),
        intensifiers=words("concessive", "intensifiers"),
        turn_labels=words("label", "turns"),
        question_labels=words("label", "questions"),
        headline_nouns=words("label", "headlines"),
        topics=words("label", "topics"),
        originators=words("originator", "words"),
        agents=words("originator", "agents"),
        not_sources=words("according", "not_sources"),
        answers=words("answer", "words"),
        recordings=words("recording", "words"),
        circumstances=words("circumstance", "words"),
        reasons=words("reason", "words"),
    )
