"""What can be known of a map before a row is read: whatever would refuse every row, or a row for what the map says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from msgspec.structs import fields as fields_of_model

from schemas.config_errors import Place, WrongValueError, converted
from schemas.fact import NEEDED, OR
from schemas.names import near
from streams.fields import STAMPED
from streams.mapping import FieldMap, converter
from streams.record_types import FACT, FEEDBACK, RecordType
from streams.values import DateError, Value

SAID = ("text", "rating", "nps", "csat", "ces")
"""Feedback says one of these."""


@contextmanager
def at(place: Place) -> Iterator[None]:
    """What is wrong inside, as a WrongValueError that begins at `place`."""
    try:
        yield
    except WrongValueError as error:
        raise WrongValueError((*place, *error.place), error.problem) from None
    except ValueError as error:
        raise WrongValueError(place, str(error)) from error


def check_constants(constants: Mapping[str, Value], type_: RecordType) -> None:
    """Each is a field of the record, and a value that its schema takes. Raises WrongValueError."""
    _check_known("constants", constants, type_)
    if not isinstance(constants.get("source"), str):
        raise WrongValueError(["constants"], "source is missing")
    for name, value in constants.items():
        with at(("constants", name)):
            _check_value(name, value, type_)


def check_names(fields: Mapping[str, object], type_: RecordType) -> None:
    """Each is a field of the record. Raises WrongValueError."""
    _check_known("fields", fields, type_)


def check_lookup(name: str, spec: FieldMap, type_: RecordType) -> None:
    """Each value that a lookup gives is one that the field's schema takes. Raises WrongValueError."""
    convert = converter(name, spec, type_)
    for key, value in (spec.lookup or {}).items():
        if value is None:
            continue
        with at(("lookup", key)):
            try:
                read = convert(value)
            except DateError:
                raise
            except (TypeError, ValueError, OverflowError):
                raise ValueError(f"{value!r} cannot be read as this field's type") from None
            _check_value(name, read, type_)


def needed(constants: Mapping[str, Value], type_: RecordType) -> list[str]:
    """The fields that every row of a map has to give, `a|b` one of them; not those that are constants."""
    every = [field.name for field in fields_of_model(type_.model) if field.required and field.name not in STAMPED]
    of_kind = NEEDED.get(constants.get("kind", ""), ()) if type_ is FACT else ()
    said = [OR.join(SAID)] if type_ is FEEDBACK else []
    return [names for names in [*every, *of_kind, *said] if not set(names.split(OR)) & set(constants)]


def check_whole(constants: Mapping[str, Value], fields: Mapping[str, FieldMap], type_: RecordType) -> None:
    """What every row needs is given, and a rating has a scale. Raises WrongValueError."""
    for names in needed(constants, type_):
        if not set(names.split(OR)) & set(fields):
            told = " or ".join(names.split(OR))
            raise WrongValueError(["fields"], f"nothing gives {told}, without which no row can be used")
    rating = fields.get("rating")
    if rating and not rating.scale and not {"rating_min", "rating_max"} <= {*constants, *fields}:
        raise WrongValueError(["fields", "rating"], f"needs a scale, such as {{path: {rating.path}, scale: [1, 5]}}")


def _check_known(section: str, names: Collection[str], type_: RecordType) -> None:
    known = [name for name in type_.model.__struct_fields__ if name not in STAMPED and name != "attributes"]
    for name in names:
        if name not in known:
            raise WrongValueError(
                (section, name), f"is not a field of an event that a map can give; {near(name, known)}"
            )


def _check_value(name: str, value: Value, type_: RecordType) -> None:
    """Raises WrongValueError for what the schema does not take; of attributes it takes any text."""
    for field in fields_of_model(type_.model):
        if field.name == name:
            converted(value, field.type)
