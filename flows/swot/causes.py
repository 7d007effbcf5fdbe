"""What bad experience comes from, in three columns: as staff believe, as measured, as is usual elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flows.swot.content.finding import Finding, Piece
from flows.swot.content.point import Causes

USUAL = "usual: "
"""How evidence names the usual interval of a group of causes: its low end is the value, its high end the comparison."""
_BETWEEN = re.compile(r", | and ")


def causes_of(finding: Finding) -> Causes | None:
    """From evidence of kind cause that has shares; None without any. Causes that are usual together stand together."""
    pieces = [piece for piece in finding.evidence if piece.kind == "cause"]
    told = {piece.name: piece for piece in pieces if not piece.name.startswith(USUAL)}
    usual = [piece for piece in pieces if piece.name.startswith(USUAL)]
    if finding.metric not in WITH_SHARES or not any(_is_told(piece) for piece in told.values()):
        return None
    grouped = {name for piece in usual for name in _names(piece)}
    rows = [_row(piece.name.removeprefix(USUAL), _names(piece), told, piece) for piece in usual]
    rows += [_row(name, [name], told, None) for name in told if name not in grouped]
    return Causes(finding.subject, finding.when, tuple(rows))


WITH_SHARES = ("cause_share", "negative_rate")
"""Metrics whose evidence of kind cause is shares in per cent; elsewhere it counts customers."""


def brands_causes(findings: Iterable[Finding]) -> tuple[Causes, ...]:
    """Each brand's, once."""
    found: dict[str, Causes] = {}
    for finding in findings:
        if finding.indicator == "cause_mix" and finding.brand not in found and (causes := causes_of(finding)):
            found[finding.brand] = Causes(finding.brand, causes.when, causes.rows)
    return tuple(found.values())


def _is_told(piece: Piece) -> bool:
    return piece.value is not None or piece.comparison is not None


def _names(piece: Piece) -> list[str]:
    return _BETWEEN.split(piece.name.removeprefix(USUAL))


def _row(
    name: str, causes: Sequence[str], told: dict[str, Piece], usual: Piece | None
) -> tuple[str, float | None, float | None, float | None, float | None]:
    pieces = [told[cause] for cause in causes if cause in told]
    low, high = (usual.value, usual.comparison) if usual else (None, None)
    return name, _sum(piece.comparison for piece in pieces), _sum(piece.value for piece in pieces), low, high


def _sum(shares: Iterable[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return sum(known) if known else None
