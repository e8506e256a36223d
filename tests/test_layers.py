"""Imports go downward only: the order of the layers is the flow of the data."""

from __future__ import annotations

import ast
import sys
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import quotex

PACKAGE = Path(quotex.__file__).parent
LAYERS = (
    ("records", "light", "errors", "time_limit"),
    ("rules",),
    ("config",),
    ("reading",),
    ("parsing",),
    ("finding",),
    ("attribution",),
    ("speakers",),
    ("channels",),
    ("confidence",),
    ("assembly",),
    ("workers",),
    ("columns",),
    ("notebook",),
    ("extractor",),
    ("explanation",),
    ("export",),
    ("tracking",),
    ("spark",),
    ("report",),
    ("command",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
HIGHEST_FOR_TRAINING = LEVEL["parsing"]
LIGHT = {"command", "config", "records", "light", "errors", "rules", "reading", "export", "time_limit"}
LONGEST_MODULE = 400
"""Lines; most have fewer than 200."""
HEAVY = {
    "torch",
    "stanza",
    "transformers",
    "trafilatura",
    "dateparser",
    "openpyxl",
    "rich",
    "charset_normalizer",
    "pyspark",
    "pandas",
    "pyarrow",
}


def _modules() -> dict[str, Path]:
    out = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        out[".".join(p for p in parts if p != "__init__")] = path
    return out


def _imports(path: Path, top_level_only: bool = False) -> set[str]:
    """Full names of everything that a module imports; imports for type checkers alone do not count."""
    found: set[str] = set()
    skipped: set[ast.AST] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if checking or (top_level_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            skipped.update(ast.walk(node))
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            first = node.args[0].values[0] if isinstance(node.args[0], ast.JoinedStr) else node.args[0]
            if isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


MODULES = _modules()


@pytest.mark.parametrize("name", sorted(n for n in MODULES if n not in ("", "__main__")))
def test_imports_go_downward(name: str) -> None:
    layer = name.split(".")[0]
    if layer == "models":
        return
    for imported in _imports(MODULES[name]):
        parts = imported.split(".")
        if parts[0] != "quotex" or len(parts) < 2:
            continue
        below = parts[1]
        if below in ("__version__", "load", "track"):
            assert layer == "command", f"{name} imports {imported}: only the command line may"
            continue
        if layer == "training":
            assert below == "training" or LEVEL[below] <= HIGHEST_FOR_TRAINING, f"{name} imports {imported}"
            continue
        assert below != "training", f"{name} imports {imported}: nothing may import training"
        assert below in LEVEL, f"{name} imports {imported}, which is in no layer"
        assert below == layer or LEVEL[below] < LEVEL[layer], f"{name} imports {imported}, which is above it"


def test_every_module_is_in_a_layer() -> None:
    tops = {n.split(".")[0] for n in MODULES} - {"", "__main__", "training", "models"}
    assert tops <= set(LEVEL)


@pytest.mark.parametrize("name", sorted(n for n in MODULES if n.split(".")[0] in LIGHT))
def test_nothing_heavy_at_import(name: str) -> None:
    imported = {i.split(".")[0] for i in _imports(MODULES[name], top_level_only=True)}
    assert not imported & HEAVY


def test_every_import_is_a_declared_dependency() -> None:
    config = ConfigParser()
    config.read(PACKAGE.parent / "setup.cfg", encoding="utf-8")
    extras = dict(config["options.extras_require"])
    lines = "\n".join([config["options"]["install_requires"], *extras.values()]).splitlines()
    declared = {Requirement(line).name for line in lines if line.strip() and not line.startswith("#")}
    homes = packages_distributions()
    undeclared = set()
    for path in MODULES.values():
        for imported in _imports(path):
            top = imported.split(".")[0]
            if top in sys.stdlib_module_names or top == "quotex":
                continue
            names = {name.lower().replace("_", "-") for name in homes.get(top, [top])}
            if not names & declared:
                undeclared.add(f"{path.name}: {top}")
    assert not undeclared


SOURCE = """
import a.b
from c import d
if TYPE_CHECKING:
    import e
def f():
    import g
    importlib.import_module(f'h.{g}')
"""


def test_the_checker_sees_imports(tmp_path: Path) -> None:
    source = tmp_path / "m.py"
    source.write_text(SOURCE, encoding="utf-8")
    assert _imports(source) == {"a.b", "c.d", "g", "h."}
    assert _imports(source, top_level_only=True) == {"a.b", "c.d"}


@pytest.mark.parametrize("name", sorted(n for n in MODULES if n.split(".")[0] != "training"))
def test_modules_stay_small(name: str) -> None:
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, f"{name} has {lines} lines: divide it"
