"""The configuration of supervisord, rendered from the plan. It holds no secret: those travel in the environment."""

from __future__ import annotations

import shlex
import sys
from configparser import RawConfigParser
from io import StringIO
from pathlib import Path

from stack.home import Home
from stack.plan import Plan
from stack.processes import Process

LEASH = Path(__file__).with_name("leash.py")
STOP_SECONDS = 25
"""From SIGTERM to SIGKILL: a scorer gives its deliveries 20 s; a broker needs 2."""
STARTED_SECONDS = 5
"""A process that ends sooner did not start: the supervisor waits longer before each next attempt."""
ATTEMPTS = 100

LOG = {
    "redirect_stderr": "true",
    "stdout_logfile_maxbytes": "10MB",
    "stdout_logfile_backups": "3",
}
KEEPING = {
    "autostart": "false",  # `earshot up` starts each when what it needs is healthy
    "autorestart": "true",
    "startsecs": str(STARTED_SECONDS),
    "startretries": str(ATTEMPTS),
    "stopsignal": "TERM",
    "stopwaitsecs": str(STOP_SECONDS),
    "stopasgroup": "true",
    "killasgroup": "true",
}


def literal(text: object) -> str:
    """supervisord expands %(name)s everywhere; a percent sign of ours must not be one."""
    return str(text).replace("%", "%%")


def render(plan: Plan) -> str:
    """The whole file."""
    config = RawConfigParser()
    config.optionxform = str  # type: ignore[assignment,method-assign]
    _supervisor(config, plan.home)
    for process in plan.processes:
        config[f"program:{process.name}"] = _program(process, plan.home)
    for priority, group in (("1", "engines"), ("2", "workers")):  # stopped in reverse: workers first
        names = [process.name for process in plan.processes if process.group == group]
        if names:
            config[f"group:{group}"] = {"programs": ",".join(names), "priority": priority}
    text = StringIO()
    config.write(text)
    return text.getvalue()


def _supervisor(config: RawConfigParser, home: Home) -> None:
    config["unix_http_server"] = {"file": literal(home.socket), "chmod": "0700"}
    config["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    config["supervisord"] = {
        "nodaemon": "true",
        "silent": "true",
        "logfile": literal(home.supervisor_log),
        "logfile_maxbytes": "5MB",
        "logfile_backups": "1",
        "pidfile": literal(home.supervisor_pid),
        "umask": "077",
        "identifier": "earshot",
    }


def _program(process: Process, home: Home) -> dict[str, str]:
    command = [sys.executable, "-S", "-E", str(LEASH), *process.command]
    log = literal(literal(home.log(process.name)))  # supervisord expands this one twice
    names = {"command": literal(shlex.join(command)), "stdout_logfile": log}
    return names | KEEPING | LOG
