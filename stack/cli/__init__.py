"""The command line `earshot`: one module per subject, each loading what it needs only when it runs.

Exit codes: 0 done, 1 something failed or was refused, 2 wrong usage, 3 something that is needed does not answer,
130 interrupted.
"""

from __future__ import annotations

import inspect
import logging
import os
import sys
from collections.abc import Callable

import typer
from typer.exceptions import TyperException

from schemas.errors import EarshotError, Unavailable
from stack.cli import actions, answers, episodes, feedback, lifecycle, swot, whatif

FAILED, USAGE, UNAVAILABLE, INTERRUPTED = 1, 2, 3, 130

HELP = "Earshot listens to what customers say, everywhere they say it, and warns early."
EPILOG = (
    "Exit codes: 0 done; 1 something failed or was refused; 2 wrong usage; 3 what is needed does not answer "
    "(is the stack up?); 130 interrupted. "
    "EARSHOT_HOME names the folder of the stack's data (default .earshot); EARSHOT_DEBUG=1 shows tracebacks."
)

app = typer.Typer(help=HELP, epilog=EPILOG, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
STACK, FEEDBACK, ANSWERS, FOUND, HIDDEN = "The stack", "Feedback in", "Answers out", "What was found", ""


def _add(command: Callable[..., None], panel: str) -> None:
    """Under its panel, or hidden; its docstring is its help, of which Typer would keep the line ends of the source."""
    paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
    help_ = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    app.command(help=help_, rich_help_panel=panel or None, hidden=not panel)(command)


COMMANDS: dict[str, tuple[Callable[..., None], ...]] = {
    STACK: (lifecycle.up, lifecycle.down, lifecycle.status, lifecycle.logs, lifecycle.fetch, lifecycle.init),
    FEEDBACK: (feedback.push, feedback.score, feedback.rescore, feedback.replay),
    ANSWERS: (answers.sql, answers.threats, swot.swot, answers.run),
    FOUND: (episodes.findings, episodes.ack, episodes.dismiss, episodes.assign, episodes.reopen, actions.actions),
    HIDDEN: (lifecycle.health,),
}
for name, commands in COMMANDS.items():
    for each in commands:
        _add(each, name)
app.add_typer(whatif.app, name="whatif", rich_help_panel=ANSWERS)


def main() -> None:
    """The entry point. Every error ends as one line on stderr and an exit code; EARSHOT_DEBUG=1 raises it instead."""
    if not os.environ.get("EARSHOT_DEBUG"):
        logging.getLogger().addHandler(logging.NullHandler())  # the drivers' own tracebacks say nothing more
    try:
        ended = app(standalone_mode=False)  # it would draw a box around what is wrong with the usage
        sys.exit(ended if isinstance(ended, int) else 0)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(INTERRUPTED)
    except TyperException as error:
        sys.exit(_say_usage(error))
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("EARSHOT_DEBUG"):
            raise
        sys.exit(_say(error))


def _say_usage(error: TyperException) -> int:
    """One line, and where help is."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "earshot"
    text = getattr(error, "format_message", error.__str__)().rstrip(".")
    print(f"earshot: {' '.join(text.split())} ({where} --help)", file=sys.stderr)
    return USAGE


def _say(error: Exception) -> int:
    """One line, and the exit code; of an unforeseen error only the kind, since its text may quote customers."""
    code = UNAVAILABLE if isinstance(error, Unavailable) else FAILED
    if isinstance(error, EarshotError):
        text = str(error)
    elif settings := _wrong_settings(error):
        text, code = settings, USAGE
    else:
        text = f"internal error ({type(error).__name__}); EARSHOT_DEBUG=1 shows where"
    print(f"earshot: {' '.join(text.split())}", file=sys.stderr)
    return code


def _wrong_settings(error: Exception) -> str:
    """What is wrong with which variable, if that is what the error is about; never the value, which may be secret."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return ""
    return "; ".join(f"{_variable(str(one['loc'][0]))}: {one['msg']}" for one in error.errors() if one["loc"])


def _variable(field: str) -> str:
    """The variable that a settings field was read from."""
    endings = (field.upper(), f"_{field.upper()}")
    return next((name for name in sorted(os.environ) if name.startswith("EARSHOT_") and name.endswith(endings)), field)
