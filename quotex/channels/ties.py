"""Which evidence is grammatically tied to a quotation, through its cue and its source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from quotex.attribution.findings import Attribution
from quotex.channels.anchors import Anchors
from quotex.channels.beside import Beside, may_trail
from quotex.channels.phrases import NOMINAL, VERBAL, child, extent, preposition, relation
from quotex.channels.sightings import Sighting
from quotex.parsing.document import Document
from quotex.rules.channels import ChannelRules

_POINTED_BACK = 2
"""Sentences that "in it" points back over to a letter."""


class Ties:
    """Looks up the sightings that hang on a quotation's anchors."""

    def __init__(self, document: Document, sightings: Sequence[Sighting], rules: ChannelRules) -> None:
        self._document = document
        self._rules = rules
        self._issuing = rules.verbs["issue"]
        self._by_governor: dict[int, list[Sighting]] = {}
        self._by_token: dict[int, list[Sighting]] = {}
        for s in sightings:
            self._by_governor.setdefault(s.governor, []).append(s)
            self._by_token.setdefault(s.token, []).append(s)
        self._tokens = sorted(self._by_token)
        self._beside = Beside(document, self._by_governor, self._by_token, self._tokens)

    def of(self, attribution: Attribution, at: Anchors, content: frozenset[int]) -> list[Sighting]:
        """The sightings tied to a quotation, strongest first.

        Args:
            attribution: the quotation.
            at: the verbs and nouns of its report.
            content: tokens of its content.
        """
        if not self._by_token:
            return []
        found: dict[int, Sighting] = {}
        for verb in sorted(at.verbs):
            for s in self._below(verb, 0):
                broadcast = (
                    s.outlet is not None
                    and s.outlet.kind == "programme"
                    and s.governor == attribution.cue_token
                )
                if (s.token not in content or broadcast) and self._verb_tie(s, verb, attribution):
                    found.setdefault(id(s), s)
        for noun in sorted(at.nouns):
            for s in self._below(noun, 0):
                if (
                    s.relation == "adjunct"
                    and s.token not in content
                    and s.token > noun
                    and (
                        noun == attribution.cue_token or s.row is None or s.row.opens or s.label == "document"
                    )
                ):
                    found.setdefault(id(s), s)
            for s in self._by_token.get(noun, ()) if noun != attribution.cue_token else ():
                if s.relation == "subject" or (s.relation == "object" and s.governor in at.verbs):
                    found.setdefault(id(s), s)
        for s in [
            *self._scene(attribution, at, content),
            *self._behind(attribution, content),
            *self._beside.between(attribution),
            *self._beside.next_to(attribution, content),
            *self._beside.set_off(attribution, content),
            *self._set_between(attribution, content),
            *self._in_which(attribution),
            *self._according(at),
        ]:
            found.setdefault(id(s), s)
        out = [
            s
            for s in found.values()
            if self._allowed(s, attribution) and not any(self._wraps(s, t) for t in found.values())
        ]
        out.sort(key=lambda s: (-s.rank, s.token))
        return out

    def _wraps(self, s: Sighting, inner: Sighting) -> bool:
        """Whether a sighting only holds another ("a recording of the sermon")."""
        return (
            self._document.lemmas[s.token] in self._rules.words["wrappers"]
            and (inner.governor == s.token or s.token < inner.token <= s.token + 6)
            and preposition(self._document, inner.token) in self._rules.words["held"]
        )

    def _scene(self, attribution: Attribution, at: Anchors, content: frozenset[int]) -> Iterator[Sighting]:
        """A debate that the clause beside the cue tells of ("in the debate, when Holt said")."""
        document, scene = self._document, self._rules.words["scene"]
        cue = attribution.cue_token
        if cue < 0 or document.tokens[cue].upos not in VERBAL:
            return
        near: list[int] = []
        if relation(document, cue) in ("advcl", "acl") and self._marked(cue, scene):
            near += list(document.ancestors(cue))[:3]
            near += [c for v in list(near) for c in document.children(v) if relation(document, c) == "xcomp"]
        near += [
            c
            for c in document.children(cue)
            if relation(document, c) == "advcl" and self._marked(c, scene) and c not in content
        ]
        for verb in near:
            below = [*self._below(verb, 0)]
            who = child(document, verb, "nsubj")
            if who >= 0:
                below += self._by_governor.get(who, [])
            for s in below:
                if s.label == "debate" and s.relation == "adjunct" and s.token not in content:
                    yield s

    def _behind(self, attribution: Attribution, content: frozenset[int]) -> Iterator[Sighting]:
        """Adjuncts behind the content that the parse hangs on a word of it.

        They belong to the cue where they stand outside the content, or at the sentence's end behind
        what is no clause of its own ("accused the board of theft in a letter").
        """
        document, cue = self._document, attribution.cue_token
        if cue < 0 or attribution.kind == "direct" and not content:
            return
        sentence = document.sentence(cue)
        direct = attribution.kind == "direct"
        first = bisect_left(self._tokens, sentence.first if direct else cue + 1)
        for i in self._tokens[first : bisect_left(self._tokens, sentence.last)]:
            for s in self._by_token[i]:
                if s.relation != "adjunct" or s.governor not in content or (s.governor >= i and not direct):
                    continue
                if i not in content:
                    yield s  # what stands outside the marks is no part of what stands inside
                elif (
                    attribution.kind != "direct"
                    and self._ends(i, sentence.last)
                    and may_trail(s)
                    and (
                        s.outlet is not None
                        or (s.label == "interview" and s.frame == "on")
                        or not self._clause(attribution, content)
                        or self._beside.behind_mark(i, attribution)
                    )
                    and not any(a <= document.tokens[i].start < b for a, b in attribution.verbatim)
                ):
                    yield s

    def _set_between(self, attribution: Attribution, content: frozenset[int]) -> Iterator[Sighting]:
        """Adjuncts between a noun and what it reports: "her warning, in a letter, that ..."."""
        document, cue = self._document, attribution.cue_token
        if cue < 0 or document.tokens[cue].upos not in NOMINAL:
            return
        first = next((i for i in sorted(content) if i > cue), cue)
        if document.tokens[first].sent == document.tokens[cue].sent:
            for i in range(cue + 1, first):
                yield from (s for s in self._by_token.get(i, ()) if s.relation == "adjunct")

    def _ends(self, i: int, end: int) -> bool:
        last = extent(self._document, i, whole=True)[1]
        return all(self._document.tokens[j].upos == "PUNCT" for j in range(last + 1, end))

    def _clause(self, attribution: Attribution, content: frozenset[int]) -> bool:
        """Whether the content is a finite clause, which may have adjuncts of its own."""
        return any(
            self._document.tokens[c].deprel == "ccomp" and c in content
            for c in self._document.children(attribution.cue_token)
        )

    def _in_which(self, attribution: Attribution) -> Iterator[Sighting]:
        """ "A memo in which Osei told his staff", "an advertisement that reads": the clause's noun."""
        document, cue = self._document, attribution.cue_token
        if cue < 0 or document.tokens[cue].deprel != "acl:relcl":
            return
        inside = asks = False
        for c in document.children(cue):
            t = document.tokens[c]
            if t.xpos == "WRB" or (t.xpos in ("WDT", "WP") and preposition(document, c)):
                inside = True
            asks = asks or (t.xpos == "WDT" and t.deprel == "nsubj")
        noun = document.tokens[cue].head
        for _ in range(3):
            if noun < 0 or noun in self._by_token or document.tokens[noun].upos in VERBAL:
                break
            noun = document.tokens[noun].head
        for s in self._by_token.get(noun, ()):
            if (inside and s.relation == "bare") or (asks and s.relation == "subject" and s.row is not None):
                yield s

    def _according(self, at: Anchors) -> Iterator[Sighting]:
        """ "Osei told them to leave, according to the memo"."""
        for verb in sorted(at.verbs):
            for c in self._document.children(verb):
                case = child(self._document, c, "case")
                if case >= 0 and self._document.lemmas[case] in self._rules.words["according"]:
                    yield from (
                        s for s in self._by_token.get(c, ()) if s.relation == "subject" and s.row is not None
                    )

    def pointed(self, at: Anchors, content: frozenset[int]) -> Sighting | None:
        """ "In it, Osei says ...": the written thing named last before the pronoun."""
        document, words = self._document, self._rules.words
        for verb in sorted(at.verbs):
            for c in document.children(verb):
                if document.low[c] not in words["things"] or c in content or relation(document, c) != "obl":
                    continue
                if preposition(document, c) not in self._rules.frames["in"].prepositions:
                    continue
                before = self._tokens[: bisect_left(self._tokens, c)]
                for i in reversed(before):
                    if document.tokens[c].sent - document.tokens[i].sent > _POINTED_BACK:
                        break
                    if (document.tokens[i].xpos == "NNS") != ("Number=Plur" in document.tokens[c].feats):
                        continue
                    found = next((s for s in self._by_token[i] if self._written(s)), None)
                    if found is not None:
                        return found
        return None

    def _written(self, s: Sighting) -> bool:
        return s.row is not None and s.relation == "bare" and self._rules.labels[s.label].written

    def _marked(self, verb: int, words: frozenset[str]) -> bool:
        return any(self._document.low[c] in words and c < verb for c in self._document.children(verb))

    def _verb_tie(self, s: Sighting, verb: int, attribution: Attribution) -> bool:
        if s.relation == "subject":
            return s.token == attribution.source_token
        return s.relation not in ("owner", "bare")

    def _allowed(self, s: Sighting, attribution: Attribution) -> bool:
        if s.outlet is None:
            return True
        row = self._rules.outlets[s.frame]
        return not row.cues or attribution.cue_lemma in row.cues

    def _below(self, governor: int, depth: int) -> Iterable[Sighting]:
        """Evidence on a governor, also through nouns that pass it on ("in remarks at a rally")."""
        yield from self._by_governor.get(governor, ())
        if depth >= 3:
            return
        document, carriers, parts = self._document, self._rules.words["carriers"], self._rules.words["parts"]
        for c in document.children(governor):
            up, lemma = document.relations[c], document.lemmas[c]
            passes = lemma in carriers or document.low[c] in carriers or lemma in parts
            noun = up in ("obj", "iobj") or (up == "obl" and depth == 0) or (up == "appos" and depth > 0)
            evident = any(s.relation == "adjunct" for s in self._by_token.get(c, ()))
            if evident and noun and lemma in self._rules.words["wrappers"]:
                # "in a video posted on TikTok"
                for posted in document.children(c):
                    if document.relations[posted] == "acl" and document.lemmas[posted] in self._issuing:
                        yield from (s for s in self._by_governor.get(posted, ()) if s.relation == "adjunct")
            if (noun and not evident) or (passes and up in ("nmod", "obl", "advmod")):
                yield from (s for s in self._below(c, depth + 1) if s.relation == "adjunct")
