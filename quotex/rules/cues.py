"""The lexicon of cues: verbs, nouns and phrases that report words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, lru_cache

from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.frames import frame_rules
from quotex.rules.language import ENGLISH, Language
from quotex.rules.tables import Once, PlacedRow, checked_rows, read_table


@frozen
class Cue:
    """One row of the lexicon.

    Attributes:
        lemma: lemma of a verb or noun, or a phrase's words joined by a space.
        kind: verb, noun or phrase.
        name: the cue's class, which decides the frames that it takes.
        particle: a word that must follow ("out" in "pointed out"), or "".
        example: a sentence with <source>, [cue] and {content} marked.
    """

    lemma: str
    kind: str
    name: str
    particle: str
    example: str


@frozen(slots=False)
class CueRules:
    """Cues by lemma; phrases by their first word; verbal endings and what the lemma has instead."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]
    phrases: dict[str, tuple[Cue, ...]]
    endings: tuple[tuple[str, str], ...]

    @cached_property
    def by_form(self) -> Callable[[str], Cue | None]:
        """Gives the verb that a lower-case form belongs to by its ending, where the lemmatizer knew none."""
        return lru_cache(maxsize=20_000)(self._by_form)

    def _by_form(self, form: str) -> Cue | None:
        for ending, instead in self.endings:
            if form.endswith(ending) and len(form) > len(ending) + 2:
                stem = form[: -len(ending)]
                for lemma in (stem + instead, stem[:-1] if stem[-1] == stem[-2] and not instead else ""):
                    if lemma in self.verbs:
                        return self.verbs[lemma]
        return None

    def all(self) -> list[Cue]:
        """Every cue, verbs first."""
        return [*self.verbs.values(), *self.nouns.values(), *(c for p in self.phrases.values() for c in p)]


@cache
def cue_rules(language: Language = ENGLISH) -> CueRules:
    """Load the lexicon of a language.

    Raises:
        RuleError: a row is not valid or stands twice.
    """
    where = f"{language.name}/cues.toml"
    table = language.extended("cues", read_table("cues", language.name))
    classes = frame_rules(language.name).classes

    def known(row: PlacedRow) -> PlacedRow:
        if row["class"] not in classes:
            raise RuleError(f"{row.at('class')}: no class {row['class']!r}; there are {', '.join(classes)}")
        return row

    required: dict[str, type] = {"lemma": str, "class": str, "example": str}
    words: dict[str, dict[str, Cue]] = {"verb": {}, "noun": {}}
    for kind, into in words.items():
        once = Once()
        rows = checked_rows(table, kind, where=where, required=required, optional={"particle": str})
        for row in map(known, rows):
            once.note(row["lemma"], row, "lemma")
            into[row["lemma"]] = Cue(
                row["lemma"], kind, row["class"], row.get("particle", ""), row.get("example", "")
            )
    phrases: dict[str, list[Cue]] = {}
    required = {"words": list, "class": str, "example": str}
    for row in map(known, checked_rows(table, "phrase", where=where, required=required)):
        cue = Cue(" ".join(row["words"]), "phrase", row["class"], "", row.get("example", ""))
        phrases.setdefault(row["words"][0], []).append(cue)
    endings = []
    required = {"form": str, "example": str}
    for row in checked_rows(table, "ending", where=where, required=required, optional={"lemma": str}):
        endings.append((row["form"], row.get("lemma", "")))
    return CueRules(words["verb"], words["noun"], {k: tuple(v) for k, v in phrases.items()}, tuple(endings))
