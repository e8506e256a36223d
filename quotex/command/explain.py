"""``quotex explain``: why each quotation was found as it was, drawn for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotex.command import options
from quotex.command.gathering import articles, begin, extractor
from quotex.command.messages import complain
from quotex.records import Problem

if TYPE_CHECKING:
    from quotex.explanation import Explanation


@click.command("explain")
@options.sources
def explain(chosen: options.Sources) -> int:
    """Show for each quotation its rules, its tree, and the readings that lost.

    INPUT is as for extract.
    """
    from quotex.explanation import explain as explain_article

    chosen = begin(chosen, [])
    loaded = extractor(chosen)
    failed = False
    for item in articles(chosen, []):
        if isinstance(item, Problem):
            complain(str(item))
            failed = True
            continue
        click.echo(f"{item.title or item.id}\n{'=' * min(100, len(item.title or item.id))}")
        for number, found in enumerate(explain_article(loaded, item), 1):
            click.echo(drawn(number, found))
    return 1 if failed else 0


def drawn(number: int, found: Explanation) -> str:
    """One explanation as lines of text."""
    q = found.quote
    lines = [
        f"\n{number}. {q.kind}, {q.speaker or 'speaker unknown'}, {q.channel}, confidence {q.confidence:.2f}",
        f"   {_fold(q.text)}",
        f"   rule     {q.rule}" + (f"; source by {found.source_rule}" if found.source_rule else ""),
        f"   cue      {q.cue_text or '(none)'}" + (f" [{q.cue_lemma}]" if q.cue_lemma else ""),
        f"   source   {q.mention_text or '(none)'}",
        f"   speaker  {found.speaker_reason}",
        f"   channel  {found.channel_reason or 'nothing in the article tells'}",
    ]
    if q.polarity != "asserted":
        lines.append(f"   polarity {q.polarity}")
    if found.tree:
        lines.append("   tree")
        for depth, word, relation, note in found.tree:
            mark = f"  <- {note}" if note else ""
            lines.append(f"     {'  ' * depth}{'└ ' if depth else ''}{word} ({relation}){mark}")
    lines += [f"   lost     {text}" for text in found.alternatives]
    return "\n".join(lines)


def _fold(text: str, width: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


COMMAND = explain
