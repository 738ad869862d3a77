"""A live picture in the window: a film over and over, the screen; the look changes, a picture is taken, all ends cleanly."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QWidgetAction
from pytestqt.qtbot import QtBot

from ganstudio.core.files import resources
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.qimage import to_picture
from ganstudio.gui.app.window import Window
from ganstudio.gui.stylize.live_menu import Choice, camera_choice, film_choice, screen_choice
from ganstudio.gui.stylize.page import StylizePage

pytest.importorskip("av", reason="PyAV is not installed")

from ganstudio.video.cameras import Camera
from ganstudio.video.decode import read_frames
from tests.video.films import moving, write

_LONG = 30_000
_SAMPLE = resources() / "samples" / "coffee.jpg"
EYE = Camera("Little eye", "testsrc=size=96x64:rate=30,realtime", "lavfi")


@pytest.fixture(autouse=True)
def _no_thread_is_left(qtbot: QtBot) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    qtbot.waitUntil(lambda: set(_live_threads()) <= before, timeout=_LONG)


def _live_threads() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "live"]


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write(tmp_path / "rehearsal.mp4", moving(12))


def start(page: StylizePage, choice: Choice, qtbot: QtBot) -> None:
    """Something live, until some frames were seen."""
    page.view.live.start(choice)
    wait_for_frames(page, qtbot, 3)


def wait_for_frames(page: StylizePage, qtbot: QtBot, count: int) -> None:
    for _ in range(count):
        old = page.view.live.frame
        qtbot.waitUntil(lambda old=old: page.view.live.frame is not None and page.view.live.frame is not old, timeout=_LONG)  # type: ignore[misc]


def lines(menu: QMenu) -> list[str]:
    labels = [each.defaultWidget() for each in menu.actions() if isinstance(each, QWidgetAction)]
    return [each.text() for each in menu.actions()] + [each.text() for each in labels if isinstance(each, QLabel)]


def painted(page: StylizePage) -> bool:
    """Whether what is seen differs from what it was painted from."""
    return page.view.live.frame is not None and page.view.live.frame.after != page.view.live.frame.before


def test_a_film_live_in_a_look_that_changes(page: StylizePage, qtbot: QtBot, film: Path) -> None:
    start(page, film_choice(film), qtbot)
    assert page.view.live.bar.isVisible() and page.column.header.live.isChecked() and page.controller.picture is None
    assert not page.column.toolbar.pin.isEnabled() and not page.column.toolbar.variations.isEnabled()
    assert page.column.canvas.view.picture.toSize().toTuple() == (64, 48)
    assert painted(page)
    page.controller.editing.change_layer(strength=0.0)
    qtbot.waitUntil(lambda: not painted(page), timeout=_LONG)
    page.controller.editing.change_layer(strength=1.0)
    qtbot.waitUntil(lambda: painted(page), timeout=_LONG)
    page.gallery.view.choose("halftone")
    wait_for_frames(page, qtbot, 3)
    assert painted(page) and page.controller.editing.style == "halftone"
    qtbot.waitUntil(lambda: "frames a second" in page.view.live.bar.words.text(), timeout=_LONG)
    assert "ms behind" in page.view.live.bar.words.text()


def test_the_button_and_escape_stop_it_and_the_picture_comes_back(page: StylizePage, qtbot: QtBot, film: Path) -> None:
    before = page.controller.picture
    for stop in (page.column.header.live.click, page.view.live.bar.halt.click, page.view.go_back):
        start(page, film_choice(film), qtbot)
        stop()
        assert not page.view.live.is_live and not page.view.live.bar.isVisible() and not page.column.header.live.isChecked()
        assert page.controller.picture is before and page.column.toolbar.pin.isEnabled()
        qtbot.waitUntil(page.column.canvas.has_exact, timeout=_LONG)
        qtbot.waitUntil(lambda: not _live_threads(), timeout=_LONG)


def test_an_open_film_gives_way_and_comes_back(page: StylizePage, qtbot: QtBot, film: Path) -> None:
    page.input.opener.open_file(film)
    qtbot.waitUntil(lambda: page.view.playback.video is not None and page.column.canvas.has_exact(), timeout=_LONG)
    number = page.view.playback.number
    start(page, film_choice(film), qtbot)
    assert not page.column.film_bar.isVisible() and not page.view.playback.is_playing
    page.controller.editing.change_layer(strength=0.5)
    wait_for_frames(page, qtbot, 2)
    page.view.go_back()
    assert page.column.film_bar.isVisible() and page.view.playback.number == number and page.view.playback.video is not None
    qtbot.waitUntil(page.column.canvas.has_exact, timeout=_LONG)


def test_a_picture_is_taken_with_all_its_pixels(page: StylizePage, qtbot: QtBot, tmp_path: Path) -> None:
    film = write(tmp_path / "large.mp4", moving(3, 900, 600))
    frames = [each.pixels for each in read_frames(film)]
    page.controller.editing.take_style("pixels")
    start(page, film_choice(film), qtbot)
    assert page.view.live.frame is not None and page.view.live.frame.before.width() <= 768
    for take in (page.view.live.bar.take.click, page.saving.panel.save_clicked.emit):
        take()
        qtbot.waitUntil(lambda: page.controller.picture is not None, timeout=_LONG)
        assert page.controller.picture is not None
        assert any(np.array_equal(page.controller.picture.pixels, each) for each in frames)
        assert not page.view.live.is_live and "Taken" in page.column.notice.words()
        qtbot.waitUntil(page.column.canvas.has_exact, timeout=_LONG)
        start(page, film_choice(film), qtbot)


def test_a_camera_is_a_mirror_at_first_and_one_that_fails_is_one_sentence(page: StylizePage, qtbot: QtBot) -> None:
    """libavdevice's test picture stands for a camera: it is opened and read by the same calls."""
    start(page, camera_choice(EYE), qtbot)
    bar = page.view.live.bar
    assert bar.mirror.isVisible() and bar.mirror.isChecked()
    frame = page.view.live.frame
    assert frame is not None
    assert np.array_equal(frame.source.pixels(mirrored=True), frame.source.pixels()[:, ::-1])
    page.controller.editing.change_layer(strength=0.0)
    for on in (True, False):
        bar.mirror.setChecked(on)
        wait_for_frames(page, qtbot, 3)  # two may be on their way
        frame = page.view.live.frame
        assert frame is not None
        seen = to_picture(frame.before).pixels
        assert np.array_equal(seen, frame.source.pixels(mirrored=on)) and not np.array_equal(seen, seen[:, ::-1])
    for camera, words in (
        (Camera("Far eye", "/dev/video987", "v4l2"), "The camera “Far eye” is not there any more"),
        (Camera("Short eye", "testsrc=size=96x64:rate=30:duration=0.2,realtime", "lavfi"), "gives no more pictures"),
    ):
        page.view.live.start(camera_choice(camera))
        qtbot.waitUntil(lambda words=words: words in page.column.notice.words(), timeout=_LONG)  # type: ignore[misc]
        assert not page.view.live.is_live and page.controller.picture is not None and page.column.notice.isVisible()


def test_out_of_sight_it_rests_and_goes_on(window: Window, context: AppContext, qtbot: QtBot, film: Path) -> None:
    page = window.pages["stylize"]
    assert isinstance(page, StylizePage)
    qtbot.waitUntil(lambda: page.controller.picture is not None and page.column.canvas.has_result(), timeout=_LONG)
    start(page, film_choice(film), qtbot)
    window.show_page("settings")
    qtbot.waitUntil(lambda: not _live_threads(), timeout=_LONG)
    window.show_page("stylize")
    wait_for_frames(page, qtbot, 2)
    window.close()
    assert not _live_threads()


def test_a_slow_look_is_said_to_be_slow(page: StylizePage, qtbot: QtBot, film: Path) -> None:
    start(page, film_choice(film), qtbot)
    going = page.view.live.state
    assert going is not None
    going.frame_start = 1e-9  # as if the frame that is painted now had been begun long ago
    page.view.live.show_figures()
    assert "s a frame: choose a style pack for a live picture" in page.column.notice.words()
    assert page.column.notice.isVisible()
    wait_for_frames(page, qtbot, 3)
    qtbot.waitUntil(lambda: not page.column.notice.isVisible(), timeout=_LONG)


def test_the_menu_lists_screens_and_a_film_and_a_second_choice_replaces_the_first(
    page: StylizePage, qtbot: QtBot, film: Path
) -> None:
    page.view.live.menu.fill()
    qtbot.waitUntil(lambda: "Looking for cameras…" not in lines(page.view.live.menu), timeout=_LONG)
    shown = "\n".join(lines(page.view.live.menu))
    assert "The whole screen" in shown and "The middle of it" in shown and "A film, over and over…" in shown
    screen = QGuiApplication.screens()[0]
    if screen.grabWindow(0).isNull():
        pytest.skip("this platform of Qt lets no program see the screen")
    start(page, screen_choice(screen, "The whole screen", middle=False), qtbot)
    assert page.column.canvas.view.picture.toSize() == screen.size()
    start(page, screen_choice(screen, "its middle", middle=True), qtbot)
    assert page.column.canvas.view.picture.toSize() == screen.size() / 2
    start(page, film_choice(film), qtbot)
    assert page.column.canvas.view.picture.toSize().toTuple() == (64, 48)
    page.input.opener.open_file(_SAMPLE)
    qtbot.waitUntil(lambda: page.controller.picture is not None and not page.view.live.is_live, timeout=_LONG)
