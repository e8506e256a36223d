"""A layer of the encoder with matrix products of 8-bit integers.

Processors with VNNI multiply bytes twice as fast as 16-bit floats. The scales of what is multiplied are
fixed beforehand (``quotex.training.int8``), so that a sentence is read the same in any batch:

- channels of the input are divided by factors that the weights take over, so that none stands out
  (SmoothQuant, Xiao et al. 2023, https://arxiv.org/abs/2211.10438);
- inside a layer a few channels still are ten times as large as all others. These are multiplied apart,
  in floats (LLM.int8, Dettmers et al. 2022, https://arxiv.org/abs/2208.07339).
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor

from quotex.parsing.attention import Padding, attended
from quotex.parsing.kernels import LANES, UNSUPPORTED, PackedLinear, filled
from quotex.parsing.layers import LINEAR, NORMS, Norm

MIDDLE = 128
"""What an 8-bit integer with a sign is moved by to be one without."""

LARGEST = 127
"""The largest weight."""


class Steps:
    """How the input of a linear layer is rounded: ``value / smooth / scale + zero``, between 0 and 255.

    Args:
        smooth: a factor for each channel.
        scale: the width of a step.
        zero: the integer that stands for zero.
    """

    def __init__(self, smooth: Tensor, scale: float, zero: int) -> None:
        self.smooth = smooth
        self.scale = scale
        self.zero = zero
        self._factor = 1 / (smooth * scale)
        # with a sign, and without by exclusive or: torch is slow to make the latter at once
        self._moved = torch.tensor(float(zero - MIDDLE))

    def rounded(self, rows: Tensor) -> Tensor:
        """Bytes for rows of floats."""
        steps = torch.addcmul(self._moved, rows.float(), self._factor).round_().clamp_(-MIDDLE, MIDDLE - 1)
        return steps.to(torch.int8).view(torch.uint8).bitwise_xor_(MIDDLE)


class Int8Linear:
    """A linear layer over bytes.

    Args:
        weight: (output, input).
        bias: (output).
        steps: of the input.
    """

    def __init__(self, weight: Tensor, bias: Tensor, steps: Steps) -> None:
        self.steps = steps
        self._bias = bias
        numbers, self._scales = rounded_weights(weight * steps.smooth)
        self._zeros = torch.zeros(len(bias), dtype=torch.int64)
        self._packed = torch.ops.onednn.qlinear_prepack(numbers.to(torch.int8), [1, weight.shape[1]])

    def __call__(self, rows: Tensor, dtype: torch.dtype) -> Tensor:
        """Multiply rows of bytes (count, input); gives floats."""
        return self._multiplied(rows, dtype)

    def activated(self, rows: Tensor, steps: Steps) -> Tensor:
        """The same with a GELU behind it, rounded by one width of step for all channels."""
        return self._multiplied(rows, torch.uint8, "gelu", steps)

    def _multiplied(
        self, rows: Tensor, dtype: torch.dtype, activation: str = "none", into: Steps | None = None
    ) -> Tensor:
        count = len(rows)
        scale, zero = (into.scale, into.zero) if into is not None else (1.0, 0)
        out: Tensor = torch.ops.onednn.qlinear_pointwise(
            F.pad(rows, (0, 0, 0, filled(count) - count)),
            *(self.steps.scale, self.steps.zero),
            *(self._packed, self._scales, self._zeros, self._bias),
            *(scale, zero, dtype),
            *(activation, [], "none" if activation == "gelu" else ""),
        )
        return out[:count]


class Int8Layer:
    """One transformer layer; the states between layers are 32-bit floats.

    Args:
        part: as of ``Layer``.
        scales: the tensors of this layer in ``INT8_FILE``.
        heads: of its attention.
        eps: of its norms.
        dtype: floats of attention and of the channels apart.
    """

    def __init__(
        self,
        part: Mapping[str, Tensor],
        scales: Mapping[str, Tensor],
        heads: int,
        eps: float,
        dtype: torch.dtype,
    ) -> None:
        self._heads = heads
        self._dtype = dtype
        self._norms = [
            Norm(part[f"{name}.weight"], part[f"{name}.bias"], eps, torch.float32) for name in NORMS
        ]
        weights = {name: part[f"{name}.weight"] for name in LINEAR}
        apart = scales["apart"].long()
        self._few = (
            PackedLinear(weights["up"][apart], part["up.bias"][apart], dtype),
            PackedLinear(weights["down"][:, apart], None, dtype),
        )
        weights["down"] = weights["down"].index_fill(1, apart, 0)
        self._linear = {
            name: Int8Linear(weight, part[f"{name}.bias"], steps_of(scales, name, weight.shape[1]))
            for name, weight in weights.items()
        }

    def __call__(self, state: Tensor, padding: Padding, kept: Tensor | None) -> Tensor:
        """Run the layer on flat rows; gives the kept ones, None keeps all."""
        mix, out, up, down = (self._linear[name] for name in LINEAR)
        seen = attended(mix(mix.steps.rounded(state), self._dtype), padding, self._heads, kept)
        state = (state if kept is None else state.index_select(0, kept)).float()
        norm, last_norm = self._norms
        state = norm(state + out(out.steps.rounded(seen), torch.float32))
        inner = up.activated(up.steps.rounded(state), down.steps)
        first, second = self._few
        apart = second(first(state, "gelu"))
        return last_norm(down(inner, torch.float32).add_(apart).add_(state))


def rounded_weights(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Weights (output, input) as whole numbers up to ``LARGEST``, and the scale of each output."""
    scales = weight.abs().amax(1).clamp(min=1e-12) / LARGEST
    return (weight / scales[:, None]).round_(), scales


def steps_of(scales: Mapping[str, Tensor], name: str, width: int) -> Steps:
    """The steps of one linear layer in a file.

    Args:
        scales: "NAME.range" (scale and zero) and "NAME.smooth" (for "down", behind a GELU, all one).
        name: of the linear layer.
        width: channels of its input.

    Raises:
        KeyError: it is not there.
        RuntimeError, ValueError: these are no such numbers.
    """
    scale, zero = scales[f"{name}.range"].tolist()
    smooth = scales[f"{name}.smooth"].float() if name != "down" else torch.ones(width)
    numbers = torch.cat([smooth, torch.tensor([scale])])
    if not (numbers.isfinite().all() and (numbers > 0).all() and 0 <= zero <= 2 * MIDDLE - 1):
        raise RuntimeError(f"no steps to round {name} to")
    return Steps(smooth, scale, int(zero))


def int8_works() -> bool:
    """Whether torch has the products here."""
    steps = Steps(torch.ones(LANES), 1.0, 0)
    try:
        with torch.inference_mode():
            layer = Int8Linear(torch.ones(LANES, LANES), torch.zeros(LANES), steps)
            layer(layer.activated(steps.rounded(torch.ones(1, LANES)), steps), torch.float32)
    except UNSUPPORTED:
        return False
    return True
