"""The day of a home's first demo, which all its demos keep.

Events are numbered through the feed, and the feed of another day begins elsewhere: pushed into the same home, its
events would take the ids of other ones.
"""

from __future__ import annotations

from datetime import date

from stack.errors import StackError
from stack.home import Home


def demo_day(home: Home, today: date) -> date:
    """`today` in a home without a demo, then always the same. Raises StackError for a file that holds no day."""
    try:
        return date.fromisoformat(home.demo_day.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        home.demo_day.write_text(f"{today}\n", encoding="ascii")
        return today
    except ValueError as error:
        raise StackError(f"{home.demo_day} does not hold the day of the first demo (2026-11-20, say)") from error
