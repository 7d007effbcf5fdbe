"""One value of a source's record as what an event's field holds: text, number or time."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from schemas.errors import Reason

Value = Any
"""Whatever JSON, CSV or Parquet hold."""
CACHED_DATES = 65_536


class DateError(ValueError):
    """A date that cannot be read, or a time without offset where no zone is given."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


def as_string(value: Value) -> str:
    """Text as it is; numbers and truth values as JSON writes them. Raises TypeError for what has parts."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    raise TypeError("is not a single value")


def number(value: Value) -> float:
    """Raises TypeError or ValueError, also for infinity and not-a-number."""
    if isinstance(value, bool):
        raise TypeError("is not a number")
    found = float(value)
    if not math.isfinite(found):
        raise ValueError("is not a finite number")
    return found


def whole_number(value: Value) -> int:
    """`4`, `"4"` and `"4.0"` are 4. Raises TypeError or ValueError, also for 4.5."""
    found = number(value)
    if not found.is_integer():
        raise ValueError("is not a whole number")
    return int(found)


def truth(value: Value) -> bool:
    """true, "true", 1 and "1" are true, and so on for false. Raises ValueError."""
    return msgspec.convert(value, bool, strict=False)


def date_reader(form: str, zone: str | None) -> Callable[[Value], datetime]:
    """Value -> aware time by `form` (see FieldMap). Raises ValueError where it cannot work, DateError when reading."""
    found = _zone(zone)
    parse = _text_reader(form, has_zone=found is not None)

    @lru_cache(CACHED_DATES)
    def read_text(text: str) -> datetime:
        try:
            return _aware(parse(text), found)
        except DateError:
            raise
        except (ValueError, OverflowError, OSError):
            raise DateError("bad_date", "is not a date of the map's format") from None

    def read(value: Value) -> datetime:
        if isinstance(value, datetime):
            return _aware(value, found)
        if isinstance(value, date):
            return _aware(datetime(value.year, value.month, value.day), found)  # noqa: DTZ001 - the zone follows
        return read_text(as_string(value).strip())

    return read


def _text_reader(form: str, has_zone: bool) -> Callable[[str], datetime]:
    known = {"iso": datetime.fromisoformat, "unix": _seconds(1), "unix_ms": _seconds(1000)}
    if form in known:
        return known[form]
    if "%" not in form:
        raise ValueError(f"the date format {form!r} is neither {', '.join(known)} nor made of % directives")
    if not _works(form):
        raise ValueError(f"the date format {form!r} cannot be read: it has a directive that there is not, or no year")
    if not has_zone and "%z" not in form:
        raise ValueError(f"the date format {form!r} has no offset: zone says in which zone such times are")
    return lambda text: datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows


def _works(form: str) -> bool:
    """Whether what is written by a format can be read by it again, as far as the year."""
    moment = datetime(2024, 3, 5, 16, 7, 8, tzinfo=UTC)
    try:
        return datetime.strptime(moment.strftime(form), form).year == moment.year  # noqa: DTZ007 - of the year alone
    except ValueError:
        return False


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error


def _seconds(per_second: int) -> Callable[[str], datetime]:
    return lambda text: datetime.fromtimestamp(float(text) / per_second, UTC)


def _aware(time: datetime, zone: tzinfo | None) -> datetime:
    if time.tzinfo is not None:
        return time
    if zone is None:
        raise DateError("naive_time", "has no offset from UTC")
    return time.replace(tzinfo=zone)
