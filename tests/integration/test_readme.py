"""The README's commands do what it says, in its order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.fixtures.stack import Stack, new_stack

REPO = Path(__file__).parents[2]
README = (REPO / "README.md").read_text(encoding="utf-8")
[BLOCK] = re.findall(r"<!-- these lines are run by \S+ -->\n```sh\n(.*?)```", README, re.DOTALL)
REFUSES_A_ROW = "examples/branch_survey.csv"
REFUSES_IT_AGAIN = "replay"


@pytest.fixture(scope="module")
def lines() -> list[list[str]]:
    return [shlex.split(line, comments=True) for line in BLOCK.splitlines()]


@pytest.mark.timeout(900)
def test_its_commands_work_in_their_order(
    lines: list[list[str]], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack: Stack = new_stack(tmp_path_factory.mktemp("readme"))
    monkeypatch.chdir(REPO)
    try:
        for program, *arguments in lines:
            assert program == "earshot"
            ended = stack.earshot(*arguments)
            expected = 1 if {REFUSES_A_ROW, REFUSES_IT_AGAIN} & {*arguments} else 0
            assert ended.returncode == expected, (arguments, ended.stderr)
            if REFUSES_A_ROW in arguments:
                assert "6 rows: 5 events, 1 dead letter, all queryable" in ended.stderr
            if REFUSES_IT_AGAIN in arguments:
                assert "1 dead letter: 0 sent again, 1 refused again" in ended.stderr
    finally:
        stack.down()


def test_it_scores_the_text_it_shows(tmp_path: Path) -> None:
    [text] = re.findall(r"echo '(\{.*?\})' \| earshot score", README)
    scored = new_stack(tmp_path).earshot("score", input_=text)
    assert scored.returncode == 0
    assert '"language":"en"' in scored.stdout
    assert '"topics":' in scored.stdout


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md"])
def test_every_file_that_it_links_to_is_there(page: str) -> None:
    text = (REPO / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (REPO / link).exists()] == []
