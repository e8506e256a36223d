"""What the user named becomes sources: files, the articles of folders, standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from quotex.reading.formats import bare_name, format_named, suffixes
from quotex.reading.source import Source
from quotex.records import Problem

STANDARD_INPUT = "-"


def sources(
    inputs: Sequence[str | Path], leave_out: frozenset[Path] = frozenset()
) -> Iterator[Source | Problem]:
    """The sources of the inputs, in the order given, a folder's in the order of their names.

    A folder gives the files whose suffix is known, at any depth, hidden ones left out; a file that
    is named itself is taken whatever its suffix.

    Args:
        inputs: Paths, and "-" for standard input.
        leave_out: Resolved paths of files that hold no articles (the manifest).
    """
    for given in inputs:
        if str(given) == STANDARD_INPUT:
            yield Source(where="standard input", id="stdin", name="stdin")
            continue
        path = Path(given)
        if path.is_dir():
            yield from _folder(path, leave_out)
        elif not path.exists():
            yield Problem(where=str(given), reason="no such file or folder")
        elif path.resolve() not in leave_out:
            yield Source(where=str(given), id=bare_name(path.name), name=path.name, path=path)


def _folder(folder: Path, leave_out: frozenset[Path]) -> Iterator[Source | Problem]:
    found = False
    errors: list[OSError] = []
    for base, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(base, name)
            if name.startswith(".") or format_named(name) is None or path.resolve() in leave_out:
                continue
            found = True
            within = path.relative_to(folder).as_posix()
            yield Source(where=str(path), id=bare_name(within), name=within, path=path)
    for error in errors:
        found = True
        yield Problem(where=str(error.filename), reason=(error.strerror or "cannot be read").lower())
    if not found:
        yield Problem(
            where=str(folder), reason=f"no articles in this folder (looked for {', '.join(suffixes())})"
        )
