"""Articles for measuring, made of the paragraphs of ``corpora/``: any number and length, always the same."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

CORPORA = Path(__file__).parent.parent / "corpora"


def paragraphs() -> list[str]:
    """The paragraphs of all articles of the corpora."""
    out: list[str] = []
    for path in sorted(CORPORA.glob("*/*.txt")):
        _, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        out += [paragraph for paragraph in body.split("\n\n") if len(paragraph.split()) > 3]
    return out


def article(chance: random.Random, sources: list[str], words: int) -> str:
    """Paragraphs of many articles in a new order, about so many words together."""
    chosen: list[str] = []
    count = 0
    while count < words:
        chosen.append(chance.choice(sources))
        count += len(chosen[-1].split())
    return "\n\n".join(chosen)


def articles(number: int, words: int, seed: int = 1) -> Iterator[str]:
    """So many articles of about so many words."""
    chance, sources = random.Random(seed), paragraphs()
    for _ in range(number):
        yield article(chance, sources, words)


def write_articles(path: Path, number: int, words: int, seed: int = 1) -> Path:
    """Write articles as JSONL; gives the path back."""
    with path.open("w", encoding="utf-8") as out:
        for n, text in enumerate(articles(number, words, seed)):
            out.write(json.dumps({"id": f"a{n}", "text": text}) + "\n")
    return path


def word_count(path: Path) -> int:
    """Words, by white space, of the articles in a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return sum(len(json.loads(line)["text"].split()) for line in lines)
