"""JMESPath expressions of a map: checked as a whole when they are compiled, called per record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jmespath
from jmespath.exceptions import IncompleteExpressionError, JMESPathError, LexerError, ParseError
from jmespath.functions import Functions

from streams.values import Value

Read = Callable[[dict[str, Any]], Value]
SEARCH_ERRORS = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What searching raises where a function meets what it does not take; JMESPathError is a ValueError."""


_OF_THE_RECORD = frozenset(
    {
        *("function_expression", "or_expression", "and_expression", "not_expression", "comparator"),
        *("multi_select_list", "multi_select_dict", "key_val_pair"),
    }
)
"""Parts of an expression whose parts are all searched for in the record itself; of others the first is."""
_PLAIN_NAME = re.compile(r"[\w .:/#-]+")


@cache
def finder(path: str) -> Read:
    """Record to what lies at `path`. Raises ValueError for what is no expression, or has a function that there is not.

    A plain name needs no interpreter: most maps have nothing else, and it is ten times faster.
    """
    parsed = _parsed(path)
    if parsed["type"] == "field":
        key = parsed["value"]
        return lambda record: record.get(key)
    return jmespath.compile(path).search


def names_in(path: str) -> frozenset[str]:
    """The names of the record itself, a row's columns, that an expression reads. Raises ValueError as `finder`."""
    return frozenset(_names(_parsed(path)))


def _names(node: Any) -> Iterator[str]:
    if node["type"] == "field":
        yield str(node["value"])
    children = [child for child in node["children"] if isinstance(child, dict)]
    if node["type"] != "expref":
        for child in children if node["type"] in _OF_THE_RECORD else children[:1]:
            yield from _names(child)


@cache
def _parsed(path: str) -> Any:
    try:
        parsed = jmespath.compile(path).parsed
    except JMESPathError as error:
        raise ValueError(f"{path!r} is no expression of JMESPath: {_what(path, error)}") from error
    _check_functions(parsed)
    return parsed


def _what(path: str, error: JMESPathError) -> str:
    if isinstance(error, IncompleteExpressionError) or not isinstance(error, ParseError):
        return "it ends too early"
    if _PLAIN_NAME.fullmatch(path):
        return f"as a name it stands in double quotes, '\"{path}\"'"
    problem = error.message if isinstance(error, LexerError) else error.msg
    return f"{problem[:1].lower()}{problem[1:]} at character {error.lex_position + 1}"


def _check_functions(node: Any) -> None:
    """The library would notice at the first record, and then refuse every one of them."""
    if node["type"] == "function_expression":
        known = Functions.FUNCTION_TABLE.get(node["value"])
        if known is None:
            raise ValueError(f"there is no function {node['value']}()")
        wanted, given = known["signature"], len(node["children"])
        variadic = bool(wanted) and bool(wanted[-1].get("variadic"))
        if given < len(wanted) or (given > len(wanted) and not variadic):
            raise ValueError(f"{node['value']}() takes {len(wanted)} arguments, not {given}")
    for child in node["children"]:
        if isinstance(child, dict):
            _check_functions(child)
