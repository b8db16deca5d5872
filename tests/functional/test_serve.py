"""The reader in a browser: who may come in, what a tab types, and what is left when it goes.

These speak to the server as a browser's script does; a real browser is in tests/readers.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import aiohttp
import pyte
import pytest

import seeds

COMMAND = str(Path(sys.executable).parent / "claimreader")
PATIENCE = 120.0
"""Seconds that a slow machine is given; nothing is measured by it."""


class Served:
    """A server that runs."""

    def __init__(self, process: subprocess.Popen[str], address: str, event: Path, home: Path) -> None:
        self.process = process
        self.address = address
        self.event = event
        self.home = home

    @property
    def origin(self) -> str:
        return "/".join(self.address.split("/")[:3])

    @property
    def annotations(self) -> list[dict[str, object]]:
        return list(json.loads((self.event / "annotations.json").read_text("utf-8"))["_default"].values())


Serve = Callable[..., Served]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Return what starts a server on a copy of the samples."""
    event, home = tmp_path / "event", tmp_path / "home"
    event.mkdir()
    home.mkdir()
    (home / "welcomed").touch()
    for path in seeds.FOLDER.glob("*.txt"):
        shutil.copy(path, event)
    running: list[subprocess.Popen[str]] = []

    def start(*options: str) -> Served:
        process = subprocess.Popen(
            [COMMAND, "serve", str(event), "--port", "0", *options],
            env={**os.environ, "CLAIMREADER_HOME": str(home), "TERM": "xterm-kitty", "TMUX": "none,1,0"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        return Served(process, found[0] if found else line, event, home)

    yield start
    for process in running:
        process.terminate()
        process.communicate(timeout=PATIENCE)


class Tab:
    """A tab: types, and keeps the screen that it is sent."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, columns: int, rows: int) -> None:
        self._socket = socket
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.closed = False

    async def type(self, text: str) -> None:
        await self._socket.send_json(["stdin", text])

    async def say(self, message: object) -> None:
        await self._socket.send_str(message if isinstance(message, str) else json.dumps(message))

    def resize_screen(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    async def until(self, seen: Callable[[str], object]) -> str:
        """Take in what is sent until the screen is so, or the session has ended."""
        async with asyncio.timeout(PATIENCE):
            while not seen(self.text):
                message = await self._socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    self._stream.feed(message.data)
                elif message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED):
                    self.closed = True
                    break
        return self.text


@contextlib.asynccontextmanager
async def tab(
    served: Served, *, address: str = "", columns: int = 100, rows: int = 30, **headers: str
) -> AsyncIterator[Tab]:
    async with aiohttp.ClientSession() as client:
        socket = await client.ws_connect(
            f"{address or served.address}session?width={columns}&height={rows}",
            headers={
                "Origin": served.origin,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        try:
            yield Tab(socket, columns, rows)
        finally:
            await socket.close()


async def status_of(url: str, **headers: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client, client.get(url, headers=headers) as response:
        return response.status, await response.text()


def wait_for(done: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def readers_of(served: Served) -> list[int]:
    """Return the processes that the server has started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(served.process.pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


# ---------------------------------------------------------------------- what a person does


def test_a_tab_reads_tags_and_finds_its_claim_in_the_file(serve: Serve) -> None:
    async def work() -> str:
        async with tab(served) as first:
            await first.until(lambda text: "0/" in text and "000" in text)
            await first.type("\r")
            await first.until(lambda text: "decided" in text)
            await first.type("c")
            said = await first.until(lambda text: "claims 1" in text)
            await first.say(["resize", {"width": 80, "height": 24}])
            first.resize_screen(80, 24)
            await first.type("m")
            await first.until(lambda text: "note" in text)
            await first.type("ملاحظة\r")
            await first.until(lambda text: "note" in text.splitlines()[-1] or "claims 1" in text)
            await first.type("qq")
            await first.until(lambda _: False)
            assert first.closed
            return said

    served = serve()
    asyncio.run(work())
    wait_for(lambda: not readers_of(served))
    (claim,) = served.annotations
    assert claim["tags"] == ["claim"]
    assert claim["note"] == "ملاحظة"


def test_ctrl_z_says_that_there_is_no_shell(serve: Serve) -> None:
    async def work() -> None:
        async with tab(served) as first:
            await first.until(lambda text: "000" in text)
            await first.type("\x1a")
            await first.until(lambda text: "no shell" in text)

    served = serve()
    asyncio.run(work())


@pytest.mark.parametrize(
    "message",
    ["", "{", "[]", "[1]", '["stdin"]', '["stdin", 5]', '["resize", []]', '["resize", {"width": "x"}]', "7",
     '["quit", {}]', '["ping", "' + "9" * 5000 + '"]', "[" * 100_000, '{"stdin": 1, "q": 2}',
     '["stdin", "q", 1]',
     '["resize", {"width": 1e999, "height": NaN}]', '["resize", {"width": ' + "9" * 4000 + "}]"],
)  # fmt: skip
def test_a_message_that_is_none_changes_nothing(message: str, serve: Serve) -> None:
    async def work() -> None:
        async with tab(served) as first:
            await first.until(lambda text: "000" in text)
            await first.say(message)
            await first.type("?")
            await first.until(lambda text: "Enter" in text)

    served = serve()
    asyncio.run(work())


def test_more_than_a_megabyte_can_be_pasted(serve: Serve) -> None:
    async def work() -> None:
        async with tab(served) as first:
            await first.until(lambda text: "000" in text)
            await first.type("/\x1b[200~" + "سلام " * 300_000 + "\x1b[201~")
            await first.type("\x1b?")
            await first.until(lambda text: "Enter" in text)
            assert not first.closed

    served = serve()
    asyncio.run(work())


# ---------------------------------------------------------------------- the end of a session


def test_a_tab_that_is_closed_ends_its_reader_which_gives_its_lock_back(serve: Serve) -> None:
    async def work() -> None:
        async with tab(served) as first:
            await first.until(lambda text: "000" in text)
            await first.type("\rc")
            await first.until(lambda text: "claims 1" in text)

    async def again() -> None:
        async with tab(served) as second:
            await second.until(lambda text: "1/" in text)
            await second.type("\r")
            await second.until(lambda text: "decided" in text)
            assert "another claimreader" not in second.text

    served = serve()
    asyncio.run(work())
    wait_for(lambda: not readers_of(served))
    assert len(served.annotations) == 1
    asyncio.run(again())


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_server_that_ends_takes_its_readers_along_saved(sent: signal.Signals, serve: Serve) -> None:
    async def work() -> list[int]:
        async with tab(served) as first:
            await first.until(lambda text: "000" in text)
            await first.type("\rc")
            await first.until(lambda text: "claims 1" in text)
            readers = readers_of(served)
            served.process.send_signal(sent)
            await first.until(lambda _: False)
            return readers

    served = serve()
    readers = asyncio.run(work())
    assert len(readers) == 1
    wait_for(lambda: all(map(is_gone, readers)))
    assert len(served.annotations) == 1
    if sent is not signal.SIGKILL:
        assert served.process.wait(PATIENCE) == 0


def test_a_second_tab_reads_only_and_says_so(serve: Serve) -> None:
    async def work() -> None:
        async with tab(served) as first:
            await first.until(lambda text: "0/" in text)
            await first.type("\rc")
            await first.until(lambda text: "claims 1" in text)
            async with tab(served) as second:
                await second.until(lambda text: "1/" in text)
                await second.type("\rc")
                await second.until(lambda text: "another claimreader" in text)

    served = serve()
    asyncio.run(work())
    wait_for(lambda: not readers_of(served))
    assert len(served.annotations) == 1


# ---------------------------------------------------------------------- who may come in


def test_page_and_files_come_with_headers_that_shut_others_out(serve: Serve) -> None:
    async def work() -> None:
        async with aiohttp.ClientSession() as client:
            for name in ("", *(f"page/{file}" for file in re.findall(r'"page/([^"]+)"', page))):
                async with client.get(served.address + name) as response:
                    assert response.status == 200, name
                    assert response.headers["Referrer-Policy"] == "no-referrer"
                    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
                    assert response.headers["Cache-Control"] == "no-store"
                    assert "Server" not in response.headers

    served = serve("--lang", "ar")
    _, page = asyncio.run(status_of(served.address))
    assert '<html lang="ar" dir="rtl">' in page  # so that a line that begins with Ctrl-w reads from the right
    assert "http:" not in page
    assert "https:" not in page
    asyncio.run(work())


def test_whoever_lacks_host_origin_or_secret_gets_a_line_and_no_reader(serve: Serve) -> None:
    async def refused(address: str, **headers: str) -> int:
        with pytest.raises(aiohttp.WSServerHandshakeError) as error:
            async with tab(served, address=address, **headers):
                pass
        return error.value.status

    async def work() -> None:
        assert (await status_of(served.origin + "/"))[0] == 404
        code, said = await status_of(f"{served.origin}/guessed/")
        assert code == 403
        assert said.startswith("claimreader: the address lacks its secret")
        assert (await status_of(served.address, Host="evil.example"))[0] == 403
        assert (await status_of(served.address + "page/../index.html"))[0] == 404
        assert (await status_of(served.address + "page/index.html"))[0] == 404
        assert await refused("", Origin="http://evil.example") == 403
        assert await refused("", Host="evil.example") == 403
        assert await refused(f"{served.origin}/guessed/") == 403
        async with aiohttp.ClientSession() as client:
            with pytest.raises(aiohttp.WSServerHandshakeError) as error:
                await client.ws_connect(served.address + "session")
            assert error.value.status == 403

    served = serve()
    asyncio.run(work())
    assert readers_of(served) == []


def test_an_address_that_lost_its_last_slash_is_led_on_for_who_knows_the_secret(serve: Serve) -> None:
    served = serve()
    assert asyncio.run(status_of(served.address.rstrip("/")))[0] == 200
    assert asyncio.run(status_of(f"{served.origin}/guessed"))[0] == 403


def raw(served: Served, *lines: str) -> socket.socket:
    """Send a request that no well-behaved client sends."""
    host, port = served.origin.removeprefix("http://").split(":")
    connected = socket.create_connection((host, int(port)), PATIENCE)
    connected.sendall("\r\n".join(lines).encode())
    return connected


def test_nonsense_is_refused_without_a_word_on_the_servers_terminal(serve: Serve) -> None:
    served = serve()
    for lines in (["GET / HTTP/1.1", "", ""], ["FOO", "", ""], ["\x16\x03\x01 \x00", "", ""],
                  ["GET /" + "a" * 20_000 + " HTTP/1.1", "", ""]):  # fmt: skip
        with raw(served, *lines) as connected:
            assert b" 400 " in connected.recv(100)
    served.process.terminate()
    assert served.process.communicate(timeout=PATIENCE)[1] == ""


def test_a_crowd_that_never_speaks_does_not_shut_the_person_out(serve: Serve) -> None:
    served = serve()
    crowd = [raw(served, "GET / HTTP/1.1", "Host: ") for _ in range(400)]
    assert asyncio.run(status_of(served.address))[0] == 200
    closed = 0
    for connected in crowd:
        connected.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            closed += connected.recv(1) == b""
        connected.close()
    assert closed >= 400 - 256
    served.process.terminate()
    assert served.process.communicate(timeout=PATIENCE)[1] == ""


def test_a_reader_that_can_not_start_says_why_in_the_tab(serve: Serve) -> None:
    async def work() -> None:
        async with tab(served, X_Forwarded_User="mona") as own:
            assert "claimreader: " in await own.until(lambda _: False)
            assert "no reader could be started: Not a directory" in own.text
            assert own.closed
        (served.home / "users").unlink()
        async with tab(served, X_Forwarded_User="mona") as own:
            await own.until(lambda text: "0/" in text)

    served = serve("--user-header", "X-Forwarded-User", "--sessions", "1")
    (served.home / "users").write_text("")
    asyncio.run(work())


def test_a_person_named_by_a_proxy_exports_into_their_own_folder_only(serve: Serve, tmp_path: Path) -> None:
    async def work() -> None:
        async with tab(served, X_Forwarded_User="mona") as own:
            await own.until(lambda text: "0/" in text)
            await own.type("e")
            await own.until(lambda text: "export as" in text)
            await own.type("jsonl\r")
            await own.until(lambda text: "users/mona/exports" in text)
            await own.type(f"\x15{tmp_path}/elsewhere.jsonl\r")
            await own.until(lambda text: "where your exports go" in text)

    served = serve("--user-header", "X-Forwarded-User")
    (served.home / "users" / "mona").mkdir(parents=True)
    (served.home / "users" / "mona" / "welcomed").touch()
    asyncio.run(work())
    assert not (tmp_path / "elsewhere.jsonl").exists()


def test_no_more_readers_than_were_allowed(serve: Serve) -> None:
    async def work() -> None:
        async with tab(served) as first:
            await first.until(lambda text: "000" in text)
            async with tab(served) as second:
                assert "1 readers are open already" in await second.until(lambda _: False)
                assert second.closed
            assert len(readers_of(served)) == 1

    served = serve("--sessions", "1")
    asyncio.run(work())
    wait_for(lambda: not readers_of(served))
    asyncio.run(work())


def test_twenty_people_behind_a_proxy_write_each_under_their_own_name(serve: Serve) -> None:
    names = [f"user{number}" for number in range(19)] + ["منى"]

    async def person(name: str) -> None:
        async with tab(served, X_Forwarded_User=name) as own:
            await own.until(lambda text: "0/" in text)
            await own.type("\rc")
            await own.until(lambda text: "claims 1" in text)

    async def work() -> None:
        await asyncio.gather(*map(person, names))

    served = serve("--user-header", "X-Forwarded-User", "--sessions", "20")
    for name in names:
        home = served.home / "users" / name
        home.mkdir(parents=True)
        (home / "welcomed").touch()
    asyncio.run(work())
    wait_for(lambda: not readers_of(served))
    written = {
        path.parents[1].name: [
            one["annotator"] for one in json.loads(path.read_text("utf-8"))["_default"].values()
        ]
        for path in served.home.glob("users/*/*/annotations.json")
    }
    assert written == {name: [name] for name in names}
    assert not (served.event / "annotations.json").exists()
    assert (asyncio.run(status_of(served.address)))[0] == 401
    assert (asyncio.run(status_of(served.address, **{"X-Forwarded-User": "$(id)"})))[0] == 400


# ---------------------------------------------------------------------- mistakes in the command


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--port", "99999"], "--port: 99999 is not a port from 0 to 65535"),
        (["--sessions", "0"], "--sessions: 0 is not a number from 1 to 1000"),
        (["--origin", "desk"], "--origin desk: expected such as https://desk.example.org, without a path"),
        (["-"], "serve takes folders and files: a list of paths could be read by one tab only"),
        (["--user-header", "X-User", "--annotator", "me"], "--user-header says who annotates"),
        (["--user-header", "Host"], "--user-header Host: expected one of the proxy's"),
        (["--user-header", ""], "--user-header : expected one of the proxy's"),
        (["--socket", "s"], "--socket needs --origin"),
        (["--socket", "/", "--origin", "https://a"], "--socket /: there is a file already"),
        (["/none"], "/none: "),
    ],
)
def test_a_mistake_is_a_line_before_anything_listens(options: list[str], line: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "serve", *options], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, "CLAIMREADER_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    (said,) = done.stderr.splitlines()
    assert said.removeprefix("claimreader: ").startswith(line)


def test_a_port_that_is_taken_is_said(serve: Serve) -> None:
    served = serve()
    port = served.origin.rsplit(":", 1)[1]
    done = subprocess.run(
        [COMMAND, "serve", "--port", port], capture_output=True, text=True, check=False,
        env={**os.environ, "CLAIMREADER_HOME": str(served.home)},
    )  # fmt: skip
    assert done.returncode == 2
    assert re.fullmatch(rf"claimreader: port {port}: .+; --port takes another\n", done.stderr)
