"""Whether two articles name the same speaker: accents, titles, initials and middle names fall away.

Two people are never made one by a likeness of spelling: surnames must be equal, first names equal
or one the other's initial, and middle names, generations and first names must not contradict.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex
from attrs import frozen

from quotex.rules.tracking import tracking_rules

SAME, UNKNOWN, DIFFERENT = "same", "unknown", "different"

_NAMED = frozenset({"person", "organization"})
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’][\p{L}]+)*")


@frozen(slots=True)
class SpeakerKey:
    """A speaker's name in comparable parts.

    Attributes:
        named: whether it is the name of somebody or something, not a description.
        person: whether it is compared as a person's name.
        first: first name, initial, or "".
        middle: middle names and initials.
        last: surname; of an organisation the last word of its name.
        suffix: generation ("jr"), or "".
        words: all words that identify.
    """

    named: bool
    person: bool
    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str
    words: tuple[str, ...]


def fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


@lru_cache(maxsize=200_000)
def speaker_key(name: str | None, speaker_type: str = "unknown", language: str = "en") -> SpeakerKey | None:
    """The comparable parts of a speaker's name; None for nobody."""
    if not name or not name.strip():
        return None
    parts = tracking_rules(language).name_parts
    words = [w.replace("'", "") for w in _WORD.findall(fold(name))]
    if speaker_type == "organization" or (speaker_type not in _NAMED and _described(name, words, parts)):
        content = tuple(w for w in words if w not in parts["article"] and w not in parts["joint"])
        content = content or tuple(words)
        named = speaker_type == "organization"
        return SpeakerKey(named, False, "", (), content[-1] if content else "", "", content)
    suffix = ""
    while len(words) > 1 and words[-1] in parts["suffix"]:
        suffix = words.pop()
    while len(words) > 1 and words[0] in parts["title"]:
        words.pop(0)
    core = [w for w in words if w not in parts["particle"]] or words
    if not core:
        return None
    first = core[0] if len(core) > 1 else ""
    named = speaker_type != "unnamed_person" and speaker_type != "group" and speaker_type != "document"
    return SpeakerKey(named, True, first, tuple(core[1:-1]), core[-1], suffix, tuple(core))


def _described(name: str, words: list[str], parts: dict[str, frozenset[str]]) -> bool:
    return name[:1].islower() or (bool(words) and words[0] in parts["article"])


def same_speaker(a: SpeakerKey | None, b: SpeakerKey | None) -> str:
    """SAME, DIFFERENT or UNKNOWN; a description ("an aide") is never the same as a name."""
    if a is None or b is None:
        return UNKNOWN
    if a.words == b.words and a.named == b.named and a.suffix == b.suffix:
        return SAME
    if not a.named and not b.named and not a.person and not b.person and set(a.words) == set(b.words):
        return SAME
    if not a.named or not b.named:
        return UNKNOWN
    if a.person and b.person:
        return SAME if _same_person(a, b) else DIFFERENT
    if a.person != b.person:
        return SAME if set(a.words) == set(b.words) else DIFFERENT
    return SAME if _same_body(a.words, b.words) else DIFFERENT


def _same_person(a: SpeakerKey, b: SpeakerKey) -> bool:
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return False
    if not a.first or not b.first:
        return (a.last in b.words[1:] or a.last == b.last) if not a.first else b.last in a.words[1:]
    if not _agree(a.first, b.first):
        return False
    if a.last == b.last:
        return all(_agree(x, y) for x, y in zip(a.middle, b.middle, strict=False))
    # A second surname that one of them leaves out.
    return a.first == b.first and len(a.first) > 1 and (a.last in b.middle or b.last in a.middle)


def _agree(a: str, b: str) -> bool:
    return a == b or (a[:1] == b[:1] and (len(a) == 1 or len(b) == 1))


def _same_body(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    few, many = sorted((set(a), set(b)), key=len)
    if few <= many:
        return True
    for short, long in ((a, b), (b, a)):
        if len(short) == 1 and len(short[0]) > 1 and short[0] == "".join(w[0] for w in long):
            return True
    return False
