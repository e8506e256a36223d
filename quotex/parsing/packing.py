"""Sentences of unequal length for recurrent networks: flat rows, time-major rows, blocks, padded rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import torch
from attrs import frozen
from torch import Tensor

from quotex.parsing.kernels import filled

BLOCK_ROWS = 16
"""Sentences of a block: more are less alike in length, fewer cost more each."""


@frozen(eq=False)
class Order:
    """Another order of the flat rows, once for each direction of reading.

    Attributes:
        taken: the flat row that stands at each place, reading (forward, backward).
        places: where each flat row stands, reading (forward, backward).
        sizes: of the slices that are computed one after the other.
    """

    taken: tuple[Tensor, Tensor]
    places: tuple[Tensor, Tensor]
    sizes: list[int]


class Packing:
    """The places of the words of a batch, sentences by descending length.

    A flat tensor holds all words one sentence after the other.

    Args:
        lengths: words of each sentence, descending.
        device: where the tensors live.

    Attributes:
        firsts: the flat place of each sentence's first word.
        rows: the sentence of each flat row.
    """

    def __init__(self, lengths: Sequence[int], device: torch.device | str = "cpu") -> None:
        self.lengths = list(lengths)
        self._sizes = torch.tensor(self.lengths, device=device)
        self.firsts = torch.cumsum(self._sizes, 0) - self._sizes
        self.rows = torch.repeat_interleave(self._sizes)
        self._words = torch.arange(len(self.rows), device=device)

    @cached_property
    def steps(self) -> Order:
        """Time-major rows: the first words of all sentences, then the second ones, and so on."""
        times = torch.arange(self.lengths[0], device=self._sizes.device)
        sizes = (self._sizes > times[:, None]).sum(1)
        starts = torch.cumsum(sizes, 0) - sizes
        forward, backward = (starts[time] + self.rows for time in self._times)
        return Order((torch.argsort(forward), torch.argsort(backward)), (forward, backward), sizes.tolist())

    @cached_property
    def blocks(self) -> Order:
        """Blocks of ``BLOCK_ROWS`` sentences of like length, time-major; sizes are those of time.

        Sentences begin at time 0 in both directions, so that what fills a block up, any row of words,
        comes after all that is read.
        """
        times = [filled(length) for length in self.lengths[::BLOCK_ROWS]]
        sentences = torch.arange(len(self.lengths))
        ends = torch.cumsum(torch.tensor(times), 0)
        before = (ends - torch.tensor(times))[sentences // BLOCK_ROWS]
        firsts = (before * BLOCK_ROWS + sentences % BLOCK_ROWS).to(self._sizes.device)[self.rows]
        forward, backward = (firsts + time * BLOCK_ROWS for time in self._times)
        blank = torch.zeros(sum(times) * BLOCK_ROWS, dtype=torch.long, device=self._sizes.device)
        taken = blank.index_copy(0, forward, self._words), blank.index_copy(0, backward, self._words)
        return Order(taken, (forward, backward), times)

    @property
    def _times(self) -> tuple[Tensor, Tensor]:
        """The time at which each flat row is read, forward and backward."""
        time = self._words - self.firsts[self.rows]
        return time, self._sizes[self.rows] - 1 - time

    def split(self) -> Iterator[tuple[Packing, slice]]:
        """Packings of ``BLOCK_ROWS`` sentences each, with the slice of flat rows that each is of."""
        first = 0
        for at in range(0, len(self.lengths), BLOCK_ROWS):
            part = Packing(self.lengths[at : at + BLOCK_ROWS], self.firsts.device)
            yield part, slice(first, first + len(part.rows))
            first += len(part.rows)

    def pad(self, flat: Tensor) -> Tensor:
        """Flat rows as (sentences, longest, width), zero where there is no word."""
        count, longest = len(self.lengths), self.lengths[0]
        out = flat.new_zeros((count * longest, *flat.shape[1:]))
        out.index_copy_(0, self.rows * longest + self._times[0], flat)
        return out.view(count, longest, *flat.shape[1:])


def whole_blocks(lengths: Sequence[int], most: int) -> Iterator[slice]:
    """Slices of sentences, in whole blocks but for the last, of at most so many words or one block.

    Args:
        lengths: of the sentences, descending.
        most: words of a slice, padding included.
    """
    first = 0
    while first < len(lengths):
        blocks = max(1, most // (lengths[first] * BLOCK_ROWS))
        last = first + blocks * BLOCK_ROWS
        yield slice(first, last)
        first = last
