"""Passages: each quotation joins the root that it lies in, or becomes a root itself.

Roots are tried in a fixed order, the most informative first, and a quotation is compared with the
root only. So nothing drifts along a chain of likenesses, and two fragments of one speech that do
not meet stay siblings in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from quotex.records import Quote
from quotex.tracking.dates import When, days_apart
from quotex.tracking.matches import Matches
from quotex.tracking.matching import Condition, Match
from quotex.tracking.speaker_key import DIFFERENT, SAME, same_speaker
from quotex.tracking.windows import NEAR_DAYS, run_length
from quotex.tracking.witness import Witness

REPEATABLE = "speech"
REPEAT_DAYS = 2
LONG_AGO_DAYS = 30
_LONG = 0.85
_MANY = 24


@frozen(slots=True)
class Group:
    """The witnesses of one passage; the root is the first.

    Attributes:
        root: what the others are compared with.
        members: all witnesses.
        echoes: witnesses of other passages that print the root, or of which a piece lies in it.
        translated: index of each witness that is in other words, to its likeness in meaning.
    """

    root: Witness
    members: tuple[Witness, ...]
    echoes: tuple[Witness, ...] = ()
    translated: Mapping[int, float] = field(factory=dict)


def group(
    quotes: Sequence[Quote],
    found: Sequence[Witness],
    keys: Sequence[str],
    matches: Matches,
    window_days: int,
) -> list[Group]:
    """Put witnesses into passages.

    A witness depends only on those that it is linked with, so that any part of the witnesses that no link
    leads out of can be put into passages by itself.

    Args:
        quotes: the quotations, as the witnesses' indices count them.
        found: their witnesses.
        keys: the forms.
        matches: which forms can be one utterance.
        window_days: days within which two printings can be of one utterance.
    """
    roots = _Roots(window_days)
    members: dict[int, list[Witness]] = {}
    for witness in sorted(found, key=lambda w: w.order):
        if not keys[witness.form].strip() or _unsaid(quotes[witness.index]):
            members[witness.index] = [witness]
            continue
        root = _best_root(witness, matches, roots, quotes, window_days)
        if root is None:
            roots.add(witness)
            members[witness.index] = [witness]
        else:
            members[root.index].append(witness)
    echoes = _echoes(found, matches, roots, members, quotes, window_days)
    return [_grouped(together, keys, echoes.get(index, ())) for index, together in members.items()]


def _echoes(
    found: Sequence[Witness],
    matches: Matches,
    roots: _Roots,
    members: Mapping[int, Sequence[Witness]],
    quotes: Sequence[Quote],
    window_days: int,
) -> dict[int, list[Witness]]:
    """Root's index to the witnesses that print its words, too, but belong to another passage.

    A long quotation may hold several utterances that other articles print one by one: by its pieces,
    and by the roots that lie in it without its own root's having them.
    """
    home: dict[int, int] = {}
    better: set[int] = set()
    for index, together in members.items():
        better.update(form for form, _ in matches.others(together[0].form))
        for witness in together:
            home[witness.index] = index
    by_form: dict[int, list[Witness]] = defaultdict(list)
    for witness in found:
        if witness.form in better:
            by_form[witness.form].append(witness)
    out: dict[int, dict[int, Witness]] = defaultdict(dict)

    def echo(root: Witness, witness: Witness, match: Match) -> None:
        if home[witness.index] == root.index or not match.close or witness.indirect or root.indirect:
            return
        if same_speaker(witness.speaker, root.speaker) == DIFFERENT:
            return
        if fits(match, witness, root, quotes, window_days):
            out[root.index][witness.index] = witness

    for witness in found:
        for part in witness.parts:
            bits = round(matches.bits(part), 6)
            for form, match in matches.of(part):
                for root in roots.near(form, witness.published):
                    if bits <= round(root.bits, 6):
                        echo(root, witness, match)
    for index in members:
        root = members[index][0]
        for form, match in matches.others(root.form):
            for witness in by_form[form]:
                if witness.order < root.order:
                    echo(root, witness, match)
    return {index: sorted(some.values(), key=lambda w: w.order) for index, some in out.items()}


class _Roots:
    """The roots so far, by wording, and by time where a wording has many."""

    def __init__(self, window_days: int) -> None:
        self._length = run_length(window_days)
        self._roots: dict[int, list[Witness]] = {}
        self._by_window: dict[int, dict[int | None, list[Witness]]] = {}

    def add(self, root: Witness) -> None:
        """One more root."""
        some = self._roots.setdefault(root.form, [])
        some.append(root)
        if len(some) == _MANY:
            windows = self._by_window[root.form] = {}
            for known in some:
                windows.setdefault(self._window(known.published), []).append(known)
        elif len(some) > _MANY:
            self._by_window[root.form].setdefault(self._window(root.published), []).append(root)

    def near(self, form: int, date: When | None) -> Iterator[Witness]:
        """The roots of a wording that may have been printed within the days that count."""
        window = self._window(date)
        windows = self._by_window.get(form)
        if windows is None or window is None:
            yield from self._roots.get(form, ())
            return
        for near in (None, window - 1, window, window + 1):
            yield from windows.get(near, ())

    def _window(self, date: When | None) -> int | None:
        return date.first // self._length if date is not None and date.first == date.last else None


def _unsaid(quote: Quote) -> bool:
    """Whether the article tells what was not said, in its own words."""
    return quote.kind == "indirect" and quote.polarity == "negated"


def _as_real(a: Quote, b: Quote) -> bool:
    """Whether both are told as said, or both as only to be said; words in quote marks were said anyway."""
    return "indirect" not in (a.kind, b.kind) or a.polarity == b.polarity


def _grouped(together: list[Witness], keys: Sequence[str], echoes: Sequence[Witness]) -> Group:
    """Elect the root: of the witnesses as long as the longest the one whose words most others bear out.

    The first one, by which the passage was found, keeps its place where none has more.
    """
    first = together[0]
    if len(together) < 3:
        return Group(first, tuple(together), tuple(echoes))
    long = [w for w in together if w.bits >= _LONG * first.bits and w.indirect == first.indirect]
    if len({(w.form, w.surface) for w in long}) == 1:
        return Group(first, tuple(together), tuple(echoes))
    support = {w.form: sum(_borne_out(other, keys[w.form], keys) for other in together) for w in long}
    spelled = Counter((w.form, w.surface) for w in long)
    root = min(long, key=lambda w: (-support[w.form], -spelled[w.form, w.surface], w.order))
    return Group(root, (root, *(w for w in together if w is not root)), tuple(echoes))


def _borne_out(witness: Witness, key: str, keys: Sequence[str]) -> bool:
    """Whether all that a witness vouches for stands in a wording."""
    if witness.indirect:
        return False
    if len(witness.stretches) > 1:
        return all(f" {stretch} " in key for stretch in witness.stretches)
    return keys[witness.form] in key


def _best_root(
    witness: Witness,
    matches: Matches,
    roots: _Roots,
    quotes: Sequence[Quote],
    window_days: int,
) -> Witness | None:
    best: tuple[object, ...] | None = None
    chosen = None
    for form, found in matches.of(witness.form):
        for root in roots.near(form, witness.published):
            if not fits(found, witness, root, quotes, window_days):
                continue
            apart = days_apart(witness.published, root.published)
            speaker = same_speaker(witness.speaker, root.speaker)
            rank = (speaker != SAME, -round(found.strength, 6), apart, root.order)
            if best is None or rank < best:
                best, chosen = rank, root
    return chosen


def fits(found: Match, witness: Witness, root: Witness, quotes: Sequence[Quote], window_days: int) -> bool:
    """Whether speaker, days and occasion allow that a witness is a printing of a root.

    What two witnesses are to one another does not depend on any third one.
    """
    apart = days_apart(witness.published, root.published)
    if apart > window_days or another_occasion(witness, root, quotes):
        return False
    if not _as_real(quotes[witness.index], quotes[root.index]):
        return False
    return _holds(found, same_speaker(witness.speaker, root.speaker), apart, witness, root)


def _holds(found: Match, speaker: str, apart: int, witness: Witness, root: Witness) -> bool:
    condition = found.condition
    if witness.indirect or root.indirect:
        # A paraphrase vouches for no word: the speaker must be the same, and most of the words.
        return found.close and speaker == SAME and apart <= NEAR_DAYS
    if condition is Condition.SAME_SPEAKER_NEAR:
        return speaker == SAME and apart <= NEAR_DAYS
    if condition is Condition.SAME_SPEAKER:
        return speaker == SAME
    if condition is Condition.NOT_ANOTHER_SPEAKER:
        return speaker != DIFFERENT
    return condition is Condition.ANY_SPEAKER


def another_occasion(a: Witness, b: Witness, quotes: Sequence[Quote]) -> bool:
    """Whether the articles themselves tell that the words were said on different days.

    A speech is given more than once, so that there a date in one article is held against the day
    that the other's publication implies; of all else both articles must give a date. Old words that
    are dug up in the same week are the same words, whatever dates the articles give.
    """
    if not a.dated and not b.dated:
        return False
    if _long_ago(a) or _long_ago(b):
        return False
    if a.dated and b.dated:
        return days_apart(a.said, b.said) > 1
    if quotes[a.index].channel != REPEATABLE or quotes[b.index].channel != REPEATABLE:
        return False
    return days_apart(a.said, b.said) > REPEAT_DAYS


def _long_ago(witness: Witness) -> bool:
    return witness.dated and days_apart(witness.said, witness.published) > LONG_AGO_DAYS
