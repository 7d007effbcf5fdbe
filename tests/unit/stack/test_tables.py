"""stack.cli.tables: the same rows for people, for spreadsheets and for programs."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest

from stack.cli.tables import SHOWN, Format, RepeatedColumnError, print_rows

COLUMNS = ("brand", "n", "share", "topics", "at", "note")
ROWS = [
    ("Alder [Post]", 3, Decimal("0.25"), ["delivery", "price"], datetime(2026, 3, 8, 12, 30, tzinfo=UTC), None),
]


def test_json_is_an_array_of_objects_with_times_in_their_zone(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, ROWS, Format.JSON)
    [row] = json.loads(capsys.readouterr().out)
    assert row["topics"] == ["delivery", "price"]
    assert row["at"] == "2026-03-08T12:30:00Z"
    assert row["note"] is None


def test_csv_has_a_header_and_cells_that_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, ROWS, Format.CSV)
    header, row = csv.reader(StringIO(capsys.readouterr().out))
    assert tuple(header) == COLUMNS
    assert json.loads(row[3]) == ["delivery", "price"]
    assert datetime.fromisoformat(row[4]) == ROWS[0][4]


def test_a_table_takes_text_as_text_and_never_as_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    print_rows(COLUMNS, ROWS, Format.TABLE)
    shown = capsys.readouterr().out
    assert "Alder [Post]" in shown
    assert "delivery, price" in shown


def test_columns_of_one_name_are_never_lost_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RepeatedColumnError, match="named a: name them apart"):
        print_rows(("a", "b", "a"), [(1, 2, 3)], Format.JSON)
    assert capsys.readouterr().out == ""
    print_rows(("a", "b", "a"), [(1, 2, 3)], Format.CSV)
    assert capsys.readouterr().out == "a,b,a\n1,2,3\n"


@pytest.mark.parametrize("format_", list(Format))
def test_no_rows_are_no_error(format_: Format) -> None:
    print_rows(COLUMNS, [], format_)


def test_many_columns_are_a_table_per_row(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    columns = [f"column_{at}" for at in range(30)]
    print_rows(columns, [list(range(30)), ["text", *range(29)]], Format.TABLE)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["row", "1"] in lines
    assert ["row", "2"] in lines
    assert ["column_29", "29"] in lines
    assert ["column_0", "text"] in lines


def test_a_long_table_says_that_it_is_not_whole(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(at,) for at in range(1, SHOWN + 2)]
    print_rows(("n",), rows, Format.TABLE)
    printed = capsys.readouterr()
    assert printed.out.split()[-1] == f"{SHOWN}"
    assert printed.err == "the first 1,000 of 1,001 rows: --format csv or json prints all\n"
    print_rows(("n",), rows, Format.CSV)
    assert len(capsys.readouterr().out.splitlines()) == SHOWN + 2


DESCRIBED = ("name", "type", "default_type", "default_expression", "comment", "codec_expression", "ttl_expression")
LONGEST = "How it was said, such as email, app or phone; empty if nobody knows"


def test_what_a_view_has_is_readable_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    rows = [("channel", "LowCardinality(String)", "", "", LONGEST, "", ""), ("nps", "Nullable(UInt8)", *[""] * 5)]
    print_rows(DESCRIBED, rows, Format.TABLE)
    _, header, _, first, *_ = capsys.readouterr().out.splitlines()
    assert header.split() == ["name", "type", "comment"]
    assert first.split()[:2] == ["channel", "LowCardinality(String)"]
    assert LONGEST.startswith(first.split("(String)")[1].strip())
    assert len(first.split("(String)")[1].strip()) > 30
    print_rows(DESCRIBED, [("at", "DateTime", "DEFAULT", "now()", "When", "", "")], Format.TABLE)
    assert "now()" in capsys.readouterr().out
    print_rows(DESCRIBED, rows, Format.CSV)
    assert capsys.readouterr().out.splitlines()[0] == ",".join(DESCRIBED)


def test_a_column_of_any_other_answer_is_shown_though_it_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("name", "note"), [("Alder Post", "")], Format.TABLE)
    assert "note" in capsys.readouterr().out
