"""The SWOT page in a real Chromium: it opens from a file without a network, and shows the quadrants on any screen.

Chromium is asked by its command line, so that the tests need no driver. Where none is found they fail and say so.
"""

from __future__ import annotations

import http.server
import json
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from flows.swot.page import as_html
from tests.fixtures.picture import Picture
from tests.fixtures.swot import Row, told
from tests.fixtures.swot import swot as swot_of

SECONDS = 90
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
HOSTILE: Row = dict(told()[0]) | {
    "topic": "<script>document.title='owned'</script>",
    "reason": "<img src=x onerror=alert(1)>",
}


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("no Chromium was found: install it (Debian: apt-get install chromium), the page is tested in it")
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report, with a name in it that is a script, as a file."""
    file = tmp_path_factory.mktemp("page") / "swot.html"
    file.write_text(as_html(swot_of(HOSTILE)), encoding="utf-8")
    return file


@pytest.fixture
def ask(chromium: str, tmp_path: Path) -> Asked:
    return Asked(chromium, tmp_path)


class Asked:
    """One run of the browser per question, each with a profile of its own."""

    def __init__(self, chromium: str, folder: Path) -> None:
        self._chromium, self._folder = chromium, folder

    def __call__(self, page: Path, *flags: str) -> tuple[str, str]:
        """What it printed, and its log."""
        profile = f"--user-data-dir={self._folder / 'profile'}"
        command = [self._chromium, *FLAGS, profile, *flags, page.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
        return done.stdout, done.stderr

    def picture(self, page: Path, width: int, height: int, *flags: str) -> Picture:
        file = self._folder / f"{width}.png"
        self(page, f"--screenshot={file}", f"--window-size={width},{height}", *flags)
        return Picture(file.read_bytes())


def test_it_opens_from_a_file_without_a_network_and_without_an_error(ask: Asked, page: Path) -> None:
    _, log = ask(page, "--dump-dom")
    assert not [line for line in log.splitlines() if "CONSOLE" in line]
    assert "ERR_" not in log


def test_it_asks_nobody_for_anything(ask: Asked, page: Path, tmp_path: Path) -> None:
    """Everything that it would load goes through a proxy that keeps a list; the page itself is a file."""
    asked: list[str] = []

    class Proxy(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not re.match(r"https?://[^/]*\.(google|gvt1|googleapis)\.", self.path):  # the browser's own errands
                asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    probe = tmp_path / "probe.html"
    probe.write_text("<img src='http://probe.example/here'>", encoding="utf-8")
    proxy = (f"--proxy-server=127.0.0.1:{server.server_port}", "--disable-background-networking")
    try:
        ask(page, "--dump-dom", *proxy)
        of_page = list(asked)
        ask(probe, "--dump-dom", *proxy)
    finally:
        server.shutdown()
        server.server_close()
    assert of_page == []
    assert [path for path in asked if "probe.example" in path], "the proxy would have seen nothing at all"


def test_the_four_quadrants_and_the_charts_are_there(ask: Asked, page: Path) -> None:
    dom, _ = ask(page, "--dump-dom")
    for name in ("strength", "weakness", "opportunity", "threat"):
        assert re.search(rf'<div class="quadrant {name}" id="quadrant-{name}">\s*<h3>', dom)
    assert dom.count('<svg viewBox="0 0 340') >= 8


def test_a_script_in_a_name_does_not_run(ask: Asked, page: Path) -> None:
    dom, _ = ask(page, "--dump-dom")
    assert "<title>SWOT of Alder Post and Hazelgate" in dom
    assert "<script" not in dom
    assert "<img" not in dom


def test_it_is_light_or_dark_as_the_reader_wishes(ask: Asked, page: Path) -> None:
    light = ask.picture(page, 1000, 900)
    dark = ask.picture(page, 1001, 900, "--blink-settings=preferredColorScheme=0")
    assert sum(light.pixel(3, 3)) > 600
    assert sum(dark.pixel(3, 3)) < 150
    assert len(light.colours()) > 20


@pytest.mark.parametrize(("width", "columns"), [(1200, 2), (390, 1)])
def test_it_fits_the_screen(ask: Asked, page: Path, tmp_path: Path, width: int, columns: int) -> None:
    """Asked from a page around it, since the page itself runs no script."""
    frame = tmp_path / "frame.html"
    measure = """
      const inside = f.contentDocument, top = id => inside.getElementById('quadrant-' + id).getBoundingClientRect().top;
      document.title = JSON.stringify([inside.documentElement.scrollWidth, top('strength') == top('weakness') ? 2 : 1]);
    """
    html = page.read_text(encoding="utf-8").replace("&", "&amp;").replace('"', "&quot;")
    frame.write_text(
        f'<body style="margin:0"><iframe id="f" style="border:0;width:{width}px;height:900px" srcdoc="{html}" '
        f'onload="{measure}"></iframe>',
        encoding="utf-8",
    )
    dom, _ = ask(frame, "--dump-dom", f"--window-size={width},900")
    told_by_frame = re.search(r"<title>\[(\d+),(\d)\]</title>", dom)
    assert told_by_frame, dom[:500]
    assert int(told_by_frame[1]) <= width
    assert int(told_by_frame[2]) == columns


@pytest.mark.parametrize("width", [1200, 720, 390])
def test_no_word_is_broken_in_two_and_no_number_stands_apart_from_its_sign(
    ask: Asked, tmp_path: Path, width: int
) -> None:
    """Whatever the screen: a table that is too wide for it is moved under the finger, and its words stay whole."""
    plain, frame = tmp_path / "plain.html", tmp_path / "frame.html"
    plain.write_text(as_html(swot_of()), encoding="utf-8")
    measure = """
      const inside = f.contentDocument, broken = [], range = inside.createRange();
      const walk = inside.createTreeWalker(inside.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const hidden = walk.currentNode.parentElement.closest('caption, thead');
        if (hidden && hidden.getBoundingClientRect().width < 2) continue;
        for (const word of walk.currentNode.data.matchAll(/[A-Za-z0-9]{2,}|[0-9]+[ \u00a0]%/g)) {
          range.setStart(walk.currentNode, word.index);
          range.setEnd(walk.currentNode, word.index + word[0].length);
          if (new Set([...range.getClientRects()].map(each => Math.round(each.top))).size > 1) broken.push(word[0]);
        }
      }
      document.title = JSON.stringify([inside.documentElement.scrollWidth, broken]);
    """
    html = plain.read_text(encoding="utf-8").replace("&", "&amp;").replace('"', "&quot;")
    frame.write_text(
        f'<body style="margin:0"><iframe id="f" style="border:0;width:{width}px;height:900px" srcdoc="{html}" '
        f'onload="{measure}"></iframe>',
        encoding="utf-8",
    )
    dom, _ = ask(frame, "--dump-dom", f"--window-size={width},900")
    told_by_frame = re.search(r"<title>(\[.*?\])</title>", dom)
    assert told_by_frame, dom[:500]
    wide, broken = json.loads(told_by_frame[1])
    assert broken == []
    assert wide <= width


def test_it_prints_with_what_is_folded_on_the_screen(ask: Asked, tmp_path: Path) -> None:
    many = as_html(swot_of(*(dict(told()[0]) | {"topic": f"topic {at}"} for at in range(12))))
    sizes = []
    for name, html in (
        ("folded", many),
        ("without", re.sub(r'<details class="fold">.*?</details>\s*</section>', "</section>", many, flags=re.DOTALL)),
    ):
        file, printed = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        file.write_text(html, encoding="utf-8")
        ask(file, f"--print-to-pdf={printed}", "--no-pdf-header-footer")
        sizes.append(printed.read_bytes().count(b"/Type /Page\n"))
    assert sizes[0] > sizes[1] > 0
