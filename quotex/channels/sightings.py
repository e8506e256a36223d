"""Finds the words of an article that show a channel, and how each stands in its sentence.

A sighting says nothing yet about any quotation: whether it is tied to one is for ``ties``.
"""

from __future__ import annotations

from quotex.channels.outlet_places import Outlet
from quotex.channels.outlets import Outlets
from quotex.channels.phrases import (
    NOMINAL,
    VERBAL,
    first_conjunct,
    modifiers,
    preposition,
    relation,
    told_by,
)
from quotex.light import frozen
from quotex.parsing.document import Document
from quotex.rules.channels import ChannelRules, Evidence, Frame, OutletFrame
from quotex.rules.normal import plain
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers.given_names import with_short_names

_INSIDE = frozenset(
    ["compound", "amod", "flat", "nmod:desc", "nmod:poss", "fixed", "goeswith", "appos", "vocative"]
)
_ADJUNCT = frozenset(["obl", "nmod", "advmod", "advcl", "dep", "obj", "root", "parataxis", "orphan"])


@frozen(slots=True, eq=False)
class Sighting:
    """A word that shows a channel.

    Attributes:
        label, rank: what it shows and how strongly.
        frame: the frame that it stands in, "" for a verb.
        relation: adjunct, addressee, object, subject, owner, verb or bare (in no frame).
        token: the word (its head token).
        governor: the verb or noun that it hangs on; the token itself for a verb; -1 for none.
        row: the row of evidence, None for an outlet.
        outlet: the outlet, if the word is one's name.
    """

    label: str
    rank: int
    frame: str
    relation: str
    token: int
    governor: int
    row: Evidence | None = None
    outlet: Outlet | None = None

    @property
    def weak(self) -> bool:
        """Whether it opens no occasion."""
        return self.row is not None and self.row.weak


def sight(document: Document, rules: ChannelRules, outlets: Outlets) -> list[Sighting]:
    """Find every piece of evidence of a document, in text order.

    Args:
        document: the article; sentences without a tree give none.
        rules: the evidence.
        outlets: the outlets that it names.
    """
    out: list[Sighting] = []
    lower, lemmas = document.low, document.lemmas
    triggers = rules.triggers
    for i in [i for i, word in enumerate(lower) if word in triggers or lemmas[i] in triggers]:
        t = document.tokens[i]
        if not document.sentences[t.sent].parsed:
            continue
        verb = rules.by_verb.get(lemmas[i])
        if verb is not None and t.upos in VERBAL:
            out.append(Sighting(verb.label, verb.rank, "", "verb", i, i, verb))
        if t.upos == "PROPN" and (outlets.at(i) is not None or _names_person(document, i)):
            continue
        if lower[i] in rules.by_word or lemmas[i] in rules.by_word or t.text in rules.by_case:
            out += _noun_sightings(document, rules, i)
    for outlet in outlets.places.all:
        if document.sentence(outlet.first).parsed:
            out += _outlet_sightings(
                document, rules, outlets, outlet, _head_of(document, outlet.first, outlet.last)
            )
    out.sort(key=lambda s: s.token)
    return out


def _names_person(document: Document, i: int) -> bool:
    """Whether a proper noun is a person's given name, or the name behind one: "Bill Ferrol", "Ana Post"."""
    first = document.tokens[i].head if document.tokens[i].deprel == "flat" else i
    if plain(document.tokens[first].text) not in with_short_names(load_speaker_rules().short_names):
        return False
    return not any(document.tokens[c].upos == "DET" for c in document.children(first))


def _head_of(document: Document, first: int, last: int) -> int:
    """The token of a run that hangs on something outside it, one with a preposition before others."""
    heads = [i for i in range(last, first - 1, -1) if not first <= document.tokens[i].head <= last]
    return next((i for i in heads if preposition(document, i)), heads[0] if heads else last)


def _noun_sightings(document: Document, rules: ChannelRules, i: int) -> list[Sighting]:
    t = document.tokens[i]
    behind = t.upos == "ADJ" and t.deprel == "amod" and t.head == i - 1  # "the party faithful"
    if t.upos not in NOMINAL and t.upos not in ("VERB", "ADV") and not behind:
        return []
    out: list[Sighting] = []
    seen: set[str] = set()
    keys = dict.fromkeys([t.text.lower(), t.lemma.lower()])
    found = [row for key in keys for row in rules.by_word.get(key, ())] + list(rules.by_case.get(t.text, ()))
    found.sort(key=lambda pair: -len(pair[0]))
    longest = 0
    for words, row in found:
        if len(words) < longest or not _stands(document, i, words, case=row.case):
            continue
        head = t.head if behind else _head_of(document, i - len(words) + 1, i)
        place = _place(document, rules, head)
        if place is None or not _modified_so(document, head, row):
            continue
        longest = len(words)
        if not row.weak:
            out.append(Sighting(row.label, row.rank, "", "bare", head, place[2], row))
        for name in row.frames:
            frame = rules.frames[name]
            if frame.relation in seen and row.label in seen:
                continue
            governor = _governor(document, rules, frame, head, place)
            if governor is not None:
                seen.update((frame.relation, row.label))
                out.append(Sighting(row.label, row.rank, name, frame.relation, head, governor, row))
    return out


def _stands(document: Document, i: int, words: tuple[str, ...], *, case: bool) -> bool:
    first = i - len(words) + 1
    if first < 0:
        return False
    for k, word in enumerate(words):
        t = document.tokens[first + k]
        if case:
            if t.text != word:
                return False
        elif word not in (t.text.lower(), t.lemma.lower()):
            return False
    return True


def _modified_so(document: Document, head: int, row: Evidence) -> bool:
    if not row.only and not row.unless:
        return True
    words = set(modifiers(document, head))
    if document.tokens[head].i > 0:
        words.add(document.low[head - 1])
    words.update((document.low[head], document.lemmas[head]) if row.only else ())
    return not words & row.unless and (not row.only or bool(words & row.only))


def _place(document: Document, rules: ChannelRules, head: int) -> tuple[str, str, int] | None:
    """Relation, preposition and governor of a noun, taken from the first member of its coordination."""
    t = document.tokens[head]
    if t.deprel in _INSIDE and t.deprel != "appos":
        return None
    case = preposition(document, head)
    top = first_conjunct(document, head)
    if document.tokens[top].upos in VERBAL:
        return None
    if document.tokens[top].deprel == "appos" and not case:
        return None
    return relation(document, top), case or preposition(document, top), document.tokens[top].head


def _governor(
    document: Document, rules: ChannelRules, frame: Frame, head: int, place: tuple[str, str, int]
) -> int | None:
    deprel, case, governor = place
    if frame.relation == "owner":
        if case in rules.words["about"]:
            return None
        return (
            governor
            if any(document.tokens[c].deprel.startswith(("nmod", "acl")) for c in document.children(head))
            else None
        )
    if frame.relation == "subject":
        return governor  # whether it is the source is for the tie to see
    if frame.relation == "addressee" and not case:
        before = told_by(document, head)
        if before >= 0 and document.lemmas[before] in frame.verbs:
            return before
    if governor < 0:
        return None
    verb = document.tokens[governor]
    if frame.verbs and verb.lemma.lower() not in frame.verbs:
        return None
    full = document.tokens[first_conjunct(document, head)].deprel
    if frame.relation == "adjunct":
        fits = case in frame.prepositions and deprel in _ADJUNCT and full != "nmod:poss"
        # "spoke Monday a town hall", a preposition lost
        fits = fits or (
            frame.held
            and not case
            and full in ("obl:unmarked", "obj")
            and "at" in frame.prepositions
            and verb.lemma.lower() in rules.verbs["bare"]
        )
        holder = verb.lemma.lower()
        fits = fits or (
            frame.held
            and case in rules.words["held"]
            and (holder in rules.words["wrappers"] or holder in rules.words["parts"])
        )
    elif frame.relation == "addressee":
        fits = not case and (deprel in ("obj", "iobj") or full == "nsubj:pass") and verb.upos in VERBAL
    else:
        fits = not case and (deprel in ("obj", "iobj") or full == "nsubj:pass") and verb.upos in VERBAL
    return governor if fits else None


def _outlet_sightings(
    document: Document, rules: ChannelRules, outlets: Outlets, outlet: Outlet, head: int
) -> list[Sighting]:
    t = document.tokens[head]
    place = _place(document, rules, head)
    if place is None and t.deprel in ("nmod:poss", "compound", "flat", "nmod:desc", "amod") and t.head >= 0:
        # "told ABC's George Osei", "on NBC's morning show", "told La Ronda radio": the noun stands for it
        if t.deprel == "nmod:poss" or outlets.is_kind(document.lemmas[t.head]):
            place, head = _place(document, rules, t.head), t.head
    out = []
    if place is not None:
        for row in rules.outlets.values():
            frame = rules.frames[row.frame]
            if _fits_kind(row, outlet):
                governor = _governor(document, rules, frame, head, place)
                if governor is not None:
                    out.append(
                        Sighting(row.label, row.rank, row.frame, frame.relation, head, governor, None, outlet)
                    )
    if all(s.relation == "subject" for s in out):
        out += _by_surface(document, rules, outlets, outlet, head)
    return out


def _fits_kind(row: OutletFrame, outlet: Outlet) -> bool:
    return not row.broadcast or outlet.kind in ("broadcaster", "programme", "outlet")


def _by_surface(
    document: Document, rules: ChannelRules, outlets: Outlets, outlet: Outlet, head: int
) -> list[Sighting]:
    """By the words before a name, where the title of a programme has confused the parse."""
    tokens = document.tokens
    i = outlet.first - 1
    sent = tokens[head].sent
    while i >= 0 and tokens[i].sent == sent:
        if tokens[i].upos not in ("PUNCT", "DET", "PART") and outlets.at(i) is None:
            break
        i -= 1
    if i < 0 or tokens[i].sent != sent:
        return []
    before = tokens[i].text.lower()
    for row in rules.outlets.values():
        frame = rules.frames[row.frame]
        if not _fits_kind(row, outlet):
            continue
        if frame.relation == "addressee" and tokens[i].lemma.lower() in frame.verbs:
            return [Sighting(row.label, row.rank, row.frame, frame.relation, head, i, None, outlet)]
        if frame.relation == "adjunct" and before in frame.prepositions and outlet.kind == "programme":
            verb = next((j for j in range(i - 1, max(-1, i - 7), -1) if tokens[j].upos == "VERB"), -1)
            if verb >= 0 and (not frame.verbs or tokens[verb].lemma.lower() in frame.verbs):
                return [Sighting(row.label, row.rank, row.frame, frame.relation, head, verb, None, outlet)]
    return []
