"""What a worker's log tells of an error that nobody foresaw."""

from __future__ import annotations

from streams.process import where

SAID = "the parcel was late"


def fails() -> None:
    raise ValueError(SAID)


def test_an_unforeseen_error_is_told_by_its_kind_and_its_code_never_by_its_text() -> None:
    try:
        fails()
    except ValueError as error:
        told = where(error)
    assert told.startswith("ValueError\n")
    assert "in fails" in told
    assert SAID not in told
