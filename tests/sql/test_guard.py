"""What an analyst of the embedded warehouse may ask, and every way in that was tried, on the real engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from clickhouse_connect.driver.exceptions import DatabaseError, error_name_from_body

from tests.fixtures.warehouse import Warehouse, running
from warehouse.console import QueryRefused, ask, refusals
from warehouse.embedded.catalog import allowed
from warehouse.embedded.engine import Engine
from warehouse.embedded.errors import ClickHouseError

DATA = Path(__file__).parents[1] / "data" / "guard"
SECRET = "a secret of the house"
HIDDEN = "what a customer said"
OF_IT = "said"
"""Errors quote a beginning or an end of it."""


def cases(name: str) -> list[Any]:
    """The entries of a data file, each named by its key."""
    entries = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return [pytest.param(value, id=key) for entry in entries for key, value in entry.items()]


@dataclass
class House:
    """A warehouse with views, what they read, and things that an analyst must not reach."""

    warehouse: Warehouse
    secret: Path
    uuid: str

    def filled(self, text: str) -> str:
        deep = "(" * 3000 + "1" + ")" * 3000
        return text.replace("{file}", str(self.secret)).replace("{uuid}", self.uuid).replace("{deep}", deep)

    def state(self) -> bytes:
        """What no analyst may change."""
        tables = (
            "SELECT name, uuid, total_rows, create_table_query FROM system.tables WHERE database = 'earshot' ORDER BY 1"
        )
        return self.warehouse.ask(tables).data + self.warehouse.ask("SELECT * FROM earshot.feedback_landed").data


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("guard")
    limits = {"MAX_SECONDS": "2", "MAX_MEMORY_BYTES": "1000000000", "MAX_RESULT_ROWS": "50000"}
    with running(home, **{f"EARSHOT_CLICKHOUSE_ANALYST_{name}": value for name, value in limits.items()}) as server:
        for statement in (DATA / "house.sql").read_text(encoding="utf-8").rstrip(";\n").split(";\n"):
            answer = server.ask(statement)
            assert answer.status == 200, answer.data
        secret = home / "secret.txt"
        secret.write_text(f"{SECRET}\n", encoding="utf-8")
        uuid = server.ask("SELECT uuid FROM system.tables WHERE name = 'feedback_landed'").data.decode().strip()
        yield House(server, secret, uuid)


@pytest.mark.parametrize("statement", cases("allowed.yaml"))
def test_an_analyst_reads_views(house: House, statement: str) -> None:
    answer = house.warehouse.ask(statement, "analyst")
    assert answer.status == 200, answer.data


@pytest.mark.parametrize("case", cases("refused.yaml"))
def test_no_statement_gets_in(house: House, case: str | dict[str, Any]) -> None:
    wanted = {"code": 497} | (case if isinstance(case, dict) else {"statement": case})
    before = house.state()
    answer = house.warehouse.ask(house.filled(wanted["statement"]), "analyst")
    assert answer.headers.get("X-ClickHouse-Exception-Code") == str(wanted["code"]), answer.data
    assert answer.status == (403 if wanted["code"] == 497 else 400)
    assert SECRET.encode() not in answer.data
    assert HIDDEN.encode() not in answer.data
    assert b"Traceback" not in answer.data
    assert house.state() == before
    assert [path.name for path in house.secret.parent.glob("secret*")] == ["secret.txt"]


@pytest.mark.parametrize("case", cases("requests.yaml"))
def test_no_request_gets_in(house: House, case: dict[str, Any]) -> None:
    url = {name: house.filled(value) for name, value in case.get("url", {}).items()}
    body = house.filled(case["body"])
    answer = house.warehouse.send(body=body, role="analyst", url=url, headers=case.get("headers"))
    assert answer.headers.get("X-ClickHouse-Exception-Code", "0") == str(case["code"]), answer.data
    assert answer.data.decode() == case.get("answer", answer.data.decode())
    assert SECRET.encode() not in answer.data
    assert HIDDEN.encode() not in answer.data or case["code"] == 0


def test_a_refusal_says_what_an_analyst_may_read(house: House) -> None:
    answer = house.warehouse.ask("SELECT * FROM feedback_landed", "analyst")
    assert answer.data.decode() == (
        "Code: 497. DB::Exception: analyst may read views only (feedback, mentions): feedback_landed is none."
        " (ACCESS_DENIED)\n"
    )


def test_a_syntax_error_is_shown_without_the_guards_own_words(house: House) -> None:
    text = house.warehouse.ask("SELECT 1 WHERE WHERE 1", "analyst").data.decode()
    assert "SYNTAX_ERROR" in text
    assert "formatQuery" not in text


def test_an_owner_is_not_guarded(house: House) -> None:
    assert house.warehouse.ask(house.filled("SELECT file('{file}')")).data.decode() == f"{SECRET}\\n\n"


def test_the_engines_allowed_functions_are_the_reviewed_ones(tmp_path: Path) -> None:
    """A new engine brings new functions: look at each, then write the list anew."""
    with Engine(tmp_path / "data").connection() as connection:
        lists = allowed(connection)
    reviewed = (DATA / "functions.txt").read_text(encoding="utf-8").split()
    assert sorted(lists.functions.exact) == reviewed


@pytest.mark.parametrize("role", ["analyst", "owner"])
@pytest.mark.parametrize("statement", cases("quoting.yaml"))
def test_an_error_quotes_no_row(house: House, statement: str, role: str) -> None:
    answer = house.warehouse.ask(statement, role, database="earshot")
    assert answer.status >= 400
    assert answer.data.startswith(f"Code: {answer.headers['X-ClickHouse-Exception-Code']}. DB::Exception: ".encode())
    assert OF_IT.encode() not in answer.data
    assert b"what a" not in answer.data
    assert HIDDEN not in house.warehouse.log


@pytest.mark.parametrize("statement", cases("quoting.yaml"))
def test_a_client_tells_no_row_of_a_server_that_quotes_one(statement: str, tmp_path: Path) -> None:
    with Engine(tmp_path / "data").connection() as connection:
        connection.run(f"CREATE TABLE feedback ENGINE = Memory AS SELECT '{HIDDEN}' AS text")
        with pytest.raises(ClickHouseError) as raised:
            connection.run(statement)
    name = error_name_from_body(raised.value.text)
    with pytest.raises(QueryRefused) as refused, refusals():
        raise DatabaseError(raised.value.text, code=raised.value.code, name=name)
    assert OF_IT not in str(refused.value)
    assert f"{name} (code {raised.value.code})" in str(refused.value)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("SELECT nothing FROM feedback", "Unknown expression identifier `nothing`"),
        ("SELECT text + 1 FROM feedback", "Illegal types String and UInt8 of arguments of function plus"),
        ("SELECT (1 FROM feedback", "Syntax error: failed at position "),
        ("SELECT * FROM nowhere", "'nowhere'"),
        ("SELECT text, count() FROM feedback", "is not under aggregate function and not in GROUP BY keys"),
        ("SELEC text FROM feedback", "SELEC text FROM feedback. Maybe you meant: SELECT"),
    ],
)
def test_an_error_of_the_statement_is_explained(house: House, statement: str, says: str) -> None:
    assert says in house.warehouse.ask(statement, "analyst").data.decode()
    client = house.warehouse.client("analyst", database="earshot", show_clickhouse_errors="scrub")
    with client, pytest.raises(QueryRefused, match=re.escape(says)):
        ask(client, statement)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "SELECT count() FROM numbers(1e15) WHERE NOT ignore(sipHash64(number))",
            r"longer than this user's may \(maximum: 2000\.000 ms\)",
        ),
        (
            "SELECT repeat('a', 1000000) AS x FROM numbers(3000) ORDER BY x",
            r"more memory than this user's may \(maximum: 953\.67 MiB\)",
        ),
        (
            "SELECT sum(x) FROM (SELECT arrayJoin(range(300000000)) AS x)",
            r"more memory than this user's may \(maximum: 953\.67 MiB\)",
        ),
        ("SELECT number FROM numbers(60000)", "Limit for result exceeded, max rows: 50"),
    ],
)
def test_a_statement_over_its_limits_is_refused_with_the_limit(house: House, statement: str, says: str) -> None:
    assert re.search(says, house.warehouse.ask(statement, "analyst").data.decode())
    client = house.warehouse.client("analyst", database="earshot", show_clickhouse_errors="scrub")
    with client, pytest.raises(QueryRefused, match=says):
        ask(client, statement)


@pytest.mark.parametrize("role", ["analyst", "owner"])
@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("", "the statement is empty"),
        (" ; -- nothing", "the statement is empty"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("SELECT count() FROM feedback\nFORMAT Null", "name no FORMAT: how rows are printed is said by --format"),
        ("SELECT 1 FORMAT Nonsense;", "name no FORMAT: how rows are printed is said by --format"),
        ("SELECT 'a", "(line 1, col 8): 'a"),
        ("SELEC 1", "(line 1, col 1): SELEC 1. Maybe you meant: SELECT. (SYNTAX_ERROR)"),
    ],
)
def test_a_slip_of_the_pen_is_called_what_it_is(house: House, statement: str, says: str, role: str) -> None:
    client = house.warehouse.client(role, database="earshot", show_clickhouse_errors="scrub")
    with client, pytest.raises(QueryRefused, match=re.escape(says)) as refused:
        ask(client, statement)
    assert "Native" not in str(refused.value)  # the driver's, who never typed it


@pytest.mark.parametrize("statement", ["", ";", "-- nothing"])
def test_an_empty_statement_is_no_forbidden_one(house: House, statement: str) -> None:
    answer = house.warehouse.ask(statement, "analyst")
    assert answer.data.decode() == "Code: 62. DB::Exception: Empty query. (SYNTAX_ERROR)\n"


@pytest.mark.parametrize(
    "statement",
    ["SELECT text, source AS s FROM feedback WHERE 0", "WITH t AS (SELECT 1 AS text, 2 AS s) FROM t WHERE text > 1;"],
)
def test_no_rows_have_columns_all_the_same(house: House, statement: str) -> None:
    with house.warehouse.client("analyst", database="earshot") as client:
        answer = ask(client, statement)
    assert (list(answer.columns), list(answer.rows)) == (["text", "s"], [])
