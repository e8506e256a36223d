"""Who in focus is called by an age or by a role that the article has not told before."""

from __future__ import annotations

from quotex.speakers.kinds import age_behind
from quotex.speakers.phrases import NounPhrase
from quotex.speakers.reference import Choice, Reference


def of_role(reference: Reference, phrase: NounPhrase, lemma: str) -> Choice | None:
    """The one in focus whom "the president of Peru" calls by a role not told before, or None.

    Only where nobody else is in question: one person named in this sentence or the last, of whom
    the article has not said what they are.
    """
    noun = reference.rules.nouns[lemma]
    if "person" not in noun.classes or phrase.clause:
        return None
    sent = reference.document.tokens[phrase.head].sent
    near = [
        (score, entity, last)
        for score, entity, last in reference.salience.candidates(phrase.head)
        if entity.type in ("person", "unnamed_person", "unknown")
        and sent - reference.document.tokens[last.head].sent <= 1
    ]
    if len(near) != 1:
        return None
    score, entity, last = near[0]
    told = any(reference.rules.denotes(word, "person") for word in entity.lemmas)
    if told or not entity.named or entity.type != "person" or " " not in entity.name:
        return None
    if noun.gender and entity.gender and noun.gender != entity.gender:
        return None
    if entity.id in reference.commanding(phrase.head):
        return None
    text = reference.document.text[slice(*reference.document.span(phrase.first, phrase.last))]
    choice = reference.choose(phrase.head, repr(text), [(score, entity, last)])
    return Choice(entity, choice.reason, 0.7)


def of_age(reference: Reference, i: int, years: str) -> Choice | None:
    """Whom "the 55-year-old" at token i refers back to: the one with that age, else the one in focus."""
    people = [
        (age_behind(reference.document, last.last), score, entity, last)
        for score, entity, last in reference.salience.candidates(i)
        if entity.type == "person" and entity.number == "singular"
    ]
    ranked = [(s, e, m) for age, s, e, m in people if age == years]
    ranked = ranked or [(s, e, m) for age, s, e, m in people if not age]
    return reference.choose(i, f"of {years} years", ranked) if ranked else None
