"""Occasions of speaking that an article establishes for a speaker, and what they are carried on to."""

from __future__ import annotations

from collections.abc import Container, Iterator

from quotex.channels.dates import SaidOn
from quotex.channels.phrases import NOMINAL, child, predicates, preposition, relation, subject
from quotex.channels.sightings import Sighting
from quotex.light import frozen
from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.channels import ChannelRules, Label
from quotex.speakers import Entities


@frozen(slots=True, eq=False)
class Occasion:
    """A rally, an interview, a statement: once told, a speaker's next quotations come from it.

    Attributes:
        key: whose it is: an entity's id, or a name.
        label: its channel.
        token: where it stands.
        evidence: offsets of the words that establish it.
        time: when it was, or None.
        via: names through whom its words came.
        block: number of the paragraph it stands in.
        tied: whether a quotation's own evidence established it.
        owned: whether it was only mentioned as the speaker's ("his speech").
        foreign: whether it was another outlet's.
        venue: where it was, or None.
        age: days that it lies before the article, 0 where that is not told.
    """

    key: int | str
    label: Label
    token: int
    evidence: Span
    time: SaidOn | None
    via: tuple[str, ...]
    block: int
    tied: bool
    owned: bool = False
    foreign: bool = False
    venue: str | None = None
    age: int = 0


_SHARED = frozenset(["interview", "debate", "testimony"])
"""Channels whose occasion is that of both parties."""


_SCENES = frozenset(["debate", "speech", "press_conference", "testimony"])
"""Channels that an article may set the scene of without naming who speaks."""


_ROUNDS = frozenset(["debate"])
"""Channels whose occasion is everybody's who is quoted next."""


class OccasionFinder:
    """Finds whose occasion a sighting is that no quotation is tied to.

    Args:
        document: the article.
        entities: whom a token mentions.
        rules: the evidence of channels.
        reporting: lemmas of the verbs that report speech.
    """

    def __init__(
        self, document: Document, entities: Entities, rules: ChannelRules, reporting: Container[str]
    ) -> None:
        self._document = document
        self._entities = entities
        self._rules = rules
        self._reporting = reporting

    def bearers(self, sighting: Sighting) -> Iterator[tuple[int, bool]]:
        """Ids of the entities whose occasion it is, and whether it is only owned.

        The subject of the verb that the words hang on ("Osei spoke at a rally", "Osei issued a
        statement"), the possessor ("Osei's speech"), the parties ("a debate between Holt and
        Brekke"). What lies further back ("had addressed the convention") or ahead is not the
        occasion of the quotations around it.
        """
        if sighting.weak:
            return
        if sighting.relation == "owner":
            if "Number=Plur" in self._document.tokens[sighting.token].feats:
                return  # "her public statements"
            for owner in self._owners(sighting.token):
                yield from ((entity, True) for entity in self._entities_of(owner))
            return
        yield from ((entity, False) for entity in self.parties(sighting))
        verb = self.verb(sighting)
        if verb < 0 or sighting.relation == "subject" or not self._happened(verb):
            return
        lemma = self._document.lemmas[verb]
        if sighting.row is not None and not sighting.row.opens and lemma not in self._reporting:
            return
        alone = self._rules.frames[sighting.frame].alone if sighting.frame else frozenset()
        if alone and lemma not in alone:
            return
        who = subject(self._document, verb)
        if who >= 0 and self._reaches(verb, who):
            who = child(self._document, verb, "obj")  # "we reached Osei by phone"
        if who < 0 or who == sighting.token:
            return
        if self._document.lemmas[who] in self._rules.words["carriers"]:
            # "Osei's comments came at a rally"
            who = next(self._owners(who), -1)
        if who >= 0:
            yield from ((entity, False) for entity in self._entities_of(who))

    def _reaches(self, verb: int, who: int) -> bool:
        words = self._rules.words
        return self._document.lemmas[verb] in words["reaching"] and (
            self._document.low[who] in words["first_person"]
        )

    def scene(self, sighting: Sighting) -> str:
        """What a sighting without a bearer tells of: "before", "after", "round" or "" for nothing.

        "The rebuke came in a statement" is said of the words before it, "It came on Wednesday, on
        a debate stage" of those after it, "The candidates clashed in a debate" of all that follow.
        """
        if sighting.relation != "adjunct" or sighting.row is None or not sighting.row.opens:
            return ""
        verb = self.verb(sighting)
        if verb < 0 or not self._happened(verb):
            return ""
        who = subject(self._document, verb)
        if who < 0:
            return ""
        if self._document.lemmas[who] in self._rules.words["utterances"]:
            return "before"
        entity = self._entities.at(who)
        if sighting.label in _ROUNDS and self._several(who):
            return "round"
        if sighting.label in _SCENES and entity is None:
            return "after"
        return ""

    def _several(self, token: int) -> bool:
        """Whether a noun denotes several people, not named: "the three candidates"."""
        entity = self._entities.at(token)
        plural = "Number=Plur" in self._document.tokens[token].feats
        return plural and (entity is None or not entity.named)

    def parties(self, sighting: Sighting) -> Iterator[int]:
        """Those with whom an interview was, and between whom a debate was."""
        if sighting.label not in _SHARED or sighting.relation == "verb":
            return
        beside = (
            self._document.children(sighting.governor)
            if sighting.label == "testimony" and sighting.governor >= 0
            else []
        )
        for c in [*self._document.children(sighting.token), *beside]:
            if preposition(self._document, c) in self._rules.words["parties"]:
                for i in self._document.subtree(c):
                    entity = self._entities.at(i)
                    if entity is not None and entity.type in ("person", "unnamed_person"):
                        yield entity.id

    def authors(self, sighting: Sighting) -> Iterator[int]:
        """Those whose a written thing is said to be ("the letter, signed by Osei, says")."""
        if sighting.row is not None and sighting.row.opens and sighting.relation == "subject":
            for owner in self._owners(sighting.token):
                yield from self._entities_of(owner)

    def _owners(self, token: int) -> Iterator[int]:
        for c in self._document.children(token):
            if self._document.tokens[c].deprel == "nmod:poss":
                yield c
            elif (
                relation(self._document, c) == "nmod"
                and preposition(self._document, c) in self._rules.words["held"]
            ):
                yield c
            elif (
                relation(self._document, c) == "acl" and self._document.lemmas[c] in self._rules.verbs["make"]
            ):
                # "a letter that Osei had sent"
                writer = child(self._document, c, "nsubj")
                if writer >= 0 and self._document.tokens[writer].xpos not in ("WDT", "WP"):
                    yield writer
                for agent in self._document.children(c):  # "a letter signed by Osei"
                    if preposition(self._document, agent) in self._rules.words["agents"]:
                        yield agent

    def _entities_of(self, token: int) -> Iterator[int]:
        """The entity of a noun, and those of the names beside it ("two rivals, Holt and Brekke")."""
        seen: set[int] = set()
        walked = {token}
        stack = [token]
        while stack:
            i = stack.pop()
            entity = self._entities.at(i)
            if entity is not None and entity.id not in seen:
                seen.add(entity.id)
                yield entity.id
            beside = [
                c
                for c in self._document.children(i)
                if c not in walked
                and relation(self._document, c) in ("conj", "appos", "dep", "parataxis", "flat")
                and self._document.tokens[c].upos in NOMINAL
            ]
            walked.update(beside)
            stack += beside

    def verb(self, sighting: Sighting) -> int:
        """The head of the clause that a sighting is an adjunct or object in, or -1."""
        document, token = self._document, sighting.governor
        for _ in range(4):
            if token < 0 or predicates(document, token):
                return token
            words = self._rules.words
            lemma = document.lemmas[token]
            above = document.tokens[token].head
            if (
                above >= 0
                and document.lemmas[above] in words["ask_cues"]
                and relation(document, token) == "obl"
            ):
                return above  # "asked about the deal on television"
            if (
                relation(document, token) != "obj"
                and lemma not in words["carriers"]
                and lemma not in words["parts"]
            ):
                return -1
            token = document.tokens[token].head
        return -1

    def _happened(self, verb: int) -> bool:
        """False for a verb in the pluperfect, negated or still to come."""
        document = self._document
        for c in document.children(verb):
            t = document.tokens[c]
            if t.deprel == "aux" and (t.xpos == "MD" or (t.lemma.lower() == "have" and t.xpos == "VBD")):
                return False
            if relation(document, c) == "advmod" and "Polarity=Neg" in t.feats:
                return False
        if relation(document, verb) != "xcomp" or child(document, verb, "mark") < 0:
            return True
        return document.lemmas[document.tokens[verb].head] in self._rules.words["leading"]
