"""Parts of speech, lemmas and trees by Stanza's tagger, lemmatizer and parser, in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from stanza.models.depparse.data import DataLoader as ParserLoader
from stanza.models.lemma.data import DataLoader as LemmaLoader
from stanza.models.pos.data import Dataset as TaggerDataset

from quotex.parsing.words import Word, WordTable

BATCH_WORDS = 2000
"""Words of a batch, padding included."""


def batches(sentences: Sequence[list[Word]]) -> Iterator[list[list[Word]]]:
    """Sentences sorted by length, in batches of ``BATCH_WORDS``."""
    batch: list[list[Word]] = []
    for sentence in sorted(sentences, key=len):
        if batch and len(sentence) * (len(batch) + 1) > BATCH_WORDS:
            yield batch
            batch = []
        batch.append(sentence)
    if batch:
        yield batch


class Tagger:
    """Writes upos, xpos and feats into words."""

    def __init__(self, trainer: Any, pretrain: Any | None = None) -> None:
        self._trainer = trainer
        self._pretrain = pretrain

    def tag(self, sentences: Sequence[list[Word]]) -> None:
        """Tag sentences, in place."""
        for batch in batches(sentences):
            data = TaggerDataset(
                WordTable(batch), self._trainer.args, self._pretrain, vocab=self._trainer.vocab,
                evaluation=True, sort_during_eval=True,
            )
            with torch.inference_mode():
                packed = data.collate_fn([data[i] for i in range(len(data))])
                predicted = self._trainer.predict(packed)
            for sentence, tags in zip(batch, predicted, strict=True):
                for word, (upos, xpos, feats) in zip(sentence, tags, strict=True):
                    word.upos, word.xpos = upos or "X", xpos or ""
                    word.feats = "" if feats in (None, "_") else feats


class Lemmatizer:
    """Writes lemmas into words; each pair of form and upos is worked out once."""

    def __init__(self, trainer: Any) -> None:
        self._trainer = trainer
        self._known: dict[tuple[str, str], str] = {}

    def lemmatize(self, sentences: Sequence[list[Word]]) -> None:
        """Lemmatize tagged sentences, in place."""
        pairs = {(w.form, w.upos) for words in sentences for w in words}
        new = sorted(pair for pair in pairs if pair not in self._known)
        skip = self._trainer.skip_seq2seq(new)
        self._known.update(
            zip(
                [pair for pair, known in zip(new, skip, strict=True) if known],
                self._trainer.predict_dict([pair for pair, known in zip(new, skip, strict=True) if known]),
                strict=True,
            )
        )
        unknown = [pair for pair, known in zip(new, skip, strict=True) if not known]
        if unknown:
            self._known.update(zip(unknown, self._predict(unknown), strict=True))
        for words in sentences:
            for word in words:
                word.lemma = self._known[word.form, word.upos] or word.form

    def _predict(self, pairs: list[tuple[str, str]]) -> list[str]:
        table = WordTable([[Word(0, 0, form, upos=upos) for form, upos in pairs]])
        loader = LemmaLoader(
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


class TreeParser:
    """Writes heads (index in the sentence, -1 for the root) and relations into words."""

    def __init__(self, trainer: Any, pretrain: Any | None = None) -> None:
        self._trainer = trainer
        self._pretrain = pretrain

    def parse(self, sentences: Sequence[list[Word]]) -> None:
        """Parse tagged and lemmatized sentences, in place."""
        for batch in batches(sentences):
            loader = ParserLoader(
                WordTable(batch), BATCH_WORDS * 100, self._trainer.args, self._pretrain,
                vocab=self._trainer.vocab, evaluation=True,
            )
            with torch.inference_mode():
                packed = loader.collate([loader.dataset[i] for i in range(len(batch))])
                predicted = self._trainer.predict(packed, resolve_head_constraints=True)
            for sentence, arcs in zip(batch, predicted, strict=True):
                for word, (head, deprel) in zip(sentence, arcs, strict=True):
                    word.head, word.deprel = int(head) - 1, deprel
