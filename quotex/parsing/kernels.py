"""Matrix products and recurrent layers as inference wants them.

oneDNN multiplies with weights packed once two to four times as fast as the general routine, and in
half-width floats where the processor has them natively. Products of single rows do not depend on
the rows beside them, so a sentence is read the same in any batch.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from quotex.parsing.packing import Packing

ROWS = 2048
"""Rows that weights are packed for; any number of rows may be multiplied."""


SMALL_STATE = 100
"""Width up to which 32-bit states of both directions are best multiplied at once."""


class PackedLinear:
    """A linear layer with packed weights.

    Args:
        weight: (output, input).
        bias: (output), or None.
        dtype: floats to multiply in; the output has them too.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None, dtype: torch.dtype) -> None:
        self.dtype = dtype
        self._weight = weight.detach().to(dtype).contiguous()
        self._bias = None if bias is None else bias.detach().to(dtype)
        self._packed = _packed(self._weight)
        if self._packed is not None:
            self._weight = self._weight[:0]

    def __call__(self, rows: Tensor, activation: str = "none") -> Tensor:
        """Multiply rows (count, input); ``activation`` is none, relu or gelu."""
        rows = rows.to(self.dtype)
        if self._packed is not None:
            how = "none" if activation == "gelu" else ""
            count = len(rows)
            rows = F.pad(rows, (0, 0, 0, _rounded(count) - count))
            out: Tensor = torch.ops.mkldnn._linear_pointwise(
                rows, self._packed, self._bias, activation, [], how
            )
            return out[:count]
        out = F.linear(rows, self._weight, self._bias)
        return out if activation == "none" else getattr(F, activation)(out)


def _rounded(count: int) -> int:
    """A number of rows, or up to a sixteenth more: oneDNN makes and keeps code for each number it meets."""
    step = 1 << max(0, count.bit_length() - 5)
    return -(-count // step) * step


def _packed(weight: Tensor) -> Tensor | None:
    if weight.device.type != "cpu":
        return None
    try:
        packed: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight, ROWS)
        torch.ops.mkldnn._linear_pointwise(
            torch.zeros(1, weight.shape[1], dtype=weight.dtype), packed, None, "gelu", [], "none"
        )
    except (AttributeError, NotImplementedError, RuntimeError):
        return None
    return packed


class RecurrentLayer:
    """One bidirectional LSTM layer, with the highway around it where there is one.

    Both directions run in one loop over time: each step multiplies the states of all sentences in
    both directions at once.

    Args:
        lstm: a ``torch.nn.LSTM`` of one bidirectional layer, batch first or not.
        highway: the linear layers (gate, highway) of Stanza's ``HighwayLSTM``, or None.
        initial: states (h, c) before the first word, each (2, 1, hidden).
        dtype: floats to multiply in; states are kept in 32 bits.
    """

    def __init__(
        self, lstm: Any, highway: tuple[Any, Any] | None, initial: tuple[Tensor, Tensor], dtype: torch.dtype
    ) -> None:
        self.width = lstm.hidden_size
        self._initial = [state.detach().float() for state in initial]
        self._into, recurrent = [], []
        for suffix in ("l0", "l0_reverse"):
            both = getattr(lstm, f"bias_ih_{suffix}") + getattr(lstm, f"bias_hh_{suffix}")
            weight = _ordered(getattr(lstm, f"weight_ih_{suffix}"))
            self._into.append(PackedLinear(weight, _ordered(both), dtype))
            recurrent.append(_ordered(getattr(lstm, f"weight_hh_{suffix}")))
        self._has_highway = highway is not None
        if highway is not None:
            weights, biases = [layer.weight for layer in highway], [layer.bias for layer in highway]
            self._around = PackedLinear(torch.cat(weights), torch.cat(biases), dtype)
        large = dtype is torch.float32 and self.width > SMALL_STATE
        self._each = [PackedLinear(weight, None, dtype) for weight in recurrent] if large else []
        self._both = torch.stack([weight.t() for weight in recurrent]).detach().to(dtype).contiguous()

    def _products(self, hidden: Tensor) -> Tensor:
        """The states of both directions times their recurrent weights."""
        if self._each:
            return torch.stack([each(state) for each, state in zip(self._each, hidden, strict=True)])
        return torch.bmm(hidden.to(self._both.dtype), self._both)

    def __call__(self, flat: Tensor, packing: Packing) -> Tensor:
        """The outputs (words, 2 x hidden) for flat rows of words."""
        width = self.width
        gates = torch.empty(2, len(flat), 4 * width, device=flat.device)
        for side, order in enumerate((packing.forward, packing.backward)):
            gates[side] = self._into[side](flat.index_select(0, order))
        out = gates.new_empty(2, len(flat), width)
        sizes = packing.batch_sizes.tolist()
        hidden, cell = (state.expand(2, sizes[0], width) for state in self._initial)
        twice = 2 * cell
        at = 0
        for size in sizes:
            step = gates[:, at : at + size]
            step += self._products(hidden[:, :size])
            first, forget, shown, fresh = torch.chunk(step.sigmoid_(), 4, 2)
            # twice the cell: forget * twice + 2 * first * (2 * fresh - 1)
            twice = torch.addcmul(torch.addcmul(first * -2, first, fresh, value=4), forget, twice[:, :size])
            hidden = out[:, at : at + size]
            torch.addcmul(-shown, shown, torch.sigmoid(twice), value=2, out=hidden)
            at += size
        done = torch.empty(len(flat), 2 * width, device=flat.device)
        done[:, :width] = out[0].index_select(0, packing.forward_places)
        done[:, width:] = out[1].index_select(0, packing.backward_places)
        if self._has_highway:
            gate, around = self._around(flat).float().chunk(2, 1)
            done += gate.sigmoid() * around.tanh()
        return done


def _ordered(gates: Tensor) -> Tensor:
    """The gates in the order input, forget, output, cell; the last is doubled.

    tanh(x) is 2 sigmoid(2 x) - 1, so that one call, a fast one, serves all four.
    """
    first, forget, cell, out = gates.detach().chunk(4)
    return torch.cat([first, forget, out, 2 * cell])


def highway_layers(module: Any, initial: tuple[Tensor, Tensor], dtype: torch.dtype) -> list[RecurrentLayer]:
    """The layers of one of Stanza's ``HighwayLSTM`` modules, given its first states.

    Args:
        module: bidirectional, with ``tanh`` for its highway.
        initial: states (h, c), each (2 x layers, 1, hidden).
        dtype: floats to multiply in.
    """
    return [
        RecurrentLayer(
            packed.lstm,
            (module.gate[n], module.highway[n]),
            (initial[0][2 * n : 2 * n + 2], initial[1][2 * n : 2 * n + 2]),
            dtype,
        )
        for n, packed in enumerate(module.lstm)
    ]
