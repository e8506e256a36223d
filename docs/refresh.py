"""Write what the commands print into the docs, by ``make docs``, so that nothing in them is stale.

``docs/commands.md`` holds the help of every command; README holds the demo's table and some of its rows;
``docs/notebook.ipynb`` holds what its cells show.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import nbformat
from nbclient import NotebookClient
from rich.console import Console
from rich.table import Table

import quotex
from quotex.command.entry import cli

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
DEMO = ROOT / "build" / "demo"
SAMPLE_ARTICLE = "04-aerolune-recall/capital-ledger"
SAMPLE_COLUMNS = {"speaker": 17, "speaker_role": 22, "channel": 12, "kind": 8, "quote": 44}
SAMPLE_ROWS = 8
WIDTH = 110


def commands_page() -> str:
    """``docs/commands.md`` as it should be."""
    parts = ["# Commands\n\nThis page is what `--help` prints; `make docs` writes it.\n"]
    settings: dict[str, Any] = {**cli.context_settings, "max_content_width": 90, "terminal_width": 90}
    with click.Context(cli, info_name="quotex", **settings) as top:
        parts.append(f"## quotex\n\n```\n{cli.get_help(top)}\n```\n")
        for name in cli.list_commands(top):
            command = cli.get_command(top, name)
            assert command is not None
            context = click.Context(command, info_name=name, parent=top, **settings)
            parts.append(f"## quotex {name}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def sample() -> str:
    """Some rows of the demo, as a table that fits a page."""
    table = Table(box=None, pad_edge=False)
    for name, width in SAMPLE_COLUMNS.items():
        table.add_column(name, width=width, overflow="ellipsis", no_wrap=True)
    rows = [r for r in quotex.read_csv(DEMO / "quotes.csv") if r["article_id"] == SAMPLE_ARTICLE]
    for row in rows[:SAMPLE_ROWS]:
        table.add_row(*(row[name] for name in SAMPLE_COLUMNS))
    console = Console(width=WIDTH, highlight=False, markup=False)
    with console.capture() as printed:
        console.print(table)
    return "\n".join(line.rstrip() for line in printed.get().splitlines())


def with_block(page: str, name: str, content: str) -> str:
    """The page with what stands between the marks of a block replaced."""
    block = re.compile(f"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
    assert block.search(page), f"no block {name}"
    return block.sub(lambda m: f"{m[1]}```\n{content.strip()}\n```\n{m[2]}", page)


def executed(notebook: Path, folder: Path) -> Any:
    """A notebook with what its cells show when it is run anew.

    Args:
        notebook: the file.
        folder: where it runs.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell raises an error.
    """
    found = nbformat.read(notebook, as_version=4)
    where = {"metadata": {"path": str(folder)}}
    quiet = ["--log-level=ERROR"]
    NotebookClient(
        found, kernel_name="python3", timeout=120, resources=where, extra_arguments=quiet
    ).execute()
    for cell in found.cells:
        cell.metadata.clear()  # when it was run
        if cell.cell_type == "code":
            cell.outputs = [shown for shown in cell.outputs if shown.get("name") != "stderr"]
            for shown in cell.outputs:
                if "text/html" in shown.get("data", {}):
                    shown["data"].pop("text/plain", None)
    found.metadata["language_info"] = {"name": "python"}
    return found


def main(arguments: Sequence[str]) -> int:
    """Write the pages; the argument is the file with what the demo printed."""
    (ROOT / "docs" / "commands.md").write_text(commands_page(), encoding="utf-8")
    readme = ROOT / "README.md"
    page = with_block(
        readme.read_text(encoding="utf-8"), "demo", Path(arguments[0]).read_text(encoding="utf-8")
    )
    readme.write_text(with_block(page, "sample", sample()), encoding="utf-8")
    nbformat.write(executed(NOTEBOOK, NOTEBOOK.parent), NOTEBOOK)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
