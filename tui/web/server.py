"""Answers a browser: the page, its font, and a WebSocket behind which a reader runs.

All that the page needs comes from here and by a list of names, so no path is ever looked up, and no request
goes to another machine (Content-Security-Policy). The messages are those of textual-serve's script: from the
browser JSON lists (`stdin`, `resize`, `ping`), to it the terminal's bytes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from html import escape
from importlib.resources import files
from string import Template

from aiohttp import WSMsgType, web

from annotations.text.sanitising import escaped
from tui.i18n import _, language
from tui.textual_ext.crash_handler import told
from tui.web.access import Access, Refusal, Visitor
from tui.web.listening import Strangers
from tui.web.terminal_session import TerminalSession, size_of

_HEARTBEAT = 10.0
"""Seconds between two signs of life of a tab; half of that is waited for an answer. A tab that is closed says
so at once; this is for a machine that went to sleep or lost its network, whose reader keeps the lock."""
_LARGEST_MESSAGE = 1 << 24
"""Bytes: what can be pasted at once, as JSON writes it; a larger one ends the session."""
_KIND_AND_VALUE = 2
"""Parts of a message of the browser."""

_FONT, _STYLE, _SCRIPT = "font/woff2", "text/css", "text/javascript"
_OURS = "tui.web", "page"
_TERMINAL = "textual_serve", "static"
_FILES: Mapping[str, tuple[tuple[str, str], str, str]] = {
    "page.css": (_OURS, "page.css", _STYLE),
    "page.js": (_OURS, "page.js", _SCRIPT),
    "favicon.svg": (_OURS, "favicon.svg", "image/svg+xml"),
    "DejaVuSansMono.woff2": (_OURS, "DejaVuSansMono.woff2", _FONT),
    "DejaVuSansMono-Bold.woff2": (_OURS, "DejaVuSansMono-Bold.woff2", _FONT),
    "xterm.css": (_TERMINAL, "css/xterm.css", _STYLE),
    "terminal.js": (_TERMINAL, "js/textual.js", _SCRIPT),
}
"""The files of the page: whose each is, what it is called there, and its type."""

_SAFE_HEADERS = {
    # xterm.js sets its colours in style sheets that it makes; ws: and wss: are for browsers in which 'self'
    # doesn't count for WebSockets (Safari before 15.4), and our own Origin check stands behind them.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address has the token
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


StartReader = Callable[[Visitor, int, int], Awaitable[TerminalSession]]
"""Starts a reader for somebody, in a terminal of so many columns and rows."""


class ReaderServer:
    """The server of one corpus.

    Args:
        access: who may come in.
        start_reader: starts a reader.
        most: readers that may run at the same time.
    """

    def __init__(self, access: Access, start_reader: StartReader, most: int) -> None:
        self._access = access
        self._start_reader = start_reader
        self._most = most
        self._starting = 0
        self._closing = False
        self._sessions: set[TerminalSession] = set()
        self.strangers = Strangers()

    @property
    def running(self) -> int:
        """Readers that run or are about to."""
        return len(self._sessions) + self._starting

    def application(self) -> web.Application:
        """Return what aiohttp runs."""
        before = "" if self._access.user_header else "/{token}"
        app = web.Application(client_max_size=1024, middlewares=[_say_what_was_not_foreseen])
        if before:
            app.router.add_get(before, self._whole_address)
        app.router.add_get(before + "/", self._page)
        app.router.add_get(before + "/session", self._session)
        app.router.add_get(before + "/page/{name}", self._file)
        app.on_response_prepare.append(_be_safe)
        app.on_shutdown.append(self._end_all)
        return app

    def _visitor(self, request: web.Request, *, needs_origin: bool = False) -> Visitor:
        """Return who comes.

        Raises:
            web.HTTPException: they may not.
        """
        token = request.match_info.get("token", "")
        said = self._access.check(request.headers, token, needs_origin=needs_origin)
        if isinstance(said, Refusal):
            raise _refused(said.status, said.reason)
        if request.protocol is not None:
            self.strangers.admit(request.protocol)
        return said

    async def _whole_address(self, request: web.Request) -> web.StreamResponse:
        """Send somebody on whose address lost its last slash on the way."""
        self._visitor(request)
        raise web.HTTPFound(f"{request.match_info['token']}/")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        self._visitor(request)
        page = Template((files("tui.web") / "page" / "index.html").read_text("utf-8"))
        said = {
            "lang": language(),
            "dir": "rtl" if language() == "ar" else "ltr",
            "title": "claimreader",
            "ended": _("This session has ended. What was shown as saved is saved."),
            "again": _("Open it again"),
            "browser_keys": _("Ctrl-w, Ctrl-t and Ctrl-n are the browser's, and Ctrl-z does nothing here."),
        }
        text = page.substitute({name: escape(words) for name, words in said.items()})
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        self._visitor(request)
        try:
            (package, folder), name, kind = _FILES[request.match_info["name"]]
        except KeyError:
            raise _refused(404, "no such file") from None
        return web.Response(body=(files(package) / folder / name).read_bytes(), content_type=kind)

    async def _session(self, request: web.Request) -> web.StreamResponse:
        visitor = self._visitor(request, needs_origin=True)
        if self._closing:
            raise _refused(503, "the server is ending")
        websocket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=_LARGEST_MESSAGE)
        try:
            await websocket.prepare(request)
        except ConnectionError:
            return websocket  # the tab is gone already
        if self.running >= self._most:
            # Said in the tab: a browser shows nothing of a WebSocket that was refused.
            await _say_and_close(
                websocket, f"{self._most} readers are open already, which is as many as --sessions allows"
            )
            return websocket
        self._starting += 1
        try:
            size = size_of(_number(request.query.get("width")), _number(request.query.get("height")))
            try:
                session = await self._start_reader(visitor, *size)
            except OSError as error:
                await _say_and_close(websocket, f"no reader could be started: {error.strerror or error}")
                return websocket
            self._sessions.add(session)
        finally:
            self._starting -= 1
        if self._closing:
            await session.end()
        sending = asyncio.create_task(_send(websocket, session))
        try:
            await _receive(websocket, session)
        finally:
            sending.cancel()
            await session.end()
            self._sessions.discard(session)
        return websocket

    async def _end_all(self, _app: web.Application) -> None:
        """Hang up on every reader, and wait until they have saved."""
        self._closing = True
        await asyncio.gather(*(session.end() for session in self._sessions))


async def _send(websocket: web.WebSocketResponse, session: TerminalSession) -> None:
    """Pass on what the reader writes until it has ended, no faster than the browser takes it."""
    while data := await session.read():
        try:
            await websocket.send_bytes(data)
        except ConnectionError:
            return
    await websocket.close()


async def _say_and_close(websocket: web.WebSocketResponse, line: str) -> None:
    """Show why there is no reader, where it would have been."""
    with suppress(ConnectionError):
        await websocket.send_bytes(f"claimreader: {escaped(line)}\r\n".encode())
        await websocket.close()


async def _receive(websocket: web.WebSocketResponse, session: TerminalSession) -> None:
    """Pass on what is typed until the tab is closed; a message that isn't the script's is left alone."""
    async for message in websocket:
        if message.type != WSMsgType.TEXT:
            continue
        try:
            said = json.loads(message.data)
        except (ValueError, RecursionError):
            continue
        if not isinstance(said, list) or len(said) != _KIND_AND_VALUE:
            continue
        kind, value = said
        if kind == "stdin" and isinstance(value, str):
            session.write(value.encode("utf-8", "replace"))
        elif kind == "resize" and isinstance(value, dict):
            session.resize(*size_of(value.get("width"), value.get("height")))
        elif kind == "ping" and isinstance(value, str):
            with suppress(ConnectionError):
                await websocket.send_json(["pong", value[:32]])


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def _refused(status: int, reason: str) -> web.HTTPException:
    kinds = {
        400: web.HTTPBadRequest, 401: web.HTTPUnauthorized, 403: web.HTTPForbidden, 404: web.HTTPNotFound,
        503: web.HTTPServiceUnavailable,
    }  # fmt: skip
    return kinds[status](text=f"claimreader: {reason}\n")


async def _be_safe(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_SAFE_HEADERS)
    response.headers.pop("Server", None)


@web.middleware
async def _say_what_was_not_foreseen(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Say an error of our own in one line, where aiohttp would print its traceback."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        print(f"claimreader: {escaped(told(error))}", file=sys.stderr)
        raise web.HTTPInternalServerError(text="claimreader: this should not have happened\n") from None


async def serve(server: ReaderServer, listening: socket.socket, started: Callable[[], None]) -> None:
    """Answer until SIGINT or SIGTERM (and SIGHUP, unless it is ignored: nohup), then end every reader.

    Args:
        server: what answers.
        listening: where; see `tui.web.listening`.
        started: is called when whoever connects is answered.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, stop.set)
    # No log: that of requests would have the token, that of errors a traceback for each nonsense that comes.
    silent = logging.Logger("claimreader serve", logging.CRITICAL)
    runner = web.AppRunner(server.application(), access_log=None, logger=silent, shutdown_timeout=10.0)
    await runner.setup()
    assert runner.server is not None  # there is one after `setup`
    answering = await loop.create_server(server.strangers.watching(runner.server), sock=listening)
    try:
        started()
        await stop.wait()
    finally:
        answering.close()
        await runner.cleanup()
