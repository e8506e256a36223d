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
from torch import Tensor

from quotex.parsing.characters import CharacterFeatures, Encoded
from quotex.parsing.kernels import PackedLinear, whole_lanes
from quotex.parsing.packing import Packing, whole_blocks
from quotex.parsing.recurrent import RecurrentLayer
from quotex.parsing.surface import Surface

WINDOW = 1000
"""Characters that the tokenizer reads at once; a longer paragraph goes on at its last sentence end."""

BATCH_CHARACTERS = 12_000
"""Characters of a batch, padding included."""

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
        self._scorers = [_scorer(model, "")]
        if model.args["hierarchical"]:
            self._layers.append(RecurrentLayer(model.rnn2, None, (zero, zero), dtype))
            self._scorers.append(_scorer(model, "2"))

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
        rows = torch.cat([model.embeddings(ids), features], 1)
        rows = self._layers[0](rows, packing)
        scores = self._scorers[0](rows)
        if len(self._layers) > 1:
            if model.args["hier_invtemp"] > 0:
                ends = torch.sigmoid(scores * model.args["hier_invtemp"])[:, :1]
                rows = rows * ends.to(rows.dtype)
            scores += self._scorers[1](self._layers[1](rows, packing))
        labels = _best(scores[:, : 2 + model.args["use_mwt"]].t()).cpu().numpy()
        return list(np.split(labels, np.cumsum(packing.lengths)[:-1]))


def _scorer(model: Any, suffix: str) -> PackedLinear:
    """The scores that a character ends a token, a sentence, and a token of several words."""
    names = ["tok_clf", "sent_clf", "mwt_clf"][: 2 + model.args["use_mwt"]]
    layers = [getattr(model, name + suffix) for name in names]
    weight = torch.cat([layer.weight for layer in layers])
    biases = [layer.bias for layer in layers if layer.bias is not None]
    bias = whole_lanes(torch.cat(biases)) if biases else None
    return PackedLinear(whole_lanes(weight), bias, torch.float32)


def _best(scores: Tensor) -> Tensor:
    """The likeliest label of each character, all being the sums of the logarithms of what they tell.

    Whether a character ends a sentence, or a token of several words, is weighed only if it ends a token.
    """
    token, *others = scores
    label = torch.ones_like(token, dtype=torch.long)
    for place, other in enumerate(others):
        token = token + F.logsigmoid(other.abs())
        label += (other > 0).long() << place
    out: Tensor = label * (token > 0)
    return out


def _batches(jobs: list[tuple[int, int]], texts: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """Windows by descending length, in whole blocks together up to the size of a batch."""

    def length(job: tuple[int, int]) -> int:
        return min(WINDOW, len(texts[job[0]]) - job[1])

    ordered = sorted(jobs, key=lambda job: (-length(job), job))
    for some in whole_blocks([length(job) for job in ordered], BATCH_CHARACTERS):
        yield ordered[some]


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
    black = np.fromiter((char != " " for char in text), dtype=bool, count=len(text))
    last = np.append(~black[1:], True)
    ends = black & ((labels > 0) | last)
    starts = black & np.insert(ends | ~black, 0, True)[:-1]
    sentence = (labels == SENTENCE) | (labels == MULTI_SENTENCE)
    # the white space behind a token may end the sentence too
    sentence |= np.append(~black[1:] & sentence[1:], False)
    multi = (labels == MULTI) | (labels == MULTI_SENTENCE)
    at = np.flatnonzero(ends)
    columns = np.flatnonzero(starts), at + 1, multi[at], sentence[at]
    out = list(map(Piece, *[column.tolist() for column in columns]))
    if out:
        out[-1].ends_sentence = True
    return out
