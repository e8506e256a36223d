"""Damaged input of every kind: readers, cleaner, marks and rule loaders end in results or reasons.

``make fuzz MINUTES=10`` runs these and the other properties with chance instead of a fixed seed. What
it finds is kept as an example beside the property.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from functools import cache
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standin import StandIn
from test_bounds_reading import packed, warc
from test_rules import complaint, loader, row_types

from quotex.extractor import Extractor
from quotex.finding.marks import find_regions
from quotex.reading import Limits, boilerplate, read
from quotex.reading.formats import suffixes
from quotex.records import Article, Problem
from quotex.rules.marks import mark_rules
from quotex.rules.tables import read_table

TEXT = b"We stayed all night, she said to the press in Vell on Tuesday. Nobody came to ask."


@cache
def seed(suffix: str) -> bytes:
    """A small good file of a format."""
    if suffix == ".docx":
        import docx

        out = io.BytesIO()
        made = docx.Document()
        made.add_paragraph(TEXT.decode())
        made.save(out)
        return out.getvalue()
    return {
        ".html": b"<html><head><title>T</title></head><body><article><p>%s</p></article></body></html>"
        % TEXT,
        ".jsonl": b'{"id": "a", "text": "%s", "published": "2026-03-03"}\n' % TEXT,
        ".csv": b'id,text,date\na,"%s",2026-03-03\n' % TEXT,
        ".tsv": b"id\ttext\na\t%s\n" % TEXT,
        ".pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        ".eml": b"From: Ines <a@b.example>\nSubject: T\nDate: Tue, 3 Mar 2026 09:00:00 GMT\n\n%s" % TEXT,
        ".rss": b"<rss version='2.0'><channel><title>T</title><item><description>%s</description></item>"
        b"</channel></rss>" % TEXT,
        ".atom": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><summary>%s</summary></entry></feed>"
        % TEXT,
        ".warc": warc(b"<html><body><p>%s</p></body></html>" % TEXT),
    }.get(suffix, b"Title: T\nPublished: 2026-03-03\n\n%s\n" % TEXT)


PIECES = st.binary(max_size=12) | st.sampled_from(
    [
        *(b"\x00", b"\xff", b"\n", b"\r", b"\x1a", b'"', b"<", b">", b"<!--", b"&#x110000;", b"{", b"["),
        *(b"\\ud800", b"\xef\xbb\xbf", b"\xff\xfe", b"=?utf-8?q?=FF?=", b"--", b"%PDF", b"PK\x03\x04"),
        *(b"Content-Length: -1", b"9" * 5000, b"charset=utf-7"),
    ]
)
DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), max_size=5)
"""Changes: where (as a share of the length), how many bytes go, what comes in their place."""


def damaged(data: bytes, damage: list[tuple[float, int, bytes]]) -> bytes:
    for share, gone, piece in damage:
        at = int(share * len(data))
        data = data[:at] + piece + data[at + gone :]
    return data


@pytest.mark.parametrize("suffix", suffixes())
@given(damage=DAMAGE, packs=st.booleans())
def test_damaged_files(
    suffix: str, damage: list[tuple[float, int, bytes]], packs: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = damaged(seed(suffix), damage)
    path = tmp_path_factory.getbasetemp() / f"damaged{suffix}{'.gz' if packs else ''}"
    path.write_bytes(gzip.compress(data) if packs else data)
    for item in read([path], limits=Limits(article_bytes=1 << 16, page_bytes=1 << 18)):
        assert isinstance(item, Article | Problem)
        assert item.text.strip() if isinstance(item, Article) else item.reason


@given(damage=DAMAGE)
def test_damaged_parts_of_a_word_document(
    damage: list[tuple[float, int, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with zipfile.ZipFile(io.BytesIO(seed(".docx"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = damaged(parts["word/document.xml"], damage)
    path = tmp_path_factory.getbasetemp() / "parts.docx"
    path.write_bytes(packed(parts))
    assert list(read([path]))


WORDS = (
    *("“", "”", '"', "‘", "’", "«", "»", "(", ")", ":", ",", ".", "?", "—", "\n", "\n\n", " ", "\u200b"),
    *("\ud800", "Ines Ferrol", "Mr. Varga", "she", "the mayor of Vell", "Radio Vest", "(ABC)", "@ines"),
    *("said", "told", "tweeted", "according to", "in a statement", "on Tuesday", "Share", "Related:", "Q:"),
    *("We stayed", "a gift", "x" * 500, "1,250", "U.S."),
)
NEWS = st.tuples(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(["", " "])).map(
    lambda drawn: drawn[1].join(drawn[0])
)
PIPELINE = Extractor(StandIn())  # type: ignore[arg-type]


@given(text=st.text(max_size=200) | NEWS)
def test_any_text_is_cleaned_and_its_marks_are_paired(text: str) -> None:
    spans = boilerplate(text)
    assert list(spans) == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for region in find_regions(text, mark_rules()):
        assert 0 <= region.start <= region.inner[0] < region.inner[1] <= region.end <= len(text)


@given(text=NEWS)
def test_any_text_goes_through_every_stage(text: str) -> None:
    """Trees that no parser would make included."""
    for quote in PIPELINE.extract(text):
        assert quote.text == " ".join(text[start:end] for start, end in quote.content)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from("([{\\"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(("table", "key"), row_types())
@settings(max_examples=min(settings().max_examples, 1000) // 3)
@given(data=st.data())
def test_damaged_rows(table: str, key: str, data: st.DataObject) -> None:
    """One value of one row is another: the loader takes it or names the fault."""
    home, load = loader(table)
    good = read_table(table)
    rows = good[key]
    at = data.draw(st.integers(0, len(rows) - 1))
    row = {**rows[at], data.draw(st.sampled_from(sorted(rows[at]))): data.draw(JUNK)}
    bad = {**good, key: [*rows[:at], row, *rows[at + 1 :]]}

    def damaged_table(name: str, *rest: Any) -> dict[str, Any]:
        return bad if name == table else read_table(name, *rest)

    with mock.patch.object(home, "read_table", damaged_table):
        fault = complaint(load)
    assert not fault or f"{table}.toml" in fault
