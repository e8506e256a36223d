"""Measure what third-person pronouns are taken to mean, against GUM's coreference chains.

    python benchmarks/pronouns.py UD/gum-dev.conllu [UD/gum-test.conllu ...] [--genres news,interview]

Trees and sentences are the treebank's own, so that only the choice of the antecedent is measured. A
pronoun is asked for if its chain has a noun before it (else there is nothing to find). It is right if
the last noun phrase before it, among the mentions of the entity chosen, belongs to the pronoun's own
chain, or most of them do. A pronoun is a source if it is the subject of a verb of the cue lexicon that
governs a clause.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex
from attrs import Factory, define

from quotex.attribution.findings import Attribution
from quotex.parsing.document import Document, Sentence, Token
from quotex.rules.cues import cue_rules
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers import build_entities

_ENTITY = regex.compile(r"\(([^()-]+)[^()]*(\))?|([^()-]+)[^()]*\)")
_CLAUSES = frozenset({"ccomp", "parataxis"})
Chained = tuple[str, int, int]
"""A mention: its chain, its first and its last token."""


@define
class _Building:
    text: str = ""
    tokens: list[Token] = Factory(list)
    sentences: list[Sentence] = Factory(list)
    mentions: list[Chained] = Factory(list)
    open: list[tuple[str, int]] = Factory(list)

    def sentence(self, block: str) -> None:
        """Take in a sentence in CoNLL-U."""
        lines = block.splitlines()
        if self.text and any(line.startswith("# newpar") for line in lines):
            self.text += "\n\n"
        rows = [line.split("\t") for line in lines if line and line[0] != "#"]
        first, root, left = len(self.tokens), len(self.tokens), 0
        base = first - 1
        for row in rows:
            if "." in row[0]:
                continue
            if "-" in row[0]:
                start, end = map(int, row[0].split("-"))
                left, word, space = end - start + 1, row[1], "SpaceAfter=No" not in row[9]
                begin = len(self.text)
                self.text += word + (" " if space else "")
                continue
            i = len(self.tokens)
            if left:
                left -= 1
                stop = begin + len(word)
                here = min(begin, stop)
                begin = stop if not left else min(begin + len(row[1]), stop)
                span, word = (here, begin), word[begin - here :]
            else:
                span = (len(self.text), len(self.text) + len(row[1]))
                self.text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
            head = base + int(row[6]) if row[6] != "0" else -1
            root = i if head < 0 else root
            feats = "" if row[5] == "_" else row[5]
            form = self.text[slice(*span)] or row[1]
            self.tokens.append(
                Token(i, *span, form, row[2], row[3], row[4], feats, head, row[7], len(self.sentences))
            )
            self._chain(row[9], i)
        self.sentences.append(Sentence(first, len(self.tokens), True, root))

    def _chain(self, misc: str, i: int) -> None:
        found = regex.search(r"Entity=([^|]+)", misc)
        for bracket in _ENTITY.finditer(found[1]) if found else ():
            if bracket[1] and bracket[2]:
                self.mentions.append((bracket[1], i, i))
            elif bracket[1]:
                self.open.append((bracket[1], i))
            else:
                opened = next((o for o in reversed(self.open) if o[0] == bracket[3]), None)
                if opened is not None:
                    self.open.remove(opened)
                    self.mentions.append((opened[0], opened[1], i))


def documents(path: Path, genres: frozenset[str]) -> Iterator[tuple[str, Document, list[Chained]]]:
    """The documents of a CoNLL-U file with their coreference chains."""
    name, building = "", _Building()
    for block in path.read_text("utf-8").split("\n\n"):
        new = regex.search(r"^# newdoc id = (\S+)", block, flags=regex.MULTILINE)
        if new:
            if name:
                yield name, Document(building.text, building.tokens, building.sentences), building.mentions
            genre = new[1].split("_")[1]
            name, building = (new[1] if not genres or genre in genres else ""), _Building()
        if name and block.strip():
            building.sentence(block)
    if name:
        yield name, Document(building.text, building.tokens, building.sentences), building.mentions


def heads(document: Document, mentions: list[Chained]) -> dict[int, set[str]]:
    """Head token to the chains of the mentions that it heads."""
    found: dict[int, set[str]] = {}
    for chain, first, last in mentions:
        inside = range(first, last + 1)
        head = next((i for i in inside if document.tokens[i].head not in inside), first)
        found.setdefault(head, set()).add(chain)
    return found


def measure(document: Document, mentions: list[Chained], asked: Counter[str], right: Counter[str]) -> None:
    """Count one document's pronouns."""
    rules, cues = load_speaker_rules(), cue_rules().verbs
    chains = heads(document, mentions)
    nouns = {
        (chain, i)
        for chain, first, last in mentions
        for i in range(first, last + 1)
        if document.tokens[i].upos in ("NOUN", "PROPN")
    }
    wanted = []
    for token in document.tokens:
        pronoun = rules.pronouns.get(token.text.lower())
        if token.upos != "PRON" or pronoun is None or pronoun.person != 3 or token.i not in chains:
            continue
        if not any(chain in chains[token.i] and i < token.i for chain, i in nouns):
            continue
        governor = document.tokens[token.head]
        source = token.deprel == "nsubj" and governor.lemma in cues
        source = source and any(document.tokens[c].deprel in _CLAUSES for c in document.children(governor.i))
        human = pronoun.gender in ("male", "female")
        if human or source:
            wanted.append((token.i, source, human))
    sources = [
        Attribution(
            kind="indirect", content=(document.span(i, i),), source=(document.span(i, i),), source_token=i
        )
        for i, source, human in wanted
        if source
    ]
    entities = build_entities(document, rules, sources)
    for i, source, human in wanted:
        entity = entities.at(i)
        mentioned = entity.mentions if entity else ()
        hits = [
            not chains[i].isdisjoint(chains.get(m.head, ()))
            for m in mentioned
            if m.form != "pronoun" and m.head < i
        ]
        good = bool(hits) and (hits[-1] or 2 * sum(hits) > len(hits))
        titles = ["he and she, all"] * human + ["he and she, sources"] * (human and source)
        titles += ["it and they, sources"] * (source and not human)
        for title in titles:
            asked[title] += 1
            right[title] += good


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="GUM in CoNLL-U, with Entity= in MISC"
    )
    parser.add_argument("--genres", default="", help="comma-separated (all)")
    options = parser.parse_args()
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for path in options.files:
        for _, document, mentions in documents(path, frozenset(filter(None, options.genres.split(",")))):
            measure(document, mentions, asked, right)
    for title in sorted(asked):
        print(f"{title:22s} {100 * right[title] / asked[title]:5.1f} ({right[title]} of {asked[title]})")


if __name__ == "__main__":
    main()
