"""Commands run from outside as a user runs them: seconds on the wall, memory of all their processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parent.parent
PROC = Path("/proc")
EVERY = 1.0
"""Seconds between two looks at the memory; each takes some hundredths of a second of a core."""


@frozen
class Ran:
    """A command that ended well.

    Attributes:
        seconds: on the wall, from its start to its end.
        megabytes: the most that it and its children held at one time, what they share counted once (Linux;
            0 elsewhere).
        output: its standard output.
    """

    seconds: float
    megabytes: float
    output: str


def quotex(*arguments: str | Path, cache: Path | None = None) -> Ran:
    """Run ``quotex`` with arguments, with a cache of its own or none."""
    command = [sys.executable, "-m", "quotex", *map(str, arguments)]
    if cache is None and arguments[0] == "extract":
        command.append("--no-cache")
    return run(command, {"QUOTEX_CACHE": str(cache)} if cache else {})


def run(command: Sequence[str], settings: dict[str, str] | None = None) -> Ran:
    """Run a command.

    Raises:
        SystemExit: it failed.
    """
    environment = {k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"} | (settings or {})
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        peak = [0.0]
        watch = threading.Thread(target=_watch, args=(process, peak), daemon=True)
        watch.start()
        output, _ = process.communicate()
    seconds = time.perf_counter() - start
    watch.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Ran(seconds, peak[0] / 1024, output)


def _watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_held, [process.pid, *_children(process.pid)])))
        time.sleep(EVERY)


def _children(pid: int) -> list[int]:
    try:
        found = (PROC / f"{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in found]


def _held(pid: int) -> int:
    """Kilobytes of a process, its share of what it shares with others."""
    try:
        rows = (PROC / f"{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
