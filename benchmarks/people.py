"""Name the speakers of quotations whose spans are given, and score the names and types.

    python benchmarks/people.py DATA/channels/dev.jsonl [--wrong]

The content, source and cue of each quotation are the annotated ones, so that only ``quotex.speakers``
is measured: the share of names that are an accepted one (``score_people.py`` decides what is equal),
of types, and the time. ``benchmarks/polnear.py`` measures the same end to end.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import regex
import scorers
import torch

from quotex.attribution.findings import Attribution
from quotex.parsing import load_parser
from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers import resolve

_QUOTED = regex.compile("“[^”]*”|\"[^\"]*\"|''.*?''|``.*?''", flags=regex.DOTALL)


def head_of(document: Document, spans: Sequence[Span]) -> int:
    """The first token of the spans whose governor lies outside of them, or -1."""
    inside = [i for start, end in spans for i in document.tokens_in(start, end)]
    within = set(inside)
    heads = (
        i for i in inside if document.tokens[i].head not in within and document.tokens[i].upos != "PUNCT"
    )
    return next(heads, inside[0] if inside else -1)


def given(row: scorers.Row, document: Document) -> list[Attribution]:
    """The annotated quotations of an article as attributions."""
    out = []
    for quote in row["quotes"]:
        content = tuple((start, end) for start, end in quote["content"])
        verbatim = content
        if quote["type"] != "direct":
            verbatim = tuple(m.span() for s, e in content for m in _QUOTED.finditer(row["text"], s, e))
        out.append(
            Attribution(
                kind=quote["type"],
                content=content,
                verbatim=verbatim,
                source=tuple((start, end) for start, end in quote["source"]),
                source_token=head_of(document, quote["source"]),
                cue=tuple((start, end) for start, end in quote["cue"]),
                cue_token=head_of(document, quote["cue"]),
            )
        )
    return out


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "gold", type=Path, metavar="GOLD", help="annotated speakers, such as channels/dev.jsonl"
    )
    parser.add_argument("--wrong", action="store_true", help="print every wrong name with its reason")
    options = parser.parse_args()
    torch.set_num_threads(1)
    norm = scorers.scorer(options.gold.parent.parent, "score_people").norm
    rules = load_speaker_rules()
    articles = scorers.rows(options.gold)
    documents = load_parser().parse([row["text"] for row in articles])
    resolve(documents[0], given(articles[0], documents[0]), rules)  # loads the lists of names
    asked = named = typed = words = 0
    seconds = 0.0
    for row, document in zip(articles, documents, strict=True):
        attributions = given(row, document)
        begun = time.perf_counter()
        speakers = resolve(document, attributions, rules, row.get("title"))
        seconds += time.perf_counter() - begun
        words += len(document.tokens)
        for quote, speaker in zip(row["quotes"], speakers, strict=True):
            accepted = {norm(name) for name in quote["speaker"] if name}
            if quote.get("scare") or not accepted:
                continue
            asked += 1
            typed += speaker.type == quote["speaker_type"]
            if norm(speaker.name) in accepted:
                named += 1
            elif options.wrong:
                source = " ".join(row["text"][start:end] for start, end in quote["source"])
                print(f"{row['id']}: {source!r}: {speaker.name!r}, not {quote['speaker']}; {speaker.reason}")
    print(f"names   {100 * named / asked:5.1f} ({named} of {asked})")
    print(f"types   {100 * typed / asked:5.1f}")
    print(f"time    {1e6 * seconds / words:5.1f} ms per 1,000 words")


if __name__ == "__main__":
    main()
