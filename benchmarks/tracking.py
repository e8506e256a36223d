"""Tracking at size: time, peak memory and growth on quotations made from ``corpora/``.

    python benchmarks/tracking.py 10000 100000 1000000
    python benchmarks/tracking.py --store 10000 100000

With ``--store`` the quotations are put into a store, all but those of the ten newest articles; what is
timed is the addition of these ten, and a run with nothing new.

Every gold quotation is a seed. A seed gives utterances of its own words mixed with words of other
seeds and of a made-up vocabulary, so that utterances differ as real ones do; each utterance is printed
by one to twelve outlets within five days, whole, cut, elided, split, with a word replaced, a number
or a spelling changed, as newspapers do. Half of the utterances are printed once. The days grow with
the size: about 2,000 quotations a day, as a monitor of a hundred outlets has. The same size always
gives the same quotations.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import date, timedelta
from pathlib import Path

from quotex.records import Article, Quote
from quotex.tracking.store import Store
from quotex.tracking.tracker import find_passages

CORPORA = Path(__file__).parent.parent / "corpora"
PER_DAY = 2_000
OUTLETS = 100
SPELLINGS = (("or ", "our "), ("ize", "ise"), ("do not", "don't"), ("is not", "isn't"), ("we are", "we're"))


def seeds() -> list[tuple[list[str], str, str]]:
    """Words, speaker and channel of each gold quotation."""
    out = []
    for path in sorted(CORPORA.glob("*/*.gold.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["quote"]:
            out.append((" ".join(row["content"]).split(), row["speaker"], row["channel"]))
    return out


def made_up(chance: random.Random, number: int) -> list[str]:
    """A vocabulary of pronounceable words."""
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(number)]


def utterances(chance: random.Random, size: int):
    """Quotations, about ``size`` of them, utterance by utterance."""
    sources = seeds()
    vocabulary = [w for words, _, _ in sources for w in words]
    rare = made_up(chance, 40_000)
    names = [f"Outlet {n}" for n in range(OUTLETS)]
    days = max(1, size // PER_DAY)
    first = date(2026, 1, 1)
    count = 0
    while count < size:
        words, speaker, channel = chance.choice(sources)
        own = [
            w
            if chance.random() < 0.35
            else chance.choice(vocabulary)
            if chance.random() < 0.7
            else chance.choice(rare)
            for w in words
        ]
        name = f"{chance.choice(rare).title()} {speaker.split()[-1]}" if speaker else None
        day = first + timedelta(days=chance.randrange(days))
        printings = 1 if chance.random() < 0.5 else chance.randint(2, 12)
        for _ in range(printings):
            text = " ".join(varied(chance, own, rare))
            count += 1
            outlet = chance.randrange(OUTLETS)
            yield Quote(
                id=f"q{count:08d}",
                article_id=f"a{day.toordinal()}-{outlet}-{chance.randrange(20)}",
                kind="direct",
                content=((0, len(text)),),
                text=text,
                speaker=name if chance.random() < 0.95 else None,
                speaker_type="person",
                channel=channel if chance.random() < 0.7 else "unspecified",
                outlet=names[outlet],
                published=day + timedelta(days=min(4, int(chance.expovariate(1.2)))),
            )


def varied(chance: random.Random, words: list[str], rare: list[str]) -> list[str]:
    """One printing's words."""
    kind = chance.random()
    out = list(words)
    if kind < 0.35 or len(words) < 8:
        return out
    if kind < 0.65:
        start = chance.randrange(len(words) - 6)
        return out[start : start + chance.randint(6, len(words))]
    if kind < 0.8:
        start = chance.randrange(2, len(words) - 4)
        return [*out[:start], "…", *out[start + chance.randint(1, 3) :]]
    if kind < 0.92:
        out[chance.randrange(len(out))] = chance.choice(rare)
        return out
    text = " ".join(out)
    for one, other in SPELLINGS:
        text = text.replace(one, other)
    return text.split()


def one(size: int) -> None:
    """Generate, track and print one line."""
    start = time.perf_counter()
    quotes = list(utterances(random.Random(size), size))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    middle = time.perf_counter()
    work = time.process_time()
    passages = find_passages(quotes, {}, window_days=7, encode=None)
    seconds, work = time.perf_counter() - middle, time.process_time() - work
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    shared = sum(len(p.appearances) > 1 for p in passages)
    print(
        f"{len(quotes):>9,} quotations  {seconds:7.1f} s (processor {work:.1f} s, "
        f"{1e6 * work / len(quotes):.0f} us each)  "
        f"peak {peak / 1e6:5.2f} GB (the quotations alone {before / 1e6:.2f})  "
        f"{shared:,} passages printed more than once  (made in {middle - start:.0f} s)"
    )


def grown(size: int) -> None:
    """Fill a store but for ten articles, add them, and print one line."""
    quotes: dict[str, list[Quote]] = {}
    for quote in utterances(random.Random(size), size):
        quotes.setdefault(quote.article_id, []).append(quote)
    # The names of articles begin with the day.
    articles = [Article(id=name, text=name, outlet=quotes[name][0].outlet) for name in sorted(quotes)]
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "quotes.db") as store:
        for article in articles[:-10]:
            store.add(article, quotes[article.id])
        seconds = []
        for some in ([], articles[-10:], []):
            start = time.perf_counter()
            for article in some:
                store.add(article, quotes[article.id])
            store.track(translations=False)
            seconds.append(time.perf_counter() - start)
        start = time.perf_counter()
        store.passages()
        print(
            f"{size:>9,} quotations  all {seconds[0]:.1f} s  ten articles more {seconds[1]:.1f} s  "
            f"nothing new {seconds[2]:.1f} s  (reading them {time.perf_counter() - start:.1f} s)"
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--here", action="store_true", help="in this process (else one process a size)")
    parser.add_argument("--store", action="store_true", help="measure what ten articles more take a store")
    options = parser.parse_args()
    for size in options.sizes:
        if options.here:
            (grown if options.store else one)(size)
        else:
            command = [sys.executable, __file__, str(size), "--here", *(["--store"] if options.store else [])]
            subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
