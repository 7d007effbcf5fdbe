"""config/indicators.yaml: shipped values are the defaults, and what is wrong is said by line and field."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.config import config_path, load_config
from flows.errors import ConfigError
from flows.indicators.config import Calendar, Delta, IndicatorsConfig
from flows.indicators.register import REGISTER
from flows.settings import SHIPPED
from schemas.errors import EarshotError


def written(folder: Path, text: str) -> Path:
    path = folder / "indicators.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_values_are_the_defaults() -> None:
    assert load_config(SHIPPED / "indicators.yaml") == IndicatorsConfig()


def test_sections_stand_in_the_order_of_the_register() -> None:
    names = [name for name in yaml.safe_load(SHIPPED.joinpath("indicators.yaml").read_text()) if name in REGISTER]
    assert names == [name for name in REGISTER if name in IndicatorsConfig.model_fields]


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "# nothing\n")) == IndicatorsConfig()


def test_the_folder_can_be_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "delta:\n  nps: 8\n")
    monkeypatch.setenv("EARSHOT_CONFIG_DIR", str(tmp_path))
    assert config_path().parent == tmp_path
    assert load_config().delta.nps == 8
    assert load_config().delta.of("csat") == 3


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("delta:\n  nps: 5\n  csat: -3\n", "line 3, delta.csat: "),
        ("delta:\n  nsp: 5\n", "line 2, delta.nsp: there is no setting called 'nsp' here; is it 'nps'?"),
        ("detla:\n  nps: 5\n", "line 1, detla: there is no setting called 'detla' here; is it 'delta'?"),
        ("delta: 5\n", "line 1, delta: 5 stands where a section of names and values should"),
        ("delta:\n", "line 1, delta: nothing stands where a section of names and values should"),
        ("delta:\n  nps: five\n", "line 2, delta.nps: 'five' is not a number"),
        ("delta:\n  nps: 0\n", "line 2, delta.nps: 0 is not above 0"),
        ("proof:\n  minimum_customers: 2.5\n", "line 2, proof.minimum_customers: 2.5 is not a whole number"),
        (
            "kpi_breach:\n  targets:\n    csat: 0.8\n",
            "line 3, kpi_breach.targets.csat: 0.8 is a share: write 80 for 80 %",
        ),
        (
            "kpi_breach:\n  brand_targets:\n    Alder: {retention: 0.975}\n",
            "line 3, kpi_breach.brand_targets.Alder.retention: 0.975 is a share: write 97.5 for 97.5 %",
        ),
        (
            "cause_mix:\n  usual:\n  - {causes: [people], low: .2, high: .3}\n"
            "  - {causes: [people], low: .1, high: .2}\n",
            "line 2, cause_mix.usual: 'people' stands in two of them",
        ),
        ("episodes: {loud_from: loud}\n", "'loud' is not 'watch', 'warning' or 'critical'"),
        ("perception_drop: {windows: week}\n", "perception_drop.windows: 'week' is not a list: ['week'] is one"),
        ("calendar: {time_zone: Mars}\n", "line 1, calendar.time_zone: no time zone is called 'Mars'"),
        ("delta:\n  nps: 5\n  csat: 3\n  nps: 8\n", "line 4, nps: 'nps' stands in line 2 already"),
        ("proof:\n  alpha: 0.01\n  alpha_critical: 0.05\n", "line 1, proof: "),
        ("perception_drop:\n  windows:\n    - week\n    - fortnight\n", "line 4, perception_drop.windows.1: "),
        ("- delta\n", "line 1, the file: "),
        ("delta: [\n", "line 2, the file: is not YAML: "),
    ],
)
def test_errors_name_line_and_field(tmp_path: Path, text: str, where: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert where in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_every_error_is_said_at_once_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, "delta:\n  nps: 0\nproof:\n  power: 2\n"))
    assert isinstance(caught.value, EarshotError)
    assert len(str(caught.value).splitlines()) == 1
    assert all(f"line {line}, {field}: " in str(caught.value) for line, field in ((2, "delta.nps"), (4, "proof.power")))


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"indicators\.yaml: there is no such file$"):
        load_config(tmp_path / "indicators.yaml")


SECTIONS = st.sampled_from(
    [*IndicatorsConfig.model_fields, *Delta.model_fields, *Calendar.model_fields, "windows", "x"]
)
ANY_YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("ab: ", max_size=3),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(SECTIONS | st.integers(), part, max_size=4),
    max_leaves=8,
)


def refused(path: Path) -> tuple[str, ...]:
    try:
        load_config(path)
    except ConfigError as error:
        return error.lines
    return ()


@given(ANY_YAML)
def test_whatever_the_file_says_it_is_taken_or_refused_in_lines_that_name_their_place(said: object) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder), yaml.safe_dump(said))
        assert all(line.startswith(f"{path}, line ") and "\n" not in line for line in refused(path))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "kpi_breach:\n  brand_targets:\n    Aldr Post: {nps: 45}\n",
            "line 3, kpi_breach.brand_targets.Aldr Post: there is no brand of ours 'Aldr Post' in brands.yaml; is it "
            "'Alder Post'?",
        ),
        (
            "kpi_breach:\n  brand_targets:\n    Brackenline: {nps: 45}\n",
            "there is no brand of ours 'Brackenline' in brands.yaml; there is Alder Post, Hazelgate",
        ),
        (
            "price_impact:\n  topic: prices\n",
            "line 2, price_impact.topic: there is no topic 'prices' in taxonomy.yaml; is it 'price'?",
        ),
    ],
)
def test_a_brand_or_a_topic_that_nobody_listens_for_is_refused_and_says_which_was_meant(
    tmp_path: Path, text: str, problem: str
) -> None:
    for name in ("brands.yaml", "taxonomy.yaml"):
        shutil.copy(SHIPPED / name, tmp_path)
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    assert problem in str(caught.value)
