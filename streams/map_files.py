"""Map files: YAML that says how a source's records become events.

`record`: what they become: feedback (if unsaid), case (a step of one: `native_id` must name the step) or fact.
`constants` (event fields that are always the same), `native_id` (a JMESPath expression: the source's own identifier),
`fields` (event field: expression, or an expression with how to read its value: see `FieldMap`) and `attributes` (the
same under names of one's own). `null` and values listed in `empty` are left out of the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from schemas.config_errors import Place, WrongValueError, converted
from schemas.config_file import BadConfig, line_of, read_yaml
from schemas.errors import EarshotError
from streams.expressions import Read
from streams.map_checks import at, check_constants, check_lookup, check_names, check_whole
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
        return _compile(converted(said, MapFile))
    except BadConfig as error:
        place = [f"{path}:{error.line}" if error.line else str(path), *filter(None, [error.field])]
        raise MapError(": ".join([*place, error.problem])) from error
    except WrongValueError as error:
        where = f"{path}:{line_of(text, error.place)}: {'.'.join(error.place) or 'the map'}"
        raise MapError(f"{where}: {error.problem}") from error


def _compile(file: MapFile) -> Map:
    """Raises WrongValueError."""
    empty, type_ = frozenset(file.empty), RECORD_TYPES[file.record]

    def compiled(place: Place, field: object) -> _Compiled:
        with at(place):
            spec = FieldMap(field) if isinstance(field, str) else converted(field, FieldMap)
            name = ".".join(place).removeprefix("fields.")
            read = reader(name, spec, empty, type_)
            check_lookup(name, spec, type_)
            return _Compiled(spec, read, companions(name, spec))

    check_constants(file.constants, type_)
    check_names(file.fields, type_)
    case = file.fields.get("case_id")
    named = case.get("path") if isinstance(case, dict) else case
    if type_ is CASE and file.native_id is not None and file.native_id == named:
        raise WrongValueError(["native_id"], "names the case, and its steps would replace each other: name the step")
    fields = {name: compiled(("fields", name), field) for name, field in file.fields.items()}
    attributes = {name: compiled(("attributes", name), field) for name, field in file.attributes.items()}
    native_id = compiled(("native_id",), file.native_id) if file.native_id else None
    check_whole(file.constants, {name: field.spec for name, field in fields.items()}, type_)
    return Map(
        type_=type_,
        source=str(file.constants["source"]),
        constants=file.constants,
        native_id=native_id.read if native_id else None,
        fields=tuple((name, field.read, field.companions) for name, field in fields.items()),
        attributes=tuple((name, field.read) for name, field in attributes.items()),
        paths={name: field.spec.path for name, field in fields.items()}
        | {f"attributes.{name}": field.spec.path for name, field in attributes.items()}
        | ({"native_id": native_id.spec.path} if native_id else {}),
    )


class _Compiled(NamedTuple):
    spec: FieldMap
    read: Read
    companions: Mapping[str, Value]
