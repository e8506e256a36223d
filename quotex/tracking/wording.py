"""The words of a quotation as they are compared: one form for all writings of a word.

Case, punctuation, contractions, spelling, number words and masked letters fall away; what an
ellipsis leaves out and what stands in [brackets] is kept apart, because neither was said so.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import regex
from attrs import frozen

from quotex.records import Span
from quotex.rules.tracking import TrackingRules, tracking_rules
from quotex.tracking.numerals import merge_numbers

_TOKEN = regex.compile(
    r"""
      (?P<ellipsis>\.\s?\.\s?\.(?:\s?+\.)*+|…\.?|\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\(\s*(?:\.\s?\.\s?\.|…)\s*\))
    | (?P<capital>\[\p{L}\]\p{L}[\p{L}\p{M}'’]*)
    | (?P<bracket>\[[^\[\]\n]{1,120}\])
    | (?P<number>\p{N}++(?:[.,:]\p{N}++)*+(?:['’]?\p{L}{1,2}\b)?)
    | (?P<mask>\p{L}++[*]++\p{L}*+|\p{L}{1,3}(?:--+|——*|––*|__+)\p{L}+|\p{L}{1,6}[@\#]+\p{L}+)
    | (?P<abbreviation>(?:\p{L}\.){2,})
    | (?P<word>\p{L}[\p{L}\p{M}\p{N}]*+(?:['’ʼ‘]\p{L}++)*+)
    | (?P<elision>(?<!['’\p{L}])['’]\p{L}{2,5}\b)
    | (?P<sign>[%&$£€])
    """,
    regex.VERBOSE,
)
_CHUNK = regex.compile(r"\S+")
_ACROSS_SPACES = regex.compile(r"\[|\.\s\.|\(\s*[.…]")
_BEFORE_NUMBER = frozenset("$£€")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_REMEMBERED = 200_000

ORDINAL = "#"
"""Ends the comparable form of an ordinal number."""

# What one match gives: kind, comparable words, written form, start, end.
_Piece = tuple[str, tuple[str, ...], str, int, int]


@frozen(slots=True)
class Wording:
    """The comparable words of a text and where they stand in it.

    Attributes:
        words: the words in their common form.
        spans: for each word the offsets of what is written (several words may share them).
        elided: indices of words before which an ellipsis stands.
        brackets: (index of the word before which it stands, start, end) of each [bracket].
        surface: the written words in lower case, to tell spelling from identity.
    """

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    elided: frozenset[int] = frozenset()
    brackets: tuple[tuple[int, int, int], ...] = ()
    surface: str = ""

    @property
    def key(self) -> str:
        """All words joined by spaces, with one at either end, so that ``in`` finds whole words."""
        return f" {' '.join(self.words)} "


class Normaliser:
    """Turns text into comparable words by the vocabulary of a language."""

    def __init__(self, rules: TrackingRules) -> None:
        self._rules = rules
        self._chunks: dict[str, tuple[_Piece, ...]] = {}
        self._numberish = frozenset(rules.numbers.values) | frozenset(rules.numbers.scales)
        self._compound_first = frozenset(first for first, _ in rules.compounds)
        self._compound_last = frozenset(last for _, last in rules.compounds)

    @property
    def negations(self) -> frozenset[str]:
        """Words that turn a sentence round."""
        return self._rules.negations

    def wording(self, text: str, start: int = 0, end: int | None = None) -> Wording:
        """The comparable words of ``text[start:end]``; offsets count from the text's beginning."""
        words: list[str] = []
        spans: list[Span] = []
        elided: set[int] = set()
        brackets: list[tuple[int, int, int]] = []
        currencies: dict[int, str] = {}
        surface: list[str] = []
        spoken = False
        pending = ""
        for offset, (kind, forms, written, first, last) in self._pieces(text, start, end):
            if kind == "ellipsis":
                elided.add(len(words))
                continue
            if kind == "bracket":
                brackets.append((len(words), offset + first, offset + last))
                continue
            surface.append(written)
            if kind == "currency":
                pending = forms[0]
                continue
            if pending and kind == "number":
                currencies[len(words)] = pending
            pending = ""
            spoken = spoken or forms[0] in self._numberish
            span = (offset + first, offset + last)
            for form in forms:
                words.append(form)
                spans.append(span)
        joined = bool(currencies) or self._has_compound(words)
        if joined or (spoken and self._numbers_meet(words)):
            words, spans, elided, brackets = self._join(words, spans, elided, brackets, currencies)
        return Wording(tuple(words), tuple(spans), frozenset(elided), tuple(brackets), " ".join(surface))

    def _numbers_meet(self, words: list[str]) -> bool:
        """Whether number words may belong together; where they do not, write them in figures."""
        values = self._rules.numbers.values
        numberish = self._numberish
        at = [n for n, word in enumerate(words) if word in numberish or word[:1].isdigit()]
        if any(b - a <= 2 for a, b in pairwise(at)):
            return True
        for n in at:
            value = values.get(words[n])
            if value is not None:
                words[n] = str(value)
        return False

    def _has_compound(self, words: list[str]) -> bool:
        if self._compound_first.isdisjoint(words) or self._compound_last.isdisjoint(words):
            return False
        compounds = self._rules.compounds
        return any(pair in compounds for pair in pairwise(words))

    def words(self, text: str) -> tuple[str, ...]:
        """The comparable words of a text, without their places."""
        return self.wording(text).words

    def _pieces(self, text: str, start: int, end: int | None) -> list[tuple[int, _Piece]]:
        stop = len(text) if end is None else end
        if _ACROSS_SPACES.search(text, start, stop):
            return [(0, self._piece(m)) for m in _TOKEN.finditer(text, start, stop)]
        out = []
        for match in _CHUNK.finditer(text, start, stop):
            chunk = match[0]
            pieces = self._chunks.get(chunk)
            if pieces is None:
                if len(self._chunks) >= _REMEMBERED:
                    self._chunks.clear()
                pieces = self._chunks[chunk] = tuple(self._piece(m) for m in _TOKEN.finditer(chunk))
            offset = match.start()
            for piece in pieces:
                out.append((offset, piece))
        return out

    def _piece(self, match: regex.Match[str]) -> _Piece:
        kind, written = match.lastgroup or "", match[0]
        first, last = match.span()
        forms: tuple[str, ...] = ()
        if kind in ("ellipsis", "bracket"):
            return kind, (), "", first, last
        if kind == "sign":
            forms = (self._rules.signs[written],)
            if written in _BEFORE_NUMBER:
                kind = "currency"
        elif kind == "capital":
            written = written[1] + written[3:]
            forms = self._form(written)
        elif kind == "mask":
            forms = (self._unmask(written),)
        elif kind == "elision":
            if written.casefold().translate(_APOSTROPHES) not in self._rules.contractions:
                written = written[1:]
            forms = self._form(written)
        elif kind == "number":
            forms = self._number(written)
        elif kind == "word":
            forms = self._form(written)
        else:
            forms = (self._plain(written),)
        return kind, forms, written.translate(_APOSTROPHES).casefold(), first, last

    def _form(self, written: str) -> tuple[str, ...]:
        rules = self._rules
        if written in rules.acronyms:
            return (rules.acronyms[written],)
        word = written.casefold().translate(_APOSTROPHES)
        known = rules.contractions.get(word)
        if known:
            return known
        if "'" in word:
            for ending, stands_for in rules.endings.items():
                if word.endswith(ending) and len(word) > len(ending):
                    return (*self._form(word[: -len(ending)]), stands_for)
        return (self._plain(word),)

    def _number(self, written: str) -> tuple[str, ...]:
        word = written.casefold().translate(_APOSTROPHES).replace("'", "")
        if ":" not in word:
            word = word.replace(",", "")
        figures = word.rstrip("abcdefghijklmnopqrstuvwxyz")
        if figures != word and word[len(figures) :] in self._rules.numbers.scales:
            return figures, word[len(figures) :]
        if figures != word and word[len(figures) :] in self._rules.numbers.ordinal_endings:
            return (figures + ORDINAL,)
        return (word,)

    def _plain(self, written: str) -> str:
        word = written.casefold().translate(_APOSTROPHES).replace("'", "").rstrip(".")
        ordinal = self._rules.numbers.ordinals.get(word)
        if ordinal is not None:
            return f"{ordinal}{ORDINAL}"
        for pattern, becomes in self._rules.spellings:
            word = pattern.sub(becomes, word)
        return word

    def _unmask(self, written: str) -> str:
        lowered = written.casefold()
        letters = regex.split(r"[^\p{L}]+", lowered)
        first, last = letters[0], letters[-1]
        masked = len(lowered) - len(first) - len(last)
        fits = [
            word
            for word in self._rules.profanities
            if word.startswith(first) and word.endswith(last) and len(word) > len(first) + len(last)
        ]
        fits.sort(key=lambda word: (abs(len(word) - len(first) - len(last) - masked), word))
        return fits[0] if fits else lowered

    def _join(
        self,
        words: list[str],
        spans: list[Span],
        elided: set[int],
        brackets: list[tuple[int, int, int]],
        currencies: dict[int, str],
    ) -> tuple[list[str], list[Span], set[int], list[tuple[int, int, int]]]:
        """Make one word of each number and of each known pair, and move the marked places along."""
        stops = elided | {n for n, _, _ in brackets}
        moved: dict[int, int] = {}
        out_words: list[str] = []
        out_spans: list[Span] = []
        compounds = self._rules.compounds
        groups = merge_numbers(words, self._rules.numbers, stops)
        n = 0
        while n < len(groups):
            first, last, word = groups[n]
            moved[first] = len(out_words)
            following = groups[n + 1] if n + 1 < len(groups) else None
            known = None
            if following is not None and following[0] not in stops:
                known = compounds.get((words[first], words[following[0]]))
            if known is not None and following is not None:
                last = following[1]
                n += 1
            for form in known or (word,):
                out_words.append(form)
                out_spans.append((spans[first][0], spans[last - 1][1]))
            if first in currencies:
                out_words.append(currencies[first])
                out_spans.append((spans[first][0], spans[last - 1][1]))
            n += 1
        moved[len(words)] = len(out_words)
        return (
            out_words,
            out_spans,
            {moved[i] for i in elided},
            [(moved[i], start, end) for i, start, end in brackets],
        )


@cache
def normaliser(language: str = "en") -> Normaliser:
    """The normaliser of a language; it remembers the forms of what it has met."""
    return Normaliser(tracking_rules(language))
