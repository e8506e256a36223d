"""One article as attribution sees it: its tree, its quotation marks and its cues together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

import regex
from attrs import define, evolve, field

from quotex.finding.cues import CueMention
from quotex.finding.marks import Region
from quotex.finding.paragraphs import paragraphs
from quotex.parsing.document import Document, Token
from quotex.records import Span
from quotex.rules.attribution import AttributionRules
from quotex.rules.frames import FrameRules

FINITE = ("VBD", "VBZ", "VBP", "MD")
# A place in capitals, state, day or agency behind it, a dash: "VELL, Ohio, May 3 (Beacon) - "
_DATELINE = regex.compile(
    r"\p{Lu}[\p{Lu} .'’/-]{2,40}?(?:,[\p{L}\p{N}., ]{1,40}?)?"
    r"\s?(?:\([^()\n]{2,30}\)\s?)?(?:—|–|--|(?<=\s)-)\s"
)
_DATELINE_BLOCKS = 6
"""Headline, byline and the like, and the first paragraph."""
_EDGE = " \t\r\n\u00a0,;:—–-"
_LOOSE = regex.compile(r"[\s,;:.!?…—–\-\"“”'’‘«»`]*")
_FIRM = regex.compile(r"[^\s,;:.!?…—–\-\"“”'’‘«»`]+")
_LOOSE_SHORT = 200


@define(slots=False)
class Scene:
    """What every rule of attribution may look at.

    Attributes:
        document: the parsed text.
        regions: outermost stretches in quotation marks, in text order.
        inner_regions: stretches inside those.
        cues: the cues of the lexicon.
        frames, words: the rules of the language.
        token: gives a token by its index.
        relation: gives a token's relation without its subtype.
        low, lemmas: every token's text and lemma in lower case.
    """

    document: Document
    regions: list[Region]
    inner_regions: list[Region]
    cues: list[CueMention]
    frames: FrameRules
    words: AttributionRules
    token: Callable[[int], Token] = field(init=False)
    relation: Callable[[int], str] = field(init=False)
    in_region: list[int] = field(init=False)
    cue_at: dict[int, CueMention] = field(init=False)
    blocks: list[Span] = field(init=False)
    text: str = field(init=False)
    low: list[str] = field(init=False)
    lemmas: list[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        # These are asked so often that a method of our own around them would be felt.
        self.token = self.document.tokens.__getitem__
        self.relation = self.document.relations.__getitem__
        self.text = self.document.text
        self.low, self.lemmas = self.document.low, self.document.lemmas
        self.blocks = paragraphs(self.text)
        self._block_starts = [s for s, _ in self.blocks]
        self.cue_at = {cue.token: cue for cue in self.cues}
        self.regions = [_cut_short(self, k) for k in range(len(self.regions))]
        self.in_region = [-1] * len(self.document.tokens)
        for k, region in enumerate(self.regions):
            for i in self.document.tokens_in(region.start, region.end):
                self.in_region[i] = k
        self._headline_case: dict[int, bool] = {}
        self._region_starts = [r.start for r in self.regions]
        self._inner_starts = [r.start for r in self.inner_regions]
        self._cues_by_token = sorted(self.cues, key=lambda cue: cue.token)
        self._cue_tokens = [cue.token for cue in self._cues_by_token]

    def block(self, offset: int) -> int:
        """The paragraph that an offset lies in."""
        return max(0, bisect_right(self._block_starts, offset) - 1)

    def region_before(self, offset: int) -> int:
        """The last outermost region that starts before an offset, or -1."""
        return bisect_right(self._region_starts, offset - 1) - 1

    def regions_in(self, start: int, end: int) -> range:
        """The outermost regions that share a character with a stretch (offsets)."""
        first = max(0, self.region_before(start))
        while first < len(self.regions) and self.regions[first].end <= start:
            first += 1
        return range(first, max(first, bisect_left(self._region_starts, end)))

    def cues_between(self, first: int, last: int) -> list[CueMention]:
        """The cues whose tokens are ``first`` to ``last``, both inclusive, in text order."""
        return self._cues_by_token[
            bisect_left(self._cue_tokens, first) : bisect_right(self._cue_tokens, last)
        ]

    def end_before(self, offset: int) -> int:
        """Where the last character before an offset that is no white space ends; 0 if there is none."""
        while offset > 0 and self.text[offset - 1].isspace():
            offset -= 1
        return offset

    def char_before(self, offset: int) -> str:
        """The last character before an offset that is no white space, or ""."""
        end = self.end_before(offset)
        return self.text[end - 1 : end]

    def char_behind(self, offset: int) -> str:
        """The first character from an offset on that is no white space, or ""."""
        while offset < len(self.text) and self.text[offset].isspace():
            offset += 1
        return self.text[offset : offset + 1]

    def headline_case(self, block: int) -> bool:
        """Whether a paragraph is a headline in capitals, so that those inside its marks tell nothing."""
        if block not in self._headline_case:
            outside = [
                self.token(i)
                for i in self.tokens_between(*self.blocks[block])
                if self.in_region[i] < 0 and self.token(i).upos in ("NOUN", "VERB", "ADJ", "PROPN", "ADV")
            ]
            common = any(t.upos != "PROPN" for t in outside)
            capitals = all(t.text[:1].isupper() for t in outside)
            self._headline_case[block] = common and len(outside) >= 3 and capitals
        return self._headline_case[block]

    @cached_property
    def families(self) -> Counter[str]:
        """How many outermost regions stand in each family of marks."""
        return Counter(region.family for region in self.regions)

    @cached_property
    def first_named_subject(self) -> tuple[int, int]:
        """The first subject that is or holds a name, and the last word of the name; -1 without one."""
        for t in self.document.tokens:
            if t.deprel.startswith("nsubj") and t.upos in ("PROPN", "NOUN") and self.relation(t.i) == "nsubj":
                names = [c for c in self.document.subtree(t.i) if self.token(c).upos == "PROPN"]
                if names:
                    return t.i, names[-1]
        return -1, -1

    def children(self, i: int, *relations: str) -> list[int]:
        """Dependents of a token by relation; a bare relation takes its subtypes with it."""
        below = self.document.children(i)
        if not below:
            return []
        tokens, plain = self.document.tokens, self.document.relations
        return [c for c in below if plain[c] in relations or tokens[c].deprel in relations]

    def spoken_to(self, token: int) -> bool:
        """Whether the object of a cue is the person spoken to ("told reporters")."""
        cue = self.cue_at.get(token)
        kind = self.frames.classes.get(cue.cue.name) if cue else None
        return kind is not None and kind.person

    def passed_on_by(self, token: int) -> int:
        """The cue above another one that hands on its words ("quoted her as saying"), or -1."""
        above = self.token(token).head
        cue = self.cue_at.get(above)
        kind = self.frames.classes.get(cue.cue.name) if cue else None
        return above if kind is not None and kind.passes_on and above < token else -1

    def answers(self, cue: int) -> bool:
        """Whether what was said follows its cue as a mere word: "said yes", "said the same of"."""
        tokens = self.document.tokens
        behind = [
            t for t in tokens[cue + 1 : cue + 4] if t.upos != "DET" or t.text.lower() in self.words.answers
        ]
        if not behind or behind[0].text.lower() not in self.words.answers:
            return False
        return len(behind) == 1 or behind[1].upos in ("PUNCT", "ADP", "SCONJ", "CCONJ")

    def same_form(self, a: int, b: int) -> bool:
        """Whether two verbs stand in one form, also where the tagger takes a past tense for a participle."""
        forms = [self.token(i).xpos for i in (a, b)]
        if forms[0] == forms[1]:
            return True
        return sorted(forms) == ["VBD", "VBN"] and not any(self.children(i, "aux") for i in (a, b))

    def goes_on(self, verb: int) -> bool:
        """Whether a verb is a participle behind a comma, without a subject: ", looking at the sea"."""
        return (
            verb > 1
            and self.token(verb - 1).text == ","
            and (
                self.token(verb).xpos == "VBG"
                or self.token(verb).xpos == "VBP"  # the tagger takes the one for the other
                and self.token(verb).head == verb - 2
            )
            and not self.children(verb, "nsubj")
        )

    def in_dateline(self, offset: int) -> int:
        """Where the dateline ends that an offset lies in ("VELL, May 3 (Beacon) - "), or 0."""
        block = self.block(offset)
        if block >= _DATELINE_BLOCKS:
            return 0
        start = self.blocks[block][0]
        found = _DATELINE.match(self.text, start, min(len(self.text), start + 90))
        return found.end() if found and offset < found.end() else 0

    def trim(self, start: int, end: int) -> Span | None:
        """Take white space and loose punctuation off both ends of a span (offsets)."""
        text = self.text
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and (
            text[end - 1] in _EDGE or text[end - 1] == "." and not _abbreviated(text, end)
        ):
            end -= 1
        return (start, end) if start < end else None

    def loose(self, start: int, end: int) -> bool:
        """Whether nothing but white space and punctuation stands between two offsets."""
        near = min(end, start + _LOOSE_SHORT)
        if start > end or _LOOSE.fullmatch(self.text, start, near) is None:
            return False
        if near == end:
            return True
        # A run of punctuation may be as long as the text, and be asked about at each of its marks.
        behind = bisect_right(self._firm, (start, len(self.text)))
        before = self._firm[behind - 1] if behind else (0, 0)
        return before[1] <= start and (behind == len(self._firm) or self._firm[behind][0] >= end)

    @cached_property
    def _firm(self) -> list[Span]:
        """The stretches between white space and punctuation."""
        return [match.span() for match in _FIRM.finditer(self.text)]

    def tokens_between(self, start: int, end: int) -> list[int]:
        """Tokens between two offsets that are no punctuation."""
        tokens = self.document.tokens
        return [i for i in self.document.tokens_in(start, end) if tokens[i].upos != "PUNCT"]

    def block_pieces(self, start: int, end: int) -> list[Span]:
        """Cut a span at paragraph ends."""
        first, last = self.block(start), self.block(max(start, end - 1))
        if first == last:
            return [(start, end)]
        cut = [(max(start, s), min(end, e)) for s, e in self.blocks[first : last + 1]]
        return [(s, e) for s, e in cut if s < e]

    def verbatim(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The stretches in quotation marks inside some spans (offsets, without the marks)."""
        out: list[Span] = []
        for s, e in spans:
            outer = self.regions_in(s, e)
            around = self.region_before(s)
            first = self.regions[around].start if around >= 0 else s
            inner = range(bisect_left(self._inner_starts, first), bisect_left(self._inner_starts, e))
            for region in [*(self.regions[k] for k in outer), *(self.inner_regions[k] for k in inner)]:
                a, b = max(s, region.inner[0]), min(e, region.inner[1])
                if a < b and not any(x <= a and b <= y for x, y in out):
                    out.append((a, b))
        return tuple(sorted(out))


def _abbreviated(text: str, end: int) -> bool:
    """Whether the full stop before ``end`` belongs to an abbreviation such as "U.S."."""
    return end >= 3 and text[end - 3] == "." and text[end - 2].isalpha()


def _cut_short(scene: Scene, k: int) -> Region:
    """An outermost stretch whose closing mark is lost, cut before the reporting clause at its end.

    "The trucks leave at four, Milena Sova said." is hers up to the comma.
    """
    region = scene.regions[k]
    if region.closed:
        return region
    if k + 1 < len(scene.regions):
        following = scene.regions[k + 1]
        block = scene.block(following.start)
        if block == scene.block(region.start) + 1 and following.start == scene.blocks[block][0]:
            return region
    tokens = scene.document.tokens
    for n in scene.document.tokens_in(region.start + 1, region.end):
        cue, t = scene.cue_at.get(n), tokens[n]
        if cue is None or cue.cue.kind != "verb" or t.xpos not in ("VBD", "VBZ"):
            continue
        for i in range(cue.token - 1, max(0, cue.token - 8), -1):
            if tokens[i].start < region.start or tokens[i].upos in ("VERB", "AUX"):
                break
            if tokens[i].text in (",", "?", "!") and i < cue.token - 1:
                end = tokens[i].end if tokens[i].text != "," else tokens[i].start
                after = tokens[cue.token + 1].text if cue.token + 1 < len(tokens) else "."
                if after in (".", ",", ":") or tokens[cue.token + 1].upos in ("ADP", "PROPN"):
                    return evolve(region, end=end, inner=(region.inner[0], end))
    return region
