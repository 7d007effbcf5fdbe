"""What `practice_audit` reads: answers to a checklist, and who began the cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.indicators.vocabulary import Subject, Window


@dataclass(frozen=True, slots=True)
class Answer:
    """The newest answer to one question: 0 no to 1 yes, None where there is none; `has_proof`: it can be looked up."""

    question: str
    answer: float | None = None
    answered_at: datetime | None = None
    has_proof: bool = False
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """All questions of a brand at the end of a quarter, in the order of the configuration."""

    subject: Subject
    window: Window
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One of them; the subject's item is its id."""

    subject: Subject
    window: Window
    answer: Answer


@dataclass(frozen=True, slots=True)
class Begun:
    """A brand's cases of the quarter, and how many of them we began before a customer did."""

    subject: Subject
    window: Window
    cases: int = 0
    proactive: int = 0
