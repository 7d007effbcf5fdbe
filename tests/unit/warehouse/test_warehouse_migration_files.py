"""Migrations are numbered without gaps, and their statements are cut where they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.migration_files import MigrationRefused, read_migrations


def write(folder: Path, *names: str, content: str = "SELECT 1;\n") -> Path:
    for name in names:
        (folder / name).write_text(content)
    return folder


def test_ours_start_at_one_and_have_no_gap() -> None:
    assert [migration.number for migration in read_migrations()] == list(range(1, len(read_migrations()) + 1))


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["0001_a.sql", "0003_c.sql"], id="a gap"),
        pytest.param(["0001_a.sql", "0001_b.sql"], id="a number twice"),
        pytest.param(["0002_b.sql"], id="no first one"),
        pytest.param(["0001_a.sql", "second.sql"], id="no number"),
    ],
)
def test_is_refused(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(MigrationRefused):
        read_migrations(write(tmp_path, *names))


def test_the_checksum_changes_with_any_byte(tmp_path: Path) -> None:
    [before] = read_migrations(write(tmp_path, "0001_a.sql", content="SELECT 1;\n"))
    [after] = read_migrations(write(tmp_path, "0001_a.sql", content="SELECT 2;\n"))
    assert before.checksum != after.checksum


def test_statements_end_with_a_semicolon_at_the_end_of_a_line_and_lose_their_comments(tmp_path: Path) -> None:
    table = "-- why\n-- sharded by: cityHash64(id)\nCREATE TABLE a\n(x String COMMENT 'one; two');\n"
    content = f"{table}\nDROP VIEW b;\n-- end\n"
    [migration] = read_migrations(write(tmp_path, "0001_a.sql", content=content))
    assert [statement.sql for statement in migration.statements] == [
        "CREATE TABLE a\n(x String COMMENT 'one; two')",
        "DROP VIEW b",
    ]
    assert [statement.sharding_key for statement in migration.statements] == ["cityHash64(id)", ""]
