"""Bytes to text: every common encoding, mixed and broken ones, and line by line the same as whole."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.errors import InputError
from quotex.reading.decoding import decode
from quotex.reading.table_lines import text_lines

TEXT = (
    "“It’s over,” said José Núñez, the mayor — “nobody came to the café.” He left at noon.\r\n"
    "The council met again on Tuesday, and the vote failed by two to one.\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_lines_are_decoded_as_the_whole_is(encoding: str) -> None:
    stream = io.BufferedReader(io.BytesIO(TEXT.encode(encoding)))
    assert list(text_lines(stream, 1000)) == [(n, s) for n, s in enumerate(TEXT.splitlines(keepends=True), 1)]


def test_a_late_line_in_another_encoding() -> None:
    data = b"plain\n" * 30_000 + "café “au lait”, she said\n".encode("cp1252")
    lines = list(text_lines(io.BufferedReader(io.BytesIO(data)), 1000))
    assert lines[-1] == (30_001, "café “au lait”, she said\n")


def test_utf8_with_a_broken_place_stays_utf8() -> None:
    data = TEXT.encode() * 4
    broken = data.replace("é".encode(), b"\xc3", 1)
    assert decode(broken) == (TEXT * 4).replace("é", "\ufffd", 1)


def test_a_declared_encoding_is_believed_if_it_fits() -> None:
    assert decode("Привет".encode("cp1251"), "windows-1251") == "Привет"
    assert decode("café".encode(), "windows-1251") == "café"
    assert decode("café".encode("cp1252"), "no-such-encoding") == "café"


def test_marked_but_wrong() -> None:
    with pytest.raises(InputError, match="not valid UTF-16"):
        decode(b"\xff\xfea")


def test_a_long_line_is_skipped() -> None:
    data = b"a\n" + b"x" * 5000 + b"\nb\n"
    assert list(text_lines(io.BufferedReader(io.BytesIO(data)), 100)) == [(1, "a\n"), (2, None), (3, "b\n")]
    wide = data.decode().encode("utf-16")
    assert list(text_lines(io.BufferedReader(io.BytesIO(wide)), 100)) == [(1, "a\n"), (2, None), (3, "b\n")]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_unchanged(text: str) -> None:
    data = text.encode()
    if (
        not text.startswith("\ufeff")
        and b"\0" not in data
        and not data.startswith((b"BZh", b"%PDF", b"GIF8"))
    ):
        assert decode(data) == text


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except InputError:
        return
    assert len(text) <= len(data)
