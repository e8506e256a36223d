"""What a channel rule says: labels, frames, rows of evidence, outlets in frames."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen(slots=True)
class Label:
    """A channel.

    Attributes:
        name: as in the contract.
        rank: which of several labels on one quotation wins: the higher.
        carries: how far an occasion reaches: article, stretch or near.
        opens: whether a sentence without a quotation establishes it.
        written: whether its words are written.
        said: whether a plain "said" goes on with it.
    """

    name: str
    rank: int
    carries: str
    opens: bool
    written: bool
    said: bool


@frozen(slots=True)
class Frame:
    """How a piece of evidence stands to the cue.

    Attributes:
        name: its name in the rows.
        relation: adjunct, addressee, object, subject or owner.
        prepositions: those an adjunct may have.
        verbs: lemmas of the verbs that it needs, empty for any.
        held: whether the noun may also hang on a part of it or on what holds it.
        alone: lemmas of the verbs that it needs where no quotation is tied to it, empty for any.
    """

    name: str
    relation: str
    prepositions: frozenset[str]
    verbs: frozenset[str]
    held: bool
    alone: frozenset[str]


@frozen(slots=True, eq=False)
class Evidence:
    """One row of nouns that show a channel (or of verbs, with no frames).

    Attributes:
        label: the channel's name.
        rank: its strength against other evidence.
        frames: the frames that count.
        only, unless: modifiers of which one is needed, and of which none may stand there.
        case: whether the words are matched with their capitals.
        venue: whether the phrase names a place or occasion.
        weak: whether it opens no occasion, even where a quotation is tied to it.
        opens: whether it establishes one without a quotation.
        vague: whether a more exact written occasion of the speaker wins over it.
        words: the rows' words, each split at blanks.
        examples: (frame, example) pairs; the frame of a verb is "".
        where: file and row.
    """

    label: str
    rank: int
    frames: tuple[str, ...]
    only: frozenset[str]
    unless: frozenset[str]
    case: bool
    venue: bool
    weak: bool
    opens: bool
    vague: bool
    words: tuple[tuple[str, ...], ...]
    examples: tuple[tuple[str, str], ...]
    where: str


@frozen(slots=True)
class OutletFrame:
    """What an outlet's name shows in a frame ("told the Courier": interview).

    Attributes:
        frame: the frame's name.
        label, rank: what it shows and how strongly.
        broadcast: whether only broadcasters and programmes count.
        cues: lemmas of the cues that it needs, empty for any.
        example: with <cue> and [evidence] marked.
    """

    frame: str
    label: str
    rank: int
    broadcast: bool
    cues: frozenset[str]
    example: str


@frozen(slots=True, eq=False)
class ChannelRules:
    """All evidence of channels.

    Attributes:
        labels, frames: by name.
        verbs: classes of lemmas by name.
        by_verb: rows of verbs by lemma.
        by_word: rows of nouns by the last of their words (lower-case), with all the words.
        by_case: the same with capitals kept.
        triggers: every lower-case word and lemma that any row may begin a match at.
        outlets: what an outlet shows, by frame.
        words: further vocabulary by class.
    """

    labels: Mapping[str, Label]
    frames: Mapping[str, Frame]
    verbs: Mapping[str, frozenset[str]]
    by_verb: Mapping[str, Evidence]
    by_word: Mapping[str, tuple[tuple[tuple[str, ...], Evidence], ...]]
    by_case: Mapping[str, tuple[tuple[tuple[str, ...], Evidence], ...]]
    triggers: frozenset[str]
    outlets: Mapping[str, OutletFrame]
    words: Mapping[str, frozenset[str]]
    evidence: tuple[Evidence, ...]
