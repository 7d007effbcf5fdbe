"""A source's record to the fields of an event, as a map file says it.

A map is YAML: `constants` (event fields that are always the same), `native_id` (a JMESPath expression: the source's own
identifier), `fields` (event field: expression, or an expression with how to read its value) and `attributes` (the same
under names of one's own). `null` and values listed in `empty` are left out of the event. See `FieldMap` for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import jmespath
import msgspec
import yaml
from jmespath.exceptions import JMESPathError

from schemas.errors import EarshotError, InvalidEvent
from schemas.feedback import FeedbackEvent
from schemas.identity import event_id_from, event_id_of
from schemas.limits import Direction
from streams.values import DateError, Value, as_string, date_reader, number, whole_number

SHIPPED = Path(__file__).with_name("maps")
STAMPED = frozenset({"schema_version", "event_id", "received_at", "history"})
"""Fields that push gives every event itself."""
MAPPABLE = frozenset(FeedbackEvent.__struct_fields__) - STAMPED - {"attributes"}
NUMBERS: dict[str, Callable[[Value], Value]] = {
    "rating": number,
    "rating_min": number,
    "rating_max": number,
    "nps": whole_number,
    "csat": whole_number,
    "ces": whole_number,
}
DATES = frozenset({"occurred_at", "reply_at"})


class MapError(EarshotError):
    """A map that cannot be used; names the file, the line and the field."""


class FieldMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one field is found and read.

    path: JMESPath over the record. date: `iso`, `unix` (seconds), `unix_ms` or a strptime format; `zone`: of times that
    have no offset themselves (without it they are refused). lookup: value (as text) -> the field's; null leaves it out;
    values that are not listed are refused, or kept as they are. scale: lowest and highest rating; direction: which end
    is good.
    """

    path: str
    date: str | None = None
    zone: str | None = None
    lookup: dict[str, str | float | int | None] | None = None
    others: Literal["refuse", "keep"] = "refuse"
    scale: tuple[float, float] | None = None
    direction: Direction | None = None


class MapFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A map file's content."""

    constants: dict[str, str | float | int]
    fields: dict[str, str | FieldMap]
    description: str = ""
    native_id: str | None = None
    attributes: dict[str, str | FieldMap] = {}
    empty: tuple[str, ...] = ("",)


Read = Callable[[dict[str, Any]], Value]


class Map(NamedTuple):
    """A map that is ready for use: call `event_fields` per record."""

    source: str
    constants: Mapping[str, Value]
    native_id: Read | None
    fields: tuple[tuple[str, Read, Mapping[str, Value]], ...]
    attributes: tuple[tuple[str, Read], ...]

    def event_fields(self, record: dict[str, Any]) -> dict[str, Any]:
        """The event's fields but those that push stamps. Raises InvalidEvent that names the field."""
        event: dict[str, Any] = dict(self.constants)
        for name, read, companions in self.fields:
            value = read(record)
            if value is not None:
                event[name] = value
                event.update(companions)
        attributes = {name: as_string(value) for name, read in self.attributes if (value := read(record)) is not None}
        if attributes:
            event["attributes"] = attributes
        event["event_id"] = self._event_id(record)
        return event

    def _event_id(self, record: dict[str, Any]) -> str:
        if self.native_id is None:
            return event_id_from(self.source, record)
        native_id = self.native_id(record)
        if native_id is None:
            raise InvalidEvent("native_id", "missing_field", "is missing")
        return event_id_of(self.source, as_string(native_id))


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
        text = path.read_text(encoding="utf-8")
        file = msgspec.convert(yaml.safe_load(text), MapFile)
    except OSError as error:
        raise MapError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise MapError(f"{path}: is not valid UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise MapError(f"{path}:{mark.line + 1 if mark else 1}: {getattr(error, 'problem', error)}") from error
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$")
        keys = where.rstrip("`").strip(".").split(".") if where else []
        raise _at(path, text, keys, message) from error
    return _compile(path, text, file)


def _compile(path: Path, text: str, file: MapFile) -> Map:
    empty = frozenset(file.empty)

    def read_at(keys: list[str], name: str, field: str | FieldMap) -> Read:
        spec = FieldMap(field) if isinstance(field, str) else field
        try:
            return _reader(name, spec, empty)
        except (JMESPathError, DateError, ValueError) as error:
            raise _at(path, text, keys, str(error).splitlines()[0]) from error

    for section, names in (("constants", file.constants), ("fields", file.fields)):
        for name in names:
            if name not in MAPPABLE:
                raise _at(path, text, [section, name], "is not a field of an event that a map can give")
    if not isinstance(file.constants.get("source"), str):
        raise _at(path, text, ["constants"], "source is missing")
    return Map(
        source=str(file.constants["source"]),
        constants=file.constants,
        native_id=read_at(["native_id"], "native_id", file.native_id) if file.native_id else None,
        fields=tuple(
            (name, read_at(["fields", name], name, field), _companions(name, field))
            for name, field in file.fields.items()
        ),
        attributes=tuple(
            (name, read_at(["attributes", name], f"attributes.{name}", field))
            for name, field in file.attributes.items()
        ),
    )


def _companions(name: str, field: str | FieldMap) -> dict[str, Value]:
    """Fields that come with a value and stay away without it: a rating's scale, an answer's direction."""
    if isinstance(field, str):
        return {}
    scale = {f"{name}_min": field.scale[0], f"{name}_max": field.scale[1]} if field.scale else {}
    return {**scale, **({f"{name}_direction": field.direction} if field.direction else {})}


def _reader(name: str, spec: FieldMap, empty: frozenset[str]) -> Read:
    """One field's whole way: found, emptied, looked up, made a date or a number. Raises JMESPathError, ValueError, DateError."""
    if spec.scale and name != "rating":
        raise ValueError("only a rating has a scale")
    if spec.direction and name not in {"rating", "csat", "ces"}:
        raise ValueError("only rating, csat and ces have a direction")
    find, convert = _finder(spec.path), _converter(name, spec)
    lookup, keep = spec.lookup, spec.others == "keep"

    def read(record: dict[str, Any]) -> Value:
        value = find(record)
        if value is None or (isinstance(value, str) and value in empty):
            return None
        if lookup is not None:
            value = _looked_up(name, lookup, value, keep)
        try:
            return None if value is None else convert(value)
        except DateError as error:
            raise InvalidEvent(name, error.reason, str(error)) from None
        except (TypeError, ValueError, OverflowError):
            raise InvalidEvent(name, "wrong_type", "cannot be read as this field's type") from None

    return read


def _looked_up(name: str, lookup: Mapping[str, Value], value: Value, keep: bool) -> Value:
    try:
        return lookup.get(as_string(value), value) if keep else lookup[as_string(value)]
    except (KeyError, TypeError):
        pass
    raise InvalidEvent(name, "unmapped", "has a value that the map's lookup does not list")


def _converter(name: str, spec: FieldMap) -> Callable[[Value], Value]:
    if name in DATES:
        return date_reader(spec.date or "iso", spec.zone)
    if spec.date or spec.zone:
        raise ValueError("only occurred_at and reply_at are dates")
    return NUMBERS.get(name, as_string)


@cache
def _finder(path: str) -> Read:
    """A plain name needs no interpreter: most maps have nothing else, and it is ten times faster."""
    compiled = jmespath.compile(path)
    if compiled.parsed["type"] == "field":
        key = compiled.parsed["value"]
        return lambda record: record.get(key)
    return compiled.search  # type: ignore[no-any-return]


def _at(path: Path, text: str, keys: list[str], message: str) -> MapError:
    """The error with the line on which that key of the file stands."""
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), 1
    for key in keys:
        found = [pair for pair in node.value if pair[0].value == key] if isinstance(node, yaml.MappingNode) else []
        if not found:
            break
        line, node = found[0][0].start_mark.line + 1, found[0][1]
    return MapError(f"{path}:{line}: {'.'.join(keys) or 'the map'}: {message}")
