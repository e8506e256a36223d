"""Tracking on BASIL: three outlets on each of 50 events, with labels for pairs of quotations.

    python benchmarks/basil.py DATA/basil --scorer EVAL/score_links.py

Extracts the articles, tracks them and prints what the scorer says of the labelled pairs. With
``--quotes`` quotations that were extracted before are used, and only tracking is run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import quotex
from quotex.export import read_jsonl
from quotex.records import Article, Quote
from quotex.tracking import track, write_passages


def articles(folder: Path) -> list[Article]:
    """The articles of the data set."""
    rows = map(json.loads, (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Article(id=r["id"], text=r["text"], outlet=r["publisher"], published=r["date"], title=r["title"])
        for r in rows
    ]


def extracted(items: list[Article]) -> list[Quote]:
    """Their quotations, by the bundled model."""
    return [quote for quotes in quotex.load().pipe(items) for quote in quotes]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="holds articles.jsonl and pairs.jsonl")
    parser.add_argument("--scorer", type=Path, required=True, help="the script that scores links")
    parser.add_argument("--quotes", type=Path, help="JSONL of quotations extracted before")
    parser.add_argument("--errors", type=Path, help="write missed and false links here")
    options = parser.parse_args()
    items = articles(options.folder)
    start = time.perf_counter()
    quotes = read_jsonl(options.quotes) if options.quotes else extracted(items)
    middle = time.perf_counter()
    passages = track(quotes, items)
    end = time.perf_counter()
    shared = [p for p in passages if len(p.outlets) > 1]
    print(f"{len(items)} articles, {len(quotes)} quotations ({middle - start:.1f} s)")
    print(f"{len(shared)} passages of several outlets ({end - middle:.1f} s)")
    with tempfile.TemporaryDirectory() as folder:
        write_passages(passages, folder)
        command = [sys.executable, str(options.scorer), str(options.folder / "pairs.jsonl")]
        command.append(str(Path(folder) / "appearances.jsonl"))
        if options.errors:
            command += ["--errors", str(options.errors)]
        sys.stdout.flush()
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
