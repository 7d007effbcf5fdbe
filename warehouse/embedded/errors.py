"""ClickHouse's errors: a code, a name, and the HTTP status a real server gives them."""

from __future__ import annotations

import re
from enum import IntEnum

from warehouse.sentences import kind, may_be_told


class Code(IntEnum):
    """The codes this server raises itself; the engine raises the others."""

    BAD_ARGUMENTS = 36
    NOT_IMPLEMENTED = 48
    SYNTAX_ERROR = 62
    UNKNOWN_FORMAT = 73
    UNKNOWN_COMPRESSION_METHOD = 89
    READONLY = 164
    QUERY_IS_TOO_LARGE = 229
    CANNOT_DECOMPRESS = 271
    SESSION_NOT_FOUND = 372
    SESSION_IS_LOCKED = 373
    ACCESS_DENIED = 497
    UNKNOWN_ROLE = 511
    AUTHENTICATION_FAILED = 516
    STD_EXCEPTION = 1001


_STATUS = {
    400: (6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675, 676),
    403: (192, 193, 497, 512, 516),
    404: (46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 372, 511),
    408: (159,),
    413: (229,),
    501: (48,),
    503: (76, 209, 439),
}
"""HTTP status → error codes, as in ClickHouse's src/Server/HTTP/exceptionCodeToHTTPStatus.cpp; 500 for the others."""

STATUS_OF_CODE = {code: status for status, codes in _STATUS.items() for code in codes}

_ENGINE_ERROR = re.compile(r"Code: (?P<code>\d+)\. .*", re.DOTALL)
_NAME = re.compile(r"\(([A-Z][A-Z0-9_]+)\)$")


class ClickHouseError(Exception):
    """An error as ClickHouse says it: `text` in full, `told` as the whole body of the answer."""

    def __init__(self, code: int, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.code = int(code)
        self.text = text
        self.status = status or STATUS_OF_CODE.get(self.code, 500)

    @property
    def told(self) -> str:
        """What a client may read of it; what we say ourselves quotes nobody."""
        return self.text


class EngineError(ClickHouseError):
    """One in the engine's own words, which quote rows where it was reading them."""

    @property
    def told(self) -> str:
        """The engine's words where they are about the statement; else its code and name, and what kind it is."""
        if may_be_told(self.code, self.text):
            return self.text
        name = _NAME.search(self.text)
        return f"Code: {self.code}. DB::Exception: {kind(self.code, self.text)}{f' {name[0]}' if name else ''}"


def error(code: Code, message: str, status: int | None = None) -> ClickHouseError:
    """An error of our own, worded as the engine words its own."""
    return ClickHouseError(code, f"Code: {int(code)}. DB::Exception: {message} ({code.name})", status)


def refused(what: str) -> ClickHouseError:
    """What an analyst may not do: 403, ACCESS_DENIED, one line."""
    return error(Code.ACCESS_DENIED, f"analyst may {what}.")


def engine_error(raised: Exception) -> ClickHouseError:
    """What chdb raised, without chdb's preface; anything else is a STD_EXCEPTION that says only its type."""
    found = _ENGINE_ERROR.search(str(raised))
    if found:
        return EngineError(int(found["code"]), found[0].rstrip())
    return error(Code.STD_EXCEPTION, f"The embedded server failed: {type(raised).__name__}.")
