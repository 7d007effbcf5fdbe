"""A clean text → what sentiment reads of it, in order: folded words, emoji and emoticons, marks that end a clause."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

from streams.scoring.remembered import Remembered
from streams.scoring.text import fold, starred

READ: Final = 2_000  # characters: an opinion is clear by then, and time stays bounded
_SIGNS = r"\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963"  # vowel signs are no letters to `re`
_PICTURES = r"\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
_EMOTICON = r"[:;=8][-o^']?[)(\]\[dp/\\|*3](?![^\W_])|<3"
_MARKS: Final = frozenset(".,;:!?…–—-؟،؛।()")
_TOKEN = re.compile(
    rf"(?:[^\W_]+[{_SIGNS}]*)+ | [{_PICTURES}] | {_EMOTICON} | [.,;:!?…–—؟،؛।()] | (?<=\s)-(?=\s)", re.VERBOSE
)
_ASCII_TOKEN = re.compile(rf"[a-z0-9]+ | {_EMOTICON} | [.,;:!?()] | (?<=\s)-(?=\s)", re.VERBOSE)


def read(text: str) -> list[str]:
    """Tokens of the first READ characters of `text`."""
    text = text[:READ]
    found = [*chain.from_iterable(map(_between_spaces.__getitem__, text.split(" ")))]
    if found and "-" in (found[0], found[-1]):  # perhaps the text's edge: there it has no space on one side
        return _tokens(fold(text))
    return found


def _tokens(folded: str) -> list[str]:
    return (_ASCII_TOKEN if folded.isascii() else _TOKEN).findall(folded)


# No token has a space in it, and none but the hyphen minds what stands beyond one: a text's are those of its parts.
_between_spaces = Remembered(lambda part: tuple(_tokens(f" {fold(part)} ")))


def is_mark(token: str) -> bool:
    """Whether a token ends a clause."""
    return token in _MARKS


def said(phrase: str) -> tuple[str, ...]:
    """A word or phrase of a pack as `read` gives it, each word with its * if it has one; no marks."""
    return starred(phrase.split(), lambda part: [piece for piece in read(part.rstrip("*")) if not is_mark(piece)])
