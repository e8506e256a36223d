"""Reading the source of a quotation: which tokens to name it by, who is named together, its phrase."""

from __future__ import annotations

from quotex.attribution.findings import Attribution
from quotex.parsing.document import Document, Token
from quotex.rules.cues import cue_rules
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.entity import Entities, Entity
from quotex.speakers.phrases import phrase_around, phrase_text

_LONGEST_CLAUSE = 10  # words
_FAR = 600  # words back to where a document was told of
_ROLE = frozenset({"ADJ", "NOUN", "NUM"})


class SourceReader:
    """Reads sources of one document.

    Args:
        document: the article.
        rules: vocabulary.
        entities: of the same article.
    """

    def __init__(self, document: Document, rules: SpeakerRules, entities: Entities) -> None:
        self.document = document
        self.rules = rules
        self.entities = entities
        self.cues = cue_rules().verbs

    def heads(self, i: int, attribution: Attribution) -> list[int]:
        """Tokens to look at, likeliest first: the source, what it stands for, other names in it."""
        tokens = self.document.tokens
        token = tokens[i]
        out = []
        low = token.text.lower()
        leading = self._leading_name(i, attribution)
        if leading is not None:
            out.append(leading)
        beside = self._name_behind(i, attribution)
        if beside is not None:
            out.append(beside)
        out.extend(self._name_in_apposition(i, attribution))
        if low in self.rules.words["relative"] and token.upos == "PRON":
            out.extend(self._antecedent(i))
        elif token.lemma.lower() in self.rules.words["abstract"]:
            out.extend(self._authors(i) or self._issuer(i))
        out.append(i)
        out.extend(c for c in self.document.children(i) if tokens[c].deprel in ("appos", "nmod:desc", "flat"))
        if token.deprel in ("appos", "flat", "compound", "nmod:desc"):
            out.append(token.head)
        if token.upos == "PROPN" or self.entities.at(i) is None:
            for start, end in attribution.source[:1]:
                for j in self.document.tokens_in(start, end):
                    if tokens[j].upos == "PUNCT" and j > i:
                        break
                    mention = self.entities.mention_at(j)
                    if mention is None or mention.form != "name" or tokens[j].deprel == "nmod:poss":
                        continue
                    if token.upos == "PROPN" or not self._governed(mention.head, i):
                        out.append(j)
        return [j for j in out if 0 <= j < len(tokens)]

    def _governed(self, j: int, source: int) -> bool:
        """Whether a name is but a part of the source: "boosters in Larkford", "many whom Ferrol hired"."""
        tokens = self.document.tokens
        if any(tokens[c].deprel == "case" for c in self.document.children(j)):
            return True
        while j != source and tokens[j].head >= 0:
            if tokens[j].deprel.startswith("acl") or tokens[j].deprel == "compound":
                return True
            j = tokens[j].head
        return False

    def _name_in_apposition(self, i: int, attribution: Attribution) -> list[int]:
        """A name behind a common noun: "the newspaper Le Phare", "the operator, Ilva Hydro".

        Its own role may stand between them: "the third bidder, retired tram driver Karl Ferrol".
        """
        tokens = self.document.tokens
        if tokens[i].upos != "NOUN":
            return []
        phrase = phrase_around(self.document, i, self.rules)
        right_behind = phrase.determiner == "indefinite" or self._name_begins(i + 1)
        j = i + 1 if right_behind else phrase.last + 1
        while j < len(tokens) and (tokens[j].upos == "DET" or tokens[j].text == ","):
            j += 1
        if j > i + 1 and tokens[j - 1].text == ",":
            while j < len(tokens) and tokens[j].upos in _ROLE and not self._name_begins(j):
                j += 1
        mention, entity = self.entities.mention_at(j), self.entities.at(j)
        if mention is None or entity is None or mention.form != "name" or entity.type == "place":
            return [
                c  # "Mum-of-three Ines Ferrol"
                for c in self.document.children(i)
                if tokens[c].deprel == "appos" and tokens[c - 1].text != "," and self._begins_person(c)
            ]
        return [mention.head] if any(s <= tokens[j].start < e for s, e in attribution.source) else []

    def _name_begins(self, j: int) -> bool:
        mention = self.entities.mention_at(j)
        return mention is not None and mention.form == "name" and mention.first == j

    def _begins_person(self, j: int) -> bool:
        entity = self.entities.at(j)
        return entity is not None and entity.type == "person" and self._name_begins(j)

    def _leading_name(self, i: int, attribution: Attribution) -> int | None:
        """A person's name, with its title, that opens the source before a comma: the rest is apposition."""
        inside = [j for s, e in attribution.source for j in self.document.tokens_in(s, e)]
        mention = self.entities.mention_at(inside[0]) if inside else None
        entity = self.entities.at(inside[0]) if inside else None
        if mention is None or entity is None or entity.type != "person" or mention.form != "name":
            return None
        if mention.last >= i or mention.last + 1 >= len(self.document.tokens):
            return None
        return mention.head if self.document.tokens[mention.last + 1].text == "," else None

    def _name_behind(self, i: int, attribution: Attribution) -> int | None:
        """A person's name right behind what merely stands before it ("Ohio Gov. Lena Ashby")."""
        mention, entity = self.entities.mention_at(i), self.entities.at(i)
        if mention is None or entity is None or entity.type == "person" or mention.form != "name":
            return None
        after = self.entities.at(mention.last + 1)
        behind = self.entities.mention_at(mention.last + 1)
        if after is None or behind is None or after.type != "person" or behind.form != "name":
            return None
        within = any(s <= self.document.tokens[behind.first].start < e for s, e in attribution.source)
        return behind.head if within else None

    def _authors(self, i: int) -> list[int]:
        """Whose a letter or claim is: "his claim", "a letter from Ferrol", "a note that Ferrol had sent"."""
        tokens, by = self.document.tokens, self.rules.words["author"]
        found = []
        for c in self.document.children(i):
            below = self.document.children(c)
            if tokens[c].deprel == "nmod:poss":
                found.append(c)
            elif tokens[c].deprel == "nmod" and any(self.document.low[g] in by for g in below):
                found.append(c)
            elif tokens[c].deprel.startswith("acl"):
                found += [
                    g
                    for g in below
                    if (tokens[g].deprel == "nsubj" and tokens[g].xpos not in ("WDT", "WP"))
                    or (
                        tokens[g].deprel.startswith("obl")
                        and any(self.document.low[case] in by for case in self.document.children(g))
                    )
                ]
        return [c for c in found if self._can_speak(c)]

    def _issuer(self, i: int) -> list[int]:
        """Whose a document is that was told of before: "Ferrol issued a statement. The statement said"."""
        tokens, lemma = self.document.tokens, self.document.lemmas[i]
        beside = self.document.children(i)
        if not any(self.document.low[c] in self.rules.words["definite"] for c in beside):
            return []
        if any(tokens[c].upos == "PROPN" or tokens[c].deprel.startswith("nmod") for c in beside):
            return []  # "the Ferrol letter", "the statement by the crew": another one
        before = (j for j in range(i - 1, max(-1, i - _FAR), -1) if self.document.lemmas[j] == lemma)
        for j in before:
            if tokens[j].upos != "NOUN":
                continue
            found = self._authors(j) or self._subject(j)
            if found:
                return found
        return []

    def _subject(self, j: int) -> list[int]:
        """Who issues a document, or speaks in it: "Ferrol said in a statement"."""
        above = self.document.tokens[j].head
        if above < 0:
            return []
        relation, verb = self.document.tokens[j].deprel, self.document.lemmas[above]
        issues = relation == "obj" and verb in self.rules.words["issuing"]
        speaks = relation == "obl" and verb in self.cues
        subjects = self.document.children(above) if issues or speaks else ()
        return [c for c in subjects if self.document.tokens[c].deprel == "nsubj" and self._can_speak(c)]

    def _can_speak(self, i: int) -> bool:
        entity = self.entities.at(i)
        return entity is not None and entity.type not in ("place", "document", "thing")

    def _antecedent(self, i: int) -> list[int]:
        for j in self.document.ancestors(i):
            if self.document.tokens[j].deprel.startswith("acl") and self.document.tokens[j].head >= 0:
                head = self.document.tokens[j].head
                return [
                    head,
                    *(c for c in self.document.children(head) if self.document.tokens[c].deprel == "flat"),
                ]
        return [i - 1, i - 2]

    def people_in_a_row(self, attribution: Attribution) -> list[Entity]:
        """Named people of the source with nothing but titles and "and" between them."""
        tokens, joined = self.document.tokens, False
        found: list[Entity] = []
        for i in (i for s, e in attribution.source for i in self.document.tokens_in(s, e)):
            mention, entity = self.entities.mention_at(i), self.entities.at(i)
            if tokens[i].upos == "CCONJ":
                joined = True
            elif (
                mention is not None
                and mention.form == "name"
                and entity is not None
                and entity.type == "person"
            ):
                if i == mention.last and (not found or joined) and entity not in found:
                    found.append(entity)
                    joined = False
            elif tokens[i].upos not in ("NOUN", "PROPN", "ADJ", "DET"):
                break
        return found

    def joint(self, entities: list[Entity], attribution: Attribution) -> str:
        """The names joined by the article's own coordinator."""
        words = (t for s, e in attribution.source for t in self.document.tokens_in(s, e))
        coordinator = next(
            (self.document.tokens[i].text for i in words if self.document.tokens[i].upos == "CCONJ"), "&"
        )
        names = [e.name for e in entities]
        return f"{', '.join(names[:-1])} {coordinator} {names[-1]}"

    def noun_of(self, i: int, attribution: Attribution) -> Token:
        """The source's head, or its first noun where the head is none."""
        tokens = self.document.tokens
        if tokens[i].upos in ("NOUN", "PROPN", "NUM", "PRON"):
            return tokens[i]
        inside = [j for s, e in attribution.source for j in self.document.tokens_in(s, e)]
        return next((tokens[j] for j in inside if tokens[j].upos in ("NOUN", "PROPN")), tokens[i])

    def phrase_in_source(self, i: int, attribution: Attribution) -> str:
        """The noun phrase as far as the source reaches, with a clause that restricts it, no apposition."""
        phrase = phrase_around(self.document, i, self.rules)
        first, last = phrase.first, phrase.last
        inside = [j for s, e in attribution.source for j in self.document.tokens_in(s, e)]
        if inside and inside[0] <= i <= inside[-1]:
            first, last = max(first, inside[0]), min(last, inside[-1])
        while first < i and self.document.low[first] in self.rules.words["focus"]:
            first += 1  # "even a columnist"
        last = self._restricted(first, last, attribution)
        bare = phrase_text(self.document, first, last).strip(' ,;:–—-"“”')
        return f"{bare}”" if bare.count("“") > bare.count("”") else bare  # "a “friend of the house”"

    def _restricted(self, first: int, last: int, attribution: Attribution) -> int:
        """The end of the clause that restricts a phrase: "people who work on his floor", "those polled".

        One that tells of the telling ("who asked not to be named", "speaking to the Courier") does
        not say who they are, and a long one says more than that.
        """
        tokens = self.document.tokens
        clauses = [
            c
            for i in range(first, last + 1)
            for c in self.document.children(i)
            if tokens[c].deprel in ("acl", "acl:relcl") and c > last and tokens[c].upos != "NOUN"
        ]
        for clause in clauses:
            below = self.document.subtree(clause)
            if below[0] != last + 1 or attribution.cue_token in below or tokens[below[0]].upos == "PUNCT":
                continue
            if any(s < tokens[below[-1]].end and tokens[below[0]].start < e for s, e in attribution.content):
                continue
            end = next((i for i in below if tokens[i].upos == "PUNCT" and tokens[i].text in ",;:—–"), -1)
            end = end - 1 if end >= 0 else below[-1]
            telling = any(tokens[i].upos == "VERB" and tokens[i].lemma.lower() in self.cues for i in below)
            if not telling and tokens[clause].xpos != "VBG" and end - last <= _LONGEST_CLAUSE:
                return end
        return last
