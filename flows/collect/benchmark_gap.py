"""Answers of a quarter and published figures → what `benchmark_gap.measure` takes, of each brand of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flows.answers import Answers
from flows.brands import Brands
from flows.indicators.benchmark_gap import WORDS, PeerPair, score_of
from flows.indicators.inputs import NOTHING, Counts, Period, Stratum
from flows.indicators.outputs import Evidence
from flows.indicators.service import ShareSeries
from flows.indicators.strata import source_shares
from flows.indicators.vocabulary import METRICS, Metric, Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

RIVALS = 5
"""Rivals named in the evidence."""


def collect(read: Read, window: Window, rules: Rules) -> Iterator[PeerPair | ShareSeries]:
    """A pair per brand of ours and metric with answers, a series per published figure. Raises Unavailable."""
    span = {"grain": window.grain, "from": window.start, "to": window.end, "topics_from": window.end}
    answers = Answers(read(sql("kept_cells"), span))
    figures = read(
        sql("published"),
        {"to": window.end, "years": rules.config.benchmark_gap.years, "brands": rules.brands.own},
    )
    for brand in rules.brands.own:
        for metric in METRICS:
            ours = answers.period(Subject(brand), metric, window)
            if ours.cells:
                theirs = {rival: answers.period(Subject(rival), metric, window) for rival in rules.brands.rivals}
                if any(period.cells for period in theirs.values()):
                    yield _pair(brand, metric, window, ours, theirs)
                chosen = [row for row in figures if row["metric"] == metric and _is_about(row, brand, rules.brands)]
                yield from (_figure(row, brand, window, ours, rules.config.delta.of(metric)) for row in chosen)


def _is_about(row: Row, brand: str, brands: Brands) -> bool:
    """Whether a published figure is the brand's own, or its sector's: one that names no sector is any's."""
    if row["brand"]:
        return bool(row["brand"] == brand)
    return row["sector"].casefold() in ("", brands.sector_of(brand).casefold())


def _pair(brand: str, metric: Metric, window: Window, ours: Period, theirs: Mapping[str, Period]) -> PeerPair:
    return PeerPair(
        subject=Subject(brand),
        metric=metric,
        frequency=window.grain,
        window=window.span,
        ours=_places([ours]),
        theirs=_places(list(theirs.values())),
        rivals=_rivals(ours, theirs, metric),
        sources=source_shares([ours], theirs.values()),
    )


def _places(periods: Sequence[Period]) -> dict[Stratum, Counts]:
    """Answers by channel and language, whatever their source."""
    found: dict[Stratum, Counts] = {}
    for cell in (cell for period in periods for cell in period.cells):
        place = Stratum(channel=cell.stratum.channel, language=cell.stratum.language)
        found[place] = found.get(place, NOTHING) + cell.counts
    return found


def _rivals(ours: Period, theirs: Mapping[str, Period], metric: Metric) -> tuple[Evidence, ...]:
    """Those that are spoken of most: our score, theirs, and how far we are from them, all channels together."""
    value = score_of([ours.counts], metric)
    pieces = []
    for rival, period in theirs.items():
        other = score_of([period.counts], metric)
        if value is not None and other is not None:
            n, other_n = ours.counts.customers, period.counts.customers
            pieces.append(Evidence(1, "rival", rival, value, other, value - other, n, other_n))
    return tuple(sorted(pieces, key=lambda piece: (-piece.n_comparison, piece.name))[:RIVALS])


def _figure(row: Row, brand: str, window: Window, ours: Period, delta: float) -> ShareSeries:
    told = ", ".join(part for part in (row["figure_source"], row["sector"], str(row["year"])) if part)
    return ShareSeries(
        subject=Subject(brand, item=told),
        metric=row["metric"],
        frequency=window.grain,
        words=WORDS[row["metric"]],
        delta=delta,
        target=row["figure"],
        target_name=f"the published figure ({told}) of",
        sources=source_shares([ours]),
        evidence=(Evidence(1, "fact", told, row["figure"], None, None, 1, 0, (row["fact_id"],)),),
        periods=(ours,),
    )
