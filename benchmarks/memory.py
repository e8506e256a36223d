"""Memory of ``quotex extract`` over very many articles.

    python benchmarks/memory.py [100000]

Prints the most megabytes that all its processes held together, the seconds and the bytes written. The
articles are short: here the number counts, not the length.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from generated import word_count, write_articles
from processes import quotex

WORDS = 25
MOST = 2_000
"""Megabytes that are allowed."""


def main() -> None:
    """Measure; ends with an error if there was too much."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "articles.jsonl", Path(name) / "q.jsonl"
        write_articles(source, count, WORDS)
        ran = quotex("extract", source, "-o", out)
        print(
            f"{count} articles, {word_count(source)} words: {ran.megabytes:.0f} MB, {ran.seconds:.0f} s, "
            f"{out.stat().st_size} bytes written"
        )
    if ran.megabytes > MOST:
        raise SystemExit(f"more than {MOST} MB")


if __name__ == "__main__":
    main()
