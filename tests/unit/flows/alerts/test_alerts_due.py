"""Each channel is told once of each state, what was missed is made up for, and what is acknowledged stays quiet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.alerts.due import Alert, due
from flows.alerts.messages import messages
from flows.alerts.rules import AlertRules, Rule, read_alert_rules
from flows.errors import ConfigError
from flows.names import Names
from flows.settings import SHIPPED

SEEN = datetime(2026, 11, 2, tzinfo=UTC)
RULES = AlertRules(
    channels=("chat", "boss"),
    rules=(
        Rule(name="loud", channels=("chat",), quadrants=("threat",)),
        Rule(name="critical", channels=("boss",), severity="critical", states=("new", "worse")),
    ),
)


def episode(**fields: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "episode_id": "a1b2c3d4e5f6a7b8",
        "indicator": "perception_drop",
        "quadrant": "threat",
        "subject": "Alder Post/delivery",
        "subject_brand": "Alder Post",
        "subject_topic": "delivery",
        "is_phrase": False,
        "state": "new",
        "severity": 3,
        "peak_severity": 3,
        "first_seen": SEEN,
        "reason": "NPS of Alder Post fell from 41 to 22.",
        "owner": "",
        "acknowledged_at": None,
    }
    return known | fields


def told(*states: tuple[str, int], channel: str = "chat") -> list[dict[str, Any]]:
    return [
        {
            "episode_id": "a1b2c3d4e5f6a7b8",
            "channel": channel,
            "state": state,
            "severity": severity,
            "sent_at": SEEN + timedelta(hours=hour),
        }
        for hour, (state, severity) in enumerate(states)
    ]


def said(alerts: list[Alert]) -> list[tuple[str, str, str]]:
    return [(alert.channel, alert.state, alert.rule) for alert in alerts]


def test_a_new_episode_is_told_once() -> None:
    assert said(due([episode()], [], RULES)) == [("chat", "new", "loud")]
    assert due([episode()], told(("new", 3)), RULES) == []
    assert due([episode(state="ongoing")], told(("new", 3)), RULES) == []


def test_an_episode_nobody_could_be_told_of_is_still_new_when_it_goes_on() -> None:
    assert said(due([episode(state="ongoing")], [], RULES)) == [("chat", "new", "loud")]


def test_what_gets_worse_is_told_again_and_reaches_who_waits_for_the_worst() -> None:
    worse = episode(state="worse", severity=4, peak_severity=4)
    assert said(due([worse], told(("new", 3)), RULES)) == [("chat", "worse", "loud"), ("boss", "new", "critical")]
    assert due([worse], told(("new", 3), ("worse", 4)) + told(("new", 4), channel="boss"), RULES) == []


def test_what_is_over_is_told_to_who_knew_of_it() -> None:
    over = episode(state="recovered", severity=0)
    assert said(due([over], told(("new", 3)), RULES)) == [("chat", "recovered", "loud")]
    assert due([over], [], RULES) == []
    assert due([over], told(("new", 3), ("recovered", 0)), RULES) == []


def test_who_was_told_too_early_that_it_is_over_is_told_that_it_is_not_and_of_its_real_end() -> None:
    early = told(("new", 3), ("recovered", 0))
    [alert] = due([episode(state="ongoing")], early, RULES)
    assert (alert.state, alert.again) == ("new", True)
    [message] = messages([alert], "", 5)
    assert message.title == "Earshot: Not over after all (warning): perception drop, Alder Post / delivery"
    taken_back = told(("new", 3), ("recovered", 0), ("new", 3))
    assert due([episode(state="ongoing")], taken_back, RULES) == []
    assert said(due([episode(state="worse", severity=4)], taken_back, RULES)) == [("chat", "worse", "loud")]
    assert said(due([episode(state="recovered", severity=0)], taken_back, RULES)) == [("chat", "recovered", "loud")]
    assert due([episode(state="recovered", severity=0)], taken_back + told(("recovered", 0)), RULES) == []


@pytest.mark.parametrize(("hours", "count"), [(0, 1), (5, 0)])
def test_what_was_seen_before_it_was_told_to_be_over_is_told_again(hours: int, count: int) -> None:
    open_again = episode(state="ongoing", acknowledged_at=SEEN + timedelta(hours=hours))
    assert len(due([open_again], told(("new", 3), ("recovered", 0)), RULES)) == count


def test_what_is_acknowledged_is_told_only_when_it_gets_worse() -> None:
    assert due([episode(acknowledged_at=SEEN)], [], RULES) == []
    worse = episode(acknowledged_at=SEEN, state="worse", severity=4, peak_severity=4)
    assert ("chat", "worse", "loud") in said(due([worse], told(("new", 3)), RULES))


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule(name="a", channels=("chat",), subjects=("Alder Post*",)), True),
        (Rule(name="a", channels=("chat",), subjects=("Hazelgate*",)), False),
        (Rule(name="a", channels=("chat",), indicators=("burst",)), False),
        (Rule(name="a", channels=("chat",), quadrants=("weakness",)), False),
        (Rule(name="a", channels=("chat",), severity="critical"), False),
    ],
)
def test_a_rule_fits_what_it_names(rule: Rule, fits: bool) -> None:
    assert rule.fits(episode()) is fits


def test_a_message_says_what_why_who_and_where() -> None:
    alerts = due([episode(owner="head of operations")], [], RULES)
    [message] = messages(alerts, "https://board.example/{episode_id}", 5)
    assert message.title == "Earshot: New (warning): perception drop, Alder Post / delivery"
    assert "NPS of Alder Post fell from 41 to 22." in message.body
    assert "Known since 2026-11-02. Owner: head of operations. Finding a1b2c3d4e5f6." in message.body
    assert message.body.endswith("https://board.example/a1b2c3d4e5f6a7b8")


def test_a_message_calls_a_topic_by_its_name() -> None:
    told_of = episode(subject_topic="website_app", reason="Bad words about website app rose.")
    [message] = messages(due([told_of], [], RULES), "", 5, Names({"website_app": "Website and app"}))
    assert message.title == "Earshot: New (warning): perception drop, Alder Post / Website and app"
    assert message.body.startswith("Bad words about website and app rose.")


def test_a_flood_is_one_message() -> None:
    many = [episode(episode_id=f"{number:016x}") for number in range(40)]
    [digest] = messages(due(many, [], RULES), "", 5)
    assert digest.title == "Earshot: 40 findings"
    assert len(digest.alerts) == 40
    assert "And 10 more" in digest.body


def test_words_of_customers_are_in_no_message() -> None:
    phrase = episode(subject="Alder Post/the blue boxes/en", is_phrase=True, reason="“the blue boxes” was said …")
    [message] = messages(due([phrase], [], RULES), "", 5)
    assert "blue boxes" not in message.title + message.body


def test_the_shipped_rules_can_be_read() -> None:
    rules = read_alert_rules(SHIPPED)
    assert rules.rules
    assert set(rules.channels) >= {channel for rule in rules.rules for channel in rule.channels}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "rules: [{name: a, channels: [chat]}]",
            r"line 1, rules\[0\]\.channels\[0\]: there is no channel 'chat'; ",
        ),
        (
            "channels: [c]\nrules:\n- {name: a, channels: [c], indicators: [weather]}",
            "no indicator 'weather'; ",
        ),
        ("channels: [c]\nrules:\n- {name: a, channels: [c], indicators: [bursts]}", r"'bursts'; is it 'burst'\?"),
        ("channels: [c]\nrules: [{name: a, channels: []}]", r"line 2, rules\[0\]\.channels"),
        ("link: 'x{customer}'", "line 1, link: names something else"),
        (
            "digest_from: 3\nchanels: [c]",
            "line 2, chanels: there is no setting called 'chanels' here; is it 'channels'",
        ),
        ("rules:\n- name: a\n  chanel: [c]", r"line 3, rules\[0\]\.chanel: .*; is it 'channels'\?"),
        (
            "rules:\n- name: a\n  channels: [c]\n  severity: loud",
            "line 4, .*: 'loud' is none of critical, warning, watch",
        ),
        (
            "channels: [Team Chat]",
            r"line 1, channels\[0\]: 'Team Chat' is not .*: a name of small letters, digits and -",
        ),
    ],
)
def test_rules_that_cannot_be_used_are_named_by_line_and_field(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "alerts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=complaint):
        read_alert_rules(tmp_path)


def test_without_the_file_nobody_is_told(tmp_path: Path) -> None:
    assert read_alert_rules(tmp_path) == AlertRules()
