"""An analyst's call: a connection of its own, limits and `readonly=1` first, then the guard, then the statement."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.embedded.catalog import Allowed, Catalog, catalog
from warehouse.embedded.engine import Engine, Outcome, literal
from warehouse.embedded.errors import ClickHouseError, Code, refused
from warehouse.embedded.execute import prepare, statement_head, whole_statement
from warehouse.embedded.guard import Guard
from warehouse.embedded.judge import Judge
from warehouse.embedded.overtime import Overtime
from warehouse.embedded.request import Call
from warehouse.embedded.settings import EmbeddedSettings
from warehouse.embedded.statements import named_format
from warehouse.settings import ClickHouseSettings

_MAX_STATEMENT_BYTES = 1 << 20  # the engine takes a quarter of it (max_query_size)

_SIZES = {
    "max_expanded_ast_elements": "50000",  # ten times less than usual: common tables that double take 0.8 s, not 10
    "max_hyperscan_regexp_length": "1000",
    "max_hyperscan_regexp_total_length": "10000",  # 4,000 patterns took 4.6 s to compile
}
"""What is done before the first block, where the engine does not look at its time limit, is bounded in size."""


@dataclass(frozen=True, slots=True)
class Analysts:
    """What an analyst says is judged, then done within the limits."""

    engine: Engine
    allowed: Allowed
    users: ClickHouseSettings
    limits: EmbeddedSettings

    def execute(self, call: Call) -> tuple[Outcome, str]:
        """See `Executor`. Sessions are not kept: SET, USE and temporary tables are refused anyway."""
        self._judge_request(call)
        longest = self.users.analyst_max_seconds + self.limits.analyst_grace_seconds
        overtime = Overtime(self.engine, longest, longest + self.limits.analyst_heed_seconds)
        with overtime.watched(call.query_id):
            return self._answered(call)

    def _answered(self, call: Call) -> tuple[Outcome, str]:
        statement = whole_statement(call, statement_head(call), _MAX_STATEMENT_BYTES)
        with self.engine.connection() as owner:
            known = catalog(owner, self.users.database)
        with self.engine.connection() as connection:
            prepare(connection, self.users.database, call.settings | self._limits(known, call.query_id))
            try:
                return self._read(Guard(Judge(self.allowed, known), connection), statement, call)
            except ClickHouseError as raised:
                if raised.code == Code.READONLY:
                    raise refused("only read, and not change settings") from raised
                raise

    def _read(self, guard: Guard, statement: str, call: Call) -> tuple[Outcome, str]:
        guard.judge.format(call.format)
        written = guard.admit(statement, call.parameters)
        outcome = guard.connection.run(written, call.format, call.parameters)
        return outcome, named_format(written.encode()) or call.format

    def _judge_request(self, call: Call) -> None:
        if call.database not in ("", self.users.database):
            raise refused(f"use the database {self.users.database} only")
        for name in call.settings:
            if name not in self.allowed.settings:
                raise refused(f"not change the setting {name}")

    def _limits(self, known: Catalog, query_id: str) -> dict[str, str]:
        """Set before `readonly`, which is last: from then on nothing can be changed."""
        return {
            "log_comment": query_id,
            "max_execution_time": str(self.users.analyst_max_seconds),
            "timeout_overflow_mode": "throw",
            "max_memory_usage": str(self.users.analyst_max_memory_bytes),
            "max_temporary_data_on_disk_size_for_query": str(4 * self.users.analyst_max_memory_bytes),
            **_SIZES,
            "max_result_rows": str(self.users.analyst_max_result_rows),
            "max_result_bytes": str(self.limits.analyst_max_result_bytes),
            "result_overflow_mode": "throw",
            "additional_table_filters": _filters(known),
            "allow_ddl": "0",
            "readonly": "1",
        }


def _filters(known: Catalog) -> str:
    """The engine's own tables show an analyst the views alone; they hold beneath SHOW and information_schema too."""
    database = literal(known.database)
    views = ", ".join(map(literal, sorted(known.views))) or "''"
    wanted = {
        "system.tables": f"database = {database} AND name IN ({views})",
        "system.columns": f"database = {database} AND table IN ({views})",
        "system.databases": f"name = {database}",
    }
    return "{" + ", ".join(f"{literal(table)}: {literal(condition)}" for table, condition in wanted.items()) + "}"
