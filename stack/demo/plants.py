"""Everything that the demo hides, of all three streams."""

from __future__ import annotations

from stack.demo.case_plan import case_plan
from stack.demo.fact_plan import fact_plan
from stack.demo.planted import Plant, planted


def plants() -> list[Plant]:
    """What planted.yaml, cases.yaml and facts.yaml declare."""
    return [*planted().plants(), *case_plan().plants(), *fact_plan().plants()]
