"""The README's picture: the report of the running home as an SVG, `python -m stack.demo.picture > docs/threats.svg`."""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime

from rich.console import Console

from flows.render import as_rich
from flows.run import report
from stack.cli.home import use_home

COLUMNS = 150


def main() -> None:
    """Prints the SVG; fonts are the reader's own, so that looking at it asks nobody for anything."""
    use_home()
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(as_rich(report(datetime.now(UTC))))
    picture = console.export_svg(title="earshot threats")
    sys.stdout.write(re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL))


if __name__ == "__main__":
    main()
