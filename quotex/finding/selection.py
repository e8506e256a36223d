"""Which sentences need a dependency tree: those that a quotation or a speaker may hang on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from quotex.finding.cues import find_cues
from quotex.finding.marks import find_regions
from quotex.parsing.document import Document
from quotex.rules.cues import cue_rules
from quotex.rules.language import ENGLISH, Language
from quotex.rules.marks import mark_rules

SELECTION = "cues and marks 1"
"""What ``selector`` picks; raise the number when its code changes."""


def selection_name(language: Language = ENGLISH) -> str:
    """Name of what ``selector`` picks, for the cache: another lexicon picks other sentences."""
    rules = cue_rules(language)
    lexicon = sorted(f"{cue.kind} {cue.lemma} {cue.particle}" for cue in rules.all())
    words = [*lexicon, *map("".join, rules.endings)]
    digest = hashlib.blake2b("\n".join(words).encode(), digest_size=6)
    return f"{SELECTION} {digest.hexdigest()}"


def selector(language: Language = ENGLISH) -> Callable[[Document], Sequence[bool]]:
    """A function that says for each sentence of a tagged document whether it needs a tree."""
    cues, marks = cue_rules(language), mark_rules(language.name)

    def wanted(document: Document) -> list[bool]:
        flags = [False] * len(document.sentences)
        tokens = document.tokens
        for cue in find_cues(document, cues):
            flags[tokens[cue.token].sent] = True
        for region in find_regions(document.text, marks):
            inside = document.tokens_in(region.start, region.end + 1)
            for i in inside:
                flags[tokens[i].sent] = True
        return flags

    return wanted
