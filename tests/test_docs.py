"""The docs say what is so: they fail when they are stale."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType

import pytest

import quotex
from quotex.export import COLUMNS, export_formats
from quotex.reading.formats import suffixes

ROOT = Path(quotex.__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_commands_page_is_fresh(refresh: ModuleType) -> None:
    assert page("commands.md") == refresh.commands_page(), "run: make docs"


def test_readme_shows_real_output(refresh: ModuleType) -> None:
    for name in ("demo", "sample"):
        block = re.search(f"<!-- begin {name} -->\n```\n(.+?)```\n<!-- end {name} -->", README, re.DOTALL)
        assert block is not None, "run: make docs"
        assert len(block[1].splitlines()) > 5
    assert refresh.with_block("<!-- begin x -->\n<!-- end x -->", "x", "a").splitlines()[1:4] == [
        "```",
        "a",
        "```",
    ]


def test_readme_names_every_command() -> None:
    for name in re.findall(r"^## quotex (\w+)$", page("commands.md"), re.MULTILINE):
        assert f"`quotex {name} " in README, name


def test_columns_page_lists_every_column_in_order() -> None:
    rows = re.findall(r"^\| (`.+?) \|", page("columns.md"), re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row)] == list(COLUMNS)


def test_readme_names_columns_that_exist() -> None:
    table = README.split("The columns to look at first:")[1].split("\n\n")[1]
    named = [name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert named
    assert set(named) <= set(COLUMNS)


def test_inputs_page_names_every_suffix() -> None:
    rows = re.findall(r"^\| (`\..+?) \|", page("inputs.md"), re.MULTILINE)
    assert {s for row in rows for s in re.findall(r"`(\.\w+)`", row)} == set(suffixes())


def test_rules_page_names_every_file() -> None:
    named = re.findall(r"`([a-z_*]+)\.toml`", page("rules.md"))
    for path in (ROOT / "quotex" / "rules" / "en").glob("*.toml"):
        assert any(fnmatch(path.stem, pattern) for pattern in named), path.name


def test_architecture_page_names_every_stage() -> None:
    stages = {
        p.stem for p in (ROOT / "quotex").iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    named = set(re.findall(r"`(\w+)/?`", page("architecture.md")))
    assert {s for s in stages if not s.startswith("_")} <= named


def test_every_format_has_a_description() -> None:
    assert all(form.description for form in export_formats().values())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_in_the_docs_have_these_options(path: Path) -> None:
    known = set(re.findall(r"--[a-z-]+", page("commands.md")))
    text = path.read_text(encoding="utf-8")
    for command in re.findall(r"^\S*quotex [a-z]+ .*$", text, re.MULTILINE):
        used = set(re.findall(r"(?<!\S)--[a-z-]+", command.split("|")[0]))
        assert used <= known, command


@pytest.mark.slow
def test_the_python_example_runs(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("Ines Ferrol interview Nobody heard us Nobody heard us\n")
    assert len(done.stdout.splitlines()) > 3
    assert quotex.read_csv(tmp_path / "build" / "recall.csv")


@pytest.mark.slow
def test_the_notebook_runs(refresh: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    (tmp_path / "docs").mkdir()
    fresh = refresh.executed(refresh.NOTEBOOK, tmp_path / "docs")
    committed = json.loads(refresh.NOTEBOOK.read_text(encoding="utf-8"))
    for cell, before in zip(fresh.cells, committed["cells"], strict=True):
        if cell.cell_type == "code":
            kinds = [output["output_type"] for output in cell.outputs]
            assert kinds == [output["output_type"] for output in before["outputs"]], cell.source
    tables = [
        "".join(output["data"].get("text/html", ""))
        for cell in committed["cells"]
        for output in cell.get("outputs", ())
        if "data" in output
    ]
    assert any("<mark>Nobody heard us</mark>" in table for table in tables)
    assert any("<del>" in table for table in tables)
    assert any('class="dataframe"' in table for table in tables)
    assert str(ROOT) not in json.dumps(committed)
