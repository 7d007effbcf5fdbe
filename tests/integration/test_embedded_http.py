"""The embedded warehouse answers ClickHouse's HTTP interface as a ClickHouse server does."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.fixtures.warehouse import PASSWORDS, Warehouse


def code_of(answer: Any) -> str:
    return str(answer.headers.get("X-ClickHouse-Exception-Code", "0"))


def test_ping_and_the_bare_address_answer_without_a_password(warehouse: Warehouse) -> None:
    for path in ("/ping", ""):
        answer = warehouse.send("GET", role=None, path=path)
        assert (answer.status, answer.data) == (200, b"Ok.\n")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_statement_may_be_in_the_url(warehouse: Warehouse, method: str) -> None:
    assert warehouse.send(method, url={"query": "SELECT 1 + 1"}).data == b"2\n"


def test_a_statement_may_begin_in_the_url_and_end_in_the_body(warehouse: Warehouse) -> None:
    assert warehouse.ask("1, 2", query="SELECT").data == b"1\t2\n"


def test_a_statement_may_be_a_form(warehouse: Warehouse) -> None:
    parts = {"query": "SELECT {name:String}", "param_name": "Ñandú"}
    lines = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts.items()
    ]
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert warehouse.send(body="".join(lines) + "--x--\r\n", headers=headers).data.decode() == "Ñandú\n"


@pytest.mark.parametrize(
    "body", ["--y\r\nno form", '--x\r\nContent-Disposition: form-data; name="t"; filename="t"\r\n\r\n1\r\n--x--']
)
def test_a_form_that_cannot_be_read_or_has_tables_is_refused(warehouse: Warehouse, body: str) -> None:
    answer = warehouse.send(body=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert code_of(answer) in ("36", "48")


def test_get_only_reads(warehouse: Warehouse) -> None:
    for statement in ("CREATE DATABASE nothing", "SET max_threads = 1", "INSERT INTO t VALUES (1)"):
        answer = warehouse.send("GET", url={"query": statement})
        assert code_of(answer) == "164"


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ({"default_format": "JSONEachRow"}, {}),
        ({}, {"X-ClickHouse-Format": "JSONEachRow"}),
        ({"query": "SELECT 1 AS n FORMAT JSONEachRow"}, {"X-ClickHouse-Format": "CSV"}),
    ],
    ids=["in the URL", "in a header", "in the statement, which wins"],
)
def test_the_format_is_named(warehouse: Warehouse, url: dict[str, str], headers: dict[str, str]) -> None:
    answer = warehouse.send(body="" if "query" in url else "SELECT 1 AS n", url=url, headers=headers)
    assert answer.data == b'{"n":1}\n'
    assert answer.headers["X-ClickHouse-Format"] == "JSONEachRow"
    assert answer.headers["Content-Type"] == "application/x-ndjson; charset=UTF-8"


def test_the_database_is_named_in_the_url_or_a_header(warehouse: Warehouse) -> None:
    assert warehouse.ask("SELECT currentDatabase()", database="system").data == b"system\n"
    header = {"X-ClickHouse-Database": "system"}
    assert warehouse.send(body="SELECT currentDatabase()", headers=header).data == b"system\n"
    assert warehouse.ask("SELECT currentDatabase()").data == b"default\n"


def test_settings_of_one_request_end_with_it(warehouse: Warehouse) -> None:
    assert warehouse.ask("SELECT getSetting('max_block_size')", max_block_size="77").data == b"77\n"
    assert warehouse.ask("SELECT getSetting('max_block_size')").data != b"77\n"


def test_parameters_are_bound_not_pasted(warehouse: Warehouse) -> None:
    statement = "SELECT {s:String}, {a:Array(UInt8)}, {n:Nullable(String)}, {d:DateTime64(3)}"
    values = {"param_s": "it's; --", "param_a": "[1,2]", "param_n": "\\N", "param_d": "2026-01-01 00:00:00.123"}
    assert warehouse.ask(statement, **values).data == b"it\\'s; --\t[1,2]\t\\N\t2026-01-01 00:00:00.123\n"


def test_an_answer_says_what_it_took_and_who_it_is(warehouse: Warehouse) -> None:
    answer = warehouse.ask("SELECT number FROM numbers(10)", query_id="count-to-ten")
    assert answer.headers["X-ClickHouse-Query-Id"] == "count-to-ten"
    assert answer.headers["X-ClickHouse-Timezone"] == "UTC"
    summary = json.loads(answer.headers["X-ClickHouse-Summary"])
    assert (summary["read_rows"], summary["written_rows"]) == ("10", "0")


def test_the_servers_zone_is_utc_wherever_it_runs(warehouse: Warehouse) -> None:
    assert warehouse.ask("SELECT timezone(), toString(toDateTime(0))").data == b"UTC\t1970-01-01 00:00:00\n"


@pytest.mark.parametrize(
    ("statement", "status", "code"),
    [
        ("SELECT * FROM nowhere", 404, "60"),
        ("SELECT nothing", 404, "47"),
        ("SELECT nosuchfunction(1)", 404, "46"),
        ("SELEC 1", 400, "62"),
        ("SELECT 1; SELECT 2", 400, "62"),
        ("", 400, "62"),
        ("SELECT toUInt8('x')", 400, "6"),
        ("SELECT throwIf(1)", 500, "395"),
        ("SELECT 1 FORMAT Nothing", 404, "73"),
        ("SELECT 1 FORMAT DataFrame", 404, "73"),
        ("SELECT 1 SETTINGS nothing = 1", 404, "115"),
        ("SELECT sleep(3) SETTINGS max_execution_time = 1", 408, "159"),
    ],
)
def test_errors_have_clickhouses_status_and_code(warehouse: Warehouse, statement: str, status: int, code: str) -> None:
    answer = warehouse.ask(statement, default_format="CSV")
    assert (answer.status, code_of(answer)) == (status, code), answer.data
    assert answer.data.startswith(f"Code: {code}. DB::Exception: ".encode())


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ({"database": "nowhere"}, 404, "81"),
        ({"no_such_setting": "1"}, 404, "115"),
        ({"max_threads": "many"}, 400, "27"),
        ({"role": "boss"}, 404, "511"),
        ({"compress": "1"}, 501, "48"),
        ({"default_format": "DataFrame"}, 404, "73"),
    ],
    ids=str,
)
def test_what_the_url_asks_and_is_not_there_is_an_error(
    warehouse: Warehouse, url: dict[str, str], status: int, code: str
) -> None:
    answer = warehouse.send(body="SELECT 1", url=url)
    assert (answer.status, code_of(answer)) == (status, code), answer.data


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test_credentials_come_by_header_by_basic_or_by_url(warehouse: Warehouse) -> None:
    password = PASSWORDS["owner"]
    ways: list[dict[str, Any]] = [
        {"headers": {"X-ClickHouse-User": "earshot", "X-ClickHouse-Key": password}},
        {"headers": basic("earshot", password)},
        {"url": {"user": "earshot", "password": password}},
    ]
    for way in ways:
        assert warehouse.send(body="SELECT 1", role=None, **way).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        (basic("earshot", "wrong"), 403),
        (basic("nobody", PASSWORDS["owner"]), 403),
        (basic("default", ""), 403),
        (basic("analyst", PASSWORDS["owner"]), 403),
        ({"Authorization": "Basic ???"}, 403),
        ({"Authorization": "Bearer token"}, 401),
        ({"X-ClickHouse-User": "earshot"}, 403),
    ],
    ids=["none", "wrong password", "unknown user", "default", "another's password", "not Basic", "bearer", "no key"],
)
def test_nobody_else_is_served(warehouse: Warehouse, headers: dict[str, str], status: int) -> None:
    answer = warehouse.send(body="SELECT 1", role=None, headers=headers)
    assert (answer.status, code_of(answer)) == (status, "516")


def test_a_session_keeps_settings_database_and_temporary_tables(warehouse: Warehouse) -> None:
    here = {"session_id": "mine"}
    for statement in ("SET max_block_size = 99", "USE system", "CREATE TEMPORARY TABLE kept (n UInt8)"):
        assert warehouse.ask(statement, **here).status == 200
    wanted = "SELECT getSetting('max_block_size'), currentDatabase(), (SELECT count() FROM kept)"
    assert warehouse.ask(wanted, **here, max_block_size="5").data == b"5\tsystem\t0\n"
    assert warehouse.ask(wanted, **here).data == b"99\tsystem\t0\n"
    assert warehouse.ask("SELECT * FROM kept").status == 404
    assert code_of(warehouse.ask("SELECT 1", session_id="unknown", session_check="1")) == "372"


def test_users_are_not_managed_here(warehouse: Warehouse) -> None:
    assert code_of(warehouse.ask("CREATE USER somebody")) == "497"
