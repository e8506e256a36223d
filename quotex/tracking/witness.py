"""Witnesses: what of a quotation is evidence of the words that were said, ready to be compared."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from attrs import define

from quotex.records import Quote, Span
from quotex.tracking.dates import When, when
from quotex.tracking.information import Information
from quotex.tracking.speaker_key import SpeakerKey, speaker_key
from quotex.tracking.wording import Normaliser, Wording

PART_BITS = 25.0
"""Information from which a piece of a quotation is compared by itself."""

Rank = tuple[bool, float, int, int, bool, int, float, str, tuple[Span, ...], str]
"""What decides between two roots, from the first field to the last."""

_USUAL_DELAY = 1
"""Days between a remark and its first report, where the article does not tell."""


@define(slots=True, eq=False, weakref_slot=False)
class Witness:
    """One quotation, prepared for comparison.

    Attributes:
        index: place in the input.
        form: number of its wording among all different wordings.
        bits: information of its evidence.
        indirect: whether no word of it is vouched for by quote marks.
        published, said: when it was printed and when it was said (estimated from the former).
        stretches: the parts that ellipses and the reporter's own words leave, if more than one; of a
            mixed quotation also the only one.
        parts: forms of the pieces of a quotation in pieces, those that tell enough by themselves.
        surface: checksum of the evidence as it is written.
        dated: whether the article itself tells when it was said.
        speaker: comparable name of the speaker.
        order: place among all witnesses, best roots first, the same whatever the order of the input.
    """

    index: int
    form: int
    bits: float
    indirect: bool
    published: When | None
    said: When | None
    dated: bool
    stretches: tuple[str, ...]
    parts: tuple[int, ...]
    surface: int
    speaker: SpeakerKey | None
    order: int = 0


def evidence_spans(quote: Quote) -> tuple[Span, ...]:
    """Offsets into ``quote.text`` of the words that count as evidence.

    For a mixed quotation these are the stretches in quote marks; else all of it.
    """
    if quote.kind != "mixed" or not quote.verbatim:
        return ((0, len(quote.text)),)
    spans = []
    position = 0
    for stretch in quote.verbatim:
        found = quote.text.find(stretch, position)
        if found >= 0:
            position = found + len(stretch)
            spans.append((found, position))
    return tuple(spans) or ((0, len(quote.text)),)


def evidence(quote: Quote, normaliser: Normaliser) -> Wording:
    """The comparable words of a quotation's evidence; offsets count in ``quote.text``.

    Between two stretches of a mixed quotation an ellipsis is noted.
    """
    spans = evidence_spans(quote)
    wordings = [normaliser.wording(quote.text, start, end) for start, end in spans]
    if len(wordings) == 1:
        return wordings[0]
    words: list[str] = []
    places: list[Span] = []
    elided: set[int] = set()
    brackets: list[tuple[int, int, int]] = []
    for n, wording in enumerate(wordings):
        if n:
            elided.add(len(words))
        elided.update(i + len(words) for i in wording.elided)
        brackets.extend((i + len(words), start, end) for i, start, end in wording.brackets)
        words.extend(wording.words)
        places.extend(wording.spans)
    surface = " ".join(w.surface for w in wordings)
    return Wording(tuple(words), tuple(places), frozenset(elided), tuple(brackets), surface)


def piece_starts(quote: Quote) -> tuple[int, ...]:
    """Offsets into ``quote.text`` at which its second and later pieces begin."""
    starts = []
    position = 0
    for start, end in quote.content[:-1]:
        position += end - start + 1
        starts.append(position)
    return tuple(starts) if position <= len(quote.text) else ()


def witnesses(
    quotes: Sequence[Quote], normaliser: Normaliser, information: Information
) -> tuple[list[Witness], list[str]]:
    """Prepare quotations for comparison.

    Returns:
        The witnesses in the order of the input, and the key of each form (its words between spaces).
    """
    out, ranks, keys = ranked_witnesses(quotes, normaliser, information)
    for place, index in enumerate(sorted(range(len(out)), key=ranks.__getitem__)):
        out[index].order = place
    return out, keys


def ranked_witnesses(
    quotes: Sequence[Quote], normaliser: Normaliser, information: Information
) -> tuple[list[Witness], list[Rank], list[str]]:
    """Prepare quotations for comparison, each by itself.

    Returns:
        The witnesses, whose ``order`` is still 0; the rank of each as a root, the least the best; and
        the key of each form.
    """
    forms: dict[str, int] = {}
    weights: list[float] = []
    out: list[Witness] = []
    marks = array("L")
    for index, quote in enumerate(quotes):
        wording = evidence(quote, normaliser)
        form = forms.setdefault(wording.key, len(forms))
        if form == len(weights):
            weights.append(information.words(wording.words))
        parts = []
        for words in _parts(quote, wording):
            bits = information.words(words)
            if bits >= PART_BITS:
                part = forms.setdefault(f" {' '.join(words)} ", len(forms))
                if part == len(weights):
                    weights.append(bits)
                parts.append(part)
        witness = _witness(index, quote, wording, form, weights[form], tuple(parts))
        marks.append(len(wording.brackets) + len(wording.elided))
        out.append(witness)
    # Not in the same loop: ranks are soon forgotten, and should lie in memory apart from what stays.
    ranks = [_rank(quotes[w.index], w, marks[w.index]) for w in out]
    return out, ranks, list(forms)


def _rank(quote: Quote, witness: Witness, marked: int) -> Rank:
    """Sort key of a witness as a root: direct and informative ones first, then whole, then early ones."""
    published = witness.published
    return (
        witness.indirect,
        -round(witness.bits, 6),
        marked,
        len(quote.content),
        quote.kind != "direct",
        published.first if published else 0,
        published.moment or 0.0 if published else 0.0,
        quote.article_id,
        quote.content,
        quote.id,
    )


def _witness(
    index: int, quote: Quote, wording: Wording, form: int, bits: float, parts: tuple[int, ...]
) -> Witness:
    published = when(quote.published)
    said = when(quote.said_on)
    indirect = quote.kind == "indirect"
    return Witness(
        index,
        form,
        bits,
        indirect,
        published,
        said or _before(published),
        said is not None,
        _stretches(quote, wording),
        parts,
        crc32(wording.surface.encode("utf-8", "surrogatepass")),
        speaker_key(quote.speaker, quote.speaker_type),
    )


def _parts(quote: Quote, wording: Wording) -> list[tuple[str, ...]]:
    """The words of each piece, if the quotation is in pieces."""
    starts = piece_starts(quote) if quote.kind == "direct" else ()
    if not starts and quote.kind != "mixed":
        return []
    begins = [sum(s < start for s, _ in wording.spans) for start in starts]
    cuts = sorted({0, *begins, *wording.elided, len(wording.words)})
    return [wording.words[a:b] for a, b in pairwise(cuts)] if len(cuts) > 2 else []


def _stretches(quote: Quote, wording: Wording) -> tuple[str, ...]:
    if quote.kind != "mixed" and not wording.elided:
        return ()
    cuts = [0, *sorted(k for k in wording.elided if 0 < k < len(wording.words)), len(wording.words)]
    return tuple(" ".join(wording.words[a:b]) for a, b in pairwise(cuts) if b > a)


@lru_cache(maxsize=100_000)
def _before(published: When | None) -> When | None:
    if published is None:
        return None
    return When(published.first - _USUAL_DELAY, published.last)
