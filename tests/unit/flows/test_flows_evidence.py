"""A finding about a whole names the topics that moved with it, each with events to read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flows.answers import Answers
from flows.evidence import TOPICS, explained
from flows.examples import Examples
from flows.facts import Facts, Newcomer
from flows.indicators.outputs import Decomposition, Evidence, Judgement
from flows.indicators.vocabulary import Subject, Window
from flows.rows import Run, evidence, finding
from flows.themes import Phrase, Themes
from tests.fixtures.opinions import day

OCTOBER = Window(day("2026-10-01"), day("2026-11-01"))
RUN = Run("run-1", datetime(2026, 11, 2, 5, tzinfo=UTC))


def judged(subject: Subject, verdict: str = "ok", change: float | None = -10.0, **values: Any) -> Judgement:
    fields: dict[str, Any] = {
        "indicator": "perception_drop",
        "subject": subject,
        "metric": "nps",
        "frequency": "month",
        "window": OCTOBER,
        "comparison_window": None,
        "value": 20.0,
        "comparison": 30.0,
        "change": change,
        "harm": None if change is None else -change,
        "ci_low": -15.0,
        "ci_high": -5.0,
        "n": 100,
        "n_comparison": 900,
        "test": "t",
        "p_value": 0.01,
        "q_value": 0.02,
        "q_improved": 0.98,
        "family_id": "f",
        "family_size": 3,
        "verdict": verdict,
        "reason": "It fell.",
        "detectable_change": 4.0,
        "n_needed": None,
        "decomposition": None,
        "formula_version": "1",
    }
    return Judgement(**fields | values)


def stratum(name: str) -> Evidence:
    return Evidence(rank=1, kind="stratum", name=name, value=1.0, comparison=2.0, change=-1.0, n=10, n_comparison=10)


def test_topics_that_moved_the_same_way_come_first_those_that_moved_most_customers_before_others() -> None:
    whole = judged(Subject("Alder Post"), "critical", evidence=(stratum("email / survey / en"),))
    topics = [
        judged(Subject("Alder Post", topic="small"), n=5),
        judged(Subject("Alder Post", topic="delivery"), change=-20.0),
        judged(Subject("Alder Post", topic="better"), change=9.0),
        judged(Subject("Alder Post", topic="unknown"), change=None),
        judged(Subject("Brackenline", topic="theirs")),
    ]
    [first, *rest] = explained([whole, *topics])
    assert [(piece.rank, piece.kind, piece.name) for piece in first.evidence] == [
        (1, "topic", "delivery"),
        (2, "topic", "small"),
        (3, "stratum", "email / survey / en"),
    ]
    assert rest == topics


def test_where_nothing_moved_there_is_nothing_to_explain() -> None:
    assert explained([judged(Subject("Alder Post"), "ok", evidence=(stratum("all"),))])[0].evidence == ()


def test_few_topics_are_named() -> None:
    topics = [judged(Subject("Alder Post", topic=f"t{n}")) for n in range(20)]
    assert len(explained([judged(Subject("Alder Post"), "warning"), *topics])[0].evidence) == TOPICS


def test_a_finding_without_parts_explains_itself() -> None:
    [alone] = explained([judged(Subject("Alder Post", topic="delivery"), "warning")])
    assert [(piece.kind, piece.name, piece.n) for piece in alone.evidence] == [("stratum", "all", 100)]


def example(event_id: str, vote: int = -1, level: str = "all", **values: str) -> dict[str, Any]:
    where = {"brand": "Alder Post", "topic": "", "metric": "nps", "channel": "", "source": "", "language": ""}
    return {"level": level, "window_start": date(2026, 10, 1), "vote": vote, "event_ids": [event_id], **where, **values}


def test_examples_are_those_of_what_the_evidence_names() -> None:
    place = {"channel": "email", "source": "survey", "language": "en"}
    examples = Examples(
        [
            example("all"),
            example("happy", vote=1),
            example("delivery", topic="delivery"),
            example("email", level="channel", channel="email"),
            example("stratum", level="stratum", **place),
        ],
        {},
    )
    whole = judged(Subject("Alder Post"), "critical")
    topic = Evidence(1, "topic", "delivery", None, None, None, 1, 1)
    assert examples.of(whole, topic) == ["delivery"]
    assert examples.of(whole, stratum("email / survey / en")) == ["stratum"]
    assert examples.of(whole, stratum("email / survey / other")) == ["email"]
    assert examples.of(whole, stratum("other / other / other")) == ["all"]
    assert examples.of(judged(Subject("Alder Post"), "improved"), stratum("all")) == ["happy"]
    assert examples.of(judged(Subject("Brackenline"), "critical"), stratum("all")) == []


def test_a_newcomers_examples_mention_it() -> None:
    examples = Examples([], {"Zippo": {date(2026, 10, 26): Newcomer(6, 5, ("e7", "e8"))}})
    week = Window(day("2026-10-26"), day("2026-11-02"))
    entrant = judged(Subject("Zippo"), "critical", indicator="new_entrant", window=week)
    assert examples.of(entrant, stratum("all")) == ["e7", "e8"]
    assert examples.of(judged(Subject("Other"), "critical", indicator="new_entrant"), stratum("all")) == []


def test_a_themes_examples_say_it() -> None:
    known = Phrase("locker code", {}, ("e7", "e8"), frozenset())
    themes = {date(2026, 10, 1): Themes({}, {}, {("Alder Post", "en"): [known]}, 9)}
    theme = judged(Subject("Alder Post", phrase="locker code", language="en"), "watch", indicator="emerging_theme")
    assert Examples([], {}, themes).of(theme, stratum("all")) == ["e7", "e8"]
    other = judged(Subject("Alder Post", phrase="locker code", language="es"), "watch", indicator="emerging_theme")
    assert Examples([], {}, themes).of(other, stratum("all")) == []


def test_a_finding_carries_its_run_its_inputs_and_all_versions_it_rests_on() -> None:
    versions = {("Alder Post", date(2026, 10, 1)): {"sentiment": {"s2": 5, "s1": 3}, "taxonomy": {"t1": 8}}}
    facts = Facts("month", Answers(), Answers(), versions=versions, watermark=day("2026-11-01"))  # type: ignore[arg-type]
    parts = Decomposition(within=-8.0, mix=-3.0, interaction=1.0)
    row = finding(judged(Subject("Alder Post", topic="price"), "warning", decomposition=parts), facts, RUN)
    assert (row["subject"], row["subject_topic"], row["severity"]) == ("Alder Post/price", "price", 3)
    assert (row["run_id"], row["computed_at"], row["input_watermark"]) == ("run-1", RUN.computed_at, day("2026-11-01"))
    assert (row["sentiment_version"], row["taxonomy_version"]) == ("s1, s2", "t1")
    assert (row["decomposition_within"], row["decomposition_mix"]) == (-8.0, -3.0)


def test_evidence_rows_belong_to_their_finding() -> None:
    [row] = evidence(judged(Subject("Alder Post"), "critical", evidence=(stratum("all"),)), Examples([], {}), RUN)
    assert (row["subject"], row["run_id"], row["window_start"]) == ("Alder Post", "run-1", OCTOBER.start)
    assert (row["name"], row["example_event_ids"]) == ("all", [])


def test_a_calm_finding_keeps_what_explains_it_and_a_strength_all_its_evidence() -> None:
    cause = Evidence(rank=7, kind="cause", name="people", value=30.0, comparison=None, change=None, n=9, n_comparison=0)
    [calm] = explained([judged(Subject("Alder Post"), "ok", evidence=(stratum("email / survey / en"), cause))])
    assert [(piece.rank, piece.name) for piece in calm.evidence] == [(1, "people")]
    [strong] = explained([judged(Subject("Alder Post"), "strong", change=None, evidence=(stratum("email"), cause))])
    assert [piece.name for piece in strong.evidence] == ["email", "people"]
