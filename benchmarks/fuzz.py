"""Runs the property tests with chance instead of a fixed seed, again and again: ``make fuzz MINUTES=10``.

What falsifies a property is printed as hypothesis shrank it; add it to the tests as a case before mending it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = (
    "test_fuzz.py",
    "test_config.py",
    "test_reading.py",
    "test_reading_formats.py",
    "test_parsing_cache.py",
    "test_export.py",
    "test_resuming.py",
    "test_properties.py",
)
PATHS = [f"tests/{name}" for name in TESTS]
LONGEST = 1200
"""Seconds of one property, on a machine that has other work too."""


def main(minutes: float) -> int:
    """Run until the time is over or something is found.

    Args:
        minutes: how long; a round that has begun is finished.

    Returns:
        The exit status of the last round.
    """
    until = time.monotonic() + 60 * minutes
    rounds = 0
    while time.monotonic() < until:
        rounds += 1
        status = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--no-header", "-x", f"--timeout={LONGEST}", *PATHS],
            cwd=ROOT,
            env={**os.environ, "QUOTEX_HYPOTHESIS": "fuzz"},
            check=False,
        ).returncode
        if status:
            return status
    print(f"{rounds} rounds, nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10))
