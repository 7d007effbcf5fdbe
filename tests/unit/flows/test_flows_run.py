"""Which windows a run judges, where Prefect is, whose brands are ours."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from flows import deployed
from flows.brands import read_brands
from flows.errors import ConfigError, RequestError
from flows.jobs import JOBS
from flows.run import chosen_windows, report, run
from flows.serve import deployments
from flows.settings import FlowSettings, prefect_environment
from flows.windows import Grain
from tests.fixtures.opinions import day

LONG: tuple[Grain, ...] = ("week", "month", "quarter")


def test_a_run_judges_the_last_closed_window_of_each_grain_the_longest_ago_first() -> None:
    labels = [window.label for window in chosen_windows(day("2026-11-02"), None, LONG)]
    assert labels == ["2026-Q3", "2026-10", "2026-W44"]


def test_what_happens_right_now_is_judged_by_the_hour_and_the_day() -> None:
    labels = [window.label for window in chosen_windows(day("2026-11-02"), None, JOBS["watch"].grains)]
    assert labels == ["2026-11-01T23", "2026-11-01", "2026-W44"]


def test_every_flow_is_known_to_prefect_under_its_name() -> None:
    assert list(deployed.FLOWS) == list(JOBS)
    assert all(getattr(deployed, name) is flow for name, flow in deployed.FLOWS.items())


def test_every_flow_is_served_with_its_schedules_and_so_is_retention() -> None:
    served = {each.flow_name: len(each.schedules or ()) for each in deployments()}
    assert served == {job.name: len(job.schedules) for job in JOBS.values()} | {"retention": 1}


def test_a_span_judges_every_window_that_closes_in_it() -> None:
    labels = [window.label for window in chosen_windows(day("2026-04-06"), day("2026-03-23"), LONG)]
    assert labels == ["2026-W13", "2026-03", "2026-Q1", "2026-W14"]


def test_a_span_in_which_nothing_closes_is_refused() -> None:
    with pytest.raises(RequestError, match="between 2026-11-03 and 2026-11-04"):
        run("threats", as_of=day("2026-11-04"), from_=day("2026-11-03"))


@pytest.mark.parametrize("call", [lambda moment: run("threats", as_of=moment), report])
def test_a_naive_moment_is_refused(call: object) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match="time zone"):
        call(datetime(2026, 11, 2))  # noqa: DTZ001 - the point


def test_an_unknown_flow_is_refused() -> None:
    with pytest.raises(RequestError, match="there is watch, kpis"):
        run("weather", as_of=date(2026, 11, 2))


def test_prefect_lives_in_our_home_and_tells_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    monkeypatch.setenv("EARSHOT_PREFECT_API_URL", "http://127.0.0.1:9/api")
    settings = FlowSettings()
    environment = prefect_environment(settings)
    assert environment["PREFECT_API_URL"] == settings.api_url == "http://127.0.0.1:9/api"
    assert environment["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"
    assert "PREFECT_API_KEY" not in environment


def test_every_variable_set_for_prefect_is_one_it_reads() -> None:
    """A name with a typo would change nothing, and say nothing."""
    names = sorted(name for name in prefect_environment(FlowSettings(api_key="k")) if name.startswith("PREFECT_"))
    ask = "import sys, prefect.settings as s, prefect.settings.legacy as l; known = l._get_settings_fields(s.Settings)"
    done = subprocess.run(
        [sys.executable, "-c", f"{ask}; print(*(name for name in sys.argv[1:] if name not in known))", *names],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


def test_our_brands_are_those_marked_as_own(tmp_path: Path) -> None:
    (tmp_path / "brands.yaml").write_text(
        "brands: [{name: Ours, own: true, aliases: [o]}, {name: Theirs}]\nswitching: {en: [moved to]}\n",
        encoding="utf-8",
    )
    brands = read_brands(tmp_path)
    assert (brands.names, brands.own) == (["Ours", "Theirs"], ["Ours"])


def test_a_brand_called_no_is_a_name_as_it_is_in_scoring(tmp_path: Path) -> None:
    (tmp_path / "brands.yaml").write_text("brands: [{name: No, own: true}, {name: On}]\n", encoding="utf-8")
    assert read_brands(tmp_path).names == ["No", "On"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, ": there is no such file"),
        ("brands: {", ", line 1, the file: is not YAML"),
        ("brands: [{own: true}]", r", line 1, brands\[0\]: has no 'name', which it needs"),
        ("- brands", ", line 1, the file: a list is not"),
        ("brands:\n- name: One\n- name: Two", ", line 1, brands: none of them is ours: `own: true` says which"),
        ("brands: []", ", line 1, brands: none of them is ours"),
        ("brands:\n- {name: A, own: true}\n- name: A", r", line 3, brands\[1\]\.name: stands for A already"),
    ],
)
def test_a_list_of_brands_that_cannot_be_used_is_named(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "brands.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"brands\.yaml{said}") as caught:
        read_brands(tmp_path)
    assert len(str(caught.value).splitlines()) == 1
