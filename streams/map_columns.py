"""The columns of a CSV file, before a row of it is sent: those that a map reads, or without one those a row needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.fact import OR
from schemas.names import near
from streams.expressions import names_in
from streams.map_checks import needed
from streams.mapping import Map
from streams.readers import FileError, read_columns
from streams.record_types import RecordType


def check_columns(type_: RecordType, path: str) -> None:
    """Raises FileError where a CSV file that no map explains has not a column that every row needs."""
    columns = read_columns(path)
    for names in needed({}, type_) if columns is not None else ():
        said = names.split(OR)
        if not set(said) & set(columns or ()):
            told = " or ".join(said)
            needs = f"there is no column {told}, which every row of {type_.plural} needs"
            raise FileError(f"{path}: {needs}: --map says what the columns are, --as what the rows are")


def unread_columns(map_: Map, path: str) -> list[str]:
    """A sentence for each name of the map that is no column of the file; none for a file of another format.

    Raises FileError where every row would be refused for it.
    """
    columns = read_columns(path)
    if columns is None:
        return []
    absent = {field: names for field, read in map_.paths.items() if (names := sorted(names_in(read) - {*columns}))}
    sentences = {
        field: f"there is no column {' and '.join(map(repr, names))}, which the map reads {field} from; "
        f"{near(names[0], columns)}"
        for field, names in absent.items()
    }
    if field := _lost(map_, absent):
        raise FileError(f"{path}: no row can be used without {field}: {sentences[field]}")
    return [f"{path}: {sentence}" for sentence in sentences.values()]


def _lost(map_: Map, absent: Mapping[str, Sequence[str]]) -> str:
    """The first field that every row needs and none can have, since nothing that it is read from is there."""
    unread = {field for field, names in absent.items() if len(names) == len(names_in(map_.paths[field]))}
    for field in [*needed(map_.constants, map_.type_), *({"native_id"} & map_.paths.keys())]:
        given = [name for name in map_.paths if name in field.split(OR)]
        if given and unread.issuperset(given):
            return given[0]
    return ""
