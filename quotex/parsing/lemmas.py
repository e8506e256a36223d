"""Lemmas by Stanza's lemmatizer: its dictionary first, then its network, each pair once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from stanza.models.lemma.data import DataLoader

from quotex.parsing.plain import WordTable
from quotex.parsing.words import Bundle, Word

VERBAL = ("VERB", "AUX")
REMEMBERED = 500_000
"""Pairs of form and part of speech whose lemmas are remembered."""

BATCH = 200
"""Words of like length that the network reads at once."""

SPELLED = 0
"""Stanza's number for a lemma that differs from its form in more than case."""

SPARE = 8
"""Letters that a lemma may have more than its form."""


def _pair(word: Word) -> tuple[str, str]:
    """What a lemma depends on; no verb is capitalised but for where it stands: "Said the mayor"."""
    return (word.form.lower() if word.upos in VERBAL else word.form, word.upos)


class Lemmatizer:
    """Writes lemmas into words.

    A lemma depends on the form and its part of speech alone, so each pair is worked out once.

    Args:
        trainer: Stanza's lemmatizer, loaded.
    """

    def __init__(self, trainer: Any) -> None:
        self._trainer = trainer
        self._known: dict[tuple[str, str], str] = {}

    def lemmatize(self, parts: Sequence[Bundle]) -> None:
        """Lemmatize tagged bundles, in place."""
        pairs = {_pair(word) for part in parts for word in part.words}
        if len(self._known) + len(pairs) > REMEMBERED:
            self._known.clear()
        new = sorted(pair for pair in pairs if pair not in self._known)
        listed = self._trainer.skip_seq2seq(new)
        known = [pair for pair, found in zip(new, listed, strict=True) if found]
        self._known.update(zip(known, self._trainer.predict_dict(known), strict=True))
        unknown = [pair for pair, found in zip(new, listed, strict=True) if not found]
        if unknown:
            unknown.sort(key=lambda pair: len(pair[0]))
            self._known.update(zip(unknown, self._predict(unknown), strict=True))
        for part in parts:
            for word in part.words:
                word.lemma = self._known[_pair(word)] or word.form

    def _predict(self, pairs: list[tuple[str, str]]) -> list[str]:
        """Lemmas of words by ascending length, by the network.

        It tells first whether a lemma is the form as it is, or in lower case; only where it is neither are
        its letters worked out, one after the other.
        """
        _, edits = self._run(pairs, 0)
        spelled = [n for n in range(len(pairs)) if not edits or edits[n] == SPELLED]
        lemmas = [""] * len(pairs)
        if spelled:
            longest = len(pairs[spelled[-1]][0]) + SPARE
            for n, lemma in zip(spelled, self._run([pairs[n] for n in spelled], longest)[0], strict=True):
                lemmas[n] = lemma
        done: list[str] = self._trainer.postprocess([form for form, _ in pairs], lemmas, edits=edits or None)
        return done

    def _run(self, pairs: list[tuple[str, str]], most: int) -> tuple[list[str], list[int]]:
        """What the network spells, at most so many letters a word, and how lemmas differ from forms."""
        table = WordTable([[Word(0, 0, form, upos=upos) for form, upos in pairs]])
        vocab, args, model = self._trainer.vocab, self._trainer.args, self._trainer.model
        loader = DataLoader(table, BATCH, args, vocab=vocab, evaluation=True, expand_unk_vocab=True)
        lemmas: list[str] = []
        edits: list[int] = []
        usual = model.max_dec_len
        model.max_dec_len = min(usual, most)
        try:
            with torch.inference_mode():
                for batch in loader:
                    some, how = self._trainer.predict(batch, 1, loader.vocab)
                    lemmas += some
                    edits += how or []
        finally:
            model.max_dec_len = usual
        return lemmas, edits
