"""What a person is, as the article says it: titles, premodifiers, appositions both ways, predicates."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from quotex.light import frozen
from quotex.parsing.document import Document, Token
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.name_guesses import Name
from quotex.speakers.phrases import is_plural, phrase_around, phrase_text, role_text

_PREMODIFIER = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_DASHES = frozenset({"-", "–", "—", "--"})
_LONGEST = 20  # words in an appositive role


@frozen(slots=True)
class RoleEvidence:
    """One place that says what the bearer of a name is.

    Attributes:
        text: the role, without determiner.
        lemma: the noun that it rests on ("senator"), lower-cased.
        modifiers: lower-cased words before that noun.
        kind: title | premodifier | apposition | predicate.
        first: first token of the phrase.
        last: last token.
        head: the noun's token.
        person: whether the noun denotes a person (else an organization).
        gender: what the noun tells.
        before: whether it stands before the name.
    """

    text: str
    lemma: str
    modifiers: frozenset[str]
    kind: str
    first: int
    last: int
    head: int
    person: bool
    gender: str
    before: bool = False


def roles_of(document: Document, name: Name, rules: SpeakerRules) -> Iterator[RoleEvidence]:
    """Everything said about the bearer beside one occurrence of the name."""
    if name.guess == "place":
        return  # "at a meeting in New Vell, a young woman asked"
    yield from _before(document, name, rules)
    found = False
    head = _head(document, name)
    for evidence in _by_tree(document, name, head, rules):
        found = True
        yield evidence
    if not found and len(name.words) > 1:
        yield from _by_commas(document, name, rules)
        yield from _by_copula(document, name, rules)


def _head(document: Document, name: Name) -> int:
    for i in range(name.first, name.last + 1):
        if not name.before <= document.tokens[i].head <= name.last:
            return i
    return name.last


def _before(document: Document, name: Name, rules: SpeakerRules) -> Iterator[RoleEvidence]:
    tokens, first = document.tokens, name.before
    start = document.sentence(first).first
    former = rules.words["former"]
    while first > start:
        t = tokens[first - 1]
        low = t.text.lower()
        if (
            low in rules.words["calendar"]
            or low in rules.words["definite"]
            or low in rules.words["indefinite"]
        ):
            break
        hyphen = t.text == "-" and first - 1 > start and tokens[first - 2].end == t.start
        owner = t.upos == "PART" and t.text[-1:] in "s'’" and len(t.text) < 3
        of = low in rules.words["joiner"] and t.upos == "ADP" and first - 1 > start
        of = of and _is_body(tokens[first - 2], rules)
        if not (t.upos in _PREMODIFIER or low in former or hyphen or owner or of):
            break
        first -= 2 if hyphen else 1  # "All-Star pitcher"
    while first < name.first and tokens[first].upos in ("PART", "PUNCT"):
        first += 1
    if first == name.first:
        return
    while first < name.first and any(
        t.words == (tokens[first].text.lower(),) and not t.role
        for t in rules.titles.get(tokens[first].text.lower(), ())
    ):
        first += 1  # "Mrs Justice Lang"
    if first == name.first:
        return
    head = name.first - 1
    if name.title is not None and not name.title.role:
        head -= len(name.title.words)  # "Chairman Sir Giles Pott"
        if head < first:
            return
    elif name.title is not None:
        lemma, gender = name.title.lemma or tokens[head].text.lower(), name.title.gender
        yield RoleEvidence(
            _title_role(document, name, first),
            lemma,
            _words(document, first, head),
            "title",
            first,
            head,
            head,
            True,
            gender,
        )
        return
    last = head
    if name.before < name.first:  # "Supervisor of Elections"
        joined = (i for i in range(name.before + 1, last) if tokens[i].text.lower() in rules.words["joiner"])
        head = next(joined, last + 1) - 1
    low = tokens[head].text.lower()
    lemma = low if low in rules.nouns else tokens[head].lemma.lower()
    if rules.denotes(lemma, "person", "kin", "organization"):
        text = phrase_text(document, first, last)
        noun = rules.nouns[lemma]
        person = not noun.classes.isdisjoint({"person", "kin"})
        if person or tokens[head].upos == "NOUN":
            words = _words(document, first, head - 1)
            yield RoleEvidence(text, lemma, words, "premodifier", first, last, head, person, noun.gender)


def _is_body(token: Token, rules: SpeakerRules) -> bool:
    """Whether a capitalised word is that of a body: "Department of Health spokesman"."""
    return token.text[:1].isupper() and rules.names_organization(token.text.lower())


def _title_role(document: Document, name: Name, first: int) -> str:
    """The title spelt out, with what stands before it: "California Gov." as "California Governor"."""
    title = name.title
    assert title is not None
    written = phrase_text(document, first, name.first - 1)
    if title.role == "=" or not written.endswith(".") or len(title.words) > 1:
        return written
    title_first = name.first - 1
    before = phrase_text(document, first, title_first - 1) if title_first > first else ""
    return f"{before} {title.role}".strip()


def _words(document: Document, first: int, last: int) -> frozenset[str]:
    return frozenset(t.text.lower() for t in document.tokens[first : last + 1] if t.text[:1].isalnum())


def _by_tree(document: Document, name: Name, head: int, rules: SpeakerRules) -> Iterator[RoleEvidence]:
    tokens = document.tokens
    if not tokens[head].deprel:
        return
    nouns = [(c, "apposition") for c in document.children(head) if tokens[c].deprel == "appos"]
    governor = tokens[head].head
    if tokens[head].deprel == "appos" and governor >= 0:
        nouns.append((governor, "apposition"))
    elif tokens[head].deprel == "nsubj" and governor >= 0:
        copula = any(tokens[c].deprel == "cop" for c in document.children(governor))
        negated = any("Polarity=Neg" in tokens[c].feats for c in document.children(governor))
        if copula and not negated:
            nouns.append((governor, "predicate"))
    for i, kind in nouns:
        evidence = _evidence(document, i, kind, rules)
        if evidence is None:
            continue
        if _tells(document, evidence, rules) if kind == "predicate" else _beside(document, name, evidence):
            yield evolve(evidence, before=evidence.last < name.before)


def _beside(document: Document, name: Name, evidence: RoleEvidence) -> bool:
    """Whether only a comma, bracket or nothing parts name and apposition (a dash opens something new)."""
    first, last = min(name.last, evidence.last), max(name.before, evidence.first)
    return all(t.text not in _DASHES for t in document.tokens[first + 1 : last])


def _tells(document: Document, evidence: RoleEvidence, rules: SpeakerRules) -> bool:
    """Whether a predicate says what somebody does: not "was the best player", "is a patient man"."""
    graded = any(t.xpos in ("JJS", "RBS") for t in document.tokens[evidence.first : evidence.head])
    return not graded and evidence.lemma not in rules.words["slight"]


def _evidence(document: Document, i: int, kind: str, rules: SpeakerRules) -> RoleEvidence | None:
    token = document.tokens[i]
    lemma = token.lemma.lower()
    if token.text.lower() in rules.nouns:
        lemma = token.text.lower()
    if token.upos not in ("NOUN", "PROPN") or not rules.denotes(lemma, "person", "kin", "organization"):
        return None
    if is_plural(token):
        return None
    phrase = phrase_around(document, i, rules, coordinated=True)
    if phrase.last - phrase.first >= _LONGEST:
        return None
    noun = rules.nouns[lemma]
    person = not noun.classes.isdisjoint({"person", "kin"})
    return RoleEvidence(
        role_text(document, phrase, rules),
        lemma,
        phrase.modifiers,
        kind,
        phrase.first,
        phrase.last,
        i,
        person,
        noun.gender,
    )


def _by_commas(document: Document, name: Name, rules: SpeakerRules) -> Iterator[RoleEvidence]:
    """Without a tree: a noun phrase between the name's comma and the next one, or before its comma."""
    tokens, sentence = document.tokens, document.sentence(name.last)
    j = name.last + 1
    if j + 1 < sentence.last and tokens[j].text == ",":
        k = j + 1
        while k < sentence.last and tokens[k].upos in ("DET", "ADJ", "NOUN", "PROPN", "PART", "ADV"):
            k += 1
        if k > j + 1 and tokens[k - 1].upos in ("NOUN", "PROPN"):
            evidence = _evidence(document, k - 1, "apposition", rules)
            if evidence is not None and evidence.first == j + 1 and evidence.person:
                yield evidence
                return
    before = name.before - 1
    if before - 1 > sentence.first and tokens[before].text == "," and tokens[before - 1].upos == "NOUN":
        evidence = _evidence(document, before - 1, "apposition", rules)
        if evidence is not None and evidence.last == before - 1 and evidence.person:
            yield evidence


def _by_copula(document: Document, name: Name, rules: SpeakerRules) -> Iterator[RoleEvidence]:
    """What the bearer is or became, by tags: "Ana Ruiz is a pilot", "Ana Ruiz, who became chief of staff"."""
    tokens, sentence = document.tokens, document.sentence(name.last)
    row = [t for t in tokens[name.last + 1 : sentence.last] if t.upos not in ("ADV", "PUNCT")]
    relative = bool(row) and row[0].text.lower() in rules.words["relative"]
    row = row[1:] if relative else row
    if not row or row[0].lemma.lower() not in rules.words["copula"]:
        return
    j = row[0].i + 1
    k = j
    while k < sentence.last and tokens[k].upos in ("DET", "ADJ", "NOUN", "PROPN", "PART", "ADV", "NUM"):
        k += 1
    if k == j or tokens[k - 1].upos not in ("NOUN", "PROPN"):
        return
    evidence = _evidence(document, k - 1, "predicate", rules)
    if evidence is None or not evidence.person or not j <= evidence.first <= k - 1:
        return
    if _tells(document, evidence, rules):
        yield evidence


_WEIGHT = {"apposition": 3, "premodifier": 2, "title": 2, "predicate": 1}


def best_role(found: list[RoleEvidence], rules: SpeakerRules) -> str | None:
    """The most telling role among those found: an apposition before a title, more words before fewer.

    Kinship and what is said by a predicate count least.
    """
    people = [e for e in found if e.person and e.text]
    if not people:
        return None

    def telling(e: RoleEvidence) -> tuple[int, int, int, int]:
        kin = rules.denotes(e.lemma, "kin")
        size = min(len(e.text.split()), 7)
        office = 4 if e.lemma in rules.offices and not e.text.endswith(".") else 0  # not "Dr."
        return (e.kind != "predicate" and not kin, size + office + _WEIGHT[e.kind], _WEIGHT[e.kind], -e.first)

    return max(people, key=telling).text


def what_it_is(found: list[RoleEvidence]) -> str | None:
    """What an organization is by an apposition: "Greenwater, an environmental group".

    Before the name also what a person may be: "the dam's operator, Ilva Hydro".
    """
    beside = [e for e in found if e.kind == "apposition" and e.text and (not e.person or e.before)]
    return next((e.text for e in beside), None)
