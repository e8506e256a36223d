"""``python -m quotex`` is the command ``quotex``."""

from __future__ import annotations

import sys

from quotex.command import main

if __name__ == "__main__":
    sys.exit(main())
