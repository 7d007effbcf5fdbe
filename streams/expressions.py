"""JMESPath expressions of a map: checked as a whole when they are compiled, called per record."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import jmespath
from jmespath.functions import Functions

from streams.values import Value

Read = Callable[[dict[str, Any]], Value]
SEARCH_ERRORS = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What searching raises where a function meets what it does not take; JMESPathError is a ValueError."""


@cache
def finder(path: str) -> Read:
    """Record to what lies at `path`. Raises JMESPathError, or ValueError for a function that there is not.

    A plain name needs no interpreter: most maps have nothing else, and it is ten times faster.
    """
    compiled = jmespath.compile(path)
    _check_functions(compiled.parsed)
    if compiled.parsed["type"] == "field":
        key = compiled.parsed["value"]
        return lambda record: record.get(key)
    return compiled.search


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
