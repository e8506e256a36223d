"""Channels over whole articles: traps, occasions carried on and ended, tellers, times."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from parsers import bundled

from quotex.attribution.attribute import attribute
from quotex.channels import ChannelReading, read_channels
from quotex.channels.dates import published_on, read_time
from quotex.channels.outlet_names import same_outlet
from quotex.parsing import Document, Sentence, Token
from quotex.records import Article
from quotex.rules.dates import date_rules
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers import build_entities, resolve


@frozen
class Case:
    """An article and what is to be read of the quotation that holds ``words``."""

    name: str
    text: str
    words: str
    channel: str
    inherited: bool = False
    evidence: str = ""
    via: tuple[str, ...] = ()
    venue: str | None = None
    addressee: str | None = None
    said_on: str | None = None
    language: str | None = None


RALLY = (
    'Ines Ferrol spoke at a rally in Vell on Saturday.\n\n"The harbour is ours," Ferrol said.\n\n'
    '"Nobody will sell it," she added.'
)

CASES = [
    # ---- traps
    Case(
        "the word tweet is not the channel",
        'The tweet appeared as officials say the harbour "will not reopen" this year.',
        "will not reopen",
        "unspecified",
    ),
    Case(
        "a tweet that is spoken about",
        '"I have not read the tweet," Tallis said.',
        "I have not read",
        "unspecified",
    ),
    Case(
        "a report that is spoken about",
        '"The report is a scandal," Tallis said of the audit.',
        "The report is",
        "unspecified",
    ),
    Case(
        "a plain spokesman",
        '"The gates stay shut," said a spokesman for the harbour board.',
        "The gates stay",
        "unspecified",
    ),
    Case(
        "what is read out to reporters from a statement stays one",
        'In a statement read at a briefing, Ferrol said: "The gates stay shut until May."',
        "The gates stay",
        "statement",
        evidence="In a statement",
    ),
    Case(
        "the newspaper that was told is no speaker",
        '"The road is gone," Kwame Osei told reporters outside the depot.',
        "The road is gone",
        "press_conference",
        evidence="told reporters",
        addressee="reporters",
    ),
    Case(
        "somebody else quoted in the report of a rally",
        RALLY + '\n\n"I drove all night to hear her," said Bram Keller, a welder.',
        "I drove all night",
        "unspecified",
    ),
    Case(
        "reporters on a conference call",
        '"The plant will close," Hedda Strand told reporters in a conference call.',
        "The plant will",
        "phone_call",
    ),
    Case(
        "bare wrote of a politician",
        '"The plant will close," Senator Hedda Strand wrote.',
        "The plant will",
        "unspecified",
    ),
    Case(
        "bare wrote of an author who is cited",
        '"The plant will close," wrote Hedda Strand, a columnist.',
        "The plant will",
        "article",
    ),
    Case(
        "a university after a name is no speech",
        '"The delta is sinking," said Nadia Quist of the University of Vell.',
        "The delta is",
        "unspecified",
    ),
    Case(
        "what a crowd chants",
        'The crowd chanted "Give us back the water" until dark.',
        "Give us back",
        "speech",
    ),
    # ---- occasions that begin, are carried on, and end
    Case(
        "an occasion told without a quotation",
        RALLY,
        "The harbour is ours",
        "speech",
        True,
        "at a rally in Vell",
    ),
    Case("and carried on", RALLY, "Nobody will sell it", "speech", True, "at a rally in Vell"),
    Case(
        "ended by another time",
        RALLY + '\n\n"We lost the vote," Ferrol said on Tuesday.',
        "We lost the vote",
        "unspecified",
    ),
    Case(
        "ended by the pluperfect",
        RALLY + '\n\nFerrol had said that "the harbour is finished."',
        "the harbour is finished",
        "unspecified",
    ),
    Case(
        "ended by another occasion of the same speaker",
        RALLY + '\n\nIn a statement, Ferrol said: "I regret the word ours."',
        "I regret the word",
        "statement",
    ),
    Case(
        "and the new one is carried on",
        RALLY + '\n\nIn a statement, Ferrol said: "I regret the word." She added: "I should have asked."',
        "I should have asked",
        "statement",
        True,
    ),
    Case(
        "taken up again by its day",
        'Ferrol spoke at a rally on Saturday. "The harbour is ours," she said.\n\nOn Tuesday Ferrol tweeted: '
        '"Ours it is."\n\n"We will fill the square," Ferrol said on Saturday.',
        "We will fill the square",
        "speech",
        True,
    ),
    Case(
        "a plain said does not go on with a tweet",
        'Ferrol tweeted on Tuesday: "Ours it is."\n\n"I will not resign," Ferrol said.',
        "I will not resign",
        "unspecified",
    ),
    Case(
        "an interview given for the story reaches back",
        '"We slept in the car," said Kwame Osei.\n\nThe road was washed away in March.\n\n'
        '"Nobody came for us," Osei said in a telephone interview.',
        "We slept in the car",
        "interview",
        True,
        "in a telephone interview",
    ),
    Case(
        "both parties of an interview share it",
        'Kwame Osei gave an interview to Radio Vell host Petra Lund. "Nobody came," Osei said in the '
        'interview with Lund.\n\n"Whose fault was it?" Lund asked.',
        "Whose fault was it",
        "interview",
        True,
        via=("Radio Vell",),
    ),
    Case(
        "an answer shares the occasion",
        '"You cannot count," Holt said in the debate.\n\n"You cannot read," Brekke replied.',
        "You cannot read",
        "debate",
        True,
    ),
    # ---- through whose hands
    Case(
        "told an outlet",
        '"The road is gone," Kwame Osei told CNN.',
        "The road is gone",
        "interview",
        via=("CNN",),
    ),
    Case(
        "told the article's own outlet",
        '"The road is gone," Kwame Osei told The Northern Courier.',
        "The road is gone",
        "interview",
        via=(),
    ),
    Case(
        "a programme stands for its network",
        '"The road is gone," Osei said on NBC\'s "Vell Tonight."',
        "The road is gone",
        "interview",
        via=("NBC",),
    ),
    Case(
        "according to an agency",
        '"The road is gone," Osei said on Monday, according to Reuters.',
        "The road is gone",
        "unspecified",
        via=("Reuters",),
    ),
    Case(
        "released by somebody",
        'In e-mails released by a hacker group, Osei wrote: "Burn the ledger before May."',
        "Burn the ledger",
        "email",
        via=("a hacker group",),
    ),
    Case(
        "words inside words",
        'Petra Lund said Osei had told her that "the charge is a bad joke."',
        "the charge is",
        "unspecified",
        via=("Petra Lund",),
    ),
    # ---- venue, addressee, time, language
    Case(
        "venue and day",
        '"The harbour is ours," Ferrol told a rally in the capital on Saturday.',
        "The harbour is ours",
        "speech",
        venue="a rally in the capital",
        said_on="2026-03-07",
    ),
    Case(
        "day ahead",
        'Ferrol will say at a rally on Friday that "the harbour is ours," aides said.',
        "the harbour is ours",
        "speech",
        said_on="2026-03-13",
        via=("aides",),
    ),
    Case(
        "language",
        '"No se mueve ni una grúa," Ferrol tweeted in Spanish on Monday.',
        "No se mueve",
        "tweet",
        said_on="2026-03-09",
        language="Spanish",
    ),
    Case(
        "an embedded post with its credit line",
        'The minister was quick to answer:\n\n"Not one crane will move. Not one."\n'
        "— Ines Ferrol (@iferrol) March 9, 2026\n\nNobody moved.",
        "Not one crane",
        "tweet",
        evidence="@iferrol",
    ),
]


ODD = ["", " ", "\n\n", "“", "Tweet.", "a: b: c:", "— X (@y)"]


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """Every article, parsed in one batch."""
    texts = list(dict.fromkeys([case.text for case in CASES] + ODD))
    return dict(zip(texts, bundled().parse(texts), strict=True))


def reading(document: Document, words: str) -> tuple[ChannelReading, str]:
    """The reading of the quotation that holds some words, and the text of its evidence."""
    found = attribute(document)
    vocabulary = load_speaker_rules()
    entities = build_entities(document, vocabulary, found)
    speakers = resolve(document, found, vocabulary, entities=entities)
    article = Article(id="case", text=document.text, outlet="Northern Courier", published="2026-03-11")
    at = document.text.index(words)
    readings = read_channels(document, found, speakers, entities, article)
    holding = [
        (sum(e - s for s, e in a.content), r)
        for a, r in zip(found, readings, strict=True)
        if any(s <= at < e for s, e in a.content)
    ]
    assert holding, "the quotation was not found"
    chosen = min(holding, key=lambda pair: pair[0])[1]
    return chosen, document.text[slice(*chosen.evidence)] if chosen.evidence else ""


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_channel(case: Case, documents: dict[str, Document]) -> None:
    got, evidence = reading(documents[case.text], case.words)
    assert got.channel == case.channel, got.reason
    assert got.inherited == case.inherited
    assert got.via == case.via
    assert case.evidence in evidence
    assert (evidence == "") == (case.channel == "unspecified")
    for field in ("venue", "addressee", "said_on"):
        if (wanted := getattr(case, field)) is not None:
            assert getattr(got, field) == wanted
    assert got.original_language == case.language


@pytest.mark.parametrize(
    ("name", "own", "same"),
    [
        ("The Huffington Post", "huff-post", True),
        ("New York Times", "nyt", True),
        ("the Times", "The New York Times", True),
        ("The Washington Post", "wash-post", True),
        ("Breitbart News", "breitbart", True),
        ("HuffPost", "Huff Post", True),
        ("The Washington Post", "The Huffington Post", False),
        ("CNN", "The Northern Courier", False),
        ("Radio Vell", "", False),
    ],
)
def test_own_outlet_by_other_names(name: str, own: str, same: bool) -> None:
    assert same_outlet(name, own) is same


def _words(*texts: str) -> Document:
    tokens, start = [], 0
    for i, text in enumerate(texts):
        tag = "PROPN" if text[:1].isupper() else "NOUN"
        tokens.append(Token(i, start, start + len(text), text, text, tag, "", "", -1, "", 0))
        start += len(text) + 1
    return Document(" ".join(texts), tokens, [Sentence(0, len(tokens), False, -1)])


@given(
    st.dates(date(1900, 1, 1), date(2150, 12, 31)),
    st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    st.booleans(),
)
def test_weekdays_lie_within_a_week_on_the_side_that_the_tense_says(
    day: date, name: str, future: bool
) -> None:
    found = read_time(_words("on", name), range(2), date_rules(), day, future=future)
    assert found is not None
    assert found.iso is not None
    there = date.fromisoformat(found.iso)
    assert there.strftime("%A") == name
    assert 0 <= ((there - day) if future else (day - there)).days < 7


@given(st.text(max_size=30))
def test_published_days_of_any_text(text: str) -> None:
    found = published_on(text)
    assert found is None or found.isoformat() == text[:10] or text[:8].isdigit() or "W" in text


def test_time_without_a_published_date_keeps_its_words() -> None:
    found = read_time(_words("on", "Tuesday"), range(2), date_rules(), None)
    assert found is not None
    assert (found.iso, found.first, found.last) == (None, 1, 1)


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_read_without_an_error(text: str, documents: dict[str, Document]) -> None:
    document = documents[text]
    found = attribute(document)
    entities = build_entities(document, load_speaker_rules(), found)
    speakers = resolve(document, found, load_speaker_rules(), entities=entities)
    article = Article(id="any", text=text)
    assert len(read_channels(document, found, speakers, entities, article)) == len(found)
