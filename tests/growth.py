"""How time grows with size, measured so that a loaded machine does not blur it."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable

SMALL = 1000
"""Repetitions whose time is compared with that of eight times as many."""
MOST = 24.0
"""Times that the larger one may take of the smaller one: linear growth is 8, quadratic 64."""
FLOOR = 0.0005
"""Seconds below which a time is noise."""
TRIES = 4
LONGEST = 2.0
"""Seconds that a quarter of the larger one may take."""


def seconds(run: Callable[[str], object], text: str) -> float:
    """Processor time of one run, the collector of garbage at rest."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        begun = time.process_time()
        run(text)
        return time.process_time() - begun
    finally:
        if enabled:
            gc.enable()


def growth(run: Callable[[str], object], text_of: Callable[[int], str], small_size: int = SMALL) -> float:
    """How many times longer eight times the repetitions take: the best of a few tries.

    Args:
        run: what is measured.
        text_of: the text of so many repetitions.
        small_size: repetitions of the smaller one.
    """
    if seconds(run, text_of(2 * small_size)) > LONGEST:
        return math.inf  # the whole would take minutes
    small, large = text_of(small_size), text_of(8 * small_size)
    times: list[float] = []
    bases: list[float] = []
    for _ in range(TRIES):
        times.append(seconds(run, large))
        if min(times) <= MOST * FLOOR:
            break
        bases.append(seconds(run, small))
        if min(times) <= MOST * max(FLOOR, min(bases)):
            break
    return min(times) / max(FLOOR, min(bases, default=FLOOR))
