"""Customers are told what was done for what they said, and no more than is proven; staff are told all of it."""

from __future__ import annotations

from dataclasses import replace

from flows.indicators.action import Action
from flows.indicators.told_actions import NOTHING_DONE, Told, digest, state_of, teams_of, you_said
from tests.fixtures.judged import day_at

NOW = day_at("2026-01-01")
COUNTER = Action(
    action_id="A-2",
    event_id="f2",
    brand="Alder",
    objective="Nobody waits longer than five minutes",
    owner="head of counters",
    name="A second counter",
    topic="waiting",
    location="Lindow",
    cause="processes",
    start_at=day_at("2025-07-10"),
    due_at=day_at("2025-09-05"),
    done_at=day_at("2025-09-01"),
)
OLDER = replace(COUNTER, action_id="A-1", name="", topic="", location="Stonemere", done_at=day_at("2025-03-01"))
LATE = replace(COUNTER, action_id="A-3", done_at=None, due_at=day_at("2025-12-01"))
COMING = replace(COUNTER, action_id="A-4", done_at=None, due_at=None)
PROVEN = Told("strong", "complaints_per_1000", 1.2, 6.1, "With the action A-2, complaints fell.")


def test_customers_read_what_they_said_what_was_done_and_what_it_changed() -> None:
    assert you_said([OLDER, COUNTER, LATE], {"A-2": PROVEN}, NOW) == (
        "# You said, we did\n\n"
        "- **You spoke to us about waiting, Lindow.** In September 2025 we finished this: A second counter, so that: "
        "Nobody waits longer than five minutes. Since then complaints a week went from 6.1 to 1.2.\n\n"
        "- **You spoke to us about Stonemere.** In March 2025 we finished this: Nobody waits longer than five "
        "minutes.\n"
    )


def test_what_would_have_been_worse_still_without_it_is_not_told_as_better() -> None:
    """Proven beside what was to be expected, and no better than before."""
    assert "Since then" not in you_said([COUNTER], {"A-2": replace(PROVEN, after=6.4)}, NOW)
    assert "Since then" not in you_said([COUNTER], {"A-2": replace(PROVEN, metric="nps")}, NOW)


def test_what_is_not_proven_is_no_success_to_customers() -> None:
    for verdict in ("emerging", "none", "inconclusive", "insufficient_data"):
        assert "Since then" not in you_said([COUNTER], {"A-2": replace(PROVEN, verdict=verdict)}, NOW)


def test_customers_are_told_no_owner_cause_or_number() -> None:
    text = you_said([COUNTER], {"A-2": PROVEN}, NOW)
    assert not [word for word in ("head of counters", "processes", "A-2") if word in text]
    assert you_said([LATE], {}, NOW) == NOTHING_DONE


def test_a_team_reads_what_moved_what_is_open_and_what_is_overdue() -> None:
    text = digest([COUNTER, LATE, COMING, replace(LATE, team="rounds north")], {"A-2": PROVEN}, "Head of counters", NOW)
    assert text.startswith(
        "# Actions of Head of counters\n\n## Finished\n\n- **A-2, A second counter** (1 September 2025)"
    )
    assert "With the action A-2, complaints fell." in text
    assert text.index("due on 1 December 2025, overdue") < text.index("without a date")
    assert text.count("A-3") == 1


def test_teams_are_those_that_actions_name_else_their_owners() -> None:
    assert teams_of([COUNTER, replace(LATE, team="rounds north")]) == ("head of counters", "rounds north")
    assert "Nothing yet." in digest([], {}, "anybody", NOW)


def test_the_state_of_an_action_is_that_of_the_moment() -> None:
    assert [state_of(each, NOW) for each in (COUNTER, LATE, COMING)] == ["done", "overdue", "open"]
    assert state_of(COUNTER, day_at("2025-08-01")) == "open"
