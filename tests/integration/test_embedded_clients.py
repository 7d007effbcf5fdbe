"""ClickHouse's clients work against the embedded warehouse unchanged: the driver, SQLAlchemy's dialect, curl."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from clickhouse_connect.cc_sqlalchemy.ddl.tableengine import MergeTree
from clickhouse_connect.driver.exceptions import DatabaseError
from sqlalchemy import Column, Engine, MetaData, Table, create_engine, func, inspect, select, text
from sqlalchemy import types as sql_types

from tests.fixtures.warehouse import PASSWORDS, USERS, Warehouse


@pytest.fixture(scope="module")
def filled(warehouse: Warehouse) -> Warehouse:
    """One landing table, one view that analysts read."""
    owner = warehouse.client()
    owner.command("CREATE DATABASE earshot")
    owner.command(
        "CREATE TABLE earshot.landed (id UInt64, text String, at DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY id"
    )
    owner.command("CREATE VIEW earshot.feedback AS SELECT * FROM earshot.landed")
    at = datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    owner.insert("earshot.landed", [[n, f"text {n}", at] for n in range(1000)], column_names=["id", "text", "at"])
    return warehouse


@pytest.fixture(params=["owner", "analyst"])
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("sessions", [True, False], ids=["with sessions", "without"])
def test_the_driver_reads(filled: Warehouse, role: str, sessions: bool) -> None:
    client = filled.client(role, database="earshot", autogenerate_session_id=sessions, tz_mode="aware")
    statement = "SELECT id, text, at FROM feedback WHERE id = {id:UInt64} AND text != {other:String}"
    result = client.query(statement, parameters={"id": 7, "other": "it's"})
    assert result.result_rows == [(7, "text 7", datetime(2026, 3, 8, 7, 30, tzinfo=UTC))]
    assert client.query_arrow("SELECT id FROM feedback ORDER BY id").column("id").to_pylist() == list(range(1000))
    assert list(client.query_df("SELECT id FROM feedback ORDER BY id LIMIT 2")["id"]) == [0, 1]
    with client.query_row_block_stream("SELECT id FROM feedback") as blocks:
        assert sum(len(block) for block in blocks) == 1000
    assert client.query("SELECT id FROM feedback LIMIT 0").column_names == ("id",)
    assert client.command("SELECT count() FROM feedback") == 1000
    assert client.raw_query("SELECT 1 AS one", fmt="JSONEachRow") == b'{"one":1}\n'
    assert client.ping()


def test_the_driver_reads_large_answers_compressed(filled: Warehouse, role: str) -> None:
    for compress in ("lz4", "zstd", "gzip", False):
        rows = filled.client(role, compress=compress).query("SELECT number FROM numbers(300000)").result_rows
        assert len(rows) == 300_000


def test_the_driver_raises_clickhouses_errors(filled: Warehouse) -> None:
    with pytest.raises(DatabaseError) as unknown:
        filled.client().query("SELECT * FROM nowhere")
    assert unknown.value.code == 60
    with pytest.raises(DatabaseError) as denied:
        filled.client("analyst").query("SELECT * FROM landed")
    assert denied.value.code == 497
    assert "analyst may read views only (feedback)" in str(denied.value)
    with pytest.raises(DatabaseError) as wrong:
        filled.client(password="wrong")
    assert wrong.value.code == 516


def test_the_driver_writes_settings_and_temporary_tables_in_a_session(filled: Warehouse) -> None:
    client = filled.client(autogenerate_session_id=True, settings={"max_threads": 1})
    client.command("CREATE TEMPORARY TABLE kept (n UInt8)")
    client.insert("kept", [[1]], column_names=["n"])
    assert client.query("SELECT n, getSetting('max_threads') FROM kept").result_rows == [(1, 1)]


@pytest.fixture
def sql(filled: Warehouse, role: str) -> Iterator[Engine]:
    engine = create_engine(f"clickhousedb://{USERS[role]}:{PASSWORDS[role]}@127.0.0.1:{filled.port}/earshot")
    yield engine
    engine.dispose()


def test_sqlalchemy_reads_and_reflects_views(sql: Engine, role: str) -> None:
    seen = inspect(sql)
    assert "feedback" in seen.get_table_names() + seen.get_view_names()
    assert ("landed" in seen.get_table_names()) is (role == "owner")
    assert "earshot" in seen.get_schema_names()
    assert [column["name"] for column in seen.get_columns("feedback")] == ["id", "text", "at"]
    assert seen.has_table("feedback")
    assert not seen.has_table("nothing")
    feedback = Table("feedback", MetaData(), autoload_with=sql)
    with sql.connect() as connection:
        assert connection.execute(select(func.count()).select_from(feedback)).scalar() == 1000
        wanted = select(feedback.c.text).where(feedback.c.id == 7)
        assert connection.execute(wanted).scalar() == "text 7"
        assert connection.execute(text("SELECT :word"), {"word": "it's"}).scalar() == "it's"


def test_sqlalchemy_writes_as_the_owner(filled: Warehouse) -> None:
    engine = create_engine(f"clickhousedb://{USERS['owner']}:{PASSWORDS['owner']}@127.0.0.1:{filled.port}/earshot")
    columns = Column("id", sql_types.Integer), Column("word", sql_types.String)
    words = Table("words", MetaData(), *columns, MergeTree(order_by="id"))
    with engine.begin() as connection:
        words.create(connection)
        connection.execute(words.insert(), [{"id": n, "word": f"wo'rd {n}"} for n in range(3)])
        connection.execute(words.insert().values(id=3, word="last"))
        assert connection.execute(select(words.c.word).order_by(words.c.id)).scalars().all()[::3] == ["wo'rd 0", "last"]
        words.drop(connection)
    engine.dispose()


def test_curl_works(filled: Warehouse, role: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    who = ["--silent", "--fail", "--user", f"{USERS[role]}:{PASSWORDS[role]}"]
    for how in (
        ["-d", "SELECT 1 + 1"],
        ["-G", "--data-urlencode", "query=SELECT 1 + 1"],
        ["--compressed", "-d", "SELECT 2"],
    ):
        url = f"{filled.url}/?enable_http_compression=1"
        assert subprocess.run([curl, *who, *how, url], capture_output=True, check=True).stdout == b"2\n"
