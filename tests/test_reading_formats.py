"""Word, PDF, e-mail, web archives and feeds: small files made here, read back."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import PAGE

from quotex.errors import InputError
from quotex.reading import Limits, read
from quotex.reading.markup import text_of, unwrapped
from quotex.records import Article

NINE = datetime.fromisoformat("2026-03-04T09:00:00+00:00")
EMAIL = """From: "Ada Brandt" <ada@ledger.example>
Subject: The harbour =?utf-8?q?caf=C3=A9?= shuts
Date: Wed, 04 Mar 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: {kind}; charset="windows-1252"
Content-Transfer-Encoding: 8bit

{body}
"""
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Ledger</title>
<item><title>A harbour shuts</title><link>https://l.example/a</link><guid>https://l.example/a</guid>
<pubDate>Wed, 04 Mar 2026 09:00:00 GMT</pubDate><description>Short.</description><content:encoded>
<![CDATA[<p>“Nobody heard us,” said <b>Ines</b>.</p><p>It rained.</p>]]></content:encoded></item>
<item><title>Empty</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Ledger</title>
<entry><title>A harbour shuts</title>
<id>urn:x:1</id><link href="https://l.example/a"/><updated>2026-03-04T09:00:00Z</updated>
<summary type="html">&lt;p&gt;“No,” she said.&lt;/p&gt;</summary></entry></feed>"""


def one(path: Path, **kwargs: object) -> Article:
    (item,) = read([path], **kwargs)  # type: ignore[arg-type]
    assert isinstance(item, Article), item
    return item


def pdf(*pages: str) -> bytes:
    """A PDF file of the smallest kind, a text object a page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in pages:
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in page.splitlines())
        stream = f"BT /F1 12 Tf 72 720 Td {lines}ET".encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        font = b"/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]%s/Contents %d 0 R>>" % (font, len(objects))
        )
    refs = " ".join(f"{k} 0 R" for k in kids).encode()
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), refs)
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj%s endobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def test_pdf(tmp_path: Path) -> None:
    first = """The harbour of Port Sable shut on Tuesday. "Nobody
asked us," said Ines Ferrol, a woman whose gro-
ceries come by boat."""
    second = "It rained, and nobody from the council came."
    (tmp_path / "a.pdf").write_bytes(pdf(first, second))
    joined = first.replace("gro-\nceries", "groceries").replace("\n", " ")
    assert one(tmp_path / "a.pdf").text == f"{joined}\n\n{second}"
    (tmp_path / "a.pdf").write_bytes(pdf(""))
    (item,) = read([tmp_path / "a.pdf"])
    assert "no text layer" in str(item)


def test_docx(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.core_properties.title = "A harbour shuts"
    document.core_properties.author = "Ada Brandt"
    for paragraph in ("“Nobody heard us,” said Ines.", "", "It rained."):
        document.add_paragraph(paragraph)
    document.save(str(tmp_path / "a.docx"))
    article = one(tmp_path / "a.docx")
    assert article.text == "“Nobody heard us,” said Ines.\n\nIt rained."
    assert (article.id, article.title, article.author) == ("a", "A harbour shuts", "Ada Brandt")
    size = (tmp_path / "a.docx").stat().st_size
    (item,) = read([tmp_path / "a.docx"], limits=Limits(page_bytes=size - 1))
    assert "larger than" in str(item)
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"x" * 9 * size)
    (item,) = read([bomb], limits=Limits(page_bytes=size))
    assert "its parts are larger than" in str(item)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "“Nobody heard us,” said Ines at the café."),
        ("text/html", "<p>“Nobody heard us,” said Ines at the <i>café</i>.</p>"),
    ],
)
@pytest.mark.parametrize("name", ["a.eml", "mail"])
def test_email(tmp_path: Path, kind: str, body: str, name: str) -> None:
    (tmp_path / name).write_bytes(EMAIL.format(kind=kind, body=body).encode("cp1252"))
    article = one(tmp_path / name)
    assert article.text.strip() == "“Nobody heard us,” said Ines at the café."
    assert (article.title, article.author, article.published) == (
        "The harbour café shuts",
        "Ada Brandt",
        NINE,
    )


@pytest.mark.parametrize("name", ["a.rss", "feed.xml"])
def test_rss(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RSS, encoding="utf-8")
    article, problem = read([tmp_path / name])
    assert isinstance(article, Article)
    assert article.text == "“Nobody heard us,” said Ines.\n\nIt rained."
    assert article.id == article.url == "https://l.example/a"
    assert article.outlet == "The Ledger"
    assert (article.title, article.published) == ("A harbour shuts", NINE)
    assert str(problem) == f"{tmp_path / name}:2: no text in it"


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "a.atom").write_text(ATOM, encoding="utf-8")
    article = one(tmp_path / "a.atom")
    assert (article.id, article.text, article.published) == ("urn:x:1", "“No,” she said.", NINE)


def record(url: str, status: str, kind: str, body: bytes) -> bytes:
    """One answer of a web archive, compressed by itself as is usual."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:x:{url}>\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n")


def test_warc(tmp_path: Path) -> None:
    page = PAGE.format(charset="none").encode("cp1252")
    records = (
        record("https://l.example/a", "200 OK", "text/html; charset=windows-1252", page),
        record("https://l.example/gone", "404 Not Found", "text/html", b"gone"),
        record("https://l.example/a.png", "200 OK", "image/png", b"\x89PNG"),
        record("https://l.example/empty", "200 OK", "text/html", b"<html><body></body></html>"),
    )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(records))
    article, problem = read([tmp_path])
    assert isinstance(article, Article)
    assert (article.id, article.outlet) == ("https://l.example/a", "The Ledger")
    assert "the harbour café shut" in article.text
    assert str(problem) == f"{path}:https://l.example/empty: no article text found in the page"


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("a.pdf", "pypdf"),
        ("a.docx", "docx"),
        ("a.rss", "feedparser"),
    ],
)
def test_a_missing_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(b"x")
    (item,) = read([tmp_path / name])
    assert "pip install 'quotex[inputs]'" in str(item)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("<p>A<p>B", "A\n\nB"),
        ("A<br>B<br/><br/>C", "A\n\nB\n\nC"),
        ("<p>A <b>b</b>\n c<script>x</script>d<!-- e -->f</p>g", "A b cdf\n\ng"),
        ("<ul><li>A</li><li>B</li></ul>", "A\n\nB"),
        ("", ""),
        ("<p></p>", ""),
        ("<div>" * 200 + "deep" + "</div>" * 200, "deep"),
    ],
)
def test_text_of_markup(markup: str, text: str) -> None:
    assert text_of(markup) == text


@given(st.text())
def test_any_markup(markup: str) -> None:
    try:
        text = text_of(markup)
    except InputError:
        return
    assert text == text.strip()


def test_unwrapped() -> None:
    lines = ["A line that goes on to the mar-", "gin of the page, and ends.", "", "Short.", "Then it goes on"]
    assert unwrapped(lines) == (
        "A line that goes on to the margin of the page, and ends.\n\nShort.\n\nThen it goes on"
    )
    assert unwrapped([]) == ""
