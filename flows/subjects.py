"""Whom and what a window's perception is judged of: brands, then their topics and channels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.answers import Answers
from flows.facts import history_of
from flows.indicators.vocabulary import METRICS, Metric, Subject
from flows.series import BASELINE
from flows.windows import Window


def perception_subjects(
    answers: Answers, window: Window, listed: Sequence[str], minimum: int
) -> Iterator[tuple[Subject, Metric]]:
    """Every subject and metric worth a judgement.

    A listed brand always is: that it has no data is to be said. Any other brand is when `minimum` customers answered
    in the window or in one of those before it, and so is a topic or channel of a brand that is.
    """
    for brand in [*listed, *sorted(answers.brands() - set(listed))]:
        whole = Subject(brand)
        for metric in METRICS:
            enough = _enough(answers, whole, metric, window, minimum)
            if enough or brand in listed:
                yield whole, metric
            if enough:
                yield from _parts(answers, brand, metric, window, minimum)


def _parts(
    answers: Answers, brand: str, metric: Metric, window: Window, minimum: int
) -> Iterator[tuple[Subject, Metric]]:
    topics = [Subject(brand, topic=topic) for topic in sorted(answers.topics(brand))]
    channels = [Subject(brand, channel=channel) for channel in sorted(answers.channels(brand))]
    for subject in [*topics, *(channels if len(channels) > 1 else [])]:
        if _enough(answers, subject, metric, window, minimum):
            yield subject, metric


def _enough(answers: Answers, subject: Subject, metric: Metric, window: Window, minimum: int) -> bool:
    earliest = window.shift(-history_of(window.grain, subject))
    windows = [one for one in (window, window.year_before(), *window.before(BASELINE)) if one >= earliest]
    return any(answers.customers(subject, metric, one) >= minimum for one in windows)
