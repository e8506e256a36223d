"""Bidirectional LSTM layers as inference wants them.

oneDNN has the whole of a direction in one call, several times as fast as a loop over time in Python. It
takes sentences of one length, so sentences of like length are read in blocks. Where it has no such call,
the loop stays. Either way a row's results do not depend on the rows beside it, so a sentence is read
the same in any batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from quotex.parsing.kernels import UNSUPPORTED, PackedLinear, whole_lanes
from quotex.parsing.packing import BLOCK_ROWS, Order, Packing

SMALL_STATE = 100
"""Width up to which 32-bit states of both directions are best multiplied at once."""

SIDES = ("l0", "l0_reverse")
"""torch's names of the directions."""

LSTM = 2
"""oneDNN's number of this kind of recurrent network."""


class RecurrentLayer:
    """One bidirectional LSTM layer, with the highway around it where there is one.

    Args:
        lstm: a ``torch.nn.LSTM`` of one bidirectional layer, batch first or not.
        highway: the linear layers (gate, highway) of Stanza's ``HighwayLSTM``, or None.
        initial: states (h, c) before the first word, each (2, 1, hidden).
        dtype: floats to multiply in; cells are kept in 32 bits.
    """

    def __init__(
        self, lstm: Any, highway: tuple[Any, Any] | None, initial: tuple[Tensor, Tensor], dtype: torch.dtype
    ) -> None:
        self.width = lstm.hidden_size
        self._dtype = dtype
        self._read = _blocks(lstm, initial, dtype) or _Steps(lstm, initial, dtype)
        self._has_highway = highway is not None
        if highway is not None:
            gate, around = highway
            weight, bias = (
                torch.cat([whole_lanes(one), whole_lanes(2 * other)])
                for one, other in ((gate.weight, around.weight), (gate.bias, around.bias))
            )
            self._around = PackedLinear(weight, bias, dtype)

    def __call__(self, flat: Tensor, packing: Packing) -> Tensor:
        """The outputs (words, 2 x hidden) for flat rows of words."""
        width = self.width
        flat = flat.to(self._dtype)
        order = self._read.order(packing)
        read = self._read([flat.index_select(0, taken) for taken in order.taken], order.sizes)
        done = torch.cat([rows.index_select(0, at) for rows, at in zip(read, order.places, strict=True)], 1)
        if self._has_highway:
            done = done.float()
            # tanh(x) is 2 sigmoid(2 x) - 1, and sigmoid is the faster
            halves = self._around(flat).float().sigmoid_().chunk(2, 1)
            gate, around = (half[:, : 2 * width] for half in halves)
            done.addcmul_(gate, around, value=2).sub_(gate)
        return done


class _Blocks:
    """Both directions by oneDNN, over blocks of sentences.

    A block is read in parts whose times are powers of two, so that oneDNN makes code for few shapes.
    """

    def __init__(self, lstm: Any, initial: tuple[Tensor, Tensor], dtype: torch.dtype) -> None:
        self._width = lstm.hidden_size
        self._weights: list[list[Tensor]] = []
        for suffix in SIDES:
            names = [f"{name}_{suffix}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            into, recurrent, *biases = [getattr(lstm, name).detach() for name in names]
            packed = torch.ops.mkldnn._reorder_mkldnn_rnn_layer_weight(
                into.to(dtype),
                recurrent.to(dtype),
                self._width,
                False,
                True,
                False,
                [1, BLOCK_ROWS, into.shape[1]],
            )
            self._weights.append([*packed, *[bias.float() for bias in biases]])
        hidden, cell = (state.detach().expand(2, BLOCK_ROWS, self._width) for state in initial)
        self._initial = hidden.to(dtype).contiguous(), cell.float().contiguous()

    def order(self, packing: Packing) -> Order:
        """The order in which rows are wanted."""
        return packing.blocks

    def __call__(self, sides: Sequence[Tensor], times: Sequence[int]) -> list[Tensor]:
        """The outputs (rows, hidden) of each direction for rows in blocks."""
        return [self._direction(side, rows, times) for side, rows in enumerate(sides)]

    def _direction(self, side: int, rows: Tensor, times: Sequence[int]) -> Tensor:
        steps = rows.view(-1, BLOCK_ROWS, rows.shape[1])
        done: list[Tensor] = []
        at = 0
        for time in times:
            hidden, cell = (state[side : side + 1] for state in self._initial)
            while time:
                part = 1 << (time.bit_length() - 1)
                out, hidden, cell, _ = torch.ops.aten.mkldnn_rnn_layer(
                    steps[at : at + part],
                    *self._weights[side],
                    hidden,
                    cell,
                    False,
                    [],
                    LSTM,
                    self._width,
                    1,
                    True,
                    False,
                    False,
                    False,
                )
                done.append(out)
                at += part
                time -= part
        return torch.cat(done).view(-1, self._width)


def _blocks(lstm: Any, initial: tuple[Tensor, Tensor], dtype: torch.dtype) -> _Blocks | None:
    """A layer's directions by oneDNN, or None where it cannot do it."""
    if initial[0].device.type != "cpu":
        return None
    try:
        with torch.inference_mode():
            blocks = _Blocks(lstm, initial, dtype)
            blocks([torch.zeros(BLOCK_ROWS, lstm.input_size, dtype=dtype)] * len(SIDES), [1])
    except UNSUPPORTED:
        return None
    return blocks


class _Steps:
    """Both directions in one loop over time.

    Each step multiplies the states of all sentences in both directions at once.
    """

    def __init__(self, lstm: Any, initial: tuple[Tensor, Tensor], dtype: torch.dtype) -> None:
        self._width = lstm.hidden_size
        self._initial = [state.detach().float() for state in initial]
        self._into, recurrent = [], []
        for suffix in SIDES:
            both = getattr(lstm, f"bias_ih_{suffix}") + getattr(lstm, f"bias_hh_{suffix}")
            weight = _ordered(getattr(lstm, f"weight_ih_{suffix}"))
            self._into.append(PackedLinear(weight, _ordered(both), dtype))
            recurrent.append(_ordered(getattr(lstm, f"weight_hh_{suffix}")))
        large = dtype is torch.float32 and self._width > SMALL_STATE
        self._each = [PackedLinear(weight, None, dtype) for weight in recurrent] if large else []
        self._both = torch.stack([weight.t() for weight in recurrent]).detach().to(dtype).contiguous()

    def order(self, packing: Packing) -> Order:
        """The order in which rows are wanted."""
        return packing.steps

    def __call__(self, sides: Sequence[Tensor], sizes: Sequence[int]) -> Tensor:
        """The outputs (direction, rows, hidden) for rows by time."""
        rows, width = len(sides[0]), self._width
        gates = torch.empty(2, rows, 4 * width, device=sides[0].device)
        for side, into in enumerate(self._into):
            gates[side] = into(sides[side])
        out = gates.new_empty(2, rows, width)
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
        return out

    def _products(self, hidden: Tensor) -> Tensor:
        """The states of both directions times their recurrent weights."""
        if self._each:
            return torch.stack([each(state) for each, state in zip(self._each, hidden, strict=True)])
        return torch.bmm(hidden.to(self._both.dtype), self._both)


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
