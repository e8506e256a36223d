"""Articles in batches, through one process or several."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from quotex.records import Article, Problem, Quote
from quotex.workers.pool import Pool

FEW = 8
"""Articles for which no processes are started."""

SHARE = 16
"""Articles that a process takes at once: enough to be parsed in batches."""

BATCH_CHARACTERS = 150_000
"""Characters of text with which a batch is full."""

Item = Article | Problem
Outcome = tuple[tuple[Quote, ...], tuple[Problem, ...]]
"""What was found in an article, and what could not be done."""

Find = Callable[[Sequence[Item]], Iterable[Outcome]]


def named(articles: Iterable[Item | str]) -> Iterator[Item]:
    """The articles; plain texts are called by their number."""
    for number, item in enumerate(articles, 1):
        yield Article(id=f"text{number}", text=item) if isinstance(item, str) else item


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Items in batches of so many, or as many as are long enough together."""
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) >= size or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def shares(items: Iterable[Item], size: int, count: int) -> Iterator[list[Item]]:
    """Batches for several processes; the last is shared out, so that all end at nearly the same time.

    Args:
        items: articles and problems.
        size: items of a batch.
        count: processes.
    """
    last: list[Item] = []
    for batch in batches(items, size):
        if last:
            yield last
        last = batch
    each = max(1, -(-len(last) // count))
    yield from (last[at : at + each] for at in range(0, len(last), each))


def one_by_one(items: Iterable[Item], size: int, find: Find) -> Iterator[tuple[Item, Outcome]]:
    """Each item with its outcome, found in this process."""
    for batch in batches(items, size):
        yield from zip(batch, find(batch), strict=True)


def in_processes(
    items: Iterable[Item],
    size: int,
    pool: Pool[Item, Outcome],
    ready: Callable[[Sequence[Item]], bool],
    prepare: Callable[[], object],
) -> Iterator[tuple[Item, Outcome]]:
    """Each item with its outcome, in order, found by a pool.

    Args:
        items: articles, and problems that are passed on.
        size: items of a batch; processes take fewer at once.
        pool: finds the outcomes.
        ready: whether a batch needs nothing that the pool's processes do not share yet.
        prepare: called once a batch is not ready; then the pool's processes are started anew.
    """
    rest: Iterator[list[Item]] = shares(items, min(size, SHARE), pool.count)
    unready: list[list[Item]] = []
    under_way: deque[list[Item]] = deque()

    def taken() -> Iterator[list[Item]]:
        for batch in rest:
            if not ready(batch):
                unready.append(batch)
                return
            under_way.append(batch)
            yield batch

    while True:
        for found in pool.run(taken()):
            yield from zip(under_way.popleft(), found, strict=True)
        if not unready:
            return
        prepare()
        rest = chain([unready.pop()], rest)


def lost(item: Item, reason: str) -> Outcome:
    """The outcome of an article that cost a process its life or its time."""
    if isinstance(item, Problem):
        return (), (item,)
    return (), (Problem(where=item.id, reason=reason, article_id=item.id),)


def many(items: Iterator[Item]) -> tuple[bool, Iterator[Item]]:
    """Whether there are enough items for several processes, and the items.

    A process that belongs to a pool itself must not start others.
    """
    if multiprocessing.current_process().daemon:
        return False, items
    first = list(islice(items, FEW))
    return len(first) == FEW, chain(first, items)
