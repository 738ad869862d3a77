"""Files that a start is given are shown, by a window that is open already where there is one."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home
from ganstudio.gui.app.file_handover import FileReceiver, hand_over
from ganstudio.gui.app.start import receive_files, start_window
from ganstudio.gui.app.window import Window
from ganstudio.gui.stylize.page import StylizePage
from tests.packs.made import make_pack

_LONG = 60_000


@pytest.fixture
def started(qtbot: QtBot) -> Iterator[Window]:
    """A window that has just been started, and has no plugins yet."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = start_window(app, Home(), safe_mode=True)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    """What a receiver belongs to, where no window is needed."""
    Home().data.mkdir(parents=True, exist_ok=True)
    return QObject(qapp)


def _page(window: Window) -> StylizePage:
    page = window.pages["stylize"]
    assert isinstance(page, StylizePage)
    return page


def _wait_for(qtbot: QtBot, window: Window, file: Path) -> None:
    qtbot.waitUntil(lambda: "stylize" in window.pages and _page(window).controller.own_file == file, timeout=_LONG)


def test_a_picture_is_opened_once_the_plugins_are_there(
    qtbot: QtBot, started: Window, samples: Path, tmp_path: Path
) -> None:
    file = Path(shutil.copy(samples / "chelsea.jpg", tmp_path))
    receive_files(started, [file])
    assert not started.context.catalog.plugins
    _wait_for(qtbot, started, file)
    assert _page(started).column.filmstrip.isHidden() or not _page(started).column.filmstrip.files


def test_a_folder_and_a_picture_are_opened_in_their_order(
    qtbot: QtBot, started: Window, samples: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    inside = Path(shutil.copy(samples / "coffee.jpg", tmp_path / "folder"))
    beside = Path(shutil.copy(samples / "chelsea.jpg", tmp_path))
    receive_files(started, [tmp_path / "folder", beside])
    _wait_for(qtbot, started, inside)
    assert _page(started).column.filmstrip.files == (inside, beside)


@pytest.mark.proof
def test_style_packs_among_pictures_are_installed(qtbot: QtBot, started: Window, samples: Path, tmp_path: Path) -> None:
    packs = [make_pack(tmp_path / "one.ganstyle", "Dusk"), make_pack(tmp_path / "two.ganstyle", "Dawn")]
    receive_files(started, [packs[0], samples / "chelsea.jpg", packs[1]])
    _wait_for(qtbot, started, samples / "chelsea.jpg")
    qtbot.waitUntil(lambda: len(list(Home().packs.glob("*.ganstyle"))) == 2, timeout=_LONG)


def test_a_later_start_hands_its_files_over(qtbot: QtBot, started: Window, samples: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(samples / "chelsea.jpg", tmp_path / "a picture, with “ and 图.jpg"))
    receive_files(started, [])
    command = [sys.executable, "-m", "ganstudio", "gui", file.name]
    with subprocess.Popen(command, cwd=tmp_path, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}) as process:
        _wait_for(qtbot, started, file)
        assert process.wait(60) == 0


def test_without_an_open_window_nothing_is_handed_over(tmp_path: Path) -> None:
    assert not hand_over(Home(), [tmp_path])


@pytest.mark.skipif(sys.platform == "win32", reason="pipes leave nothing behind there")
def test_what_a_killed_window_left_is_in_nobodys_way(qtbot: QtBot, owner: QObject) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(Home().data / "window.socket"))
    receiver = FileReceiver(Home(), owner)
    assert receiver._server.isListening()
    receiver.close()
    assert not (Home().data / "window.socket").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are no files there")
def test_only_this_user_may_speak_to_a_window(owner: QObject) -> None:
    receiver = FileReceiver(Home(), owner)
    assert stat.S_IMODE((Home().data / "window.socket").stat().st_mode) & 0o077 == 0
    receiver.close()


def test_of_two_windows_the_first_hears(owner: QObject) -> None:
    first, second = FileReceiver(Home(), owner), FileReceiver(Home(), owner)
    assert first._server.isListening() and not second._server.isListening()
    first.close()


@pytest.mark.skipif(sys.platform == "win32", reason="spoken to by a socket of Unix")
@pytest.mark.parametrize("message", [b"\0\0", b"relative\0\0", b"/whole\0not\0\0", b"x" * 2**20])
def test_a_message_that_is_no_list_of_files_opens_nothing(message: bytes, qtbot: QtBot, owner: QObject) -> None:
    receiver = FileReceiver(Home(), owner)
    heard: list[object] = []
    receiver.received.connect(heard.append)
    with socket.socket(socket.AF_UNIX) as other:
        other.connect(str(Home().data / "window.socket"))
        other.setblocking(False)
        unsent, answers = [message], [b"-"]

        def ended() -> bool:
            with suppress(BlockingIOError):
                while unsent[0]:
                    unsent[0] = unsent[0][other.send(unsent[0]) :]
                answers.append(other.recv(100))
            return answers[-1] == b""

        with suppress(ConnectionError):  # where it hangs up in the middle
            qtbot.waitUntil(ended, timeout=_LONG)
    assert not heard and not any(answers[1:])
    receiver.close()
