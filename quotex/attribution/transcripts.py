"""Turns of transcripts and interviews: "RUIZ: We stayed.", "Q. And then?", "Ms. ARCE. I did not."."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import regex

from quotex.attribution.mentions import Source
from quotex.attribution.scene import Scene
from quotex.light import frozen
from quotex.records import Span

_LABEL = regex.compile(
    r"[\"“”]?(?P<label>[^\s:.?!\"“”‘]\S*(?:[ ]\S+){0,7}?)(?P<note>[ ]\([^)]{1,60}\))?(?P<colon>:)\s*(?=\S)"
)
_TURN = regex.compile(r"(?P<label>\p{L}{1,8})(?P<colon>[.:])\s+(?=\S)")
_CAPITALS = regex.compile(
    r"(?P<label>\p{Lu}\p{Ll}{1,9}\.? \p{Lu}[\p{Lu}'’-]{2,}(?: \p{Lu}[\p{Lu}'’-]+){0,2})"
    r"(?P<colon>\.)\s+(?=\S)"
)
LONGEST_LABEL = 60  # characters


@frozen(slots=True)
class Labelled:
    """Words with a label: content and cue as spans (offsets), the source, the rule, the stretches held."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Source | None
    rule: str
    regions: tuple[int, ...] = ()


@frozen(slots=True)
class Turn:
    """A paragraph that opens with a label: its number, the label and mark behind it, where the words start.

    ``speaks`` says whether the label can be a speaker, ``asks`` whether the paragraph ends with a question.
    """

    block: int
    label: Span
    mark: Span
    start: int
    text: str
    speaks: bool
    asks: bool

    @property
    def key(self) -> str:
        """The label's last word, which names the speaker."""
        return self.text.split()[-1].lower()

    @property
    def in_capitals(self) -> bool:
        """Whether the name is in capitals, as in "RUIZ:" and "Ms. ARCE."."""
        return self.text.split()[-1].isupper()


def find_turns(scene: Scene) -> list[Turn]:
    """Every paragraph that opens with a label and a colon, or a title, a name in capitals and a stop."""
    out: list[Turn] = []
    for b, (s, e) in enumerate(scene.blocks):
        near = min(e, s + LONGEST_LABEL + 60)
        colon = _LABEL.match(scene.text, s, near) if scene.text.find(":", s, near) >= 0 else None
        letter = _TURN.match(scene.text, s, e)
        found = None
        if letter and letter["label"].lower() in scene.words.turn_labels and letter["label"].isupper():
            found = letter
        elif colon and colon.end("label") - s <= LONGEST_LABEL and colon.end() < e:
            found = colon
        else:
            found = _CAPITALS.match(scene.text, s, e)
        if found is not None:
            text, label = found["label"], found.span("label")
            can = text.lower() in scene.words.turn_labels or speaks(scene, label) or found.re is _CAPITALS
            asks = scene.text[s:e].rstrip().endswith("?")
            out.append(Turn(b, label, found.span("colon"), found.end(), text, can, asks))
    return out


def is_transcript(scene: Scene, turns: Sequence[Turn]) -> bool:
    """Whether turns make a conversation: labels in capitals, a label that comes back, a question answered."""
    if len(turns) < 2:
        return False
    often = Counter(turn.key for turn in turns)
    return any(turn.in_capitals or often[turn.key] > 1 for turn in turns) or any(
        a.asks and b.block == a.block + 1 and a.key != b.key for a, b in pairwise(turns)
    )


def transcript(scene: Scene, turns: Sequence[Turn]) -> list[Labelled]:
    """The words of each turn, with the paragraphs that go on with it.

    The outlet's own questions ("Q:", or a question without a label between two answers of one
    speaker) are left out.
    """
    out = []
    for n, turn in enumerate(turns):
        if turn.text.lower() in scene.words.question_labels:
            continue
        following = turns[n + 1] if n + 1 < len(turns) else None
        stop = following.block if following else turn.block + 1  # behind the last turn the story may go on
        pieces = [(turn.start, scene.blocks[turn.block][1])]
        for s, e in scene.blocks[turn.block + 1 : stop]:
            own = following is None or following.key != turn.key or not scene.text[s:e].rstrip().endswith("?")
            if scene.text[s] in "([<" or not own:
                break
            pieces.append((s, e))
        regions = tuple(k for s, e in pieces for k in scene.regions_in(s, e) if scene.regions[k].start >= s)
        source = label_source(scene, turn.label)
        out.append(Labelled(tuple(pieces), turn.mark, source, "transcript", regions))
    return out


def speaks(scene: Scene, label: Span) -> bool:
    """Whether a label can be a speaker: nothing but names, titles and nouns."""
    tokens = scene.tokens_between(*label)
    text = scene.text[slice(*label)]
    if not tokens:
        return False
    if text.isupper() and len(text) > 1:
        return True
    return (
        all(scene.token(i).upos in ("PROPN", "NOUN", "ADJ", "DET") for i in tokens)
        and all(w[:1].isupper() for w in text.split())
        and len(tokens) <= 5
    )


def label_source(scene: Scene, label: Span) -> Source | None:
    """The speaker whom a label names; for "A:" the one who is interviewed."""
    tokens = scene.tokens_between(*label)
    if scene.text[slice(*label)].lower() in scene.words.turn_labels:
        return Source(_interviewee(scene, label[0]), (label,), "label")
    nouns = [i for i in tokens if scene.token(i).upos in ("PROPN", "NOUN")] or tokens
    return Source(nouns[-1], (label,), "label") if nouns else None


def _interviewee(scene: Scene, offset: int) -> int:
    """Who answers in an interview: the first name that is a subject, in the story around it; or -1."""
    subject, name = scene.first_named_subject
    if subject < 0:
        return -1
    start = scene.token(subject).start
    within = _TURN.match(scene.text, *scene.blocks[scene.block(start)])
    return name if start < offset or within is None else -1
