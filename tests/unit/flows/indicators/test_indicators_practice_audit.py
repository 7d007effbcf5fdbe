"""The checklist: its share of yes, evidence and age, told and ruled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.config.gaps import PracticeAudit
from flows.indicators.outputs import Judgement
from flows.indicators.practice import Answer, Begun, Checklist, Question
from flows.indicators.practice_audit import measure
from flows.indicators.vocabulary import Subject, Window
from tests.fixtures.judged import ALDER, LATER, month

CONFIG = IndicatorsConfig(
    practice_audit=PracticeAudit(questions={"a": "Customers are asked", "b": "Rivals are watched"})
)
QUARTER = Window(month(9).start, month(11).end)  # October to December 2024
RECENT = datetime(2024, 6, 5, tzinfo=UTC)


def yes(question: str, answer: float = 1.0, at: datetime = RECENT, has_proof: bool = True) -> Answer:
    return Answer(question, answer, at, has_proof, f"f-{question}")


def judged(read: Checklist | Question | Begun) -> Judgement:
    return conclude([measure(read, CONFIG)], CONFIG, LATER)[0]


def listed(*answers: Answer) -> Judgement:
    return judged(Checklist(ALDER, QUARTER, answers))


def asked(answer: Answer) -> Judgement:
    return judged(Question(Subject("Alder", item=answer.question), QUARTER, answer))


def test_a_list_of_fresh_yes_is_ok_and_told() -> None:
    found = listed(yes("a"), yes("b", has_proof=False))
    assert (found.verdict, found.value, found.n) == ("ok", 100, 2)
    assert found.reason == (
        "The checklist of Alder stands at 100 % yes over 2 questions at the end of October to December 2024: 2 "
        "answered in the last 12 months, 1 of them with evidence, 0 longer ago, 0 never."
    )


def test_what_is_stale_or_never_answered_adds_nothing_and_is_a_watch() -> None:
    found = listed(yes("a", at=datetime(2023, 12, 31, tzinfo=UTC)), Answer("b"))
    assert (found.verdict, found.value) == ("watch", 0)
    assert "1 longer ago, 1 never" in found.reason
    assert [piece.name for piece in found.evidence] == ["a", "b"]


def test_no_answer_at_all_is_no_data() -> None:
    assert listed(Answer("a"), Answer("b")).verdict == "no_data"
    assert asked(Answer("a")).verdict == "no_data"


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        (yes("a"), "ok", "“Customers are asked”: yes, with evidence, answered on 5 June 2024."),
        (yes("a", 0.0, has_proof=False), "watch", "no, without evidence"),
        (yes("a", 0.4), "watch", "40 % yes"),
        (yes("a", at=datetime(2024, 1, 1, 0, 1, tzinfo=UTC)), "ok", "1 January 2024."),
        (yes("a", at=datetime(2024, 1, 1, tzinfo=UTC)), "watch", "more than 12 months ago: ask again"),
    ],
)
def test_a_question_is_a_watch_where_it_is_no_or_stale(answer: Answer, verdict: str, words: str) -> None:
    found = asked(answer)
    assert found.verdict == verdict
    assert words in found.reason
    assert found.evidence == () or found.evidence[0].event_ids == ("f-a",)


@pytest.mark.parametrize(
    ("cases", "proactive", "verdict"),
    [(0, 0, "no_data"), (9, 9, "insufficient_data"), (100, 2, "watch"), (100, 8, "ok")],
)
def test_the_share_of_cases_that_we_began_is_computed(cases: int, proactive: int, verdict: str) -> None:
    found = judged(Begun(ALDER, QUARTER, cases, proactive))
    assert found.verdict == verdict
    assert found.metric == "proactive_share"


def test_half_made_is_told_as_its_share() -> None:
    assert listed(yes("a", 0.5), yes("b")).value == 75
    assert listed(replace(yes("a"), answer=0.4), yes("b")).verdict == "watch"
