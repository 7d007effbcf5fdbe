"""Days that are like no others: public holidays, and the feasts that move through the calendar.

All dates are those of the library `holidays`; of the Islamic calendar those of years ahead are partly estimated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

Feast = Literal["easter", "ramadan", "nowruz"]
FEASTS: tuple[Feast, ...] = get_args(Feast)
RAMADAN_DAYS = 30
_ADDED = re.compile(r" \((?:observed|estimated|observed, estimated)\)$")


class UnknownCountryError(ValueError):
    """A country or region of which no holidays are known."""


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> Mapping[date, str]:
    """Days off by name, of a country as ISO 3166 writes it, or of a region of it: `ES`, `ES-CT`.

    Raises UnknownCountryError.
    """
    import holidays  # noqa: PLC0415 - half a second that only those pay who name a country

    code, _, region = country.partition("-")
    try:
        found = holidays.country_holidays(code, subdiv=region or None, years=year, language="en_US")
    except NotImplementedError as error:
        raise UnknownCountryError(f"no holidays are known of {country!r}") from error
    return {day: _ADDED.sub("", name) for day, names in found.items() for name in names.split("; ")[:1]}


@lru_cache(maxsize=256)
def feast(name: Feast, year: int) -> Mapping[date, str]:
    """A feast's days by name: Good Friday to Easter Monday; the month before Eid al-Fitr; Nowruz's days off in Iran."""
    if name == "easter":
        return dict.fromkeys(_easter(year), "Easter")
    if name == "ramadan":
        return dict.fromkeys(_ramadan(year), "Ramadan")
    return {day: "Nowruz" for day, called in public_holidays("IR", year).items() if "Nowruz" in called}


def _easter(year: int) -> Iterator[date]:
    friday = next(day for day, called in public_holidays("GB", year).items() if called == "Good Friday")
    return (friday + timedelta(days=offset) for offset in range(4))


def _ramadan(year: int) -> Iterator[date]:
    """The days of that year of all that lie in it: in 2030 there are two."""
    for around in (year, year + 1):
        for end, called in public_holidays("AE", around).items():
            if called == "Eid al-Fitr":
                days = (end - timedelta(days=back) for back in range(1, RAMADAN_DAYS + 1))
                yield from (day for day in days if day.year == year)
