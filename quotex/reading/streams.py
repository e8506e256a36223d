"""Byte streams of inputs: decompressed where needed, bounded always."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from quotex.errors import InputError
from quotex.reading.limits import Limits, size_text

GZIP_MAGIC = b"\x1f\x8b"
_BLOCK = 1 << 16


class _Counted(io.RawIOBase):
    """Counts the bytes read from a stream, for the expansion ratio."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than the limits allow.

    Raises InputError out of ``read`` when a limit is passed or the compressed data is broken.
    """

    def __init__(self, stream: BinaryIO, limits: Limits, compressed: _Counted | None) -> None:
        self._stream = stream
        self._limits = limits
        self._compressed = compressed
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except EOFError:
            raise InputError("compressed data ends too early (is the file complete?)") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise InputError(f"compressed data is broken ({error})") from None
        buffer[: len(data)] = data
        self._count += len(data)
        if self._count > self._limits.expanded_bytes:
            raise InputError(f"larger than {size_text(self._limits.expanded_bytes)}")
        if self._compressed is not None and self._count > self._limits.ratio_grace_bytes:
            ratio = self._count / max(1, self._compressed.count)
            if ratio > self._limits.expansion_ratio:
                raise InputError(f"compressed data grows more than {self._limits.expansion_ratio} times")
        return len(data)


def bounded(stream: BinaryIO, limits: Limits) -> io.BufferedReader:
    """Wrap a stream so that it is decompressed if it is gzip, whatever its name, and bounded.

    The wrapped stream's first bytes can be looked at with ``peek``.
    """
    head = io.BufferedReader(_Counted(stream), _BLOCK)
    if head.peek(2)[:2] != GZIP_MAGIC:
        return io.BufferedReader(_Bounded(head, limits, None), _BLOCK)
    counted = _Counted(head)
    expanded = gzip.GzipFile(fileobj=io.BufferedReader(counted, _BLOCK), mode="rb")
    return io.BufferedReader(_Bounded(expanded, limits, counted), _BLOCK)  # type: ignore[arg-type]


def whole(stream: io.BufferedReader, most: int) -> bytes:
    """All of a stream.

    Raises:
        InputError: it is empty, or larger than ``most`` bytes.
    """
    data = stream.read(most + 1)
    if len(data) > most:
        raise InputError(f"larger than {size_text(most)}; split it into articles")
    if not data:
        raise InputError("empty file")
    return data


def lines(stream: io.BufferedReader, most: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream, numbered from 1, with their ends; None for one longer than ``most`` bytes."""
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        if len(line) <= most:
            yield number, line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_BLOCK)):
            pass
        yield number, None
