"""What a cluster of names is called and denotes: full name, type, gender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quotex.parsing.document import Document
from quotex.rules.speakers import SpeakerRules
from quotex.speakers.cluster import Cluster
from quotex.speakers.given_names import family_names, given_names
from quotex.speakers.name_guesses import Name
from quotex.speakers.roles import RoleEvidence


def name_head(document: Document, name: Name) -> int:
    """The token of a name that depends on something outside of it."""
    for i in range(name.first, name.last + 1):
        if not name.before <= document.tokens[i].head <= name.last:
            return i
    return name.last


def full_name(cluster: Cluster) -> str:
    """The fullest form of the name, as written most often."""
    if cluster.full_text:
        return cluster.full_text
    longest = cluster.longest
    given = given_names()
    for variant in cluster.variants:
        shorter = 1 < len(variant) < len(longest) and longest[-len(variant) :] == variant
        if shorter and variant[0] in given and longest[0] not in given:
            longest = variant
    names = sorted(cluster.names, key=lambda n: n[0].first)
    written = Counter(n.text for n, _, _ in names if n.words == longest)
    return max(written, key=lambda t: (not t.isupper(), written[t]), default=" ".join(longest))


def age_behind(document: Document, last: int) -> str:
    """The figure between commas behind a name that ends at a token ("Ines Ferrol, 55,"), or ""."""
    row = document.tokens[last + 1 : last + 4]
    if last < 0 or len(row) < 3 or row[0].text != "," or row[2].upos != "PUNCT":
        return ""
    return row[1].text if row[1].text.isdigit() and 0 < int(row[1].text) < 120 else ""


class Kinds:
    """Decides types and genders in one document.

    Args:
        document: the article.
        rules: vocabulary.
        sources: tokens that head the source of a quotation.
    """

    def __init__(self, document: Document, rules: SpeakerRules, sources: frozenset[int]) -> None:
        self.document = document
        self.rules = rules
        self.sources = sources

    def type_of(self, cluster: Cluster, roles: Sequence[RoleEvidence]) -> tuple[str, str]:
        """Type (person | organization | document | thing | place | group | unknown) and what it rests on.

        It rests on "evidence", on "use" only (doubtful), or on nothing ("" for unknown). A bare name
        of unknown type that speaks or acts, a person or an organization, rests on "use".
        """
        votes = cluster.votes.copy()
        votes["person"] += 2 * sum(e.person for e in roles) + 3 * (len(cluster.gender) > 0)
        votes["person"] += 2 * any(age_behind(self.document, n.last) for n, _, _ in cluster.names)
        votes["organization"] = (
            3 * votes["organization"] + sum(not e.person for e in roles) + votes["acronym"]
        )
        if votes["person"] and votes["person"] >= votes["organization"] + votes["place"]:
            return "person", "evidence"
        for kind in ("organization", "document", "thing", "place", "group"):
            if votes[kind]:
                if kind == "group" and self._is_bare_surname(cluster):
                    break
                return kind, "evidence"
        return self._type_by_use(cluster)

    def _is_bare_surname(self, cluster: Cluster) -> bool:
        """Whether a name that looks like a plural takes no article and singular verbs ("Sanders")."""
        return (
            any(n.first in self.sources for n, _, _ in cluster.names)
            and len(cluster.longest) == 1
            and not any(w in self.rules.words["affiliation"] for w in cluster.longest)
        )

    def _type_by_use(self, cluster: Cluster) -> tuple[str, str]:
        """Type by the company a name keeps: speaks or acts (a person), stands after "in" (a place)."""
        tokens, score = self.document.tokens, {"person": 0, "place": 0, "organization": 0}
        locative, definite = self.rules.words["locative"], self.rules.words["definite"]
        for name, _, _ in cluster.names:
            if name.first < 0:
                continue
            before = tokens[name.before - 1].text.lower() if name.before else ""
            head = tokens[name_head(self.document, name)]
            after = tokens[name.last + 1] if name.last + 1 < len(tokens) else head
            if after.upos in ("NOUN", "PROPN", "ADJ") or head.deprel == "compound" and head.head > name.last:
                continue
            if before in definite:
                score["organization"] += 3
            elif before in locative:
                score["place"] += 1
            elif head.i in self.sources:
                score["person"] += 2
            elif head.deprel.startswith("nsubj") and head.head >= 0 and tokens[head.head].upos == "VERB":
                score["person"] += 1
            if len(name.words) > 1 and tokens[name.last].deprel == "flat":
                score["person"] += 1
        if len(cluster.longest) > 1 and cluster.longest[-1] in family_names():
            score["person"] += 2
        best = max(score, key=lambda k: score[k])
        if not score[best]:
            return "unknown", ""
        if best == "person" and len(cluster.longest) == 1 and cluster.longest[0] not in family_names():
            return "unknown", "use"
        surname = best == "person" and cluster.longest[-1] in family_names()
        return best, "evidence" if surname else "use"

    def gender_of(self, cluster: Cluster, roles: Sequence[RoleEvidence], kind: str) -> str:
        """Gender by titles, else by role nouns, else by the given name; neuter if no person."""
        if kind not in ("person", "unknown"):
            return "neuter"
        if cluster.gender:
            return cluster.gender.most_common(1)[0][0]
        told = [e.gender for e in roles if e.gender and e.person]
        if told:
            return max(sorted(set(told)), key=told.count)
        full = next(
            (v for v in sorted(cluster.variants, key=len, reverse=True) if len(v) > 1), cluster.longest
        )
        if not full or (len(full) == 1 and kind != "person"):
            return ""
        for word in full[:-1] or full:
            gender = self.rules.nickname_gender.get(word) or given_names().get(word, "")
            if gender:
                return gender
        return ""
