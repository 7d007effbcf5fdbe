"""What was told → Markdown tables, beside what TextBlob and VADER tell of the same texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import Final

from streams.scoring.model import LABELS
from training.measures import Measured, calibration_error, measure
from training.peers import PEERS
from training.told import Told, is_kept_back

KINDS: Final = {
    "reviews": ("vader_amazonReviewSnippets", "skytrax_seat"),
    "posts": ("vader_tweets", "umsab_en"),
    "surveys": ("nhs_fft_v6", "nhs_fft_phase1"),
}
_PARTS: Final[dict[str, Callable[[Told], bool]]] = {
    "all texts": lambda _: True,
    "the half that no parameter was chosen on": lambda told: is_kept_back(told.example),
    "without answers that only their question explains, and without those that nobody labelled": (
        lambda told: told.example.usable
    ),
}
_HEAD: Final = [
    "| set | language | texts | macro-F1 | negative | neutral | positive | coverage | neutral as negative "
    "| TextBlob | neutral as negative | VADER | neutral as negative |",
    "|---|---|" + "---:|" * 11,
]


def by_set(told: Iterable[Told]) -> list[str]:
    """A row per set: macro-F1, F1 per label, the share of texts that were scored, and of neutral called negative."""
    sets: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for each in told:
        sets[each.example.source, each.example.language].append(each)
    return [*_HEAD, *(_row(source, language, found) for (source, language), found in sets.items())]


def _row(source: str, language: str, told: Sequence[Told]) -> str:
    ours = measured(told)
    cells = [source, language, str(ours.texts), f"**{ours.macro:.3f}**"]
    cells += [_share(ours.f1.get(label)) for label in LABELS]
    cells += [_share(ours.coverage), _share(ours.neutral_as_negative)]
    for peer in PEERS.values():
        theirs = measured(told, peer)
        cells += [f"{theirs.macro:.3f}", _share(theirs.neutral_as_negative)]
    return f"| {' | '.join(cells)} |"


def measured(told: Sequence[Told], peer: Callable[[str], str] | None = None) -> Measured:
    """Our labels, or a peer's for the same texts."""
    return measure(
        [each.example.label for each in told], [peer(each.example.text) if peer else each.label for each in told]
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def english(told: Sequence[Told]) -> list[str]:
    """English by kind of text: means of the sets' macro-F1."""
    lines = ["| English | Earshot | TextBlob | VADER |", "|---|" + "---:|" * 3]
    for name, chosen in _PARTS.items():
        part = [each for each in told if chosen(each)]
        sets = {kind: [_macros(part, source) for source in sources] for kind, sources in KINDS.items()}
        lines += [_means(f"{kind}, {name}", found) for kind, found in sets.items()]
        lines.append(_means(f"**all six sets**, {name}", [found for kind in sets.values() for found in kind]))
    return lines


def _macros(told: Sequence[Told], source: str) -> tuple[float, ...]:
    found = [each for each in told if each.example.source == source]
    return measured(found).macro, *(measured(found, peer).macro for peer in PEERS.values())


def _means(name: str, sets: Sequence[tuple[float, ...]]) -> str:
    return f"| {name} | " + " | ".join(f"{fmean(column):.3f}" for column in zip(*sets, strict=True)) + " |"


def accuracy(told: Sequence[Told]) -> list[str]:
    """Per language the share of right labels: what sentences say about each topic."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        groups[each.example.language].append(each)
    rows = [
        f"| {name} | {len(found)} | {fmean(t.label == t.example.label for t in found):.2f} |"
        for name, found in (*groups.items(), ("all", told))
    ]
    return ["| language | clauses | right |", "|---|---:|---:|", *rows]


def trust(told: Sequence[Told]) -> str:
    """How far confidence is from the share of right labels."""
    scored = [each for each in told if each.label != "unscored"]
    right = [each.label == each.example.label for each in scored]
    error = calibration_error(right, [each.confidence for each in scored])
    sure = [was for was, each in zip(right, scored, strict=True) if each.confidence >= 0.8]
    return (
        f"Expected calibration error {error:.3f}; of confidence .8 and more there are {len(sure) / len(scored):.0%}, "
        f"of which {fmean(sure):.0%} are right."
    )
