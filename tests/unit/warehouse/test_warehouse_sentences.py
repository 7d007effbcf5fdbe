"""warehouse.sentences: of an error that may quote rows its kind is told, and the figures of a limit."""

from __future__ import annotations

import pytest

from warehouse.sentences import kind, may_be_told

LONGER, MORE = "the statement takes longer than this user's may", "the statement takes more memory than this user's may"


@pytest.mark.parametrize(
    ("code", "sentence", "says"),
    [
        (159, "Timeout exceeded: elapsed 1009.032 ms, maximum: 1000.000 ms.", f"{LONGER} (maximum: 1000.000 ms)"),
        (
            241,
            "Query memory limit exceeded: would use 96.00 MiB (attempt to allocate chunk of 64.00 MiB), maximum: "
            "95.37 MiB: While executing AggregatingTransform.",
            f"{MORE} (maximum: 95.37 MiB)",
        ),
        (241, "Memory limit exceeded: In scope SELECT 'a customer'.", MORE),
        (394, "Query was cancelled.", LONGER),
        (241, f"{MORE} (maximum: 95.37 MiB)", f"{MORE} (maximum: 95.37 MiB)"),
    ],
)
def test_a_limit_is_told_in_figures_and_nothing_with_it(code: int, sentence: str, says: str) -> None:
    assert not may_be_told(code, sentence)
    assert kind(code, sentence) == says


def test_figures_are_told_of_a_limit_alone() -> None:
    assert "maximum" not in kind(395, "maximum: 5 MiB, said a customer")
