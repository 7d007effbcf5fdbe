"""The table `answer_cells`: windows of answers, forgotten and counted anew as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clickhouse_connect.driver.client import Client

from warehouse.query import run_statement
from warehouse.render import kept_in
from warehouse.settings import ClickHouseSettings

_COUNT = """
INSERT INTO answer_cells
(
    level, brand, topic, window_start, metric, channel, source, language, day, n, positive, negative, customers,
    grain, mark
)
SELECT
    level, brand, topic, window_start, metric, channel, source, language, day, n, positive, negative, customers,
    {grain:String}, transform(window_start, {starts:Array(Date)}, {marks:Array(UInt64)}, toUInt64(0))
FROM
(
{cells}
)
UNION ALL
-- a window without answers was counted, too
SELECT '', '', '', told.1, '', '', '', '', toDate(0), 0, 0, 0, 0, {grain:String}, told.2
FROM (SELECT arrayJoin(arrayZip({starts:Array(Date)}, {marks:Array(UInt64)})) AS told)
"""


@dataclass(frozen=True)
class Rollup:
    """The table, over a client."""

    client: Client
    settings: ClickHouseSettings = field(default_factory=ClickHouseSettings)

    def forget(self, windows: Iterable[tuple[str, date]]) -> None:
        """Delete all rows of these windows: grain and start. Raises Unavailable."""
        run_statement(self.client, forget_statement(windows, self.settings))

    def count(self, cells: str, parameters: Mapping[str, Any]) -> None:
        """Insert what a query counts, whose columns are the table's, of windows that have no rows.

        The parameters are the query's, with `grain`, and each window's `starts` and `marks`. Raises Unavailable.
        """
        run_statement(self.client, _COUNT.replace("{cells}", cells), parameters)


def forget_statement(windows: Iterable[tuple[str, date]], settings: ClickHouseSettings) -> str:
    """What deletes windows, on every replica; done when it returns."""
    pairs = ", ".join(f"('{grain}', '{start:%Y-%m-%d}')" for grain, start in windows)
    return (
        f"ALTER TABLE {kept_in('answer_cells', settings)} DELETE WHERE (grain, toString(window_start)) IN ({pairs})"
        " SETTINGS mutations_sync = 2"
    )
