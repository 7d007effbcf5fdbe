"""Compressed bodies: whatever is cut into frames comes out whole, whatever is cut short is an error."""

from __future__ import annotations

import gzip
import io
import zlib

import lz4.frame
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from warehouse.embedded.codecs import PREFERRED, chosen, compressed, opened
from warehouse.embedded.errors import ClickHouseError

ENCODINGS = pytest.mark.parametrize("encoding", PREFERRED)


@ENCODINGS
@given(frames=st.lists(st.binary(max_size=300), max_size=5), repeat=st.integers(1, 400))
def test_every_frame_is_read(encoding: str, frames: list[bytes], repeat: int) -> None:
    frames = [frame * repeat for frame in frames]
    body = b"".join(bytes(compressed(encoding, frame)) for frame in frames)
    assert opened(encoding, io.BytesIO(body)).read() == b"".join(frames)


@ENCODINGS
def test_it_is_read_in_pieces(encoding: str) -> None:
    file = opened(encoding, io.BytesIO(bytes(compressed(encoding, b"0123456789" * 100_000))))
    assert file.read(500_005)[-5:] == b"01234"
    assert len(file.read()) == 499_995


@ENCODINGS
def test_a_body_cut_short_is_no_body(encoding: str) -> None:
    body = bytes(compressed(encoding, bytes(range(256)) * 1000))
    with pytest.raises((EOFError, zlib.error, zstandard.ZstdError, OSError, RuntimeError)):
        opened(encoding, io.BytesIO(body[:-3])).read()


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_what_is_not_compressed_is_read_as_it_is(encoding: str) -> None:
    assert opened(encoding, io.BytesIO(b"plain")).read() == b"plain"
    assert compressed("", b"plain") == b"plain"


@ENCODINGS
def test_what_follows_the_last_frame_is_not_dropped_silently(encoding: str) -> None:
    with pytest.raises((EOFError, zlib.error, zstandard.ZstdError, OSError, RuntimeError)):
        opened(encoding, io.BytesIO(bytes(compressed(encoding, b"data")) + b"no frame at all, but rows")).read()


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(ClickHouseError) as raised:
        opened("br", io.BytesIO(b"x"))
    assert (raised.value.status, raised.value.code) == (415, 89)


def test_other_writers_frames_are_read() -> None:
    data = b"x" * 100_000
    assert opened("gzip", io.BytesIO(gzip.compress(data) + gzip.compress(data))).read() == data * 2
    assert opened("lz4", io.BytesIO(lz4.frame.compress(data) + lz4.frame.compress(data))).read() == data * 2


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("br", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("LZ4,zstd", "lz4"),
        ("deflate;q=0.5", "deflate"),
    ],
)
def test_an_answer_is_compressed_with_what_is_accepted(accepted: str, encoding: str) -> None:
    assert chosen(accepted) == encoding
