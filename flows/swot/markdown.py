"""The SWOT report as Markdown, for a Prefect artifact or a file: GitHub's tables, and texts that stay texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.swot.content.swot import Swot
from flows.swot.section import Section
from flows.swot.sections import sections
from flows.swot.terminal import heading

_MARKS = re.compile(r"([\\`*_\[\]<>|#])")


def as_markdown(swot: Swot) -> str:
    """The whole report. What customers, brands or files say is escaped, so that it can be neither markup nor a link."""
    return "\n\n".join([f"# {escaped(heading(swot))}", *_parts(swot)]) + "\n"


def _parts(swot: Swot) -> Iterator[str]:
    for section in sections(swot):
        yield f"## {section.title}"
        yield from (escaped(sentence) for sentence in section.sentences)
        if section.rows:
            yield _table(section)
        if section.code:
            yield "For `config/goals.yaml`, under `goals:`"
            yield "```yaml\n" + section.code.replace("```", "'''") + "\n```"


def _table(section: Section) -> str:
    rows = [section.columns, ("---",) * len(section.columns)]
    told = [" | ".join(row) for row in rows]
    told += [" | ".join(escaped(cell) for cell in row) for row in section.rows]
    return "\n".join(f"| {row} |" for row in told)


def escaped(text: str) -> str:
    """One line, without a character that Markdown or HTML would read as a mark."""
    return _MARKS.sub(r"\\\1", " ".join(text.split())).replace("\\<", "&lt;").replace("\\>", "&gt;")
