"""Every regular expression of quotex, and strings that make a careless one slow.

The patterns are found, not listed: those that stand in the code by reading it, those that are built (from the
rules above all) by running it with ``re`` and ``regex`` watched. ``python tests/patterns.py`` prints them.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

import regex
import regex._main as regex_main
from attrs import frozen

import quotex

ROOT = Path(quotex.__file__).parent
FUNCTIONS = frozenset("compile search match fullmatch split findall finditer sub subn".split())
NOT_PART = ("training",)
"""Folders of what makes the models: its input is trusted."""


@frozen
class Found:
    """A pattern: by which library, its source and flags, and the line that compiles it."""

    library: str
    source: str | bytes
    flags: int
    where: str

    def compiled(self) -> Any:
        return (re if self.library == "re" else regex).compile(self.source, self.flags)


def call_sites() -> Iterator[tuple[str, int, int, Found | None]]:
    """Every call of ``re`` and ``regex`` in the code: file, lines, the pattern if literal."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(NOT_PART):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            module = node.func.value
            if (
                not (isinstance(module, ast.Name) and module.id in ("re", "regex"))
                or node.func.attr not in FUNCTIONS
            ):
                continue
            found = None
            try:
                source = ast.literal_eval(node.args[0])
            except ValueError:
                pass
            else:
                found = Found(module.id, source, _flags(node), f"{name}:{node.lineno}")
            yield name, node.lineno, node.end_lineno or node.lineno, found


def _flags(call: ast.Call) -> int:
    given = [k.value for k in call.keywords if k.arg == "flags"]
    if isinstance(call.func, ast.Attribute) and call.func.attr == "compile":
        given += call.args[1:2]
    names = [n.attr for flag in given for n in ast.walk(flag) if isinstance(n, ast.Attribute)]
    library = re if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "re" else regex
    value = 0
    for name in names:
        value |= int(getattr(library, name))
    return value


def watched(run: Callable[[], object]) -> list[Found]:
    """The patterns that the code compiles while something runs; meant for a process of its own."""
    seen: dict[tuple[str, str | bytes, int], Found] = {}

    def watch(library: str, compile_: Callable[..., Any]) -> Callable[..., Any]:
        def compiling(source: Any, *args: Any, **named: Any) -> Any:
            out = compile_(source, *args, **named)
            frame = sys._getframe(1)
            while frame.f_back and Path(frame.f_code.co_filename).parent.name in ("re", "regex"):
                frame = frame.f_back
            path = Path(frame.f_code.co_filename)
            if isinstance(source, str | bytes) and path.is_relative_to(ROOT):
                where = f"{path.relative_to(ROOT).as_posix()}:{frame.f_lineno}"
                seen.setdefault((library, source, out.flags), Found(library, source, out.flags, where))
            return out

        return compiling

    re._compile = watch("re", re._compile)  # type: ignore[attr-defined]
    regex_main._compile = watch("regex", regex_main._compile)
    run()
    return list(seen.values())


def everything() -> None:
    """Import every module, load every rule, find and track the quotations of a small article."""
    for module in pkgutil.walk_packages(quotex.__path__, "quotex."):
        if module.name.split(".")[1] not in (*NOT_PART, "__main__"):
            importlib.import_module(module.name)
    for name, module in list(sys.modules.items()):
        if name.startswith("quotex.rules."):
            for loader in vars(module).values():
                if hasattr(loader, "cache_info") and loader.__module__ == name and not _needs(loader):
                    loader()
    from standin import StandIn

    from quotex.extractor import Extractor
    from quotex.records import Article
    from quotex.report.audit import audit
    from quotex.report.collection import collect

    text = "“We stayed all night,” Ms. Ines Ferrol told Radio Vest on Tuesday. Mr. Lind said it was 'over'."
    articles = [Article(id=i, text=text, outlet=i, published="2026-03-03") for i in ("a", "b")]
    extractor = Extractor(StandIn())  # type: ignore[arg-type]
    found = [extractor.extract(article) for article in articles]
    quotex.track([quote for quotes in found for quote in quotes], articles, translations=False)
    audit(collect(found, articles))


def _needs(function: Callable[..., object]) -> bool:
    """Whether a function cannot be called without arguments."""
    parameters = inspect.signature(function).parameters.values()
    return any(p.default is p.empty for p in parameters)


def patterns() -> list[Found]:
    """Every pattern of the code and of the rules."""
    command = [sys.executable, str(Path(__file__))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    built = [
        Found(
            row["library"],
            row["source"].encode("latin-1") if row["bytes"] else row["source"],
            row["flags"],
            row["where"],
        )
        for row in json.loads(done.stdout)
    ]
    literal = [found for *_, found in call_sites() if found is not None]
    return list({(f.library, f.source): f for f in (*literal, *built)}.values())


# Attack strings

GENERIC = (
    *(
        " ",
        "\n",
        "a",
        "A",
        "1",
        "-",
        "—",
        "'",
        '"',
        "(",
        ")",
        "[",
        ".",
        ",",
        ":",
        "<",
        "@",
        "_",
        "\x00",
        "é",
        "\u00a0",
    ),
    *("a ", "A ", "Ab ", "a-", "1,", "'a", "(a", "a.", ". ", "a: ", "a\n", "A.", "– ", "<!---->", "www."),
)
_CATEGORIES = {sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_WORD: "-"}
"""What stands for a class of characters; a letter stands for all others."""
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_MANY = 20
"""A repeat that may go on for more than so many times is attacked."""
_BRANCHES = 6
_ATTACKS = 40


def attacks(source: str | bytes) -> Iterator[tuple[str, str]]:
    """Beginnings and units to repeat behind them: what leads to each repeat of a pattern, what it takes."""
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    yield from (("", unit) for unit in GENERIC)
    # What ``re`` does not know is put in its words; what it still cannot read is driven by its words.
    text = re.sub(r"\\p\{Lu\}", "[A-Z]", text)
    text = re.sub(r"\\[pP]\{\w+\}", "[a-z]", text).replace("[[", "[").replace("--[ ]]", "]")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = sre_parser.parse(text)
    except re.error:
        yield from (("", f"{word} ") for word in dict.fromkeys(re.findall(r"[A-Za-z]{2,}", text)[:_ATTACKS]))
        return
    whole = _example(tree)
    found = dict.fromkeys([("", whole), ("", whole + " "), *_repeats(tree, "")])
    yield from [attack for attack in found if attack[1]][:_ATTACKS]


def _repeats(nodes: Any, before: str) -> Iterator[tuple[str, str]]:
    for operation, value in nodes:
        if operation in _REPEATS:
            _, most, body = value
            if most > _MANY:
                yield from ((before, unit) for unit in _examples(body))
                yield from (("", before + unit) for unit in _examples(body))
            yield from _repeats(body, before)
        elif operation is sre.BRANCH:
            for branch in value[1][:_BRANCHES]:
                yield from _repeats(branch, before)
        elif operation is sre.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif operation in (sre.ATOMIC_GROUP,):
            yield from _repeats(value, before)
        elif operation in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(value[1], before)
        before += _example([(operation, value)])


def _examples(nodes: Any) -> list[str]:
    """A few strings that a body takes: one for each member of a set that it begins with."""
    if len(nodes) == 1 and nodes[0][0] is sre.IN:
        return list(dict.fromkeys(_member(m) for m in nodes[0][1] if m[0] is not sre.NEGATE))[:4] or ["a"]
    return [_example(nodes)]


def _member(member: Any) -> str:
    operation, value = member
    if operation is sre.LITERAL:
        return chr(value)
    if operation is sre.RANGE:
        return chr(value[0])
    return _CATEGORIES.get(value, "a")


def _example(nodes: Any) -> str:
    """A short string that the nodes match, look-around left out."""
    out = ""
    for operation, value in nodes:
        if operation is sre.LITERAL:
            out += chr(value)
        elif operation is sre.IN:
            out += "a" if value[0][0] is sre.NEGATE else _member(value[0])
        elif operation in (sre.ANY, sre.NOT_LITERAL):
            out += "a"
        elif operation in _REPEATS:
            out += _example(value[2]) * max(value[0], 1 if value[1] <= 1 else value[0])
        elif operation is sre.BRANCH:
            out += _example(value[1][0])
        elif operation is sre.SUBPATTERN:
            out += _example(value[3])
        elif operation is sre.ATOMIC_GROUP:
            out += _example(value)
    return out


if __name__ == "__main__":
    rows = [
        {
            "library": f.library,
            "source": f.source.decode("latin-1") if isinstance(f.source, bytes) else f.source,
            "bytes": isinstance(f.source, bytes),
            "flags": int(f.flags),
            "where": f.where,
        }
        for f in watched(everything)
    ]
    print(json.dumps(rows))
