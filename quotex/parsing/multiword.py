"""Multi-word tokens: split by Stanza's expander, each form once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from stanza.models.mwt.data import DataLoader

REMEMBERED = 100_000
"""Forms whose words are remembered."""


class _Forms:
    """The one method of ``stanza.Document`` that the expander's loader calls."""

    def __init__(self, forms: list[str]) -> None:
        self._forms = forms

    def get_mwt_expansions(self, evaluation: bool = True) -> list[str]:
        return self._forms


class Expander:
    """Splits multi-word tokens; what was split once is remembered.

    Args:
        trainer: Stanza's multi-word token expander, loaded; None never splits.
    """

    def __init__(self, trainer: Any | None) -> None:
        self._trainer = trainer
        self._known: dict[str, list[str]] = {}

    def learn(self, forms: Sequence[str]) -> None:
        """Split forms that are new, together."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        new = sorted({form for form in forms if form not in self._known})
        if not new:
            return
        if self._trainer is None:
            self._known.update((form, [form]) for form in new)
            return
        loader = DataLoader(
            _Forms(new), 500, self._trainer.args, vocab=self._trainer.vocab, evaluation=True,
            expand_unk_vocab=True,
        )  # fmt: skip
        predicted: list[str] = []
        with torch.inference_mode():
            for batch in loader.to_loader():
                predicted += self._trainer.predict(batch, never_decode_unk=True, vocab=loader.vocab)
        if self._trainer.args.get("ensemble_dict"):
            predicted = self._trainer.ensemble(new, predicted)
        for form, parts in zip(new, predicted, strict=True):
            self._known[form] = parts.split() or [form]

    def split(self, form: str) -> list[tuple[int, int, str]]:
        """The words of a form: first and last (exclusive) character in it, and what to read.

        Words that do not spell the form divide its characters in proportion to their lengths;
        a word never goes without a character.
        """
        words = self._known.get(form, [form])
        if "".join(words) == form:
            out, at = [], 0
            for word in words:
                out.append((at, at + len(word), word))
                at += len(word)
            return out
        if len(words) > len(form):
            return [(0, len(form), form)]
        total = sum(map(len, words))
        edges, done = [0], 0
        for i, word in enumerate(words):
            done += len(word)
            left = len(words) - i - 1
            edges.append(min(max(edges[-1] + 1, round(len(form) * done / total)), len(form) - left))
        return [(edges[i], edges[i + 1], word) for i, word in enumerate(words)]
