"""Answers to the checklist and who began the cases, of our brands, for `practice_audit`."""

from __future__ import annotations

from collections.abc import Iterator

from flows.collect.reading import asked
from flows.indicators.practice import Answer, Begun, Checklist, Question
from flows.indicators.vocabulary import Subject
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row


def collect(read: Read, window: Window, rules: Rules) -> Iterator[Checklist | Question | Begun]:
    """Of each of our brands the list, each question that was answered, and the cases. Raises Unavailable."""
    given = asked(window, window, rules.brands.own)
    answers = {(row["brand"], row["question_id"]): _answer(row) for row in read(sql("practice_answers"), given)}
    cases = {row["brand"]: row for row in read(sql("practice_cases"), given)}
    span = window.span
    for brand in rules.brands.own:
        questions = rules.config.practice_audit.questions
        known = [answers.get((brand, question), Answer(question)) for question in questions]
        yield Checklist(Subject(brand), span, tuple(known))
        for each in known:
            if each.answer is not None:
                yield Question(Subject(brand, item=each.question), span, each)
        row = cases.get(brand)
        yield Begun(Subject(brand), span, row["cases"], row["proactive"]) if row else Begun(Subject(brand), span)


def _answer(row: Row) -> Answer:
    return Answer(row["question_id"], row["answer"], row["answered_at"], row["url"] != "", row["event_id"])
