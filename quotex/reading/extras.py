"""Libraries that only some formats need, and what to say when one is missing."""

from __future__ import annotations

import importlib
from typing import Any

from quotex.errors import InputError


def extra(module: str, package: str) -> Any:
    """Import a module of an optional library.

    Args:
        module: The module's full name.
        package: The library's name on the package index.

    Raises:
        InputError: it is not installed; the message says what to install.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise InputError(f"this needs {package}: pip install 'quotex[inputs]'") from None
