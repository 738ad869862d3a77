"""The keys: each that is listed is bound and does something, none is bound beside the table, no two alike in one place."""

from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.shortcuts import SHORTCUTS, keys_of, on_page
from ganstudio.gui.app.status_bar import StatusBar
from ganstudio.gui.app.window import PAGES, Window
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.train.page import TrainPage

_LONG = 30_000


@pytest.fixture
def whole(window: Window, qtbot: QtBot) -> Window:
    """The window with all its pages built, Stylize in front, and the keys its own."""
    for name in (*PAGES, "stylize"):
        window.show_page(name)
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def stylize(window: Window) -> StylizePage:
    page = window.pages["stylize"]
    assert isinstance(page, StylizePage)
    return page


def test_what_is_listed_is_what_is_bound(whole: Window) -> None:
    bound = Counter((each.objectName(), each.key().toString()) for each in whole.findChildren(QShortcut))
    listed = {(name, keys) for name, each in SHORTCUTS.items() if not each.held for keys in each.keys}
    assert set(bound) == listed, "bind keys by ganstudio.gui.app.shortcuts.bind, with a row in its table"
    assert max(bound.values()) == 1
    for each in whole.findChildren(QShortcut):
        assert each.receivers("2activated()") == 1, each.objectName()
        assert whole.isAncestorOf(each.parent()) or each.parent() is whole  # type: ignore[arg-type]


def test_no_keys_mean_two_things_in_one_place() -> None:
    for page in PAGES:
        seen = [each for each in SHORTCUTS.values() if each.page in (page, "window")]
        assert max(Counter(keys for each in seen for keys in each.keys).values()) == 1, page


def test_the_overview_lists_all_of_them(whole: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(whole, Qt.Key.Key_F1)
    assert whole.overview is not None and whole.overview.isVisible()
    shown = [each.text() for each in whole.overview.findChildren(QLabel)]
    for each in SHORTCUTS.values():
        assert each.words in shown and set(keys_of(each)) <= set(shown)
    assert len(on_page("stylize")) > 20
    assert not stylize(whole).column.welcome.isHidden()
    stylize(whole).column.welcome.dismiss()
    whole.overview.steps_wanted.emit()
    assert not stylize(whole).column.welcome.isHidden()


def test_keys_of_the_window(whole: Window, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(whole, Qt.Key.Key_2, control)
    assert isinstance(whole.pages["train"], TrainPage) and whole.pages["train"].isVisible()
    qtbot.keyClick(whole, Qt.Key.Key_1, control)
    qtbot.keyClick(whole, Qt.Key.Key_J, control)
    panel = whole.findChildren(StatusBar)[0].queue_panel
    assert isinstance(panel, QDialog) and panel.isVisible()
    panel.close()
    qtbot.keyClick(whole, Qt.Key.Key_F11)
    assert whole.isFullScreen()
    qtbot.keyClick(whole, Qt.Key.Key_F11)
    assert not whole.isFullScreen()


def test_keys_of_the_canvas(whole: Window, qtbot: QtBot) -> None:
    page = stylize(whole)
    qtbot.waitUntil(page.column.canvas.has_exact, timeout=_LONG)
    assert page.focusWidget() is page.column.canvas

    def after(key: Qt.Key) -> bool:
        before = page.column.canvas.grab().toImage()
        qtbot.keyClick(page.column.canvas, key)
        return bool(page.column.canvas.grab().toImage() != before)

    assert after(Qt.Key.Key_Left) and after(Qt.Key.Key_Right) and after(Qt.Key.Key_X) and after(Qt.Key.Key_X)
    assert after(Qt.Key.Key_Z) and page.column.canvas.zoom == 1
    assert after(Qt.Key.Key_F)
    before = page.column.canvas.grab().toImage()
    qtbot.keyPress(page.column.canvas, Qt.Key.Key_Space)
    assert page.column.canvas.grab().toImage() != before
    qtbot.keyRelease(page.column.canvas, Qt.Key.Key_Space)
    assert page.column.canvas.grab().toImage() == before
    # letters that are written are no shortcuts
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = page.focusWidget()
    assert line is not None and line.accessibleName() == "Search styles"
    zoom = page.column.canvas.zoom
    qtbot.keyClicks(line, "fzx?")
    assert page.column.canvas.zoom == zoom and page.gallery.query == "fzx?" and whole.overview is None


def test_pages_of_the_strip(whole: Window, qtbot: QtBot, tmp_path: Path) -> None:
    page, files = stylize(whole), [tmp_path / f"{number}.png" for number in range(3)]
    for number, file in enumerate(files):
        Image.new("RGB", (40 + number, 30), "teal").save(file)
    page.input.opener.open_all(files)
    for key, number in ((None, 0), (Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_PageUp, 1)):
        if key is not None:
            qtbot.keyClick(page.column.canvas, key)
        qtbot.waitUntil(lambda file=files[number]: page.controller.looks.current == file)  # type: ignore[misc]
