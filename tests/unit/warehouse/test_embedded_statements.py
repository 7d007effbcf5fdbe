"""Where an insert's data begin, and which format a statement names."""

from __future__ import annotations

import pytest

from warehouse.embedded.statements import find_insert, first_word, named_format


@pytest.mark.parametrize(
    ("text", "statement", "format_", "data"),
    [
        ("INSERT INTO t FORMAT Native\nDATA", "INSERT INTO t ", "Native", "DATA"),
        ("insert into t (a, b) format CSV  \r\nDATA", "insert into t (a, b) ", "CSV", "DATA"),
        ("INSERT INTO t FORMAT TSV\n\tDATA", "INSERT INTO t ", "TSV", "\tDATA"),
        ("INSERT INTO t FORMAT Native\n;DATA", "INSERT INTO t ", "Native", ";DATA"),
        ("INSERT INTO t FORMAT CSV;\nDATA", "INSERT INTO t ", "CSV", "DATA"),
        ("INSERT INTO t VALUES (1)", "INSERT INTO t ", "Values", " (1)"),
        ("INSERT INTO t SETTINGS a = 1 VALUES(1)", "INSERT INTO t SETTINGS a = 1 ", "Values", "(1)"),
        ("-- FORMAT x\nINSERT/* VALUES */INTO t FORMAT CSV 1", "-- FORMAT x\nINSERT/* VALUES */INTO t ", "CSV", "1"),
        ("INSERT INTO db.format FORMAT CSV\n1", "INSERT INTO db.format ", "CSV", "1"),
        ("INSERT INTO values VALUES (1)", "INSERT INTO values ", "Values", " (1)"),
        ("INSERT INTO `a FORMAT b` (`VALUES`) FORMAT CSV\n1", "INSERT INTO `a FORMAT b` (`VALUES`) ", "CSV", "1"),
        ("INSERT INTO FUNCTION f('FORMAT CSV') FORMAT TSV\n1", "INSERT INTO FUNCTION f('FORMAT CSV') ", "TSV", "1"),
        ("INSERT INTO t FORMAT CSV", "INSERT INTO t ", "CSV", ""),
    ],
)  # fmt: skip
def test_data_begin_after_the_format_and_one_line_end(text: str, statement: str, format_: str, data: str) -> None:
    found = find_insert(text.encode())
    assert found is not None
    assert (found.statement, found.format, text[found.data_at :]) == (statement, format_, data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT 1 FORMAT CSV",
        "INSERT INTO t SELECT 1",
        "INSERT INTO t WITH 1 AS x SELECT x FORMAT CSV",
        "INSERT INTO t FROM INFILE 'x' FORMAT CSV",
        "INSERT INTO t (a, b)",
        "INSERT INTO t FORMAT",
        "-- INSERT INTO t VALUES (1)",
        "EXPLAIN INSERT INTO t VALUES (1)",
    ],
)
def test_no_other_statement_has_data(text: str) -> None:
    assert find_insert(text.encode()) is None


def test_bytes_that_are_no_text_may_follow() -> None:
    found = find_insert(b"INSERT INTO t FORMAT Native\n\xff\x00'`\"")
    assert found is not None
    assert found.data_at == 28


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("SELECT 1 FORMAT JSON", "JSON"),
        ("SELECT 1\n FORMAT Native ; ", "Native"),
        ("SELECT 1 FORMAT CSV SETTINGS a = 1", "CSV"),
        ("SELECT 1 SETTINGS a = 1 FORMAT CSV", "CSV"),
        ("SELECT 1 -- FORMAT CSV", ""),
        ("SELECT 'FORMAT CSV'", ""),
        ("SELECT (SELECT 1 FORMAT CSV)", ""),
        ("SELECT format FROM t", ""),
        ("SELECT format, format AS x", ""),
        ("SELECT format('{}', 'x')", ""),
        ("", ""),
    ],
)
def test_the_format_is_the_one_that_ends_the_statement(text: str, format_: str) -> None:
    assert named_format(text.encode()) == format_


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (" \n/* SELECT */ -- x\n# y\n#! z\ninsert into", "INSERT"),
        ("(select 1)", "("),
        ("/*", "/"),
        ("'unclosed", "'"),
        ("", ""),
        ("  -- only a comment", ""),
    ],
)
def test_the_first_word_is_what_the_engine_reads_first(text: str, word: str) -> None:
    assert first_word(text.encode()) == word
