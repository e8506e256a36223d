"""Short invented articles, each testing one capability, each right in every field or not at all.

``tests/cases/<capability>.toml`` holds the cases (its README gives the format), and
``tests/cases/floor.json`` how many of each capability are right; that number may never fall.

``python tests/test_cases.py`` prints the table and what is wrong in the first failing cases:
``--only CAPABILITY`` for one capability, ``--differences N`` for more, ``--write`` to raise the floor.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from parsers import exact_extractor

from quotex.records import KINDS, POLARITIES, SPEAKER_TYPES, Article, Problem, Quote, Span

CASES = Path(__file__).parent / "cases"
FLOOR = CASES / "floor.json"

CHANNELS = (
    *("tweet", "social_post", "speech", "debate", "press_conference", "interview", "statement", "letter"),
    *("email", "message", "phone_call", "testimony", "document", "article", "advertisement", "recording"),
    *("conversation", "unspecified"),
)
CASE_KEYS = frozenset(("name", "text", "published", "outlet", "quote"))
REQUIRED = ("content", "kind")
PIECES = ("content", "cue", "mention")
TEXTS = ("speaker", "role", "venue", "addressee", "said_on", "original_language", "evidence")
CHOICES: Mapping[str, Sequence[str]] = {
    "kind": KINDS,
    "type": SPEAKER_TYPES,
    "polarity": POLARITIES,
    "channel": CHANNELS,
}
PHRASES = ("speaker", "role", "venue", "addressee")
LISTS = ("via", "flags")
SWITCHES = ("inherited", "optional")
QUOTE_KEYS = frozenset((*PIECES, *TEXTS, *CHOICES, *LISTS, *SWITCHES))
EDGES = " \n\"'“”‘’„‚«»‹›`´.,;:"
ARTICLES = ("the ", "a ", "an ")

Case = Mapping[str, object]  # a TOML table: a case, or one of its quotations

needs_extractor = pytest.mark.skipif(
    importlib.util.find_spec("quotex.extractor") is None, reason="there is no extractor yet"
)


def capabilities() -> list[str]:
    """The names of all capabilities, in alphabetical order."""
    return sorted(path.stem for path in CASES.glob("*.toml"))


@cache
def cases(capability: str) -> tuple[Case, ...]:
    """The cases of one capability as they stand in its file."""
    with (CASES / f"{capability}.toml").open("rb") as file:
        return tuple(tomllib.load(file)["case"])


def article(capability: str, case: Case) -> Article:
    """The article of a case; its id is ``capability/name``."""
    published = case.get("published")
    return Article(
        id=f"{capability}/{case['name']}",
        text=str(case["text"]),
        outlet=str(case["outlet"]) if "outlet" in case else None,
        published=date.fromisoformat(str(published)) if published else None,
    )


def folded(text: str) -> str:
    """``text`` with its white space folded and without marks and stops at its ends, if more than those."""
    words = " ".join(text.split())
    return words.strip(EDGES) or words


def pieces(value: object) -> list[str]:
    """What a row gives for spans (one string or a list of them), folded; "" means there are none."""
    values = [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]
    return [folded(v) for v in values if v]


def spanned(text: str, spans: Iterable[Span]) -> list[str]:
    """The same of a quotation's spans."""
    return [folded(text[start:end]) for start, end in spans]


def phrase(value: str) -> str:
    """A name or noun phrase without its article, in lower case."""
    key = folded(value).lower()
    return next((key[len(a) :] for a in ARTICLES if key.startswith(a)), key)


def differing(row: Case, quote: Quote, text: str) -> Iterator[str]:
    """What is wrong in ``quote``, field by field, where ``row`` says what is right."""
    got: dict[str, object] = {
        "content": spanned(text, quote.content),
        "cue": spanned(text, quote.cue),
        "mention": spanned(text, quote.mention),
        "kind": quote.kind,
        "speaker": phrase(quote.speaker or ""),
        "type": quote.speaker_type,
        "role": phrase(quote.speaker_role or ""),
        "channel": quote.channel,
        "inherited": quote.channel_inherited,
        "venue": phrase(quote.venue or ""),
        "via": [phrase(name) for name in quote.via],
        "addressee": phrase(quote.addressee or ""),
        "said_on": quote.said_on or "",
        "polarity": quote.polarity,
        "original_language": quote.original_language or "",
    }
    for name, value in row.items():
        if name == "optional":
            continue
        if name == "flags":
            wrong = not set(value) <= set(quote.flags)  # type: ignore[call-overload]
            found: object = quote.flags
        elif name == "evidence":
            found = text[slice(*quote.channel_evidence)] if quote.channel_evidence else ""
            ours, theirs = folded(str(value)), folded(str(found))
            wrong = bool(ours) != bool(theirs) or not (ours in theirs or theirs in ours)
        else:
            found = got[name]
            if name in PIECES:
                value = pieces(value)
            elif name in PHRASES:
                value = phrase(str(value))
            elif name == "via":
                value = [phrase(via) for via in value]  # type: ignore[attr-defined]
            wrong = value != found
        if wrong:
            yield f"{name}: {found!r} and not {value!r}"


def compare(case: Case, quotes: Iterable[Quote] | Problem) -> list[str]:
    """What is wrong in the quotations of one case; an empty list when all is right."""
    if isinstance(quotes, Problem):
        return [str(quotes)]
    text = str(case["text"])
    left: dict[tuple[str, ...], Quote] = {}
    wrong: list[str] = []
    for quote in quotes:
        if left.setdefault(tuple(spanned(text, quote.content)), quote) is not quote:
            wrong.append(f"twice: {quote.text!r}")
    for row in case.get("quote", ()):  # type: ignore[attr-defined]
        same = left.pop(tuple(pieces(row["content"])), None)
        if same is None and not row.get("optional"):
            wrong.append(f"missing: {pieces(row['content'])}")
        elif same is not None:
            wrong += [f"{folded(same.text)[:40]!r}: {d}" for d in differing(row, same, text)]
    return wrong + [f"not expected: {list(key)} [{quote.rule}]" for key, quote in left.items()]


def run_all(names: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """What is wrong, by capability and case, after one run of the extractor over all cases."""
    every = [(name, case) for name in names for case in cases(name)]
    wrong: dict[str, dict[str, list[str]]] = {name: {} for name in names}
    results = exact_extractor().pipe([article(name, case) for name, case in every], batch_size=32)
    for (name, case), quotes in zip(every, results, strict=True):
        wrong[name][str(case["name"])] = compare(case, quotes)
    return wrong


def right(wrong: Mapping[str, list[str]]) -> int:
    """How many cases have nothing wrong."""
    return sum(not lines for lines in wrong.values())


def malformed(capability: str, case: Case) -> Iterator[str]:
    """What is wrong in the format of a case."""
    text = str(case.get("text", ""))
    yield from (f"unknown key {key}" for key in case.keys() - CASE_KEYS)
    if not text.strip() or not case.get("name"):
        yield "no text or no name"
    if "published" in case and str(date.fromisoformat(str(case["published"]))) != case["published"]:
        yield "published is no ISO date"
    contents = set()
    for row in case.get("quote", ()):  # type: ignore[attr-defined]
        yield from (f"unknown key {key} in a quote" for key in row.keys() - QUOTE_KEYS)
        yield from (f"a quote lacks {key}" for key in REQUIRED if key not in row)
        for key, known in CHOICES.items():
            if key in row and row[key] not in known:
                yield f"{key}: no such value {row[key]}"
        yield from (f"{key} must be text" for key in TEXTS if not isinstance(row.get(key, ""), str))
        yield from (f"{key} must be a list" for key in LISTS if not isinstance(row.get(key, []), list))
        yield from (
            f"{key} must be true or false" for key in SWITCHES if not isinstance(row.get(key, True), bool)
        )
        if not isinstance(row.get("content"), list) or not row["content"]:
            yield "content must be a list of pieces"
            continue
        if row.get("said_on"):
            date.fromisoformat(row["said_on"])
        at = 0
        for piece in row["content"]:
            at = text.find(piece, at) + len(piece)
            if at < len(piece):
                yield f"not in the text, or out of order: {piece!r}"
            if "\n\n" in piece.strip() or not piece.strip():
                yield f"a piece never runs across paragraphs: {piece!r}"
        for key in ("cue", "mention", "evidence"):
            value = row.get(key, [])
            for piece in [value] if isinstance(value, str) else value:
                if piece not in text:
                    yield f"{key} is not in the text: {piece!r}"
        if tuple(row["content"]) in contents:
            yield f"twice the same content: {row['content']}"
        contents.add(tuple(row["content"]))


@pytest.mark.parametrize("capability", capabilities())
def test_cases_are_well_formed(capability: str) -> None:
    found = cases(capability)
    assert len({case["name"] for case in found}) == len(found) >= 6
    assert [(case["name"], list(malformed(capability, case))) for case in found] == [
        (case["name"], []) for case in found
    ]


def test_floor_names_every_capability() -> None:
    floor = json.loads(FLOOR.read_text("utf-8"))
    assert sorted(floor) == capabilities()
    assert all(0 <= number <= len(cases(name)) for name, number in floor.items())


def test_comparison_sees_each_field() -> None:
    """A quotation that is right passes, and each field by itself is seen when it is wrong."""
    text = "“We stayed,” said Ines Ferrol, a grocer, in a letter."
    quote = Quote(
        id="q", article_id="a", kind="direct", content=((1, 11),), text="We stayed,", speaker="Ines Ferrol",
        speaker_type="person", speaker_role="grocer", mention=((18, 39),), cue=((13, 17),), channel="letter",
        channel_evidence=(41, 52),
    )  # fmt: skip
    row = {
        "content": ["We stayed"], "kind": "direct", "speaker": "Ines Ferrol", "type": "person", "cue": "said",
        "role": "a grocer", "mention": "Ines Ferrol, a grocer", "channel": "letter", "inherited": False,
        "evidence": "in a letter", "via": [], "venue": "", "addressee": "", "said_on": "", "flags": [],
        "polarity": "asserted", "original_language": "",
    }  # fmt: skip
    assert set(row) == QUOTE_KEYS - {"optional"}
    assert compare({"text": text, "quote": [row]}, [quote]) == []
    assert len(compare({"text": text}, [quote])) == 1
    assert len(compare({"text": text, "quote": [row]}, [])) == 1
    assert compare({"text": text, "quote": [{**row, "optional": True}]}, []) == []
    for name, value in row.items():
        other: object = not value if isinstance(value, bool) else ["x"] if isinstance(value, list) else "x"
        assert compare({"text": text, "quote": [{**row, name: other}]}, [quote]), name


@pytest.fixture(scope="session")
def outcome() -> dict[str, dict[str, list[str]]]:
    return run_all(capabilities())


@needs_extractor
@pytest.mark.slow
@pytest.mark.parametrize("capability", capabilities())
def test_capability_stays_above_its_floor(capability: str, outcome: dict[str, dict[str, list[str]]]) -> None:
    floor = json.loads(FLOOR.read_text("utf-8"))[capability]
    wrong = {name: lines for name, lines in outcome[capability].items() if lines}
    assert right(outcome[capability]) >= floor, wrong


def main() -> None:
    """Print right/all of each capability and the first differences; raise the floor if told to."""
    parser = argparse.ArgumentParser(prog="python tests/test_cases.py", description=main.__doc__)
    parser.add_argument("--only", choices=capabilities(), action="append", help="this capability alone")
    parser.add_argument("--differences", type=int, default=20, metavar="N", help="wrong cases to show")
    parser.add_argument("--write", action="store_true", help="raise the floor to what is right now")
    options = parser.parse_args()
    names = options.only or capabilities()
    outcome = run_all(names)
    for name in names:
        print(f"{name:32}{right(outcome[name]):4} of {len(outcome[name]):3}")
    total = sum(map(len, outcome.values()))
    print(f"{'all':32}{sum(map(right, outcome.values())):4} of {total:3}")
    failing = [(f"{n}/{case}", lines) for n in names for case, lines in outcome[n].items() if lines]
    for place, lines in failing[: options.differences]:
        print(f"\n{place}", *lines, sep="\n    ")
    if options.write:
        floor = json.loads(FLOOR.read_text("utf-8"))
        floor.update({name: max(floor.get(name, 0), right(outcome[name])) for name in names})
        FLOOR.write_text(json.dumps(dict(sorted(floor.items())), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
