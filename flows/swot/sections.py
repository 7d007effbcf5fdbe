"""The report as sections of sentences and tables, in the order of reading; the page adds charts."""

from __future__ import annotations

from collections.abc import Iterator

from flows.beside import AHEAD
from flows.swot.content.point import QUADRANTS
from flows.swot.content.swot import Swot
from flows.swot.section import FINDING, Section, finding_cells
from flows.swot.sections_measured import causes, gaps, programme, service, silent
from flows.swot.sections_plans import actions, episodes, goals, objectives, told
from flows.swot.sections_points import events, glance, points, quadrant
from flows.swot.words import WHY_UNJUDGED, indicator_name
from schemas.words import counted, listed


def sections(swot: Swot) -> Iterator[Section]:
    """All that say something: whether to trust the data comes first, then the whole at a glance."""
    yield trust(swot)
    if not (swot.judged or swot.unjudged):
        return
    optional = (
        glance(swot),
        *(quadrant(swot, name) for name in QUADRANTS),
        points("Better than before", swot.improved),
        points(AHEAD, swot.ahead),
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
        events(point for name in QUADRANTS for point in swot.quadrant(name)),
    )
    yield from (section for section in optional if section.sentences or section.rows)
    yield unjudged(swot)


def trust(swot: Swot) -> Section:
    """What cannot be trusted, and what waits for it."""
    title = "Can the data be trusted?"
    if not (swot.judged or swot.unjudged):
        return Section(title, ("Nothing has been computed yet: run `earshot run all`.",))
    found = swot.trust
    rows = tuple(finding_cells(finding) for finding in found.findings)
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
