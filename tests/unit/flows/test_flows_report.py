"""A report says what threatens us first, and never sells what could not be judged as good news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from flows.beside import BESIDE, WHOLLY
from flows.indicators.register import REGISTER
from flows.lines import Line, lines_of
from flows.names import Names
from flows.render import COLUMNS, NOTHING, NOTHING_WRONG, as_markdown, as_rich
from flows.report import Report, build, read_report
from flows.windows import parse_window
from tests.fixtures.opinions import day

AS_OF = day("2026-11-02")


def row(verdict: str, about: str = "Alder Post", label: str = "2026-10", **values: Any) -> dict[str, Any]:
    """A row of latest.sql."""
    brand, _, topic = about.partition("/")
    window = parse_window(label)
    told = {
        "indicator": "perception_drop",
        "metric": "nps",
        "subject": about,
        "subject_brand": brand,
        "subject_topic": topic,
        "subject_channel": "",
        "window_start": window.start,
        "window_end": window.end,
        "grain": window.grain,
        "value": 22.4,
        "comparison": 41.0,
        "n": 300,
        "q_value": 0.01,
        "verdict": verdict,
        "severity": {"critical": 4, "warning": 3, "watch": 2, "improved": 1}.get(verdict, 0),
        "reason": f"{about} is {verdict}.",
    }
    return told | values


def said(phrase: str, brand: str = "Alder Post") -> dict[str, str]:
    """What a row of a phrase is about."""
    return {"subject": f"{brand}/{phrase}/en", "subject_phrase": phrase, "subject_language": "en"}


def built(*rows: dict[str, Any]) -> Report:
    return build(rows, AS_OF, own=["Alder Post"])


def measured(line: Line) -> tuple[str, ...]:
    """What was found, without its windows."""
    return tuple(one.rpartition(" (")[0] for one in line.found)


def shown(report: Report, width: int = 120) -> str:
    out = StringIO()
    Console(file=out, width=width).print(as_rich(report))
    return out.getvalue()


def test_the_strongest_comes_first_and_each_subject_once() -> None:
    report = built(
        row("watch", "Alder Post/price"),
        row("warning", metric="csat", value=70.2, comparison=78.0),
        row("critical"),
        row("warning", label="2026-Q3", indicator="perception_yoy"),
    )
    assert [(line.subject, line.verdict) for line in report.threats] == [
        ("Alder Post", "critical"),
        ("Alder Post / price", "watch"),
    ]
    first = report.threats[0]
    assert first.found == (
        "NPS +41 → +22 (October 2026, vs the months before)",
        "CSAT 78 % → 70 % (October 2026, vs the months before)",
    )
    assert first.reason == "Alder Post is critical."


def test_what_was_found_stands_with_its_own_window_and_no_more_than_can_be_read() -> None:
    metrics = ("csat", "net_sentiment", "rating", "share_of_voice", "replied")
    weeks = [row("warning", metric=metric, label="2026-W43", q_value=0.02) for metric in metrics]
    [line] = built(row("critical"), *weeks).threats
    assert line.found[0] == "NPS +41 → +22 (October 2026, vs the months before)"
    assert all("(the week from 19 October 2026, vs the weeks before)" in one for one in line.found[1:4])
    assert line.found[4:] == ("and 2 more",)


def test_money_is_told_in_its_currency_and_growth_with_what_it_hides() -> None:
    grew = {"indicator": "growth_vs_perception", "metric": "revenue", "unit": "EUR", "value": 2e6, "comparison": 1.5e6}
    [line] = built(row("warning", label="2026-Q3", **grew)).threats
    assert line.found[0].startswith("Revenue 1,500,000 → 2,000,000 EUR while perception warns (July to September 2026")


def test_a_rivals_fall_is_no_threat_and_its_rise_no_good_news_of_ours() -> None:
    report = built(row("ok"), row("critical", "Brackenline"), row("improved", "Merrow Parcels"))
    assert (report.threats, report.improved) == ((), ())
    assert [line.subject for line in report.others] == ["Brackenline", "Merrow Parcels"]


def test_what_no_topic_covers_stands_by_itself_and_is_no_judgement_of_a_brand() -> None:
    found = {"indicator": "emerging_theme", "metric": "mentions_without_topic", "value": 14.1, "comparison": 0.4}
    theme = row("watch", **found, **said("locker code"))
    rivals = row("watch", "Brackenline", **found, **said("pet food", "Brackenline"))
    report = built(row("ok"), rivals, theme, row("inconclusive", **found, **said("other")))
    assert (report.threats, report.others) == ((), ())
    assert [line.subject for line in report.themes] == ["Alder Post / locker code / en", "Brackenline / pet food / en"]
    assert report.themes[0].found == (
        "Customers who say it per 1,000 texts without a topic 0.4 → 14.1 (October 2026, vs the months before)",
    )
    assert report.summary == "Judged: 1, of which 1 steady."
    assert "What customers talk about that no topic covers" in as_markdown(report)
    assert "What customers talk about that no topic covers" in shown(report)


def test_a_newcomer_is_a_threat_and_without_feedback_about_us_every_brand_is_ours() -> None:
    newcomer = row("critical", "Zippo", indicator="new_entrant", metric="mentions")
    assert [line.subject for line in built(row("ok"), newcomer).threats] == ["Zippo"]
    assert [line.subject for line in built(row("no_data", n=0), row("warning", "Elsewhere")).threats] == ["Elsewhere"]


def test_a_flows_report_shows_what_it_judged_and_the_threats_no_weakness() -> None:
    late = row("critical", indicator="base_service", metric="on_time", value=66.0, comparison=93.5)
    rows = [row("warning"), late, row("strong", "Alder Post/staff", indicator="strength_topic")]
    assert [line.verdict for line in built(*rows).threats] == ["warning"]
    service = build(rows, AS_OF, own=["Alder Post"], flow="kpis", title="Service")
    assert [measured(line) for line in service.threats] == [("Orders on time, % 93.5 → 66",)]
    assert "Service (October 2026)" in as_markdown(service)
    swot = build(rows, AS_OF, own=["Alder Post"], flow="swot", title="SWOT")
    assert [line.subject for line in swot.good] == ["Alder Post / staff"]
    assert "What is good" in shown(swot)


def test_that_nothing_is_wrong_is_said_in_a_flows_own_words() -> None:
    steady = build([row("ok", indicator="base_service", metric="on_time")], AS_OF, own=["Alder Post"], flow="kpis")
    assert NOTHING_WRONG in as_markdown(steady)
    assert NOTHING not in as_markdown(steady)
    none = build([], AS_OF, own=["Alder Post"], flow="kpis")
    assert none.summary == "Nothing has been computed yet: run `earshot run kpis`."


def test_what_could_not_be_judged_is_counted_and_never_good_news() -> None:
    unjudged = ("no_data", "incomplete", "insufficient_data", "inconclusive")
    report = built(*(row(verdict) for verdict in unjudged), row("ok"), row("ok", metric="csat"))
    assert (report.judged, report.steady, report.improved) == (2, 2, ())
    assert report.summary == (
        "Judged: 2, of which 2 steady. Could not be judged: 1 without data, 1 with incomplete data, "
        "1 with too few answers, 1 inconclusive."
    )


def test_that_there_is_no_threat_is_said_only_where_something_was_judged() -> None:
    assert NOTHING in as_markdown(built(row("ok")))
    assert NOTHING in shown(built(row("ok")))
    for nothing in (built(row("no_data")), built(row("ok", indicator="model_break", metric="sentiment_versions"))):
        assert NOTHING not in as_markdown(nothing)
        assert NOTHING not in shown(nothing)


def test_before_the_first_run_the_report_says_what_to_do() -> None:
    assert built().summary == "Nothing has been computed yet: run `earshot run threats`."


@pytest.mark.parametrize(("flow", "indicator"), [("threats", "perception_drop"), ("kpis", "base_service")])
def test_of_a_day_before_all_that_was_judged_it_says_how_to_judge_it(flow: str, indicator: str) -> None:
    found = row("ok", indicator=indicator)

    def read(_: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [found] if found["window_end"] <= parameters["as_of"] else []

    early = read_report(read, day("2026-06-01"), ["Alder Post"], flow)
    assert early.summary == (
        f"Nothing had been computed for windows closed by 1 June 2026: run `earshot run {flow} --as-of 2026-06-01`."
    )
    other = "kpis" if flow == "threats" else "threats"
    never = read_report(read, day("2026-06-01"), ["Alder Post"], other)
    assert never.summary == f"Nothing has been computed yet: run `earshot run {other}`."
    assert read_report(read, AS_OF, ["Alder Post"], flow).summary == "Judged: 1, of which 1 steady."


def test_data_trouble_stands_by_itself() -> None:
    outage = row("critical", "stores", indicator="source_outage", metric="silent_days", value=5.0, comparison=0.0)
    report = built(row("ok"), outage)
    assert report.threats == ()
    assert [(line.subject, measured(line)) for line in report.trust] == [("stores", ("Silent days 0 → 5",))]


def test_a_drift_of_the_mix_is_not_shown_as_a_change_of_the_metric() -> None:
    drift = row("warning", indicator="response_bias", value=0.314, comparison=0.0)
    assert measured(built(drift).trust[0]) == ("Mix of NPS answers, drift 0.31",)


def test_numbers_that_do_not_exist_are_dashes() -> None:
    [line] = built(row("watch", value=None, comparison=-3.0)).threats
    assert measured(line) == ("NPS −3 → –",)


def test_what_beats_its_target_is_ahead_of_it_and_not_better_than_before() -> None:
    beats = row("improved", indicator="kpi_breach", metric="nps_target", value=60.0, comparison=40.0)
    report = build([row("ok"), beats], AS_OF, own=["Alder Post"], flow="kpis", title="KPIs")
    assert (report.improved, [line.verdict for line in report.ahead]) == ((), ["ahead"])
    assert "## Ahead of its target, of others, or of what was expected" in as_markdown(report)
    assert "Better than before" not in as_markdown(report)


def test_the_terminal_and_the_artifact_tell_the_same() -> None:
    report = built(row("critical"), row("improved", "Alder Post/price", reason="Up | and\nup."))
    markdown, terminal = as_markdown(report), shown(report, width=200)
    for text in ("Threats (October 2026)", "Better than before", "NPS +41 → +22", "critical", report.summary):
        assert text in markdown
        assert text in terminal
    assert (
        "| improved | Alder Post / price | NPS +41 → +22 (October 2026, vs the months before) | Up \\| and up. |"
        in markdown
    )
    assert f"| {' | '.join(COLUMNS)} |" in markdown


def test_a_narrow_terminal_still_shows_every_column() -> None:
    lines = shown(built(row("critical")), width=80).splitlines()
    assert max(map(len, lines)) <= 80
    assert "why" in lines[2]


def test_windows_are_named_from_short_to_long() -> None:
    report = built(row("ok", label="2026-Q3"), row("ok", label="2026-W44"), row("ok"))
    assert [window.label for window in report.windows] == ["2026-W44", "2026-10", "2026-Q3"]
    assert report.windows[0].end - report.windows[0].start == timedelta(days=7)


def test_what_is_held_against_another_of_the_same_time_is_not_told_as_a_change() -> None:
    def told(indicator: str, metric: str, value: float, comparison: float) -> str:
        found = row("critical", indicator=indicator, metric=metric, value=value, comparison=comparison)
        return measured(lines_of([found], own=["Alder Post"])[0])[0]

    assert told("weakness_topic", "rating_lost", 54.4, 72.7) == (
        "Average rating (of 100) 54.4, against 72.7 without bad words"
    )
    assert told("benchmark_gap", "nps", 10.3, 34.0) == "NPS +10, against +34 elsewhere"
    assert told("cause_mix", "cause_share", 87.7, 60.0).endswith(" 87.7, against 60 usual at most")
    assert (
        told("practice_gap", "praise_gap", 12.8, 3.5)
        == "Customers who praise it elsewhere, % 12.8, against 3.5 at ours"
    )
    assert told("kpi_breach", "nps_target", 9.0, 30.0) == "NPS beside its target 9, against 30 aimed at"
    assert told("price_impact", "core_churn", 0.33, 0.14) == "Core customers lost 0.3, against 0.1 expected without it"
    assert told("perception_drop", "nps", 10.3, 34.0) == "NPS +34 → +10"


def test_what_is_held_against_nothing_stands_alone() -> None:
    [line] = built(row("watch", value=26.8, comparison=None, metric="reason_to_buy")).threats
    assert measured(line) == ("Customers who buy for it, % 26.8",)


@pytest.mark.parametrize(("indicator", "metric"), list(BESIDE))
def test_every_indicator_that_compares_within_a_window_is_one_that_is_judged(indicator: str, metric: str) -> None:
    assert metric in REGISTER[indicator].metrics
    assert set(REGISTER) >= set(WHOLLY)


def test_a_topic_is_called_by_its_name_in_the_taxonomy() -> None:
    names = Names({"website_app": "Website and app"})
    found = row("critical", "Alder Post/website_app", reason="NPS of Alder Post on website_app fell.")
    [line] = build([found], AS_OF, own=["Alder Post"], names=names).threats
    assert line.subject == "Alder Post / Website and app"
    assert line.reason == "NPS of Alder Post on website and app fell."
