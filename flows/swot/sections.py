"""The report as sections of sentences and tables, which the terminal and Markdown show alike; the page adds charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.lines import figure
from flows.metric_names import metric_name
from flows.swot.causes import WITH_SHARES
from flows.swot.content import QUADRANTS, Finding, Objective, Piece, Point, Quadrant, Swot
from flows.swot.words import NOBODY, NOTHING, TITLES, WHY_UNJUDGED, counted, day, indicator_name, listed, verdict_name

MOVED = 4
"""Measures named per point in a table."""
PIECES = 3
"""Pieces of evidence named per point in a table; of events one, since the page has the others."""
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A title, sentences, a table (the first column of `verdict` tables is one), and lines to copy."""

    title: str
    sentences: tuple[str, ...] = ()
    columns: Cells = ()
    rows: tuple[Cells, ...] = ()
    code: str = ""


def sections(swot: Swot) -> Iterator[Section]:
    """All that say something, in the order of reading: whether to trust the data comes first."""
    yield trust(swot)
    if not (swot.judged or swot.unjudged):
        return
    for name in QUADRANTS:
        yield quadrant(swot, name)
    optional = (
        points("Better than before", swot.improved),
        causes(swot),
        gaps(swot),
        silent(swot),
        service(swot),
        goals(swot),
        objectives(swot),
        episodes(swot),
        actions(swot),
        told(swot),
        points("Rivals", swot.rivals),
        points("What customers talk about that no topic covers", swot.themes),
        programme(swot),
    )
    yield from (section for section in optional if section.sentences or section.rows)
    yield unjudged(swot)


def trust(swot: Swot) -> Section:
    """What cannot be trusted, and what waits for it."""
    title = "Can the data be trusted?"
    if not (swot.judged or swot.unjudged):
        return Section(title, ("Nothing has been computed yet: run `earshot run all`.",))
    found = swot.trust
    rows = tuple(_row(finding) for finding in found.findings)
    return Section(title, tuple(_trust_sentences(swot)), FINDING if rows else (), rows)


def _trust_sentences(swot: Swot) -> Iterator[str]:
    found = swot.trust
    if not found.checks:
        yield "Whether the data can be trusted has not been checked."
    elif not found.findings:
        yield f"{counted(found.checks, 'check')} of the data found nothing against them."
    else:
        yield f"{counted(found.checks, 'check')} of the data: {counted(len(found.findings), 'thing')} to know first."
    if found.suppressed:
        waiting = [f"{counted(count, 'finding')} of {indicator_name(name)}" for name, count in found.suppressed]
        yield f"Not judged because data are not whole: {listed(waiting)}."


FINDING = ("verdict", "about", "window", "why")
POINT = ("verdict", "about", "what moved", "why", "evidence", "since, owner")


def quadrant(swot: Swot, name: Quadrant) -> Section:
    """One of the four."""
    found = points(TITLES[name], swot.quadrant(name))
    return found if found.rows else Section(found.title, (NOTHING[name] if swot.judged else "Nothing was judged.",))


def points(title: str, found: Iterable[Point]) -> Section:
    """A row per subject."""
    rows = tuple(_point(point) for point in found)
    return Section(title, (), POINT if rows else (), rows)


def _point(point: Point) -> Cells:
    by_metric = {one.metric: one.moved for one in reversed(point.findings)}
    moved = list(reversed(by_metric.values()))
    more = [f"{len(moved) - MOVED} more"] if len(moved) > MOVED else []
    why = " ".join((point.strongest.reason, *point.cancelled))
    return (
        verdict_name(point.verdict),
        point.subject,
        "; ".join(moved[:MOVED] + more),
        why,
        evidence(point),
        _kept(point),
    )


def evidence(point: Point) -> str:
    """What explains it, and an event to read."""
    pieces = explaining(point.strongest)
    named = ", ".join(f"{piece.kind} {piece.name.replace('_', ' ')}" for piece in pieces[:PIECES])
    example = next((f"event {one}" for one in point.strongest.event_ids), "")
    return "; ".join(part for part in (named, example) if part) or "–"


def explaining(finding: Finding) -> list[Piece]:
    """Evidence with a name of its own: neither a stratum, nor the finding's own topic, nor shares of causes, which have
    columns of their own.
    """
    others = {"stratum", "cause"} if finding.metric in WITH_SHARES else {"stratum"}
    return [piece for piece in finding.evidence if piece.kind not in others and piece.name != finding.topic]


def _kept(point: Point) -> str:
    return f"{day(point.since)}, {point.owner or NOBODY}" if point.since else "–"


def _row(finding: Finding) -> Cells:
    return verdict_name(finding.verdict), finding.subject, finding.label, finding.reason


def causes(swot: Swot) -> Section:
    """Three columns: believed, measured, usual."""
    rows = tuple(
        (each.subject, name, _percent(believed), _percent(measured), _usual(low, high))
        for each in swot.causes
        for name, believed, measured, low, high in each.rows
    )
    columns = ("brand", "bad experience put down to", "staff believe", "customers tell", "usual elsewhere")
    return Section("What weaknesses come from", (), columns, rows)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0f} %"


def _usual(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.0f} to {high:.0f} %"


def gaps(swot: Swot) -> Section:
    """Belief less perception, per item and on the whole."""
    rows = tuple(
        (
            verdict_name(one.verdict),
            one.brand,
            one.topic.replace("_", " ") or "on the whole",
            *(f"{value:.0f}" if value is not None else "–" for value in (one.value, one.comparison)),
            "–" if one.change is None else f"{one.change:+.0f}".replace("-", "−"),
        )
        for one in swot.gaps
    )
    columns = ("verdict", "brand", "item", "staff believe, of 100", "customers say, of 100", "gap")
    return Section("The delivery gap: what staff believe and what customers say", (), columns, rows)


def silent(swot: Swot) -> Section:
    return Section("The silent unhappy", tuple(one.reason for one in swot.silent))


def service(swot: Swot) -> Section:
    """KPIs and base service, those that could not be judged among them."""
    rows = tuple(
        (
            verdict_name(one.verdict),
            one.subject,
            metric_name(one.metric),
            figure(one.comparison, one.metric),
            figure(one.value, one.metric),
            one.label,
        )
        for one in swot.service
    )
    return Section("KPIs and base service", (), ("verdict", "about", "measure", "before", "now", "window"), rows)


def goals(swot: Swot) -> Section:
    rows = tuple(
        (verdict_name(one.verdict), one.name, one.owner, f"{day(one.start)} to {day(one.deadline)}", one.reason)
        for one in swot.goals
    )
    return Section("Goals", (), ("verdict", "goal", "owner", "path", "where it stands"), rows)


def objectives(swot: Swot) -> Section:
    """Drafts, with the lines to paste into goals.yaml."""
    rows = tuple((_sentence(one), one.owner or "open", one.detectable, one.why) for one in swot.objectives)
    reasons = dict.fromkeys(why for _, why in swot.undrafted)
    together = {why: listed([subject for subject, each in swot.undrafted if each == why]) for why in reasons}
    sentences = [f"No objective is drafted for {subjects}: {why}." for why, subjects in together.items()]
    code = "\n\n".join(one.entry for one in swot.objectives)
    columns = ("objective", "owner", "what can be seen by then", "why")
    return Section("Proposed objectives", tuple(sentences), columns if rows else (), rows, code)


def _sentence(objective: Objective) -> str:
    return f"{objective.sentence}."


def episodes(swot: Swot) -> Section:
    rows = tuple(
        (
            verdict_name(one.verdict),
            f"{one.subject.replace('/', ' / ').replace('_', ' ')}: {metric_name(one.metric)}",
            one.state,
            day(one.since),
            one.owner or NOBODY,
            "yes" if one.acknowledged else "no",
        )
        for one in swot.episodes
    )
    columns = ("verdict", "about", "state", "since", "owner", "seen by somebody")
    return Section("Open findings", (), columns, rows)


def actions(swot: Swot) -> Section:
    rows = tuple(
        (one.state, one.objective, one.owner or NOBODY, day(one.start), day(one.due), one.effect or "–")
        for one in swot.actions
    )
    return Section("Actions", (), ("state", "objective", "owner", "start", "due", "effect"), rows)


def told(swot: Swot) -> Section:
    return Section("You said, we did", swot.told)


def programme(swot: Swot) -> Section:
    rows = tuple(_row(one) for one in swot.programme)
    return Section("The service programme and staff", (), FINDING if rows else (), rows)


def unjudged(swot: Swot) -> Section:
    """Counted by indicator; none of it is good news."""
    rows = tuple(
        (
            indicator_name(one.indicator),
            *(str(dict(one.counts).get(verdict, "–")) for verdict in WHY_UNJUDGED),
            one.example,
        )
        for one in swot.unjudged
    )
    judged = f"Judged: {swot.judged:,}, of which {swot.steady:,} steady."
    silence = sum(one.total for one in swot.unjudged)
    sentences = [f"{judged} Not judged: {silence:,}; that is no good news."]
    if swot.missing:
        sentences.append(f"Not computed for these windows: {listed([indicator_name(name) for name in swot.missing])}.")
    columns = ("indicator", *WHY_UNJUDGED.values(), "the one nearest to a judgement")
    return Section("What is not judged, and why", tuple(sentences), columns if rows else (), rows)
