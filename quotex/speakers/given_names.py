"""What a given name tells: that it is one, and whose gender it suggests (lists of the package faker)."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from quotex.rules.normal import plain

# Locales written in Latin letters whose lists are kept by gender; the first ones weigh most.
LOCALES = (
    "en_US",
    "en_GB",
    "en_NZ",
    "en_IN",
    "ga_IE",
    "es_ES",
    "es_MX",
    "fr_FR",
    "it_IT",
    "pt_BR",
    "nl_NL",
    "sv_SE",
    "da_DK",
    "pl_PL",
    "hr_HR",
    "de_DE",
)


def _frequencies(names: Iterable[str] | Mapping[str, float]) -> Mapping[str, float]:
    return names if isinstance(names, Mapping) else dict.fromkeys(names, 0.0)


@lru_cache(maxsize=1)
def _lists() -> tuple[dict[str, str], frozenset[str]]:
    known: dict[str, str] = {}
    votes: dict[str, list[str]] = {}
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        male = {plain(n): f for n, f in _frequencies(provider.first_names_male).items()}
        female = {plain(n): f for n, f in _frequencies(provider.first_names_female).items()}
        for name in [*male, *female]:
            votes.setdefault(name, []).append(
                "both" if name in male and name in female else "male" if name in male else "female"
            )
            if name in known:
                continue
            if name in male and name in female:
                m, f = male[name], female[name]
                known[name] = "male" if m > 6 * f else "female" if f > 6 * m else ""
            else:
                known[name] = "male" if name in male else "female"
    firm = {n for n, v in votes.items() if len(v) > 1 and len(set(v)) == 1 and v[0] != "both"}
    return known, frozenset(firm)


def given_names() -> dict[str, str]:
    """Given name, lower-cased without accents, to "male", "female" or "" (borne by both).

    The first locale that lists a name decides. A name that one locale lists for both is given to
    the gender that bears it at least six times as often, where the list gives frequencies.
    """
    return _lists()[0]


def firm_names() -> frozenset[str]:
    """Given names that at least two locales list, all for the same gender."""
    return _lists()[1]


@lru_cache(maxsize=4)
def with_short_names(short: frozenset[str]) -> frozenset[str]:
    """Given names, and short ones that no list has."""
    return short | given_names().keys()


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Countries and states of the USA, lower-cased without accents."""
    provider = importlib.import_module("faker.providers.address.en_US").Provider
    return frozenset(plain(n) for n in (*provider.countries, *provider.states))


@lru_cache(maxsize=1)
def family_names() -> frozenset[str]:
    """Common surnames of the USA, lower-cased without accents."""
    provider = importlib.import_module("faker.providers.person.en_US").Provider
    return frozenset(plain(n) for n in provider.last_names)
