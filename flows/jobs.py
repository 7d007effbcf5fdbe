"""The flows by what they do: which windows each judges, and when. What each judges stands with the indicators.

| flow         | when (UTC)                              | judges, of the last closed …                               |
|--------------|-----------------------------------------|------------------------------------------------------------|
| watch        | every hour, at :05                      | hour, day and week: silent sources, bursts, new entrants   |
| kpis         | every day, 04:45                        | week and month: service, replies, recovery                 |
| shift        | Mondays to Wednesdays, 05:05            | week: small lasting shifts of perception                   |
| threats      | every day, 05:15                        | week: perception, rivals                                   |
|              | first seven days of a month 05:30       | month                                                      |
|              | those of a quarter 05:45                | quarter                                                    |
| price_impact | every day, 06:10                        | week: every price change of the year before                |
| goals        | first seven days of a month, 06:20      | month: goals and finished actions                          |
| swot         | those days 06:40; of a quarter 06:55    | month; quarter, half-year: strengths, weaknesses, gaps     |

Windows close at midnight; five hours later most of what is late has come, and what is judged on several days in a row
is judged anew with what came since. A run judges the window that was closed when it was due.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.indicators.register import Flow
from flows.windows import Grain


@dataclass(frozen=True, slots=True)
class Schedule:
    """When (cron, UTC) a flow judges the last closed window of which grains; `name` is the schedule's slug."""

    name: str
    cron: str
    grains: tuple[Grain, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One flow."""

    name: Flow
    title: str
    schedules: tuple[Schedule, ...]

    @property
    def grains(self) -> tuple[Grain, ...]:
        """Those that it judges at all, shortest first."""
        return tuple(grain for schedule in self.schedules for grain in schedule.grains)


JOBS: dict[str, Job] = {
    job.name: job
    for job in (
        Job("watch", "What happens right now", (Schedule("hourly", "5 * * * *", ("hour", "day", "week")),)),
        Job("kpis", "Service", (Schedule("daily", "45 4 * * *", ("week", "month")),)),
        Job("shift", "Small lasting shifts", (Schedule("weekly", "5 5 * * 1-3", ("week",)),)),
        Job(
            "threats",
            "Threats",
            (
                Schedule("week", "15 5 * * *", ("week",)),
                Schedule("month", "30 5 1-7 * *", ("month",)),
                Schedule("quarter", "45 5 1-7 1,4,7,10 *", ("quarter",)),
            ),
        ),
        Job("price_impact", "What price changes did", (Schedule("daily", "10 6 * * *", ("week",)),)),
        Job("goals", "Goals and actions", (Schedule("monthly", "20 6 1-7 * *", ("month",)),)),
        Job(
            "swot",
            "Strengths, weaknesses, opportunities, threats",
            (
                Schedule("month", "40 6 1-7 * *", ("month",)),
                Schedule("quarter", "55 6 1-7 1,4,7,10 *", ("quarter", "half_year")),
            ),
        ),
    )
}
"""In the order in which they run where all are asked for: the swot reads what the others found."""
