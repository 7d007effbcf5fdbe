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

_CELLS = """
INSERT INTO answer_cells
(
    level, brand, topic, window_start, metric, channel, source, language, day, n, positive, negative, customers, grain
)
SELECT
    level, brand, topic, window_start, metric, channel, source, language, day, n, positive, negative, customers,
    {grain:String}
FROM
(
{cells}
)
"""
_MARKS = """
INSERT INTO answer_cells (grain, window_start, mark)
SELECT {grain:String}, told.1, told.2
FROM (SELECT arrayJoin(arrayZip({starts:Array(Date)}, {marks:Array(UInt64)})) AS told)
"""
"""A row without a level for each window, also for one without answers. In a statement of its own, after the cells: an
insert of many rows may commit partly, block by block and shard by shard, and must not look whole then."""


@dataclass(frozen=True)
class Rollup:
    """The table, over a client."""

    client: Client
    settings: ClickHouseSettings = field(default_factory=ClickHouseSettings)

    def forget(self, windows: Iterable[tuple[str, date]]) -> None:
        """Delete all rows of these windows: grain and start. Raises Unavailable."""
        run_statement(self.client, forget_statement(windows, self.settings))

    def count(self, cells: str, parameters: Mapping[str, Any], marks: Mapping[date, int]) -> None:
        """Insert what a query counts, whose columns are the table's, of windows that have no rows; then their marks.

        The parameters are the query's, with `grain`; the marks are by the windows' starts. Raises Unavailable: what is
        in by then has no mark, and is to be forgotten.
        """
        run_statement(self.client, _CELLS.replace("{cells}", cells), parameters)
        told = {"grain": parameters["grain"], "starts": [*marks], "marks": [*marks.values()]}
        run_statement(self.client, _MARKS, told)


def forget_statement(windows: Iterable[tuple[str, date]], settings: ClickHouseSettings) -> str:
    """What deletes windows, on every replica; done when it returns."""
    pairs = ", ".join(f"('{grain}', '{start:%Y-%m-%d}')" for grain, start in windows)
    return (
        f"ALTER TABLE {kept_in('answer_cells', settings)} DELETE WHERE (grain, toString(window_start)) IN ({pairs})"
        " SETTINGS mutations_sync = 2"
    )
