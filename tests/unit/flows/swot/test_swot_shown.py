"""Terminal, Markdown and page tell the same, and no text of anybody's becomes markup in any of them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import StringIO
from xml.etree import ElementTree

import pytest
from rich.console import Console

from flows.beside import AHEAD
from flows.swot.content.swot import Swot
from flows.swot.markdown import as_markdown
from flows.swot.page import as_html
from flows.swot.terminal import as_rich
from stack.cli.tables import to_json
from tests.fixtures.swot import Row, told
from tests.fixtures.swot import swot as swot_of

SCRIPT = "<script>alert('x')</script> | `a` [b](http://evil.example)"
HOSTILE: Row = dict(told()[0]) | {"topic": SCRIPT, "verdict": "critical", "reason": f"NPS on {SCRIPT} fell."}
SAID = (
    "Can the data be trusted?",
    "Strengths",
    "Weaknesses",
    "Opportunities",
    "Threats",
    "Better than before",
    "What weaknesses come from",
    "The silent unhappy",
    "530 to 2,200 unhappy ones",
    "KPIs and base service",
    "Ninety-six of a hundred orders as promised",
    "Proposed objectives",
    "Open findings",
    "head of delivery",
    "Fewer lockers that do not open",
    "Rivals",
    "What is not judged, and why",
    "Cancelled by delivery",
)


class Page(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(swot: Swot, width: int = 400) -> str:
    out = StringIO()
    Console(file=out, width=width).print(as_rich(swot))
    return out.getvalue()


@pytest.mark.parametrize("text", SAID)
def test_all_three_say_it(text: str) -> None:
    swot = swot_of(goals=swot_of().goals)
    escaped = re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
    assert escaped in as_markdown(swot)
    assert text in " ".join(Page(as_html(swot)).text.split())
    assert text in " ".join(shown(swot).split())


def test_the_page_has_no_script_and_nothing_from_elsewhere() -> None:
    html = as_html(swot_of(HOSTILE))
    page = Page(html)
    assert not {"script", "link", "iframe", "img", "object"} & {tag for tag, _ in page.tags}
    addresses = [value for _, attributes in page.tags for name, value in attributes.items() if name in ("href", "src")]
    assert addresses
    assert all(address is not None and address.startswith("#") for address in addresses)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "url(" not in html
    assert "@import" not in html


def test_a_name_with_a_script_in_it_is_text() -> None:
    swot = swot_of(HOSTILE)
    assert "<script" not in as_html(swot)
    assert SCRIPT in " ".join(Page(as_html(swot)).text.split())
    markdown = re.sub(r"```yaml.*?```", "", as_markdown(swot), flags=re.DOTALL)  # what is code is no markup
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\(", markdown)
    assert SCRIPT.split("|", maxsplit=1)[0] in shown(swot)


def test_a_table_row_of_markdown_stays_one() -> None:
    reason = {"reason": "First | line\n| second line."}
    markdown = as_markdown(swot_of(dict(told()[1]) | {"topic": "odd"} | reason))
    [line] = [line for line in markdown.splitlines() if "second line" in line and line.startswith("| warning")]
    assert len(re.findall(r"(?<!\\)\|", line)) == 7


def test_every_chart_has_a_title_and_a_description_of_its_own() -> None:
    page = Page(as_html(swot_of()))
    drawn = [attributes for tag, attributes in page.tags if tag == "svg" and attributes.get("role") == "img"]
    labels = [one["aria-labelledby"] for one in drawn]
    assert len(drawn) >= 6
    assert len(set(labels)) == len(labels)
    ids = {attributes["id"] for tag, attributes in page.tags if tag in ("title", "desc") and "id" in attributes}
    assert {part for label in labels for part in str(label).split()} == ids


def test_every_id_is_there_once_and_every_link_leads_to_one() -> None:
    page = Page(as_html(swot_of(*(dict(told()[0]) | {"topic": f"topic {at}"} for at in range(9)))))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert {attributes["href"] for tag, attributes in page.tags if tag == "a"} <= {f"#{one}" for one in ids}


def test_every_verdict_has_a_sign_beside_its_colour() -> None:
    badges = re.findall(
        r'<span class="badge ([a-z_]+)"><span aria-hidden="true">(.)</span> ([a-z ]+)</span>', as_html(swot_of())
    )
    assert {"critical", "warning", "strong", "emerging"} <= {verdict for verdict, _, _ in badges}
    assert all(sign.strip() and name.strip() for _, sign, name in badges)


def test_the_drawings_are_well_formed() -> None:
    for svg in re.findall(r"<svg.*?</svg>", as_html(swot_of(HOSTILE)), flags=re.DOTALL):
        ElementTree.fromstring(svg)


def test_a_report_of_nothing_is_a_page_too() -> None:
    nothing = swot_of(only=(), goals=(), actions=(), episodes=())
    assert "Nothing has been computed yet" in Page(as_html(nothing)).text
    assert "Nothing has been computed yet" in as_markdown(nothing)
    assert "Nothing has been computed yet" in shown(nothing)


def test_a_narrow_terminal_shows_every_column() -> None:
    assert max(map(len, shown(swot_of(), width=100).splitlines())) <= 100


def test_programs_get_the_same_report_without_texts_of_customers() -> None:
    told_to_programs = to_json(swot_of())
    assert '"unjudged"' in told_to_programs
    assert '"event_ids"' in told_to_programs


def test_what_is_ahead_of_its_target_stands_apart_in_all_three() -> None:
    beats = dict(told()[0]) | {"indicator": "kpi_breach", "metric": "nps_target", "verdict": "improved", "value": 60.0}
    swot = swot_of(only=(beats,))
    for text in (as_html(swot), as_markdown(swot), shown(swot)):
        assert AHEAD in text
        assert "Better than before" not in text
