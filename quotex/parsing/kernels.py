"""Matrix products as inference wants them.

oneDNN multiplies with weights packed once two to four times as fast as the general routine, and in
half-width floats where the processor has them natively. Products of single rows do not depend on
the rows beside them, so a sentence is read the same in any batch.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

ROWS = 2048
"""Rows that weights are packed for; any number of rows may be multiplied."""

UNSUPPORTED = (AttributeError, NotImplementedError, RuntimeError)
"""What torch raises where it or the processor lacks one of oneDNN's calls."""

LANES = 16
"""32-bit floats that processors work on at once. torch rounds what is left over of a tensor differently."""


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
            rows = F.pad(rows, (0, 0, 0, filled(count) - count))
            out: Tensor = torch.ops.mkldnn._linear_pointwise(
                rows, self._packed, self._bias, activation, [], how
            )
            return out[:count]
        out = F.linear(rows, self._weight, self._bias)
        return out if activation == "none" else getattr(F, activation)(out)


def filled(count: int) -> int:
    """A number of rows, or up to a sixteenth more: oneDNN makes and keeps code for each number it meets."""
    step = 1 << max(0, count.bit_length() - 5)
    return -(-count // step) * step


def whole_lanes(outputs: Tensor) -> Tensor:
    """Weights or biases, with zeros behind them up to whole lanes of outputs."""
    padding = [0] * (2 * outputs.dim() - 1) + [-len(outputs) % LANES]
    return F.pad(outputs, padding)


def _packed(weight: Tensor) -> Tensor | None:
    if weight.device.type != "cpu":
        return None
    try:
        packed: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight, ROWS)
        torch.ops.mkldnn._linear_pointwise(
            torch.zeros(1, weight.shape[1], dtype=weight.dtype), packed, None, "gelu", [], "none"
        )
    except UNSUPPORTED:
        return None
    return packed
