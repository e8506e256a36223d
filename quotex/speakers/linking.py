"""Names into entities: full names, surnames, given names, short forms and abbreviations of one bearer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from quotex.parsing.document import Document
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.abbreviations import Definition, definitions
from quotex.speakers.cluster import Cluster
from quotex.speakers.given_names import firm_names, given_names
from quotex.speakers.name_guesses import Name
from quotex.speakers.name_index import MOST_NAMESAKES, NameIndex
from quotex.speakers.person_names import (
    Words,
    close_spelling,
    initials,
    is_surname,
    same_person,
)

_OPPOSITE = {"male": "female", "female": "male"}


def _with_long_forms(names: list[Name], defined: Sequence[Definition]) -> list[Name]:
    """The names with the long form of each abbreviation as one name ("Citizens for Clean Air (CCA)")."""
    names = sorted(names, key=lambda n: n.first)
    for d in defined:
        low = bisect_left(names, d.first, key=lambda n: n.last)
        high = max(low, bisect_right(names, d.last, key=lambda n: n.first))
        if high == low + 1 and (names[low].first, names[low].last) == (d.first, d.last):
            continue
        names[low:high] = [
            Name(d.first, d.first, d.last, d.words, d.long_text, None, "organization", headline=False)
        ]
    return names


class NameLinker:
    """Links the names of one document.

    Args:
        document: the article.
        names: its names, in text order.
        rules: vocabulary.
        sources: tokens that head the source of a quotation (speakers are people first).
    """

    def __init__(
        self, document: Document, names: Sequence[Name], rules: SpeakerRules, sources: frozenset[int]
    ) -> None:
        self.document = document
        self.rules = rules
        self.sources = sources
        self.given = given_names()
        self.particles = rules.words["particle"]
        self.joiners = rules.words["joiner"]
        self.defined = definitions(document, rules)
        plain_names = [n for n in names if not n.headline and n.guess not in ("role", "other")]
        self.names = _with_long_forms(plain_names, self.defined)
        self.clusters: list[Cluster] = []
        self.titled = Counter((n.words, n.title.gender) for n in self.names if n.title is not None)
        self.bearers: dict[str, list[int]] = {}
        self.recent: dict[Words, Cluster] = {}
        self.index = NameIndex(self.joiners)

    def link(self) -> list[Cluster]:
        """Every cluster, in the order of its first name."""
        self._link_long()
        self._link_short(self.defined)
        self.clusters = [c for c in self.clusters if c.names]
        self.clusters.sort(key=lambda c: c.first)
        return self.clusters

    def _link_long(self) -> None:
        by_words: dict[Words, list[Name]] = {}
        for name in self.names:
            if len(name.words) > 1:
                by_words.setdefault(name.words, []).append(name)
        for words in sorted(by_words, key=lambda w: (-len(w), by_words[w][0].first)):
            occurrences = by_words[words]
            personal = all(n.guess in ("person", "", "group") for n in occurrences)
            alike = self.index.alike(words)
            number = next((n for n in alike if self._same_long(words, personal, self.clusters[n])), -1)
            reason = "full name" if number < 0 else "same name, shorter or otherwise written"
            if number < 0:
                number = self._new_cluster()
            for name in occurrences:
                self.clusters[number].add(name, reason, 0.97)
            self.index.add(words, number)

    def _new_cluster(self) -> int:
        self.clusters.append(Cluster())
        return len(self.clusters) - 1

    def _same_long(self, words: Words, personal: bool, cluster: Cluster) -> bool:
        other = cluster.longest
        if personal and cluster.may_be_person():
            return same_person(other, words, self.rules)
        if personal != cluster.may_be_person() and not cluster.votes["organization"]:
            return False
        if personal and words[0] in self.given and not cluster.may_be_person():
            return False  # "Ana Ferrol" and "an Ana Ferrol White House"
        content = [w for w in words if w not in self.joiners]
        return len(content) > 1 and (other[-len(words) :] == words or other[: len(words)] == words)

    def _link_short(self, defined: Sequence[Definition]) -> None:
        by_short = {d.short: d for d in defined}
        self.bearers = self._bearers()
        for name in sorted((n for n in self.names if len(n.words) == 1), key=lambda n: n.first):
            found, reason, sure = self._bearer(name, by_short)
            number = found if found >= 0 else self._new_cluster()
            cluster = self.clusters[number]
            cluster.add(name, reason, sure)
            self.index.add(name.words, number)
            self.recent[name.words] = cluster
            if name.words[0] in by_short and not cluster.full_text:
                cluster.full_text = by_short[name.words[0]].long_text
                cluster.votes["organization"] += 1

    def _bearer(self, name: Name, by_short: dict[str, Definition]) -> tuple[int, str, float]:
        """The number of the cluster that a one-word name belongs to (-1: none), why, and how sure that is."""
        word, words = name.words[0], name.words
        # The first part of a double surname stands alone only after the full name.
        people = [
            n
            for n in self.bearers.get(word, [])
            if word in (self.clusters[n].longest[-1], self.clusters[n].longest[0])
            or self.clusters[n].first < name.first
        ]
        title_gender = name.title.gender if name.title is not None else ""
        if name.guess == "place" and not any(self.clusters[n].titled for n in people):
            people = []
        people = self._of_gender(
            title_gender, people, self.titled.get((words, _OPPOSITE.get(title_gender, "")), 0)
        )
        if people:
            if len(people) == 1:
                full = " ".join(self.clusters[people[0]].longest)
                return people[0], f"surname or given name of {full}", 0.96
            best = self._likeliest(name, people)
            return best, "likeliest bearer of the name", 0.75
        organization = self._organization(word, by_short) if name.guess != "place" else -1
        if organization >= 0:
            return organization, "short form or abbreviation", 0.9
        bare = self.index.bare(word)
        same = next((n for n in bare if self._agreement(title_gender, self.clusters[n]) > -2), -1)
        if same >= 0:
            return same, "same name", 0.9
        close = self.index.close(word)
        slip = next((n for n in close if self._slip(word, self.clusters[n])), -1)
        if slip >= 0:
            return slip, "spelling slip", 0.8
        return -1, "only form of the name", 0.85

    def _bearers(self) -> dict[str, list[int]]:
        """One-word form (surname or given name) to the people with full names whom it may mean."""
        found: dict[str, list[int]] = {}
        for number, cluster in enumerate(self.clusters):
            if not cluster.may_be_person():
                continue
            shorts = {cluster.longest[0]}
            for variant in cluster.variants:
                shorts.update(w for w in variant[1:] if is_surname((w,), variant, self.particles))
            for short in sorted(shorts):
                row = found.setdefault(short, [])
                if len(row) < MOST_NAMESAKES:
                    row.append(number)
        return found

    def _agreement(self, gender: str, cluster: Cluster) -> int:
        """How well a title's gender fits: 2 surely, 1 likely, 0 not known, -1 unlikely, -2 not at all."""
        if not gender:
            return 0
        if cluster.gender:
            return 2 if cluster.gender.most_common(1)[0][0] == gender else -2
        full = cluster.longest
        if len(full) < 2:
            return 0
        known = self.rules.nickname_gender.get(full[0])
        sure = known is not None or full[0] in firm_names()
        known = known or self.given.get(full[0], "")
        if not known and full[0].endswith(tuple(self.rules.words["female_ending"])):
            known = "female"
        if not known:
            return 0
        return (2 if sure else 1) * (1 if known == gender else -1)

    def _of_gender(self, gender: str, people: list[int], opposite: int) -> list[int]:
        """Those whom the title's gender fits best, if it fits any.

        A title overrules what the given name of the only bearer suggests ("Mr. Hale" for Robin
        Hale), unless the surname also occurs with titles of the other gender (``opposite`` times).
        """
        if not gender or not people:
            return people
        if len(people) == 1 and not opposite and not self.clusters[people[0]].gender:
            return people
        fits = [self._agreement(gender, self.clusters[n]) for n in people]
        best = max(fits)
        return [n for n, fit in zip(people, fits, strict=True) if fit == best] if best > -2 else []

    def _likeliest(self, name: Name, people: list[int]) -> int:
        """Among bearers of one surname the one that the bare surname means here.

        The bare surname keeps to one bearer; the others go by their full names. So a bearer named
        in full again and again is not meant, unless named in full in the same or the last sentence
        while the surname has not been used yet.
        """

        def score(number: int) -> tuple[float, int]:
            cluster = self.clusters[number]
            before = bisect_left(cluster.full, name.first)
            value = -0.6 * len(cluster.full)
            if before:
                value += 1.0
                last = cluster.full[before - 1]
                gap = self.document.tokens[name.first].sent - self.document.tokens[last].sent
                value += 0.8 if gap <= 1 else 0.3 if gap <= 3 else 0.0
            if name.words[0] == cluster.longest[0]:
                value += 3.0
            if self.recent.get(name.words) is cluster:
                value += 1.0
            if name.title is not None and tuple(name.title.words) in cluster.full_titles:
                value += 3.0
            return value, -cluster.first

        return max(people, key=score)

    def _organization(self, word: str, by_short: dict[str, Definition]) -> int:
        if word in by_short:
            long = by_short[word].words
            for number in self.index.ending(long[-1] if long else ""):
                if any(long[-len(v) :] == v for v in self.clusters[number].variants if len(v) > 1):
                    return number
            return next(iter(self.index.bare(word)), -1)
        for number in self.index.short(word):
            cluster = self.clusters[number]
            if (word,) in cluster.variants:
                return number if not cluster.votes["person"] else -1
            for variant in cluster.variants:
                if len(variant) < 2 or cluster.votes["person"]:
                    continue
                if len(word) > 1 and initials(variant, self.joiners) == word:
                    return number
                if cluster.votes["organization"] and variant[0] == word:
                    return number
                if cluster.votes["organization"] and variant[-1] == word and self.rules.in_name(word):
                    return number
        return -1

    def _slip(self, word: str, cluster: Cluster) -> bool:
        full = cluster.longest
        return (
            len(full) > 1
            and cluster.votes["person"] > 0
            and len(word) >= 6
            and close_spelling(word, full[-1])
            and word not in self.given
            and word != full[-1] + "s"
        )
