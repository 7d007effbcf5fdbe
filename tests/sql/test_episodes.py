"""Episodes on the real engine: what runs of findings make of them, and what people say of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.episodes import REACH, update_episodes
from flows.rows import Run
from schemas.errors import Unavailable
from tests.fixtures.warehouse import value_of
from warehouse.episodes import Note, write_alerts, write_episodes, write_note
from warehouse.indicators import Scope, write_findings
from warehouse.query import Row, query_rows
from warehouse.settings import ClickHouseSettings

MONDAY = datetime(2026, 10, 5, tzinfo=UTC)
WEEK = timedelta(weeks=1)
OWN = ("Alder Post",)


class History:
    """Writes findings as runs do, a run each time; then the episodes, as a flow does."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.runs = 0

    def judged(self, *verdicts: str, first: int = 0, **finding: Any) -> None:
        """A verdict a week, from that week on; an empty one: judged, and nothing found."""
        self.runs += 1
        computed = MONDAY + 60 * WEEK + timedelta(minutes=self.runs)
        metric = finding.get("metric", "nps")
        for week, verdict in enumerate(verdicts, start=first):
            scope = Scope(
                "perception_drop", metric, MONDAY + week * WEEK, MONDAY + (week + 1) * WEEK, f"r{self.runs}", computed
            )
            told = {"subject_brand": "Alder Post", "verdict": verdict, "value": float(week), "reason": f"week {week}"}
            write_findings(self.client, [asdict(scope) | told | finding] if verdict else [], scopes=[scope])

    def update(self, **options: Any) -> list[Row]:
        """What was written now."""
        rows = update_episodes(partial(query_rows, self.client), Run(f"u{self.runs}", MONDAY), own=OWN, **options)
        write_episodes(self.client, rows)
        return rows

    def shown(self) -> list[Row]:
        return query_rows(self.client, "SELECT * FROM episodes ORDER BY first_seen, subject, metric")


@pytest.fixture
def history(landed: Client, fresh: ClickHouseSettings) -> History:
    landed.database = fresh.database
    return History(landed)


def end(week: int) -> datetime:
    return MONDAY + (week + 1) * WEEK


def states(rows: list[Row]) -> list[str]:
    return [row["state"] for row in rows]


def test_without_findings_there_is_nothing(history: History) -> None:
    assert history.update() == []


def test_findings_become_episodes_with_all_that_they_say(history: History) -> None:
    history.judged("ok", "warning", "inconclusive", "critical", subject_topic="delivery", unit="points", change=-6.0)
    history.update()
    [row] = history.shown()
    assert (row["subject"], row["subject_topic"], row["grain"], row["quadrant"]) == (
        "Alder Post/delivery",
        "delivery",
        "week",
        "threat",
    )
    assert (row["state"], row["verdict"], row["severity"], row["peak_severity"]) == ("worse", "critical", 4, 4)
    assert (row["first_seen"], row["last_seen"], row["state_since"]) == (end(1), end(3), end(3))
    assert (row["window_start"], row["window_end"]) == (end(2), end(3))
    assert (row["windows"], row["value"], row["change"], row["unit"], row["reason"]) == (
        2,
        3.0,
        -6.0,
        "points",
        "week 3",
    )
    assert (row["recovered_at"], row["owner"], row["acknowledged_at"], row["dismissed_at"]) == (None, "", None, None)


def test_a_run_that_changes_nothing_writes_nothing(history: History) -> None:
    history.judged("warning", "ok", "warning", "watch")
    assert states(history.update()) == ["recovered", "ongoing"]
    assert history.update() == []
    history.judged("inconclusive", first=4)
    assert history.update() == []
    history.judged("warning", first=5)
    [row] = history.update()
    assert (row["state"], row["state_since"], row["last_seen"]) == ("ongoing", end(3), end(5))
    assert states(history.shown()) == ["recovered", "ongoing"]


def test_what_is_new_is_so_until_the_next_window_that_is_judged(history: History) -> None:
    history.judged("warning", "incomplete")
    assert states(history.update()) == ["new"]
    history.judged("inconclusive", first=2)
    [row] = history.update()
    assert (row["state"], row["state_since"], row["last_seen"], row["windows"]) == ("ongoing", end(2), end(0), 1)
    history.judged("inconclusive", "inconclusive", first=3)
    assert history.update() == []


def test_a_backfill_keeps_the_id_and_what_people_said(history: History) -> None:
    history.judged("warning", "warning", first=6)
    [before] = history.update()
    write_note(history.client, Note(episode_id=before["episode_id"], kind="assign", owner="care team"))
    history.judged("warning", "warning", "inconclusive", first=3)
    history.update()
    [row] = history.shown()
    assert (row["episode_id"], row["first_seen"], row["windows"], row["owner"]) == (
        before["episode_id"],
        end(3),
        4,
        "care team",
    )


def test_what_is_computed_anew_and_not_found_any_more_is_withdrawn_until_it_is_found_again(history: History) -> None:
    history.judged("warning")
    history.update()
    history.judged("")
    history.judged("ok", metric="csat")
    assert states(history.update()) == ["withdrawn"]
    assert history.update() == []
    history.judged("warning")
    assert states(history.update()) == ["new"]
    assert len(history.shown()) == 1


def test_a_rivals_fall_is_no_threat(history: History) -> None:
    history.judged("warning", subject_brand="Brackenline")
    assert [row["quadrant"] for row in history.update()] == ["rival"]


def test_topics_and_channels_of_one_name_are_two(history: History) -> None:
    history.judged("warning", subject_topic="app")
    history.judged("warning", subject_channel="app", metric="csat")
    assert len({row["episode_id"] for row in history.update()}) == 2


def test_watches_are_episodes_where_the_house_wants_them(history: History) -> None:
    history.judged("watch")
    assert history.update() == []
    assert states(history.update(loud_from="watch")) == ["new"]


def test_what_is_judged_no_longer_lapses_and_its_return_is_another_episode(history: History) -> None:
    history.judged("warning", "inconclusive", *["", "no_data", ""] * 2, "no_data")
    assert states(history.update()) == ["ongoing"]
    history.judged("", first=9)
    [lapsed] = history.update()
    assert (lapsed["state"], lapsed["state_since"], lapsed["recovered_at"]) == ("lapsed", end(9), None)
    assert (lapsed["verdict"], lapsed["last_seen"]) == ("warning", end(0))
    history.judged("critical", first=10)
    assert states(history.update()) == ["new"]
    assert states(history.shown()) == ["lapsed", "new"]


def test_a_late_verdict_takes_a_lapse_back(history: History) -> None:
    history.judged("warning", *[""] * 8)
    assert states(history.update()) == ["lapsed"]
    history.judged("warning", first=8)
    assert states(history.update()) == ["ongoing"]


def test_nothing_lapses_while_no_run_judges(history: History) -> None:
    history.judged("warning")
    history.judged("warning", *[""] * 8, metric="csat")
    history.judged("warning", first=30)
    history.update()
    assert [(row["metric"], row["state"]) for row in history.shown()] == [("csat", "lapsed"), ("nps", "ongoing")]


def test_three_years_are_read_and_whatever_is_not_over_as_a_whole(history: History) -> None:
    far = -(REACH // WEEK) - 20
    history.judged("warning", "ok", first=far)
    history.judged("warning", first=far, metric="csat")
    history.update()
    history.judged("ok", first=0, metric="net_sentiment")
    assert history.update() == []
    history.judged("warning", first=1, metric="csat")
    [row] = history.update()
    assert (row["first_seen"], row["windows"], row["state"]) == (end(far), 2, "ongoing")
    history.judged("ok", first=2, metric="csat")
    assert states(history.update()) == ["recovered"]
    assert history.update() == []
    assert states(history.shown()) == ["recovered", "recovered"]


def note(history: History, kind: Any, hours: int, **said: str) -> None:
    [row] = history.shown()
    write_note(
        history.client, Note(episode_id=row["episode_id"], kind=kind, noted_at=MONDAY + timedelta(hours=hours), **said)
    )


def test_of_each_kind_of_note_the_newest_counts_and_reopening_takes_a_dismissal_back(history: History) -> None:
    history.judged("warning")
    history.update()
    note(history, "assign", 2, owner="care team")
    note(history, "assign", 1, owner="somebody before")
    note(history, "ack", 3, who="duty manager")
    note(history, "dismiss", 4, reason="a test order", who="care team")
    [row] = history.shown()
    assert (row["owner"], row["acknowledged_by"], row["acknowledged_at"]) == (
        "care team",
        "duty manager",
        MONDAY + timedelta(hours=3),
    )
    assert (row["dismissed_by"], row["dismissed_reason"]) == ("care team", "a test order")
    assert row["dismissed_at"] == MONDAY + timedelta(hours=4)
    note(history, "reopen", 5)
    [row] = history.shown()
    assert (row["dismissed_at"], row["dismissed_by"], row["dismissed_reason"]) == (None, "", "")
    assert row["owner"] == "care team"
    assert value_of(history.client, "SELECT count() FROM episode_notes") == 5


def test_what_is_sent_twice_shows_once(history: History) -> None:
    history.judged("warning")
    rows = history.update()
    write_episodes(history.client, rows)
    said = Note(episode_id=rows[0]["episode_id"], kind="ack")
    alert = {
        "episode_id": said.episode_id,
        "state": "new",
        "severity": 3,
        "channel": "mail",
        "rule": "all",
        "attempts": 2,
    }
    for _ in range(2):
        write_note(history.client, said)
        assert write_alerts(history.client, [alert | {"sent_at": MONDAY}]) == 1
    counts = {
        view: value_of(history.client, f"SELECT count() FROM {view}")
        for view in ("episodes", "episode_notes", "alerts_sent")
    }
    assert set(counts.values()) == {1}
    [sent] = query_rows(history.client, "SELECT * FROM alerts_sent")
    assert sent == alert | {"sent_at": MONDAY}


def test_a_setting_of_whoever_asks_does_not_change_what_is_shown(history: History) -> None:
    history.judged("warning")
    history.update()
    sql = "SELECT state, acknowledged_at, owner FROM episodes SETTINGS join_use_nulls = 1"
    assert query_rows(history.client, sql) == [{"state": "new", "acknowledged_at": None, "owner": ""}]


def test_an_insert_that_nobody_takes_is_to_be_tried_again(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(*_: Any, **__: Any) -> Any:
        raise ConnectionResetError

    monkeypatch.setattr(history.client, "insert_arrow", cut_off)
    with pytest.raises(Unavailable):
        write_note(history.client, Note(episode_id="e", kind="ack"))
