"""Files give records, and one bad row never hides the next."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from streams.csv_rows import MAX_RECORD, read_csv
from streams.json_rows import MAX_LINE_BYTES, read_jsonl
from streams.readers import read_columns, read_rows
from streams.rows import FileError, Unreadable

CASES = yaml.safe_load((Path(__file__).parents[2] / "data/rows/unreadable.yaml").read_text(encoding="utf-8"))
READ = {"csv": read_csv, "jsonl": read_jsonl}


def rows_of(form: str, content: bytes) -> list[Any]:
    return [[line, row.reason if isinstance(row, Unreadable) else row] for line, row in READ[form](io.BytesIO(content))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_each_row_is_a_record_or_says_why_not(case: dict[str, Any]) -> None:
    assert rows_of(case["form"], case["bytes"].encode("latin-1")) == case["rows"]


def test_what_is_unreadable_keeps_its_bytes() -> None:
    [(_, row)] = read_csv(io.BytesIO(b"id,text\n1,caf\xe9,x\n"))
    assert isinstance(row, Unreadable)
    assert row.raw == b"1,caf\xe9,x"


def test_a_line_without_end_is_refused_and_the_next_is_read() -> None:
    rows = rows_of("jsonl", b'{"text": "' + b"x" * (2 * MAX_LINE_BYTES) + b'"}\n{"id": 2}\n')
    assert rows == [[1, "too_large"], [2, {"id": 2}]]


QUOTED = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)


@given(before=st.lists(QUOTED, max_size=5), after=st.integers(0, 3000), lead=st.sampled_from(["", "1,", '1,"",']))
def test_a_quote_that_is_never_closed_costs_its_own_line_only(before: list[str], after: int, lead: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["id", "text"], *[["0", text] for text in before]])
    first = len(re.findall(r"\r\n|\r|\n", file.getvalue())) + 1
    file.write(f'{lead}"oops\n' + "".join(f"{n},fine {n}\n" for n in range(after)))
    rows = list(read_csv(io.BytesIO(file.getvalue().encode())))
    assert [row for _, row in rows[: len(before)]] == [{"id": "0", "text": text} for text in before]
    line, broken = rows[len(before)]
    assert (line, isinstance(broken, Unreadable) and broken.raw) == (first, f'{lead}"oops'.encode())
    assert rows[len(before) + 1 :] == [(first + 1 + n, {"id": str(n), "text": f"fine {n}"}) for n in range(after)]


def test_no_more_is_read_ahead_for_a_quote_that_is_never_closed_than_a_record_may_have() -> None:
    file = io.BytesIO(b'id,text\n1,"oops\n' + b"2,fine\n" * MAX_RECORD)
    rows = read_csv(file)
    assert isinstance(next(rows)[1], Unreadable)
    assert file.tell() < 2 * MAX_RECORD
    assert next(rows) == (3, {"id": "2", "text": "fine"})
    rows.close()


def test_a_line_of_csv_without_end_is_refused_and_the_next_is_read() -> None:
    rows = rows_of("csv", b"id,text\n1," + b"x" * (2 * MAX_RECORD) + b"\n2,fine\n")
    assert rows == [[2, "unreadable_record"], [3, {"id": "2", "text": "fine"}]]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "is empty"), (b"\n1,2\n", "no header"), (b"id,id\n1,2\n", "a column twice: id"), (b'"id"x\n', "header")],
)
def test_a_header_that_names_no_columns_is_one_error(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "feed.csv").write_bytes(content)
    with pytest.raises(FileError, match=problem):
        list(read_rows(str(tmp_path / "feed.csv")))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("feed.csv", b"id\n1\n"),
        ("feed.jsonl", b'{"id": "1"}\n'),
        ("feed.dat", b'  {"id": "1"}\n'),
        ("feed.unknown", b"id\n1\n"),
    ],
)
@pytest.mark.parametrize("zipped", [False, True])
def test_the_format_is_told_by_name_or_content_gzipped_or_not(
    tmp_path: Path, name: str, content: bytes, zipped: bool
) -> None:
    file = tmp_path / (name + ".gz" if zipped else name)
    file.write_bytes(gzip.compress(content, mtime=0) if zipped else content)
    assert [row for _, row in read_rows(str(file))] == [{"id": "1"}]


def test_parquet_is_read_by_rows_with_times_finer_than_pythons(tmp_path: Path) -> None:
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    table = pa.table({"id": [1, 2], "at": pa.array([noon, None], pa.timestamp("ns", "UTC"))})
    for name in ("feed.parquet", "feed.unknown"):
        pq.write_table(table, tmp_path / name)
        assert list(read_rows(str(tmp_path / name))) == [(1, {"id": 1, "at": noon}), (2, {"id": 2, "at": None})]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("feed.parquet", b"no parquet"),
        ("feed.csv.gz", gzip.compress(b"id\n1\n" * 99, mtime=0)[:-9]),
        ("feed.csv.gz", b"\x1f\x8bno gzip"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ],
)
def test_a_damaged_file_is_one_error_that_names_it(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=name):
        list(read_rows(str(tmp_path / name)))


def test_a_file_that_is_not_there_is_one_error_that_names_it() -> None:
    with pytest.raises(FileError, match=r"nowhere\.csv: No such file"):
        list(read_rows("nowhere.csv"))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@given(content=st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_records_or_say_why_not(form: str, content: bytes) -> None:
    try:
        rows = list(READ[form](io.BytesIO(content)))
    except FileError:
        assert form == "csv"
        return
    assert all(isinstance(row, dict | Unreadable) for _, row in rows)
    assert [line for line, _ in rows] == sorted({line for line, _ in rows})


@pytest.mark.parametrize("name", ["feed.csv", "feed.parquet", "feed"])
@pytest.mark.parametrize("read", [read_rows, read_columns])
def test_a_file_of_nothing_is_called_empty(tmp_path: Path, name: str, read: Callable[[str], Iterable[Any]]) -> None:
    path = tmp_path / name
    for content in (b"", gzip.compress(b"")):
        path.write_bytes(content)
        if (name, read) == ("feed.parquet", read_columns):
            continue  # its records say themselves what they have
        with pytest.raises(FileError, match=rf"^{path}: is empty$"):
            [*read(str(path))]


def test_json_lines_may_be_none(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.touch()
    assert list(read_rows(str(path))) == []


def test_standard_input_is_called_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        with pytest.raises(FileError, match=r"^standard input: is empty$"):
            list(read_rows("-"))
