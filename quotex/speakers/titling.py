"""What a title adds: a full name for a surname, and who the article is about."""

from __future__ import annotations

from collections.abc import Sequence, Set

from quotex.parsing.document import Document
from quotex.rules.normal import plain
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.cluster import Cluster
from quotex.speakers.given_names import given_names
from quotex.speakers.name_guesses import Name

_MARKS = ".,;:!?\"“”'‘’()"


def _bare(word: str) -> str:
    word = word.strip(_MARKS)
    for end in ("'s", "’s"):
        word = word.removesuffix(end)
    return word


def take_in_title(
    document: Document,
    clusters: list[Cluster],
    names: Sequence[Name],
    title: str,
    rules: SpeakerRules,
    outside: Set[int] = frozenset(),
) -> None:
    """Mark the clusters that the title names and complete their names from it, in place.

    A title in capitals throughout says little about where a name ends, so only a given name before
    a surname that the text knows counts as a full name there.

    Args:
        document: the article.
        clusters: linked names of the text.
        names: every name, those in capitalised lines included.
        title: the title, or "" where it is the text's first line.
        rules: vocabulary.
        outside: tokens of boilerplate.
    """
    surnames: dict[tuple[str, ...], Cluster] = {}
    for cluster in clusters:
        for variant in cluster.variants:
            surnames.setdefault((variant[-1],), cluster)
            surnames.setdefault(variant, cluster)
    lines = [[_bare(w) for w in title.split()]] if title else []
    if not title and document.sentences and document.sentences[0].first not in outside:
        first = document.sentences[0]
        span = document.tokens[first.first].start, document.tokens[first.last - 1].end
        lines.append([_bare(w) for w in document.text[slice(*span)].split()])
    for line in lines:
        _mark(line, surnames, rules)
    _take_headline_names(names, clusters, surnames)


def _mark(line: list[str], surnames: dict[tuple[str, ...], Cluster], rules: SpeakerRules) -> None:
    known = given_names()
    for k, word in enumerate(line):
        cluster = surnames.get((plain(word),)) if word[:1].isupper() else None
        if cluster is None:
            continue
        cluster.in_title = True
        before = line[k - 1] if k else ""
        low = plain(before)
        given = low in known or low in rules.nickname_gender
        if before[:1].isupper() and given and len(cluster.longest) == 1 and cluster.may_be_person():
            cluster.variants[(low, plain(word))] += 1
            cluster.full_text = f"{before} {word}"
            cluster.votes["person"] += 1


def _take_headline_names(
    names: Sequence[Name], clusters: list[Cluster], surnames: dict[tuple[str, ...], Cluster]
) -> None:
    """Tie names in capitalised lines to the clusters of the text; a full name of nobody else is new."""
    for name in names:
        if not name.headline or name.guess == "role":
            continue
        cluster = surnames.get(name.words)
        if cluster is not None:
            cluster.names.append((name, "named in a title line", 0.85))
        elif name.guess == "person" and len(name.words) == 2:
            cluster = surnames.get((name.words[-1],))
            if cluster is None or len(cluster.longest) > 1:
                cluster = Cluster()
                clusters.append(cluster)
            cluster.add(name, "named in a title line", 0.8)
            surnames[name.words] = cluster
