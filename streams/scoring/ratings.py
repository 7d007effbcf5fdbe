"""A rating that comes with a text: as a share of its scale, and whether the text says the opposite."""

from __future__ import annotations

from schemas.feedback import FeedbackEvent
from streams.scoring.sentiment import Judgement

_CLEAR = 0.8
_BAD, _GOOD = 0.25, 0.75


def rating_score(event: FeedbackEvent) -> float | None:
    """How good its rating is, 0 worst to 1 best; of several the first of rating, csat, nps, ces. None without any."""
    if event.rating is not None and event.rating_min is not None and event.rating_max is not None:
        return _share(event.rating, event.rating_min, event.rating_max, event.rating_direction)
    if event.csat is not None:
        return _share(event.csat, 1, 5, event.csat_direction)
    if event.nps is not None:
        return _share(event.nps, 0, 10, "higher_is_better")
    if event.ces is not None:
        return _share(event.ces, 1, 7, event.ces_direction)
    return None


def contradicts(judgement: Judgement, rating: float | None) -> bool:
    """Whether a clear text and its rating (0 worst to 1 best) say the opposite of each other."""
    if rating is None or (judgement.confidence or 0.0) < _CLEAR:
        return False
    return (rating <= _BAD and judgement.label == "positive") or (rating >= _GOOD and judgement.label == "negative")


def _share(value: float, least: float, most: float, direction: str) -> float:
    share = (value - least) / (most - least)
    return 1 - share if direction == "lower_is_better" else share
