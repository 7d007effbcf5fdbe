"""The commands about findings on the real engine: what they show, what they note, and how they refuse."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from clickhouse_connect.driver.client import Client
from typer.testing import CliRunner

from stack.cli import app
from stack.cli.episodes import precision, shortest_ids
from warehouse.episodes import write_episodes
from warehouse.query import Row, query_rows
from warehouse.settings import ClickHouseSettings

MONDAY = datetime(2026, 10, 5, tzinfo=UTC)
EPISODE: Row = {
    "episode_id": "aaaaaaaa11",
    "indicator": "perception_drop",
    "subject": "Alder Post",
    "subject_brand": "Alder Post",
    "metric": "nps",
    "grain": "week",
    "quadrant": "threat",
    "state": "new",
    "verdict": "warning",
    "severity": 3,
    "windows": 1,
    "reason": "NPS fell by 9 points.",
    "run_id": "r",
    **dict.fromkeys(("state_since", "first_seen", "last_seen", "window_end", "computed_at"), MONDAY),
    "window_start": MONDAY - timedelta(weeks=1),
}
REASON = "Alder Post on website and app is on its path."
OVER = {"state": "recovered", "recovered_at": MONDAY}
STRONGER: Row = {
    "quadrant": "strength",
    "verdict": "strong",
    "state": "worse",
    "severity": 2,
    "indicator": "strength_topic",
}


@pytest.fixture
def earshot(landed: Client, fresh: ClickHouseSettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs a command about these episodes: the threat above, one beside it, a strength, one that is over."""
    monkeypatch.delenv("COLUMNS", raising=False)  # workers of the tests set it, as a terminal does
    landed.database = fresh.database
    others: list[Row] = [
        {"episode_id": "aaaaaaaa22", "subject": "Alder Post/delivery"},
        {"episode_id": "bbbbbbbb33", "subject": "Alder Post/staff"} | STRONGER,
        {"episode_id": "cccccccc44", "subject": "Alder Post/price"} | OVER,
    ]
    write_episodes(landed, [EPISODE | other for other in ({}, *others)])
    for name in ("host", "port", "user", "password", "database"):
        monkeypatch.setenv(f"EARSHOT_CLICKHOUSE_{name.upper()}", str(getattr(fresh, name)))
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_open_findings_are_shown_with_ids_that_tell_them_apart(earshot: Any) -> None:
    text = earshot("findings").stdout
    shown = [word for line in text.splitlines() for word in line.split()[:1] if word[:2] in ("aa", "bb", "cc")]
    assert shown == ["aaaaaaaa1", "aaaaaaaa2", "bbbbbbbb3"]
    assert "stronger" in text
    assert "worse" not in text
    assert "Ended or dismissed: 1. Dismissed as false alarms: 0. Precision: 100%." in text


def test_findings_are_called_as_in_every_report_and_never_by_ids(
    earshot: Any, landed: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taxonomy.yaml").write_text("areas: [{topics: [{id: website_app, name: Website and app}]}]")
    monkeypatch.setenv("EARSHOT_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "250")
    about = {"subject": "Alder Post/website_app", "subject_brand": "Alder Post", "subject_topic": "website_app"}
    about["reason"] = "Alder Post on website_app is on its path."
    found = {"indicator": "goal_path", "metric": "net_sentiment_gap", "grain": "half_year", "verdict": "on_track"}
    write_episodes(landed, [EPISODE | about | found | {"episode_id": "eeeeeeee66"}])
    [line] = [line for line in earshot("findings").stdout.splitlines() if "eeeeeeee6" in line]
    for told in (
        "Alder Post / Website and app",
        "Goal path: Net sentiment beside rivals by half year",
        "on track",
        REASON,
    ):
        assert told in line
    assert lines(earshot("ack", "e")) == [
        "ack: eeeeeeee66, Goal path: Net sentiment beside rivals by half year, Alder Post / Website and app"
    ]
    refused = earshot("reopen", "e")
    assert "Alder Post / Website and app is not dismissed" in " ".join(refused.stderr.replace("│", " ").split())


def test_what_is_shown_can_be_chosen(earshot: Any) -> None:
    assert len(json.loads(earshot("findings", "--json", "--all").stdout)) == 4
    [strength] = json.loads(earshot("findings", "--json", "--quadrant", "strength").stdout)
    assert (strength["state"], strength["first_seen"]) == ("worse", "2026-10-05T00:00:00Z")
    assert "There are no such findings." in earshot("findings", "--quadrant", "data trust").stdout


def test_what_has_lapsed_is_neither_open_nor_over(earshot: Any, landed: Client) -> None:
    write_episodes(landed, [EPISODE | {"episode_id": "dddddddd55", "state": "lapsed"}])
    text = earshot("findings").stdout
    assert "dddddddd5" not in text
    assert "No longer judged, so neither open nor over: 1 lapsed." in text
    assert "Ended or dismissed: 1." in text
    assert "lapsed" in earshot("findings", "--all").stdout.split("No longer judged")[0]
    assert "lapsed" not in json.dumps(json.loads(earshot("findings", "--json").stdout))


def test_a_dismissed_finding_is_shown_no_more_and_counts_until_it_is_reopened(earshot: Any) -> None:
    assert lines(earshot("dismiss", "aaaaaaaa1", "--reason", "a test order", "--by", "care team")) == [
        "dismiss: aaaaaaaa11, Perception drop: NPS by week, Alder Post"
    ]
    assert lines(earshot("dismiss", "aaaaaaaa1", "--reason", "two test orders"))[0].startswith("dismiss once more: aaa")
    text = earshot("findings").stdout
    assert "aaaaaaaa1 " not in text
    assert "Ended or dismissed: 2. Dismissed as false alarms: 1. Precision: 50%." in text
    assert "new, dismissed" in earshot("findings", "--all").stdout
    lines(earshot("reopen", "AAAAAAAA1"))
    assert "aaaaaaaa1 " in earshot("findings").stdout


def test_what_people_say_is_kept(earshot: Any, landed: Client) -> None:
    lines(earshot("ack", "b", "--by", "duty manager"))
    lines(earshot("assign", "bbbbbb", "care team"))
    [row] = query_rows(landed, "SELECT * FROM episodes WHERE episode_id = 'bbbbbbbb33'")
    assert (row["acknowledged_by"], row["owner"]) == ("duty manager", "care team")
    text = earshot("findings").stdout
    assert "seen" in text
    assert "care team" in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ack", "zz"], "no finding has an id that begins so"),
        (["ack", "aaaaaaaa"], "2 findings have an id that begins so: aaaaaaaa1, aaaaaaaa2"),
        (["dismiss", "b", "--reason", " "], "not given: reason"),
        (["assign", "b", "x" * 101], "owner is one line of at most 100 characters"),
        (["reopen", "b"], "is not dismissed: there is nothing to take back"),
        (["findings", "--quadrant", "luck"], "there is no quadrant 'luck'"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else None,
)
def test_a_refusal_says_why_is_two_and_notes_nothing(
    earshot: Any, landed: Client, arguments: list[str], says: str
) -> None:
    refused = earshot(*arguments)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert says in " ".join(refused.stderr.replace("│", " ").split())
    assert query_rows(landed, "SELECT * FROM episode_notes") == []


def test_before_anything_is_decided_no_precision_is_told() -> None:
    assert "nothing can be said" in precision([EPISODE | {"dismissed_at": None}])


def test_ids_are_as_short_as_tells_them_apart_and_at_least_six() -> None:
    assert [shortest_ids(ids) for ids in ([], ["a" * 32], ["a" * 32, "a" * 9 + "b" * 23])] == [6, 6, 10]
