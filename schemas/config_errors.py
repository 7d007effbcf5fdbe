"""msgspec's errors about a file that people edit, in words of the file: what is wrong, and what may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from schemas.names import near

Model = TypeVar("Model")
Place = tuple[str, ...]
"""The keys, and from 0 the numbers of list items, that lead to a value."""

_AT = re.compile(r" - at (?P<key>`key` in )?`\$\.?(?P<path>[^`]*)`$")
_SOME_KEY = "..."
"""How msgspec writes a key of a dictionary, whichever it is."""
_KINDS = {
    "object": "a section of names and values",
    "array": "a list",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a date such as 2026-11-22",
    "datetime": "a time such as 2026-11-22T09:00:00Z",
}
_EXPLAINED = (
    (r"missing required field `(?P<name>[^`]*)`", "has no {name!r}, which it needs"),
    (r"Invalid RFC3339 encoded (?P<kind>\w+)", "{value} is not {kind}"),
    (r"Expected `(?P<kind>[^`]*)`, got `null`", "is empty, where {kind} should stand"),
    (r"Expected `(?P<kind>[^`]*)` of length (?P<length>\d+), got", "needs {length} values"),
    (r"Expected `(?P<kind>[^`]*)` of length >= 1$", "is empty"),
    (r"Expected `(?P<kind>[^`]*)` of length <= (?P<length>\d+)", "is longer than {length}"),
    (r"Expected `datetime` with a timezone", "{value} has no offset from UTC, such as +01:00, or Z for none"),
    (r"Expected `(?P<kind>[^`]*)` >= (?P<limit>\S+)", "{value} is below {limit}"),
    (r"Expected `(?P<kind>[^`]*)` <= (?P<limit>\S+)", "{value} is above {limit}"),
    (r"Expected `(?P<kind>[^`]*)`(?:, got|$)", "{value} is not {kind}"),
)


class WrongValueError(ValueError):
    """A value that a model does not take: where it is, and what is wrong with it."""

    def __init__(self, place: Sequence[str], problem: str) -> None:
        super().__init__(problem)
        self.place, self.problem = tuple(place), problem


def converted(said: Any, model: type[Model]) -> Model:
    """What a YAML file says as a `model`. Raises WrongValueError."""
    try:
        return msgspec.convert(said, model)
    except msgspec.ValidationError as error:
        raise _explained(str(error), said, model) from None


def _explained(message: str, said: Any, model: Any) -> WrongValueError:
    at = _AT.search(message)
    problem, place = _AT.sub("", message), _place(message, said, model)
    if at and at["key"]:
        return WrongValueError(place, _bad_key(problem, place, model))
    kinds = list(_at(inspect.type_info(model), place))
    if unknown := re.search(r"unknown field `([^`]*)`", problem):
        known = [field.encode_name for kind in kinds if isinstance(kind, inspect.StructType) for field in kind.fields]
        return WrongValueError(
            (*place, unknown[1]), f"there is no setting called {unknown[1]!r} here; {near(unknown[1], known)}"
        )
    value = _shown(_value(said, place))
    if allowed := [str(one) for kind in kinds if isinstance(kind, inspect.LiteralType) for one in kind.values]:
        return WrongValueError(place, f"{value} is none of {', '.join(allowed)}")
    if "matching regex" in problem:
        return WrongValueError(place, f"{value} is {_form(inspect.type_info(model), place)}")
    for pattern, sentence in _EXPLAINED:
        if found := re.search(pattern, problem):
            groups = found.groupdict()
            return WrongValueError(place, sentence.format(**groups | {"value": value, "kind": _kind(groups)}))
    return WrongValueError(place, problem)


def _bad_key(problem: str, place: Place, model: Any) -> str:
    if "matching regex" in problem:
        return f"{place[-1]!r} is {_form(inspect.type_info(model), place, of_key=True)}"
    return f"{place[-1]} is no text: in quotes it is"


def _kind(groups: dict[str, str]) -> str:
    names = [name for name in groups.get("kind", "").split(" | ") if name != "null"]
    return " or ".join(_KINDS.get(name, name) for name in names)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a section of names and values"
    return repr(value) if isinstance(value, str) else str(value)


def _place(message: str, said: Any, model: Any) -> Place:
    """Where the error is, of dictionaries the key that is wrong: found by trying each alone."""
    at = _AT.search(message)
    if not at:
        return ()
    place = re.findall(r"[^.\[\]]+|(?<=\[)\.\.\.(?=\])", at["path"]) + ([_SOME_KEY] if at["key"] else [])
    for n, step in enumerate(place):
        if step == _SOME_KEY:
            place[n] = _failing_key(message, said, model, _value(said, place[:n]))
    return tuple(place)


def _failing_key(message: str, said: Any, model: Any, holder: dict[Any, Any]) -> str:
    whole = dict(holder)
    try:
        for key, value in whole.items():
            holder.clear()
            holder[key] = value
            try:
                msgspec.convert(said, model)
            except msgspec.ValidationError as error:
                if str(error) == message:
                    return str(key)
    finally:
        holder.clear()
        holder.update(whole)
    return _SOME_KEY


def _value(said: Any, place: Sequence[str]) -> Any:
    for step in place:
        said = said[int(step)] if isinstance(said, list) else next((v for k, v in said.items() if str(k) == step), None)
    return said


def _at(kind: inspect.Type, place: Sequence[str]) -> Iterator[inspect.Type]:
    """Every type that may stand at `place`, without its limits."""
    for part in _parts(kind):
        if not place:
            yield part
        else:
            for child in _children(part, place[0]):
                yield from _at(child, place[1:])


def _form(kind: inspect.Type, place: Sequence[str], of_key: bool = False) -> str:
    """That something at `place`, or as a key there, has not the form that it should: the one that `Meta` describes."""
    found = [kind] if not place else list(_around(kind, place, of_key))
    told = (one.extra_json_schema for one in found if isinstance(one, inspect.Metadata))
    description = next((schema["description"] for schema in told if schema), "")
    return f"not of the form that is needed here{': ' if description else ''}{description}"


def _around(kind: inspect.Type, place: Sequence[str], of_key: bool) -> Iterator[inspect.Type]:
    for holder in _at(kind, place[:-1]):
        if not of_key:
            yield from _children(holder, place[-1])
        elif isinstance(holder, inspect.DictType):
            yield holder.key_type


def _parts(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.Metadata):
        yield from _parts(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for member in kind.types:
            yield from _parts(member)
    else:
        yield kind


def _children(kind: inspect.Type, step: str) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields if field.encode_name == step)
    elif isinstance(kind, inspect.DictType):
        yield kind.value_type
    elif isinstance(kind, inspect.ListType | inspect.VarTupleType):
        yield kind.item_type
    elif isinstance(kind, inspect.TupleType):
        yield from kind.item_types[int(step) : int(step) + 1]
