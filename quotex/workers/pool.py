"""Worker processes, watched: one that dies or takes too long costs its own item and no other."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from attrs import define, field

from quotex.time_limit import too_long
from quotex.workers.serving import Failure, Ready, serve

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Sequence[Item]], Sequence[Result]]

AHEAD = 3
"""Batches under way for each worker, those that wait for an earlier one to be done included."""

PATIENCE = 2.0
"""Seconds that a worker has to end by itself."""


@define(eq=False)
class _Batch(Generic[Item, Result]):
    items: Sequence[Item]
    results: dict[int, Result] = field(factory=dict)

    @property
    def done(self) -> bool:
        return len(self.results) == len(self.items)


@define(eq=False)
class _Share(Generic[Item, Result]):
    """What a worker has in hand: places in a batch."""

    batch: _Batch[Item, Result]
    places: Sequence[int]

    @property
    def items(self) -> list[Item]:
        return [self.batch.items[place] for place in self.places]


@define(eq=False)
class _Worker(Generic[Item, Result]):
    process: Any
    channel: Connection
    share: _Share[Item, Result] | None = None
    ready: bool = False
    deadline: float = float("inf")


class Pool(Generic[Item, Result]):
    """Runs work on batches in several processes and gives the results in order.

    A batch that costs a worker its life, or more time than one item may take, is done again item by
    item, so that only the item to blame is lost. At most ``AHEAD`` batches a worker are in memory.

    Args:
        make: called in each worker; what it returns does the work: one result for each item.
            A forked worker shares what the caller had in memory; for one that is spawned,
            ``make`` must be picklable.
        lost: the result of an item that cannot be done, given the reason.
        count: processes.
        seconds: what one item may take; None or 0 is no limit.
        fork: whether workers may be forked; else, and where that is not safe, they are spawned.

    Attributes:
        count: processes.
    """

    def __init__(
        self,
        make: Callable[[], Work[Item, Result]],
        lost: Callable[[Item, str], Result],
        count: int,
        *,
        seconds: float | None = None,
        fork: bool = True,
    ) -> None:
        self._make = make
        self._lost = lost
        self.count = count
        self._seconds = seconds or float("inf")
        self._forks = fork and can_fork()
        self._context: Any = multiprocessing.get_context("fork" if self._forks else "spawn")
        self._workers: list[_Worker[Item, Result]] = []
        self._todo: deque[_Share[Item, Result]] = deque()

    def run(self, batches: Iterable[Sequence[Item]]) -> Iterator[list[Result]]:
        """The results of each batch, in order; the workers end with the iterator.

        Raises:
            OSError: no process can be started.
        """
        source = iter(batches)
        order: deque[_Batch[Item, Result]] = deque()
        more = True
        try:
            while True:
                while order and order[0].done:
                    results = order.popleft().results
                    yield [results[place] for place in range(len(results))]
                while sum(w.share is not None for w in self._workers) < self.count:
                    if not self._todo and more and len(order) < AHEAD * self.count:
                        items = next(source, None)
                        more = items is not None
                        if items is not None:
                            order.append(_Batch(items))
                            self._todo.append(_Share(order[-1], range(len(items))))
                    if not self._todo:
                        break
                    self._give(self._todo.popleft())
                if not order:
                    return
                if not order[0].done:
                    self._listen()
        finally:
            self._end()

    def _give(self, share: _Share[Item, Result]) -> None:
        worker = next((w for w in self._workers if w.share is None), None) or self._start()
        worker.share = share
        if worker.ready:
            worker.deadline = time.monotonic() + self._seconds
        try:
            worker.channel.send(share.items)
        except OSError:
            self._lose(worker, None)

    def _listen(self) -> None:
        """Wait for a result, the end of a worker, or the end of its time."""
        busy = {w.channel: w for w in self._workers if w.share is not None}
        left = min(w.deadline for w in busy.values()) - time.monotonic()
        ready = wait(list(busy), None if left == float("inf") else max(0.0, left))
        for channel in ready:
            worker = busy[channel]  # type: ignore[index]
            try:
                message = worker.channel.recv()
            except (EOFError, OSError):
                self._lose(worker, None)
                continue
            if isinstance(message, Ready):
                worker.ready = True
                worker.deadline = time.monotonic() + self._seconds
                continue
            share, worker.share = worker.share, None
            assert share is not None
            if isinstance(message, Failure):
                self._again(share, message.reason)
            else:
                share.batch.results.update(zip(share.places, message, strict=True))
        now = time.monotonic()
        for worker in busy.values():
            if worker.share is not None and worker.deadline <= now:
                self._lose(worker, too_long(self._seconds))

    def _lose(self, worker: _Worker[Item, Result], reason: str | None) -> None:
        """Let a worker go that died or has to."""
        self._workers.remove(worker)
        worker.channel.close()
        if reason is None:
            worker.process.join(PATIENCE)
        worker.process.kill()
        worker.process.join()
        if worker.share is not None:
            self._again(worker.share, reason or _end_of(worker.process.exitcode))

    def _again(self, share: _Share[Item, Result], reason: str) -> None:
        """Do the items of a share again, one by one; an item that was alone is lost."""
        if len(share.places) > 1:
            self._todo.extendleft(_Share(share.batch, [place]) for place in reversed(share.places))
            return
        for place in share.places:
            share.batch.results[place] = self._lost(share.batch.items[place], reason)

    def _start(self) -> _Worker[Item, Result]:
        ours, theirs = self._context.Pipe()
        # A forked worker has our ends of all channels too, and must let them go: else no worker
        # would see that we are gone.
        held = [ours, *(w.channel for w in self._workers)] if self._forks else []
        process = self._context.Process(target=serve, args=(theirs, held, self._make), daemon=True)
        with _before_fork() if self._forks else nullcontext():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _end(self) -> None:
        for worker in self._workers:
            worker.channel.close()
            if worker.share is not None:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(PATIENCE)
            worker.process.kill()
            worker.process.join()
            worker.process.close()
        self._workers.clear()
        self._todo.clear()


@contextmanager
def _before_fork() -> Iterator[None]:
    """What is loaded stays shared with the child, and nobody warns of what was thought of.

    Objects that the collector does not visit are not written to, so their memory is not copied. The
    tokenizers library warns of a fork after it has used threads, unless it is told not to use any; and
    Python from 3.12 on of any thread, though numeric libraries start some that hold no locks of ours.
    """
    name = "TOKENIZERS_PARALLELISM"
    before = os.environ.get(name)
    os.environ[name] = "false"
    gc.freeze()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", ".*multi-threaded.*fork.*", DeprecationWarning)
            yield
    finally:
        gc.unfreeze()
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _end_of(exitcode: int | None) -> str:
    """How a process ended, as a reason."""
    if exitcode is not None and exitcode < 0:
        try:
            name = signal.Signals(-exitcode).name
        except ValueError:
            name = f"signal {-exitcode}"
        return f"its worker process was killed ({name}); was the memory full?"
    return f"its worker process ended (status {exitcode})"


def can_fork() -> bool:
    """Whether processes can be forked safely here: macOS has libraries that do not survive it."""
    return sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()


def core_count() -> int:
    """Cores that this process may use, never fewer than one."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
