"""Tokens and sentences by Stanza's character-level tokenizer, addressed by offsets only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import regex
import torch
import torch.nn.functional as F
from attrs import define
from numpy.typing import NDArray
from stanza.models.tokenization.utils import update_pred_regex

from quotex.parsing.characters import CharacterFeatures, Encoded
from quotex.parsing.packing import Packing
from quotex.parsing.recurrent import RecurrentLayer
from quotex.parsing.surface import Surface

WINDOW = 1000
"""Characters that the tokenizer reads at once; a longer paragraph goes on at its last sentence end."""

BATCH_CHARACTERS = 40_000
"""Characters of a batch."""

WORD, SENTENCE, MULTI, MULTI_SENTENCE = 1, 2, 3, 4
"""The tokenizer's labels of a token's last character."""

Labels = NDArray[np.int64]

_ADDRESS = regex.compile(r"@|://|www\.|\.(?:gov|org|edu|net|com|co)\.")
"""What a text must hold for Stanza's patterns of addresses to find anything in it."""


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
        dtype: floats to multiply in.
    """

    def __init__(self, trainer: Any, dtype: torch.dtype = torch.float32) -> None:
        self._trainer = trainer
        self._features = CharacterFeatures(trainer)
        self._network = _Network(trainer.model, dtype) if _Network.fits(trainer.model) else None
        self._pad = trainer.vocab.unit2id("<PAD>")

    def pieces(self, paragraphs: Sequence[Surface]) -> list[list[Piece]]:
        """The tokens of each paragraph; the last of a paragraph always ends a sentence."""
        labels = self._labels([paragraph.text for paragraph in paragraphs])
        return [_decode(p.text, row) for p, row in zip(paragraphs, labels, strict=True)]

    def _labels(self, texts: Sequence[str]) -> list[Labels]:
        encoded = [self._features.encode(text) for text in texts]
        rows: list[list[Labels]] = [[] for _ in texts]
        pending = [(i, 0) for i in range(len(texts))]
        while pending:
            following: list[tuple[int, int]] = []
            for batch in _batches(pending, texts):
                windows = [
                    (encoded[i][0][at : at + WINDOW], encoded[i][1][at : at + WINDOW]) for i, at in batch
                ]
                chars = [texts[i][at : at + WINDOW] for i, at in batch]
                with torch.inference_mode():
                    predicted = self._network(windows) if self._network else self._plain(windows, chars)
                for (i, at), labels in zip(batch, predicted, strict=True):
                    done = len(labels)
                    if at + done < len(texts[i]):
                        done = _resting_place(labels)
                        following.append((i, at + done))
                    rows[i].append(labels[:done])
            pending = following
        return [_addresses(text, np.concatenate(row)) for text, row in zip(texts, rows, strict=True)]

    def _plain(self, windows: Sequence[Encoded], chars: Sequence[str]) -> list[Labels]:
        """The labels by Stanza's own prediction, for a tokenizer of another shape."""
        longest = len(windows[0][0])
        units = torch.full((len(windows), longest), self._pad, dtype=torch.int64)
        features = torch.zeros((len(windows), longest, windows[0][1].shape[1]))
        for row, (ids, feats) in enumerate(windows):
            units[row, : len(ids)] = torch.from_numpy(ids)
            features[row, : len(ids)] = torch.from_numpy(feats)
        predicted = np.argmax(self._trainer.predict((units, units, features, [list(c) for c in chars])), 2)
        return [predicted[row, : len(ids)] for row, (ids, _) in enumerate(windows)]


class _Network:
    """Stanza's tokenizer network (one recurrent layer, and the hierarchical second) without padding."""

    def __init__(self, model: Any, dtype: torch.dtype) -> None:
        self._model = model.eval()
        zero = torch.zeros(2, 1, model.rnn.hidden_size, device=model.embeddings.weight.device)
        self._layers = [RecurrentLayer(model.rnn, None, (zero, zero), dtype)]
        if model.args["hierarchical"]:
            self._layers.append(RecurrentLayer(model.rnn2, None, (zero, zero), dtype))

    @staticmethod
    def fits(model: Any) -> bool:
        """Whether a tokenizer has the shape that this computes."""
        args = model.args
        return model.charmodel is None and args["conv_res"] is None and args["rnn_layers"] == 1

    def __call__(self, windows: Sequence[Encoded]) -> list[Labels]:
        model = self._model
        device = model.embeddings.weight.device
        packing = Packing([len(ids) for ids, _ in windows], device)
        ids = torch.from_numpy(np.concatenate([ids for ids, _ in windows])).to(device)
        features = torch.from_numpy(np.concatenate([feats for _, feats in windows])).to(device)
        rows = self._layers[0](torch.cat([model.embeddings(ids), features], 1), packing)
        multi = model.args["use_mwt"]
        token, sentence = model.tok_clf(rows), model.sent_clf(rows)
        word = model.mwt_clf(rows) if multi else None
        if len(self._layers) > 1:
            if model.args["hier_invtemp"] > 0:
                rows = rows * (1 - torch.sigmoid(-token * model.args["hier_invtemp"]))
            rows = self._layers[1](rows, packing)
            token, sentence = token + model.tok_clf2(rows), sentence + model.sent_clf2(rows)
            word = word + model.mwt_clf2(rows) if multi else None
        ends, goes_on = F.logsigmoid(sentence), F.logsigmoid(-sentence)
        scores = [goes_on, ends]
        if word is not None:
            single, several = F.logsigmoid(-word), F.logsigmoid(word)
            scores = [goes_on + single, ends + single, goes_on + several, ends + several]
        inside = F.logsigmoid(token)
        table = torch.cat([F.logsigmoid(-token), *(inside + score for score in scores)], 1)
        labels = table.argmax(1).cpu().numpy()
        return list(np.split(labels, np.cumsum(packing.lengths)[:-1]))


def _batches(jobs: list[tuple[int, int]], texts: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """Windows by descending length, together up to the size of a batch."""
    batch: list[tuple[int, int]] = []
    size = 0
    for job in sorted(jobs, key=lambda job: (-min(WINDOW, len(texts[job[0]]) - job[1]), job)):
        length = min(WINDOW, len(texts[job[0]]) - job[1])
        if batch and size + length > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
        batch.append(job)
        size += length
    if batch:
        yield batch


def _resting_place(labels: Labels) -> int:
    """Where reading goes on: behind the window's last sentence, else its last token, else itself."""
    ends = np.flatnonzero((labels == SENTENCE) | (labels == MULTI_SENTENCE))
    if not len(ends):
        ends = np.flatnonzero(labels)
    return int(ends[-1]) + 1 if len(ends) else len(labels)


def _addresses(text: str, labels: Labels) -> Labels:
    return np.asarray(update_pred_regex(list(text), labels)) if _ADDRESS.search(text) else labels


def _decode(text: str, labels: Labels) -> list[Piece]:
    """Tokens by the labels; white space always parts them."""
    out: list[Piece] = []
    for start, end in _stretches(text):
        ends = (np.flatnonzero(labels[start:end]) + start).tolist()
        if not ends or ends[-1] != end - 1:
            ends.append(end - 1)
        first = start
        for at in ends:
            label = labels[at]
            multi = label in (MULTI, MULTI_SENTENCE)
            out.append(Piece(first, at + 1, bool(multi), bool(label in (SENTENCE, MULTI_SENTENCE))))
            first = at + 1
        if end < len(text) and labels[end] in (SENTENCE, MULTI_SENTENCE):
            out[-1].ends_sentence = True
    if out:
        out[-1].ends_sentence = True
    return out


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find(" ", start)
        if end < 0:
            end = len(text)
        if end > start:
            yield start, end
        start = end + 1
