"""Repair of the neural splitter's sentence ends, by rules (quotex/rules/en/sentences.toml).

The splitter learned from web text as much as from news. The rules take away ends after
abbreviations, inside a sentence that a quotation interrupts, and where nothing closes the sentence;
they give a closing mark to the sentence that it closes; and they add the end that is plain to see.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

import regex

from quotex.parsing.segmenting import Piece
from quotex.parsing.surface import Surface
from quotex.rules.sentences import SentenceRules, sentence_rules

STOPS = frozenset(".?!\u2026")
"""Last characters of a piece that may end a sentence."""

LONGEST = 400
"""Pieces after which a sentence ends in any case: no news sentence is as long, and a text that is all one
sentence must not cost more than one that is not."""

LONGEST_RUN = 20
"""Closing marks in a row that are looked through for what stands before them."""

QUOTE_MARKS = frozenset("\"'")
_CLOSING_BRACKETS = frozenset(")]}")
_OPENING_GLYPHS = frozenset("\u201c\u2018\u201e\u201f\u201b\u00ab`")
_CLOSING_GLYPHS = frozenset("\u201d\u2019\u00bb")


class SentenceEnds:
    """The repair, for one language."""

    def __init__(self, language: str = "en") -> None:
        self._rules = sentence_rules(language)
        self._stopped = _stopped_forms(language)

    def repair(self, text: str, surface: Surface, pieces: list[Piece]) -> list[Piece]:
        """The pieces of a paragraph with its abbreviations whole and its sentence ends mended."""
        if not pieces:
            return pieces
        if "." in surface.text:
            pieces = self._abbreviations(surface.text, pieces)
        paragraph = _Paragraph(text, surface, pieces)
        self._move_marks(paragraph)
        first = 0
        for i in range(len(pieces) - 1):
            if i - first + 1 >= LONGEST:
                pieces[i].ends_sentence = True
                first = i + 1
            elif not pieces[i].ends_sentence:
                if self._plain_end(paragraph, i):
                    pieces[i].ends_sentence = True
                    first = i + 1
            elif self._goes_on(paragraph, first, i):
                pieces[i].ends_sentence = False
            else:
                first = i + 1
        pieces[-1].ends_sentence = True
        return pieces

    def _abbreviations(self, text: str, pieces: list[Piece]) -> list[Piece]:
        starts: dict[int, int] | None = None
        merged: dict[int, int] = {}
        for match in self._stopped.finditer(text):
            if starts is None:
                starts = {piece.first: i for i, piece in enumerate(pieces)}
            i = starts.get(match.start())
            if i is None:
                continue
            last = i
            while last + 1 < len(pieces) and pieces[last].last < match.end():
                last += 1
            if pieces[last].last != match.end() or last + 1 >= len(pieces):
                continue
            following = text[pieces[last + 1].first : pieces[last + 1].last]
            ends = self._rules.abbreviations.get(match.group(), "")
            if ends == "before_number" and not following[0].isdigit():
                continue
            if self._may_end(text, pieces, i, match.group(), following):
                if ends == "before_opener" and self._opens_sentence(text, pieces, last + 1):
                    pieces[last].ends_sentence = True
                if pieces[last].ends_sentence:
                    continue
            merged[i] = last
        if not merged:
            return pieces
        out: list[Piece] = []
        i = 0
        while i < len(pieces):
            last = merged.get(i, -1)
            if last < 0:
                out.append(pieces[i])
                i += 1
            else:
                out.append(Piece(pieces[i].first, pieces[last].last, False, False))
                i = last + 1
        return out

    def _may_end(self, text: str, pieces: list[Piece], i: int, form: str, following: str) -> bool:
        ends = self._rules.abbreviations.get(form)
        if ends == "never":
            return False
        if ends == "before_number":
            return not following[0].isdigit()
        if ends is None:
            before = text[pieces[i - 1].first : pieces[i - 1].last] if i else ""
            if form[0] in self._rules.not_initials or (before and not before[0].isupper()):
                return True
        return following in self._rules.openers or following[0] in QUOTE_MARKS

    def _opens_sentence(self, text: str, pieces: list[Piece], i: int) -> bool:
        """Whether piece ``i`` opens a sentence for sure: "The" does, "In" does before a lower-case word."""
        form = text[pieces[i].first : pieces[i].last]
        if form not in self._rules.openers:
            return False
        following = text[pieces[i + 1].first : pieces[i + 1].last] if i + 1 < len(pieces) else ""
        return form in self._rules.strong_openers or following[:1].islower()

    def _move_marks(self, paragraph: _Paragraph) -> None:
        """An end goes behind the marks that close right after it, and before those that open right there.

        A run of marks may be as long as the text: what is known of one is not looked at again.
        """
        pieces = paragraph.pieces
        closed = 0  # up to here all marks close that stand behind some end
        before, opened = -1, -1  # all marks behind the first and up to the second open
        for i in range(len(pieces) - 1):
            if not pieces[i].ends_sentence:
                continue
            j = max(i, closed)
            while j + 1 < len(pieces) and paragraph.closes(j + 1):
                j += 1
            closed = j
            if j == i:
                while j > 0 and paragraph.opens(j):
                    j = before if before < j <= opened else j - 1
                before, opened = j, i
            pieces[i].ends_sentence = False
            pieces[j].ends_sentence = True

    def _goes_on(self, paragraph: _Paragraph, first: int, i: int) -> bool:
        """Whether the sentence from ``first`` goes on behind piece ``i``, where an end was predicted."""
        core = i
        while core > max(first, i - LONGEST_RUN) and paragraph.closes(core):
            core -= 1
        last = paragraph.form(core)
        following = paragraph.form(i + 1)
        if paragraph.opens(i + 1) and i + 2 < len(paragraph.pieces):
            following = paragraph.form(i + 2)
        marked = core < i
        if last[-1] in ",:;" or last in ("--", "-", "\u2013"):
            return True
        lower = following[0].islower() and not any(char.isupper() for char in following)
        if last[-1] not in STOPS:
            word = last.isalpha() and paragraph.form(i) not in _CLOSING_BRACKETS
            name = following[0].isupper() and following not in self._rules.openers
            return word and (lower or (name and not paragraph.is_heading(first, i)))
        if lower:
            return marked or last[-1] == "\u2026" or last.endswith("..") or paragraph.is_abbreviated(core)
        if marked and last[-1] in "?!":
            return self._is_tail(paragraph, i + 1)
        return False

    def _is_tail(self, paragraph: _Paragraph, at: int) -> bool:
        rules = self._rules
        end = min(len(paragraph.pieces) - 1, at + rules.tail_within)
        for j in range(at, end):
            form = paragraph.form(j)
            if j > at and form in rules.tail_verbs:
                after = paragraph.form(j + 1)
                return after in rules.tail_after or not after[0].isalnum()
            name = form[0].isupper() and (j > at or form not in rules.openers)
            if not (name or (j > at and (form in rules.tail_inside or form.startswith("'")))):
                return False
        return False

    def _plain_end(self, paragraph: _Paragraph, i: int) -> bool:
        """Whether a sentence ends behind piece ``i`` although none was predicted."""
        core = i
        while core > max(0, i - LONGEST_RUN) and paragraph.closes(core):
            core -= 1
        if paragraph.form(core) not in STOPS or paragraph.pieces[i].last == paragraph.pieces[i + 1].first:
            return False
        if paragraph.closes(i + 1):
            return False
        opening = paragraph.opens(i + 1) and i + 2 < len(paragraph.pieces)
        following = paragraph.form(i + 2 if opening else i + 1)
        return following in self._rules.openers or (opening and following[0].isupper() and core == i)


class _Paragraph:
    """The pieces of one paragraph, with what each mark does."""

    def __init__(self, text: str, surface: Surface, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self._text = text
        self._surface = surface
        self._marks: dict[str, list[int]] = {}

    def form(self, i: int) -> str:
        piece = self.pieces[i]
        return self._surface.text[piece.first : piece.last]

    def closes(self, i: int) -> bool:
        form = self.form(i)
        return form in _CLOSING_BRACKETS or (form in QUOTE_MARKS and self._side(i) == "close")

    def opens(self, i: int) -> bool:
        return self.form(i) in QUOTE_MARKS and self._side(i) == "open"

    def is_abbreviated(self, i: int) -> bool:
        """Whether the full stop at ``i`` looks like an abbreviation's."""
        form = self.form(i)
        if form != ".":
            return form.endswith(".")
        before = self.form(i - 1) if i else ""
        return 0 < len(before) < 6 and before[0].isupper() and before.isalpha()

    def is_heading(self, first: int, last: int) -> bool:
        letters = "".join(self.form(i) for i in range(first, last + 1))
        return letters.isupper()

    def _side(self, i: int) -> str:
        """Which side of a quotation a mark stands on: by its glyph, the spaces around it, or by counting."""
        piece = self.pieces[i]
        glyph = self._text[self._surface.starts[piece.first]]
        if glyph in _OPENING_GLYPHS:
            return "open"
        if glyph in _CLOSING_GLYPHS:
            return "close"
        shown = self._surface.text
        before = shown[piece.first - 1] if piece.first else " "
        after = shown[piece.last] if piece.last < len(shown) else " "
        left, right = before in " ([-\u2014", after in " .,;:?!)]-\u2014"
        if left != right:
            return "open" if left else "close"
        mark = self.form(i)
        return "close" if bisect_left(self._places(mark), i) % 2 else "open"

    def _places(self, mark: str) -> list[int]:
        """The pieces that are a mark, in order."""
        if mark not in self._marks:
            self._marks[mark] = [j for j in range(len(self.pieces)) if self.form(j) == mark]
        return self._marks[mark]


@cache
def _stopped_forms(language: str) -> regex.Pattern[str]:
    rules: SentenceRules = sentence_rules(language)
    forms = "|".join(regex.escape(form) for form in sorted(rules.abbreviations, key=lambda f: (-len(f), f)))
    return regex.compile(rf"(?<![\w.'])(?:{forms}|\p{{Lu}}\.)(?=[\s\"',;:)\]?!-])")
