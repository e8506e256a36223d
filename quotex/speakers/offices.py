"""Offices before names: "Warden of Wells Ines Ferrol", "Bank of Olm Governor Ada Kirk"."""

from __future__ import annotations

from collections.abc import Set

from quotex.parsing.document import Document, Token
from quotex.rules.normal import plain
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.given_names import family_names
from quotex.speakers.name_guesses import NameGuesses

FAR = 12
"""Words of an office, at most."""


class Offices:
    """Tells what in a run of capitalised words is an office and where the name of its holder begins.

    Args:
        document: the article.
        rules: vocabulary.
        given: known given names.
        guesses: what names denote.
    """

    def __init__(
        self, document: Document, rules: SpeakerRules, given: Set[str], guesses: NameGuesses
    ) -> None:
        self._document = document
        self._tokens = document.tokens
        self._low = document.low
        self._rules = rules
        self._given = given
        self._guesses = guesses
        self._joiners = rules.words["joiner"]

    def capital(self, token: Token) -> bool:
        """Whether a word begins with a capital, or is a handle."""
        first = token.text[:1]
        return first.isupper() or (first == "@" and len(token.text) > 1)

    def office(self, first: int, last: int) -> bool:
        """Whether a run of capitals is an office, so far: "Supervisor", "Under Secretary of State"."""
        joined = (k - 1 for k in range(max(first + 1, last - FAR), last) if self._low[k] in self._joiners)
        return any(self.is_role(self._tokens[k]) for k in (last, *joined))

    def holder_behind(self, after: int) -> bool:
        """Whether a name in full ends a run of capitals: "Wells Ines Ferrol"."""
        tokens, k = self._tokens, after + 1
        end = min(self._document.sentence(after).last - 1, after + FAR)
        while k < end and (self.capital(tokens[k]) or self._low[k] in self._joiners):
            if self.opens_name(k):
                return True
            k += 1
        return False

    def opens_name(self, k: int) -> bool:
        """Whether a given name stands here, a capital behind it and no small word before it."""
        tokens = self._tokens
        given = plain(tokens[k].text) in self._given and self.capital(tokens[k - 1])
        return given and tokens[k + 1].upos == "PROPN" and self.capital(tokens[k + 1])

    def holder(self, joiner: int, last: int) -> int:
        """Where the name behind an office begins whose "of" stands here."""
        names = (k for k in range(joiner + 2, last) if self.opens_name(k))
        return next(names, joiner + 1)

    def organization(self, first: int, last: int) -> bool:
        """Whether "of" and the like make a run the name of an organization: "Bank of Olm".

        Not if it is but where a person works: "Bank of Olm Governor Ada Kirk".
        """
        joined = [k for k in range(first + 1, last) if self._low[k] in self._joiners]
        if not any(self._guesses.denotes_organization(self._tokens[k - 1]) for k in joined):
            return False
        return not any(
            self.opens_name(k) and (self.is_role(self._tokens[k - 1]) or self.office(first, k - 1))
            for k in range(first + 1, last)
        )

    def is_surname(self, first: int, j: int) -> bool:
        """Whether a title behind a given name is a surname: "Ines Pope"."""
        given = any(plain(self._tokens[k].text) in self._given for k in range(first, j))
        return given and plain(self._tokens[j].text) in family_names()

    def is_role(self, token: Token) -> bool:
        """Whether a word denotes a person by what they are."""
        return self._rules.denotes(token.text.lower(), "person", "kin")
