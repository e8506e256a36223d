"""Fit the weights of confidence on PolNeAR and check them on articles that they have not seen.

    python benchmarks/calibrate.py DATA [--every 2] [--write]

A quotation counts as right if the scorer matches its content (Dice >= 0.8) and finds the head of its
source right. Left out are those that the scorer leaves out: quotations inside quotations, and those
in boilerplate. The model is a logistic regression over the traits of ``quotex.confidence`` with a
ridge penalty, fitted by Newton's method. Near the top it is held back as far as cross-validation
over the fitted articles asks, so that 0.9 and more keeps its word on others; the articles that it is
checked on have no say. ``--write`` writes ``quotex/rules/en/confidence.toml``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import scorers
import torch
from attrs import evolve
from numpy.typing import NDArray
from scorers import Row

import quotex
from quotex.confidence import observed_traits
from quotex.extractor import Extractor
from quotex.records import Article
from quotex.rules.confidence import OTHER, ConfidenceRules

RULES = Path(quotex.__file__).parent / "rules" / "en" / "confidence.toml"
BATCH = 16
FEWEST = 30
"""Times that a value must be seen to have a weight of its own."""
RIDGE = 3.0
"""Penalty on squared weights, in quotations."""
PLAIN = ((0.0, 0.0), (1.0, 1.0))
FOLDS = 8
PROMISED = 0.955
"""Share that must be right at 0.9 and more, over quotations of the fit that were left out in turn."""
BINS = 10
SURE = 0.9

MEANINGS = {
    "kind": "Direct quotations have marks to tell where they end; the others have the parse alone.",
    "rule": "The rule that found the content, within its kind.",
    "class": "The class of its cue, within its kind; none where it has no cue.",
    "cue": "The cue itself, where it is frequent.",
    "source": "Part of speech of the source's head: names and pronouns are safer than other words.",
    "path": "The rule that found the source.",
    "distance": "Where the source stands to its cue, and how many words away.",
    "polarity": "Whether the words were uttered at all.",
    "length": "Length of the content in words, within its kind.",
    "pieces": "In how many pieces the content comes, within its kind.",
    "before": "What stands right before the content: a mark, or a word's part of speech.",
    "after": "What stands right behind it: that is where most wrong contents end.",
    "sentence": "Length in words of the sentence that it is told in; long ones are parsed less well.",
    "flags": "What was odd about it.",
    "carried": "Whether its source is carried on from an earlier quotation.",
    "speaker": "Type of its speaker.",
}
HEAD = """\
# How much each trait of a quotation tells that it is right: what it adds to the log odds.
# Written by benchmarks/calibrate.py; `other` stands for all values that are not listed.
# {checked}
"""


def main() -> None:
    """Fit and check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with polnear/")
    parser.add_argument("--every", type=int, default=2, metavar="N", help="fit on every Nth article")
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args()
    torch.set_num_threads(1)
    extractor, module = quotex.load(), scorers.scorer(options.data)
    seen: list[list[tuple[dict[str, str], bool]]] = []
    for split, every in (("train", options.every), ("dev", 1)):
        table = scorers.rows(options.data / f"polnear/{split}.jsonl")[::every]
        seen.append(list(judged(extractor, module, table)))
    train, dev = seen
    rules = evolve(fit(train), knots=knots(train))
    for name, cases in (("train", train), ("dev", dev)):
        print(f"{name}: {checked(rules, cases)}")
    print(diagram(rules, dev))
    if options.write:
        RULES.write_text(toml(rules, checked(rules, dev)), "utf-8")


def judged(
    extractor: Extractor, module: ModuleType, table: Sequence[Row]
) -> Iterator[tuple[dict[str, str], bool]]:
    """The traits of every quotation that the scorer does not leave out, and whether it is right."""
    for first in range(0, len(table), BATCH):
        rows = table[first : first + BATCH]
        articles = [scorers.article(row) for row in rows]
        for row, article, document in zip(rows, articles, extractor.parse(articles), strict=True):
            yield from judged_article(extractor, module, row, article, document)


def judged_article(
    extractor: Extractor, module: ModuleType, row: Row, article: Article, document: object
) -> Iterator[tuple[dict[str, str], bool]]:
    """The same of one article."""
    done = extractor.stages(article, document)
    doc = module.Doc(row["text"])
    gold = [module.Item(doc, a) for a in row["attributions"]]
    gold = [item for item in gold if item.c]
    spans = [{"content": f.content, "source": f.source, "cue": f.cue} for f in done.work.found]
    found = [module.Item(doc, quote) for quote in spans]
    same = {j: i for i, j in module.match(gold, found, "fuzzy80")}
    near = {j for _, j in module.match(gold, found, "fuzzy50")}
    junk = module.chars(row.get("discard") or [])
    for j, (item, one) in enumerate(zip(found, done.work.found, strict=True)):
        if j not in near and item.c:
            if len(item.cchars & junk) > 0.5 * len(item.cchars):
                continue
            if item.qchars and any(item.c < g.c and item.qchars <= g.cchars for g in gold):
                continue
        right = j in same and module.source_head_ok(gold[same[j]], item)
        yield observed_traits(document, one, done.speakers[j]), bool(right)


def fit(cases: Sequence[tuple[Mapping[str, str], bool]]) -> ConfidenceRules:
    """Fit the weights: ridge logistic regression by Newton's method."""
    seen = Counter((name, value) for traits, _ in cases for name, value in traits.items())
    kept = {pair for pair, times in seen.items() if times >= FEWEST}
    names = list(cases[0][0])
    columns = {pair: n for n, pair in enumerate(sorted(kept | {(name, OTHER) for name in names}), 1)}
    x = np.zeros((len(cases), len(columns) + 1))
    x[:, 0] = 1.0
    for n, (traits, _) in enumerate(cases):
        for pair in traits.items():
            x[n, columns.get(pair, columns[pair[0], OTHER])] = 1.0
    y = np.array([float(right) for _, right in cases])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 1e-6
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    weights: dict[str, dict[str, float]] = {name: {} for name in names}
    for (name, value), n in columns.items():
        if round(float(w[n]), 2) or value == OTHER:
            weights[name][value] = round(float(w[n]), 2)
    return ConfidenceRules(round(float(w[0]), 2), weights, MEANINGS, PLAIN)


def knots(cases: Sequence[tuple[Mapping[str, str], bool]]) -> tuple[tuple[float, float], ...]:
    """How far to hold the model back near the top: what it must say to be called 0.9.

    The lowest such value of which cross-validation finds enough right; folds are runs of cases, so
    that an article is hardly ever in two.
    """
    size = -(-len(cases) // FOLDS)
    given: list[float] = []
    for first in range(0, len(cases), size):
        rules = fit([*cases[:first], *cases[first + size :]])
        given += probabilities(rules, cases[first : first + size])[0].tolist()
    p, y = np.array(given), np.array([float(right) for _, right in cases])
    for percent in range(90, 99):
        if (p >= percent / 100).any() and y[p >= percent / 100].mean() >= PROMISED:
            break
    top = percent / 100
    return PLAIN if top == SURE else ((0.0, 0.0), (top - 0.1, top - 0.1), (top, SURE), (1.0, 1.0))


def probabilities(
    rules: ConfidenceRules, cases: Sequence[tuple[Mapping[str, str], bool]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the rules say of each case, and what is so."""
    given = np.array([rules.confidence(traits) for traits, _ in cases])
    return given, np.array([float(right) for _, right in cases])


def bins(p: NDArray[np.float64], y: NDArray[np.float64]) -> Iterator[tuple[float, int, float, float]]:
    """Of each bin of equal width: where it starts, how many, mean confidence, share right."""
    place = np.minimum((p * BINS).astype(int), BINS - 1)
    for n in range(BINS):
        inside = place == n
        if inside.any():
            yield n / BINS, int(inside.sum()), float(p[inside].mean()), float(y[inside].mean())


def checked(rules: ConfidenceRules, cases: Sequence[tuple[Mapping[str, str], bool]]) -> str:
    """The figures of a calibration, in one line."""
    p, y = probabilities(rules, cases)
    error = sum(many * abs(mean - share) for _, many, mean, share in bins(p, y)) / len(y)
    sure = p >= SURE
    right = f"{100 * y[sure].mean():.1f} % of them right" if sure.any() else "-"
    return (
        f"{len(y)} quotations, {100 * y.mean():.1f} % right; expected calibration error {error:.3f}, "
        f"Brier score {np.mean((p - y) ** 2):.3f}; {100 * sure.mean():.1f} % have {SURE} or more, {right}."
    )


def diagram(rules: ConfidenceRules, cases: Sequence[tuple[Mapping[str, str], bool]]) -> str:
    """The reliability diagram as a table."""
    lines = ["from  number  confidence  right"]
    for start, many, mean, share in bins(*probabilities(rules, cases)):
        lines.append(f"{start:4.1f}{many:8}{mean:12.2f}{share:7.2f}")
    return "\n".join(lines)


def toml(rules: ConfidenceRules, line: str) -> str:
    """The weights as a rule file."""
    parts = [HEAD.format(checked=f"On articles that neither weights nor knots were fitted on: {line}")]
    parts.append(f"intercept = {rules.intercept}\n\n")
    parts.append("# The model's probability and the confidence to give; linear between two of them.\n")
    parts.append(f"knots = {[list(knot) for knot in rules.knots]}\n")
    for name, weights in rules.weights.items():
        parts.append(
            f'\n[[trait]]\nname = "{name}"\nmeaning = {json.dumps(rules.meanings[name])}\n\n[trait.weights]\n'
        )
        parts += [f"{json.dumps(value, ensure_ascii=False)} = {w}\n" for value, w in sorted(weights.items())]
    return "".join(parts)


if __name__ == "__main__":
    main()
