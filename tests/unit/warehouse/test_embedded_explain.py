"""The engine's dumps as nodes: a name in them can pretend to be nothing else."""

from __future__ import annotations

from warehouse.embedded.explain import Node, ast_nodes, tree_nodes

AST = """\
SelectWithUnionQuery (children 2)
 ExpressionList (children 1)
  SelectQuery (children 2)
   Function in (alias x) (children 1)
    ExpressionList (children 2)
     Identifier a b
     TableIdentifier earshot.feedback (alias f)
   Set
 Identifier CSV
"""


def test_the_ast_is_read_with_depths_and_without_aliases() -> None:
    nodes = ast_nodes(AST)
    assert nodes[0] == Node("SelectWithUnionQuery", "", 0)
    assert nodes[3] == Node("Function", "in", 3)
    assert nodes[5:7] == [Node("Identifier", "a b", 5), Node("TableIdentifier", "earshot.feedback", 5)]
    assert nodes[7:] == [Node("Set", "", 3), Node("Identifier", "CSV", 1)]


def test_a_line_end_in_a_name_makes_a_node_of_no_known_kind() -> None:
    assert [node.kind for node in ast_nodes("Identifier a\nb (alias x)\n")] == ["Identifier", "b"]


def test_the_tree_gives_tables_and_functions() -> None:
    dump = """\
QUERY id: 0
  PROJECTION
    FUNCTION id: 2, function_name: count, function_type: aggregate, result_type: UInt64
    CONSTANT id: 9, constant_value: 'TABLE id: 1, table_name: earshot.x', constant_value_type: String
  JOIN TREE
    TABLE id: 3, alias: __table1, table_name: earshot.feedback, final: 1
    TABLE_FUNCTION id: 7, alias: __table2, table_function_name: numbers
"""
    assert [(node.kind, node.name) for node in tree_nodes(dump)] == [
        ("FUNCTION", "count"),
        ("TABLE", "earshot.feedback"),
        ("TABLE_FUNCTION", "numbers"),
    ]


def test_a_name_that_cannot_be_read_for_sure_is_none() -> None:
    for line in (
        "TABLE id: 3, alias: x, table_name: earshot.feedback, y, table_name: earshot.secret",
        "TABLE id: 3, alias: a b, table_name: earshot.feedback",
        "TABLE id: 3, table_name: default./etc/passwd",
        "FUNCTION id: 3, something_name: count",
    ):
        assert [node.name for node in tree_nodes(line)] == [""]
