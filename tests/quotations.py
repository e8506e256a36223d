"""Quotations for tests: one by hand, and a hypothesis strategy for any."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from quotex.records import KINDS, POLARITIES, SPEAKER_TYPES, Quote

TEXT = st.text(st.characters(codec="utf-8"), max_size=30) | st.text(
    st.sampled_from("=+-@\t\r\n',\";'| a"), max_size=8
)
MAYBE = st.none() | TEXT.filter(bool)
SPANS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda p: (min(p), max(p))), max_size=3
)
QUOTES = st.builds(
    Quote,
    id=TEXT,
    article_id=TEXT,
    kind=st.sampled_from(KINDS),
    content=SPANS.filter(bool),
    text=TEXT,
    verbatim=st.lists(TEXT, max_size=2).map(tuple),
    speaker=MAYBE,
    speaker_type=st.sampled_from(SPEAKER_TYPES),
    speaker_role=MAYBE,
    mention=SPANS,
    mention_text=TEXT,
    cue=SPANS,
    cue_text=TEXT,
    cue_lemma=MAYBE,
    channel_evidence=st.none() | st.just((3, 9)),
    channel_evidence_text=TEXT,
    channel_inherited=st.booleans(),
    venue=MAYBE,
    via=st.lists(TEXT, max_size=2).map(tuple),
    addressee=MAYBE,
    said_on=st.none() | st.just("2026-03-03"),
    said_on_text=MAYBE,
    polarity=st.sampled_from(POLARITIES),
    original_language=MAYBE,
    rule=TEXT,
    confidence=st.floats(0, 1).map(lambda p: round(p, 3)),
    flags=st.lists(TEXT, max_size=2).map(tuple),
    outlet=MAYBE,
    published=st.none() | st.dates() | st.just("2026-03") | st.datetimes(),
    title=MAYBE,
    url=MAYBE,
)
QUOTE = Quote(
    id="q1",
    article_id="a",
    kind="direct",
    content=((8, 14), (30, 40)),
    text="Nobody heard us, ever.",
    verbatim=("Nobody heard us", "ever."),
    speaker="Ines Ferrol",
    speaker_type="person",
    speaker_role="grocer",
    mention=((16, 20),),
    mention_text="she",
    cue=((21, 25),),
    cue_text="told",
    cue_lemma="tell",
    channel="interview",
    channel_evidence=(21, 29),
    channel_evidence_text="told Radio Vest",
    via=("Radio Vest", "AFP"),
    said_on="2026-03-03",
    confidence=0.87654,
    outlet="The Ledger",
    published=date(2026, 3, 4),
    title="-50 degrees: a town waits",
)
