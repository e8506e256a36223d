"""News outlets and programmes named in an article, and whether one is the article's own."""

from __future__ import annotations

from functools import lru_cache

from quotex.channels.outlet_names import same_outlet
from quotex.channels.outlet_places import Outlet, Places
from quotex.parsing.document import Document
from quotex.rules.dates import DateRules
from quotex.rules.outlets import OutletRules

_QUOTES = "\"'“”‘’«»"
_TITLE_WORDS = 7
_NAMING = frozenset(["PROPN", "NOUN", "ADJ", "NUM", "X", "VERB", "DET", "INTJ", "SYM"])


@lru_cache(maxsize=4)
def _names_of_days(dates: DateRules) -> frozenset[str]:
    """Names of weekdays and months, which are no outlets."""
    return frozenset([*dates.weekdays, *(m for m in dates.months if m != "may")])


class Outlets:
    """Finds the outlets of a document; ``at`` tells which one a token belongs to.

    Attributes:
        places: where they are named.
    """

    places: Places

    def __init__(
        self, document: Document, rules: OutletRules, dates: DateRules, own: str | None = None
    ) -> None:
        self._document = document
        self._rules = rules
        self._skip = _names_of_days(dates)
        self._own = own or ""
        self._at: dict[int, Outlet] = {}
        self._caps: list[bool] = []
        self._learnt: dict[tuple[str, ...], str] = {}
        if own:
            self._learnt[tuple(own.split())] = "outlet"
        self._own_last = own.split()[-1] if own else ""
        self._read()

    def is_kind(self, noun: str) -> bool:
        """Whether a noun is one for outlets ("radio", "podcast")."""
        return noun in self._rules.nouns

    @property
    def print_nouns(self) -> frozenset[str]:
        """Common nouns for outlets that print what they report."""
        return self._rules.print_nouns

    def at(self, token: int) -> Outlet | None:
        """The outlet whose name a token is part of, or None."""
        return self._at.get(token)

    def is_own(self, outlet: Outlet) -> bool:
        """Whether an outlet is the one that publishes the article."""
        return same_outlet(outlet.name, self._own)

    def _capital(self, i: int) -> bool:
        return self._caps[i]

    def _read(self) -> None:
        tokens = self._document.tokens
        lower = self._document.low
        self._caps = [
            t.text[:1].isupper() and t.upos in _NAMING and lower[i] not in self._skip
            for i, t in enumerate(tokens)
        ]
        end = -1
        for i, capital in enumerate(self._caps):
            if not capital or i <= end:
                continue
            end = i
            while end + 1 < len(tokens) and tokens[end + 1].sent == tokens[i].sent:
                numbered = tokens[end + 1].text.isdigit() and tokens[end].text in self._rules.openings
                joined = tokens[end + 1].text == "&" and self._caps[min(end + 2, len(tokens) - 1)]
                if not self._caps[end + 1] and not numbered and not joined:  # "Channel 6", "Slate & Co"
                    break
                end += 1
            self._run(i, end)
        self._programmes()
        self._beside_nouns()
        self._known(self._learnt)
        self.places = Places(self._document, self._at)

    def _run(self, first: int, last: int) -> None:
        tokens, rules = self._document.tokens, self._rules
        i = first
        while i <= last:
            known = self._full_name(i)
            if (
                known is not None
                and known[0] == i
                and not tokens[i].text.isupper()
                and i > first
                and tokens[i - 1].text.lower() != "the"
            ):
                known = None  # a word of a longer name
            if known is None:
                i += 1
                continue
            end, kind = known
            if end == i and last > i and self._named_on(i, last):
                return
            self._set(i, max(end, i), kind)
            i = end + 1
        if any(j in self._at for j in range(first, last + 1)):
            return
        low = self._document.low
        body = first + (low[first] == "the" and last > first)
        alone = first == last or body == last
        word = tokens[last].text
        before = low[first - 1] if first else ""
        if alone:
            if (before == "the" or body > first) and (
                word == self._own_last or (word in rules.alone and tokens[last].upos == "PROPN")
            ):
                self._set(first, last, "outlet")
            elif len(word) > 6 and word.lower().endswith(rules.suffixes) and tokens[last].upos == "PROPN":
                self._set(first, last, "outlet")
        elif word in rules.endings:
            self._set(first, last, "outlet")
        elif tokens[body].text in rules.openings and last > body:
            self._set(body, last, "broadcaster")

    def _named_on(self, first: int, last: int) -> bool:
        """A name that begins with a known one and goes on to a title word ("Fox News Sunday")."""
        word = self._document.tokens[last].text
        if word in self._rules.endings or word in self._rules.programmes:
            self._set(first, last, "programme" if word in self._rules.programmes else "outlet")
            return True
        return False

    def _full_name(self, i: int) -> tuple[int, str] | None:
        tokens = self._document.tokens
        for words in self._rules.first_words.get(tokens[i].text, ()):
            end = i + len(words)
            if end <= len(tokens) and all(tokens[i + k].text == w for k, w in enumerate(words)):
                if len(words) == 1 and tokens[i].upos not in ("PROPN", "X") and not tokens[i].text.isupper():
                    continue
                return end - 1, self._rules.names[words]
        return None

    def _set(self, first: int, last: int, kind: str) -> None:
        tokens = self._document.tokens
        text = self._document.text[tokens[first].start : tokens[last].end]
        outlet = Outlet(first, last, " ".join(text.split()).strip(_QUOTES + " .,"), kind)
        for i in range(first, last + 1):
            self._at[i] = outlet

    def _programmes(self) -> None:
        """Titles behind "on" or behind an outlet's possessive, in quote marks or by their last word."""
        tokens = self._document.tokens
        lower = self._document.low
        openers = self._rules.before_titles
        for i, t in enumerate(tokens):
            behind_outlet = t.xpos == "POS" and i - 1 in self._at
            if not behind_outlet and lower[i] not in openers:
                continue
            j = i + 1
            marked = False
            while j < len(tokens) and tokens[j].upos == "PUNCT" and tokens[j].text.strip(_QUOTES) == "":
                marked, j = True, j + 1
            if j >= len(tokens) or not tokens[j].text[:1].isupper() or tokens[j].sent != t.sent:
                continue
            last = self._title_end(j, marked)
            title_word = tokens[last].text in self._rules.programmes
            if marked and (behind_outlet or last > j or title_word):
                self._set(j, last, "programme")
            elif not marked and title_word and last > j:
                self._set(j, last, "programme")

    def _title_end(self, j: int, marked: bool) -> int:
        tokens = self._document.tokens
        last = j
        for k in range(j + 1, min(j + _TITLE_WORDS, len(tokens))):
            t = tokens[k]
            if t.sent != tokens[j].sent or t.text.lower() in self._skip:
                break
            if t.text[:1].isupper() or t.text[:1].isdigit():
                last = k
            elif not (t.upos in ("DET", "ADP", "CCONJ") and k + 1 < len(tokens)):
                break
            elif not tokens[k + 1].text[:1].isupper() and tokens[k + 1].upos not in ("DET",):
                break
        return last

    def _beside_nouns(self) -> None:
        """ "The radio station La Ronda", "La Ronda radio", "La Ronda, a radio station"."""
        tokens = self._document.tokens
        lower = self._document.low
        for i in [i for i, word in enumerate(lower) if word in self._rules.nouns]:
            t = tokens[i]
            if t.upos != "NOUN" or t.xpos == "NNS":
                continue
            j = i + 1
            while j < len(tokens) and tokens[j].upos == "PUNCT" and tokens[j].text.strip(_QUOTES) == "":
                j += 1
            if j < len(tokens) and self._capital(j) and tokens[j].sent == t.sent:
                last = self._name_end(j)
                if not any(k in self._at for k in range(j, last + 1)) and self._tied(j, last, i):
                    self._learn(j, last)
                continue
            j = i - 1
            if j >= 0 and self._capital(j) and tokens[j].head in (i, j - 1) and tokens[j].upos == "PROPN":
                first = j
                while first > 0 and self._capital(first - 1) and tokens[first - 1].sent == t.sent:
                    first -= 1
                if first == j and first == self._document.sentences[t.sent].first:
                    continue  # "State television": any word begins a sentence with a capital
                if not any(k in self._at for k in range(first, j + 1)):
                    self._learn(first, j)

    def _name_end(self, j: int) -> int:
        """The last token of a name, small words between capitals included ("Diário do Cabo")."""
        tokens = self._document.tokens
        last = j
        for k in range(j + 1, min(j + _TITLE_WORDS, len(tokens))):
            if tokens[k].sent != tokens[j].sent:
                break
            if self._capital(k):
                last = k
            elif not (
                tokens[k].text.islower()
                and len(tokens[k].text) <= 3
                and k + 1 < len(tokens)
                and self._capital(k + 1)
                and tokens[k].upos in ("PROPN", "X", "ADP", "DET")
            ):
                break
        return last

    def _tied(self, first: int, last: int, noun: int) -> bool:
        tokens = self._document.tokens
        if not self._document.sentences[tokens[noun].sent].parsed:
            return first == noun + 1
        heads = {tokens[k].head for k in range(first, last + 1)}
        return noun in heads or tokens[noun].head in range(first, last + 1) or tokens[noun].head in heads

    def _learn(self, first: int, last: int) -> None:
        words = tuple(self._document.tokens[k].text for k in range(first, last + 1))
        self._learnt[words] = "outlet"
        self._set(first, last, "outlet")

    def _known(self, names: dict[tuple[str, ...], str]) -> None:
        if not names:
            return
        tokens = self._document.tokens
        firsts: dict[str, list[tuple[str, ...]]] = {}
        for words in names:
            firsts.setdefault(words[0], []).append(words)
        for i, capital in enumerate(self._caps):
            if not capital or tokens[i].text not in firsts or i in self._at:
                continue
            for words in firsts[tokens[i].text]:
                end = i + len(words)
                if end <= len(tokens) and all(tokens[i + k].text == w for k, w in enumerate(words)):
                    self._set(i, end - 1, names[words])
                    break
