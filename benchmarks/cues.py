"""What each cue of the lexicon is worth: its precision and recall on PolNeAR.

    python benchmarks/cues.py DATA [--split train] [--every 4] [--least 5]

A quotation counts as right if the scorer matches its content (Dice >= 0.8) and finds the head of its
source right. Precision of a cue is over the quotations that quotex made with it, recall over the gold
attributions whose cue holds its lemma; gold cues that the lexicon lacks are listed as well, by the
lemma of their first verb or noun. This is what a new row of ``cues.toml`` is weighed by.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import scorers
import torch
from scorers import Row

import quotex
from quotex.extractor import Extractor
from quotex.finding.cues import find_cues
from quotex.parsing.document import Document
from quotex.rules.cues import cue_rules

BATCH = 16
NONE = "(no cue)"


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with polnear/")
    parser.add_argument("--split", default="train", help="of PolNeAR (train)")
    parser.add_argument("--every", type=int, default=4, metavar="N", help="count over every Nth article")
    parser.add_argument("--least", type=int, default=5, metavar="N", help="leave out rarer cues")
    options = parser.parse_args()
    torch.set_num_threads(1)
    extractor, module = quotex.load(), scorers.scorer(options.data)
    made, right, gold, found = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    table = scorers.rows(options.data / f"polnear/{options.split}.jsonl")[:: options.every]
    for first in range(0, len(table), BATCH):
        rows = table[first : first + BATCH]
        documents = extractor.parse([scorers.article(row) for row in rows])
        for row, document in zip(rows, documents, strict=True):
            lemmas, wanted, pairs = matched(extractor, module, row, document)
            hits = set(pairs.values())
            made.update(lemmas)
            right.update(lemma for j, lemma in enumerate(lemmas) if j in hits)
            gold.update(wanted.values())
            found.update(lemma for i, lemma in wanted.items() if i in pairs)
    print(f"{'cue':20} {'made':>5} {'precision':>9} {'gold':>5} {'recall':>6}")
    for cue, _ in (made + gold).most_common():
        if max(made[cue], gold[cue]) >= options.least:
            precision = f"{100 * right[cue] / made[cue]:9.1f}" if made[cue] else " " * 9
            recall = f"{100 * found[cue] / gold[cue]:6.1f}" if gold[cue] else " " * 6
            print(f"{cue[:20]:20} {made[cue]:5} {precision} {gold[cue]:5} {recall}")


def matched(
    extractor: Extractor, module: ModuleType, row: Row, document: Document
) -> tuple[list[str], dict[int, str], dict[int, int]]:
    """What was found and what is annotated in one article.

    Returns:
        The lemmas of the cues that were found; those of the gold attributions that the scorer counts
        as reported, by number; the right pairs, from gold to found.
    """
    done = extractor.stages(scorers.article(row), document)
    doc = module.Doc(row["text"])
    gold = [module.Item(doc, a) for a in row["attributions"]]
    items = [
        module.Item(doc, {"content": f.content, "source": f.source, "cue": f.cue}) for f in done.work.found
    ]
    pairs = {
        i: j for i, j in module.match(gold, items, "fuzzy80") if module.source_head_ok(gold[i], items[j])
    }
    cues = {cue.token: cue.cue.lemma for cue in find_cues(document, cue_rules(extractor.language))}
    wanted = {
        i: _lemma(document, cues, row["attributions"][i]["cue"])
        for i, item in enumerate(gold)
        if item.c and module.in_subset(doc, item, "reported")
    }
    return [f.cue_lemma or NONE for f in done.work.found], wanted, pairs


def _lemma(document: Document, cues: dict[int, str], spans: Sequence[Sequence[int]]) -> str:
    tokens = [i for s, e in spans for i in document.tokens_in(s, e)]
    known = [cues[i] for i in tokens if i in cues]
    words = [document.tokens[i].lemma.lower() for i in tokens if document.tokens[i].upos in ("VERB", "NOUN")]
    return (known or words or [NONE])[0]


if __name__ == "__main__":
    main()
