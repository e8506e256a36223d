"""The entities of an article: names linked, roles read, descriptions and pronouns tied to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotex.attribution.findings import Attribution
from quotex.parsing.document import Document
from quotex.records import Span
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.cluster import Cluster
from quotex.speakers.delayed import DelayedNames
from quotex.speakers.descriptions import Descriptions, age_around
from quotex.speakers.entity import Entities, Entity, Mention
from quotex.speakers.kinds import Kinds, full_name, name_head
from quotex.speakers.linking import NameLinker
from quotex.speakers.name_guesses import Name
from quotex.speakers.names import NameFinder
from quotex.speakers.reference import Reference
from quotex.speakers.roles import RoleEvidence, best_role, roles_of, what_it_is
from quotex.speakers.salience import Layout, Salience
from quotex.speakers.titling import take_in_title

_MARKS = {"“": "”", '"': '"', "``": "''", "''": "''"}
_ROLES_READ = 12  # occurrences of a name that are searched for roles


def quoted_stretches(document: Document) -> list[Span]:
    """Stretches in double quote marks, paragraph by paragraph (used where no quotations are given)."""
    found, opened, closing = [], -1, ""
    for token in document.tokens:
        if opened >= 0 and (token.text == closing or "\n" in document.text[token.start - 2 : token.start]):
            if token.text == closing:
                found.append((document.tokens[opened].start, token.end))
            opened = -1
            if token.text == closing:
                continue
        if opened < 0 and token.text in _MARKS:
            opened, closing = token.i, _MARKS[token.text]
    return found


class EntityBuilder:
    """Builds the entities of one article.

    Args:
        document: tagged, parsed where it matters.
        rules: vocabulary.
        attributions: quotations with their sources, if they are known already.
        title: the article's title where it does not stand in the text.
        boilerplate: offsets of stretches that are not part of the article.
    """

    def __init__(
        self,
        document: Document,
        rules: SpeakerRules,
        attributions: Sequence[Attribution] = (),
        title: str | None = None,
        boilerplate: Sequence[Span] = (),
    ) -> None:
        self.document = document
        self.rules = rules
        self.attributions = attributions
        self.title = title or ""
        self.outside = frozenset(i for s, e in boilerplate for i in document.tokens_in(s, e))
        sources = {a.source_token for a in attributions if a.source_token >= 0}
        others = {i for a in attributions for i in (a.addressee_token, *a.teller_tokens) if i >= 0}
        self.sources = frozenset(sources)
        self.cues = frozenset(a.cue_token for a in attributions if a.cue_token >= 0)
        self.wanted = frozenset(sources | others)
        quoted = [s for a in attributions for s in a.verbatim] if attributions else []
        self.layout = Layout(document, quoted or quoted_stretches(document))
        self.kinds = Kinds(document, rules, self.sources)
        self.entities: list[Entity] = []
        self.by_token: dict[int, tuple[Entity, Mention]] = {}
        self.names_at: dict[int, tuple[Entity, Mention]] = {}
        self.consumed: dict[int, Entity] = {}

    def build(self) -> Entities:
        """Do all of it."""
        names = self._name()
        self._read_on(names)
        order = sorted(self.entities, key=lambda e: e.mentions[0].first if e.mentions else 0)
        return Entities(order, self.by_token)

    def _name(self) -> list[Name]:
        """Make entities of the names; gives every name found."""
        names = [
            n
            for n in NameFinder(self.document, self.rules, self.sources, self.cues).find()
            if n.first not in self.outside
        ]
        clusters = NameLinker(self.document, names, self.rules, self.sources).link()
        take_in_title(self.document, clusters, names, self.title, self.rules, self.outside)
        for cluster in clusters:
            self._add(cluster)
        return names

    def _add(self, cluster: Cluster) -> None:
        roles: list[RoleEvidence] = []
        for name, _, _ in sorted(cluster.names, key=lambda n: -len(n[0].words))[:_ROLES_READ]:
            roles.extend(roles_of(self.document, name, self.rules))
        kind, ground = self.kinds.type_of(cluster, roles)
        entity = Entity(id=len(self.entities), name=full_name(cluster), type=kind)
        entity.acts = kind == "unknown" and ground == "use"
        entity.doubtful = kind == "person" and ground == "use"
        entity.in_title = cluster.in_title
        entity.number = "plural" if entity.type == "group" else "singular"
        entity.gender = self.kinds.gender_of(cluster, roles, entity.type)
        entity.role = best_role(roles, self.rules) if entity.type == "person" else what_it_is(roles)
        for evidence in roles:
            other = (  # "a spokeswoman for the owner, Ilva Hydro"
                evidence.person
                and entity.type == "organization"
                and self.document.low[evidence.first] in self.rules.words["indefinite"]
            )
            if evidence.kind != "predicate" and not other:
                self.consumed.setdefault(evidence.head, entity)
            if evidence.person == (entity.type == "person"):
                words = entity.lemmas.get(evidence.lemma, frozenset())
                entity.lemmas[evidence.lemma] = words | evidence.modifiers
                self.consumed.setdefault(evidence.head, entity)
        for name, _, _ in cluster.names:
            if name.title is not None and name.title.lemma:
                entity.lemmas.setdefault(name.title.lemma, frozenset())
                if self.rules.denotes(name.title.words[-1], "person"):
                    entity.lemmas.setdefault(name.title.words[-1], frozenset())
        if entity.type == "organization":
            for word in cluster.longest:
                noun = self.rules.in_name(word)
                if noun is not None and "organization" in noun.classes:
                    entity.lemmas[word] = entity.lemmas.get(word, frozenset()) | frozenset(cluster.longest)
        self.entities.append(entity)
        entity.aliases = sorted({n.text for n, _, _ in cluster.names} - {entity.name})
        for name, reason, sure in sorted(cluster.names, key=lambda n: n[0].first):
            if name.first < 0:
                continue
            mention = Mention(
                name.before, name.last, name_head(self.document, name), "name", name.text, reason, sure
            )
            entity.mentions.append(mention)
            self.names_at[name.first] = (entity, mention)
            for i in range(name.before, name.last + 1):
                self.by_token[i] = (entity, mention)

    def _speakers_around(self) -> dict[int, int]:
        """Token inside a quotation to the id of its speaker, where a name tells it."""
        inside = {}
        for a in self.attributions:
            found = self.by_token.get(a.source_token)
            if found is not None:
                for start, end in a.verbatim:
                    for i in self.document.tokens_in(start, end):
                        inside[i] = found[0].id
        return inside

    def _read_on(self, names: Sequence[Name]) -> None:
        """Read the text in order, tying descriptions and pronouns to what stands before them."""
        salience = Salience(self.document, self.layout, self.rules, self.sources)
        reference = Reference(self.document, salience, self.rules)
        role_names = {n.last: n for n in names if n.guess == "role" and not n.headline}
        descriptions = Descriptions(
            self.document, self.rules, reference, self.entities, self.by_token, self.consumed, role_names,
            self.sources,
        )  # fmt: skip
        speakers = self._speakers_around()
        for i in self._points(role_names):
            named = self.names_at.get(i)
            if named is not None:
                salience.add(named[0], named[1], named[1].head)
                continue
            if i in self.by_token or i in self.outside:
                continue
            token = self.document.tokens[i]
            low = self.document.low[i]
            pronoun = self.rules.pronouns.get(low) if token.upos in ("PRON", "DET") else None
            if pronoun is None and low in self.rules.words["relative"] and token.upos == "PRON":
                tied = self._relative(i)
                if tied is not None:
                    mention = Mention(i, i, i, "pronoun", token.text, f"relative pronoun of {tied.name}", 0.9)
                    self.by_token[i] = (tied, mention)
                    salience.add(tied, mention, i)
                continue
            if pronoun is not None:
                barred = frozenset({speakers[i]}) if i in speakers else frozenset()
                choice = reference.of_pronoun(i, pronoun, barred)
                if choice is None:
                    continue
                self._settle(choice.entity, pronoun.gender, choice.confidence)
                entity, form, first, last = choice.entity, "pronoun", i, i
                text, reason, sure = token.text, choice.reason, choice.confidence
            elif (age := age_around(self.document, i, self.rules)) is not None:
                if self.layout.quoted[i]:
                    continue
                entity, mention = descriptions.of_age(age, i)
                for j in range(age[0], age[1] + 1):  # the parser makes one or another of them its head
                    self.by_token[j] = (entity, mention)
                form, first, last = mention.form, mention.first, mention.last
                text, reason, sure = mention.text, mention.reason, mention.confidence
            else:
                if self.layout.quoted[i] and i not in self.wanted:
                    continue
                described = descriptions.at(i)
                if described is None:
                    continue
                entity, mention = described
                form, first, last = mention.form, mention.first, mention.last
                text, reason, sure = mention.text, mention.reason, mention.confidence
            mention = Mention(first, last, i, form, text, reason, sure)
            entity.mentions.append(mention)
            self.by_token[i] = (entity, mention)
            salience.add(entity, mention, i)
        for entity in self.entities:
            entity.mentions.sort(key=lambda m: m.first)
        DelayedNames(self.document, self.rules, self.layout, self.sources, self.by_token).settle()

    def _relative(self, i: int) -> Entity | None:
        """The entity that a relative pronoun stands for: the noun that its clause modifies."""
        tokens = self.document.tokens
        for j in self.document.ancestors(i):
            if tokens[j].deprel.startswith("acl") and tokens[j].head >= 0:
                head = tokens[j].head
                near = [
                    head,
                    *(c for c in self.document.children(head) if tokens[c].deprel in ("flat", "appos")),
                ]
                return next((self.by_token[k][0] for k in near if k in self.by_token), None)
        return None

    def _settle(self, entity: Entity, gender: str, sure: float) -> None:
        """Let a pronoun that surely refers to an entity tell its gender and, if open, its type."""
        if sure < 0.85 or not gender:
            return
        if entity.type == "unknown":
            entity.type = "organization" if gender == "neuter" else "person"
        if not entity.gender and (gender != "neuter") == (entity.type == "person"):
            entity.gender = gender

    def _points(self, role_names: dict[int, Name]) -> Iterator[int]:
        """Tokens that may begin or head a mention, in text order."""
        nouns, pronouns = self.rules.nouns, self.rules.pronouns
        low, ages = self.document.low, self.rules.words["age"]
        for i, token in enumerate(self.document.tokens):
            if i in self.names_at or i in role_names:
                yield i
            elif token.upos in ("PRON", "DET"):
                pronoun = pronouns.get(low[i])
                if pronoun is None and i in self.wanted:
                    yield i
                if pronoun is None or pronoun.person != 3:
                    continue
                if pronoun.gender in ("male", "female") or i in self.wanted:
                    yield i
            elif low[i] in ages:
                yield i
            elif token.upos != "NOUN" and not (token.upos == "PROPN" and token.text == low[i]):
                continue  # "the pontiff" may be tagged as a name
            elif token.lemma in nouns or low[i] in nouns:
                yield i


def build_entities(
    document: Document,
    rules: SpeakerRules,
    attributions: Sequence[Attribution] = (),
    *,
    title: str | None = None,
    boilerplate: Sequence[Span] = (),
) -> Entities:
    """Find the entities of an article and link their mentions.

    Args:
        document: tagged, and parsed where it matters.
        rules: ``quotex.rules.speakers.load_speaker_rules()``.
        attributions: the quotations found; they tell who spoke last and what is quoted.
        title: the article's title, where it does not stand in the text.
        boilerplate: offsets of stretches that are not part of the article.
    """
    return EntityBuilder(document, rules, attributions, title, boilerplate).build()
