"""A layer of the encoder, computed in floats."""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor

from quotex.parsing.attention import Padding, attended
from quotex.parsing.kernels import PackedLinear

LINEAR = ("mix", "out", "up", "down")
"""The linear layers in it: to queries, keys and values; behind attention; to the inner width and back."""

NORMS = ("norm", "last_norm")


class Norm:
    """A layer norm.

    Args:
        weight, bias: (width).
        eps: added to the variance.
        dtype: floats to compute in.
    """

    def __init__(self, weight: Tensor, bias: Tensor, eps: float, dtype: torch.dtype) -> None:
        self._parts = weight.to(dtype), bias.to(dtype)
        self._eps = eps

    def __call__(self, rows: Tensor) -> Tensor:
        """Norm rows (count, width)."""
        return F.layer_norm(rows, (rows.shape[-1],), *self._parts, self._eps)


class Layer:
    """One transformer layer.

    Args:
        part: "NAME.weight" and "NAME.bias" of each of ``LINEAR`` and ``NORMS``.
        heads: of its attention.
        eps: of its norms.
        dtype: floats to compute in.
    """

    def __init__(self, part: Mapping[str, Tensor], heads: int, eps: float, dtype: torch.dtype) -> None:
        self._heads = heads
        self.linear = {
            name: PackedLinear(part[f"{name}.weight"], part[f"{name}.bias"], dtype) for name in LINEAR
        }
        self._norms = [Norm(part[f"{name}.weight"], part[f"{name}.bias"], eps, dtype) for name in NORMS]

    def __call__(self, state: Tensor, padding: Padding, kept: Tensor | None) -> Tensor:
        """Run the layer on flat rows; gives the kept ones, None keeps all."""
        seen = attended(self.linear["mix"](state), padding, self._heads, kept)
        if kept is not None:
            state = state.index_select(0, kept)
        norm, last_norm = self._norms
        state = norm(state + self.linear["out"](seen))
        return last_norm(state + self.linear["down"](self.linear["up"](state, "gelu")))
