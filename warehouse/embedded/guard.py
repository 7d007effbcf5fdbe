"""The analyst's guard: reads views, computes, and nothing else.

A statement passes six gates, in this order, because each makes the next one safe:

1. one statement, that begins with a reading keyword (of what is no statement the parser says why);
2. the engine writes it anew (no comments, one spelling): what is judged from here on is what will run;
3. SHOW, DESCRIBE and EXISTS must match a pattern to the letter;
4. `EXPLAIN AST`, which runs nothing: only known kinds of nodes, allowed functions, and no name of a hidden table;
5. `EXPLAIN QUERY TREE`, which runs constants: only views and allowed functions are left after all names are resolved;
6. the engine's own `readonly=1`, with limits that were set before it and cannot be changed after it.

Measured ways in that made the gates: `SELECT file('/etc/hostname')` reads the file while the tree is explained;
`"/etc/passwd"` is a table of the database `default`; a failing cast of a scalar subquery quotes a hidden row in its
error; `APPLY` and SHOW … WHERE hide their functions from the AST; `arrayReduce('quantile(toUInt64(file(…)))', [1])`
and the structure of `values` hide them in a text. Each is in tests/data/guard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.embedded.engine import READ_ONLY, Connection, literal
from warehouse.embedded.errors import ClickHouseError, Code, error, refused
from warehouse.embedded.explain import ast_nodes, tree_nodes
from warehouse.embedded.judge import Judge
from warehouse.embedded.statements import first_word

_FIRST_WORDS = frozenset({"SELECT", "WITH", "FROM", "(", "DESCRIBE", "DESC", "SHOW", "EXISTS"})

_NO_STATEMENT = "UNKNOWN"
"""The engine's class of what it cannot parse; writing it anew says why."""

_OUR_SCOPE = re.compile(r": In scope SELECT formatQuerySingleLine\(.*\)(?=\. \()", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Guard:
    """Asks the engine about statements on the analyst's own connection, whose limits hold for the asking too."""

    judge: Judge
    connection: Connection

    def admit(self, statement: str, parameters: Mapping[str, str]) -> str:
        """The statement as it may run. Raises ClickHouseError: 403 if it may not, else what the engine says of it."""
        self._judge_kind(statement)
        written = self._written_anew(statement)
        if written.split(" ", 1)[0] in ("SELECT", "WITH"):
            self.judge.ast(ast_nodes(self._explained("AST", written, parameters)))
            self.judge.tree(tree_nodes(self._explained("QUERY TREE", written, parameters)))
        else:
            self.judge.metadata(written)
        return written

    def _judge_kind(self, statement: str) -> None:
        kind, count = self.connection.classify(statement)
        if first_word(statement.encode()) not in _FIRST_WORDS:
            if kind == _NO_STATEMENT:
                self._written_anew(statement)  # raises what is wrong with it
            raise refused("only read: SELECT, DESCRIBE, SHOW TABLES, SHOW CREATE VIEW or EXISTS")
        if count > 1:
            raise error(Code.SYNTAX_ERROR, "Multi-statements are not allowed.")
        if kind not in (READ_ONLY, _NO_STATEMENT):
            raise refused("only read")

    def _written_anew(self, statement: str) -> str:
        try:
            anew = self.connection.run(f"SELECT formatQuerySingleLine({literal(statement)})", "RawBLOB").data
        except ClickHouseError as raised:
            raise ClickHouseError(raised.code, _OUR_SCOPE.sub("", raised.text)) from raised
        try:
            return anew.decode().strip()
        except UnicodeDecodeError as raised:
            raise error(Code.BAD_ARGUMENTS, "The statement's texts are not UTF-8.") from raised

    def _explained(self, how: str, statement: str, parameters: Mapping[str, str]) -> str:
        dump = self.connection.run(f"EXPLAIN {how} {statement}", "TabSeparatedRaw", parameters).data
        return dump.decode(errors="replace")
