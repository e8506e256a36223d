"""Who tells what somebody else said: "..., La Rueda reported", "as first reported by the Courier"."""

from __future__ import annotations

from quotex.attribution.findings import Attribution
from quotex.channels.phrases import (
    NOMINAL,
    VERBAL,
    child,
    preposition,
    relation,
    subject,
)
from quotex.parsing.document import Document
from quotex.rules.channels import ChannelRules


class Tellers:
    """Finds the tellers of a report around its cue.

    Args:
        document: the article.
        rules: the evidence.
    """

    def __init__(self, document: Document, rules: ChannelRules) -> None:
        self._document = document
        self._rules = rules

    def of(self, attribution: Attribution) -> list[int]:
        """The heads of the tellers' noun phrases, innermost first."""
        cue = attribution.cue_token
        if cue < 0 or self._document.tokens[cue].upos not in VERBAL:
            return []
        return [*self._through(attribution), *self._above(attribution), *self._behind(attribution)]

    def _through(self, attribution: Attribution) -> list[int]:
        """A mouthpiece: "through her lawyer, Rao said"."""
        document, words = self._document, self._rules.words
        return [
            c
            for c in document.children(attribution.cue_token)
            if relation(document, c) == "obl"
            and preposition(document, c) in words["mouthpiece"]
            and not self._inside(c, attribution)
            and document.lemmas[c] in words["mouthpieces"]
        ]

    def _behind(self, attribution: Attribution) -> list[int]:
        """Whoever a clause beside the report names: ", La Rueda reported", "as reported by the Courier".

        With the one who was told, where that clause says so: ", an aide told the Courier".
        """
        document, words = self._document, self._rules.words
        cue = attribution.cue_token
        found: list[int] = []
        end = attribution.content[-1][1]
        for c in document.children(cue):
            t = document.tokens[c]
            telling = t.upos in VERBAL and t.lemma.lower() in words["tellers"]
            if not telling or self._inside(c, attribution):
                continue
            who = child(document, c, "nsubj")
            if relation(document, c) == "advcl" and who < 0:
                agents = [a for a in document.children(c) if preposition(document, a) in words["agents"]]
                found += agents if child(document, c, "mark") >= 0 else []
            elif (
                t.start >= end
                and who >= 0
                and document.tokens[who].start >= end
                and relation(document, c) in ("ccomp", "parataxis", "dep", "conj")
                and child(document, c, "ccomp", "cc") < 0
            ):
                found.append(who)
                told = max(child(document, c, "obj"), child(document, c, "iobj"))
                if told > c and document.tokens[told].upos in NOMINAL:
                    found.append(told)
        return found

    def _above(self, attribution: Attribution) -> list[int]:
        """Those named by "according to", by the verbs above the cue, and by an agent ("was quoted by")."""
        document, cue = self._document, attribution.cue_token
        found: list[int] = []
        sentence = document.sentence(cue)
        lemmas = document.lemmas
        for i in range(sentence.first, sentence.last):
            if lemmas[i] in self._rules.words["according"] and document.tokens[i].deprel == "case":
                named = self._maker(document.tokens[i].head)
                if named >= 0 and named != attribution.source_token and not self._inside(named, attribution):
                    found.append(named)
        here = cue
        for _ in range(4):
            for c in document.children(here):
                agent = document.tokens[c].deprel == "obl:agent" or (
                    relation(document, c) == "obl" and preposition(document, c) in self._rules.words["agents"]
                )
                if agent and document.lemmas[here] in self._rules.words["passers"]:
                    found.append(c)
            t = document.tokens[here]
            if t.head < 0 or document.tokens[t.head].upos not in VERBAL:
                break
            up = relation(document, here)
            above = document.tokens[t.head]
            mark = child(document, here, "mark")
            if mark >= 0 and lemmas[mark] not in self._rules.words["telling_marks"]:
                break
            if (
                up in ("ccomp", "parataxis")
                and above.lemma.lower() in self._rules.words["tellers"]
                and not self._inside(t.head, attribution)
            ):
                source = subject(document, t.head)
                if (
                    source >= 0
                    and source != attribution.source_token
                    and not self._inside(source, attribution)
                    and document.tokens[source].upos in NOMINAL
                    and child(document, t.head, "nsubj:pass") < 0
                ):
                    found.append(source)
            elif up not in ("xcomp", "advcl", "ccomp", "conj"):
                break
            here = t.head
        return found

    def _maker(self, noun: int) -> int:
        """Who made the thing that a noun names ("a translation by Novapress"), else the noun."""
        makers = [
            c
            for c in (self._document.children(noun) if noun >= 0 else ())
            if preposition(self._document, c) in self._rules.words["agents"]
        ]
        return makers[0] if makers else noun

    def _inside(self, token: int, attribution: Attribution) -> bool:
        start = self._document.tokens[token].start
        return any(s <= start < e for s, e in attribution.content)
