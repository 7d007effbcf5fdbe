"""HTTP: /ping, / and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp import web

from warehouse.embedded import answer
from warehouse.embedded.analysts import Analysts
from warehouse.embedded.auth import Role, role_of
from warehouse.embedded.catalog import allowed
from warehouse.embedded.engine import Engine
from warehouse.embedded.errors import ClickHouseError, engine_error
from warehouse.embedded.execute import Executor, Owner, answered
from warehouse.embedded.request import read_call
from warehouse.embedded.sessions import Sessions
from warehouse.embedded.settings import EmbeddedSettings
from warehouse.settings import ClickHouseSettings

logger = logging.getLogger(__name__)

_MAX_URL_BYTES = 1 << 20  # ClickHouse's http_max_uri_size
_PLAIN_ID = re.compile(r"[\w.:-]{1,128}")


class Server:
    """The HTTP interface of one engine. Each role has threads of its own."""

    def __init__(self, engine: Engine, users: ClickHouseSettings, limits: EmbeddedSettings) -> None:
        self._users, self._limits, self._engine = users, limits, engine
        with engine.connection() as connection:
            lists = allowed(connection)
        self._executors: dict[Role, Executor] = {
            "owner": Owner(engine, Sessions(engine), limits),
            "analyst": Analysts(engine, lists, users, limits),
        }
        self._threads: dict[Role, ThreadPoolExecutor] = {
            "owner": ThreadPoolExecutor(limits.workers, "owner"),
            "analyst": ThreadPoolExecutor(limits.analyst_workers, "analyst"),
        }

    def application(self) -> web.Application:
        """The routes of ClickHouse's interface."""
        app = web.Application()
        app.router.add_get("/ping", _ok)
        app.router.add_route("*", "/", self._handle)
        return app

    def cancel_everything(self) -> None:
        """Cancel the statements that still run."""
        self._engine.cancel()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET" and not request.query_string:
            return await _ok(request)
        began = time.monotonic()
        given = request.query.get("query_id", "")
        query_id = given if _PLAIN_ID.fullmatch(given) else str(uuid.uuid4())
        role: Role | str = "nobody"
        try:
            role = role_of(self._users, request.headers, request.query)
            reply = await self._answered(request, role, query_id)
        except ClickHouseError as raised:
            reply = answer.failure(query_id, raised)
        except Exception as raised:  # noqa: BLE001 - whatever it is, the client gets ClickHouse's answer
            logger.error("%s failed: %s", query_id, type(raised).__name__)  # noqa: TRY400 - a traceback may quote rows
            reply = answer.failure(query_id, engine_error(raised))
        _log(query_id, role, reply, time.monotonic() - began)
        return web.Response(status=reply.status, body=reply.body, headers=reply.headers)

    async def _answered(self, request: web.Request, role: Role, query_id: str) -> answer.Answer:
        call = await read_call(request, role, query_id, self._limits.max_body_bytes)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads[role], answered, self._executors[role], call)
        except asyncio.CancelledError:  # the client has gone
            if call.cancel_on_close:
                loop.run_in_executor(None, partial(self._engine.cancel, query_id, reads_only=True))
            raise


async def _ok(_: web.Request) -> web.Response:
    return web.Response(text="Ok.\n", content_type="text/html")


def _log(query_id: str, role: str, reply: answer.Answer, seconds: float) -> None:
    """One line a request, and never a word of a statement: it may quote customers."""
    rows = f"read={reply.outcome.read_rows} written={reply.outcome.written_rows}"
    logger.info("%s %s code=%d %s ms=%.1f", query_id, role, reply.code, rows, seconds * 1000)


async def serve(server: Server, users: ClickHouseSettings, limits: EmbeddedSettings) -> None:
    """Answer until SIGTERM or SIGINT; then let statements end, cancel those that take longer, and return."""
    runner = web.AppRunner(
        server.application(),
        access_log=None,  # it writes the URL, and the URL holds statements
        auto_decompress=False,  # bodies of many frames are read by `codecs`
        handler_cancellation=True,
        max_line_size=_MAX_URL_BYTES,
        max_field_size=_MAX_URL_BYTES,
        shutdown_timeout=limits.stop_seconds + 1,
    )
    await runner.setup()
    await web.TCPSite(runner, users.host, users.port).start()
    logger.info("listening on %s:%d", users.host, users.port)
    await _asked_to_stop()
    cancel = asyncio.create_task(_cancel_later(server, limits.stop_seconds))
    await runner.cleanup()
    cancel.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await cancel


async def _asked_to_stop() -> None:
    asked = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, asked.set)
    await asked.wait()


async def _cancel_later(server: Server, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.cancel_everything)
