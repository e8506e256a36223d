"""``python -m quotex`` is the command ``quotex``."""

from __future__ import annotations

from quotex.command import run

if __name__ == "__main__":
    run()
