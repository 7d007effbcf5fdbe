"""The flows as Prefect knows them: one per job, all alike but for what they judge (`flows.jobs`)."""

from __future__ import annotations

from prefect import Flow, flow

from flows.steps import carry_out
from flows.windows import Grain

LONGEST_SECONDS = 3600
"""A run that takes longer hangs, and would keep all later ones waiting."""

Judge = Flow[..., int]


def _flow_of(name: str) -> Judge:
    def body(windows: list[str] | None = None, grains: list[Grain] | None = None) -> int:
        """Judge the windows of these labels, or the last closed ones; how many findings."""
        return carry_out(name, windows, grains)

    body.__name__ = body.__qualname__ = name  # a deployment finds its flow by this name in this module
    return flow(name=name, flow_run_name=name, timeout_seconds=LONGEST_SECONDS)(body)


watch = _flow_of("watch")
kpis = _flow_of("kpis")
shift = _flow_of("shift")
threats = _flow_of("threats")
price_impact = _flow_of("price_impact")
goals = _flow_of("goals")
swot = _flow_of("swot")
FLOWS: dict[str, Judge] = {each.name: each for each in (watch, kpis, shift, threats, price_impact, goals, swot)}
