"""Every variable that the code reads stands in a room's settings module, or in the README."""

from __future__ import annotations

import re
from pathlib import Path

from flows.settings import FlowSettings
from stack.plan import HOME_MARKER
from stack.variables import ELSEWHERE, SETTINGS, prefix_of, variables
from streams.settings import ScoreSettings

REPO = Path(__file__).parents[2]
ROOMS = ("schemas", "streams", "warehouse", "flows", "stack")


def test_each_variable_that_is_read_is_one_of_the_settings_or_told_in_the_readme() -> None:
    sources = [file.read_text(encoding="utf-8") for room in ROOMS for file in (REPO / room).rglob("*.py")]
    named = {name for source in sources for name in re.findall(r'"(EARSHOT_[A-Z_]+)"', source)}
    known = variables() | {prefix_of(settings) for settings in SETTINGS} | {HOME_MARKER} | ELSEWHERE
    readme = (REPO / "README.md").read_text(encoding="utf-8")
    assert named >= {"EARSHOT_CONFIG_DIR", "EARSHOT_DEBUG"}
    assert {name for name in named - known if f"`{name}" not in readme} == set()


def test_what_users_edit_is_looked_for_in_one_place() -> None:
    folders = [settings.model_fields["config_dir"] for settings in (ScoreSettings, FlowSettings)]
    assert len({(field.validation_alias, field.default) for field in folders}) == 1
