"""The words of a report that evidence may hang on: its verbs, and the nouns that stand for it."""

from __future__ import annotations

from quotex.attribution.findings import Attribution
from quotex.channels.phrases import NOMINAL, VERBAL, child, relation
from quotex.light import frozen
from quotex.parsing.document import Document
from quotex.rules.channels import ChannelRules

_UP = frozenset(["advcl", "xcomp", "conj", "parataxis", "acl", "ccomp"])


@frozen(slots=True)
class Anchors:
    """The tokens that evidence may hang on: verbs of the report, and nouns that stand for it."""

    verbs: frozenset[int]
    nouns: frozenset[int]


def anchors(document: Document, attribution: Attribution, rules: ChannelRules) -> Anchors:
    """The verbs and nouns of a quotation's report.

    The cue; the verbs it hangs on while they have the same subject ("issued a letter, saying");
    the verbs of speaking below it and below its source ("Osei, speaking at a rally, said"); its
    source, and the noun a cue is ("his claim at the rally").
    """
    verbs: set[int] = set()
    nouns: set[int] = set()
    cue = attribution.cue_token
    source = attribution.source_token
    content = content_tokens(document, attribution)
    if cue >= 0 and document.tokens[cue].upos in VERBAL:
        _climb(document, cue, content, verbs, nouns)
        for verb in list(verbs):
            _descend(document, verb, cue, content, rules, verbs)
    elif cue >= 0 and document.tokens[cue].upos in NOMINAL:
        nouns.add(cue)
    elif attribution.cue and document.tokens[max(cue, 0)].upos == "PUNCT":
        root = document.sentence(document.tokens_in(*attribution.cue[0])[0]).root
        if root >= 0 and root not in content and root < cue:
            (verbs if document.tokens[root].upos in VERBAL else nouns).add(root)
    if source >= 0 and source not in content:
        nouns.add(source)
        for c in document.children(source):
            t = document.tokens[c]
            if t.deprel == "appos" and c > source:
                nouns.add(c)
            if t.upos in VERBAL and c not in content:
                _modifier(document, c, rules, verbs)
    return Anchors(frozenset(verbs), frozenset(nouns))


def content_tokens(document: Document, attribution: Attribution) -> frozenset[int]:
    """The tokens of a quotation's content."""
    return frozenset(i for s, e in attribution.content for i in document.tokens_in(s, e))


def _own_subject(document: Document, verb: int) -> bool:
    return child(document, verb, "nsubj", "nsubj:pass", "csubj") >= 0


def _climb(document: Document, cue: int, content: frozenset[int], verbs: set[int], nouns: set[int]) -> None:
    here = cue
    for _ in range(6):
        verbs.add(here)
        t = document.tokens[here]
        if t.head < 0 or t.head in content or _own_subject(document, here):
            return
        up = relation(document, here)
        head = document.tokens[t.head]
        if up not in _UP or t.deprel == "acl:relcl":
            return
        if head.upos in VERBAL:
            if up == "ccomp" and head.lemma.lower() not in ("quote", "hear", "see"):
                return
            here = t.head
            continue
        if up == "acl" and head.upos in NOMINAL:
            # "a letter saying", "said Osei, adding": the noun, and the verb it is object or subject of
            nouns.add(t.head)
            if (
                head.head >= 0
                and head.deprel in ("obj", "nsubj", "nsubj:pass", "obl")
                and document.tokens[head.head].upos in VERBAL
                and head.head not in content
            ):
                here = head.head
                if relation(document, t.head) != "obj":
                    verbs.add(here)
                    return
                continue
        return


def _descend(
    document: Document, verb: int, cue: int, content: frozenset[int], rules: ChannelRules, verbs: set[int]
) -> None:
    """Participles below: "speaking at a rally, Osei said", "said when asked at a briefing"."""
    speak = rules.verbs["speak"]
    for c in document.children(verb):
        t = document.tokens[c]
        if c in content or t.upos not in VERBAL or relation(document, c) not in ("advcl", "xcomp", "ccomp"):
            continue
        if _own_subject(document, c):
            continue
        if (relation(document, c) == "xcomp" and verb == cue) or (
            relation(document, c) == "advcl" and t.lemma.lower() in speak
        ):
            verbs.add(c)


def _modifier(document: Document, c: int, rules: ChannelRules, verbs: set[int]) -> None:
    """Participles and relative clauses of the source: "a source speaking to the Courier"."""
    t = document.tokens[c]
    if t.lemma.lower() not in rules.verbs["speak"]:
        return
    if t.deprel == "acl" and ("Part" in t.feats or t.xpos in ("VBG", "VBN")):
        verbs.add(c)
    elif t.deprel == "acl:relcl" and child(document, c, "aux", "aux:pass") < 0:
        verbs.add(c)
