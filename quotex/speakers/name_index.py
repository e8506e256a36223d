"""Names by their words, so that a name is compared with those alike and not with all of an article."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from quotex.speakers.person_names import SHORTEST_SLIPPED, Words, initials

MOST_NAMESAKES = 50
"""People of one surname, or one given name, among whom the bearer of a name is looked for."""


def slips(word: str) -> Iterator[str]:
    """Forms that any two words with at most one slip between them share: the word, and it less a letter.

    Words that a slip makes another name give themselves only. (Deletion neighbourhood: Mor and
    Fraenkel 1982, A hash code method for detecting and correcting spelling errors.)
    """
    yield word
    if len(word) >= SHORTEST_SLIPPED:
        for at in range(len(word)):
            yield word[:at] + word[at + 1 :]


class NameIndex:
    """Which clusters have a name with a word at some place. Clusters go by their numbers.

    Of those that a word leads to, the first ``MOST_NAMESAKES`` count.

    Args:
        joiners: words that do not count for initials.
    """

    def __init__(self, joiners: frozenset[str]) -> None:
        self._joiners = joiners
        self._found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._added: set[tuple[Words, int]] = set()

    def add(self, words: Words, cluster: int) -> None:
        """Take note that a cluster has a name."""
        if (words, cluster) in self._added or not words:
            return
        self._added.add((words, cluster))
        if len(words) == 1:
            self._note("bare", words[0], cluster)
            self._note("short", words[0], cluster)
            return
        for form in slips(words[-1]):
            self._note("slip", form, cluster)
        self._note("ending", words[-1], cluster)
        self._note("opening", " ".join(words[:2]), cluster)
        for short in (initials(words, self._joiners), words[0], words[-1]):
            self._note("short", short, cluster)

    def _note(self, place: str, word: str, cluster: int) -> None:
        row = self._found[place, word]
        if cluster not in row:  # it is short
            insort(row, cluster)
            del row[MOST_NAMESAKES:]

    def alike(self, words: Words) -> list[int]:
        """Clusters with a long name that ends like this one, but for a slip, or begins like it."""
        return self._any(*(("slip", form) for form in slips(words[-1])), ("opening", " ".join(words[:2])))

    def close(self, word: str) -> list[int]:
        """Clusters with a long name whose last word is this one but for a slip."""
        return self._any(*(("slip", form) for form in slips(word)))

    def ending(self, word: str) -> list[int]:
        """Clusters with a long name that ends with a word."""
        return self._any(("ending", word))

    def bare(self, word: str) -> list[int]:
        """Clusters with a name that is this one word."""
        return self._any(("bare", word))

    def short(self, word: str) -> list[int]:
        """Clusters that a word may stand for: by itself, as first or last word, as initials."""
        return self._any(("short", word))

    def _any(self, *keys: tuple[str, str]) -> list[int]:
        return sorted(set(chain.from_iterable(self._found.get(key, ()) for key in keys)))[:MOST_NAMESAKES]
