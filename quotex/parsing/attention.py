"""Self-attention among the pieces of each sentence, over flat rows of many sentences.

The attention of a BERT (Devlin et al. 2019, https://arxiv.org/abs/1810.04805). Everything else in a layer
works on each row by itself, so that only attention sees padded rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from quotex.parsing.kernels import LANES


class Padding:
    """Where the pieces of sentences stand when each sentence is as wide as the widest.

    The width is a multiple of ``LANES``: for others softmax is up to ten times slower.

    Args:
        lengths: pieces of each sentence.
        heads: of the attention.
        dtype: floats of the scores.
        device: where the tensors live.

    Attributes:
        shape: sentences and width.
        places: the padded row of each piece.
        taken: the piece of each padded row, any where there is none.
        mask: (sentences x heads, 1, width), added to the scores of attention.
    """

    def __init__(self, lengths: Sequence[int], heads: int, dtype: torch.dtype, device: torch.device) -> None:
        width = -(-max(lengths) // LANES) * LANES
        sizes = torch.tensor(lengths, device=device)
        inside = torch.arange(width, device=device) < sizes[:, None]
        self.shape = len(lengths), width
        self.places = inside.flatten().nonzero().squeeze(1)
        self.taken = (inside.flatten().cumsum(0) - 1).clamp_(min=0)
        outside = (~inside).to(dtype) * torch.finfo(dtype).min
        self.mask = outside[:, None, :].repeat_interleave(heads, 0)


def attended(mixed: Tensor, padding: Padding, heads: int, kept: Tensor | None) -> Tensor:
    """What each piece sees of its sentence.

    Args:
        mixed: (pieces, 3 x width): queries, keys and values of all heads, side by side.
        padding: of the sentences.
        heads: of the attention.
        kept: the pieces to give; None gives all.

    Returns:
        (pieces, width).
    """
    (batch, length), width = padding.shape, mixed.shape[1] // 3
    size = width // heads
    padded = mixed.index_select(0, padding.taken)
    split = padded.view(batch, length, 3, heads, size).permute(2, 0, 3, 1, 4)
    query, key, value = split.reshape(3, batch * heads, length, size)
    scores = torch.baddbmm(padding.mask, query, key.transpose(1, 2), alpha=size**-0.5)
    weights = scores.float().softmax(-1).to(mixed.dtype)
    seen = torch.bmm(weights, value).view(batch, heads, length, size).transpose(1, 2)
    places = padding.places if kept is None else padding.places.index_select(0, kept)
    return seen.reshape(batch * length, width).index_select(0, places)
