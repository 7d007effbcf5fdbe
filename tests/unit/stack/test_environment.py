"""stack.environment: stack.env is private, survives a round trip, and yields to real variables."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from stack import environment


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "stack.env"


def test_what_is_written_is_read_back(file: Path) -> None:
    variables = {"EARSHOT_KAFKA_PORT": "19092", "EARSHOT_CLICKHOUSE_PASSWORD": "a=b#c d"}
    environment.write(file, variables)
    assert environment.read(file) == variables


def test_only_the_owner_may_read_it(file: Path) -> None:
    environment.write(file, {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_absent_file_holds_nothing(file: Path) -> None:
    assert environment.read(file) == {}


@pytest.mark.parametrize(
    ("real", "expected"),
    [({}, "stored"), ({"NAME": ""}, "stored"), ({"NAME": "real"}, "real")],
    ids=["unset is filled", "empty is filled", "a real variable wins"],
)
def test_loading(file: Path, real: dict[str, str], expected: str) -> None:
    environment.write(file, {"NAME": "stored"})
    environment.load(file, real)
    assert real["NAME"] == expected


@pytest.mark.parametrize(
    ("environ", "chosen"),
    [({}, False), ({"NAME": ""}, False), ({"NAME": "stored"}, False), ({"NAME": "other"}, True)],
    ids=["unset", "empty", "sourced from stack.env", "the user's own"],
)
def test_what_counts_as_the_users_choice(environ: dict[str, str], chosen: bool) -> None:
    assert environment.is_chosen("NAME", {"NAME": "stored"}, environ) is chosen


def test_passwords_are_new_at_first_then_kept() -> None:
    first = environment.passwords({}, {}, elsewhere=False)
    assert len(set(first.values())) == 2
    assert all(len(password) >= 24 for password in first.values())
    assert environment.passwords(first, {}, elsewhere=False) == first


def test_a_password_that_the_user_chose_is_used() -> None:
    chosen = environment.passwords({}, {"EARSHOT_CLICKHOUSE_PASSWORD": "mine"}, elsewhere=False)
    assert chosen["EARSHOT_CLICKHOUSE_PASSWORD"] == "mine"


def test_no_password_is_made_up_for_a_warehouse_elsewhere() -> None:
    assert environment.passwords({}, {}, elsewhere=True) == {}
