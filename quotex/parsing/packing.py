"""Sentences of unequal length for recurrent networks: flat rows, time-major rows, padded rows."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


class Packing:
    """The places of the words of a batch, sentences by descending length.

    A flat tensor holds all words one sentence after the other; a time-major one the first words of all
    sentences, then the second ones, and so on, so that a step of a recurrent network is a slice.

    Args:
        lengths: words of each sentence, descending.
        device: where the tensors live.

    Attributes:
        batch_sizes: sentences that have a word at each time.
        forward, backward: the flat place of each time-major row, reading from the first or the last word.
        forward_places, backward_places: the time-major place of each flat row.
        firsts: the flat place of each sentence's first word.
        rows: the sentence of each flat row.
    """

    def __init__(self, lengths: Sequence[int], device: torch.device | str = "cpu") -> None:
        self.lengths = list(lengths)
        sizes = torch.tensor(self.lengths)
        longest = self.lengths[0]
        firsts = torch.cumsum(sizes, 0) - sizes
        inside = torch.arange(longest)[:, None] < sizes[None, :]
        self.batch_sizes = inside.sum(1)
        time, row = inside.nonzero(as_tuple=True)
        forward = firsts[row] + time
        backward = firsts[row] + sizes[row] - 1 - time
        places = torch.argsort(forward)
        self.rows = row[places].to(device)
        self._padded = (row[places] * longest + time[places]).to(device)
        self.forward, self.forward_places = forward.to(device), places.to(device)
        self.backward, self.backward_places = backward.to(device), torch.argsort(backward).to(device)
        self.firsts = firsts.to(device)

    def pad(self, flat: Tensor) -> Tensor:
        """Flat rows as (sentences, longest, width), zero where there is no word."""
        out = flat.new_zeros((len(self.lengths) * self.lengths[0], *flat.shape[1:]))
        out[self._padded] = flat
        return out.view(len(self.lengths), self.lengths[0], *flat.shape[1:])
