"""What explains a finding about a whole: the topics that moved with it, before the channels, sources and languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.indicators.outputs import Evidence, EvidenceKind, Judgement

TOPICS = 5
"""Topics named per finding."""
MERITS = ("strong", "emerging")
WHERE = ("topic", "channel", "stratum")
"""Evidence of a movement, which a calm finding has none of; any other explains whatever was found."""
_Scope = tuple[str, str, str, object]


def explained(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The same judgements, with evidence where something moved; a brand's names the topics that moved the same way."""
    topics: dict[_Scope, list[Judgement]] = defaultdict(list)
    for one in judgements:
        if one.subject.topic and one.change is not None:
            topics[_scope(one)].append(one)
    return [
        _with_evidence(one, topics[_scope(one)]) if one.severity or one.verdict in MERITS else _calm(one)
        for one in judgements
    ]


def _calm(judgement: Judgement) -> Judgement:
    kept = [piece for piece in judgement.evidence if piece.kind not in WHERE]
    return replace(judgement, evidence=_ranked(kept))


def _ranked(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(replace(piece, rank=rank) for rank, piece in enumerate(pieces, 1))


def _with_evidence(judgement: Judgement, topics: Iterable[Judgement]) -> Judgement:
    pieces = list(judgement.evidence)
    if judgement.subject.level == "brand" and judgement.change:
        pieces = [*_moved(judgement.change, topics), *pieces]
    pieces = pieces or [_piece(judgement, "stratum", "all")]
    return replace(judgement, evidence=_ranked(pieces))


def _moved(change: float, topics: Iterable[Judgement]) -> list[Evidence]:
    """Those that moved in the direction of `change`, by how many customers they moved."""
    along = [(abs(one.change) * one.n, one) for one in topics if one.change and one.change * change > 0]
    along.sort(key=lambda weighed: (-weighed[0], weighed[1].subject.topic))
    return [_piece(one, "topic", one.subject.topic) for _, one in along[:TOPICS]]


def _piece(judgement: Judgement, kind: EvidenceKind, name: str) -> Evidence:
    return Evidence(
        rank=1,
        kind=kind,
        name=name,
        value=judgement.value,
        comparison=judgement.comparison,
        change=judgement.change,
        n=judgement.n,
        n_comparison=judgement.n_comparison,
    )


def _scope(judgement: Judgement) -> _Scope:
    return judgement.subject.brand, judgement.indicator, judgement.metric, judgement.window
