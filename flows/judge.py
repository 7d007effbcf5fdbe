"""Facts → judgements of one window: first whether the data can be trusted, then what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.brands import Brands
from flows.evidence import explained
from flows.facts import Facts
from flows.indicators.activity import MentionSeries, PhraseSeries
from flows.indicators.catalogue import CATALOGUE
from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate, Judgement
from flows.indicators.source_outage import has_ended
from flows.indicators.trust import suppress
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
from flows.windows import Window


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run judges by: the listed brands, what counts as a change, and the moment it speaks at."""

    brands: Brands
    config: IndicatorsConfig
    as_of: datetime


def judge(facts: Facts, window: Window, rules: Rules) -> list[Judgement]:
    """Every judgement of a window."""
    trust = _trust(facts, window, rules)
    found = list(_perception(facts, window, rules))
    found += [CATALOGUE["new_entrant"].measure(series, rules.config) for series in _newcomers(facts, window, rules)]
    found += [CATALOGUE["emerging_theme"].measure(series, rules.config) for series in _themes(facts, window, rules)]
    return [*trust, *explained(conclude(suppress(found, trust, rules.config), rules.config, rules.as_of))]


def _trust(facts: Facts, window: Window, rules: Rules) -> list[Judgement]:
    """Sources first: a loss of volume is one only where no source failed."""
    config, as_of = rules.config, rules.as_of
    beats = list(heartbeats(facts, window))
    outages = conclude([CATALOGUE["source_outage"].measure(beat, config) for beat in beats], config, as_of)
    silent = {one.subject.source for one in outages if one.severity > 1}
    silent |= {beat.subject.source for beat in beats if has_ended(beat, config)}
    rest = [CATALOGUE["volume_drop"].measure(volume, config) for volume in volumes(facts, window, silent)]
    rest += [CATALOGUE["model_break"].measure(versions, config) for versions in version_changes(facts, window)]
    return [*outages, *conclude(rest, config, as_of)]


def _perception(facts: Facts, window: Window, rules: Rules) -> Iterator[Estimate]:
    config = rules.config
    minimum = config.proof.minimum_customers
    for subject, metric in perception_subjects(facts.answers, window, rules.brands.names, minimum):
        series = perception_series(facts, subject, metric, window)
        if window.grain in config.perception_drop.windows:
            yield CATALOGUE["perception_drop"].measure(series, config)
        if window.grain in config.perception_yoy.windows:
            yield CATALOGUE["perception_yoy"].measure(year_pair(facts, subject, metric, window), config)
        if window.grain in config.perception_trend.windows:
            yield CATALOGUE["perception_trend"].measure(series, config)
        if subject.level == "brand":
            yield CATALOGUE["response_bias"].measure(series, config)


def _newcomers(facts: Facts, window: Window, rules: Rules) -> Iterator[MentionSeries]:
    if window.grain in rules.config.new_entrant.windows:
        yield from newcomer_mentions(facts, window, rules.config.new_entrant.minimum_customers)


def _themes(facts: Facts, window: Window, rules: Rules) -> Iterator[PhraseSeries]:
    config = rules.config.emerging_theme
    if themes := facts.themes.get(window.start.date()) if window.grain in config.windows else None:
        yield from phrase_series(themes, window, config)
