"""Text of pieces of HTML that are no whole page: the entries of a feed, the body of an e-mail."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from quotex.errors import InputError

_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li"
    " main ol p pre section table td th tr ul".split()
)
_HIDDEN = frozenset("head math noscript object script style svg template title".split())
_DIVIDED = re.compile(r"\w-\Z")
_ENDED = re.compile(r"[.!?:][\"'”’»)]*\Z")
_BREAK = "\0"
"""Stands for a block's edge until blanks are gone; HTML cannot hold it."""


DEEPEST = 256
"""Elements around one another that libxml2 reads; what nests deeper would be lost without a word."""

MOST_ELEMENTS = 50_000
"""Elements of a page; some of what is asked about them takes time by the square of their number, and inside
a C library, where no time limit reaches. Few articles have a tenth of it."""

LONGEST_SCRIPT = 64 * 1024
"""Characters of a script; patterns look for metadata in it that take time by the square of its length."""

_TAG = re.compile(r"<(/?)[A-Za-z]")
_SCRIPT_START = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)


def has_too_many_elements(page: str) -> bool:
    """Whether a page has more than ``MOST_ELEMENTS``."""
    return sum(1 for tag in islice(_TAG.finditer(page), 2 * MOST_ELEMENTS + 2) if not tag[1]) > MOST_ELEMENTS


def without_long_scripts(page: str) -> str:
    """A page less the scripts that are longer than ``LONGEST_SCRIPT``."""
    if len(page) <= LONGEST_SCRIPT:
        return page
    pieces: list[str] = []
    at = 0
    while start := _SCRIPT_START.search(page, at):
        end = _SCRIPT_END.search(page, start.end())
        last = end.start() if end else len(page)
        pieces.append(page[at : start.start()])
        if last - start.start() <= LONGEST_SCRIPT:
            pieces.append(page[start.start() : last])
        else:
            pieces.append("<script>")
        at = last
    return "".join([*pieces, page[at:]])


def nests_too_deep(page: str) -> bool:
    """Whether a page's elements stand in one another more than ``DEEPEST`` times.

    Tags alone cannot tell, since many may be left open; the parser is asked only where they leave it open.
    """
    depth = deepest = 0
    for tag in _TAG.finditer(page):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    if deepest < DEEPEST:
        return False
    from lxml import etree  # costs 20 ms

    parser = etree.HTMLParser()
    try:
        etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return False  # reading it will say what is wrong
    return any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def text_of(fragment: str) -> str:
    """The text of a piece of HTML, a blank line between its blocks, other white space collapsed.

    Raises:
        InputError: it cannot be parsed.
    """
    from lxml import etree, html  # costs 20 ms

    if not fragment.strip():
        return ""
    if nests_too_deep(fragment):
        raise InputError(f"its markup nests deeper than {DEEPEST} elements")
    try:
        root = html.fragment_fromstring(fragment.replace(_BREAK, ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"the markup cannot be read ({error})") from None
    pieces: list[str] = []
    _collect(root, pieces)
    blocks = (" ".join(block.split()) for block in "".join(pieces).split(_BREAK))
    return "\n\n".join(block for block in blocks if block)


def _collect(root: Any, pieces: list[str]) -> None:
    """Walk without recursion: markup may nest as deep as it likes."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        name = element.tag if isinstance(element.tag, str) else ""
        edge = _BREAK if name in _BLOCKS or name == "br" else ""
        if leaving:
            pieces.append(edge + (element.tail or ""))
            continue
        if not name or name in _HIDDEN:
            pieces.append(element.tail or "")
            continue
        pieces.append(edge + (element.text or ""))
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def unwrapped(lines: list[str]) -> str:
    """Lines of a printed page as paragraphs, a blank line between them.

    A paragraph ends at an empty line, and behind a line that ends a sentence clearly before the
    margin. A word divided by a hyphen at the margin is put together again.
    """
    widths = sorted(len(line) for line in lines if line.strip())
    margin = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    paragraphs: list[str] = []
    pieces: list[str] = []
    for line in (line.strip() for line in [*lines, ""]):
        if pieces and line:
            divided = _DIVIDED.search(pieces[-1]) and line[:1].islower()
            pieces[-1] = pieces[-1][:-1] if divided else f"{pieces[-1]} "
        if line:
            pieces.append(line)
        ended = len(line) < 0.8 * margin and _ENDED.search(line)
        if pieces and (not line or ended):
            paragraphs.append("".join(pieces))
            pieces = []
    return "\n\n".join(paragraphs)
