"""Who said it: mentions linked to entities. Sources are marked «so» in the examples, in text order."""

from __future__ import annotations

import pytest
import regex
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from parsers import bundled

from quotex.attribution.findings import Attribution
from quotex.parsing.document import Document
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers import Entities, Speaker, build_entities, resolve

RULES = load_speaker_rules()

# (what it shows, text, expected names)
CASES = [
    ("surname", "Ines Ferrol left on Monday. «Ferrol» said she was tired.", ["Ines Ferrol"]),
    ("given name", "Ines Ferrol left on Monday. «Ines» said she was tired.", ["Ines Ferrol"]),
    ("middle initial", "Karl Tallis left. Later «Karl B. Tallis» said no.", ["Karl B. Tallis"]),
    ("fullest form", "«Tallis» said no. Karl B. Tallis, 61, left.", ["Karl B. Tallis"]),
    ("title is no name", "«Senator Rosa Quint» said no.", ["Rosa Quint"]),
    ("two titles", "«Former Secretary of State Nora Pell» said no.", ["Nora Pell"]),
    (
        "Mr. and Ms.",
        "Karl Hale and Ines Hale met. «Ms. Hale» said no. «Mr. Hale» said yes.",
        ["Ines Hale", "Karl Hale"],
    ),
    (
        "bare surname keeps to one",
        "Victor Dane spoke on Monday. His son Mark Dane spoke too. «Mark Dane» said no. «Dane» said yes.",
        ["Mark Dane", "Victor Dane"],
    ),
    ("campaign is no candidate", "Rosa Quint ran. «The Quint campaign» said no.", ["Quint campaign"]),
    ("her campaign", "Rosa Quint lost. «Her campaign» said no.", ["Quint campaign"]),
    ("spokesman is no boss", "Rosa Quint left. «A spokesman for Quint» said no.", ["A spokesman for Quint"]),
    (
        "title as reference",
        "Sen. Rosa Quint left on Monday. «The senator» said she was tired.",
        ["Rosa Quint"],
    ),
    ("role as reference", "Hal Dunmore, the Liberal nominee, left. «The nominee» said no.", ["Hal Dunmore"]),
    (
        "the newspaper",
        "The Larkford Times printed a report. «The newspaper» said it was true.",
        ["Larkford Times"],
    ),
    (
        "the ministry",
        "The Health Ministry closed on Monday. «The ministry» said it was tired.",
        ["Health Ministry"],
    ),
    ("he", "Karl Tallis met the mayors of nine towns. «He» said they were tired.", ["Karl Tallis"]),
    ("gender", "Karl Tallis met Ines Ferrol. «She» said it was late.", ["Ines Ferrol"]),
    (
        "gender by title",
        "Mr. Oduya met Mrs. Tembe. «She» said it was late. «He» said no.",
        ["Tembe", "Oduya"],
    ),
    ("who spoke last", '"It is late," said Karl Tallis. "We leave," «he» added.', ["Karl Tallis"]),
    ("not who is spoken of", 'Ines Ferrol came. "Mary Hale is late," «she» said.', ["Ines Ferrol"]),
    ("it", "Velna Power stopped work on Monday. «It» said the dam was safe.", ["Velna Power"]),
    ("they", "Two officials came on Monday. «They» said the dam was safe.", ["Two officials"]),
    ("relative", "Rosa Quint, «who» said no, left.", ["Rosa Quint"]),
    ("possessive", "Karl Tallis left. «Tallis's» claim that it rained was false.", ["Karl Tallis"]),
    ("apposition after", "«Rosa Quint, the mayor of Larkford», said no.", ["Rosa Quint"]),
    ("apposition before", "«The mayor of Larkford, Rosa Quint», said no.", ["Rosa Quint"]),
    ("place before the title", "«Ohio Gov. Lena Ashby» said no.", ["Lena Ashby"]),
    ("premodifier", "«Quint campaign manager Omar Vance» said no.", ["Omar Vance"]),
    ("accents", "Nicolás Ibarra left. «Nicolas Ibarra» said no.", ["Nicolás Ibarra"]),
    ("slip", "Tobias Kellerman left. «Kelerman» said no.", ["Tobias Kellerman"]),
    ("short form of a given name", "William Crane left. «Bill Crane» said no.", ["William Crane"]),
    ("particles", "Ruben van der Meer left. «Van der Meer» said no.", ["Ruben van der Meer"]),
    ("double surname", "Dolores Lopez Haro left. «Lopez Haro» said no.", ["Dolores Lopez Haro"]),
    ("generation", "«Walter Crane Jr.» said no.", ["Walter Crane Jr."]),
    ("letters behind the name", "«Halima Sayle KC» said no.", ["Halima Sayle"]),
    (
        "abbreviation explained",
        "The National Harbour Authority (NHA) met on Monday. «NHA» said no.",
        ["National Harbour Authority"],
    ),
    (
        "initials",
        "The National Harbour Authority met on Monday. «The NHA» said no.",
        ["National Harbour Authority"],
    ),
    (
        "name with small words",
        "«Citizens for Clean Air in Larkford (CCAL)» sued. «CCAL» said no.",
        ["Citizens for Clean Air in Larkford", "Citizens for Clean Air in Larkford"],
    ),
    ("common noun before", "«The newspaper Le Phare» said no.", ["Le Phare"]),
    ("unnamed", "«A former senior aide» said no.", ["A former senior aide"]),
    (
        "unnamed, a clause that says who",
        "«A former aide who left in May» said no.",
        ["A former aide who left in May"],
    ),
    ("unnamed, a clause of the telling", "«An aide who asked not to be named» said no.", ["An aide"]),
    ("unnamed again", "A senior aide left on Monday. «The aide» said no.", ["A senior aide"]),
    ("group", "«Many critics» said no.", ["Many critics"]),
    ("document", "«A report by the council» said no.", ["A report by the council"]),
    ("two people", "«Ana Ruiz and Tom Hale» said no.", ["Ana Ruiz and Tom Hale"]),
    ("two people with titles", "«Mayor Ana Ruiz and Sheriff Tom Hale» said no.", ["Ana Ruiz and Tom Hale"]),
    ("two unnamed", "«The mayor and his aides» said no.", ["The mayor and his aides"]),
    ("government by its seat", "«Canada» said no.", ["Canada"]),
    ("handle", "«@portsable» wrote that it was late.", ["@portsable"]),
]


@pytest.fixture(scope="module")
def parsed() -> dict[str, Document]:
    """The documents of all examples, parsed in one batch."""
    texts = [plain(text) for _, text, _ in CASES] + [plain(text) for text, *_ in (*TYPES, *ROLES)]
    texts += [plain(TITLED[0]), plain(FIRST_PERSON), plain(LOST)]
    documents = bundled().parse(texts)
    return dict(zip(texts, documents, strict=True))


def plain(text: str) -> str:
    """An example without its marks."""
    return text.replace("«", "").replace("»", "")


def attributions(text: str, document: Document) -> list[Attribution]:
    """One attribution for each marked source; its content is the quoted stretch nearest, or what follows."""
    spans, shift = [], 0
    for found in regex.finditer("«(.*?)»", text):
        start = found.start() - shift
        spans.append((start, start + len(found[1])))
        shift += 2
    quoted = [m.span() for m in regex.finditer('"[^"]*"', plain(text))]
    out = []
    for start, end in spans:
        inside = list(document.tokens_in(start, end))
        head = next((i for i in inside if document.tokens[i].head not in inside), inside[0])
        near = min(quoted, key=lambda q: abs(q[0] - end), default=(end, end + 5))
        out.append(
            Attribution(
                kind="direct" if quoted else "indirect",
                content=(near,),
                verbatim=(near,) if quoted else (),
                source=((start, end),),
                source_token=head,
            )
        )
    return out


def speakers(text: str, parsed: dict[str, Document], title: str | None = None) -> list[Speaker]:
    document = parsed[plain(text)]
    return resolve(document, attributions(text, document), RULES, title)


def same(name: str) -> str:
    return regex.sub("^(the|a|an) ", "", name.lower())


@pytest.mark.parametrize(("shows", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_the_speaker_is_named(
    shows: str, text: str, expected: list[str], parsed: dict[str, Document]
) -> None:
    found = speakers(text, parsed)
    assert [same(s.name) for s in found] == [same(e) for e in expected]
    for speaker in found:
        assert speaker.reason
        assert 0 < speaker.confidence <= 1


TYPES = [
    ("«Ines Ferrol» said no.", "person"),
    ("«The Larkford Town Council» said no.", "organization"),
    ("«The foreign ministry» said no.", "organization"),
    ("«Canada» said no.", "organization"),
    ("«Critics of the plan» said no.", "group"),
    ("«Democrats» said no.", "group"),
    ("«A former aide» said no.", "unnamed_person"),
    ("«His father» said no.", "unnamed_person"),
    ("«The poll» said no.", "document"),
    ("«Ana Ruiz and Tom Hale» said no.", "group"),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_the_type_is_told(text: str, expected: str, parsed: dict[str, Document]) -> None:
    assert [s.type for s in speakers(text, parsed)] == [expected]


ROLES = [
    ("«Rosa Quint, the mayor of Larkford», said no.", "mayor of Larkford"),
    ("«Gov. Lena Ashby» said no.", "Governor"),
    ("«Ohio Gov. Lena Ashby» said no.", "Ohio Governor"),
    ("«Secretary of State Nora Pell» said no.", "Secretary of State"),
    ("«The group's chief strategist, Omar Vance», said no.", "group's chief strategist"),
    ("«Omar Vance» said no. The judge thanked Omar Vance, an envoy to Larkford.", "envoy to Larkford"),
    ("«Harbour Authority spokeswoman Iris Boone» said no.", "Harbour Authority spokeswoman"),
    ("«Tom Hale, a friend and adviser», said no.", "friend and adviser"),
    ("«Mr. Oduya» said no.", None),
]


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_the_role_is_read_wherever_it_stands(
    text: str, expected: str | None, parsed: dict[str, Document]
) -> None:
    assert speakers(text, parsed)[0].role == expected


TITLED = ("«Ferrol» said it was late.", "Ines Ferrol Says It Is Late", "Ines Ferrol")


def test_a_name_in_the_title_counts(parsed: dict[str, Document]) -> None:
    text, title, name = TITLED
    assert [s.name for s in speakers(text, parsed, title)] == [name]
    assert [s.name for s in speakers(text, parsed)] == ["Ferrol"]


FIRST_PERSON = '"It is what «I» said," «Ines Ferrol» told them.'


def test_first_person_inside_a_quotation_is_its_speaker(parsed: dict[str, Document]) -> None:
    document = parsed[plain(FIRST_PERSON)]
    inner, outer = attributions(FIRST_PERSON, document)
    inner = evolve(inner, content=((7, 11),), verbatim=())
    assert [s.name for s in resolve(document, [inner, outer], RULES)] == ["Ines Ferrol", "Ines Ferrol"]
    assert [s.name for s in resolve(document, [inner], RULES)] == [""]


LOST = "«Karl Tallis» said it was late. It was dark."


def test_a_floating_quotation_carries_its_source_on(parsed: dict[str, Document]) -> None:
    document = parsed[plain(LOST)]
    (first,) = attributions(LOST, document)
    floating = evolve(
        first, source=(), source_token=-1, content=((len(document.text) - 5, len(document.text)),)
    )
    carried = evolve(floating, carried_from=0)
    assert [s.name for s in resolve(document, [first, carried], RULES)] == ["Karl Tallis"] * 2
    loop = evolve(floating, carried_from=1)
    assert (
        resolve(document, [evolve(floating, carried_from=1), evolve(loop, carried_from=0)], RULES)[0].name
        == ""
    )


def test_nothing_to_resolve_without_a_source(parsed: dict[str, Document]) -> None:
    document = parsed[plain(LOST)]
    assert resolve(document, [], RULES) == []
    lone = Attribution(kind="direct", content=((0, 4),))
    assert resolve(document, [lone], RULES)[0].name == ""


def test_entities_answer_for_every_token_of_a_mention(parsed: dict[str, Document]) -> None:
    document = parsed["Sen. Rosa Quint left on Monday. The senator said she was tired."]
    entities = build_entities(document, RULES)
    assert isinstance(entities, Entities)
    quint = entities.at(1)
    assert quint is not None
    assert (quint.name, quint.type, quint.gender) == ("Rosa Quint", "person", "female")
    assert entities.at(0) is quint
    assert entities.at(2) is quint
    assert entities.at(3) is None
    assert [m.form for m in quint.mentions] == ["name", "description", "pronoun"]
    assert all(entities.at(m.head) is quint for m in quint.mentions)


def test_boilerplate_names_nobody(parsed: dict[str, Document]) -> None:
    text = "Ines Ferrol left on Monday. Ferrol said she was tired."
    document = parsed[text]
    end = text.index("Ferrol said")
    names = [e.name for e in build_entities(document, RULES, boilerplate=[(0, end)]) if e.named]
    assert names == ["Ferrol"]


def test_names_are_linked_without_trees(parsed: dict[str, Document]) -> None:
    """A sentence that was not parsed has tags only; names, titles and surnames are linked all the same."""
    for shows in ("surname", "Mr. and Ms.", "abbreviation explained", "title as reference", "he"):
        _, text, expected = next(c for c in CASES if c[0] == shows)
        document = parsed[plain(text)]
        found = attributions(text, document)
        bare = Document(
            text=document.text,
            tokens=[evolve(t, head=-1, deprel="") for t in document.tokens],
            sentences=[evolve(s, parsed=False) for s in document.sentences],
        )
        found = [evolve(a, source_token=list(bare.tokens_in(*a.source[0]))[-1]) for a in found]
        assert [same(s.name) for s in resolve(bare, found, RULES)] == [same(e) for e in expected]


@given(st.lists(st.sampled_from([text for _, text, _ in CASES]), min_size=1, max_size=4), st.randoms())
def test_any_attribution_gets_some_speaker(
    parsed: dict[str, Document], texts: list[str], rng: st.DrawFn
) -> None:
    """Whatever the attributions point at, there is one speaker each, and twice the same."""
    for text in texts:
        document = parsed[plain(text)]
        n = len(document.tokens)
        found = [
            Attribution(
                kind="direct",
                content=((rng.randrange(len(document.text)), len(document.text)),),
                source=(document.span(i, i),),
                source_token=rng.choice([i, -1]),
                cue_token=rng.randrange(-1, n),
                carried_from=rng.randrange(-1, 3),
            )
            for i in (rng.randrange(n) for _ in range(3))
        ]
        once = resolve(document, found, RULES)
        assert len(once) == 3
        assert once == resolve(document, found, RULES)
