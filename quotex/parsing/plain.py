"""Tagging and parsing by Stanza's own prediction code, for models of any shape.

The models that quotex trains take the fast path (``tagging``, ``trees``); this one serves the models
that Stanza distributes, with their character language models and word vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from stanza.models.depparse.data import DataLoader as ParserLoader
from stanza.models.pos.data import Dataset as TaggerDataset

from quotex.parsing.words import Bundle, Word, batches

PLAIN_BATCH = 1000
"""Words of a batch, padding included: these models are large."""


class WordTable:
    """Sentences of words as the part of ``stanza.Document`` that Stanza's data sets ask for."""

    def __init__(self, sentences: Sequence[Sequence[Word]]) -> None:
        self._sentences = sentences

    def get(self, fields: Any, as_sentences: bool = False) -> list[Any]:
        """The named fields of each word, as ``stanza.Document.get`` gives them."""
        rows = [[[_value(word, name) for name in fields] for word in words] for words in self._sentences]
        return rows if as_sentences else [row for words in rows for row in words]


def _value(word: Word, name: str) -> str | None:
    if name == "head":
        return "0"
    value = getattr(word, "form" if name == "text" else name, None)
    return value or None


class PlainTagger:
    """Writes upos, xpos and feats into words."""

    def __init__(self, trainer: Any, pretrain: Any | None = None) -> None:
        self._trainer = trainer
        self._pretrain = pretrain

    def tag(self, parts: Sequence[Bundle]) -> None:
        """Tag bundles, in place."""
        for batch in batches(parts, PLAIN_BATCH):
            data = TaggerDataset(
                WordTable([part.words for part in batch]), self._trainer.args, self._pretrain,
                vocab=self._trainer.vocab, evaluation=True, sort_during_eval=True,
            )  # fmt: skip
            with torch.inference_mode():
                packed = data.collate_fn([data[i] for i in range(len(data))])
                predicted = self._trainer.predict(packed)
            for part, tags in zip(batch, predicted, strict=True):
                for word, (upos, xpos, feats) in zip(part.words, tags, strict=True):
                    word.upos, word.xpos = upos or "X", xpos or ""
                    word.feats = "" if feats in (None, "_") else feats


class PlainTreeParser:
    """Writes heads (place in the bundle, -1 for the root) and relations into words."""

    def __init__(self, trainer: Any, pretrain: Any | None = None) -> None:
        self._trainer = trainer
        self._pretrain = pretrain

    def parse(self, parts: Sequence[Bundle]) -> None:
        """Parse tagged and lemmatized bundles, in place."""
        for batch in batches(parts, PLAIN_BATCH):
            loader = ParserLoader(
                WordTable([part.words for part in batch]), PLAIN_BATCH, self._trainer.args, self._pretrain,
                vocab=self._trainer.vocab, evaluation=True,
            )  # fmt: skip
            with torch.inference_mode():
                packed = loader.collate([loader.dataset[i] for i in range(len(batch))])
                predicted = self._trainer.predict(packed, resolve_head_constraints=True)
            for part, arcs in zip(batch, predicted, strict=True):
                for word, (head, deprel) in zip(part.words, arcs, strict=True):
                    word.head, word.deprel = int(head) - 1, deprel
