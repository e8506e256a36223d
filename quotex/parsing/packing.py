"""Sentences of unequal length for recurrent networks: flat rows, time-major rows, padded rows."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence


class Packing:
    """The places of the words of a batch, sentences by descending length.

    A flat tensor holds all words one sentence after the other; a packed one the first words of all
    sentences, then the second ones (as ``torch.nn.utils.rnn.PackedSequence`` wants them).

    Args:
        lengths: words of each sentence, descending.
        device: where the tensors live.
    """

    def __init__(self, lengths: Sequence[int], device: torch.device) -> None:
        self.lengths = list(lengths)
        sizes = torch.tensor(self.lengths)
        longest = self.lengths[0]
        firsts = torch.cumsum(sizes, 0) - sizes
        inside = torch.arange(longest)[:, None] < sizes[None, :]
        self.batch_sizes = inside.sum(1)
        time, row = inside.nonzero(as_tuple=True)
        self._order = (firsts[row] + time).to(device)
        self._back = torch.argsort(self._order)
        flat_time, flat_row = time[self._back.cpu()], row[self._back.cpu()]
        self._padded = (flat_row * longest + flat_time).to(device)
        self.firsts = firsts.to(device)
        self.rows = flat_row.to(device)

    def pack(self, flat: Tensor) -> PackedSequence:
        """Flat rows as a packed sequence."""
        return PackedSequence(flat[self._order], self.batch_sizes)

    def flat(self, packed: Tensor) -> Tensor:
        """The rows of a packed sequence's data as flat rows."""
        return packed[self._back]

    def pad(self, flat: Tensor) -> Tensor:
        """Flat rows as (sentences, longest, width), zero where there is no word."""
        out = flat.new_zeros((len(self.lengths) * self.lengths[0], *flat.shape[1:]))
        out[self._padded] = flat
        return out.view(len(self.lengths), self.lengths[0], *flat.shape[1:])
