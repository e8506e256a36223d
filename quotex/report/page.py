"""One HTML file that needs nothing else: data, style and script within it, and a policy against the rest."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import regex

from quotex.errors import QuotexError
from quotex.export import output
from quotex.records import Article, Passage
from quotex.report.audit import audit
from quotex.report.collection import collect
from quotex.report.payload import payload, texts
from quotex.rules.audit import audit_rules

TITLE = "Who said what"
SCRIPTS = (
    "dom.js",
    "data.js",
    "format.js",
    "charts.js",
    "filters.js",
    "quotations.js",
    "overview.js",
    "speakers.js",
    "articles.js",
    "reading.js",
    "passages.js",
    "audit.js",
    "main.js",
)
"""The page's script, in the order in which its parts must come."""

STYLES = ("base.css", "views.css", "print.css")
_SURROGATE = regex.compile("[\ud800-\udfff]")


def write_report(
    quotes: Iterable[Any],
    passages: Iterable[Passage],
    path: str | Path,
    *,
    articles: Iterable[Article] | None = None,
    title: str = TITLE,
    period: str = "month",
) -> None:
    """Write a report as one HTML file that opens from disk, without a network.

    Args:
        quotes: quotations; or what ``extract`` gave, or the sequences that ``pipe`` gives, whose
            articles are then shown in full.
        passages: what ``track`` gave; those printed once are not shown as passages.
        path: the file.
        articles: articles whose quotations come without them.
        title: headline of the report.
        period: day, month or year, for the source audit.

    Raises:
        InputError: there is no such period.
        OSError: the file cannot be written.
        QuotexError: jinja2 is not installed.
    """
    page = render(quotes, passages, articles=articles, title=title, period=period)
    with output(path) as file:
        file.write(page.encode("utf-8"))


def render(
    quotes: Iterable[Any],
    passages: Iterable[Passage],
    *,
    articles: Iterable[Article] | None = None,
    title: str = TITLE,
    period: str = "month",
) -> str:
    """The report as HTML; arguments and errors as of ``write_report``."""
    try:
        import jinja2
        from markupsafe import Markup
    except ImportError:
        raise QuotexError("a report needs jinja2: pip install 'quotex[report]'") from None
    collection = collect(quotes, articles)
    rules = audit_rules()
    data = payload(collection, passages, audit(collection, period=period), rules, title)
    script = "\n".join(_asset(name) for name in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{script}}})();\n'
    style = "\n".join(_asset(name) for name in STYLES)
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(_asset("report.html.j2")).render(
        title=_SURROGATE.sub("\ufffd", title),
        policy=_policy(script, style),
        style=Markup(style),  # nosec B704  # a file of ours
        script=Markup(script),  # nosec B704  # a file of ours
        data=Markup(inert_json(data)),  # nosec B704  # no markup is left in it
        texts=Markup(inert_json(texts(collection))),  # nosec B704  # nor in this
    )


def inert_json(value: Any) -> str:
    """JSON that can stand in a script element: no character of it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def _policy(script: str, style: str) -> str:
    """Nothing may run or load but the one script and the one style sheet, known by their hashes."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _asset(name: str) -> str:
    return (resources.files("quotex.report") / "assets" / name).read_text(encoding="utf-8")
