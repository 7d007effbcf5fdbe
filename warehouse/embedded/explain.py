"""The engine's two explanations of a statement, as lists of the nodes a guard has to judge.

`EXPLAIN AST` runs nothing, but shows names as they were written. `EXPLAIN QUERY TREE` shows every table and function
that will be read, whatever it was called, but runs constant expressions to get there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CHILDREN = re.compile(r" \(children \d+\)$")
_TREE_LINE = re.compile(r" *(?P<kind>TABLE|TABLE_FUNCTION|FUNCTION) id: \d+, (?P<rest>.*)")
_TREE_NAME = re.compile(
    r"(?:alias: \w+, )?(?:table_name|table_function_name|function_name): (?P<name>[\w.-]+)(?:, [a-z_]+: .*)?"
)


@dataclass(frozen=True, slots=True)
class Node:
    """A node of either dump; `depth` counts its parents. A name the dump does not give is ""."""

    kind: str
    name: str
    depth: int


def ast_nodes(dump: str) -> list[Node]:
    """The nodes of EXPLAIN AST, the root first. A line end within a name makes a node of no known kind."""
    return [_ast_node(line) for line in dump.split("\n") if line]


def _ast_node(line: str) -> Node:
    bare = line.lstrip(" ")
    kind, _, rest = _CHILDREN.sub("", bare).partition(" ")
    return Node(kind, rest.partition(" (alias ")[0].strip(), len(line) - len(bare))


def tree_nodes(dump: str) -> list[Node]:
    """The tables, table functions and functions of EXPLAIN QUERY TREE; "" is the name of one that cannot be read."""
    return [_tree_node(found) for line in dump.split("\n") if (found := _TREE_LINE.fullmatch(line))]


def _tree_node(found: re.Match[str]) -> Node:
    named = _TREE_NAME.fullmatch(found["rest"])
    return Node(found["kind"], named["name"] if named else "", 0)
