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
            self._known.update(zip(unknown, self._predict(unknown), strict=True))
        for part in parts:
            for word in part.words:
                word.lemma = self._known[_pair(word)] or word.form

    def _predict(self, pairs: list[tuple[str, str]]) -> list[str]:
        table = WordTable([[Word(0, 0, form, upos=upos) for form, upos in pairs]])
        loader = DataLoader(
            table, 1000, self._trainer.args, vocab=self._trainer.vocab, evaluation=True, expand_unk_vocab=True
        )
        lemmas: list[str] = []
        edits: list[int] = []
        with torch.inference_mode():
            for batch in loader:
                some, how = self._trainer.predict(batch, 1, loader.vocab)
                lemmas += some
                edits += how or []
        done: list[str] = self._trainer.postprocess([form for form, _ in pairs], lemmas, edits=edits or None)
        return done
