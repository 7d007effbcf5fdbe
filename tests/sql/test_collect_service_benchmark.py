"""Benchmarks on the real engine: rivals on the same channels, figures of the last years."""

from __future__ import annotations

from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.brands import Brand, Brands
from flows.collect.benchmark_gap import collect
from flows.indicators.benchmark_gap import PeerPair
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import Stratum
from flows.indicators.service import ShareSeries
from flows.rules import Rules
from flows.windows import parse_window
from schemas.fact import BusinessFact
from schemas.scored import ScoredEvent
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader
from tests.fixtures.served import AS_OF, BRANDS, Served, known, said
from warehouse.settings import ClickHouseSettings

AUGUST = day("2026-08-10")
PARCELS = Brands((Brand("Alder Post", own=True, sector="parcel"), Brand("Brackenline")))


@pytest.fixture
def served(landed: Client, fresh: ClickHouseSettings) -> Served:
    return Served(landed, fresh.database)


def answer(name: str, brand: str, channel: str, nps: int, **fields: Any) -> ScoredEvent:
    return said(name, fields.pop("moment", AUGUST), brand=brand, channel=channel, nps=nps, customer_ref=name, **fields)


def figure(name: str, value: float, **fields: Any) -> BusinessFact:
    told = {"metric": "nps", "value": value, "figure_source": "Review", "sector": "parcel", "brand": ""} | fields
    return known(name, "benchmark", told.pop("moment", day("2026-07-01")), **told)


def found(served: Served, client: Client, brands: Brands = PARCELS) -> tuple[dict[str, PeerPair], list[ShareSeries]]:
    served.land([])
    rules = Rules(brands, IndicatorsConfig(), AS_OF)
    given = list(collect(reader(client), parse_window("2026-Q3"), rules))
    pairs = {each.metric: each for each in given if isinstance(each, PeerPair)}
    return pairs, [each for each in given if isinstance(each, ShareSeries)]


def test_sides_are_told_by_channel_and_language(served: Served, landed: Client) -> None:
    served.land(
        [
            answer("a", "Alder Post", "app", 10),
            answer("b", "Alder Post", "app", 0, source="other"),
            answer("c", "Alder Post", "email", 9),
            answer("d", "Brackenline", "app", 9),
            answer("e", "Nobody", "app", 0),
            answer("f", "Alder Post", "app", 0, moment=day("2026-05-10")),
            answer("g", "Alder Post", "app", 0, respondent_role="employee"),
        ]
    )
    pair = found(served, landed)[0]["nps"]
    app = Stratum(channel="app", language="en")
    assert (pair.ours[app].n, pair.ours[app].positive, pair.ours[app].negative) == (2, 1, 1)
    assert pair.ours[Stratum(channel="email", language="en")].positive == 1
    assert list(pair.theirs) == [app]
    assert [(piece.name, piece.n, piece.n_comparison) for piece in pair.rivals] == [("Brackenline", 3, 1)]


def test_figures_are_the_newest_of_their_source_and_not_too_old(served: Served, landed: Client) -> None:
    served.land(
        [answer("a", "Alder Post", "app", 10)],
        [
            figure("old", 10, moment=day("2022-07-01")),
            figure("earlier", 20, moment=day("2025-07-01")),
            figure("newest", 31, unit="points"),
            figure("stars", 4.1, figure_source="Stars", unit="stars"),
            figure("rival", 50, figure_source="Theirs", brand="Brackenline"),
            figure("csat", 80, metric="csat", figure_source="Index", unit="%"),
        ],
    )
    figures = found(served, landed)[1]
    assert [(each.metric, each.target, each.subject.item) for each in figures] == [("nps", 31, "Review, parcel, 2026")]
    assert figures[0].evidence[0].event_ids == ("newest",)


def test_figures_of_another_sector_are_not_held_against_us(served: Served, landed: Client) -> None:
    served.land(
        [answer("a", "Alder Post", "app", 10)],
        [
            figure("ours", 31, sector="Parcel"),
            figure("theirs", 74, sector="insurance"),
            figure("any", 40, sector=""),
            figure("about us", 33, sector="logistics", brand="Alder Post"),
        ],
    )
    assert sorted(each.target for each in found(served, landed)[1]) == [31, 33, 40]
    assert sorted(each.target for each in found(served, landed, BRANDS)[1]) == [33, 40]


def test_a_figure_is_as_old_as_what_it_measured_not_as_its_telling(served: Served, landed: Client) -> None:
    def of(year: int) -> dict[str, Any]:
        return {"period_start": day(f"{year}-01-01"), "period_end": day(f"{year + 1}-01-01")}

    served.land(
        [answer("a", "Alder Post", "app", 10)],
        [
            figure("newest", 31, moment=day("2026-02-01"), **of(2025)),
            figure("told late", 20, moment=day("2026-07-01"), **of(2024)),
            figure("long ago", 10, moment=day("2026-07-01"), figure_source="Old review", **of(2021)),
            figure("told early", 15, moment=day("2023-05-01"), figure_source="Outlook", **of(2025)),
        ],
    )
    figures = found(served, landed)[1]
    told = [("Outlook, parcel, 2025", 15), ("Review, parcel, 2025", 31)]
    assert sorted((each.subject.item, each.target) for each in figures) == told


def test_without_answers_or_rivals_there_is_nothing_to_judge(served: Served, landed: Client) -> None:
    assert found(served, landed) == ({}, [])
    served.land([answer("a", "Alder Post", "app", 10)])
    assert found(served, landed) == ({}, [])
