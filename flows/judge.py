"""Facts → judgements of one window: first whether the data can be trusted, then what they say."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from flows.collected import estimates
from flows.evidence import explained
from flows.facts import PERCEPTION, Facts
from flows.indicators.activity import MentionSeries, PhraseSeries
from flows.indicators.catalogue import CATALOGUE
from flows.indicators.classified import others_as_predicted, shown_share
from flows.indicators.conclude import conclude
from flows.indicators.inputs import PerceptionSeries
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.source_outage import has_ended
from flows.indicators.trust import suppress
from flows.labels import Labelled, read_labelled
from flows.queries import Read
from flows.rules import Rules
from flows.series import (
    heartbeats,
    newcomer_mentions,
    perception_series,
    version_changes,
    volumes,
    year_pair,
)
from flows.subjects import perception_subjects
from flows.themes import phrase_series
from flows.windows import Grain, Window

WINDOWED = PERCEPTION - {"response_bias"}
SILENCE_ONLY: tuple[Grain, ...] = ("day",)
"""A day holds too little to tell a loss of volume, or a change of model, from any other day."""


def judge(read: Read, facts: Facts, window: Window, rules: Rules, names: Set[str]) -> list[Judgement]:
    """Every judgement of a window by the named indicators, and those of trust. Raises Unavailable."""
    trust = [] if window.grain == "hour" else _trust(facts, window, rules)
    labelled = read_labelled(read, rules.labels) if names & PERCEPTION else Labelled()
    found = [*_perception(facts, window, rules, names, labelled), *_others(facts, window, rules, names)]
    found += [others_as_predicted(one, rules.config) for one in estimates(read, window, rules, names)]
    return [*trust, *explained(conclude(suppress(found, trust, rules.config), rules.config, rules.as_of))]


def _trust(facts: Facts, window: Window, rules: Rules) -> list[Judgement]:
    """Sources first: a loss of volume is one only where no source failed."""
    config, as_of = rules.config, rules.as_of
    beats = list(heartbeats(facts, window))
    outages = conclude([CATALOGUE["source_outage"].measure(beat, config) for beat in beats], config, as_of)
    if window.grain in SILENCE_ONLY:
        return list(outages)
    silent = {one.subject.text for one in outages if one.severity > 1}
    silent |= {beat.subject.text for beat in beats if has_ended(beat, config)}
    rest = [CATALOGUE["volume_drop"].measure(volume, config) for volume in volumes(facts, window, silent)]
    rest += [CATALOGUE["model_break"].measure(versions, config) for versions in version_changes(facts, window)]
    return [*outages, *conclude(rest, config, as_of)]


def _perception(facts: Facts, window: Window, rules: Rules, names: Set[str], labelled: Labelled) -> Iterator[Estimate]:
    if not names & PERCEPTION:
        return
    config = rules.config
    due = {name for name in WINDOWED & names if window.grain in config.windows_of(name)}
    minimum = config.proof.minimum_customers
    for subject, metric in perception_subjects(facts.answers, window, rules.brands.names, minimum):
        series = _with_errors(perception_series(facts, subject, metric, window), facts, window, rules, labelled)
        if "perception_drop" in due:
            yield CATALOGUE["perception_drop"].measure(series, config)
        if "perception_yoy" in due:
            pair = replace(year_pair(facts, subject, metric, window), classifier=series.classifier)
            yield CATALOGUE["perception_yoy"].measure(pair, config)
        if "perception_trend" in due:
            yield CATALOGUE["perception_trend"].measure(series, config)
        if "perception_shift" in due and not subject.topic:
            yield CATALOGUE["perception_shift"].measure(series, config)
        if subject.level == "brand" and "response_bias" in names:
            yield CATALOGUE["response_bias"].measure(series, config)


def _with_errors(
    series: PerceptionSeries, facts: Facts, window: Window, rules: Rules, labelled: Labelled
) -> PerceptionSeries:
    """A series with what is known of the errors of the model that predicted it; as it is where none did.

    Labels are of the version that read the window: `trust` holds up what another one read the comparison of.
    """
    if series.metric != "net_sentiment":
        return series
    read_by = facts.versions.get((series.subject.brand, window.start.date()), {})
    shows = shown_share(series.periods, rules.config)
    return replace(series, classifier=labelled.classifier(series.subject, set(read_by.get("sentiment", ())), shows))


def _others(facts: Facts, window: Window, rules: Rules, names: Set[str]) -> Iterator[Estimate]:
    if "new_entrant" in names:
        for series in _newcomers(facts, window, rules):
            yield CATALOGUE["new_entrant"].measure(series, rules.config)
    if "emerging_theme" in names:
        for phrases in _themes(facts, window, rules):
            yield CATALOGUE["emerging_theme"].measure(phrases, rules.config)


def _newcomers(facts: Facts, window: Window, rules: Rules) -> Iterator[MentionSeries]:
    if window.grain in rules.config.new_entrant.windows:
        yield from newcomer_mentions(facts, window, rules.config.new_entrant.minimum_customers)


def _themes(facts: Facts, window: Window, rules: Rules) -> Iterator[PhraseSeries]:
    config = rules.config.emerging_theme
    if themes := facts.themes.get(window.start.date()) if window.grain in config.windows else None:
        yield from phrase_series(themes, window, config)
