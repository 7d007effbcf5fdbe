"""Sections of points: the four quadrants, and what else has a row per subject."""

from __future__ import annotations

from collections.abc import Iterable

from flows.swot.causes import WITH_SHARES
from flows.swot.content.finding import Finding, Piece
from flows.swot.content.point import QUADRANTS, Point, Quadrant
from flows.swot.content.swot import Swot
from flows.swot.section import Cells, Section
from flows.swot.words import NOBODY, NOTHING, TITLES, day, verdict_name

MEASURES = 4
"""Measures named per point in a table."""
PIECES = 3
"""Pieces of evidence named per point in a table; of events one, since the page has the others."""
EVENT = 12
"""As much of an event's id as tells it from the others, and is not broken in two by a narrow column."""
HOW_TO_READ = (
    "What was written in an event of the evidence, by the beginning of its id: "
    """`earshot sql "SELECT text FROM feedback WHERE startsWith(event_id, '...')"`."""
)
AT_ONCE = 6
"""Points of a quadrant that are seen at once: in the overview, and on the page before it is unfolded."""
GLANCE: Cells = ("verdict", "quadrant", "about", "measure")
POINT: Cells = ("verdict", "about", "measure", "why", "evidence", "known since, owner")


def glance(swot: Swot) -> Section:
    """The first of each quadrant, and how many there are."""
    found = {name: swot.quadrant(name) for name in QUADRANTS}
    counts = [f"{TITLES[name]}: {len(points):,}" for name, points in found.items()]
    rows = tuple(
        (verdict_name(point.verdict), TITLES[name], point.subject, point.strongest.measured)
        for name, points in found.items()
        for point in points[:AT_ONCE]
    )
    return Section("At a glance", (f"{', '.join(counts)}.",), GLANCE, rows) if rows else Section("")


def quadrant(swot: Swot, name: Quadrant) -> Section:
    """One of the four."""
    found = points(TITLES[name], swot.quadrant(name))
    return found if found.rows else Section(found.title, (NOTHING[name] if swot.judged else "Nothing was judged.",))


def points(title: str, found: Iterable[Point]) -> Section:
    """A row per subject."""
    rows = tuple(_point(point) for point in found)
    return Section(title, (), POINT if rows else (), rows)


def events(found: Iterable[Point]) -> Section:
    """How to read an event, said once, where any is named."""
    is_named = any(point.strongest.event_ids for point in found)
    return Section("Evidence", (HOW_TO_READ,) if is_named else ())


def _point(point: Point) -> Cells:
    by_metric = {one.metric: one.measured for one in reversed(point.findings)}
    measures = list(reversed(by_metric.values()))
    more = [f"{len(measures) - MEASURES} more"] if len(measures) > MEASURES else []
    why = " ".join((point.strongest.reason, *point.cancelled))
    return (
        verdict_name(point.told_verdict),
        point.subject,
        "; ".join(measures[:MEASURES] + more),
        why,
        evidence(point),
        _kept(point),
    )


def evidence(point: Point) -> str:
    """What explains it, and an event to read."""
    pieces = explaining(point.strongest)
    named = ", ".join(f"{piece.kind} {piece.name.replace('_', ' ')}" for piece in pieces[:PIECES])
    example = next((f"event {one[:EVENT]}" for one in point.strongest.event_ids), "")
    return "; ".join(part for part in (named, example) if part) or "–"


def explaining(finding: Finding) -> list[Piece]:
    """Evidence with a name of its own: neither a stratum, nor the finding's own topic, nor shares of causes, which have
    columns of their own.
    """
    others = {"stratum", "cause"} if finding.metric in WITH_SHARES else {"stratum"}
    return [piece for piece in finding.evidence if piece.kind not in others and piece.name != finding.topic_name]


def _kept(point: Point) -> str:
    since = [day(point.since)] if point.since else []
    return ", ".join([*since, point.owner or NOBODY]) if since or point.owner else "–"
