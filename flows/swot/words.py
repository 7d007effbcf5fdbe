"""What things are called in the report."""

from __future__ import annotations

from datetime import date, datetime

from flows.indicators.wording import written
from flows.swot.content.point import Quadrant

TITLES: dict[Quadrant, str] = {
    "strength": "Strengths",
    "weakness": "Weaknesses",
    "opportunity": "Opportunities",
    "threat": "Threats",
}
NOTHING: dict[Quadrant, str] = {
    "strength": "No strength was found among what could be judged.",
    "weakness": "No weakness was found among what could be judged.",
    "opportunity": "No opportunity was found among what could be judged.",
    "threat": "No threat was found among what could be judged.",
}
WHY_UNJUDGED = {
    "no_data": "no data",
    "incomplete": "incomplete data",
    "insufficient_data": "too few answers",
    "inconclusive": "could be chance",
}
VERDICTS = {"on_track": "on track", "none": "none to speak of", "ok": "steady"} | WHY_UNJUDGED
NOBODY = "nobody yet"


def verdict_name(verdict: str) -> str:
    """As a manager reads it."""
    return VERDICTS.get(verdict, verdict.replace("_", " "))


def indicator_name(indicator: str) -> str:
    return indicator.replace("_", " ")


def day(moment: date | datetime | None) -> str:
    """`2 November 2026`, a dash for none."""
    return written(moment) if moment else "–"
