"""Just enough of ClickHouse's SQL to see where an insert's data begins and which format a statement names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

TOKEN: Final = re.compile(
    rb"""(?P<space>[\s\x00]+|--[^\n]*|\#[ !][^\n]*|/\*.*?\*/)
    |(?P<quoted>'(?:\\.|''|[^'\\])*'|"(?:\\.|""|[^"\\])*"|`(?:\\.|``|[^`\\])*`|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<mark>.)""",
    re.DOTALL | re.VERBOSE,
)
_LINE_END: Final = re.compile(rb"[ \t\f]*;?[ \t\f]*\r?\n?")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a quoted text or a mark at `start`–`end`; `depth` counts the brackets around it."""

    text: bytes
    start: int
    end: int
    depth: int

    @property
    def word(self) -> str:
        """The token in capitals, to compare with keywords."""
        return self.text.upper().decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Insert:
    """`INSERT INTO t (a, b)` with the format of the data that follow at `data_at` in the same bytes."""

    statement: str
    format: str
    data_at: int


def tokens(text: bytes) -> Iterator[Token]:
    """The tokens of a statement without spaces and comments."""
    depth = 0
    for found in TOKEN.finditer(text):
        if found.lastgroup == "space":
            continue
        piece = found[0]
        depth -= piece in (b")", b"]", b"}")
        yield Token(piece, found.start(), found.end(), depth)
        depth += piece in (b"(", b"[", b"{")


def first_word(text: bytes) -> str:
    """The statement's first token in capitals; "" for none."""
    return next((token.word for token in tokens(text)), "")


def find_insert(text: bytes) -> Insert | None:
    """The insert that `text` begins with, if data follow it: not INSERT … SELECT, not FROM INFILE."""
    stream = tokens(text)
    previous = next(stream, None)
    if previous is None or previous.word != "INSERT":
        return None
    for token in stream:
        named = previous.word in ("INTO", "TABLE", "FUNCTION", ".")  # whatever follows these is a name
        if token.depth == 0 and not named:
            if token.word == "VALUES":
                return Insert(text[: token.start].decode(), "Values", token.end)
            if token.word == "FORMAT":
                return _with_format(text, token, next(stream, None))
            if token.word in ("SELECT", "WITH", "FROM", "WATCH"):
                return None
        previous = token
    return None


def _with_format(text: bytes, keyword: Token, name: Token | None) -> Insert | None:
    if name is None:
        return None
    line_end = _LINE_END.match(text, name.end)
    return Insert(text[: keyword.start].decode(), name.text.decode(), line_end.end() if line_end else name.end)


def named_format(text: bytes) -> str:
    """The format of the FORMAT clause that ends the statement, alone or before its SETTINGS; "" if there is none."""
    outer = [token for token in tokens(text) if token.depth == 0]
    for keyword, name, *after in zip(outer, outer[1:], [*outer[2:], None], strict=False):
        ends = after[0] is None or after[0].word in (";", "SETTINGS")
        if keyword.word == "FORMAT" and ends and name.text[:1].isalpha():
            return name.text.decode()
    return ""
