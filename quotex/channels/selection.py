"""Which sentences need a dependency tree for the sake of channels: those that may open an occasion."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache

from quotex.parsing.document import Document
from quotex.rules.channels import channel_rules
from quotex.rules.language import ENGLISH, Language

SELECTION = "occasions 2"
"""What ``may_open_occasion`` picks; raise the number when its code changes."""


def selection_name(language: Language = ENGLISH) -> str:
    """Name of what ``may_open_occasion`` picks, for the cache: other evidence picks other sentences."""
    nouns, verbs = _openers(language)
    words = [*(" ".join(w) for last in sorted(nouns) for w in nouns[last]), *sorted(verbs)]
    return f"{SELECTION} {hashlib.blake2b(chr(10).join(words).encode(), digest_size=6).hexdigest()}"


@cache
def _openers(language: Language) -> tuple[Mapping[str, tuple[tuple[str, ...], ...]], frozenset[str]]:
    """The nouns that open occasions, by their last word, and the verbs."""
    rules = channel_rules(language)
    nouns: dict[str, set[tuple[str, ...]]] = {}
    for row in rules.evidence:
        if row.frames and row.opens and not row.weak and set(row.frames) - {"told"}:
            for words in row.words:
                key = tuple(word.lower() for word in words)
                nouns.setdefault(key[-1], set()).add(key)
    verbs = frozenset(lemma for lemma, row in rules.by_verb.items() if row.opens)
    return {last: tuple(sorted(found)) for last, found in nouns.items()}, verbs


def may_open_occasion(document: Document, language: Language = ENGLISH) -> Sequence[bool]:
    """Say for each sentence of a tagged document whether it may establish an occasion of speaking.

    "On Monday Osei spoke at a rally" holds no quotation, but the quotations behind it are from the
    rally; without a tree it says nothing.
    """
    nouns, verbs = _openers(language)
    tokens = document.tokens
    flags = [False] * len(document.sentences)
    for t in tokens:
        if flags[t.sent]:
            continue
        lemma = t.lemma.lower()
        if t.upos == "VERB" and lemma in verbs:
            flags[t.sent] = True
        elif t.upos in ("NOUN", "PROPN"):
            for words in (*nouns.get(lemma, ()), *nouns.get(t.text.lower(), ())):
                first = t.i - len(words) + 1
                if first >= 0 and all(tokens[first + k].text.lower() == w for k, w in enumerate(words[:-1])):
                    flags[t.sent] = True
                    break
    return flags
