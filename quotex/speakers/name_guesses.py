"""One proper name as it stands in the text, and what it denotes to judge by its own words."""

from __future__ import annotations

from collections.abc import Set

from quotex.light import frozen
from quotex.parsing.document import Document, Token
from quotex.rules.normal import plain
from quotex.rules.speakers import SpeakerRules, Title
from quotex.speakers.given_names import family_names, places


@frozen(slots=True)
class Name:
    """A proper name as it stands in the text (token indices, ``last`` inclusive).

    Attributes:
        before: first token of the titles and capitalised roles before the name (= ``first`` if none).
        first: first token of the bare name.
        last: last token of the bare name.
        words: the name's words in normal form, suffixes such as "Jr." left out.
        text: the name as written.
        title: the title next before the name, or None.
        guess: person | organization | group | document | place | handle | role | "".
        headline: whether it stands in a line with capitals throughout.
    """

    before: int
    first: int
    last: int
    words: tuple[str, ...]
    text: str
    title: Title | None
    guess: str
    headline: bool


class NameGuesses:
    """Guesses what names denote.

    Args:
        document: the article.
        rules: vocabulary.
        given: known given names.
    """

    def __init__(self, document: Document, rules: SpeakerRules, given: Set[str]) -> None:
        self.document = document
        self.tokens = document.tokens
        self.rules = rules
        self.given = given

    def denotes_organization(self, token: Token) -> bool:
        """Whether a word says, inside a name, that an organization bears it."""
        low = token.text.lower()
        plural = low.endswith("s") and self.rules.in_name(low) is None
        return self.rules.names_organization(low[:-1] if plural else low)

    def _dateline(self, name: Name) -> bool:
        """Whether the name opens a report: "PORT SABLE (Reuters) -", "PORT SABLE, May 3 -"."""
        if not name.text.isupper() or name.last + 1 >= len(self.tokens) or len(name.text) < 4:
            return False
        after = self.tokens[name.last + 1].text
        opens = name.first == self.document.sentence(name.first).first
        return opens and (after in "(,-–—" or after == "--")

    def _is_outlet(self, name: Name) -> bool:
        """Whether a news outlet is known by the name, and no person may be."""
        words = tuple(name.text.split())
        if words not in self.rules.outlets or name.headline:
            return False
        return len(words) > 1 or (name.words[0] not in self.given and name.words[0] not in family_names())

    def guess(self, name: Name) -> str:
        """What a name denotes: one of the guesses of ``Name``, "other" for no bearer, "" if open."""
        last, rules = self.tokens[name.last], self.rules
        low = last.text.lower()
        if name.text[:1] == "@":
            return "handle"
        if name.title is not None:
            return "person"
        if name.before < name.first:
            return "person"
        if plain(name.text) in places() or name.text.lower() in rules.words["place_abbreviation"]:
            return "place"
        if len(name.words) == 1 and len(name.words[0]) == 1:
            return "other"
        if self._is_outlet(name):
            return "organization"
        if last.xpos == "NNPS" and low in rules.words["affiliation"]:
            return "group"
        if low in rules.words["suffix"] or low in rules.words["postnominal"]:
            return "person"
        several = len(name.words) > 1
        if several and name.words[0] in self.given and not self.denotes_organization(last):
            return "person"
        if self.denotes_organization(last) and (several or last.text.isupper()):
            return "organization"
        if several and low in rules.words["thing"] and name.words[0] not in self.given:
            return "thing"
        if several and low in rules.words["location"] or self._dateline(name):
            return "place"
        if several and name.words[0] in rules.words["location_first"]:
            return "place"
        if several and (
            self.denotes_organization(self.tokens[name.first])
            or len(last.text) > 1
            and last.text.isupper()
            and not name.headline
            and not self.tokens[name.first].text.isupper()
        ):
            return "organization"
        inner = [
            t for t in self.tokens[name.first : name.last] if t.text.lower() in self.rules.words["joiner"]
        ]
        if inner and self.denotes_organization(self.tokens[inner[0].i - 1]):
            return "organization"
        if rules.denotes(low, "document") and several:
            return "document"
        if last.xpos == "NNPS" or (low in rules.words["affiliation"] and low.endswith("s")):
            return "group"
        if low in rules.words["affiliation"]:
            return "other"
        if not several and len(last.text) > 1 and last.text.replace(".", "").isupper():
            return "acronym"
        if rules.denotes(low, "person", "kin", "group") and not several and low not in self.given:
            return "role"
        if any(len(w) == 1 and w.isalpha() for w in name.words[:-1]):
            return "person"
        return ""
