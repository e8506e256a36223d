"""What runs in a worker process."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from attrs import frozen


@frozen
class Ready:
    """Sent once: from now on the time counts."""


@frozen
class Failure:
    """Sent in the place of results: why there are none."""

    reason: str


def serve(channel: Connection, held: Sequence[Connection], make: Callable[[], Callable[[Any], Any]]) -> None:
    """Do the batches that come through a channel until it is closed.

    Args:
        channel: batches come in; ``Ready`` goes out, then results or a ``Failure``.
        held: the other side's ends of channels, which a fork copied.
        make: gives what does the work.
    """
    # Ctrl-C reaches every process of a terminal; the one in charge ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in held:
        other.close()
    try:
        work = _made(make)
        channel.send(Ready())
        while True:
            batch = channel.recv()
            try:
                channel.send(work(batch))
            except OSError:
                raise
            except Exception as error:  # the one in charge knows what to do without us
                channel.send(Failure(described(error)))
    except (EOFError, OSError):
        return


def _made(make: Callable[[], Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """What does the work, or what says why there is none."""
    try:
        return make()
    except Exception as error:
        failure = Failure(described(error))
        return lambda batch: failure


def described(error: Exception) -> str:
    """An error as one line."""
    reason = str(error).splitlines()[0] if str(error) else ""
    return f"{type(error).__name__}: {reason}"
