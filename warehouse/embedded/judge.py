"""Which names, nodes and formats an analyst's statement may have. Pure: `guard` asks the engine for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warehouse.embedded.catalog import Allowed, Catalog
from warehouse.embedded.errors import ClickHouseError, refused
from warehouse.embedded.explain import Node

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

_OWN_RECURSION = "_temporary_and_external_tables._tmp_"
"""The table of a WITH RECURSIVE; an analyst's connection has no other temporary tables."""

_NAME = r"(?:[A-Za-z_]\w*|`[A-Za-z_]\w*`)"
_TABLE = rf"(?P<table>{_NAME}(?:\.{_NAME})?)"
_LIKE = r"(?: (?:NOT )?I?LIKE '(?:[^'\\]|\\.)*')?(?: LIMIT \d+)?"
_METADATA = tuple(
    re.compile(pattern + r"(?: FORMAT (?P<format>\w+))?")
    for pattern in (
        rf"(?P<strict>DESCRIBE TABLE|SHOW CREATE TABLE|SHOW CREATE VIEW) {_TABLE}",
        rf"EXISTS (?:TABLE|VIEW) {_TABLE}",
        rf"SHOW TABLES(?: FROM {_NAME})?{_LIKE}",
        rf"SHOW DATABASES{_LIKE}",
        rf"EXISTS DATABASE {_NAME}",
    )
)


@dataclass(frozen=True, slots=True)
class Judge:
    """Each method returns if it has nothing against it, and raises ClickHouseError, 403, if it has."""

    allowed: Allowed
    catalog: Catalog

    def metadata(self, statement: str) -> None:
        """SHOW, DESCRIBE and EXISTS must match a pattern to the letter: their dumps hide what they contain."""
        found = next((found for pattern in _METADATA if (found := pattern.fullmatch(statement))), None)
        if found is None:
            raise refused("ask SHOW TABLES [LIKE], SHOW DATABASES, SHOW CREATE VIEW, DESCRIBE and EXISTS only")
        parts = found.groupdict()
        if parts.get("table"):
            name = str(parts["table"]).replace("`", "")
            if parts.get("strict") or "." in name:
                self._table(name)
        if parts["format"]:
            self.format(str(parts["format"]))

    def format(self, name: str) -> None:
        """An output format."""
        if name not in self.allowed.formats:
            raise refused(f"not use the format {name}")

    def ast(self, nodes: list[Node]) -> None:
        """The nodes of EXPLAIN AST."""
        if nodes[0].kind != "SelectWithUnionQuery":
            raise refused("only read")
        for before, node in zip([nodes[0], *nodes], nodes, strict=False):
            self._node(node, of_a_table=before.kind == "TableExpression")
            if node.depth == 1:  # beside the query itself stand FORMAT and INTO OUTFILE
                self._output(node)

    def tree(self, nodes: list[Node]) -> None:
        """The nodes of EXPLAIN QUERY TREE."""
        for node in nodes:
            if node.kind != "TABLE":
                self._function(node.name, of_a_table=node.kind == "TABLE_FUNCTION")
            elif not (self._readable(node.name) or node.name.startswith(_OWN_RECURSION)):
                raise self._no_view(node.name)

    def _output(self, node: Node) -> None:
        if node.kind == "Identifier":
            self.format(node.name)
        elif node.kind != "ExpressionList":
            raise refused("not write files")

    def _node(self, node: Node, *, of_a_table: bool) -> None:
        if node.kind not in _NODES:
            raise refused(f"not use {_WHY.get(node.kind, 'this syntax')}")
        if node.kind == "TableIdentifier":
            self._table(node.name)
        elif node.kind == "Identifier":
            self._column(node.name)
        elif node.kind == "Function":
            self._function(node.name, of_a_table=of_a_table)

    def _function(self, name: str, *, of_a_table: bool) -> None:
        if name not in self.allowed.table_functions if of_a_table else not self.allowed.function(name):
            raise refused(f"not use the {'table ' * of_a_table}function {name}")

    def _table(self, name: str) -> None:
        """A table's name. One of nothing is a WITH's, or will be unknown: nothing else can be found by it."""
        if self._readable(name) or name in self.catalog.views:
            return
        if "." in name or name in self.catalog.hidden:
            raise self._no_view(name)

    def _column(self, name: str) -> None:
        """A column's name must not be readable as a hidden table's: `a IN t` and `WITH t AS other` take such names."""
        if name in self.catalog.hidden:
            raise self._no_view(name)
        if any(name.startswith(f"{database}.") for database in self.catalog.databases):
            table = ".".join(name.split(".")[:2])
            if not self._readable(table):
                raise self._no_view(name)

    def _readable(self, name: str) -> bool:
        """Whether the name, with its database, is a view's or that of a table which clients read about themselves."""
        database, _, table = name.rpartition(".")
        ours = database == self.catalog.database and table in self.catalog.views
        return ours or name in self.allowed.system_tables

    def _no_view(self, name: str) -> ClickHouseError:
        views = ", ".join(sorted(self.catalog.views))
        return refused(f"read views only ({views}): {name or 'this table'} is none")
