"""Tracking on Spark at size, in local mode: what a quotation costs in processor time and in shuffled bytes.

    python benchmarks/spark.py 10000 100000 [--master local[2]]

The quotations are those of ``benchmarks/tracking.py``. Processor time is that of the JVM and of all Python
workers, read from /proc (Linux); shuffled bytes come from Spark's event log.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tracking import utterances

from quotex.spark.building import Settings
from quotex.spark.inputs import read, read_quotations
from quotex.spark.session import spark_session
from quotex.spark.stages import Stages
from quotex.spark.tracking import track


class Timed(Stages):
    """Stages that tell how long each took."""

    def keep(self, frame, name):
        before, work = time.perf_counter(), processor_seconds()
        kept = super().keep(frame, name)
        seconds = time.perf_counter() - before
        print(f"    {name:<14} {seconds:6.1f} s  processor {processor_seconds() - work:6.1f} s", flush=True)
        return kept


def processor_seconds() -> float:
    """Processor time of all processes that this one has started, and of those that they have."""
    parents, spent = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            spent[int(entry.name)] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    ours = {os.getpid()}
    while new := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= new
    return sum(spent[pid] for pid in ours - {os.getpid()})


def shuffled(log: Path) -> tuple[int, int]:
    """Bytes and records written to shuffles, by an event log."""
    total: Counter[str] = Counter()
    for path in log.rglob("*"):
        if path.is_file() and "appstatus" not in path.name:
            for line in path.read_text(encoding="utf-8").splitlines():
                event = json.loads(line)
                if event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
                    written = event["Task Metrics"]["Shuffle Write Metrics"]
                    total["bytes"] += written["Shuffle Bytes Written"]
                    total["records"] += written["Shuffle Records Written"]
    return total["bytes"], total["records"]


def one(size: int, master: str) -> None:
    """Make, track and print one line."""
    from quotex.export import write_jsonl

    with tempfile.TemporaryDirectory() as folder:
        source, log = Path(folder) / "quotes.jsonl", Path(folder) / "log"
        log.mkdir()
        write_jsonl(utterances(random.Random(size), size), source)
        conf = {
            "spark.driver.memory": "4g",
            "spark.sql.shuffle.partitions": str(max(4, size // 5_000)),
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": log.as_uri(),
            "spark.eventLog.compress": "false",
            "spark.local.dir": folder,
        }
        session = spark_session(master, conf)
        from quotex.config import Config

        before, work = time.perf_counter(), processor_seconds()
        rows, _ = read(session, [str(source)])
        records = read_quotations(rows, Config()).where("record is not null").select("record")
        passages = track(records, Settings(window_days=7), Timed())
        shared = passages.where("size(appearances) > 1").count()
        seconds, work = time.perf_counter() - before, processor_seconds() - work
        session.stop()
        volume, number = shuffled(log)
        print(
            f"{size:>9,} quotations  {seconds:7.1f} s "
            f"(processor {work:.1f} s, {1e3 * work / size:.2f} ms each)  "
            f"shuffled {volume / 1e6:,.0f} MB "
            f"({volume / size:,.0f} bytes and {number / size:.1f} records each)  "
            f"{shared:,} passages printed more than once",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--here", action="store_true", help="in this process (else one process a size)")
    options = parser.parse_args()
    for size in options.sizes:
        if options.here:
            one(size, options.master)
        else:
            command = [sys.executable, __file__, str(size), "--here", "--master", options.master]
            subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
