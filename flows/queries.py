"""The SQL of flows/sql, run with bound parameters: what leaves the warehouse is aggregates, never texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from warehouse.query import Row

Read = Callable[[str, Mapping[str, Any]], list[Row]]
"""SQL and its parameters in, rows out: `warehouse.query.query_rows` of a client."""


def remembered(read: Read) -> Read:
    """The same, asking once: what several indicators of one run read alike is read for the first of them."""
    known: dict[tuple[str, str], list[Row]] = {}

    def ask(text: str, parameters: Mapping[str, Any]) -> list[Row]:
        asked = text, repr(sorted(parameters.items()))
        if asked not in known:
            known[asked] = read(text, parameters)
        return known[asked]

    return ask


FOLDER = Path(__file__).parent / "sql"
_READS = {
    "period_facts": "window_counts",
    "revenue_in": "window_counts",
    "growth_figures": "window_counts",
    "customer_base": "piece_counts",
    "plan_customers": "piece_counts",
    "window_counts": "piece_counts",
    "piece_counts": "period_counts",
    "cells": "answers",
    "examples": "answers",
    "themes": "theme_texts",
    "theme_exposure": "theme_texts",
    "silent_unhappy": "silent_voices",
    "silent_rate": "silent_voices",
    "case_times": "service_cases",
    "case_returns": "service_cases",
    "backlog": "service_cases",
    "backlog_flow": "service_cases",
    "after_cases": "service_cases",
    "topic_months": "topic_votes",
    "topic_gaps": "topic_votes",
    "employee_voice": "topic_votes",
    "kept_promises": "promised_orders",
    "plan_cases": "service_cases",
    "plan_orders": "promised_orders",
}
"""What a query reads: the file of its first common table expression, which is named after it."""
_ROUNDS = ("case_times", "plan_cases", "replies")
"""Queries that count hours, by the functions of against_us.sql."""


@cache
def sql(name: str) -> str:
    """The text of a query, with the functions that it calls and the tables that it reads as its first expressions."""
    first = [_text("against_us").rstrip()] if name in _ROUNDS else []
    first.extend(f"{read} AS\n(\n{_text(read)}\n)" for read in _reads(name))
    if not first:
        return _text(name)
    text, more, rest = _text(name).partition("WITH\n")
    given = "WITH " + ",\n".join(first)
    return f"{text}{given},\n{rest}" if more else f"{given}\n{text}"


def _reads(name: str) -> list[str]:
    """What it reads, and first what that reads."""
    read = _READS.get(name)
    return [*_reads(read), read] if read else []


def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
