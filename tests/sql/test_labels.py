"""Labelled texts on the real engine: findings near the truth where they apply, marked as uncorrected where not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clickhouse_connect.driver.client import Client

from bench.honesty_classified import RATES
from flows.brands import Brand, Brands
from flows.findings import find
from flows.indicators.config import IndicatorsConfig
from flows.labels import SENTIMENTS, read_labelled, read_labels
from flows.rows import Run
from flows.rules import Rules
from flows.windows import parse_window
from schemas.scored import ScoredEvent
from tests.fixtures.made import scored
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader_now
from warehouse.landing import land_feedback
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

PAGE = Path(__file__).parents[2] / "docs" / "labels.md"
AS_OF = day("2026-11-02")
WINDOW = parse_window("2026-10")
PER_MONTH = 800
BEFORE, NOW = (0.5, 0.3, 0.2), (0.3, 0.3, 0.4)
FALL = -40
NAMES = frozenset({"perception_drop", "perception_yoy"})
Texts = list[tuple[ScoredEvent, str]]
"""Scored texts, each with its true sentiment."""


def texts(label: str, version: str, chances: tuple[float, ...] = BEFORE) -> Texts:
    """A month of them, read by a model that is right in three of five."""
    window, chance = parse_window(label), np.random.default_rng(int(label.replace("-", "")))
    return list(_texts(label, window.start + timedelta(hours=1), version, chances, chance))


def _texts(
    label: str, at: Any, version: str, chances: tuple[float, ...], chance: np.random.Generator
) -> Iterator[tuple[ScoredEvent, str]]:
    for number in range(PER_MONTH):
        true = int(chance.choice(3, p=chances))
        read = SENTIMENTS[int(chance.choice(3, p=RATES[true]))]
        moment = at + timedelta(minutes=number)
        scores = {"sentiment": read, "sentiment_version": version}
        name = f"{label}-{number}"
        event = scored(name, scores, occurred_at=moment, received_at=moment, customer_ref=f"c-{name}")
        yield event, SENTIMENTS[true]


@pytest.fixture
def judged(landed: Client, fresh: ClickHouseSettings, tmp_path: Path) -> Callable[[str], dict[str, dict[str, Any]]]:
    """The brand's findings on net sentiment, where the labelled texts were read by this version of the model."""

    def run(version: str) -> dict[str, dict[str, Any]]:
        labelled = [*texts("2025-01", version), *texts("2025-02", version)]
        told = [*labelled, *(text for back in range(1, 14) for text in texts(WINDOW.shift(-back).label, "s1"))]
        land_feedback(landed, [event for event, _ in [*told, *texts(WINDOW.label, "s1", NOW)]], AS_OF)
        landed.database = fresh.database
        rows = "".join(f"{event.event.event_id},{true}\n" for event, true in labelled)
        (tmp_path / "labels.csv").write_text(f"event_id,sentiment\n{rows}", encoding="utf-8")
        rules = Rules(Brands((Brand("Alder Post", own=True),)), IndicatorsConfig(), AS_OF, labels=read_labels(tmp_path))
        found = find(reader_now(landed), [WINDOW], rules, Run("r", AS_OF), NAMES)
        ours = [row for row in found.rows if (row["subject"], row["metric"]) == ("Alder Post", "net_sentiment")]
        return {row["indicator"]: row for row in ours}

    return run


def test_findings_are_near_the_truth_where_texts_are_labelled(
    judged: Callable[[str], Mapping[str, Mapping[str, Any]]],
) -> None:
    found = judged("s1")
    for indicator in NAMES:
        row = found[indicator]
        assert row["test"].endswith("value and interval corrected for classifier error")
        assert "Corrected for the errors of the sentiment model by 1,600 labelled texts" in row["reason"]
        assert row["ci_low"] <= FALL <= row["ci_high"]
        assert row["change"] == pytest.approx(FALL, abs=12)
        assert row["comparison"] == pytest.approx(30, abs=12)
    assert found["perception_drop"]["verdict"] in ("warning", "critical")


def test_labels_of_texts_that_another_version_read_correct_nothing(
    judged: Callable[[str], Mapping[str, Mapping[str, Any]]],
) -> None:
    for row in judged("s0").values():
        assert row["test"].endswith("; uncorrected for classifier error")
        assert "(its labelled texts were read by another version of the model)." in row["reason"]
        assert row["ci_low"] > FALL
        assert row["comparison"] == pytest.approx(30 * 0.4, abs=5)


def test_labels_count_by_place_and_version_customers_scored_texts_only(
    landed: Client, fresh: ClickHouseSettings
) -> None:
    def text(name: str, scores: dict[str, Any] | None = None, **event: Any) -> ScoredEvent:
        return scored(name, scores, occurred_at=AS_OF - timedelta(days=1), received_at=AS_OF, **event)

    land_feedback(
        landed,
        [
            text("right"),
            text("wrong", {"sentiment": "positive"}),
            text("elsewhere", {"sentiment_version": "s2"}, channel="app"),
            text("unscored", {"sentiment": "unscored"}),
            text("staff", respondent_role="employee"),
            text("nobody labelled it"),
        ],
        AS_OF,
    )
    landed.database = fresh.database
    names = ("right", "wrong", "elsewhere", "unscored", "staff", "nobody has it")
    found = read_labelled(reader_now(landed), dict.fromkeys(names, "negative"))
    assert {place: counts[2].tolist() for place, counts in found.counts.items()} == {
        ("Alder Post", "email", "s1"): [1, 0, 1],
        ("Alder Post", "app", "s2"): [0, 0, 1],
    }


def test_the_sample_that_the_page_draws_shows_texts_without_what_the_model_made_of_them(
    landed: Client, fresh: ClickHouseSettings
) -> None:
    [statement] = re.findall(r'earshot sql --format csv "(SELECT.*?)"', PAGE.read_text(encoding="utf-8"), re.DOTALL)
    now = datetime.now(UTC)
    times = {"occurred_at": now - timedelta(days=1), "received_at": now}
    land_feedback(landed, [scored("ours", **times), scored("theirs", brand="Birch", **times)], now)
    landed.database = fresh.database
    assert query_rows(landed, statement) == [
        {"event_id": "ours", "sentiment": "", "text": "The parcel came late."},
    ]
