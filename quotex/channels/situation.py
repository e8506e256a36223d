"""What every part of channel reading knows of an article: its quotations, evidence and paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from quotex.attribution.findings import Attribution
from quotex.channels.addressees import Addressees
from quotex.channels.anchors import anchors
from quotex.channels.dates import SaidOn, published_on
from quotex.channels.outlets import Outlets
from quotex.channels.phrases import VERBAL, preposition, relation
from quotex.channels.settings import Settings
from quotex.channels.sightings import sight
from quotex.channels.vias import Vias
from quotex.parsing.document import Document
from quotex.records import Article
from quotex.rules.channels import channel_rules
from quotex.rules.cues import cue_rules
from quotex.rules.dates import date_rules, language_names
from quotex.rules.language import Language
from quotex.rules.outlets import outlet_rules
from quotex.speakers import Entities, Speaker

Key = int | str
"""Whose an occasion is: an entity's id, or a name."""


def paragraph_starts(text: str) -> list[int]:
    """Offsets where paragraphs begin (each line is one)."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        if at + 1 < len(text) and text[at + 1] != "\n":
            starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


class Situation:
    """An article with its quotations, what shows channels in it, and where everything stands.

    Every method that takes ``k`` speaks of the quotation with that index.
    """

    def __init__(
        self,
        document: Document,
        attributions: Sequence[Attribution],
        speakers: Sequence[Speaker],
        entities: Entities,
        article: Article,
        language: Language,
    ) -> None:
        self.document = document
        self.attributions = attributions
        self.speakers = speakers
        self.entities = entities
        self.rules = rules = channel_rules(language)
        self.reporting = cue_rules(language).verbs
        dates = date_rules(language.name)
        self.outlets = Outlets(document, outlet_rules(language), dates, article.outlet)
        self.sightings = sight(document, rules, self.outlets)
        self.vias = Vias(document, self.outlets, entities, rules)
        self.vias.note(self.sightings)
        day = published_on(article.published)
        self.settings = Settings(document, rules, dates, language_names(language.name), day)
        self.addressees = Addressees(document, entities, rules, self.outlets)
        self.starts = paragraph_starts(document.text)
        self.inside = [
            frozenset(i for s, e in a.content for i in document.tokens_in(s, e)) for a in attributions
        ]
        self.anchors = [anchors(document, a, rules) for a in attributions]
        self.times = [self._time(k) for k in range(len(attributions))]

    def _time(self, k: int) -> SaidOn | None:
        """When the words were said, from the words around the cue."""
        attribution, inside = self.attributions[k], self.inside[k]
        cue, future = attribution.cue_token, attribution.polarity == "hypothetical"
        verbs = self.anchors[k].verbs | (self.anchors[k].nouns & {cue})
        found = self.settings.time(verbs, inside, future=future)
        if found is None and cue >= 0:
            found = self.settings.time_behind(cue, inside, future=future)
        return found

    def words(self, time: SaidOn | None) -> str | None:
        """The words of a time, None for none."""
        if time is None:
            return None
        tokens = self.document.tokens
        return self.document.text[tokens[time.first].start : tokens[time.last].end]

    @cached_property
    def evidence(self) -> frozenset[int]:
        """Tokens that are evidence of a channel, outlets left out."""
        return frozenset(s.token for s in self.sightings if s.row is not None)

    @cached_property
    def quoted(self) -> frozenset[int]:
        """Tokens inside quotation marks: what is said there is no occasion of the article's."""
        return frozenset(
            i
            for a in self.attributions
            for s, e in (a.verbatim or (a.content if a.kind == "direct" else ()))
            for i in self.document.tokens_in(s, e)
        )

    def key(self, k: int) -> Key | None:
        """Whose occasions it may go on with."""
        speaker = self.speakers[k]
        if speaker.entity >= 0:
            return speaker.entity
        return speaker.name.lower() or None

    def position(self, k: int) -> int:
        """The later one of its cue and its first word."""
        a = self.attributions[k]
        return max(a.cue_token, self.document.token_at(a.content[0][0]), 0)

    def block(self, token: int) -> int:
        """The number of a token's paragraph."""
        return bisect_right(self.starts, self.document.tokens[token].start) - 1

    def starts_paragraph(self, offset: int) -> bool:
        """Whether a paragraph begins at an offset."""
        return self.starts[bisect_right(self.starts, offset) - 1] == offset

    def speaks_in_past(self, k: int) -> bool:
        """Whether its cue is a plain verb of speaking in the past ("said")."""
        a = self.attributions[k]
        return (
            a.cue_token >= 0
            and self.document.tokens[a.cue_token].xpos in ("VBD", "VBN")
            and a.cue_lemma in self.rules.words["spoken_cues"]
        )

    def apart(self, k: int) -> bool:
        """Whether the cue itself sets the quotation apart ("had said", "said during the campaign")."""
        cue = self.attributions[k].cue_token
        document, words = self.document, self.rules.words
        if cue < 0 or document.tokens[cue].upos not in VERBAL:
            return False
        for c in document.children(cue):
            t = document.tokens[c]
            if c in self.inside[k]:
                continue
            if relation(document, c) == "advmod" and t.text.lower() in words["elsewhere"]:
                return True
            if (
                document.lemmas[c] in words["mouthpieces"] and preposition(document, c) in words["mouthpiece"]
            ):  # "through her lawyer"
                return True
            if t.deprel == "aux" and t.lemma == "have" and t.xpos in ("VBD", "VBP", "VBZ"):
                return True
            if (
                relation(document, c) == "obl"
                and preposition(document, c)
                and any(
                    document.lemmas[i] in words["eras"]
                    for i in document.subtree(c)
                    if i not in self.inside[k]
                )
            ):
                return True
        return False

    def tellers(self, k: int) -> list[int]:
        """Heads of the sources of quotations that this one's cue stands in, innermost first."""
        cue = self.attributions[k].cue_token
        if cue < 0 or self.document.tokens[cue].upos not in VERBAL:
            return []
        around = [
            (len(self.inside[j]), self.attributions[j].source_token)
            for j in self._around_cues.get(cue, ())
            if j != k and self.attributions[j].source_token >= 0
        ]
        return [token for _, token in sorted(around)]

    @cached_property
    def _around_cues(self) -> dict[int, list[int]]:
        """For each cue inside some quotations, by its token: their numbers."""
        cues = {a.cue_token for a in self.attributions}
        found: dict[int, list[int]] = {}
        for j, inside in enumerate(self.inside):
            for i in sorted(inside & cues):
                found.setdefault(i, []).append(j)
        return found
