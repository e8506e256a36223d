"""Limits of what is read: what passes one is named with its reason, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import regex
from growth import MOST, growth
from standin import StandIn, document

from quotex.assembly import LONGEST_LABEL
from quotex.extractor import Extractor
from quotex.parsing.sentence_ends import LONGEST
from quotex.reading import Limits, read
from quotex.records import Article, Problem


def refusal(path: Path, data: bytes, limits: Limits | None = None) -> list[str]:
    """The reasons why a file beside a good one is not read, or only in part; the good one is."""
    path.write_bytes(data)
    good = path.with_name("zz-good.txt")
    good.write_text("We stayed all night.")
    *items, last = read([path, good], limits=limits)
    assert isinstance(last, Article)
    return [item.reason for item in items if isinstance(item, Problem)]


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def warc(body: bytes) -> bytes:
    """A web archive of one page that was sent compressed."""
    sent = gzip.compress(body)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
        b"WARC-Date: 2026-03-03T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n" % len(head + sent)
    )
    return record + head + sent + b"\r\n\r\n"


SMALL_LIMITS = Limits(article_bytes=2000, page_bytes=4000)


@pytest.mark.parametrize(
    ("name", "data", "limits", "reason"),
    [
        ("deep.html", b"<body>" + b"<div>" * 5000 + b"We stayed all night.", None, "nests deeper than 256"),
        (
            "deep.rss",
            b"<rss version='2.0'><channel><item><description>" + b"&lt;b&gt;" * 999 + b"a</description>"
            b"</item></channel></rss>",
            None,
            "nests deeper than 256",
        ),
        (
            "to.eml",
            b"From: " + b"a@b.example, " * 9000 + b"\nSubject: a\n\nWe stayed.",
            None,
            "header is larger",
        ),
        (
            "parts.eml",
            b"From: a\nSubject: a\n"
            + b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5000)
            ),
            None,
            "no e-mail that can be read",
        ),
        ("bomb.txt.gz", gzip.compress(b"a " * (40 << 20)), None, "larger than|grows more than"),
        (
            "bomb.jsonl.gz",
            gzip.compress(b'{"text": "a"}' + b" " * (60 << 20)),
            None,
            "grows more than|longer",
        ),
        (
            "ratio.jsonl.gz",
            gzip.compress((b" " * 1000 + b"\n") * 40_000),
            None,
            "^compressed data grows more than 200 times",
        ),
        (
            "blank.jsonl",
            (b" " * 1000 + b"\n") * 2000,
            Limits(expanded_bytes=1 << 20),
            "^larger than 1 MiB",
        ),
        ("bomb.docx", packed({"word/document.xml": b" " * 40_000}), SMALL_LIMITS, "parts are larger"),
        ("bomb.warc", warc(b"<p>" + b"a " * 40_000), SMALL_LIMITS, "larger than"),
        ("line.jsonl", b'{"text": "' + b"a" * 13_000 + b'"}\n', SMALL_LIMITS, "line longer than|larger than"),
        ("line.csv", b"id,text\n1," + b"a" * 3000 + b"\n", SMALL_LIMITS, "longer than"),
        ("line.txt", b"a" * 3000, SMALL_LIMITS, "larger than"),
        ("deep.jsonl", b'{"text": ' + b"[" * 100_000 + b"\n", None, "malformed JSON"),
        ("id.jsonl", b'{"text": "We stayed.", "id": "' + b"a" * 5000 + b'"}\n', None, "id is longer"),
        ("many.html", b"<p>We stayed." + b"<p>a" * 50_001, None, "more than 50000 elements"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_limits_are_kept(tmp_path: Path, name: str, data: bytes, limits: Limits | None, reason: str) -> None:
    """What passes a limit is named with its reason in moments, and what is beside it is read."""
    begun = time.process_time()
    reasons = refusal(tmp_path / name, data, limits)
    assert time.process_time() - begun < 10
    assert len(reasons) == 1
    assert regex.search(reason, reasons[0]), reasons


PAGE = "<html><head>{}</head><body><article><p>We stayed all night, she said.</p></article></body></html>"
SLOW_ONCE: dict[str, tuple[str, Callable[[int], str]]] = {
    "authors in a script": (
        ".html",
        lambda n: PAGE.format(
            '<script type="application/ld+json">{"@type": "Article", "author": ['
            + '{"@type": "Person", "name": "Al Po"}, ' * n
            + "]}</script>"
        ),
    ),
    "a feed's title": (
        ".rss",
        lambda n: (
            f"<rss version='2.0'><channel><title>{'a ' * 20 * n}</title>"
            + "<item><description>We stayed.</description></item>" * n
            + "</channel></rss>"
        ),
    ),
}
"""What once took a library, or us, time by the square."""


@pytest.mark.parametrize("name", SLOW_ONCE)
def test_reading_is_linear(name: str, tmp_path: Path) -> None:
    suffix, text_of = SLOW_ONCE[name]
    path = tmp_path / f"a{suffix}"

    def run(text: str) -> None:
        path.write_text(text)
        for item in read([path], limits=Limits(seconds=0)):
            assert isinstance(item, Article)

    assert growth(run, text_of, 1500) < MOST


def test_a_field_of_a_part_without_end_takes_moments(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(
        "Subject: a\nFrom: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        f"Content-Type: text/plain; {'a=b; ' * 30_000}\n\nWe stayed.\n--x--\n"
    )
    begun = time.process_time()
    (item,) = read([path])
    assert time.process_time() - begun < 3
    assert isinstance(item, Article)


def test_what_each_quotation_repeats_has_an_end(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Else the output would be as large as the input times its quotations."""
    endless = "a" * 5000
    (tmp_path / "a.jsonl").write_text(
        f'{{"text": "We stayed.", "title": "{endless}", '
        f'"author": [["nested"], "Al Po", {"[" * 900 + "]" * 900}]}}'
    )
    (tmp_path / "a.rss").write_text(
        f"<rss version='2.0'><channel><title>{endless}</title><item><guid>{endless}</guid><title>{endless}"
        "</title><description>We stayed.</description></item></channel></rss>"
    )
    articles = [item for item in read([tmp_path]) if isinstance(item, Article)]
    assert [(a.id, a.title, a.outlet) for a in articles] == [("a:1", None, None), ("a:1#2", None, None)]
    assert articles[0].author == "Al Po"
    assert "title left out: longer than 4096 characters" in caplog.text


def test_names_and_roles_have_an_end() -> None:
    name = f"I{'n' * 5000} Ferrol"
    text = f"{name}, the mayor of {'V' * 5000}, came. " + "“We stayed all night,” Ferrol said. " * 3
    quotes = Extractor(StandIn()).extract(text)  # type: ignore[arg-type]
    assert len(quotes) == 3
    for quote in quotes:
        assert quote.speaker
        assert quote.speaker.startswith("Inn")
        assert len(quote.speaker) == LONGEST_LABEL
        assert len(quote.speaker_role or "") <= LONGEST_LABEL


ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a "'
    + b"a" * 50
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9))
    + b'<!ENTITY x SYSTEM "file:///etc/hostname"> ]>'
)


@pytest.mark.parametrize("entity", [b"&j;", b"&x;"])
@pytest.mark.parametrize("form", ["rss", "html", "docx"])
def test_xml_entities_are_not_followed(tmp_path: Path, form: str, entity: bytes) -> None:
    """Neither do entities grow without bound, nor do they read files."""
    text = b"We stayed all night, " + entity + b" said the harbour master of Vell to the press."
    body = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % text
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    data = {
        "rss": ENTITIES + b"<rss version='2.0'><channel><item><description>" + text + b"</description></item>"
        b"</channel></rss>",
        "html": ENTITIES + b"<html><body><article><p>" + text + b"</p></article></body></html>",
        "docx": b"",
    }[form]
    path = tmp_path / f"a.{form}"
    if form == "docx":
        import docx

        docx.Document().save(str(path))
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["word/document.xml"] = ENTITIES + b"<w:document %s><w:body>%s</w:body></w:document>" % (
            space,
            body,
        )
        data = packed(parts)
    path.write_bytes(data)
    secret = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "\0"
    begun = time.process_time()
    for item in read([path]):
        assert isinstance(item, Problem) or (len(item.text) < 10_000 and secret not in item.text)
    assert time.process_time() - begun < 10


def test_a_word_and_a_sentence_without_end_are_cut_for_the_parser() -> None:
    long = document("word " * 2000)
    assert max(s.last - s.first for s in long.sentences) <= LONGEST
    assert document("x" * 100_000).tokens[0].end == 100_000
