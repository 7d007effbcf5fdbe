"""A table's TTL is changed when, and only when, it is not what the settings say."""

from __future__ import annotations

from warehouse.retention import retention_statements
from warehouse.settings import ClickHouseSettings

PLAIN = "ReplacingMergeTree(version) ORDER BY event_id SETTINGS index_granularity = 8192"
THIRTY = "ReplacingMergeTree(version) ORDER BY event_id TTL toDateTime(received_at) + toIntervalDay(30) SETTINGS x = 1"


def kept(days: int, engine: str, cluster: str = "") -> list[str]:
    return retention_statements("feedback_landed", engine, ClickHouseSettings(retention_days=days, cluster=cluster))


def test_nothing_expires_unless_somebody_says_so() -> None:
    assert ClickHouseSettings().retention_days == 0
    assert kept(0, PLAIN) == []


def test_a_retention_is_set_changed_and_taken_away() -> None:
    [thirty] = kept(30, PLAIN)
    assert thirty == "ALTER TABLE feedback_landed MODIFY TTL toDateTime(received_at) + toIntervalDay(30)"
    assert kept(30, THIRTY) == []
    assert kept(300, THIRTY) == [thirty.replace("30", "300")]
    assert kept(0, THIRTY) == ["ALTER TABLE feedback_landed REMOVE TTL"]


def test_on_a_cluster_the_storing_table_expires() -> None:
    assert kept(0, THIRTY, cluster="north") == ["ALTER TABLE feedback_landed_local ON CLUSTER north REMOVE TTL"]


def test_of_facts_only_those_about_a_customer_expire() -> None:
    [sql] = retention_statements("facts_landed", PLAIN, ClickHouseSettings(retention_days=30))
    assert sql.endswith("+ toIntervalDay(30) DELETE WHERE kind IN ('order', 'customer_lapsed')")
