"""The taxonomy tells reports what topics are called and where on the journey they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import ConfigError
from flows.settings import SHIPPED
from flows.taxonomy import read_taxonomy


def test_names_and_stages_are_the_files_and_none_without_one(tmp_path: Path) -> None:
    shipped = read_taxonomy(SHIPPED)
    assert shipped.names["website_app"] == "Website and app"
    assert shipped.stages["delivery"] == "receive"
    assert read_taxonomy(tmp_path).names == {}


def test_a_file_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "taxonomy.yaml").write_text("areas: 3", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"taxonomy\.yaml"):
        read_taxonomy(tmp_path)
