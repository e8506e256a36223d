"""The gold annotations of ``corpora/`` as records, so that tracking is tested apart from extraction."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import regex

from quotex.records import Article, Quote, quote_id

CORPORA = Path(__file__).parent.parent / "corpora"
STRETCH = regex.compile(r"“([^“”]+)”?|\"([^\"]+)\"|''(.+?)''|(?<!\w)‘((?:[^‘’]|’(?=\w))+)’(?!\w)")


def events() -> list[str]:
    """Names of the events' folders."""
    return sorted(p.parent.name for p in CORPORA.glob("*/event.toml"))


@cache
def read_event(name: str) -> tuple[dict[str, Any], list[Article], list[Quote]]:
    """The event's table, its articles and their gold quotations."""
    folder = CORPORA / name
    articles, quotes = [], []
    for path in sorted(folder.glob("*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        article = Article(
            id=path.stem,
            text=text,
            outlet=fields["Outlet"],
            published=fields["Published"],
            title=fields["Title"],
            url=fields["URL"],
            author=fields.get("Author"),
        )
        articles.append(article)
        gold = tomllib.loads(path.with_suffix(".gold.toml").read_text(encoding="utf-8"))
        quotes += [_quote(row, article) for row in gold["quote"]]
    return tomllib.loads((folder / "event.toml").read_text(encoding="utf-8")), articles, quotes


def _quote(row: dict[str, Any], article: Article) -> Quote:
    position = 0
    if row.get("after"):
        position = article.text.index(row["after"]) + len(row["after"])
    spans = []
    for piece in row["content"]:
        start = article.text.index(piece, position)
        position = start + len(piece)
        spans.append((start, position))
    pieces = tuple(article.text[s:e] for s, e in spans)
    text = " ".join(pieces)
    verbatim: tuple[str, ...] = pieces if row["kind"] == "direct" else ()
    if row["kind"] == "mixed":
        verbatim = tuple(next(g for g in m.groups() if g) for m in STRETCH.finditer(text))
    return Quote(
        id=quote_id(article.id, tuple(spans), text),
        article_id=article.id,
        kind=row["kind"],
        content=tuple(spans),
        text=text,
        verbatim=verbatim,
        speaker=row["speaker"] or None,
        speaker_type=row["speaker_type"],
        channel=row["channel"],
        said_on=row.get("said_on"),
        polarity=row.get("polarity", "asserted"),
        original_language=row.get("original_language"),
        outlet=article.outlet,
        published=article.published,
        title=article.title,
        url=article.url,
    )
