"""Which of ClickHouse's sentences about an error may be told: those about the statement, never those about rows.

An error that is raised while rows are read quotes them, and rows are customers' words. A code that is not listed here
is told by its kind alone, so that a new one of the engine's is withheld until somebody has looked at it.
"""

from __future__ import annotations

import re

# fmt: off
_OF_THE_STATEMENT = frozenset((
    42, 43, 46, 47, 48, 51, 57, 59, 60, 73, 81, 82, 125, 158, 164, 167, 168, 179, 184, 207, 215, 229, 258, 306, 307,
    352, 386, 396, 403, 446, 456, 497, 511, 516,
))
# fmt: on
"""They speak of names, types, counts and limits: NUMBER_OF_ARGUMENTS_DOESNT_MATCH to AUTHENTICATION_FAILED."""

_SYNTAX_ERROR, _UNKNOWN_SETTING = 62, 115
_OF_A_TEXT = {_SYNTAX_ERROR: "Syntax error: failed at position ", _UNKNOWN_SETTING: "Unknown setting "}
"""Also raised about a text that a function was given, a row's maybe: then the scope of the function is named."""

_OF_A_VALUE = frozenset((6, 25, 26, 27, 38, 41, 53, 70, 72, 117, 130, 321, 349, 376, 467, 675, 676, 691))

LIMITS = {159: "longer", 394: "longer", 241: "more memory"}
"""What a statement takes that is stopped. The engine's own sentence may go on with what it was doing to rows."""

_MAXIMUM = re.compile(r"maximum: \d[\d.]* [A-Za-z]+")
"""As the engine words a limit, with its unit: figures alone, which come before whatever else a sentence says."""

_WHILE_ROWS_ARE_READ = re.compile("while executing", re.IGNORECASE)


def may_be_told(code: int, sentence: str) -> bool:
    """Whether the engine's sentence can hold nothing but what the statement itself says."""
    if _WHILE_ROWS_ARE_READ.search(sentence):
        return False
    if code in _OF_A_TEXT:
        return _OF_A_TEXT[code] in sentence and "In scope" not in sentence
    return code in _OF_THE_STATEMENT


def kind(code: int, sentence: str) -> str:
    """What is told instead; of the sentence, figures of a limit alone."""
    if code in LIMITS:
        limit = _MAXIMUM.search(sentence)
        return f"the statement takes {LIMITS[code]} than this user's may{f' ({limit[0]})' if limit else ''}"
    if code in _OF_A_VALUE:
        return "a value cannot be read as that type"
    return "the statement fails; why is not shown, as it may quote rows"
