"""Worker processes: results in order, whatever becomes of a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotex.records import Article, Problem
from quotex.workers import Pool, TookTooLong, can_fork, time_limit
from quotex.workers.articles import BATCH_CHARACTERS, FEW, batches, many, named, shares
from quotex.workers.pool import AHEAD

ROOT = Path(__file__).parents[1]
FORKS = pytest.mark.skipif(not can_fork(), reason="processes are spawned here")


def shout(items: Sequence[str]) -> list[str]:
    """The work: items in capitals; some of them kill, hang or fail."""
    for item in items:
        if item == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "exit":
            os._exit(3)
        if item == "hang":
            time.sleep(60)
        if item == "fail":
            raise ValueError("no\nmore")
    return [item.upper() for item in items]


def make() -> Callable[[Sequence[str]], list[str]]:
    """What a worker calls first."""
    return shout


def lost(item: str, reason: str) -> str:
    """The result of an item that cannot be done."""
    return f"{item}: {reason}"


def pool(count: int, seconds: float = 0, fork: bool = True) -> Pool[str, str]:
    """A pool of shouters."""
    return Pool(make, lost, count, seconds=seconds, fork=fork)


@FORKS
@settings(max_examples=15)
@given(
    st.lists(st.lists(st.sampled_from(["a", "b", "fail", "c"]), min_size=1, max_size=4), max_size=8),
    st.integers(1, 3),
)
def test_results_come_in_order(work: list[list[str]], count: int) -> None:
    expected = [[lost(i, "ValueError: no") if i == "fail" else i.upper() for i in batch] for batch in work]
    assert list(pool(count).run(work)) == expected
    assert not multiprocessing.active_children()


@FORKS
@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("kill", "its worker process was killed (SIGKILL); was the memory full?"),
        ("exit", "its worker process ended (status 3)"),
        ("hang", "took longer than 0.3 seconds"),
    ],
)
def test_only_the_guilty_item_is_lost(bad: str, reason: str) -> None:
    work = [["a", "b"], ["c", bad, "d"], ["e"], [bad], ["f"]]
    found = list(pool(2, seconds=0.3 if bad == "hang" else 0).run(work))
    assert found == [["A", "B"], ["C", lost(bad, reason), "D"], ["E"], [lost(bad, reason)], ["F"]]
    assert not multiprocessing.active_children()


@FORKS
def test_no_more_is_read_than_needed() -> None:
    read = 0

    def source() -> Iterator[list[str]]:
        nonlocal read
        for read in range(1, 101):  # noqa: B007
            yield ["a"]

    results = pool(2).run(source())
    for done, _ in enumerate(results, 1):
        assert read <= done + 2 * AHEAD
        if done == 10:
            break
    results.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


@FORKS
def test_workers_end_with_a_failing_source() -> None:
    def source() -> Iterator[list[str]]:
        yield ["a"]
        raise RuntimeError("unreadable")

    with pytest.raises(RuntimeError, match="unreadable"):
        list(pool(2).run(source()))
    assert not multiprocessing.active_children()


def test_spawned_workers_do_the_same() -> None:
    work = [["a", "kill", "b"], ["c"]]
    reason = "its worker process was killed (SIGKILL); was the memory full?"
    assert list(pool(1, fork=False).run(work)) == [["A", lost("kill", reason), "B"], ["C"]]


PARENT = """
import os, sys, time
sys.path.insert(0, "tests")
from test_workers import lost
from quotex.workers import Pool
def work(items):
    print(os.getpid(), flush=True)
    time.sleep(60)
list(Pool(lambda: work, lost, 2).run([["a"], ["b"]]))
"""


@FORKS
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_do_not_outlive_their_parent(how: signal.Signals) -> None:
    code = PARENT if how is signal.SIGINT else PARENT.replace("time.sleep(60)", "time.sleep(0.5)")
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert all(process.stdout.readline() for _ in range(2))
        if how is signal.SIGINT:  # as a terminal sends it: to all of them
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
        process.wait(20)
        # It is read to its end when the last process that could write is gone.
        assert process.stdout.read() == b""


def work_for(seconds: float) -> None:
    """Be busy in Python."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_time_is_limited_and_given_back() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TookTooLong, match=r"took longer than 0\.05 seconds"), time_limit(0.05):
        work_for(20)
    for seconds in (None, 0, 5):
        with time_limit(seconds):
            work_for(0.01)
        assert signal.getsignal(signal.SIGALRM) is before


def test_a_limit_that_was_swallowed_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries catch whatever happens inside them, and go on."""
    monkeypatch.setattr("quotex.time_limit.AGAIN", 0.05)
    before, begun = signal.getsignal(signal.SIGALRM), time.monotonic()

    def swallowing() -> None:
        for _ in range(3):
            with suppress(Exception):
                work_for(20)
        work_for(20)

    with pytest.raises(TookTooLong), time_limit(0.05):
        swallowing()
    assert time.monotonic() - begun < 10
    assert signal.getsignal(signal.SIGALRM) is before


def test_an_alarm_that_was_set_still_comes() -> None:
    with pytest.raises(TookTooLong, match=r"than 0\.2 "), time_limit(0.2), time_limit(5):
        work_for(20)
    with time_limit(5):
        due = signal.getitimer(signal.ITIMER_REAL)[0]
        with time_limit(1):
            assert signal.getitimer(signal.ITIMER_REAL)[0] <= 1
        assert 1 < signal.getitimer(signal.ITIMER_REAL)[0] <= due


def article(size: int) -> Article:
    """An article of so many characters."""
    return Article(id=str(size), text="x" * size)


@given(st.lists(st.integers(0, BATCH_CHARACTERS), max_size=20), st.integers(-1, 6))
def test_batches_hold_everything_and_not_too_much(sizes: list[int], most: int) -> None:
    made = list(batches(map(article, sizes), most))
    assert [len(item.text) for batch in made for item in batch if isinstance(item, Article)] == sizes
    for batch in made:
        assert 1 <= len(batch) <= max(1, most)
        assert sum(int(item.id) for item in batch[:-1] if isinstance(item, Article)) < BATCH_CHARACTERS


@given(st.integers(0, 60), st.integers(1, 8), st.integers(1, 5))
def test_the_last_batch_is_shared_out(number: int, size: int, count: int) -> None:
    made = list(shares([article(n) for n in range(number)], size, count))
    assert [item.id for share in made for item in share if isinstance(item, Article)] == [
        str(n) for n in range(number)
    ]
    whole = max(0, -(-number // size) - 1)
    assert [len(share) for share in made[:whole]] == [size] * whole
    rest = number - whole * size
    assert len(made) - whole <= count
    assert all(1 <= len(share) <= -(-rest // count) for share in made[whole:])


def test_problems_count_nothing_in_a_batch() -> None:
    problem = Problem(where="a", reason="b")
    assert list(batches([problem] * 3, 2)) == [[problem] * 2, [problem]]
    assert list(named(["t", problem])) == [Article(id="text1", text="t"), problem]


@pytest.mark.parametrize("count", [0, FEW - 1, FEW, FEW + 1])
def test_few_articles_need_no_workers(count: int) -> None:
    several, items = many(map(article, range(count)))
    assert several == (count >= FEW)
    assert len(list(items)) == count


def _inside(_: object) -> list[tuple[bool, int]]:
    several, items = many(map(article, range(FEW)))
    return [(several, len(list(items)))]


@FORKS
def test_a_worker_starts_no_workers() -> None:
    nested: Pool[str, tuple[bool, int]] = Pool(partial(lambda: _inside), lambda *_: (True, 0), 1)
    assert list(nested.run([["a"]])) == [[(False, FEW)]]
