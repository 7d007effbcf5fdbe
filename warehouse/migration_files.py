"""The numbered SQL files: read, checked for gaps, cut into statements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from schemas.errors import EarshotError

MIGRATIONS = Path(__file__).parent / "migrations"
_FILE_NAME = re.compile(r"^(?P<number>\d{4})_[a-z0-9_]+\.sql$")
_SHARDED_BY = re.compile(r"^-- sharded by: (?P<key>.+)$", re.MULTILINE)


class MigrationRefused(EarshotError):  # noqa: N818
    """The migration files contradict each other, the rules or what has been applied; nothing was changed."""


@dataclass(frozen=True)
class Statement:
    """One SQL statement without comments; `sharding_key` is said in a comment above each CREATE TABLE."""

    sql: str
    sharding_key: str = ""


@dataclass(frozen=True)
class Migration:
    """One file: applied once, recorded with its checksum, never changed."""

    number: int
    name: str
    checksum: str
    statements: tuple[Statement, ...]


def read_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """All migrations in order: 1, 2, 3 … Raises MigrationRefused for gaps, duplicates and odd names."""
    migrations = [_read(path) for path in sorted(folder.glob("*.sql"))]
    for expected, migration in enumerate(migrations, start=1):
        if migration.number != expected:
            raise MigrationRefused(f"migration {expected:04} is missing or not the only one: found {migration.name}")
    return migrations


def _read(path: Path) -> Migration:
    named = _FILE_NAME.match(path.name)
    if named is None:
        raise MigrationRefused(f"{path.name} is not named like 0001_what_it_makes.sql")
    content = path.read_bytes()
    checksum = blake2b(content, digest_size=16).hexdigest()
    return Migration(int(named["number"]), path.name, checksum, _statements(content.decode()))


def _statements(text: str) -> tuple[Statement, ...]:
    """A statement ends with a semicolon at the end of a line."""
    pieces = re.split(r";[ \t]*$", text, flags=re.MULTILINE)
    return tuple(statement for statement in map(_statement, pieces) if statement.sql)


def _statement(piece: str) -> Statement:
    sharded = _SHARDED_BY.search(piece)
    lines = [line for line in piece.splitlines() if not line.lstrip().startswith("--")]
    return Statement("\n".join(lines).strip(), sharded["key"] if sharded else "")
