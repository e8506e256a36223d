"""Reading: every format, every kind of bad input, ids, manifests, limits."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import PAGE

import quotex
from quotex.errors import InputError
from quotex.reading import Limits, read
from quotex.reading.dates import published
from quotex.reading.formats import text
from quotex.reading.header import header
from quotex.records import Article, Problem

BODY = "“Nobody heard us,” said Ines Ferrol.\n\nThe council met at noon."
HEADED = (
    f"Title: A harbour shuts\nOutlet: The Ledger\nPublished: 2026-03-04\nURL: https://l.example/a\n\n{BODY}"
)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def articles(*args: object, **kwargs: object) -> list[Article]:
    items = list(read(*args, **kwargs))  # type: ignore[arg-type]
    assert all(isinstance(item, Article) for item in items), items
    return items  # type: ignore[return-value]


def reasons(path: Path | str, **kwargs: object) -> list[str]:
    return [str(item) for item in read([path], **kwargs) if isinstance(item, Problem)]  # type: ignore[arg-type]


def test_text_with_header(tmp_path: Path) -> None:
    (article,) = articles([write(tmp_path / "a.txt", HEADED)])
    assert article == Article(
        id="a",
        text=BODY,
        title="A harbour shuts",
        outlet="The Ledger",
        published=date(2026, 3, 4),
        url="https://l.example/a",
    )


@pytest.mark.parametrize(
    ("text", "keys", "rest"),
    [
        ("Title: A\n\nBody", {"title": "A"}, "Body"),
        ("title: A\r\nOUTLET: B\r\n\r\nBody\r\n", {"title": "A", "outlet": "B"}, "Body\r\n"),
        ("Publisher: B\nDate: 2026\n \nBody", {"publisher": "B", "date": "2026"}, "Body"),
        ("Title: A: B\n\n\nBody", {"title": "A: B"}, "\nBody"),
        (
            "Title: A\nOutlet: B\nSection: Port\n\nBody",
            {"title": "A", "outlet": "B", "section": "Port"},
            "Body",
        ),
        ("Title:\nOutlet: B\n\nBody", {"title": "", "outlet": "B"}, "Body"),
        # No header block: nothing may be lost.
        ("Title: the word on every door.\nIt was cold.\n\nBody", {}, None),
        ("Title: A\nBody", {}, None),
        ("Title: A", {}, None),
        ("Title: A\nTitle: B\n\nBody", {}, None),
        ("Title: A\nMayor: No comment.\n\nBody", {}, None),
        ("Mayor: No comment.\n\nBody", {}, None),
        ("\nTitle: A\n\nBody", {}, None),
        ("", {}, None),
    ],
)
def test_header(text: str, keys: dict[str, str], rest: str | None) -> None:
    fields, start = header(text)
    assert fields == keys
    assert text[start:] == (text if rest is None else rest)


@given(st.text())
def test_header_takes_only_from_the_front(text: str) -> None:
    fields, start = header(text)
    assert (start == 0) == (not fields)
    assert text.endswith(text[start:])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026-03-04T10:30:00+02:00", datetime.fromisoformat("2026-03-04T10:30:00+02:00")),
        ("2026-03-04T10:30Z", datetime.fromisoformat("2026-03-04T10:30:00+00:00")),
        ("2026-03", "2026-03"),
        ("2026", "2026"),
        ("4 March 2026", date(2026, 3, 4)),
        ("March 4, 2026", date(2026, 3, 4)),
        ("Wed, 04 Mar 2026 09:00:00 GMT", datetime.fromisoformat("2026-03-04T09:00:00+00:00")),
        ("  ", None),
        (None, None),
    ],
)
def test_published(text: str | None, value: object) -> None:
    assert published(text) == value


@pytest.mark.parametrize(
    "text", ["03/04/2026", "yesterday", "March 2026 edition", "2026-13-01", "x" * 500, "4 March"]
)
def test_published_never_guesses(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        published(text)


@given(st.text(max_size=60))
def test_published_raises_nothing_else(text: str) -> None:
    try:
        value = published(text)
    except ValueError:
        return
    assert value is None or isinstance(value, date | str)


def test_an_unreadable_date_costs_only_the_date(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (article,) = articles([write(tmp_path / "a.txt", "Title: A\nPublished: last week\n\nBody")])
    assert (article.published, article.title, article.text) == (None, "A", "Body")
    assert "date left out" in caplog.text


def test_jsonl(tmp_path: Path) -> None:
    rows = [
        {
            "id": "one",
            "text": "A",
            "publisher": "L",
            "date": "2026-03-04",
            "title": "T",
            "url": "u",
            "author": ["X", "Y"],
        },
        {"id": 7, "text": " B ", "outlet": "M", "published": "2026-03", "extra": {"a": 1}},
        {"text": "C", "title": None},
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)) + "\n\n")
    one, seven, third = articles([path])
    assert one == Article(
        id="one", text="A", outlet="L", published=date(2026, 3, 4), title="T", url="u", author="X, Y"
    )
    assert (seven.id, seven.text, seven.outlet, seven.published) == ("7", " B ", "M", "2026-03")
    assert (third.id, third.title) == ("a:3", None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "x"', "malformed JSON"),
        ("[" * 100_000, "malformed JSON"),
        ('["text"]', "not a JSON object"),
        ('{"body": "x"}', "no text"),
        ('{"text": 5}', "not a string"),
        ('{"text": " \\n"}', "no text in it"),
        ('{"text": "x", "id": [1]}', "its id"),
        ('{"text": "' + "x" * 20_001 + '"}', "larger than"),
        ("9" * 5000, "malformed JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, reason: str) -> None:
    good = [json.dumps({"id": f"r{n}", "text": "fine"}) for n in range(1, 10)]
    good[6] = line
    path = write(tmp_path / "a.jsonl", "\n".join(good))
    items = list(read([path], limits=Limits(article_bytes=20_000)))
    assert [i.id for i in items if isinstance(i, Article)] == [f"r{n}" for n in (1, 2, 3, 4, 5, 6, 8, 9)]
    (problem,) = [i for i in items if isinstance(i, Problem)]
    assert problem.where == f"{path}:7"
    assert reason in problem.reason
    assert items.index(problem) == 6


def test_csv(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'id,Text,publisher,date\n1,"A, ""b""\nc",L,2026-03-04\n\n2,D,,\n')
    first, second = articles([path])
    assert first == Article(id="1", text='A, "b"\nc', outlet="L", published=date(2026, 3, 4))
    assert second == Article(id="2", text="D")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_csv_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path / "a.csv", f"id{delimiter}text\n1{delimiter}A, b\n")
    assert articles([path]) == [Article(id="1", text="A, b")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", ": empty file"),
        ("id,body\n1,x\n", "no column is called text"),
        ("id,text\n", "no rows"),
        ("id,text\n1,\n", ":2: no text in it"),
        ("id,text\n1\n", ":2: no text in it"),
        ("id,text\n1,a,b,c\n", ":2: 4 cells under 2 columns"),
        ('id,text\n1,"' + "x" * 700 + '"\n', "longer than"),
    ],
)
def test_bad_csv(tmp_path: Path, content: str, reason: str) -> None:
    (problem,) = reasons(write(tmp_path / "a.csv", content), limits=Limits(article_bytes=600))
    assert reason in problem


def test_csv_goes_on_behind_a_bad_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,text\n1,A\n2,\n3,C,x\n4,D\n")
    items = list(read([path]))
    assert [getattr(i, "id", None) for i in items] == ["1", None, None, "4"]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_html(tmp_path: Path, charset: str) -> None:
    (article,) = articles([write(tmp_path / "p.html", PAGE.format(charset=charset).encode(charset))])
    assert (
        article.text.startswith("“Nobody heard us,” said Ines Ferrol")
        or "\n\n“Nobody heard us,”" in article.text
    )
    assert "café" in article.text
    assert "Sport" not in article.text
    assert article.title == "A harbour shuts"
    assert article.outlet == "The Ledger"
    assert article.published == datetime.fromisoformat("2026-03-04T10:30:00+01:00")
    assert article.url == "https://ledger.example/harbour"
    assert article.author == "Ada Brandt"


def test_html_without_an_article(tmp_path: Path) -> None:
    assert "no article text" in reasons(write(tmp_path / "p.html", "<html><body></body></html>"))[0]


def test_folders_are_read_in_order_and_ids_are_paths(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", "a/.hidden.txt", ".git/x.txt", "c.d/three.v2.txt"):
        write(tmp_path / name, "Text")
    write(tmp_path / "a/one.gold.toml", "x = 1")
    write(tmp_path / "a/README.md", "# no article")
    write(tmp_path / "rows.jsonl.gz", gzip.compress(b'{"text": "A"}\n'))
    assert [a.id for a in articles([tmp_path])] == ["rows:1", "a/one", "b/two", "c.d/three.v2"]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt"])
def test_gzip_whatever_the_name(tmp_path: Path, name: str) -> None:
    assert articles([write(tmp_path / name, gzip.compress(HEADED.encode()))])[0].text == BODY


def test_ids_are_unique(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    paths = [write(tmp_path / folder / "a.txt", "Text") for folder in "xyz"]
    paths.append(write(tmp_path / "r.jsonl", '{"id": "a#2", "text": "T"}\n{"id": "a", "text": "T"}'))
    ids = [a.id for a in articles(paths)]
    assert ids == ["a", "a#2", "a#3", "a#2#2", "a#4"]
    assert "comes again" in caplog.text


@given(st.lists(st.sampled_from(["a", "a#2", "a#3", "b", "a#2#2", "b#2"]), max_size=12))
def test_ids_are_unique_whatever_is_given(ids: list[str]) -> None:
    from quotex.reading.articles import _unique

    out = [a.id for a in _unique(iter([Article(id=i, text="t") for i in ids]))]  # type: ignore[union-attr]
    assert len(set(out)) == len(ids)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (HEADED, [BODY]),
        ('{"text": "A"}\n{"text": "B"}\n', ["A", "B"]),
        ("id,text\n1,A\n", ["A"]),
        ("Just one line, and text in it.", ["Just one line, and text in it."]),
        (gzip.compress(b'{"text": "A"}'), ["A"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: str | bytes, texts: list[str]) -> None:
    data = content.encode() if isinstance(content, str) else content
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [a.text for a in articles(["-"])] == texts


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty file"),
        ("a.txt", b" \n\n", "no text in it"),
        ("a.txt", b"Title: A\n\n", "no text in it"),
        ("a.txt", bytes(range(256)) * 2, "binary data, not text"),
        ("a.txt", b"%PDF-1.7 ...", "a PDF file, not text"),
        ("a.txt", b"\xff\xfe\x00", "not valid UTF-16"),
        ("a.jsonl", b"", "empty file"),
        ("a.jsonl", bytes(range(256)) * 2, "binary data, not text"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "a picture, not text"),
        ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00", "a picture, not text"),
        ("a.zip", b"PK\x03\x04\x00\x00", "ZIP archive or Office document"),
        ("a.docx", b"PK\x03\x04\x00\x00", "no Word document that can be read"),
        ("a.pdf", b"%PDF-1.7 rubbish", "no PDF file that can be read"),
        ("a.eml", b"Subject: x\r\n\r\n", "no text"),
        ("a.warc", b"rubbish", "the archive is broken"),
        ("a.rss", b"rubbish", "no entries in the feed"),
        ("a.txt.gz", gzip.compress(b"hello there")[:-6], "ends too early"),
        ("a.txt.gz", b"\x1f\x8b\x08\x00rubbish rubbish", "compressed data is broken"),
        ("a.txt", b"x" * 601, "larger than 600 bytes"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = write(tmp_path / name, content)
    good = write(tmp_path / "good.txt", "Good")
    items = list(read([path, good], limits=Limits(article_bytes=600)))
    assert isinstance(items[0], Problem)
    assert items[0].where.startswith(str(path))
    assert reason in items[0].reason
    assert "\n" not in str(items[0])
    assert isinstance(items[1], Article)


def test_bad_paths(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert reasons(tmp_path / "nope.txt") == [f"{tmp_path / 'nope.txt'}: no such file or folder"]
    assert "no articles in this folder" in reasons(tmp_path / "empty")[0]


def test_a_bomb_stays_small(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(b" " * 40_000_000))
    assert "grows more than 200 times" in reasons(path)[0]
    assert "larger than 1 MiB" in reasons(path, limits=Limits(expanded_bytes=1 << 20))[0]


def test_reading_is_lazy(tmp_path: Path) -> None:
    first = write(tmp_path / "a.txt", "A")
    stream = read([first, tmp_path / "b.txt"])
    assert isinstance(next(stream), Article)
    write(tmp_path / "b.txt", "B")
    assert isinstance(next(stream), Article)


def test_manifest(tmp_path: Path) -> None:
    write(tmp_path / "in/one.txt", "Title: Own\n\nText")
    write(tmp_path / "in/two.txt", "Text")
    write(tmp_path / "in/three.txt", "Text")
    manifest = write(
        tmp_path / "in/list.csv", "file;publisher;date;title\n./one.txt;L;2026-03-04;Better\nin/two;M;2026;\n"
    )
    one, three, two = articles([tmp_path / "in"], manifest)
    assert (one.title, one.outlet, one.published) == ("Better", "L", date(2026, 3, 4))
    assert three.outlet is None
    assert two.outlet is None  # the manifest's paths count from its own folder
    manifest.unlink()
    outside = write(tmp_path / "list.csv", "path,outlet\nin/two.txt,M\nthree,N\n")
    _, three, two = articles([tmp_path / "in"], outside)
    assert (two.outlet, three.outlet) == ("M", "N")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "no such file"), ("", "empty file"), ("name,outlet\na,b\n", ":1: no column is called file")],
)
def test_bad_manifest(tmp_path: Path, content: str | None, reason: str) -> None:
    path = tmp_path / "m.csv"
    if content is not None:
        write(path, content)
    with pytest.raises(InputError, match=reason):
        read([tmp_path], path)


def test_a_file_that_takes_too_long_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", "Slow.")
    write(tmp_path / "b.txt", BODY)
    decode = text.decode

    def slow(data: bytes, *rest: object) -> str:
        while data == b"Slow.":
            pass
        return decode(data, *rest)

    monkeypatch.setattr(text, "decode", slow)
    first, second = read(tmp_path, limits=Limits(seconds=0.05))
    assert isinstance(first, Problem)
    assert str(first) == f"{tmp_path / 'a.txt'}: took longer than 0.05 seconds"
    assert isinstance(second, Article)


def test_limits_are_positive() -> None:
    with pytest.raises(ValueError, match="article_bytes"):
        Limits(article_bytes=0)


@given(data=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.jsonl", "a.csv", "a.tsv", "a.txt.gz"]))
def test_any_bytes_end_in_articles_or_problems(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    path = write(tmp_path_factory.mktemp("any") / name, data)
    items = list(quotex.read(path))
    assert items
    for item in items:
        assert isinstance(item, Article | Problem)
        assert "\n" not in str(item) if isinstance(item, Problem) else item.text.strip()
