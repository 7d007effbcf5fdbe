"""A new home begins with the database that Prefect has made once; one that has a database keeps it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from stack import prefect_schema
from stack.prefect_schema import NAME, begin, make_template, template


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A template, as it is in a cache."""
    monkeypatch.setattr(prefect_schema, "cache_folder", lambda: tmp_path / "cache")
    (tmp_path / "cache").mkdir()
    write(template(), "the template's")
    return template()


def write(file: Path, what: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE said AS SELECT ? AS what", [what])


def said(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        return str(database.execute("SELECT what FROM said").fetchone()[0])


def test_a_new_home_begins_with_a_copy_and_nothing_else(kept: Path, tmp_path: Path) -> None:
    begin(tmp_path / "prefect")
    assert said(tmp_path / "prefect" / NAME) == "the template's"
    assert [path.name for path in (tmp_path / "prefect").iterdir()] == [NAME]


def test_a_home_that_has_a_database_keeps_it(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "prefect").mkdir()
    write(tmp_path / "prefect" / NAME, "its own")
    begin(tmp_path / "prefect")
    assert said(tmp_path / "prefect" / NAME) == "its own"


def test_without_a_template_prefect_makes_the_database_itself(kept: Path, tmp_path: Path) -> None:
    kept.unlink()
    begin(tmp_path / "prefect")
    assert not (tmp_path / "prefect").exists()


def test_the_template_is_prefects_own_schema_and_holds_no_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(prefect_schema, "cache_folder", lambda: tmp_path)
    assert make_template() == template()
    assert list(tmp_path.iterdir()) == [template()]
    with closing(sqlite3.connect(template())) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        filled = [name for name in tables if database.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()]
    assert "flow_run" in tables
    assert filled == ["alembic_version"]
