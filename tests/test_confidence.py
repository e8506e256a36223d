"""Confidence: a number between 0 and 1 whose weights are data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quotex
from quotex.confidence import confidence, observed_traits
from quotex.errors import RuleError
from quotex.extractor import Extractor
from quotex.records import Article
from quotex.rules.confidence import confidence_rules, parse_confidence_rules
from quotex.rules.tables import read_table

RULES = confidence_rules()
TEXT = "“We stayed all night,” said Ines Ferrol. The clerk whom they met, it was said, had left nobody out."


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return quotex.load(cache=False, threads=1)


def test_every_trait_is_explained_and_observed(extractor: Extractor) -> None:
    article = Article(id="a", text=TEXT)
    (document,) = extractor.parse([article])
    done = extractor.stages(article, document)
    assert done.work.found
    for found, speaker, channel in zip(done.work.found, done.speakers, done.channels, strict=True):
        traits = observed_traits(document, found, speaker)
        assert traits.keys() == RULES.weights.keys() == RULES.meanings.keys()
        assert confidence(document, found, speaker, channel) == round(RULES.confidence(traits), 3)


def test_records_have_it(extractor: Extractor) -> None:
    quotes = extractor.extract("“We stayed all night,” said Ines Ferrol. “The ferry is “late.")
    plain = quotes[0]
    assert 0.85 < plain.confidence < 1
    assert all(quote.confidence < plain.confidence for quote in quotes[1:])


@given(
    st.fixed_dictionaries(
        {name: st.sampled_from([*weights, "never seen"]) for name, weights in RULES.weights.items()}
    )
)
def test_any_traits_give_a_probability(traits: dict[str, str]) -> None:
    assert 0 <= RULES.confidence(traits) <= 1


def test_more_odds_never_give_less_confidence() -> None:
    table = {"intercept": 0.0, "knots": [[0, 0], [0.5, 0.2], [1, 1]], "trait": []}
    given = []
    for tenth in range(-80, 81):
        rules = parse_confidence_rules({**table, "intercept": tenth / 10}, "x.toml")
        given.append(rules.confidence({}))
    assert given == sorted(given)
    assert given[80] == pytest.approx(0.2)
    assert given[0] < 0.01
    assert given[-1] > 0.99


TRAIT = {"name": "kind", "meaning": "x", "weights": {"direct": 1.0}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"intercept": "high"}, "intercept must be a number"),
        ({"intercept": True}, "intercept must be a number"),
        ({"colour": 1}, "unknown table 'colour'"),
        ({"knots": [[0, 0, 0], [1, 1, 1]]}, "knots must be pairs of numbers"),
        ({"knots": [[0, 0], [0.5, 0.7], [0.4, 0.8], [1, 1]]}, "knots must rise from 0 to 1"),
        ({"knots": [[0, 0], [1, 0.9]]}, "knots must rise from 0 to 1"),
        ({"knots": []}, "knots must rise from 0 to 1"),
        ({"trait": [TRAIT, TRAIT]}, "row 2: 'kind' stands twice"),
        ({"trait": [{**TRAIT, "weights": {"direct": "much"}}]}, "row 1: the weight of 'direct'"),
        ({"trait": [{**TRAIT, "weights": {}}]}, "row 1: 'weights' is empty"),
    ],
)
def test_malformed_tables_are_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_confidence_rules({**read_table("confidence"), **change}, "en/confidence.toml")
    assert said in str(caught.value)
    assert "en/confidence.toml" in str(caught.value)
