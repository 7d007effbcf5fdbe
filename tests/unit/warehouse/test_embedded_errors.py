"""The engine's errors as ClickHouse's."""

from __future__ import annotations

import pytest

from warehouse.embedded.errors import Code, engine_error, error


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        ("Code: 60. DB::Exception: Table x does not exist. (UNKNOWN_TABLE)", 60, 404),
        ("Streaming insert failed: Code: 27. DB::Exception: Cannot parse. (CANNOT_PARSE)", 27, 400),
        ("Code: 241. DB::Exception: Memory\nlimit. (MEMORY_LIMIT_EXCEEDED)", 241, 500),
    ],
)
def test_the_engines_error_keeps_its_code(text: str, code: int, status: int) -> None:
    found = engine_error(RuntimeError(text))
    assert (found.code, found.status) == (code, status)
    assert found.text == text[text.index("Code: ") :]


def test_any_other_error_tells_nothing_but_its_type() -> None:
    found = engine_error(KeyError("what a customer said"))
    assert found.text == "Code: 1001. DB::Exception: The embedded server failed: KeyError. (STD_EXCEPTION)"


def test_an_error_of_ours_reads_like_the_engines() -> None:
    found = error(Code.ACCESS_DENIED, "No.")
    assert (found.status, found.text) == (403, "Code: 497. DB::Exception: No. (ACCESS_DENIED)")
