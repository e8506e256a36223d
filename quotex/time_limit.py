"""A limit for the time that one piece of work may take in this process."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 1.0
"""Seconds between alarms once the time is over: a library may have swallowed the first."""


class TookTooLong(Exception):
    """Work was broken off because its time was over."""


def too_long(seconds: float) -> str:
    """What is said of work that was broken off."""
    return f"took longer than {seconds:g} seconds"


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Break off what runs inside the block when its time is over.

    The alarm is heard between two steps of Python, not inside one that runs in C. Where there are no
    alarms (on Windows, outside the main thread), or one that is set already is due sooner, there is no
    limit.

    Args:
        seconds: None or 0 is no limit.

    Raises:
        TookTooLong: the time was over.
    """
    alarms = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not seconds or not alarms or 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= seconds:
        yield
        return

    done = False

    def stop(number: int, frame: FrameType | None) -> None:
        if not done:
            raise TookTooLong(too_long(seconds))

    start = time.monotonic()
    before = signal.signal(signal.SIGALRM, stop)
    due, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        done = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if due:
            signal.setitimer(signal.ITIMER_REAL, max(due - (time.monotonic() - start), 0.001), interval)
