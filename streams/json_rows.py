"""JSON Lines to records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from schemas.errors import Reason
from schemas.limits import MAX_MESSAGE_BYTES
from schemas.parse import mend_surrogates
from streams.rows import Record, Rows, Unreadable

BOM = b"\xef\xbb\xbf"
MAX_LINE_BYTES = 2 * MAX_MESSAGE_BYTES


def read_jsonl(file: BinaryIO) -> Rows:
    """One JSON object per line; empty lines are passed over."""
    for line, raw in enumerate(bounded_lines(file), start=1):
        if is_cut(raw):
            yield line, Unreadable(raw, "too_large", f"is longer than {MAX_LINE_BYTES} bytes; only these are kept")
        elif raw := raw.strip():
            yield line, _json_record(raw)


def bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """Without a byte order mark; of a line that is too long (`is_cut`) the rest is passed over."""
    start = True
    while raw := file.readline(MAX_LINE_BYTES):
        cut = is_cut(raw)
        yield raw.removeprefix(BOM) if start and not cut else raw
        start = False
        while cut and (rest := file.readline(MAX_LINE_BYTES)):
            cut = not rest.endswith(b"\n")


def is_cut(raw: bytes) -> bool:
    """Whether a line of `bounded_lines` is the beginning of a longer one."""
    return len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n")


def _json_record(raw: bytes) -> Record | Unreadable:
    try:
        record = msgspec.json.decode(raw)
    except UnicodeDecodeError:
        return Unreadable(raw, "invalid_utf8", "is not valid UTF-8")
    except (msgspec.DecodeError, RecursionError):
        mended = mend_surrogates(raw)
        if mended != raw:
            return _json_record(mended)
        return Unreadable(raw, *_why_not_json(raw))
    if not isinstance(record, dict):
        return Unreadable(raw, "wrong_type", "is not a JSON object")
    return record


def _why_not_json(raw: bytes) -> tuple[Reason, str]:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "invalid_utf8", "is not valid UTF-8"
    return "malformed_json", "is not well-formed JSON"
