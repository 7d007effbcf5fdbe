"""An HTTP request in ClickHouse's terms: who asks, the statement, its data, settings and parameters."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from typing import IO, Final, cast

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from warehouse.embedded.auth import Role
from warehouse.embedded.codecs import chosen, opened
from warehouse.embedded.errors import ClickHouseError, Code, error

# fmt: off
NOT_SETTINGS: Final = frozenset((
    "query", "user", "password", "database", "default_format", "query_id", "session_id", "session_timeout",
    "session_check", "close_session", "role", "quota_key", "stacktrace", "buffer_size", "wait_end_of_query",
    "client_protocol_version", "compress", "decompress", "enable_http_compression", "http_zlib_compression_level",
    "send_progress_in_http_headers", "http_headers_progress_interval_ms",
    "cancel_http_readonly_queries_on_client_close", "log_comment",
))
# fmt: on
"""Names in the URL that mean something to HTTP, or nothing here, and are not the engine's settings."""

_IN_MEMORY = 8 << 20


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `statement` is what the URL says; `body` may go on with it, or be the data of its insert."""

    role: Role
    query_id: str
    statement: bytes
    body: IO[bytes]
    format: str = "TabSeparated"
    database: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    session_id: str = ""
    session_timeout: float = 60.0
    session_must_exist: bool = False
    read_only: bool = False
    cancel_on_close: bool = False
    answer_encoding: str = ""


async def read_call(request: web.Request, role: Role, query_id: str, max_body_bytes: int) -> Call:
    """Read the request to its end. Raises ClickHouseError: 413 for too large a body, 501 for what is not offered."""
    url, headers = dict(request.query), request.headers
    _refuse_unoffered(url)
    form, body = await _read_body(request, max_body_bytes)
    url |= form
    return Call(
        role=role,
        query_id=query_id,
        statement=url.get("query", "").encode(),
        body=opened(headers.get("Content-Encoding", "").strip().lower(), body),
        format=url.get("default_format") or headers.get("X-ClickHouse-Format") or "TabSeparated",
        database=url.get("database") or headers.get("X-ClickHouse-Database") or "",
        settings={name: value for name, value in url.items() if _is_setting(name)},
        parameters={name[6:]: value for name, value in url.items() if name.startswith("param_")},
        session_id=url.get("session_id", ""),
        session_timeout=_seconds(url.get("session_timeout", "60")),
        session_must_exist=url.get("session_check") == "1",
        read_only=request.method != "POST",
        cancel_on_close=role == "analyst" or url.get("cancel_http_readonly_queries_on_client_close") == "1",
        answer_encoding=chosen(headers.get("Accept-Encoding", "")) if _wants_compression(url) else "",
    )


def _is_setting(name: str) -> bool:
    return name not in NOT_SETTINGS and not name.startswith("param_")


def _wants_compression(url: dict[str, str]) -> bool:
    return url.get("enable_http_compression", "0") in ("1", "true")


def _seconds(text: str) -> float:
    if not text.isdigit():
        raise error(Code.BAD_ARGUMENTS, "session_timeout must be a number of seconds.")
    return min(float(text), 3600.0)


def _refuse_unoffered(url: dict[str, str]) -> None:
    if "role" in url:
        raise error(Code.UNKNOWN_ROLE, "The embedded warehouse has no roles.")
    for name in ("compress", "decompress"):
        if url.get(name, "0") not in ("0", "false"):
            raise error(
                Code.NOT_IMPLEMENTED, f"{name}=1 is not offered here: use Content-Encoding and Accept-Encoding."
            )


async def _read_body(request: web.Request, limit: int) -> tuple[dict[str, str], IO[bytes]]:
    """The fields of a multipart form, and the body of any other request in a file that is not named in the folder."""
    body = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - the reader closes it
    if request.content_type == "multipart/form-data":
        try:
            return await _read_form(request, min(limit, _IN_MEMORY)), body
        except ValueError as raised:
            raise error(Code.BAD_ARGUMENTS, "The request's form cannot be read.") from raised
    size = 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        body.write(chunk)
    body.seek(0)
    return {}, body


async def _read_form(request: web.Request, limit: int) -> dict[str, str]:
    fields: dict[str, str] = {}
    left = limit
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.filename is not None or not part.name:
            raise error(Code.NOT_IMPLEMENTED, "External data are not offered here: send them as a temporary table.")
        value = await _read_part(part, left)
        left -= len(value)
        fields[part.name] = value.decode()
    return fields


async def _read_part(part: BodyPartReader, limit: int) -> bytes:
    value = bytearray()
    while chunk := await part.read_chunk():
        value += chunk
        if len(value) > limit:
            raise too_large(limit)
    return bytes(value)


def too_large(limit: int) -> ClickHouseError:
    """The answer to a body of more than `limit` bytes."""
    return error(Code.QUERY_IS_TOO_LARGE, f"The request's body is larger than {limit} bytes.")
