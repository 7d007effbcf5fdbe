"""Compressed bodies, both ways. A request's body may be many frames, one after another: all of them are read."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast

import lz4.frame
import zstandard

from warehouse.embedded.errors import Code, error

PREFERRED = ("lz4", "zstd", "gzip", "deflate")
"""What an answer is compressed with if the client takes several: the fastest first, the network is the loopback."""

_CHUNK = 1 << 20
_BITE = 1 << 13  # zstd may make 128 KiB of 4 bytes: what one bite becomes is held at once

# zstandard reads a truncated frame as a short one, without a word; zlib and its kin are driven the same way
_FRAMES: dict[str, Any] = {
    "zstd": lambda: zstandard.ZstdDecompressor().decompressobj(),
    "deflate": zlib.decompressobj,
}


class _Frames(io.RawIOBase):
    """The frames of a compressed file as one stream. Raises EOFError if the last one is cut short."""

    def __init__(self, encoding: str, file: IO[bytes]) -> None:
        self._chunks = _decoded(encoding, file)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = chunk
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def _decoded(encoding: str, file: IO[bytes]) -> Iterator[bytes]:
    decoder = None
    while chunk := file.read(_BITE):
        while chunk:
            decoder = decoder or _FRAMES[encoding]()
            yield decoder.decompress(chunk)
            chunk = decoder.unused_data if decoder.eof else b""  # the next frame begins in the same chunk
            decoder = None if decoder.eof else decoder
    if decoder is not None:
        raise EOFError("compressed data ends within a frame")


def opened(encoding: str, file: IO[bytes]) -> IO[bytes]:
    """The file's content decompressed while it is read. Raises ClickHouseError for an encoding nobody offers here."""
    empty = not file.read(1)
    file.seek(0)
    if empty or encoding in ("", "identity"):
        return file
    if encoding == "gzip":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file, mode="rb"))
    if encoding == "lz4":
        return cast("IO[bytes]", lz4.frame.LZ4FrameFile(file, mode="rb"))
    if encoding in _FRAMES:
        return cast("IO[bytes]", io.BufferedReader(_Frames(encoding, file), _CHUNK))
    raise error(Code.UNKNOWN_COMPRESSION_METHOD, "Unknown Content-Encoding. Offered: " + ", ".join(PREFERRED), 415)


def chosen(accept_encoding: str) -> str:
    """The encoding an answer gets for this Accept-Encoding; "" for none."""
    offered = {part.split(";")[0].strip().lower() for part in accept_encoding.split(",")}
    return next((encoding for encoding in PREFERRED if encoding in offered), "")


def compressed(encoding: str, data: bytes | memoryview) -> bytes | memoryview:
    """The data in one frame of that encoding; "" leaves it as it is."""
    if encoding == "lz4":
        return cast("bytes", lz4.frame.compress(data))
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=1).compress(data)
    if encoding == "gzip":
        return gzip.compress(data, compresslevel=1)
    return zlib.compress(data, level=1) if encoding == "deflate" else data
