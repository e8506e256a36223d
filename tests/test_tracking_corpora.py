"""Every gold passage of ``corpora/``: its printings, their relations, flags and copies."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from tracking_gold import events, read_event

from quotex.records import Appearance, Passage
from quotex.tracking import track
from quotex.tracking.wording import normaliser


@cache
def tracked(name: str) -> list[Passage]:
    _, articles, quotes = read_event(name)
    return track(quotes, articles)


def printings(name: str) -> dict[str, tuple[Passage, Appearance]]:
    return {a.quote.id: (p, a) for p in tracked(name) for a in p.appearances}


def gold_passages() -> list[tuple[str, int]]:
    return [(name, n) for name in events() for n in range(len(read_event(name)[0].get("passage", [])))]


@pytest.mark.parametrize(("name", "number"), gold_passages())
def test_gold_passage(name: str, number: int) -> None:
    event, _, quotes = read_event(name)
    gold = event["passage"][number]
    found = printings(name)
    want, got = [], []
    members: Counter[str] = Counter()
    for row in gold["appearance"]:
        fitting = [q for q in quotes if q.article_id == row["article"] and q.text.startswith(row["starts"])]
        assert len(fitting) == 1, f"{row['article']}: {row['starts']!r} starts {len(fitting)} quotations"
        passage, appearance = found[fitting[0].id]
        members[passage.id] += 1
        want.append((row["article"], row["starts"], row["relation"], row["copied"]))
        got.append((row["article"], row["starts"], appearance.relation, appearance.copied_article))
    passage = next(p for p in tracked(name) if p.id == members.most_common(1)[0][0])
    assert len(members) == 1, f"printings fall into {len(members)} passages"
    assert got == want
    assert set(passage.flags) == set(gold["flags"])
    assert passage.speaker == gold["speaker"]
    assert normaliser().words(passage.text) == normaliser().words(gold["text"])
    extra = [a.quote.text for a in passage.appearances if a.passage_id != passage.id]
    assert not extra
    assert len(passage.appearances) == len(want), [a.quote.text for a in passage.appearances]


@pytest.mark.parametrize("name", events())
def test_offsets_point_at_the_words(name: str) -> None:
    for passage in tracked(name):
        for appearance in passage.appearances:
            assert 0 <= appearance.passage_offset < max(1, len(passage.text))
            if appearance.relation == "truncated" and appearance.quote.kind == "direct":
                first = appearance.quote.text.split()[0].strip("“”'\"‘’.,").casefold().replace("’", "'")
                rest = passage.text[appearance.passage_offset :].casefold().replace("’", "'")
                assert rest.startswith(first) or appearance.differences, (first, rest[:40])


def test_without_translations_no_passage_holds_any() -> None:
    name = "01-olavide-fuel-depots"
    _, articles, quotes = read_event(name)
    passages = track(quotes, articles, translations=False)
    assert not any(a.relation == "possible_translation" for p in passages for a in p.appearances)
    assert len(passages) > len(tracked(name))
