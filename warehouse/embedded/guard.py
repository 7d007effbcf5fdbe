"""The analyst's guard: reads views, computes, and nothing else.

A statement passes six gates, in this order, because each makes the next one safe:

1. one statement, that begins with a reading keyword;
2. the engine writes it anew (no comments, one spelling): what is judged from here on is what will run;
3. SHOW, DESCRIBE and EXISTS must match a pattern to the letter;
4. `EXPLAIN AST`, which runs nothing: only known kinds of nodes, allowed functions, and no name of a hidden table;
5. `EXPLAIN QUERY TREE`, which runs constants: only views and allowed functions are left after all names are resolved;
6. the engine's own `readonly=1`, with limits that were set before it and cannot be changed after it.

Measured ways in that made the gates: `SELECT file('/etc/hostname')` reads the file while the tree is explained;
`"/etc/passwd"` is a table of the database `default`; a failing cast of a scalar subquery quotes a hidden row in its
error; `APPLY` and SHOW … WHERE hide their functions from the AST.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from warehouse.embedded.catalog import Allowed, Catalog
from warehouse.embedded.engine import READ_ONLY, Connection, literal
from warehouse.embedded.errors import ClickHouseError, Code, error
from warehouse.embedded.explain import Node, ast_nodes, read_by, tree_nodes
from warehouse.embedded.statements import first_word

_FIRST_WORDS = frozenset({"SELECT", "WITH", "FROM", "(", "DESCRIBE", "DESC", "SHOW", "EXISTS"})

# fmt: off
_NODES = frozenset((
    "SelectWithUnionQuery", "SelectIntersectExceptQuery", "SelectQuery", "ExpressionList", "Identifier",
    "TableIdentifier", "Function", "Literal", "Subquery", "WithElement", "TablesInSelectQuery",
    "TablesInSelectQueryElement", "TableExpression", "TableJoin", "ArrayJoin", "OrderByElement", "WindowDefinition",
    "WindowListElement", "InterpolateElement", "Asterisk", "QualifiedAsterisk", "ColumnsRegexpMatcher",
    "ColumnsListMatcher", "QualifiedColumnsRegexpMatcher", "QualifiedColumnsListMatcher", "ColumnsTransformerList",
    "ColumnsExceptTransformer", "ColumnsReplaceTransformer", "ColumnsReplaceTransformer::Replacement", "SampleRatio",
))
# fmt: on

_WHY = {
    "Set": "its own SETTINGS",
    "ColumnsApplyTransformer": "APPLY: name the function for each column",
}

_OWN_RECURSION = (
    "_temporary_and_external_tables._tmp_"  # of WITH RECURSIVE; the connection has no other temporary tables
)

_OUR_SCOPE = re.compile(r": In scope SELECT formatQuerySingleLine\(.*\)(?=\. \()", re.DOTALL)

_NAME = r"(?:[A-Za-z_]\w*|`[A-Za-z_]\w*`)"
_TEXT = r"'(?:[^'\\]|\\.)*'"
_LIKE = rf"(?: (?:NOT )?I?LIKE {_TEXT})?(?: LIMIT \d+)?"
_FORMAT = r"(?: FORMAT (?P<format>\w+))?"
_ABOUT_ONE = re.compile(
    rf"(?:DESCRIBE TABLE|SHOW CREATE TABLE|SHOW CREATE VIEW) (?P<table>{_NAME}(?:\.{_NAME})?){_FORMAT}"
)
_ABOUT_ALL = re.compile(
    rf"(?:SHOW TABLES(?: FROM {_NAME})?{_LIKE}|SHOW DATABASES{_LIKE}|EXISTS DATABASE {_NAME}|"
    rf"EXISTS (?:TABLE|VIEW) {_NAME}(?:\.{_NAME})?){_FORMAT}"
)


def refused(what: str) -> ClickHouseError:
    """403, ACCESS_DENIED, and one line that says what an analyst may not do."""
    return error(Code.ACCESS_DENIED, f"{what.rstrip('.')}.")


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges statements on the analyst's own connection, whose limits hold while it explains them."""

    allowed: Allowed
    catalog: Catalog
    connection: Connection

    def judge(self, statement: str, parameters: dict[str, str]) -> str:
        """The statement as it may run. Raises ClickHouseError: 403 if it may not, else what the engine says of it."""
        written = self._written_anew(statement)
        if written.split(" ", 1)[0] in ("SELECT", "WITH"):
            self._judge_names(written, parameters)
            self._judge_tree(written, parameters)
        else:
            self._judge_metadata(written)
        return written

    def judge_format(self, name: str) -> None:
        """Refuse an output format that is not on the list."""
        if name not in self.allowed.formats:
            raise refused(f"analyst may not use the format {name}")

    def _written_anew(self, statement: str) -> str:
        if first_word(statement.encode()) not in _FIRST_WORDS:
            raise refused("analyst may only read: SELECT, DESCRIBE, SHOW TABLES, SHOW CREATE VIEW or EXISTS")
        kind, count = self.connection.classify(statement)
        if count > 1:
            raise error(Code.SYNTAX_ERROR, "Multi-statements are not allowed.")
        if kind not in (READ_ONLY, "UNKNOWN"):  # an unknown one is a syntax error, which the next line explains
            raise refused("analyst may only read")
        try:
            anew = self.connection.run(f"SELECT formatQuerySingleLine({literal(statement)})", "RawBLOB").data
        except ClickHouseError as raised:
            raise ClickHouseError(raised.code, _OUR_SCOPE.sub("", raised.text)) from raised
        try:
            return anew.decode().strip()
        except UnicodeDecodeError as raised:
            raise error(Code.BAD_ARGUMENTS, "The statement's texts are not UTF-8.") from raised

    def _judge_metadata(self, statement: str) -> None:
        about_one, about_all = _ABOUT_ONE.fullmatch(statement), _ABOUT_ALL.fullmatch(statement)
        found = about_one or about_all
        if found is None:
            raise refused(
                "analyst may ask SHOW TABLES [LIKE], SHOW DATABASES, SHOW CREATE VIEW, DESCRIBE and EXISTS only"
            )
        if about_one:
            self._judge_table(about_one["table"].replace("`", ""))
        if found["format"]:
            self.judge_format(found["format"])

    def _judge_names(self, statement: str, parameters: dict[str, str]) -> None:
        nodes = ast_nodes(self.connection.run(f"EXPLAIN AST {statement}", "TabSeparatedRaw", parameters).data.decode())
        if nodes[0].kind != "SelectWithUnionQuery":
            raise refused("analyst may only read")
        for position, node in enumerate(nodes):
            self._judge_node(nodes, position)
            if node.depth == 1:  # beside the query itself stand FORMAT and INTO OUTFILE
                self._judge_output(node)

    def _judge_output(self, node: Node) -> None:
        if node.kind == "Identifier":
            self.judge_format(node.name)
        elif node.kind != "ExpressionList":
            raise refused("analyst may not write files")

    def _judge_node(self, nodes: list[Node], position: int) -> None:
        node = nodes[position]
        if node.kind not in _NODES:
            raise refused(f"analyst may not use {_WHY.get(node.kind, 'this syntax')}")
        if node.kind == "TableIdentifier":
            self._judge_table(node.name)
        elif node.kind == "Identifier":
            self._judge_column(node.name)
        elif node.kind == "Function":
            self._judge_function(node.name, of_a_table=nodes[position - 1].kind == "TableExpression")
            if node.name.lower().endswith(("in", "inignoreset")):
                for named in read_by(nodes, position)[1:]:
                    self._judge_in(named)

    def _judge_function(self, name: str, *, of_a_table: bool) -> None:
        if name not in self.allowed.table_functions if of_a_table else not self.allowed.function(name):
            raise refused(f"analyst may not use the {'table ' * of_a_table}function {name}")

    def _judge_in(self, node: Node) -> None:
        if node.kind == "Identifier" and node.name.count(".") == 1 and self._begins_with_database(node.name):
            self._judge_table(node.name)

    def _judge_table(self, name: str) -> None:
        """Refuse a table's name: a hidden one, or one of another database; a name of nothing may be a WITH's."""
        database, _, table = name.rpartition(".")
        ours = database in ("", self.catalog.database)
        if name in self.allowed.system_tables or (ours and table in self.catalog.views):
            return
        if database or table in self.catalog.hidden:
            raise self._no_view(name)

    def _judge_column(self, name: str) -> None:
        """Refuse a column's name that could be read as a table's: `a IN t` and WITH t AS alias take such names."""
        if name in self.catalog.hidden:
            raise self._no_view(name)
        if self._begins_with_database(name):
            readable = self.allowed.system_tables | {f"{self.catalog.database}.{view}" for view in self.catalog.views}
            if not any(name == table or name.startswith(f"{table}.") for table in readable):
                raise self._no_view(name)

    def _begins_with_database(self, name: str) -> bool:
        return any(name.startswith(f"{database}.") for database in self.catalog.databases)

    def _judge_tree(self, statement: str, parameters: dict[str, str]) -> None:
        dump = self.connection.run(f"EXPLAIN QUERY TREE {statement}", "TabSeparatedRaw", parameters).data
        for node in tree_nodes(dump.decode(errors="replace")):
            if node.kind == "TABLE" and not self._readable(node.name):
                raise self._no_view(node.name)
            if node.kind != "TABLE":
                self._judge_function(node.name, of_a_table=node.kind == "TABLE_FUNCTION")

    def _readable(self, table: str) -> bool:
        database, _, name = table.rpartition(".")
        views = self.catalog.views if database == self.catalog.database else frozenset()
        return table in self.allowed.system_tables or name in views or table.startswith(_OWN_RECURSION)

    def _no_view(self, name: str) -> ClickHouseError:
        views = ", ".join(sorted(self.catalog.views))
        return refused(f"analyst may read views only ({views}): {name or 'this table'} is none")
