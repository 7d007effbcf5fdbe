"""The command line `earshot`: one module per subject, each loading what it needs only when it runs.

Exit codes: 0 done, 1 something failed or was refused, 2 wrong usage, 3 something that is needed does not answer,
130 interrupted.
"""

from __future__ import annotations

import logging
import os
import sys

import typer

from schemas.errors import EarshotError, Unavailable
from stack.cli import answers, feedback, lifecycle

FAILED, UNAVAILABLE, INTERRUPTED = 1, 3, 130

HELP = "Earshot listens to what customers say, everywhere they say it, and warns early."
EPILOG = (
    "Exit codes: 0 done; 1 something failed or was refused; 2 wrong usage; 3 what is needed does not answer "
    "(is the stack up?); 130 interrupted. "
    "EARSHOT_HOME names the folder of the stack's data (default .earshot); EARSHOT_DEBUG=1 shows tracebacks."
)

app = typer.Typer(help=HELP, epilog=EPILOG, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
STACK, FEEDBACK, ANSWERS = "The stack", "Feedback in", "Answers out"

app.command(rich_help_panel=STACK)(lifecycle.up)
app.command(rich_help_panel=STACK)(lifecycle.down)
app.command(rich_help_panel=STACK)(lifecycle.status)
app.command(rich_help_panel=STACK)(lifecycle.logs)
app.command(rich_help_panel=STACK)(lifecycle.fetch)
app.command(rich_help_panel=FEEDBACK)(feedback.push)
app.command(rich_help_panel=FEEDBACK)(feedback.score)
app.command(rich_help_panel=ANSWERS)(answers.sql)
app.command(rich_help_panel=ANSWERS)(answers.threats)
app.command(rich_help_panel=ANSWERS)(answers.run)


def main() -> None:
    """The entry point. Every error ends as one line on stderr and an exit code; EARSHOT_DEBUG=1 raises it instead."""
    if not os.environ.get("EARSHOT_DEBUG"):
        logging.getLogger().addHandler(logging.NullHandler())  # the drivers' own tracebacks say nothing more
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("EARSHOT_DEBUG"):
            raise
        sys.exit(_say(error))


def _say(error: Exception) -> int:
    """One line; of an error that nobody foresaw only the kind, since its text may quote customers."""
    known = isinstance(error, EarshotError)
    text = str(error) if known else f"internal error ({type(error).__name__}); EARSHOT_DEBUG=1 shows where"
    print(f"earshot: {' '.join(text.split())}", file=sys.stderr)
    return UNAVAILABLE if isinstance(error, Unavailable) else FAILED
