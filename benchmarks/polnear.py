"""Score quotations on PolNeAR and GUM, and speakers and channels on the channel annotations.

    python benchmarks/polnear.py DATA [--split dev] [--write] [--changes 40]

Prints every figure in per cent with its change against ``benchmarks/scores.json`` (``--write``
commits the new ones there), then the quotations gained and lost since the last run, which are kept
in ``build/benchmark``. Parses are cached, so that a run after a change of rules takes seconds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import scorers
import torch
from scorers import Figures, Row

import quotex
from quotex.extractor import Extractor
from quotex.notebook import Quotes

HERE = Path(__file__).parent
SCORES = HERE / "scores.json"
BUILD = HERE.parent / "build" / "benchmark"
SUBSETS = ("reported", "direct")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "data", type=Path, metavar="DATA", help="the folder with polnear/, gum/ and channels/"
    )
    parser.add_argument("--split", default="dev", help="of PolNeAR (dev)")
    parser.add_argument("--write", action="store_true", help="commit the figures")
    parser.add_argument("--changes", type=int, default=40, metavar="N", help="gained and lost to show")
    parser.add_argument("--threads", type=int, default=1, help="threads that torch may use")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    extractor = quotex.load()
    known: dict[str, Figures] = json.loads(SCORES.read_text("utf-8")) if SCORES.exists() else {}
    new: dict[str, Figures] = {}
    for title, figures, errors in measures(extractor, options.data, options.split):
        new[title] = figures
        show(title, figures, known.get(title, {}))
        changes(title, errors, options.changes)
    if options.write:
        SCORES.write_text(json.dumps(rounded({**known, **new}), indent=1) + "\n", "utf-8")


def measures(extractor: Extractor, data: Path, split: str) -> Iterator[tuple[str, Figures, list[Row]]]:
    """Each measure's title, its figures and its errors."""
    module = scorers.scorer(data)
    for name in (f"polnear/{split}", "gum/news"):
        gold = scorers.rows(data / f"{name}.jsonl")
        every = extract(extractor, gold)
        found = {row["id"]: scorers.predicted(quotes) for row, quotes in zip(gold, every, strict=True)}
        scorers.write_rows(BUILD / f"{name}.jsonl", ({"id": key, "quotes": q} for key, q in found.items()))
        for subset in SUBSETS:
            yield f"{name} {subset}", *scorers.score(module, gold, found, subset)
    gold_path = data / "channels/dev.jsonl"
    every = extract(extractor, scorers.rows(gold_path))
    found_rows = [row for quotes in every for row in scorers.predicted_people(quotes)]
    out = scorers.write_rows(BUILD / "channels/dev.people.jsonl", found_rows)
    figures, said, errors = scorers.score_people(data, gold_path, out)
    print(f"\n{said}", end="")
    yield "channels/dev", figures, errors


def extract(extractor: Extractor, gold: Sequence[Row]) -> list[Quotes]:
    """The quotations of all articles, in their order.

    Raises:
        SystemExit: an article could not be done.
    """
    every = list(extractor.pipe([scorers.article(row) for row in gold], batch_size=16))
    problems = [str(problem) for quotes in every for problem in quotes.problems]
    if problems:
        raise SystemExit("\n".join(problems))
    return every


def show(title: str, figures: Figures, before: Figures) -> None:
    """Print figures in per cent, each with its change."""
    print(f"\n{title}")

    def cell(name: str) -> str:
        change = 100 * (round(figures[name], 4) - before.get(name, round(figures[name], 4)))
        return f"{100 * figures[name]:6.1f} {f'{change:+.1f}' if abs(change) >= 0.05 else '':>5}"

    if "found" in figures:
        for name in figures:
            print(f"  {name:22}{cell(name)}")
        return
    kinds = scorers.KINDS[:1] if title.endswith("direct") else scorers.KINDS
    print(f"  {'':22}" + "".join(f"{kind:>12}" for kind in kinds))
    for name in dict.fromkeys(key.rsplit(" ", 1)[0] for key in figures):
        print(f"  {name:22}" + "".join(cell(f"{name} {kind}") for kind in kinds))


def changes(title: str, errors: Sequence[Row], most: int) -> None:
    """Print which errors are new and which are gone since the last run, and keep these for the next."""
    path = BUILD / "errors" / f"{title.replace('/', '-').replace(' ', '-')}.jsonl"
    now = {line(error): error for error in errors}
    if path.exists():
        before = {line(error): error for error in scorers.rows(path)}
        for name, keys in (("gained", before.keys() - now.keys()), ("lost", now.keys() - before.keys())):
            if keys:
                print(f"  {name}: {len(keys)}", *sorted(keys)[:most], sep="\n    ")
    scorers.write_rows(path, errors)


def line(error: Row) -> str:
    """An error on one line."""
    if "content" in error:
        return f"{error['id']} {error['kind']}: {error['got']} | {error['gold']} | {error['content']}"
    parts = [f"{error['id']} {error['kind']} {error['type']}"]
    for side in ("gold", "pred"):
        if side in error:
            it = error[side]
            parts.append(f"{side}: [{it['source']}] [{it['cue']}] {it['content']}")
    return " ".join(" | ".join(parts).split())


def rounded(table: dict[str, Figures]) -> dict[str, Figures]:
    """The figures with four digits behind the point."""
    return {title: {k: round(v, 4) for k, v in figures.items()} for title, figures in table.items()}


if __name__ == "__main__":
    main()
