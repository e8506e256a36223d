"""The text encoder that tagger and parser share, run once a sentence.

A BERT (Devlin et al. 2019, https://arxiv.org/abs/1810.04805) in the few lines that inference takes,
reading the same files as the transformers library: only as many layers are run as are asked for,
and in half-width floats where the processor multiplies them natively.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from quotex.parsing.attention import Padding
from quotex.parsing.identity import INT8_FILE, has_bfloat16
from quotex.parsing.int8 import Int8Layer
from quotex.parsing.layers import Layer, Norm

LONGEST_WORD = 24
"""Word pieces read of one word; only what is no word has more."""

BLANK = "-"
"""What is read for a word without any piece (as in Stanza's ``fix_blank_tokens``)."""

REMEMBERED = 200_000
"""Word forms whose pieces are remembered."""

PORTION = 1200
"""Word pieces that are computed together."""


class Encoder(nn.Module):
    """A BERT encoder with its word pieces.

    Args:
        folder: holds config.json, model.safetensors and tokenizer.json.
        dtype: floats to compute in.
        device: where to compute; packed weights do not move by ``to``.
        int8: multiply 8-bit integers, by the scales in the folder.

    Raises:
        LookupError, OSError, RuntimeError, ValueError: the files do not hold what they should.
    """

    def __init__(
        self,
        folder: Path,
        dtype: torch.dtype = torch.float32,
        device: torch.device | str = "cpu",
        int8: bool = False,
    ) -> None:
        super().__init__()
        self.config = SimpleNamespace(**json.loads((folder / "config.json").read_text(encoding="utf-8")))
        state = read_weights(folder, device)
        self._dtype = dtype
        eps, heads = self.config.layer_norm_eps, self.config.num_attention_heads
        scales = load_file(folder / INT8_FILE) if int8 else {}
        self.layers: list[Layer | Int8Layer] = []
        for n in range(self.config.num_hidden_layers):
            part = {name: tensor.float() for name, tensor in of_layer(state, n).items()}
            if int8:
                self.layers.append(Int8Layer(part, of_layer(scales, n), heads, eps, dtype))
            else:
                self.layers.append(Layer(part, heads, eps, dtype))
        self._norm = Norm(state["LayerNorm.weight"], state["LayerNorm.bias"], eps, dtype)
        places = (
            state["position_embeddings.weight"].float() + state["token_type_embeddings.weight"][0].float()
        )
        self._places = places.to(dtype)
        self._table = nn.Parameter(state["word_embeddings.weight"].to(dtype), requires_grad=False)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._first = self._tokenizer.token_to_id("[CLS]")
        self._last = self._tokenizer.token_to_id("[SEP]")
        self._known: dict[str, list[int]] = {}

    @property
    def count(self) -> int:
        """Layers that the encoder has."""
        return int(self.config.num_hidden_layers)

    @property
    def longest(self) -> int:
        """Word pieces that a sentence may have."""
        return int(self.config.max_position_embeddings) - 2

    def pieces(self, forms: Sequence[str]) -> list[list[int]]:
        """The word pieces of each form, never none."""
        new = sorted({form for form in forms if form not in self._known})
        if new:
            if len(self._known) + len(new) > REMEMBERED:
                self._known.clear()
                new = sorted(set(forms))
            blank = self._tokenizer.encode(BLANK, add_special_tokens=False).ids
            for form, coded in zip(
                new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True
            ):
                self._known[form] = coded.ids[:LONGEST_WORD] or blank
        return [self._known[form] for form in forms]

    def encode(self, sentences: Sequence[Sequence[str]], layers: int, count: int) -> list[Tensor]:
        """The hidden states after the topmost of the given layers, one row a word.

        Args:
            sentences: word forms; together with start and end no longer than the model reads.
            layers: layers to run.
            count: states to give.

        Returns:
            The last states, the topmost at the end: (words of all sentences together and a start row
            before each sentence's words) by the model's width, in 32-bit floats. A word's row is that
            of its last piece.
        """
        coded: list[Any] = []
        kept: list[list[int]] = []
        for words in sentences:
            row, places = [self._first], [0]
            for pieces in self.pieces(words):
                row += pieces
                places.append(len(row) - 1)
            row.append(self._last)
            coded.append(row)
            kept.append(places)
        return self.forward(coded, layers, count, kept)

    def forward(
        self,
        coded: Sequence[Sequence[int]],
        layers: int,
        count: int = 1,
        kept: Sequence[Sequence[int]] | None = None,
    ) -> list[Tensor]:
        """The last states of pieces in 32-bit floats, one sentence after the other.

        Args:
            coded: the ids of each sentence's pieces.
            layers: layers to run.
            count: states to give, the topmost at the end.
            kept: the places in each sentence of the pieces to give; None gives all.
        """
        kept = kept or [range(len(row)) for row in coded]
        parts = [self._states(coded[part], kept[part], layers, count) for part in _portions(coded)]
        return parts[0] if len(parts) == 1 else [torch.cat(states) for states in zip(*parts, strict=True)]

    def _states(
        self, coded: Sequence[Sequence[int]], kept: Sequence[Sequence[int]], layers: int, count: int
    ) -> list[Tensor]:
        """What the topmost layer makes of pieces that are not kept nobody reads: it is left out."""
        device = self._table.device
        flat = torch.tensor([number for row in coded for number in row], device=device)
        position = torch.tensor([place for row in coded for place in range(len(row))], device=device)
        firsts = accumulate((len(row) for row in coded), initial=0)
        rows = torch.tensor(
            [first + place for first, row in zip(firsts, kept, strict=False) for place in row], device=device
        )
        padding = Padding([len(row) for row in coded], self.config.num_attention_heads, self._dtype, device)
        state = self._norm(self._table[flat] + self._places[position])
        states = []
        for n, layer in enumerate(self.layers[:layers]):
            if n > layers - count:
                states.append(state.index_select(0, rows).float())
            state = layer(state, padding, rows if n == layers - 1 else None)
        return [*states, state.float()]


def _portions(coded: Sequence[Sequence[int]]) -> Iterator[slice]:
    """Sentences in their order, as many as the processor's caches hold the states of."""
    first = pieces = 0
    for n, row in enumerate(coded):
        if n > first and pieces + len(row) > PORTION:
            yield slice(first, n)
            first, pieces = n, 0
        pieces += len(row)
    yield slice(first, len(coded))


def read_weights(folder: Path, device: torch.device | str = "cpu") -> dict[str, Tensor]:
    """The tensors of an encoder's folder under this module's names; see ``of_layer``."""
    return _renamed(load_file(folder / "model.safetensors", device=str(device)))


def of_layer(state: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    """The tensors of one layer, by their names in it; they are taken out."""
    start = f"layers.{number}."
    return {name.removeprefix(start): state.pop(name) for name in list(state) if name.startswith(start)}


_NAMES = {
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "last_norm",
}


def _renamed(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of a BERT file under this module's names; query, key and value become one."""
    out: dict[str, Tensor] = {}
    mixed: dict[str, dict[str, Tensor]] = {}
    for name, tensor in state.items():
        name = name.removeprefix("bert.")
        if name.startswith("embeddings.") and not name.endswith("position_ids"):
            out[name.removeprefix("embeddings.")] = tensor
        elif name.startswith("encoder.layer."):
            number, rest = name.removeprefix("encoder.layer.").split(".", 1)
            rest, kind = rest.rsplit(".", 1)
            if rest.startswith("attention.self."):
                mixed.setdefault(f"layers.{number}.mix.{kind}", {})[rest.rsplit(".", 1)[1]] = tensor
            else:
                out[f"layers.{number}.{_NAMES[rest]}.{kind}"] = tensor
    for name, parts in mixed.items():
        out[name] = torch.cat([parts["query"], parts["key"], parts["value"]])
    return out


def mixed_layers(states: list[Tensor], mix: Any | None) -> Tensor:
    """The features that a Stanza model takes from hidden states (``cloned_feature`` in Stanza).

    Args:
        states: of the last layers, as many as ``mix`` weighs, or three.
        mix: the model's ``bert_layer_mix``; None is Stanza's older sum of three layers by four.
    """
    if mix is None:
        return (states[-1] + states[-2] + states[-3]) / 4
    weights = [weight + 1 / mix.in_features for weight in mix.weight[0].tolist()]
    chosen = states[-len(weights) :]
    total: Tensor = weights[0] * chosen[0]
    for weight, state in zip(weights[1:], chosen[1:], strict=True):
        total.add_(state, alpha=weight)
    return total


def fast_dtype(device: str) -> torch.dtype:
    """The narrowest floats that a device multiplies natively."""
    if device.startswith("cuda"):
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float32
    return torch.bfloat16 if has_bfloat16() else torch.float32
