"""Map files: YAML that says how a source's records become events.

`record`: what they become: feedback (if unsaid), case (a step of one: `native_id` must name the step) or fact.
`constants` (event fields that are always the same), `native_id` (a JMESPath expression: the source's own identifier),
`fields` (event field: expression, or an expression with how to read its value: see `FieldMap`) and `attributes` (the
same under names of one's own). `null` and values listed in `empty` are left out of the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from jmespath.exceptions import JMESPathError

from schemas.config_file import BadConfig, line_of, read_yaml
from schemas.errors import EarshotError
from streams.expressions import Read
from streams.fields import STAMPED
from streams.mapping import FieldMap, Map, companions, reader
from streams.record_types import CASE, RECORD_TYPES, TypeName
from streams.values import Value

SHIPPED = Path(__file__).with_name("maps")


class MapError(EarshotError):
    """A map that cannot be used; names the file, the line and the field."""


class MapFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A map file's content."""

    constants: dict[str, str | float | int | bool]
    fields: dict[str, Any]
    description: str = ""
    record: TypeName = "feedback"
    native_id: str | None = None
    attributes: dict[str, Any] = {}
    empty: tuple[str, ...] = ("",)


def find_map(name: str) -> Map:
    """The map at that path, or the shipped one of that name. Raises MapError."""
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"} and not path.is_file():
        path = SHIPPED / f"{name}.yaml"
        if not path.is_file():
            shipped = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.yaml")))
            raise MapError(f"{name}: neither a file nor a shipped map ({shipped})")
    return load_map(path)


def load_map(path: Path) -> Map:
    """Reads and checks a whole map file before any record is read. Raises MapError."""
    try:
        text, said = read_yaml(path)
        file = msgspec.convert(said, MapFile)
    except BadConfig as error:
        raise MapError(f"{path}:{error.line or 1}: {error.problem}") from error
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$")
        keys = where.rstrip("`").strip(".").split(".") if where else []
        raise _at(path, text, keys, message) from error
    return _compile(path, text, file)


def _compile(path: Path, text: str, file: MapFile) -> Map:
    empty, type_ = frozenset(file.empty), RECORD_TYPES[file.record]
    mappable = frozenset(type_.model.__struct_fields__) - STAMPED - {"attributes"}

    def compiled(keys: list[str], field: object) -> tuple[Read, Mapping[str, Value]]:
        try:
            spec = FieldMap(field) if isinstance(field, str) else msgspec.convert(field, FieldMap)
            return reader(".".join(keys).removeprefix("fields."), spec, empty, type_), companions(keys[-1], spec)
        except (JMESPathError, ValueError) as error:
            raise _at(path, text, keys, str(error).splitlines()[0].replace("`$.", "`")) from error

    for section, names in (("constants", file.constants), ("fields", file.fields)):
        for name in names:
            if name not in mappable:
                raise _at(path, text, [section, name], "is not a field of an event that a map can give")
    case = file.fields.get("case_id")
    named = case.get("path") if isinstance(case, dict) else case
    if type_ is CASE and file.native_id is not None and file.native_id == named:
        raise _at(path, text, ["native_id"], "names the case, and its steps would replace each other: name the step")
    if not isinstance(file.constants.get("source"), str):
        raise _at(path, text, ["constants"], "source is missing")
    return Map(
        type_=type_,
        source=str(file.constants["source"]),
        constants=file.constants,
        native_id=compiled(["native_id"], file.native_id)[0] if file.native_id else None,
        fields=tuple((name, *compiled(["fields", name], field)) for name, field in file.fields.items()),
        attributes=tuple((name, compiled(["attributes", name], field)[0]) for name, field in file.attributes.items()),
    )


def _at(path: Path, text: str, keys: list[str], message: str) -> MapError:
    """The error with the line on which that key of the file stands."""
    line = line_of(text, keys)
    return MapError(f"{path}:{line}: {'.'.join(keys) or 'the map'}: {message}")
