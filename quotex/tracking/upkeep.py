"""Passages kept up to date: what new articles touch is tracked anew, and nothing else.

A store gives the passages that ``quotex.track`` gives for all of its quotations at once, in whatever order
they came, because each stage depends on little, and that little is looked at again:

1. A link of two forms in a window depends on what was printed in and next to that window
   (``linking.find_links``; words are weighed by a fixed table, so no weight changes as articles come). The
   windows that hold a changed quotation are searched anew.
2. The group of a witness depends on those that it is linked with, directly or through others, where speaker
   and days allow it. All that are linked with a changed quotation or by a changed link are grouped anew.
3. Possible translations depend on what else a surname is quoted with. The surnames of changed groups are
   compared anew.
4. A passage depends on its group and on the articles that print it. Those whose group is another are made
   anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from quotex.records import Article, Passage, Span
from quotex.rules.tracking import tracking_rules
from quotex.tracking.comparing import comparer
from quotex.tracking.dates import When
from quotex.tracking.embeddings import Vectors
from quotex.tracking.information import information
from quotex.tracking.linking import find_links
from quotex.tracking.loaded import Loaded
from quotex.tracking.matches import Best, Link, Matches, Rule, with_itself
from quotex.tracking.passages import Group, fits, group
from quotex.tracking.provenance import Provenance
from quotex.tracking.shelf import LinkRow, Shelf
from quotex.tracking.tracker import passage_of
from quotex.tracking.translations import merge, possible_translations
from quotex.tracking.windows import UNDATED, Touched, near_windows, run_windows
from quotex.tracking.witness import Witness
from quotex.tracking.wording import normaliser

Encode = Callable[[Sequence[str]], Vectors]


class Upkeep:
    """One round of tracking what has changed in a store.

    Args:
        shelf: what the store keeps.
        articles: its current articles.
        spans: of each article the spans of its quotations.
        window_days, encode, families, language: as in ``tracker.find_passages``.
    """

    def __init__(
        self,
        shelf: Shelf,
        articles: Mapping[str, Article],
        spans: Mapping[str, Sequence[Span]],
        *,
        window_days: int,
        encode: Encode | None,
        families: Mapping[str, str] | None,
        language: str,
    ) -> None:
        self._shelf = shelf
        self._window_days = window_days
        self._encode = encode
        self._rules = tracking_rules(language)
        self._words, self._weights = normaliser(language), information(language)
        self._compare = comparer(language)
        self._provenance = Provenance(articles, spans, self._rules, self._words, families)
        self._loaded = Loaded(self._words, self._weights)

    def changed(self) -> Iterator[tuple[int, Passage, str, dict[tuple[str, str], int]]]:
        """Bring links and groups up to date and forget passages that are no more.

        Yields:
            For each passage that is new or another: the key of its root, the passage, its signature, and
            the key of each of its quotations by the ids of article and quotation.
        """
        shelf = self._shelf
        new_articles, old_articles = shelf.changes()
        added, removed = shelf.quotes_of(new_articles), shelf.quotes_of(old_articles)
        self._load([*added, *removed])
        for row in added:
            witness = self._loaded.witness(row)
            surname = witness.speaker.last if witness.speaker and witness.speaker.named else None
            days = self._days(witness.published)
            shelf.put_witness(row, self._loaded.checksums(witness), days, surname)
        changed_forms = self._relink([*added, *removed], set(removed))
        rows = self._reached({*added, *removed, *shelf.with_forms(changed_forms, None)}) - set(removed)
        before = shelf.roots_of([*rows, *removed])
        surnames = shelf.surnames(before)
        shelf.drop_witnesses(removed)
        shelf.mark(new_articles, old_articles)
        groups = self._regroup(rows)
        shelf.change_groups(before, (self._rows(g) for g in groups))
        if self._encode is not None:
            surnames |= shelf.surnames([self._loaded.row(g.root) for g in groups])
            groups, others = self._with_translations(groups, shelf.roots_by(surnames))
            before |= others
        yield from self._passages(groups, before)

    def _load(self, rows: Collection[int]) -> None:
        new = [row for row in rows if row not in self._loaded]
        if new:
            self._loaded.add(self._shelf.read(new))

    def _relink(self, changed: Sequence[int], removed: Set[int]) -> set[int]:
        """Find the links of the windows that are touched; the forms that are linked otherwise now."""
        touched = Touched.by((self._loaded.witness(row).published for row in changed), self._window_days)
        rows = self._shelf.printed(touched.days(self._window_days)) - removed
        self._load(rows)
        found = self._loaded.in_order(rows)
        links = find_links(
            self._loaded.quotes,
            found,
            self._loaded.keys,
            self._words,
            self._weights,
            self._window_days,
            touched,
        )
        now = self._link_rows(links)
        was = set(self._shelf.links(touched))
        if rows <= set(changed):
            self._shelf.change_links(was, now)
            return set()
        pairs = {(row[2], row[3]) for row in now ^ was}
        before = self._shelf.best(pairs)
        self._shelf.change_links(was - now, now - was)
        after = self._shelf.best(pairs)
        return {form for pair in pairs if before.get(pair) != after.get(pair) for form in pair}

    def _link_rows(self, links: Iterable[Link]) -> set[LinkRow]:
        """Links as they are kept: the best of each rule, window and pair."""
        rows: dict[tuple[int, int, int, int], tuple[int, float, int]] = {}
        for link in links:
            a, b = sorted((self._loaded.checksum(link.a), self._loaded.checksum(link.b)))
            match = (int(link.match.condition), link.match.strength, int(link.match.close))
            place = (int(link.rule), link.window, a, b)
            rows[place] = max(match, rows.get(place, match))
        return {(*place, *match) for place, match in rows.items()}

    def _reached(self, start: set[int]) -> set[int]:
        """All quotations that can be reached from some by links that speaker and days allow."""
        self._load(start)
        if len(start) >= self._shelf.count():
            return start
        reached = set(start)
        frontier = start
        while frontier:
            reaching: dict[int, list[Witness]] = defaultdict(list)
            for row in frontier:
                witness = self._loaded.witness(row)
                for form in self._loaded.checksums(witness):
                    reaching[form].append(witness)
            links: dict[int, dict[int, Best]] = defaultdict(dict)
            for rule, _, a, b, condition, strength, close in self._shelf.links_of(reaching):
                best = Best.of(rule, condition, strength, close)
                for here, there in ((a, b), (b, a)):
                    links[there][here] = max(best, links[there].get(here, best))
            rows = self._shelf.with_forms({*reaching, *links}, self._span(frontier))
            rows = [row for row in rows if row not in reached]
            self._load(rows)
            frontier = {row for row in rows if self._is_reached(self._loaded.witness(row), reaching, links)}
            reached |= frontier
        return reached

    def _is_reached(
        self,
        witness: Witness,
        reaching: Mapping[int, Sequence[Witness]],
        links: Mapping[int, Mapping[int, Best]],
    ) -> bool:
        loaded = self._loaded
        for form, own in zip(
            loaded.checksums(witness), dict.fromkeys((witness.form, *witness.parts)), strict=True
        ):
            matches = {other: best.match for other, best in links.get(form, {}).items()}
            itself = [with_itself(loaded.keys[own], self._weights)] if form in reaching else []
            for other, match in [*((form, m) for m in itself), *matches.items()]:
                for near in reaching.get(other, ()):
                    if fits(match, witness, near, loaded.quotes, self._window_days):
                        return True
        return False

    def _span(self, rows: Collection[int]) -> Span | None:
        """The days in which something that fits to one of some quotations was printed; None for any."""
        dates = [self._loaded.witness(row).published for row in rows]
        known = [date for date in dates if date is not None]
        if len(known) < len(dates):
            return None
        return (
            min(d.first for d in known) - self._window_days,
            max(d.last for d in known) + self._window_days,
        )

    def _regroup(self, rows: Collection[int]) -> list[Group]:
        found = self._loaded.in_order(rows)
        forms = {sum_ for witness in found for sum_ in self._loaded.checksums(witness)}
        matches = Matches(self._links(forms), self._loaded.keys, self._weights)
        return group(self._loaded.quotes, found, self._loaded.keys, matches, self._window_days)

    def _links(self, forms: Collection[int]) -> Iterator[Link]:
        for rule, window, a, b, condition, strength, close in self._shelf.links_of(forms):
            one, other = self._loaded.form(a), self._loaded.form(b)
            if one is not None and other is not None:
                match = Best.of(rule, condition, strength, close).match
                yield Link(Rule(rule), window, min(one, other), max(one, other), match)

    def _rows(self, together: Group) -> tuple[int, list[int], list[int]]:
        """Root, members and echoes by their keys in the store."""
        members = sorted(map(self._loaded.row, together.members))
        return self._loaded.row(together.root), members, sorted(map(self._loaded.row, together.echoes))

    def _with_translations(self, groups: list[Group], roots: Set[int]) -> tuple[list[Group], set[int]]:
        """Groups put together with others of the same surnames, and the roots of these others."""
        assert self._encode is not None
        others = roots - {self._loaded.row(g.root) for g in groups}
        kept = self._shelf.groups(others)
        self._load({row for both in kept.values() for some in both for row in some})
        witness = self._loaded.witness
        every = [*groups]
        for root, (members, echoes) in sorted(kept.items()):
            every.append(Group(witness(root), tuple(map(witness, members)), tuple(map(witness, echoes))))
        self._loaded.in_order({row for g in every for some in self._rows(g)[1:] for row in some})
        quotes = self._loaded.quotes
        pairs = possible_translations(every, quotes, self._rules, self._words, self._weights, self._encode)
        return merge(every, pairs, quotes), set(others)

    def _passages(
        self, groups: Sequence[Group], before: Collection[int]
    ) -> Iterator[tuple[int, Passage, str, dict[tuple[str, str], int]]]:
        signed = {self._loaded.row(g.root): (g, self._signature(g)) for g in groups}
        kept = self._shelf.passages({*before, *signed})
        same = {root for root, (_, sum_) in kept.items() if root in signed and signed[root][1] == sum_}
        self._shelf.drop_passages([name for root, (name, _) in kept.items() if root not in same])
        quotes = self._loaded.quotes
        for root, (together, sum_) in signed.items():
            if root not in same:
                passage = passage_of(together, quotes, self._loaded.keys, self._compare, self._provenance)
                printed = (*together.members, *together.echoes)
                keys = {
                    (q.article_id, q.id): self._loaded.row(w) for w in printed for q in (quotes[w.index],)
                }
                yield root, passage, sum_, keys

    def _days(self, date: When | None) -> Span | None:
        """The days of a date, if they are few enough to stand in windows."""
        if date is None or UNDATED in (*near_windows(date), *run_windows(date, self._window_days)):
            return None
        return date.first, date.last

    def _signature(self, together: Group) -> str:
        """A checksum of all that a passage is made of."""
        translated = {self._loaded.rows[n]: likeness for n, likeness in together.translated.items()}
        parts: list[Any] = [*self._rows(together), sorted(translated.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
