"""Which class a speaker belongs to: by the kind of speaker, the role that the article gives, the name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from quotex.report.collection import Source
from quotex.rules.audit import BODY, PERSON, POST, AuditRules, Term, words_of
from quotex.rules.outlets import OutletRules, outlet_rules

UNNAMED, DOCUMENT, UNKNOWN, PRESS = "unnamed", "document", "unknown", "press"
_BY_TYPE = {"unnamed_person": UNNAMED, "group": UNNAMED, "document": DOCUMENT}


@frozen(slots=True)
class _Hit:
    first: int
    last: int
    term: Term


def classes_of(sources: Sequence[Source], rules: AuditRules) -> list[str]:
    """The class of each speaker of a collection.

    Who is only known as somebody's spokesman ("the Tallis spokeswoman") is of the class of that other
    person or body, if that speaks in the collection too.
    """
    classes = [class_of_speaker(s.type, s.name, s.roles, rules) for s in sources]
    known: dict[str, set[str]] = {}
    for source, found in zip(sources, classes, strict=True):
        if source.type in ("person", "organization") and found not in (UNKNOWN, UNNAMED, DOCUMENT):
            for word in words_of(source.name)[-1:]:
                known.setdefault(word, set()).add(found)
    out = []
    for source, found in zip(sources, classes, strict=True):
        roles = [r for r in source.roles if class_of_role(r, rules)[0] != UNKNOWN]
        if source.type == "person" and roles and not any(class_of_role(r, rules)[1] for r in roles):
            named = {w.removesuffix("'s") for r in source.roles for w in words_of(r)}
            principals = {c for w in named - set(words_of(source.name)) for c in known.get(w, ())}
            found = principals.pop() if len(principals) == 1 else found
        out.append(found)
    return out


def class_of_speaker(speaker_type: str, name: str | None, roles: Iterable[str], rules: AuditRules) -> str:
    """The class of a speaker.

    Args:
        speaker_type: as in ``Quote.speaker_type``.
        name: the speaker's name, read only where an organisation is one.
        roles: the roles that articles give, the most frequent first.
        rules: the vocabulary.

    Returns:
        The name of a class in ``rules.classes``.
    """
    if speaker_type in _BY_TYPE:
        return _BY_TYPE[speaker_type]
    read = [class_of_role(role, rules) for role in roles]
    if speaker_type == "organization" and name:
        read.append((class_of_body(name, rules, outlet_rules()), True))
    # A bare "spokesman" says less than "the ministry's spokesman" in another place.
    for wanted in (True, False):
        for found, certain in read:
            if found != UNKNOWN and certain is wanted:
                return found
    return UNKNOWN


def class_of_role(role: str, rules: AuditRules) -> tuple[str, bool]:
    """The class that a role ("head of the growers' union") tells, and whether more than a post tells it.

    The head of the phrase decides if it denotes a kind of person. If it denotes a post, any body
    in the phrase decides, and the post's own class where there is none.
    """
    for part in dict.fromkeys((role.split(",", 1)[0], role)):
        words = words_of(part)
        hits = _hits(words, rules)
        inside = {n for h in hits for n in range(h.first, h.last)}
        cut = next((n for n, w in enumerate(words) if w in rules.separators and n not in inside), len(words))
        heads = [h.term for h in hits if h.term.kind in (PERSON, POST) and h.first < cut]
        if heads and heads[-1].kind == PERSON:
            return heads[-1].speaker_class, True
        bodies = [h.term for h in hits if h.term.kind == BODY]
        if bodies:
            return bodies[0].speaker_class, True
        if heads and heads[-1].speaker_class != UNKNOWN:
            return heads[-1].speaker_class, False
    return UNKNOWN, False


def class_of_body(name: str, rules: AuditRules, outlets: OutletRules) -> str:
    """The class that an organisation's name tells by its words, or "unknown".

    A name of the press is known as such to the rules of outlets.
    """
    written = tuple(name.split())
    if written in outlets.names or written[1:] in outlets.names:
        return PRESS
    words = words_of(name)
    hits = _hits(words, rules, bodies_only=True)
    cut = next((n for n, w in enumerate(words) if w in rules.separators), len(words))
    # "Valley Growers' Federation": the last noun says what it is; "University of the Lakes": the first.
    own = [h for h in hits if h.first < cut]
    if own or hits:
        return (own[-1] if own else hits[0]).term.speaker_class
    if len(written) > 1 and written[-1] in outlets.alone:
        return PRESS
    return class_of_role(name, rules)[0]


def _hits(words: list[str], rules: AuditRules, bodies_only: bool = False) -> list[_Hit]:
    """Terms in a phrase, the longest at each place, none inside another."""
    out = []
    n = 0
    while n < len(words):
        bare = words[n].removesuffix("'s")
        for term in (*rules.terms.get(words[n], ()), *rules.terms.get(bare, ())):
            end = n + len(term.words)
            if bodies_only and term.kind != BODY:
                continue
            if end <= len(words) and _same(words[n:end], term.words):
                # "the president's spokesman" says whose, not who.
                owner = term.kind != BODY and words[end - 1].endswith("'s") and end < len(words)
                shown = Term(term.words, BODY, term.speaker_class) if owner else term
                out.append(_Hit(n, end, shown))
                n = end - 1
                break
        n += 1
    return out


def _same(words: list[str], term: tuple[str, ...]) -> bool:
    return all(w == t or w.removesuffix("'s") == t for w, t in zip(words, term, strict=True))
