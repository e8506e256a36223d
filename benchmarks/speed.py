"""Measure how fast ``quotex extract`` is, against Stanza fed one article at a time, in one run.

    python benchmarks/speed.py [-o build/bench.json] [--articles 200] [--data DATA] [--quick]

The articles are made of the news in ``corpora/`` and nothing is in a cache, except where it says so. Commands
are run from outside as users run them. Words are counted by white space. Writes

- words_per_second, plain_words_per_second, ratio: both over the same articles, starting and loading not
  counted on either side (the command's first article tells how long that takes); all cores are used: quotex
  has a process for each, the plain pipeline as many threads or one, whichever is faster. The command runs
  before and after the plain pipeline, and the mean counts.
- ratio_with_loading: the same with starting and loading counted on both sides.
- one_process_words_per_second: with ``--jobs 1``.
- rules_ms_per_1000_words: rules, speakers and channels, of one process; stages_ms_per_1000_words: all stages;
  parsed_share: of the words, those whose sentence gets a tree.
- cached_words_per_second: a second run over many articles, from start to end.
- first_article_seconds: the command for one article from its start to its end; help_seconds: of ``--help``.
- peak_rss_mb: all processes of the command together, what they share counted once.
- articles_seconds, long_article_seconds: by number of short articles, and by words of one article;
  articles_growth, long_article_growth: seconds a word, start not counted, of the largest to those of the
  middle one (1 is linear).
- f1_loss: points of F1 on PolNeAR's development split that 16-bit floats cost (with ``--data``, else null);
  agreement: share of the words with the same tag, head and relation as in 32 bits.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generated import articles, word_count, write_articles
from processes import quotex, run
from stages import parsed_share, stage_times

WORDS = 300
"""Words of an article."""
SHORT = 40
"""Words of each of very many."""
COUNTS = (100, 1_000, 10_000)
LENGTHS = (1_000, 10_000, 100_000)


def against_plain(folder: Path, count: int) -> dict[str, Any]:
    """The command and the plain pipeline, in turn, over the same articles."""
    source = write_articles(folder / "articles.jsonl", count, WORDS)
    one = write_articles(folder / "one.jsonl", 1, WORDS)
    words = word_count(source)
    first = min(quotex("extract", one, "-o", folder / "one.csv").seconds for _ in range(2))
    before = quotex("extract", source, "-o", folder / "q.csv")
    plain = fastest_plain(source)
    after = quotex("extract", source, "-o", folder / "q.csv")
    alone = quotex("extract", source, "-o", folder / "q.csv", "--jobs", "1")
    seconds = (before.seconds + after.seconds) / 2
    rate, plain_rate = words / (seconds - first), plain["words_per_second"]
    return {
        "words": words,
        "words_per_second": round(rate),
        "plain_words_per_second": round(plain_rate),
        "ratio": round(rate / plain_rate, 1),
        "ratio_with_loading": round((words / plain_rate + plain["loading"]) / seconds, 1),
        "one_process_words_per_second": round(words / (alone.seconds - first)),
        "first_article_seconds": round(first, 2),
        "help_seconds": round(min(quotex("--help").seconds for _ in range(5)), 3),
        "peak_rss_mb": round(max(before.megabytes, after.megabytes)),
        "plain_threads": plain["threads"],
    }


def fastest_plain(source: Path) -> dict[str, Any]:
    """The plain pipeline with as many threads as serve it best."""
    command = [sys.executable, "benchmarks/plain.py", str(source)]
    tried = []
    for threads in sorted({1, os.cpu_count() or 1}):
        few = run([*command, "--threads", str(threads), "--most", "15"])
        tried.append((json.loads(few.output)["words_per_second"], threads))
    threads = max(tried)[1]
    return {**json.loads(run([*command, "--threads", str(threads)]).output), "threads": threads}


def growth(folder: Path, first: float, counts: Sequence[int], lengths: Sequence[int]) -> dict[str, Any]:
    """Seconds by number of articles and by the length of one; the largest number also from the cache."""
    many, cached = {}, 0.0
    out = folder / "q.csv"
    for count in counts:
        source = write_articles(folder / f"{count}.jsonl", count, SHORT, seed=count)
        words = word_count(source)
        cache = folder / "cache" if count == counts[-1] else None
        many[count] = quotex("extract", source, "-o", out, cache=cache).seconds, words
        if cache is not None:
            cached = words / quotex("extract", source, "-o", out, cache=cache).seconds
    long = {}
    for length in lengths:
        source = write_articles(folder / "long.jsonl", 1, length, seed=length)
        long[length] = quotex("extract", source, "-o", out).seconds, word_count(source)
    return {
        "cached_words_per_second": round(cached),
        "articles_seconds": {str(count): round(seconds, 1) for count, (seconds, _) in many.items()},
        "articles_growth": _growth(list(many.values()), first),
        "long_article_seconds": {str(length): round(seconds, 1) for length, (seconds, _) in long.items()},
        "long_article_growth": _growth(list(long.values()), first),
    }


def _growth(points: Sequence[tuple[float, int]], start: float) -> float:
    (before, fewer), (after, more) = points[-2:]
    return round((after - start) / more / ((before - start) / fewer), 2)


def inside(words: int) -> dict[str, Any]:
    """What is measured in this process: the stages, and what 16-bit floats change."""
    import torch

    torch.set_num_threads(1)
    import quotex as package
    from quotex.parsing import load_parser

    texts = list(articles(words // WORDS, WORDS, seed=2))
    extractor = package.load(cache=False)
    times = stage_times(extractor, texts)
    half = extractor.parser.load().parse(texts)
    full = load_parser(precision="full").parse(texts)
    pairs = [(a, b) for x, y in zip(half, full, strict=True) for a, b in zip(x.tokens, y.tokens, strict=True)]
    return {
        "rules_ms_per_1000_words": times["rules, speakers, channels"],
        "stages_ms_per_1000_words": times,
        "parsed_share": round(parsed_share(extractor, texts), 3),
        "agreement": round(sum(a == b for a, b in pairs) / len(pairs), 4),
    }


def f1_loss(data: Path) -> float:
    """Points of F1 of quotations on PolNeAR's development split that are lost to 16-bit floats."""
    import scorers
    from polnear import extract

    from quotex.extractor import Extractor
    from quotex.parsing import ParserOnDemand, load_parser

    gold = scorers.rows(data / "polnear/dev.jsonl")
    found = {}
    for precision in ("full", "auto"):
        parser = load_parser(precision=precision, threads=1)
        every = extract(Extractor(ParserOnDemand(lambda parser=parser: parser)), gold)
        quotes = {row["id"]: scorers.predicted(quotes) for row, quotes in zip(gold, every, strict=True)}
        figures, _ = scorers.score(scorers.scorer(data), gold, quotes, "reported")
        found[precision] = figures["e2e F all"]
    return round(100 * (found["full"] - found["auto"]), 2)


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("-o", "--output", type=Path, default=Path("build/bench.json"))
    options.add_argument("--articles", type=int, default=200, help="for the plain pipeline too")
    options.add_argument("--words", type=int, default=12_000, help="for the stages")
    options.add_argument("--data", type=Path, help="the folder with polnear/, for f1_loss")
    options.add_argument("--quick", action="store_true", help="a tenth of the sizes of the growth")
    chosen = options.parse_args()
    tenth = 10 if chosen.quick else 1
    with tempfile.TemporaryDirectory() as name:
        figures = against_plain(Path(name), chosen.articles)
        show(figures)
        sizes = [[size // tenth for size in sizes] for sizes in (COUNTS, LENGTHS)]
        figures |= growth(Path(name), figures["first_article_seconds"], *sizes)
    figures |= inside(chosen.words)
    figures["f1_loss"] = f1_loss(chosen.data) if chosen.data else None
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    show(figures)


def show(figures: dict[str, Any]) -> None:
    """Print figures."""
    print(json.dumps(figures, indent=1), flush=True)


if __name__ == "__main__":
    main()
