"""Data trust: the two sides of a comparison were scored by more than one version of a model.

A change of net sentiment (or of a topic's numbers) may then be the model's own: both windows are rescored first.
"""

from __future__ import annotations

from flows.indicators.activity import Versions
from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate
from flows.indicators.wording import amount, number, subject_name, within

NAME = "model_break"
FORMULA_VERSION = "1"
SENTIMENT = "sentiment_versions"
TAXONOMY = "taxonomy_versions"


def measure(versions: Versions, _config: IndicatorsConfig) -> Estimate:
    """`value` is the number of versions on both sides; more than one is a watch until the older rows are rescored."""
    count = len({*versions.now, *versions.before})
    rows, rows_before = sum(versions.now.values()), sum(versions.before.values())
    return Estimate(
        indicator=NAME,
        subject=versions.subject,
        metric=SENTIMENT if versions.model == "sentiment" else TAXONOMY,
        frequency=versions.frequency,
        window=versions.window,
        value=float(count) if count else None,
        comparison=1.0 if count else None,
        change=float(count - 1) if count else None,
        harm=float(count - 1) if count else None,
        n=rows,
        n_comparison=rows_before,
        test="more than one version, no test",
        delta=1.0,
        in_family=False,
        signal="rescore both sides with one version first" if count > 1 else "",
        unit="versions",
        each="rows",
        more_is_worse=True,
        fact=(
            f"{amount(count, 'versions')} of the {versions.model} model scored the texts about "
            f"{subject_name(versions.subject)} {within(versions.window, versions.frequency)} and before "
            f"({number(rows)} now, {number(rows_before)} before)"
        ),
        short=f"the {versions.model} model {within(versions.window, versions.frequency)}",
        formula_version=FORMULA_VERSION,
    )
