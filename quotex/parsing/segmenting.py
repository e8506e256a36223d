"""Tokens and sentences by Stanza's character-level tokenizer, addressed by offsets only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from attrs import define
from numpy.typing import NDArray
from stanza.models.tokenization.data import TokenizationDataset
from stanza.models.tokenization.utils import update_pred_regex

from quotex.parsing.surface import Surface

WINDOW = 1000
"""Characters that the tokenizer reads at once; a longer paragraph goes on at its last sentence end."""

BATCH_CHARACTERS = 24_000
"""Characters of a batch, padding included."""

WORD, SENTENCE, MULTI, MULTI_SENTENCE = 1, 2, 3, 4
"""The tokenizer's labels of a token's last character."""


@define(slots=True)
class Piece:
    """A token before multi-word expansion: places in its paragraph's surface, and what it ends."""

    first: int
    last: int
    multi: bool
    ends_sentence: bool


class Segmenter:
    """Stanza's tokenizer over paragraphs in batches.

    Args:
        trainer: Stanza's tokenizer, loaded.
    """

    def __init__(self, trainer: Any) -> None:
        self._trainer = trainer
        self._encoder = TokenizationDataset(
            trainer.args, input_text="", vocab=trainer.vocab, evaluation=True, dictionary=trainer.dictionary
        )
        self._pad = trainer.vocab.unit2id("<PAD>")

    def pieces(self, paragraphs: Sequence[Surface]) -> list[list[Piece]]:
        """The tokens of each paragraph; the last of a paragraph always ends a sentence."""
        labels = self._labels([paragraph.text for paragraph in paragraphs])
        return [_decode(p.text, row) for p, row in zip(paragraphs, labels, strict=True)]

    def _labels(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        encoded = [self._encoder.para_to_sentences([(char, 0) for char in text])[0] for text in texts]
        rows: list[list[NDArray[np.int64]]] = [[] for _ in texts]
        pending = [(i, 0) for i in range(len(texts))]
        while pending:
            pending.sort(key=lambda job: (-min(WINDOW, len(texts[job[0]]) - job[1]), job))
            following: list[tuple[int, int]] = []
            for batch in _batches(pending, texts):
                for (i, at), predicted in zip(batch, self._predict(batch, encoded, texts), strict=True):
                    done = len(predicted)
                    if at + done < len(texts[i]):
                        ends = np.flatnonzero((predicted == SENTENCE) | (predicted == MULTI_SENTENCE))
                        done = int(ends[-1]) + 1 if len(ends) else _last_word(predicted)
                        following.append((i, at + done))
                    rows[i].append(predicted[:done])
            pending = following
        return [
            np.asarray(update_pred_regex(list(text), np.concatenate(row)))
            for text, row in zip(texts, rows, strict=True)
        ]

    def _predict(
        self, batch: list[tuple[int, int]], encoded: list[Any], texts: Sequence[str]
    ) -> list[NDArray[np.int64]]:
        longest = max(min(WINDOW, len(texts[i]) - at) for i, at in batch)
        width = encoded[batch[0][0]][2].shape[-1]
        units = torch.full((len(batch), longest), self._pad, dtype=torch.int64)
        features = torch.zeros((len(batch), longest, width), dtype=torch.float32)
        raw: list[list[str]] = []
        for row, (i, at) in enumerate(batch):
            ids, _, feats, chars = encoded[i]
            end = min(at + WINDOW, len(chars))
            units[row, : end - at] = torch.from_numpy(ids[at:end])
            features[row, : end - at] = torch.from_numpy(feats[at:end])
            raw.append(chars[at:end])
        with torch.inference_mode():
            predicted = np.argmax(self._trainer.predict((units, units, features, raw)), axis=2)
        return [predicted[row, : len(chars)] for row, chars in enumerate(raw)]


def _batches(jobs: list[tuple[int, int]], texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    out: list[list[tuple[int, int]]] = []
    longest = 0
    for job in jobs:
        if not out or longest * (len(out[-1]) + 1) > BATCH_CHARACTERS:
            out.append([])
            longest = min(WINDOW, len(texts[job[0]]) - job[1])
        out[-1].append(job)
    return out


def _last_word(labels: NDArray[np.int64]) -> int:
    ends = np.flatnonzero(labels)
    return int(ends[-1]) + 1 if len(ends) else len(labels)


def _decode(text: str, labels: NDArray[np.int64]) -> list[Piece]:
    out: list[Piece] = []
    first = -1
    for at, (char, label) in enumerate(zip(text, labels.tolist(), strict=True)):
        if char == " ":
            if label in (SENTENCE, MULTI_SENTENCE) and out and first < 0:
                out[-1].ends_sentence = True
            continue
        if first < 0:
            first = at
        if label or at + 1 == len(text) or text[at + 1] == " ":
            multi = label in (MULTI, MULTI_SENTENCE)
            out.append(Piece(first, at + 1, multi, label in (SENTENCE, MULTI_SENTENCE)))
            first = -1
    if out:
        out[-1].ends_sentence = True
    return out
