"""Proper names in an article: where they stand, and what stands before them (titles, roles)."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from quotex.parsing.document import Document, Sentence, Token
from quotex.rules.normal import plain
from quotex.rules.speakers import SpeakerRules, Title
from quotex.speakers.given_names import places, with_short_names
from quotex.speakers.name_guesses import Name, NameGuesses
from quotex.speakers.offices import Offices

_NEVER = frozenset({"DET", "PRON", "AUX", "CCONJ", "SCONJ", "ADP", "PUNCT", "PART", "SYM", "INTJ", "NUM"})
_HYPHENS = frozenset("-‐‑–")
_NICK_MARKS = frozenset("\"“”'‘’")


class NameFinder:
    """Finds the names of one document.

    Args:
        document: tagged, and parsed where it matters.
        rules: vocabulary of the language.
        sources: tokens that head the source of a quotation; a capitalised one is a name whatever its
            tag ("From said", of a Mr. From).
        cues: tokens that are cues and so begin no name ("Said Lopez: ...").
    """

    def __init__(
        self,
        document: Document,
        rules: SpeakerRules,
        sources: frozenset[int] = frozenset(),
        cues: frozenset[int] = frozenset(),
    ) -> None:
        self.sources = sources
        self.cues = cues
        self.document = document
        self.tokens = document.tokens
        self.low = document.low
        self.rules = rules
        self.given = with_short_names(rules.short_names)
        self.guesses = NameGuesses(document, rules, self.given)
        self.offices = Offices(document, rules, self.given, self.guesses)
        self.joiners = rules.words["joiner"]
        self.particles = rules.words["particle"]
        self.outside = rules.no_name

    def find(self) -> list[Name]:
        """Every name of the document, in text order.

        A noun for speakers that is also the surname of somebody named in full ("Paul Sexton",
        "Sexton") is a name.
        """
        found: list[Name] = []
        for sentence in self.document.sentences:
            headline = self._is_headline(sentence)
            for first, last in self._chunks(sentence, headline):
                found.extend(self._split(first, last, headline))
        surnames = {n.words[-1] for n in found if len(n.words) > 1 and n.guess in ("person", "")}
        return [evolve(n, guess="") if n.guess == "role" and n.words[-1] in surnames else n for n in found]

    def _is_headline(self, sentence: Sentence) -> bool:
        """Whether a line has capitals throughout: no verb and hardly a longer word begins small."""
        words = self.tokens[sentence.first : sentence.last]
        for t in words:
            if t.upos in ("VERB", "AUX") and t.text[:1].islower():
                return False
        long = [t for t in words if len(t.text) > 3 and t.text[:1].isalpha()]
        return len(long) >= 4 and sum(t.text[:1].isupper() for t in long) >= 0.8 * len(long)

    def _can_begin(self, token: Token, sentence: Sentence, headline: bool) -> bool:
        if (
            not self.offices.capital(token)
            or token.i in self.cues
            or plain(token.text) in self.outside
            or self.low[token.i] in self.outside
        ):
            return False
        if token.upos == "PROPN" or token.text[:1] == "@":
            return True
        if (
            token.i in self.sources
            and not headline
            and token.upos in ("ADP", "AUX", "VERB", "ADV", "X", "INTJ")
        ):
            return True
        if token.upos in _NEVER and not headline and plain(token.text) in self.given:
            # A given name that is also a small word: "Per Anders Mbeki said".
            following = self.tokens[token.i + 1 : min(token.i + 3, sentence.last)]
            return len(following) == 2 and all(
                t.upos == "PROPN" and self.offices.capital(t) for t in following
            )
        if headline or token.upos in _NEVER:
            return False
        if token.upos in ("NOUN", "X", "ADJ") and self._acronym(token):
            return True
        if token.i == sentence.first or self.tokens[token.i - 1].upos == "PUNCT":
            after = self.tokens[token.i + 1] if token.i + 1 < sentence.last else None
            known = plain(token.text) in self.given
            if self._joined_on(token, sentence) and (
                token.text.lower() in self.rules.proper
                or self.offices.is_role(token)
                and self.offices.holder_behind(token.i + 2)
            ):
                return True
            if after is None or not self.offices.capital(after):
                return False
            part = token.upos in ("ADJ", "NOUN", "X") or token.deprel in ("amod", "compound", "flat")
            return known or (part and after.upos in ("PROPN", "NOUN", "ADJ"))
        return token.upos in ("ADJ", "NOUN", "X") or plain(token.text) in self.given

    def _acronym(self, token: Token) -> bool:
        return token.text.isupper() and 2 < len(token.text) <= 6 and token.text.isalpha()

    def _odd_surname(self, token: Token, end: int, headline: bool) -> bool:
        """Whether a capitalised small word ends a name: "Al From, who", "George Will said"."""
        before = self.tokens[token.i - 1]
        if (
            headline
            or not self.offices.capital(token)
            or token.upos not in ("ADP", "AUX", "VERB", "ADV", "SCONJ")
        ):
            return False
        after = self.tokens[token.i + 1] if token.i + 1 < end else None
        ends = after is None or after.upos in ("PUNCT", "VERB", "PART", "AUX")
        return ends and plain(before.text) in self.given

    def _joined_on(self, token: Token, sentence: Sentence) -> bool:
        """Whether a small word and another capital follow: "Citizens for Clean Air"."""
        after = self.tokens[token.i + 1 : min(token.i + 3, sentence.last)]
        return len(after) == 2 and after[0].text.lower() in self.joiners and self.offices.capital(after[1])

    def _can_follow(self, token: Token, headline: bool) -> bool:
        if not self.offices.capital(token) or self.low[token.i] in self.outside:
            return False
        if token.upos == "PROPN":
            return True
        return not headline and (token.upos not in _NEVER or token.upos == "ADP" and token.deprel == "flat")

    def _chunks(self, sentence: Sentence, headline: bool) -> Iterator[tuple[int, int]]:
        tokens, end = self.tokens, sentence.last
        i = sentence.first
        while i < end:
            first = tokens[i].text[:1]
            small = not first.isupper() and first != "@"  # nearly every word, so it is looked at here
            if small or not self._can_begin(tokens[i], sentence, headline):
                i += 1
                continue
            last = i
            while (after := self._extended(i, last, end, headline)) > last:
                last = after
            lone = tokens[i].upos == "PROPN" or tokens[i].text[:1] == "@" or i in self.sources
            if last > i or lone or self._acronym(tokens[i]):
                yield i, last
            i = last + 1

    def _extended(self, first: int, last: int, end: int, headline: bool) -> int:
        """The chunk's last token after one more word, or ``last`` if it ends here."""
        tokens = self.tokens
        j = last + 1
        if j >= end:
            return last
        token = tokens[j]
        if token.text in _HYPHENS and tokens[last].end == token.start and j + 1 < end:
            joined = tokens[j + 1].start == token.end and tokens[j + 1].text[:1].isupper()
            return j + 1 if joined and tokens[j + 1].upos == "PROPN" else last
        if self._can_follow(token, headline) or (last == first and self._odd_surname(token, end, headline)):
            return j
        low = self.low[j]
        if (
            token.upos == "PART"
            and token.text in _NICK_MARKS
            and tokens[last].text.endswith("s")
            and j + 1 < end
        ):
            # "the Growers' Federation"
            return (
                j + 1
                if self.offices.capital(tokens[j + 1]) and self.guesses.denotes_organization(tokens[j + 1])
                else last
            )
        if token.text in _NICK_MARKS and j + 2 < end and tokens[j + 2].text in _NICK_MARKS:
            inner, after = tokens[j + 1], tokens[j + 3] if j + 3 < end else None
            if (
                self.offices.capital(inner)
                and after is not None
                and after.upos == "PROPN"
                and self.offices.capital(after)
            ):
                return j + 3
            return last
        if low == "," and j + 1 < end and tokens[j + 1].text.lower() in self.rules.after_name:
            return j + 1
        if low in self.particles:
            k = j + 1
            while k < end and (tokens[k].text.lower() in self.particles or tokens[k].text in _HYPHENS):
                k += 1
            return k if k < end and self._can_follow(tokens[k], headline) else last
        if low in self.joiners and not headline:
            k = j + 1
            if k < end and tokens[k].text.lower() in self.rules.words["definite"]:
                k += 1
            if k < end and self.offices.capital(tokens[k]) and tokens[k].upos in ("PROPN", "ADJ", "NOUN"):
                return k if self._joins(low, first, last, k) else last
        return last

    def _joins(self, joiner: str, first: int, last: int, after: int) -> bool:
        """Whether "of", "for", "and" carries a name on: "Department of Health and Labour"."""
        tokens = self.tokens
        if not tokens[last + 1].text.isalpha():
            return True
        lower = {t.text.lower() for t in tokens[first:last] if not self.offices.capital(t)}
        if tokens[last + 1].upos == "CCONJ":
            return bool(lower & self.joiners) and plain(tokens[after].text) not in self.given
        if not self.guesses.denotes_organization(tokens[last]):
            titled = tuple(t.text.lower() for t in tokens[last : after + 1]) in {
                t.words for t in self.rules.titles.get(tokens[last].text.lower(), ())
            }
            return titled or self.offices.office(first, last) and self.offices.holder_behind(after)
        adjacent = tokens[after - 1] is tokens[last + 1] or tokens[last + 1].deprel == "case"
        return adjacent and (tokens[last + 1].upos == "ADP") and joiner not in self.rules.words["locative"]

    def _title_at(self, j: int, last: int) -> tuple[Title, int] | None:
        """A title that begins at token j, and the token behind it (no farther than last + 1)."""
        for title in self.rules.titles.get(self.low[j], ()):
            k = 0
            while k < len(title.words) and j + k <= last and self.low[j + k] == title.words[k]:
                k += 1
            if k == len(title.words):
                return title, j + k
        return None

    def _split(self, first: int, last: int, headline: bool) -> Iterator[Name]:
        """The names within a chunk of capitalised words: before a title, and behind it."""
        tokens, title, start, role_from = self.tokens, None, first, first
        organization = self.guesses.denotes_organization(tokens[last]) and tokens[last].deprel != "flat"
        organization = organization or self.offices.organization(first, last)
        j = first
        while j <= last and not organization:
            found = self._title_at(j, last)
            if found and found[1] <= last:
                if title is None:
                    role_from = j
                title, start = found
                j = start
                continue
            if found and j > first and found[1] == last + 1 and not self.offices.is_surname(first, j):
                yield from self._plain(first, j - 1, headline)
                yield self._name(j, j, last, None, "role", headline)
                return
            j += 1
        if title is None and not organization:
            start = role_from = self._name_start(first, last)
            if start > first and self.offices.is_role(tokens[start - 1]):
                role_from = start - 1
        if not organization and self.low[start] in self.joiners:
            start = self.offices.holder(start, last)  # "Warden of Wells Ines Ferrol"
        if role_from > first:
            yield from self._plain(first, role_from - 1, headline)
        yield self._name(role_from, start, last, title, "", headline)

    def _plain(self, first: int, last: int, headline: bool) -> Iterator[Name]:
        outside = self.rules.before_name
        if not outside.issuperset(self.low[first : last + 1]):
            yield self._name(first, first, last, None, "", headline)

    def _name_start(self, first: int, last: int) -> int:
        """Where a person's name begins in a chunk without title ("House Republican Thomas Massie")."""
        tokens = self.tokens
        for j in range(last - 1, first - 1, -1):
            doubtful = plain(tokens[j].text) in self.given  # "Dean Ines Ferrol" and "Dean Ferrol"
            opens = j == first and j + 2 <= last and plain(tokens[j + 1].text) in self.given
            if self.offices.is_role(tokens[j]) and (opens or not doubtful):
                return j + 1
        if last - first < 2 or plain(tokens[first].text) in self.given:
            return first
        affiliation = self.rules.words["affiliation"]
        for j in range(first + 1, last):
            before = tokens[j - 1].text
            if plain(tokens[j].text) in self.given and (
                before.lower() in affiliation
                or plain(before) in places()
                or before.isupper()
                and len(before) > 2
            ):
                return j
        return first

    def _name(
        self, before: int, first: int, last: int, title: Title | None, guess: str, headline: bool
    ) -> Name:
        tokens = self.tokens
        suffix = self.rules.after_name
        words = tuple(
            plain(t.text)
            for t in tokens[first : last + 1]
            if (t.text[:1].isalnum() or t.text[:1] == "@") and t.text.lower() not in suffix
        ) or (plain(tokens[first].text),)
        end = last
        while end > first and tokens[end].text.lower() in self.rules.words["postnominal"]:
            end -= 2 if tokens[end - 1].text == "," and end - 2 >= first else 1
        text = self.document.text[tokens[first].start : tokens[end].end]
        name = Name(before, first, last, words, " ".join(text.split()), title, guess, headline)
        if guess:
            return name
        return Name(before, first, last, words, name.text, title, self.guesses.guess(name), headline)
