"""Settings say where and who; they are no way to write SQL, and no password is shown."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from warehouse.settings import ClickHouseSettings


@pytest.mark.parametrize("name", ["database", "user", "analyst_user", "cluster"])
def test_a_name_that_would_need_quotes_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"EARSHOT_CLICKHOUSE_{name.upper()}", "a; DROP DATABASE b")
    with pytest.raises(ValidationError):
        ClickHouseSettings()


def test_passwords_have_no_default_and_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EARSHOT_CLICKHOUSE_PASSWORD", raising=False)
    assert ClickHouseSettings().password == ""
    assert "hidden" not in repr(ClickHouseSettings(password="hidden", analyst_password="hidden"))
