"""What a pronoun or a definite noun phrase refers to."""

from __future__ import annotations

from collections import defaultdict

from quotex.light import frozen
from quotex.parsing.document import Document
from quotex.rules.speakers import Noun, Pronoun, SpeakerRules
from quotex.speakers.entity import Entity, Mention
from quotex.speakers.phrases import NounPhrase
from quotex.speakers.salience import Salience

MOST_CALLED = 200
"""Entities of one noun ("the grocer") among whom the one that is meant is looked for."""

_HUMAN = frozenset({"person", "unnamed_person", "unknown"})
_PLURAL = frozenset({"group", "organization"})
_NEUTER = frozenset({"organization", "document", "unknown"})
_OPEN_KINDS = frozenset({"company", "association", "press", "body"})
_NEUTER_WINDOW = 3.0  # sentences; "it" seldom reaches farther back
_CLEAR = 120.0  # a lead over the runner-up that makes a choice sure


@frozen(slots=True)
class Choice:
    """The entity chosen, why, and how sure (0 to 1)."""

    entity: Entity
    reason: str
    confidence: float


def _sure(best: float, second: float) -> float:
    return 0.55 + 0.4 * min(max(best - second, 0.0) / _CLEAR, 1.0)


def agrees(entity: Entity, pronoun: Pronoun) -> bool:
    """Whether an entity's number, gender and type allow the pronoun."""
    if pronoun.number == "plural":
        return entity.number == "plural" or entity.type in _PLURAL
    if entity.number == "plural":
        return False
    if pronoun.gender == "neuter":
        return entity.type in _NEUTER
    return entity.type in _HUMAN and entity.gender in ("", pronoun.gender)


def _co_arguments(document: Document, i: int) -> frozenset[int]:
    """Tokens that are arguments of the verb whose argument token i is (they cannot be the same one)."""
    token = document.tokens[i]
    if token.head < 0 or token.deprel not in ("nsubj", "obj", "iobj", "nsubj:pass", "obl"):
        return frozenset()
    return frozenset(
        c
        for c in document.children(token.head)
        if c != i and document.relations[c] in ("nsubj", "obj", "iobj", "obl")
    )


def _without_parts(
    document: Document, ranked: list[tuple[float, Entity, Mention]]
) -> list[tuple[float, Entity, Mention]]:
    """Without what was last named within the phrase of a document: "a report by Ilva"."""
    inside = {
        i: last.head
        for _, entity, last in ranked
        if entity.type == "document" and last.form != "pronoun"
        for i in document.subtree(last.head)
    }
    return [row for row in ranked if inside.get(row[2].head, row[2].head) == row[2].head]


class Reference:
    """Chooses antecedents.

    Args:
        document: the article.
        salience: account of the entities mentioned so far.
        rules: vocabulary and weights.
    """

    def __init__(self, document: Document, salience: Salience, rules: SpeakerRules) -> None:
        self.document = document
        self.salience = salience
        self.rules = rules
        self.offices = rules.offices
        self._called: defaultdict[str, list[Entity]] = defaultdict(list)
        self._indexed = 0

    def of_pronoun(self, i: int, pronoun: Pronoun, barred: frozenset[int] = frozenset()) -> Choice | None:
        """The antecedent of a third-person pronoun at token i.

        Args:
            i: the pronoun.
            pronoun: its features.
            barred: ids of entities that it cannot be (the speaker of the words around it).
        """
        low = self.document.low[i]
        rivals: frozenset[int] = frozenset()
        if not pronoun.possessive and not low.endswith(("self", "selves")):
            rivals = _co_arguments(self.document, i)
        ranked: list[tuple[float, Entity, Mention]] = []
        for score, entity, last in self.salience.candidates(i):
            if entity.id in barred or not agrees(entity, pronoun) or last.head in rivals:
                continue
            if pronoun.gender and entity.gender == pronoun.gender:
                score += self.rules.weights["gender"]
            elif pronoun.gender and entity.type == "person" and not entity.doubtful:
                score += self.rules.weights["open_gender"]
            if pronoun.number == "plural" and entity.number == "plural":
                score += self.rules.weights["gender"]
            if pronoun.gender == "neuter":
                if self.salience.distance(i, last.head) > _NEUTER_WINDOW:
                    continue
                if entity.type == "document":
                    score += self.rules.weights["document"]
            ranked.append((score, entity, last))
        if pronoun.gender == "neuter":
            ranked = _without_parts(self.document, ranked)
        if not ranked:
            return None
        alone = self._alone(i, ranked)
        if alone is not None:
            bonus = self.rules.weights["alone"]
            ranked = [(s + bonus if e is alone else s, e, m) for s, e, m in ranked]
        ranked.sort(key=lambda c: (-c[0], c[1].id))
        return self.choose(i, f"{low!r}", ranked)

    def _alone(self, i: int, ranked: list[tuple[float, Entity, Mention]]) -> Entity | None:
        """The only candidate in the last sentence, outside quotations, that has any."""
        latest, found = -1, []
        for _, entity, _ in ranked:
            sent = self.salience.last_sentence(entity, outside=not self.salience.layout.quoted[i])
            if sent > latest:
                latest, found = sent, [entity]
            elif sent == latest:
                found.append(entity)
        return found[0] if len(found) == 1 and latest >= 0 else None

    def choose(self, i: int, what: str, ranked: list[tuple[float, Entity, Mention]]) -> Choice:
        best, entity, last = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        gap = self.document.tokens[i].sent - self.document.tokens[last.head].sent
        where = "same sentence" if gap == 0 else f"{gap} sentence{'s' * (gap > 1)} before"
        rival = f" over {ranked[1][1].name}" if len(ranked) > 1 else ", the only candidate"
        reason = f"{what}: {entity.name} ({where}, {best:.0f} to {second:.0f}{rival})"
        return Choice(entity, reason, _sure(best, second))

    def called(self, lemma: str, entities: list[Entity]) -> list[Entity]:
        """The entities to which the article applies a noun, the latest ``MOST_CALLED`` of them.

        Args:
            lemma: the noun.
            entities: all of the article so far; they may grow from one time to the next.
        """
        for entity in entities[self._indexed :]:
            for word in entity.lemmas:
                self._called[word].append(entity)
        self._indexed = len(entities)
        return self._called[lemma][-MOST_CALLED:]

    def of_phrase(self, phrase: NounPhrase, lemma: str, entities: list[Entity]) -> Choice | None:
        """The entity that a definite singular phrase refers back to, or None if it brings in a new one.

        A noun that the article itself applies to an entity decides; else a noun that denotes no
        office may refer to the person in focus, and "the newspaper" to an organization of its kind.
        """
        noun = self.rules.nouns.get(lemma)
        if noun is None:
            return None
        present = {e.id: (score, last) for score, e, last in self.salience.candidates(phrase.head)}
        commanding = self.commanding(phrase.head)
        known: list[tuple[float, Entity]] = []
        for entity in self.called(lemma, entities):
            if entity.number == "plural":
                continue
            given = entity.lemmas[lemma]
            shared = len(phrase.modifiers & given)
            missing = len(phrase.modifiers - given)
            if phrase.complement and not entity.named and not shared:
                continue
            if entity.id in commanding:
                continue
            score = (
                160.0
                + 60 * shared
                - 30 * missing
                - (0 if entity.named else 60)
                + present.get(entity.id, (0.0,))[0] * 0.5
            )
            if entity.id not in self.salience.seen:
                score -= 120
            known.append((score, entity))
        if known:
            known.sort(key=lambda c: (-c[0], c[1].id))
            best, entity = known[0]
            second = known[1][0] if len(known) > 1 else 0.0
            focus = None
            if not phrase.complement and (best < 100 or not entity.named):
                focus = self._by_kind(phrase, lemma, commanding)
            if focus is not None and focus.entity.type == "person" and not entity.named:
                last = self.salience.last_mention(focus.entity)
                if (
                    entity.id in present
                    or last is None
                    or not self.salience.same_paragraph(last.head, phrase.head)
                ):
                    focus = None
            if best >= 0 and focus is None:
                text = self.document.text[slice(*self.document.span(phrase.first, phrase.last))]
                return Choice(entity, f"{text!r}: called {lemma} in the article", _sure(best, second))
        if phrase.complement:
            return None
        choice = self._by_kind(phrase, lemma, commanding)
        if choice is not None and choice.entity.type == "person":
            if lemma not in choice.entity.lemmas:
                self._called[lemma].append(choice.entity)
            known_words = choice.entity.lemmas.get(lemma, frozenset())
            choice.entity.lemmas[lemma] = known_words | phrase.modifiers
        return choice

    def commanding(self, i: int) -> frozenset[int]:
        """Entities that are subject of a verb above token i: a full noun phrase there is somebody else."""
        document, found = self.document, set()
        heads = {last.head: entity.id for _, entity, last in self.salience.candidates(i)}
        for j in (i, *document.ancestors(i)):
            if j != i and document.tokens[j].deprel == "parataxis":
                break  # ", the company said": the clause above is what it said
            for c in document.children(document.tokens[j].head) if document.tokens[j].head >= 0 else ():
                if document.tokens[c].deprel.startswith("nsubj") and c in heads and c != i:
                    found.add(heads[c])
        return frozenset(found)

    def _affiliation(self, phrase: NounPhrase, entity: Entity) -> float:
        """Whether the party or nation in the phrase is one that the article gives the entity, or another."""
        parties = self.rules.words["affiliation"]
        said = phrase.modifiers & parties
        known = {w for words in entity.lemmas.values() for w in words if w in parties}
        known |= {lemma for lemma in entity.lemmas if lemma in parties}
        if not said or not known:
            return 0.0
        return 100.0 if said & known else -200.0

    def _is_company(self, noun: Noun) -> bool:
        """Whether a noun may stand for an organization whose name tells nothing of its kind."""
        return not noun.kinds.isdisjoint(_OPEN_KINDS)

    def _may_be_body(self, entity: Entity) -> bool:
        """An organization, or what may be one: of unknown type, and it acts or has a short name."""
        return entity.type == "organization" or (
            entity.type == "unknown" and (entity.acts or " " not in entity.name)
        )

    def _acts(self, mention: Mention, noun: Noun) -> bool:
        """Whether something is more than a place or means where it was last named ("on TikTok").

        In a sentence without a tree it is told by the words beside it, for companies.
        """
        tokens = self.document.tokens
        if tokens[mention.head].deprel or "company" not in noun.kinds:
            return self.salience.grammatical_role(mention.head) != "other"
        following = tokens[min(mention.last + 1, len(tokens) - 1)]
        behind = mention.first > 0 and tokens[mention.first - 1].upos == "ADP"
        return not behind and (following.upos in ("VERB", "AUX") or following.xpos == "POS")

    def _kinds(self, entity: Entity) -> set[str]:
        nouns = (self.rules.in_name(lemma) for lemma in entity.lemmas)
        kinds = {kind for noun in nouns if noun is not None for kind in noun.kinds}
        return kinds | {"press"} if tuple(entity.name.split()) in self.rules.outlets else kinds

    def _by_kind(self, phrase: NounPhrase, lemma: str, commanding: frozenset[int]) -> Choice | None:
        noun = self.rules.nouns[lemma]
        ranked: list[tuple[float, Entity, Mention]] = []
        person = "person" in noun.classes
        if (noun.kinds and phrase.modifiers) or (person and phrase.clause):
            return None  # "the electoral commission" is a name of its own; "the boy, who ..." is new
        office = lemma in self.offices
        for score, entity, last in self.salience.candidates(phrase.head):
            if entity.id in commanding:
                continue
            if person and entity.type == "person" and entity.named:
                if noun.gender and entity.gender and noun.gender != entity.gender:
                    continue
                if office and any(self.rules.denotes(word, "person") for word in entity.lemmas):
                    score -= _CLEAR
                gap = self.document.tokens[phrase.head].sent - self.document.tokens[last.head].sent
                if gap <= (1 if office else 2) and not (office and entity.lemmas.keys() & self.offices):
                    ranked.append((score + self._affiliation(phrase, entity), entity, last))
            elif noun.kinds and entity.named and self._may_be_body(entity):
                kinds = self._kinds(entity)
                if kinds & noun.kinds:
                    ranked.append((score + 200, entity, last))
                elif not kinds and self._is_company(noun) and self._acts(last, noun):
                    ranked.append((score, entity, last))
        if not ranked:
            return None
        ranked.sort(key=lambda c: (-c[0], c[1].id))
        least = _CLEAR / 2 if office else _CLEAR / 4
        if person and len(ranked) > 1 and ranked[0][0] - ranked[1][0] < least:
            return None  # better "the Dutchman" than the wrong one of two
        text = self.document.text[slice(*self.document.span(phrase.first, phrase.last))]
        choice = self.choose(phrase.head, repr(text), ranked)
        return Choice(choice.entity, choice.reason, 0.85 * choice.confidence)
