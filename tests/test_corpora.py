"""The gold annotations of ``corpora/``: what is found of them, field by field.

``tests/corpora_scores.json`` holds the scores and what is wrong. No F1 and no field's score may fall
below it; precision and recall by themselves may be traded.

``python tests/test_corpora.py`` prints the scores and what was gained and lost against that list:
``--wrong`` prints all that is wrong, ``--only WORD`` what is wrong in articles or fields of that
name, ``--write`` raises the scores.
"""

from __future__ import annotations

import argparse
import json
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import regex
from attrs import frozen
from parsers import exact_extractor

import quotex
from quotex.extractor import Extractor
from quotex.reading import read
from quotex.records import KINDS, POLARITIES, SPEAKER_TYPES, Article, Quote, Span
from quotex.rules.channels import channel_rules

CORPORA = Path(__file__).parent.parent / "corpora"
SCORES = Path(__file__).parent / "corpora_scores.json"
SAME = 0.8
"""Dice coefficient of two contents' words from which they are the same quotation."""

ALWAYS = ("kind", "speaker", "speaker_type", "channel", "inherited", "via", "polarity")
"""Fields that every gold quotation has."""
SOMETIMES = ("cue", "mention", "speaker_role", "addressee", "venue", "said_on", "original_language")
"""Fields that are scored where the gold has them."""
TEXTS = ("speaker", *SOMETIMES, "evidence", "after")
WORD = regex.compile(r"\w+")
ARTICLE = regex.compile(r"(the|an?) ")

Row = dict[str, Any]


@frozen(kw_only=True)
class Gold:
    """An annotated quotation: its row, where its content stands, and its article."""

    article: Article
    row: Row
    content: tuple[Span, ...]

    @property
    def name(self) -> str:
        """How the lists call it."""
        return f"{self.article.id} | {' '.join(self.row['content'][0].split())[:60]}"


def gold_files() -> list[Path]:
    """Every annotated article's gold file."""
    return sorted(CORPORA.glob("*/*.gold.toml"))


@cache
def gold(path: Path) -> tuple[Gold, ...]:
    """An article's gold quotations; the article's id is ``event/outlet``."""
    (article,) = read(path.with_name(path.name.replace(".gold.toml", ".txt")))
    assert isinstance(article, Article), article
    stem = path.name.removesuffix(".gold.toml")
    article = Article(
        id=f"{path.parent.name}/{stem}",
        text=article.text,
        outlet=article.outlet,
        published=article.published,
        title=article.title,
        url=article.url,
        author=article.author,
    )
    rows = tomllib.loads(path.read_text("utf-8"))["quote"]
    return tuple(Gold(article=article, row=row, content=located(row, article.text)) for row in rows)


def located(row: Row, text: str) -> tuple[Span, ...]:
    """Where the pieces of a gold content stand; ValueError where one does not."""
    position = 0
    if row.get("after"):
        position = text.index(row["after"]) + len(row["after"])
    spans = []
    for piece in row["content"]:
        start = text.index(piece, position)
        position = start + len(piece)
        spans.append((start, position))
    return tuple(spans)


def words(text: str, spans: Iterable[Span]) -> set[int]:
    """Offsets of the words inside spans."""
    return {m.start() for start, end in spans for m in WORD.finditer(text, start, end)}


def pairs(golds: Sequence[Gold], quotes: Sequence[Quote]) -> dict[int, int]:
    """Which gold quotation is which found one: the best matches first, each once."""
    if not golds:
        return {}
    text = golds[0].article.text
    left = [words(text, g.content) for g in golds]
    right = [words(text, q.content) for q in quotes]
    every = sorted(
        (-2 * len(a & b) / (len(a) + len(b)), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if a & b
    )
    out: dict[int, int] = {}
    for score, i, j in every:
        if -score >= SAME and i not in out and j not in out.values():
            out[i] = j
    return out


def plain(value: object) -> object:
    """A value as it is compared: words only, no case, no accents, no article before them."""
    if isinstance(value, str):
        letters = unicodedata.normalize("NFKD", value.replace("’", "'")).casefold()
        letters = "".join(c for c in letters if not unicodedata.combining(c))
        return ARTICLE.sub("", " ".join(letters.split()).strip(" .,;:\"'“”‘"), count=1)
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value or ""


def wrong_fields(row: Row, quote: Quote) -> Iterator[tuple[str, object, object]]:
    """Fields in which a found quotation differs from the gold row: name, found, right."""
    for name in (*ALWAYS, *(n for n in SOMETIMES if n in row)):
        right = row[name]
        found = getattr(quote, {"inherited": "channel_inherited", "cue": "cue_text"}.get(name, name))
        if name == "mention":
            found = quote.mention_text
        same = plain(found) == plain(right)
        if name == "cue":
            same = found == right or bool(set(WORD.findall(found)) & set(WORD.findall(right)))
        if not same:
            yield name, found, right


@frozen
class Outcome:
    """What came of one run over the corpora.

    Attributes:
        scores: measure to value; counts of right gold quotations, or per cent.
        wrong: everything wrong, each on a line that stays the same from run to run.
        details: what was found instead, by that line.
    """

    scores: dict[str, float]
    wrong: frozenset[str]
    details: Mapping[str, str]


def outcome_of(golds: Sequence[tuple[Gold, ...]], found: Sequence[Sequence[Quote]]) -> Outcome:
    """Score all articles."""
    count: Counter[str] = Counter()
    details: dict[str, str] = {}
    for expected, quotes in zip(golds, found, strict=True):
        matched = pairs(expected, quotes)
        for i, it in enumerate(expected):
            count[f"gold {it.row['kind']}"] += 1
            for name in SOMETIMES:
                count[f"has {name}"] += name in it.row
            if i not in matched:
                details[f"{it.name} | missed {it.row['kind']}"] = " // ".join(it.row["content"])
                continue
            count[f"match {it.row['kind']}"] += 1
            different = {n: (got, right) for n, got, right in wrong_fields(it.row, quotes[matched[i]])}
            for name in (*ALWAYS, *SOMETIMES):
                if name in different:
                    got, right = different[name]
                    details[f"{it.name} | {name}"] = f"{got!r}, not {right!r}"
                elif name in it.row:
                    count[name] += 1
            count["all fields"] += not different
        for j, quote in enumerate(quotes):
            count[f"found {quote.kind}"] += 1
            if j in matched.values():
                count[f"right {quote.kind}"] += 1
            else:
                start = " ".join(quote.text.split())[:60]
                about = f"{quote.text} [{quote.mention_text}] [{quote.cue_text}] {quote.rule}"
                details[f"{quote.article_id} | {start} | not a quotation"] = about
    whiches = ("gold", "match", "found", "right")
    total = {which: sum(count[f"{which} {kind}"] for kind in KINDS) for which in whiches}
    scores: dict[str, float] = {}
    for kind in ("all", *KINDS):
        g, m, f, r = (total[which] if kind == "all" else count[f"{which} {kind}"] for which in whiches)
        precision, recall = r / max(1, f), m / max(1, g)
        scores[f"{kind} precision"] = round(100 * precision, 2)
        scores[f"{kind} recall"] = round(100 * recall, 2)
        scores[f"{kind} F1"] = round(200 * precision * recall / max(1e-9, precision + recall), 2)
    for name in ALWAYS:
        scores[name] = round(100 * count[name] / total["gold"], 2)
    for name in SOMETIMES:
        scores[name] = round(100 * count[name] / max(1, count[f"has {name}"]), 2)
    scores["all fields"] = round(100 * count["all fields"] / total["gold"], 2)
    return Outcome(scores, frozenset(details), details)


def run(extractor: Extractor | None = None) -> Outcome:
    """Extract all articles and score them; without an extractor as on every machine."""
    golds = [gold(path) for path in gold_files()]
    results = (extractor or exact_extractor()).pipe(
        [expected[0].article for expected in golds], batch_size=16
    )
    return outcome_of(golds, [list(quotes) for quotes in results])


def malformed(path: Path) -> Iterator[str]:
    """What is wrong in the format of a gold file."""
    (article,) = read(path.with_name(path.name.replace(".gold.toml", ".txt")))
    assert isinstance(article, Article)
    table = tomllib.loads(path.read_text("utf-8"))
    if set(table) != {"quote"}:
        yield f"keys {sorted(table)}"
    choices = {
        "kind": KINDS,
        "speaker_type": SPEAKER_TYPES,
        "polarity": POLARITIES,
        "channel": ["unspecified", *channel_rules().labels],
    }
    seen = set()
    for row in table["quote"]:
        here = " ".join(str(row.get("content")).split())[:70]
        for key in row.keys() - {*ALWAYS, *TEXTS, "content", "flags"}:
            yield f"{here}: unknown key {key}"
        for key in {*ALWAYS, "content", "flags"} - row.keys():
            yield f"{here}: no {key}"
        for key, known in choices.items():
            if row.get(key) not in known:
                yield f"{here}: {key} {row.get(key)!r}"
        for key in TEXTS:
            if not isinstance(row.get(key, ""), str):
                yield f"{here}: {key} must be text"
        for key in ("mention", "evidence", "after", "original_language"):
            if row.get(key, "") not in article.text:
                yield f"{here}: {key} is not in the text"
        if bool(row.get("evidence")) == (row.get("channel") == "unspecified"):
            yield f"{here}: channel {row.get('channel')} with evidence {row.get('evidence')!r}"
        if row.get("said_on"):
            date.fromisoformat(row["said_on"])
        spans = located(row, article.text)
        if any("\n\n" in piece for piece in row["content"]) or not words(article.text, spans):
            yield f"{here}: a piece never runs across paragraphs"
        if spans in seen:
            yield f"{here}: twice"
        seen.add(spans)


@pytest.mark.parametrize("path", gold_files(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_gold_is_well_formed(path: Path) -> None:
    assert list(malformed(path)) == []


def test_a_perfect_run_scores_everything_and_each_fault_is_seen() -> None:
    """The measure itself: gold against itself is right, and every spoilt field is noticed."""
    expected = gold(gold_files()[0])

    def quote(it: Gold, **changed: object) -> Quote:
        fields: dict[str, Any] = {
            "id": it.name,
            "article_id": it.article.id,
            "content": it.content,
            "text": " ".join(it.row["content"]),
            "cue_text": it.row.get("cue", ""),
            "mention_text": it.row.get("mention", ""),
            "channel_inherited": it.row["inherited"],
        }
        names = (*ALWAYS, *SOMETIMES)
        fields |= {n: it.row[n] for n in names if n in it.row and n not in ("cue", "mention", "inherited")}
        fields["via"] = tuple(fields["via"])
        return Quote(**{**fields, **changed})

    perfect = outcome_of([expected], [[quote(it) for it in expected]])
    assert not perfect.wrong
    assert set(perfect.scores.values()) <= {100.0, 0.0}
    spoilt = {"speaker": "Nobody", "channel": "letter", "via": ("X",), "kind": "other", "mention_text": "x y"}
    for name, value in spoilt.items():
        lines = outcome_of(
            [expected], [[quote(expected[0], **{name: value}), *map(quote, expected[1:])]]
        ).wrong
        assert [line.rsplit(" | ", 1)[1] for line in lines] == [name.removesuffix("_text")]
    assert len(outcome_of([expected], [[]]).wrong) == len(expected)


@pytest.fixture(scope="session")
def outcome() -> Outcome:
    return run()


@pytest.mark.slow
def test_no_score_falls(outcome: Outcome) -> None:
    known = json.loads(SCORES.read_text("utf-8"))
    gated = {n: v for n, v in known["scores"].items() if not n.endswith(("precision", "recall"))}
    fallen = {n: (v, outcome.scores[n]) for n, v in gated.items() if outcome.scores[n] < v}
    lost = sorted(outcome.wrong - set(known["wrong"]))
    told = "\n".join(f"{name}: {before} -> {now}" for name, (before, now) in fallen.items())
    assert not fallen, f"{told}\nlost:\n" + "\n".join(f"{n}: {outcome.details[n]}" for n in lost)


@pytest.mark.slow
def test_the_numbers_of_this_machine_change_little(outcome: Outcome) -> None:
    """Narrow floats and integers, which users compute in, turn a tree here and there."""
    here = run(quotex.load())
    assert abs(here.scores["all F1"] - outcome.scores["all F1"]) <= 1
    assert len(here.wrong ^ outcome.wrong) <= 0.02 * sum(len(gold(path)) for path in gold_files())


def main() -> None:
    """Print the scores, and what was gained and lost."""
    parser = argparse.ArgumentParser(prog="python tests/test_corpora.py", description=main.__doc__)
    parser.add_argument("--wrong", action="store_true", help="print all that is wrong")
    parser.add_argument("--only", metavar="WORD", default="", help="of these articles, fields or words alone")
    parser.add_argument("--write", action="store_true", help="raise the scores to what they are now")
    options = parser.parse_args()
    outcome = run()
    known = json.loads(SCORES.read_text("utf-8")) if SCORES.exists() else {"scores": {}, "wrong": []}
    for name, value in outcome.scores.items():
        change = round(value - known["scores"].get(name, value), 2)
        print(f"{name:22}{value:7.2f} {f'{change:+.2f}' if change else ''}")
    before = set(known["wrong"])
    for title, lines in (("gained", before - outcome.wrong), ("lost", outcome.wrong - before)):
        print(f"\n{title}: {len(lines)}")
        if known["wrong"]:
            for line in sorted(lines):
                print(f"  {line}: {outcome.details.get(line, '')}")
    if options.wrong or options.only:
        print(f"\nwrong: {len(outcome.wrong)}")
        for line in sorted(outcome.wrong):
            if options.only in line:
                print(f"  {line}: {outcome.details[line]}")
    if options.write:
        scores = {n: max(v, known["scores"].get(n, 0.0)) for n, v in outcome.scores.items()}
        table = {"scores": scores, "wrong": sorted(outcome.wrong)}
        SCORES.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
