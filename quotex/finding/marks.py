"""Finds the stretches in quotation marks.

Every mark of a paragraph is read as opening, closing or neither; the cheapest reading of the
whole paragraph wins (dynamic programming over the open marks, linear in their number). A lost,
doubled or wrong-way mark therefore costs one quotation and leaves the others alone. Costs,
glyphs and elisions are data: ``rules/<language>/marks.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from quotex.finding.paragraphs import paragraphs
from quotex.light import frozen
from quotex.records import Span
from quotex.rules.marks import MarkRules

MAX_DEPTH = 2
SINGLES = ("single", "guillemet-single")
_WORD = regex.compile(r"\w+")
_DECADE = regex.compile(r"\d0s?")


@frozen(slots=True)
class Region:
    """A stretch in quotation marks.

    Attributes:
        start, end: offsets, the marks included.
        inner: offsets of what stands between the marks, without white space at its ends.
        family: which marks (double, single, guillemet ...).
        depth: 0 for an outermost stretch, 1 for one inside another, ...
        opened, closed: whether the mark at that end is really there.
        paragraph: index of its paragraph.
    """

    start: int
    end: int
    inner: Span
    family: str
    depth: int
    opened: bool
    closed: bool
    paragraph: int

    @property
    def unbalanced(self) -> bool:
        """Whether a mark is missing."""
        return not (self.opened and self.closed)


@frozen(slots=True)
class _Mark:
    start: int
    end: int
    family: str
    open_cost: float
    close_cost: float
    ignore_cost: float


@frozen(slots=True)
class _State:
    cost: float
    steps: tuple[object, ...] | None  # (step, mark index, earlier steps): a linked list, newest first
    since: int


def find_regions(text: str, rules: MarkRules) -> list[Region]:
    """Find all stretches in quotation marks, outer ones before inner ones, in text order.

    Args:
        text: the article's text.
        rules: the marks of its language.
    """
    blocks = paragraphs(text)
    found: list[Region] = []
    carried = False
    read: list[list[_Mark]] = [[] for _ in blocks]
    n = 0
    for match in rules.pattern.finditer(text):  # one pass over the text, not one a paragraph
        a, b = match.span()
        while n < len(blocks) and blocks[n][1] <= a:
            n += 1
        if n == len(blocks):
            break
        if blocks[n][0] <= a and b <= blocks[n][1]:
            mark = _read_mark(text, a, b, *blocks[n], rules)
            if mark is not None:
                read[n].append(mark)
    if not any(read):
        return []
    opens = [_opens(text, s, e, rules) for s, e in blocks]
    doubled = [[m for m in marks if m.family not in SINGLES] for marks in read]
    taken = any(
        _marks_block(text, s, doubles, rules, 2) for (s, _), doubles in zip(blocks, doubled, strict=True)
    )
    for n, (s, e) in enumerate(blocks):
        marks, doubles = read[n], doubled[n]
        if not marks:
            carried = False
            continue
        follows = n + 1 < len(blocks) and opens[n + 1]
        if taken and _marks_block(text, s, doubles, rules, 0):
            doubles = doubles[1:]
        outer = _pair(doubles, s, e, follows, carried, rules)
        carried = bool(outer) and not outer[-1][3] and outer[-1][1] == e
        singles = [m for m in marks if m.family in SINGLES]
        inner = _pair_singles(singles, outer, s, e, follows, rules) if singles else []
        found += _regions(text, outer + inner, n)
    return found


def _marks_block(text: str, start: int, doubles: Sequence[_Mark], rules: MarkRules, least: int) -> bool:
    """Whether a paragraph's first mark only shows that all of it is taken from elsewhere.

    It is a straight one, never closed, and at least so many curly ones stand in pairs behind it.
    """
    sides = [rules.sides[text[m.start : m.end]] for m in doubles]
    inside = sides[1:]
    return (
        bool(sides)
        and len(inside) >= least
        and doubles[0].start == start
        and sides[0] == "both"
        and inside[::2] == ["open"] * len(inside[::2])
        and inside[1::2] == ["close"] * len(inside[::2])
    )


def _opens(text: str, start: int, end: int, rules: MarkRules) -> bool:
    if start >= end or not text.startswith(rules.glyphs, start, end):
        return False
    for glyph in rules.glyphs:
        if text.startswith(glyph, start, end) and rules.sides[glyph] != "close":
            return start + len(glyph) < end and not text[start + len(glyph)].isspace()
    return False


def _read_mark(text: str, a: int, b: int, start: int, end: int, rules: MarkRules) -> _Mark | None:
    glyph = text[a:b]
    side, family, cost = rules.sides[glyph], rules.families[glyph], rules.costs
    before = text[a - 1] if a > start else " "
    after = text[b] if b < end else " "
    single = family in SINGLES
    if family == "single":
        if before.isalnum() and after.isalnum():
            return None
        word = _WORD.match(text, b, min(end, b + 20))
        if word and not before.isalnum() and side != "open":
            if word.group().lower() in rules.elisions or _DECADE.fullmatch(word.group()):
                return None
    can_open = (before.isspace() or before in rules.before_open) and not after.isspace()
    can_close = not before.isspace() and (after.isspace() or after in rules.after_close)
    open_cost = cost["wrong_side"] if side == "close" else 0.0
    close_cost = cost["wrong_side"] if side == "open" else 0.0
    if family.startswith("guillemet"):  # »so« in some countries, and with spaces inside in others
        opens = can_open and after.isalnum()
        closes = can_close and (before.isalnum() or before in rules.before_close) and not after.isalnum()
        if opens != closes:
            open_cost, close_cost = (0.0, cost["wrong_context"]) if opens else (cost["wrong_context"], 0.0)
    elif can_open != can_close:
        open_cost += 0.0 if can_open else cost["wrong_context"]
        close_cost += 0.0 if can_close else cost["wrong_context"]
    elif not can_open and before.isalnum() and after.isalnum():
        close_cost += 0.5
        open_cost += 0.5
    ignore = cost["ignored"]
    if single and glyph != "‘":
        ignore = cost["ignored_single"]
        if before in rules.before_close:
            ignore *= 2  # a full stop or comma right before it: hardly an apostrophe
        elif before in "sn" and can_close:
            ignore *= 0.3  # plural possessive, or a dropped g
    if before.isdigit() and side == "both":
        ignore = cost["measure"]
    return _Mark(a, b, family, open_cost, close_cost, ignore)


_Pair = tuple[int, int, int, bool, bool, str]  # start, end, depth, closed, opened, family


def _pair(
    marks: Sequence[_Mark], start: int, end: int, follows: bool, carried: bool, rules: MarkRules
) -> list[_Pair]:
    """The cheapest reading of a paragraph's marks, as (start, end, depth, closed, opened, family)."""
    if not marks:
        return []
    cost = rules.costs
    states: dict[tuple[str, ...], _State] = {(): _State(0.0, None, start)}
    first = marks[0]
    if first.close_cost <= first.open_cost:
        price = cost["reopened"] if carried else cost["open_start"]
        states[(first.family,)] = _State(price, None, start)
    virtual = (first.family,)
    for k, mark in enumerate(marks):
        after: dict[tuple[str, ...], _State] = {}

        def offer(
            key: tuple[str, ...],
            price: float,
            step: str,
            old: _State,
            since: int,
            k: int = k,
            after: dict[tuple[str, ...], _State] = after,
        ) -> None:
            best = after.get(key)
            if best is None or price < best.cost - 1e-9:
                after[key] = _State(price, (step, k, old.steps), since)

        for stack, old in states.items():
            offer(stack, old.cost + mark.ignore_cost, "i", old, old.since)
            if len(stack) < MAX_DEPTH:
                nested = cost["nested"] if stack and stack[-1] == mark.family else 0.3 if stack else 0.0
                offer((*stack, mark.family), old.cost + mark.open_cost + nested, "o", old, mark.start)
            if stack and stack[-1] == mark.family:
                offer(stack[:-1], old.cost + mark.close_cost, "c", old, old.since)
                offer(stack, old.cost + mark.open_cost + cost["lost_close"], "x", old, mark.start)
        states = after
    best: tuple[float, tuple[str, ...], _State] | None = None
    for stack, state in states.items():
        price = state.cost
        if stack:
            price += cost["reopened"] if follows else cost["open_end"]
            price += (len(stack) - 1) * cost["open_end"]
            price += cost["long_open"] * (0 if follows else (end - state.since) / 1000)
        if best is None or price < best[0] - 1e-9:
            best = (price, stack, state)
    assert best is not None
    return _read_steps(marks, best[2], start, end, virtual)


def _read_steps(
    marks: Sequence[_Mark], state: _State, start: int, end: int, virtual: tuple[str, ...]
) -> list[_Pair]:
    steps: list[tuple[str, int]] = []
    link = state.steps
    while link is not None:
        steps.append((link[0], link[1]))  # type: ignore[arg-type]
        link = link[2]  # type: ignore[assignment]
    steps.reverse()
    depth = 0
    for step, _ in steps:
        if step == "c":
            depth -= 1
            if depth < 0:
                break
        elif step == "o":
            depth += 1
        elif step == "x" and depth == 0:
            depth = -1
            break
    stack: list[tuple[int, bool, str]] = [(start, False, virtual[0])] if depth < 0 else []
    out: list[_Pair] = []
    for step, k in steps:
        mark = marks[k]
        if step == "o":
            stack.append((mark.start, True, mark.family))
        elif step == "c":
            a, opened, family = stack.pop()
            out.append((a, mark.end, len(stack), True, opened, family))
        elif step == "x":
            a, opened, family = stack.pop()
            out.append((a, mark.start, len(stack), False, opened, family))
            stack.append((mark.start, True, mark.family))
    while stack:
        a, opened, family = stack.pop()
        out.append((a, end, len(stack), False, opened, family))
    return sorted(out, key=lambda p: (p[0], -p[1]))


def _pair_singles(
    singles: Sequence[_Mark],
    outer: list[_Pair],
    start: int,
    end: int,
    follows: bool,
    rules: MarkRules,
) -> list[_Pair]:
    """Single marks pair inside each outermost stretch by themselves, and outside all of them."""
    tops = [p for p in outer if p[2] == 0]
    within: list[list[_Mark]] = [[] for _ in tops]
    rest: list[_Mark] = []
    n = 0
    for mark in singles:  # both stand in text order: one pass over both
        while n < len(tops) and tops[n][1] < mark.end:
            n += 1
        (within[n] if n < len(tops) and tops[n][0] <= mark.start else rest).append(mark)
    out: list[_Pair] = []
    for (a, b, *_), marks in zip(tops, within, strict=True):
        for p in _pair(marks, a, b, False, False, rules):
            if p[3] and p[4]:
                out.append((*p[:2], p[2] + 1, *p[3:]))
    for p in _pair(rest, start, end, follows, False, rules):
        if (p[3] or follows or (p[0] == start and p[4])) and p[4]:
            out.append(p)
    around = sorted(p for p in out if p[2] == 0)
    n = 0
    for k, p in sorted(enumerate(outer), key=lambda pair: pair[1][0]):
        while n < len(around) and around[n][1] < p[1] and around[n][1] <= p[0]:
            n += 1
        if n < len(around) and around[n][0] < p[0] and p[1] <= around[n][1]:
            outer[k] = (*p[:2], p[2] + 1, *p[3:])
    return out


def _regions(text: str, pairs: list[_Pair], paragraph: int) -> list[Region]:
    out = []
    for a, b, depth, closed, opened, family in sorted(pairs, key=lambda p: (p[0], -p[1])):
        s, e = a, b
        if opened:
            s += 2 if family == "double" and text[a : a + 2] in ("``", "''", "‘‘") else 1
        if closed:
            e -= 2 if family == "double" and text[b - 2 : b] in ("''", "’’", "``") else 1
        while s < e and text[s].isspace():
            s += 1
        while e > s and text[e - 1].isspace():
            e -= 1
        if s < e:
            out.append(Region(a, b, (s, e), family, depth, opened, closed, paragraph))
    return out
