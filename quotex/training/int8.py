"""The scales by which the encoder multiplies 8-bit integers, found on sentences of the training data.

For each linear layer the scale, and how far the channels of its input are evened out, are those with the
least squared error of its output. :mod:`quotex.parsing.int8` tells what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from quotex.parsing.encoder import Encoder, of_layer, read_weights
from quotex.parsing.identity import INT8_FILE
from quotex.parsing.int8 import MIDDLE, Steps, rounded_weights
from quotex.parsing.layers import LINEAR

SENTENCES = 600
BATCH = 32
ROWS = 6_000
"""Word pieces that are looked at."""

APART = 16
"""Channels inside a layer that are multiplied in floats: those with the largest values."""

EVENED = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Shares of a channel's size that its factor takes over, tried in turn (SmoothQuant's alpha)."""

CUT = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6)
"""Shares of the range of values that are kept, tried in turn; what lies outside becomes its end."""

LEAST = 1e-4
"""The size that a channel is taken to have at least."""


@dataclass(frozen=True)
class Trial:
    """Steps and what they cost: the squared error of the output, as a share of its square."""

    error: float
    steps: Steps


class _Recorded:
    """A linear layer that keeps what it is given."""

    def __init__(self, linear: Any) -> None:
        self._linear = linear
        self.rows: list[Tensor] = []

    def __call__(self, rows: Tensor, activation: str = "none") -> Tensor:
        if sum(map(len, self.rows)) < ROWS:
            self.rows.append(rows.float())
        out: Tensor = self._linear(rows, activation)
        return out


def write_scales(folder: Path, sentences: Sequence[Sequence[str]]) -> dict[str, float]:
    """Write an encoder's scales beside its weights.

    Args:
        folder: of the encoder.
        sentences: words of sentences like those that it will read.

    Returns:
        The error of each linear layer, by "LAYER.NAME".
    """
    weights = read_weights(folder)
    scales: dict[str, Tensor] = {}
    errors: dict[str, float] = {}
    with torch.inference_mode():
        for n, inputs in enumerate(_inputs(Encoder(folder), sentences)):
            part = of_layer(weights, n)
            apart = inputs["down"].abs().amax(0).argsort(descending=True)[:APART].sort().values
            scales[f"layers.{n}.apart"] = apart
            for name in LINEAR:
                weight, rows = part[f"{name}.weight"].float(), inputs[name]
                if name == "down":  # rounded behind a GELU, which does not let its input be evened out
                    weight, rows = weight.index_fill(1, apart, 0), rows.index_fill(1, apart, 0)
                best = min(_trials(rows, weight, name != "down"), key=lambda trial: trial.error)
                steps = best.steps
                if name != "down":
                    scales[f"layers.{n}.{name}.smooth"] = steps.smooth
                scales[f"layers.{n}.{name}.range"] = torch.tensor([steps.scale, steps.zero])
                errors[f"{n}.{name}"] = best.error
    save_file(scales, folder / INT8_FILE)
    (folder / INT8_FILE).chmod(0o644)
    return errors


def _inputs(encoder: Encoder, sentences: Sequence[Sequence[str]]) -> Iterator[dict[str, Tensor]]:
    """What the linear layers of each layer are given."""
    layers: Any = encoder.layers
    recorded = [{name: _Recorded(layer.linear[name]) for name in LINEAR} for layer in layers]
    for layer, linear in zip(layers, recorded, strict=True):
        layer.linear = linear
    for at in range(0, len(sentences), BATCH):
        encoder.encode(sentences[at : at + BATCH], encoder.count, 1)
    for linear in recorded:
        yield {name: torch.cat(one.rows)[:ROWS] for name, one in linear.items()}


def _trials(rows: Tensor, weight: Tensor, evened: bool) -> Iterator[Trial]:
    """Ways to round the input of a linear layer."""
    expected = rows @ weight.t()
    sizes, weights = rows.abs().amax(0).clamp(min=LEAST), weight.abs().amax(0).clamp(min=LEAST)
    factors = [sizes**share / weights ** (1 - share) for share in EVENED] if evened else []
    for smooth in [torch.ones_like(sizes), *(factor / factor.mean() for factor in factors)]:
        numbers, scales = rounded_weights(weight * smooth)
        even = rows / smooth
        low, high = min(even.min().item(), 0.0), max(even.max().item(), LEAST)
        for share in CUT:
            width = share * (high - low) / (2 * MIDDLE - 1)
            steps = Steps(smooth, width, round(-share * low / width))
            found = (steps.rounded(rows).float() - steps.zero) @ numbers.t() * (width * scales)
            error = (found - expected).square().sum() / expected.square().sum()
            yield Trial(error.item(), steps)


def spread_sentences(paths: Iterable[Path], count: int = SENTENCES) -> list[list[str]]:
    """The words of so many sentences of CoNLL-U files, taken at equal distances."""
    every: list[list[str]] = []
    for path in paths:
        words: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            number, _, rest = line.partition("\t")
            if number.isdigit():
                words.append(rest.partition("\t")[0])
            elif not line and words:
                every.append(words)
                words = []
    return every[:: max(1, len(every) // count)][:count]
