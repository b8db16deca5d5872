"""A socket file is taken only where nobody else has it; strangers don't use a server up."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from tui.web.listening import Strangers, file_taken, port_taken


def test_only_user_and_group_can_connect_and_the_file_goes_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "reader.sock"
    before = os.umask(0)
    try:
        with file_taken(path):
            assert stat.S_IMODE(path.stat().st_mode) == 0o660
            assert os.umask(0) == 0
            with socket.socket(socket.AF_UNIX) as proxy:
                proxy.connect(str(path))
    finally:
        os.umask(before)
    assert not path.exists()


def test_a_socket_that_a_killed_server_left_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "reader.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with file_taken(path), socket.socket(socket.AF_UNIX) as proxy:
        proxy.connect(str(path))


def test_a_living_server_keeps_its_socket(tmp_path: Path) -> None:
    path = tmp_path / "reader.sock"
    with file_taken(path):
        with pytest.raises(OSError, match="another server listens there"), file_taken(path):
            pass
        with socket.socket(socket.AF_UNIX) as proxy:
            proxy.connect(str(path))


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_no_socket_stays(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "notes"
    if kind == "file":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError), file_taken(path):
        pass
    assert path.is_symlink() or path.exists()


def test_a_file_that_somebody_put_there_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "reader.sock"
    with file_taken(path):
        path.unlink()
        path.write_text("mine")
    assert path.read_text() == "mine"


def test_a_port_is_taken_on_this_machine_only_and_once() -> None:
    with port_taken(0) as first:
        host, port = first.getsockname()
        assert host == "127.0.0.1"
        with pytest.raises(OSError, match="in use"), port_taken(port):
            pass


class Line:
    """A connection."""

    closed = False

    def force_close(self) -> None:
        self.closed = True


def test_the_oldest_stranger_makes_room_and_whoever_was_admitted_stays() -> None:
    strangers = Strangers(most=2)
    connect = strangers.watching(Line)
    admitted = connect()
    strangers.admit(admitted)
    first, second, third = connect(), connect(), connect()
    assert [line.closed for line in (admitted, first, second, third)] == [False, True, False, False]
    strangers.admit(second)
    fourth = connect()
    assert [line.closed for line in (admitted, second, third, fourth)] == [False] * 4
