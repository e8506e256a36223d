"""Names into entities: full names, surnames, given names, short forms and abbreviations of one bearer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import Factory, define

from quotex.parsing.document import Document
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.abbreviations import Definition, definitions
from quotex.speakers.given_names import firm_names, given_names
from quotex.speakers.name_guesses import Name
from quotex.speakers.person_names import (
    Words,
    close_spelling,
    initials,
    is_surname,
    same_person,
)

_OPPOSITE = {"male": "female", "female": "male"}
_NOT_PERSON = frozenset({"organization", "group", "document", "place", "acronym", "other", "thing"})


@define(slots=True, eq=False)
class Cluster:
    """All names of one bearer.

    Attributes:
        names: occurrences with the reason why each belongs here and how sure that is.
        variants: normal form to how often it occurs.
        votes: evidence for each type.
        gender: evidence for each gender.
    """

    names: list[tuple[Name, str, float]] = Factory(list)
    variants: Counter[Words] = Factory(Counter)
    votes: Counter[str] = Factory(Counter)
    gender: Counter[str] = Factory(Counter)
    in_title: bool = False
    full_text: str = ""
    plural: bool = False

    def add(self, name: Name, reason: str, confidence: float) -> None:
        """Take an occurrence in."""
        self.names.append((name, reason, confidence))
        self.variants[name.words] += 1
        self.plural = self.plural or name.guess == "group" and name.title is None and len(name.words) > 1
        bare = len(name.words) == 1 and len(self.longest) > 1 and self.votes["person"] > 0
        if name.guess and not (bare and name.guess in ("acronym", "group", "place")):
            self.votes[name.guess] += 1
        if name.title is not None and name.title.gender:
            self.gender[name.title.gender] += 5

    @property
    def first(self) -> int:
        """Token of the first occurrence."""
        return min((n.first for n, _, _ in self.names), default=0)

    @property
    def longest(self) -> Words:
        """The variant of most words."""
        if len(self.variants) == 1:
            return next(iter(self.variants))
        return max(self.variants, key=lambda w: (len(w), sum(map(len, w))), default=())

    def may_be_person(self) -> bool:
        """Whether nothing says that this is no person."""
        if self.plural:
            return False
        return not any(self.votes[v] for v in _NOT_PERSON - {"group"}) or self.votes["person"] > 0


def _with_long_forms(names: list[Name], defined: Sequence[Definition]) -> list[Name]:
    """The names with the long form of each abbreviation as one name ("Citizens for Clean Air (CCA)")."""
    for d in defined:
        inside = [n for n in names if d.first <= n.last and n.first <= d.last]
        if len(inside) == 1 and (inside[0].first, inside[0].last) == (d.first, d.last):
            continue
        names = [n for n in names if n not in inside]
        names.append(
            Name(d.first, d.first, d.last, d.words, d.long_text, None, "organization", headline=False)
        )
    return sorted(names, key=lambda n: n.first)


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
        self.bearers: dict[str, list[Cluster]] = {}
        self.recent: dict[Words, Cluster] = {}

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
            cluster = next((c for c in self.clusters if self._same_long(words, personal, c)), None)
            reason = "full name" if cluster is None else "same name, shorter or otherwise written"
            if cluster is None:
                cluster = Cluster()
                self.clusters.append(cluster)
            for name in occurrences:
                cluster.add(name, reason, 0.97)

    def _same_long(self, words: Words, personal: bool, cluster: Cluster) -> bool:
        other = cluster.longest
        if personal and cluster.may_be_person():
            return same_person(other, words, self.rules)
        if personal != cluster.may_be_person() and not cluster.votes["organization"]:
            return False
        content = [w for w in words if w not in self.joiners]
        return len(content) > 1 and (other[-len(words) :] == words or other[: len(words)] == words)

    def _link_short(self, defined: Sequence[Definition]) -> None:
        by_short = {d.short: d for d in defined}
        self.bearers = self._bearers()
        for name in sorted((n for n in self.names if len(n.words) == 1), key=lambda n: n.first):
            cluster, reason, sure = self._bearer(name, by_short)
            if cluster is None:
                cluster = Cluster()
                self.clusters.append(cluster)
            cluster.add(name, reason, sure)
            self.recent[name.words] = cluster
            if name.words[0] in by_short and not cluster.full_text:
                cluster.full_text = by_short[name.words[0]].long_text
                cluster.votes["organization"] += 1

    def _bearer(self, name: Name, by_short: dict[str, Definition]) -> tuple[Cluster | None, str, float]:
        """The cluster that a one-word name belongs to, why, and how sure that is."""
        word, words = name.words[0], name.words
        # The first part of a double surname stands alone only after the full name.
        people = [
            c
            for c in self.bearers.get(word, [])
            if c.longest[-1] == word or c.longest[0] == word or c.first < name.first
        ]
        title_gender = name.title.gender if name.title is not None else ""
        if name.guess == "place" and not any(n.title for c in people for n, _, _ in c.names):
            people = []
        people = self._of_gender(
            title_gender, people, self.titled.get((words, _OPPOSITE.get(title_gender, "")), 0)
        )
        if people:
            if len(people) == 1:
                return people[0], "surname or given name of " + " ".join(people[0].longest), 0.96
            best = self._likeliest(name, people)
            return best, "likeliest bearer of the name", 0.75
        organization = self._organization(word, by_short) if name.guess != "place" else None
        if organization is not None:
            return organization, "short form or abbreviation", 0.9
        same = next(
            (c for c in self.clusters if words in c.variants and self._agreement(title_gender, c) > -2), None
        )
        if same is not None:
            return same, "same name", 0.9
        slip = next((c for c in self.clusters if self._slip(word, c)), None)
        if slip is not None:
            return slip, "spelling slip", 0.8
        return None, "only form of the name", 0.85

    def _bearers(self) -> dict[str, list[Cluster]]:
        """One-word form (surname or given name) to the people with full names whom it may mean."""
        found: dict[str, list[Cluster]] = {}
        for cluster in self.clusters:
            if not cluster.may_be_person():
                continue
            shorts = {cluster.longest[0]}
            for variant in cluster.variants:
                shorts.update(w for w in variant[1:] if is_surname((w,), variant, self.particles))
            for short in sorted(shorts):
                found.setdefault(short, []).append(cluster)
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

    def _of_gender(self, gender: str, people: list[Cluster], opposite: int) -> list[Cluster]:
        """Those whom the title's gender fits best, if it fits any.

        A title overrules what the given name of the only bearer suggests ("Mr. Hale" for Robin
        Hale), unless the surname also occurs with titles of the other gender (``opposite`` times).
        """
        if not gender or not people:
            return people
        if len(people) == 1 and not opposite and not people[0].gender:
            return people
        fits = [self._agreement(gender, c) for c in people]
        best = max(fits)
        return [c for c, fit in zip(people, fits, strict=True) if fit == best] if best > -2 else []

    def _likeliest(self, name: Name, people: list[Cluster]) -> Cluster:
        """Among bearers of one surname the one that the bare surname means here.

        The bare surname keeps to one bearer; the others go by their full names. So a bearer named
        in full again and again is not meant, unless named in full in the same or the last sentence
        while the surname has not been used yet.
        """

        def score(cluster: Cluster) -> tuple[float, int]:
            full = [n for n, _, _ in cluster.names if len(n.words) > 1]
            before = [n for n in full if n.first < name.first]
            value = -0.6 * len(full)
            if before:
                value += 1.0
                gap = self.document.tokens[name.first].sent - self.document.tokens[before[-1].first].sent
                value += 0.8 if gap <= 1 else 0.3 if gap <= 3 else 0.0
            if name.words[0] == cluster.longest[0]:
                value += 3.0
            if self.recent.get(name.words) is cluster:
                value += 1.0
            if name.title is not None and any(n.title and n.title.words == name.title.words for n in full):
                value += 3.0
            return value, -cluster.first

        return max(people, key=score)

    def _organization(self, word: str, by_short: dict[str, Definition]) -> Cluster | None:
        if word in by_short:
            long = by_short[word].words
            for cluster in self.clusters:
                if any(v == long or long[-len(v) :] == v for v in cluster.variants if len(v) > 1):
                    return cluster
            return next((c for c in self.clusters if (word,) in c.variants), None)
        for cluster in self.clusters:
            if (word,) in cluster.variants:
                return cluster if not cluster.votes["person"] else None
            for variant in cluster.variants:
                if len(variant) < 2 or cluster.votes["person"]:
                    continue
                if len(word) > 1 and initials(variant, self.joiners) == word:
                    return cluster
                if cluster.votes["organization"] and variant[0] == word:
                    return cluster
                if cluster.votes["organization"] and variant[-1] == word and self.rules.in_name(word):
                    return cluster
        return None

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
