"""stack.guard: one command at a time changes a home, and a home that cannot be changed is said to be none."""

from __future__ import annotations

from pathlib import Path

import pytest

from stack.errors import HomeBusyError, StackError
from stack.guard import alone
from stack.home import Home


def test_two_commands_never_change_a_home_at_once(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    with alone(home), pytest.raises(HomeBusyError, match="is at work in"), alone(home):
        pass


def test_a_home_whose_files_cannot_be_written_is_named_by_its_variable(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.create()
    (home.run / "lock").mkdir()  # not even root writes it
    with pytest.raises(StackError, match=rf"^EARSHOT_HOME: {tmp_path} cannot be the stack's folder \("), alone(home):
        pass
