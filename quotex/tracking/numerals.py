"""Number words and figures as one word each: "twelve hundred" and "1,200" are 1200."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation

from quotex.rules.tracking import NumberRules

Group = tuple[int, int, str]


def is_number(word: str) -> bool:
    """Whether a comparable word is a number."""
    return word[:1].isdigit()


def merge_numbers(words: Sequence[str], rules: NumberRules, stops: Collection[int] = ()) -> list[Group]:
    """Group words so that each number is one group.

    Args:
        words: comparable words (lower case, figures without thousands separators).
        rules: number words of the language.
        stops: indices at which a new group must begin.

    Returns:
        (first, last exclusive, word) of each group, in order; together they cover all words.
    """
    groups: list[Group] = []
    i = 0
    while i < len(words):
        end, value = _number_at(words, i, rules, stops)
        if value is None:
            groups.append((i, i + 1, words[i]))
            i += 1
        else:
            groups.append((i, end, _written(value)))
            i = end
    return groups


def _number_at(
    words: Sequence[str], i: int, rules: NumberRules, stops: Collection[int]
) -> tuple[int, Decimal | None]:
    """The longest number that begins at ``i`` and where it ends."""
    value = _simple(words[i], rules)
    if value is None:
        return i, None
    total, current, end = Decimal(0), value, i + 1
    spoken = words[i] in rules.values
    while end < len(words) and end not in stops:
        word = words[end]
        scale = rules.scales.get(word)
        if scale is not None:
            current *= scale
            if scale >= 1000:
                total, current = total + current, Decimal(0)
            spoken, end = True, end + 1
            continue
        joined = word == rules.joint and end + 1 < len(words) and end + 1 not in stops
        follower = words[end + 1] if joined else word
        part = rules.values.get(follower)
        if part is None or not spoken or not _fits(current, total, part, joined):
            break
        current += part
        end += 2 if joined else 1
    return end, total + current


def _simple(word: str, rules: NumberRules) -> Decimal | None:
    spoken = rules.values.get(word)
    if spoken is not None:
        return Decimal(spoken)
    if not word[:1].isdigit() or ":" in word:
        return None
    try:
        return Decimal(word)
    except InvalidOperation:
        return None


def _fits(current: Decimal, total: Decimal, part: int, joined: bool) -> bool:
    """Whether a value may follow inside one number: tens after hundreds, units after tens."""
    if current and current % 100 == 0:
        return True
    if joined:
        return bool(total) and not current
    if 20 <= current % 100 <= 90 and current % 10 == 0:
        return 1 <= part <= 9
    return bool(total) and not current


def _written(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
