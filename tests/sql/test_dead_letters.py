"""View dead_letters: one row per refused message, with its reason and without its bytes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clickhouse_connect.driver.client import Client

from tests.fixtures.made import NOON, dead_letter
from warehouse.dead_letters import Found, find_dead_letters, read_dead_letters
from warehouse.landing import land_dead_letters
from warehouse.query import query_rows


def test_a_dead_letter_that_is_delivered_again_shows_once_as_it_failed_last(landed: Client) -> None:
    again = NOON + timedelta(days=1)
    land_dead_letters(landed, [dead_letter(), dead_letter("d2", failed_at=again)], NOON)
    land_dead_letters(landed, [dead_letter(failed_at=again)], again)
    rows = query_rows(landed, "SELECT dead_letter_id, failed_at FROM dead_letters ORDER BY dead_letter_id")
    assert [tuple(row.values()) for row in rows] == [("d1", again), ("d2", again)]


def test_it_says_where_and_why(landed: Client) -> None:
    land_dead_letters(landed, [dead_letter(line=7, event_id="e1", source="shop", field="nps")], NOON)
    columns = "stage, origin, partition, offset, line, event_id, field, reason"
    [row] = query_rows(landed, f"SELECT {columns} FROM dead_letters")
    assert list(row.values()) == ["score", "feedback.raw", 3, 14, 7, "e1", "nps", "malformed_json"]


def test_its_bytes_are_kept_but_not_shown(landed: Client) -> None:
    land_dead_letters(landed, [dead_letter()], NOON)
    [row] = query_rows(landed, "SELECT * FROM dead_letters")
    assert row["payload_bytes"] == 3
    assert "payload" not in row
    assert query_rows(landed, "SELECT hex(payload) AS payload FROM dead_letters_landed") == [{"payload": "7B22FF"}]


def test_whoever_owns_the_warehouse_reads_the_very_bytes_in_the_order_in_which_they_were_refused(
    landed: Client,
) -> None:
    told = {"stage": "push", "origin": "shop", "source": "shop", "partition": None, "offset": None}
    letters = [
        dead_letter("d3", line=1, reason="bad_date", payload=b'{"said": "caf\xc3\xa9"}', **told),
        dead_letter("d2", line=2, reason="bad_date", payload=b"\xff\x00\n", **told),
        dead_letter("d1", failed_at=NOON + timedelta(milliseconds=1)),
    ]
    land_dead_letters(landed, letters[::-1], NOON)
    land_dead_letters(landed, letters, NOON)
    assert find_dead_letters(landed) == [Found("d3", 17), Found("d2", 3), Found("d1", 3)]
    assert read_dead_letters(landed, ["d3", "gone", "d1", "d2"]) == [letters[0], letters[2], letters[1]]


def test_dead_letters_are_chosen_by_id_reason_and_source_together(landed: Client) -> None:
    letters = [
        dead_letter("d1", source="shop", reason="bad_date"),
        dead_letter("d2", source="shop", reason="empty"),
        dead_letter("d3", source="app", reason="bad_date"),
    ]
    land_dead_letters(landed, letters, NOON)

    def ids(**said: Any) -> list[str]:
        return [one.dead_letter_id for one in find_dead_letters(landed, **said)]

    assert ids(reason="bad_date") == ["d1", "d3"]
    assert ids(source="shop") == ["d1", "d2"]
    assert ids(ids=["d1", "d2"], reason="bad_date", source="shop") == ["d1"]
    assert ids(ids=["gone"]) == []
