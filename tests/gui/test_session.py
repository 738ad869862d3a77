"""What somebody works on comes back at the next start, after a crash, too; each picture keeps its own look."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.stylize.save_all import SaveAll
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask import Fade, Mask
from ganstudio.stylize.session import read_session

_LONG = 60_000
RISO = Look(layers=(Layer(style="riso", strength=0.5),))
MASKED = Look(
    layers=(Layer(style="halftone"), Layer(style="pencil", on=False, mask=Mask(fade=Fade(start=(0, 0), end=(1, 1)))))
)
_CRASH = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ganstudio.gui.app.start import start_window
from ganstudio.core.settings import Home
from ganstudio.stylize.look import Layer, Look
app = QApplication([])
window = start_window(app, Home())
window.show()
def work():
    page = window.pages.get("stylize")
    if page is None or page.controller.picture is None or not page.controller.editing.look.layers:
        return
    if not page.column.filmstrip.files:
        page.input.opener.open_all([Path(name) for name in sys.argv[1:]])
    elif page.controller.looks.current == Path(sys.argv[1]):
        page.controller.editing.adopt(Look(layers=(Layer(style="riso", strength=0.5),)))
        if "riso" in (page.input.keeper.file.read_text() if page.input.keeper.file.exists() else ""):
            os.kill(os.getpid(), signal.SIGKILL)
timer = QTimer()
timer.timeout.connect(work)
timer.start(50)
app.exec()
"""


@pytest.fixture
def files(tmp_path: Path, samples: Path) -> list[Path]:
    places = [tmp_path / f"{name}.jpg" for name in ("one", "two", "three")]
    for place in places:
        shutil.copy(samples / "coffee.jpg", place)
    return places


@pytest.fixture
def start(qtbot: QtBot) -> Callable[[], tuple[AppContext, StylizePage]]:
    """A start of the page, as the window does it: the styles are loaded after it is built."""

    def begin() -> tuple[AppContext, StylizePage]:
        context = AppContext(Home())
        page = StylizePage(context)
        qtbot.addWidget(page)
        page.show()
        context.load_plugins()
        qtbot.waitUntil(
            lambda: page.controller.picture is not None and bool(page.controller.editing.look.layers), timeout=_LONG
        )
        return context, page

    return begin


def show(page: StylizePage, file: Path, qtbot: QtBot) -> None:
    page.column.filmstrip.view.choose(str(file))
    qtbot.waitUntil(lambda: page.controller.looks.current == file, timeout=_LONG)


def work_on(page: StylizePage, files: list[Path], qtbot: QtBot) -> None:
    """Two looks on three pictures: the last one has none of its own."""
    page.input.opener.open_all(files)
    qtbot.waitUntil(lambda: page.controller.looks.current == files[0], timeout=_LONG)
    page.controller.editing.adopt(RISO)
    show(page, files[1], qtbot)
    page.controller.editing.adopt(MASKED)


def test_each_picture_keeps_its_look_and_its_steps(page: StylizePage, files: list[Path], qtbot: QtBot) -> None:
    work_on(page, files, qtbot)
    show(page, files[0], qtbot)
    assert page.controller.editing.look == RISO
    page.controller.editing.change_layer(strength=0.7)
    show(page, files[1], qtbot)
    assert page.controller.editing.look == MASKED
    show(page, files[0], qtbot)
    assert page.controller.editing.layer and page.controller.editing.layer.strength == 0.7
    page.controller.editing.undo()
    assert page.controller.editing.look == RISO
    show(page, files[2], qtbot)
    assert page.controller.editing.look == RISO  # it has none of its own
    asked = SaveAll(
        page._context, page.controller.editing.look, page.column.filmstrip.files, page, own=page.controller.looks.own_looks()
    )
    qtbot.addWidget(asked)
    assert asked.example.text() == "The first will be one-riso.jpg"
    assert [(spec.look, spec.sources) for spec in asked.specs()] == [(RISO, (files[0], files[2])), (MASKED, (files[1],))]


def test_a_look_is_copied_to_others(page: StylizePage, files: list[Path], qtbot: QtBot) -> None:
    work_on(page, files, qtbot)
    page.look_clipboard.copy()
    assert json.loads(QGuiApplication.clipboard().text())["layers"][0]["style"] == "halftone"
    show(page, files[2], qtbot)
    page.controller.editing.adopt(RISO)
    page.look_clipboard.paste()
    assert page.controller.editing.look == MASKED
    page.controller.editing.undo()
    assert page.controller.editing.look == RISO
    page.look_clipboard.paste_to_all()
    assert set(page.controller.looks.own_looks()) == set(files)
    assert all(look == MASKED for look in page.controller.looks.own_looks().values())
    show(page, files[0], qtbot)
    page.controller.editing.undo()
    assert page.controller.editing.look == RISO
    for text in ("no look", '{"layers": 3}', '{"layers": [{"style": "no such style"}]}'):
        QGuiApplication.clipboard().setText(text)
        page.look_clipboard.paste()
        assert page.column.notice.isVisible()
        assert page.controller.editing.look == RISO


def test_the_work_comes_back_at_the_next_start(
    start: Callable[[], tuple[AppContext, StylizePage]], files: list[Path], qtbot: QtBot
) -> None:
    context, page = start()
    work_on(page, files, qtbot)
    context.close()
    context, page = start()
    qtbot.waitUntil(
        lambda: page.controller.looks.current == files[1] and page.controller.editing.look == MASKED, timeout=_LONG
    )
    assert page.column.filmstrip.files == tuple(files)
    assert page.controller.looks.own_looks()[files[0]] == RISO
    page.column.filmstrip._empty()
    context.close()

    files[1].unlink()
    said: list[str] = []
    context = AppContext(Home())
    context.message_posted.connect(lambda words, _tone: said.append(words))
    page = StylizePage(context)
    qtbot.addWidget(page)
    context.load_plugins()
    qtbot.waitUntil(lambda: page.controller.picture is not None, timeout=_LONG)
    assert any("two.jpg" in words for words in said)
    context.close()
    kept = read_session(Home().data / "session.json")
    assert kept and kept.files == (files[1],)  # what is away now comes back when it does


@pytest.mark.proof
def test_the_work_comes_back_after_a_crash(
    start: Callable[[], tuple[AppContext, StylizePage]], files: list[Path], qtbot: QtBot
) -> None:
    command = [sys.executable, "-c", _CRASH, *map(str, files[:2])]
    assert subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, timeout=200, check=False).returncode < 0
    context, page = start()
    qtbot.waitUntil(lambda: page.controller.editing.look == RISO, timeout=_LONG)
    assert page.column.filmstrip.files == tuple(files[:2])
    context.close()


def test_a_second_window_starts_afresh_and_keeps_nothing(
    start: Callable[[], tuple[AppContext, StylizePage]], files: list[Path], qtbot: QtBot
) -> None:
    first, page = start()
    work_on(page, files, qtbot)
    qtbot.waitUntil(lambda: bool((kept := read_session(page.input.keeper.file)) and kept.pictures), timeout=_LONG)
    second, other = start()
    assert other.column.filmstrip.files == ()
    other.controller.editing.adopt(Look(layers=(Layer(style="ink"),)))
    second.close()
    first.close()
    kept = read_session(page.input.keeper.file)
    assert kept and kept.files == tuple(files)


def test_a_session_that_ends_the_program_is_put_aside(
    start: Callable[[], tuple[AppContext, StylizePage]], files: list[Path], qtbot: QtBot
) -> None:
    context, page = start()
    work_on(page, files, qtbot)
    context.close()
    mark = "import sys, pathlib; from ganstudio.plugins import crash_markers as m; m.leave_marker(pathlib.Path(sys.argv[1]))"
    for _ in range(2):
        subprocess.run([sys.executable, "-c", mark, str(page.input.keeper.file.parent / "sessions")], check=True)
    context, page = start()
    assert page.column.filmstrip.files == ()
    assert page.input.keeper.file.with_suffix(".aside.json").exists()
    context.close()


def test_what_a_later_version_kept_is_left(
    start: Callable[[], tuple[AppContext, StylizePage]], files: list[Path], qtbot: QtBot
) -> None:
    file = Home().data / "session.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('{"schema_number": 99}', encoding="utf-8")
    context, page = start()
    work_on(page, files, qtbot)
    context.close()
    assert file.read_text(encoding="utf-8") == '{"schema_number": 99}'
