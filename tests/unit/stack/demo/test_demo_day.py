"""A home's demos are all of the day of its first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stack.demo.day import demo_day
from stack.errors import StackError
from stack.home import Home

FIRST, LATER = date(2026, 11, 20), date(2026, 12, 3)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return a_home(tmp_path / "home")


def a_home(folder: Path) -> Home:
    home = Home.at(folder)
    home.create()
    return home


def test_the_first_demo_is_of_today_and_later_ones_of_the_same_day(home: Home) -> None:
    assert demo_day(home, FIRST) == FIRST
    assert demo_day(home, LATER) == FIRST


def test_another_home_has_its_own_day(home: Home, tmp_path: Path) -> None:
    demo_day(home, FIRST)
    assert demo_day(a_home(tmp_path / "other"), LATER) == LATER


def test_what_is_no_day_is_said_and_not_replaced(home: Home) -> None:
    demo_day(home, FIRST)
    home.demo_day.write_text("yesterday")
    with pytest.raises(StackError, match="demo-day"):
        demo_day(home, LATER)
    assert home.demo_day.read_text() == "yesterday"
