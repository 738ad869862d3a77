"""Windows and dialogs stand inside their screen; no page is cut in a small one."""

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcut_overview import ShortcutOverview
from ganstudio.gui.app.start import open_window
from ganstudio.gui.app.window import PAGES, Window
from ganstudio.gui.app.window_place import fit_into
from ganstudio.gui.train.page import TrainPage
from ganstudio.gui.widgets.labels import Label, LineLabel
from ganstudio.images.save import save_picture
from tests.gui.conftest import plain_picture

_SMALL = ((960, 600), (910, 460))  # the second: 1366 × 768 at one and a half times its size, without the bars of the system


def test_a_rectangle_is_moved_before_it_is_made_smaller() -> None:
    screen = QRect(100, 50, 1366, 728)
    for left, top, width, height in product((-5000, 0, 300, 9000), (-900, 60, 4000), (10, 1366, 2560), (10, 900)):
        fitted = fit_into(QRect(left, top, width, height), screen)
        assert screen.contains(fitted)
        assert (fitted.width(), fitted.height()) == (min(width, 1366), min(height, 728))
    assert fit_into(QRect(200, 100, 900, 600), screen) == QRect(200, 100, 900, 600)


@pytest.mark.parametrize("kept", [None, QRect(-3000, -200, 900, 600), QRect(5000, 4000, 3000, 2000)])
def test_the_first_window_and_a_kept_one_are_inside_the_screen(
    context: AppContext, qtbot: QtBot, kept: QRect | None
) -> None:
    application, screen = QApplication.instance(), QGuiApplication.primaryScreen().availableGeometry()
    assert isinstance(application, QApplication)
    if kept is not None:
        other = QWidget()
        qtbot.addWidget(other)
        other.setGeometry(kept)
        context.change(window=bytes(other.saveGeometry().toBase64().data()).decode())
    window = open_window(application, context)
    qtbot.addWidget(window)
    window.show()
    assert screen.contains(window.frameGeometry())


def test_a_dialog_is_no_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = ShortcutOverview()
    qtbot.addWidget(dialog)
    dialog.resize(4000, 3000)
    dialog.show()
    assert QGuiApplication.primaryScreen().availableGeometry().contains(QRect(dialog.pos(), dialog.size()))


def cut_parts(window: QWidget) -> list[str]:
    """What finds no room: panels wider than their place, widgets beyond their parent, buttons narrower than their words."""
    found: list[str] = []
    for area in window.findChildren(QScrollArea):
        never = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        inside = area.widget()
        if area.isVisible() and never and inside is not None and inside.width() > area.viewport().width():
            found.append(f"{area.objectName()}: {inside.width()} > {area.viewport().width()}")
    for widget in window.findChildren(QWidget):
        around = widget.parentWidget()
        if around is None or not widget.isVisible() or widget.isWindow() or widget.size().isEmpty():
            continue
        if around.objectName().startswith("qt_"):  # what Qt itself is made of
            continue
        if not around.rect().contains(widget.geometry()):
            found.append(f"{widget} in {around}")
        if isinstance(widget, QPushButton) and widget.width() < widget.sizeHint().width() - 2:
            found.append(f"{widget.text()}: {widget.width()} < {widget.sizeHint().width()}")
        if isinstance(widget, QLabel) and widget.wordWrap() and widget.height() < widget.heightForWidth(widget.width()):
            found.append(f"{widget.text()}: too low")
    return found


@pytest.mark.parametrize(("name", "size"), list(product(PAGES, _SMALL)))
def test_no_page_is_cut_in_a_small_window(window: Window, qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    page = window.show_page(name)
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0])
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    assert page.minimumSizeHint().width() <= page.width() and page.minimumSizeHint().height() <= page.height()
    qtbot.waitUntil(lambda: cut_parts(window) == [])  # once what depends on the height has settled


def test_names_of_any_length_cut_no_page(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / ("a_very_long_name_of_a_folder" * 6)
    folder.mkdir()
    for number in range(12):
        save_picture(plain_picture(number), folder / f"{'x' * 180}_{number}.png")
    page = window.show_page("train")
    assert isinstance(page, TrainPage)
    window.resize(*_SMALL[1])
    page.take_folder(folder)
    qtbot.waitUntil(lambda: page.setup.folder == folder, timeout=20_000)
    page.setup.stop_forecast()
    qtbot.waitUntil(lambda: cut_parts(window) == [])
    page.setup.chosen.closer.click()
    qtbot.waitUntil(lambda: not page.dataset.busy() and page.dataset.workspace.isVisible(), timeout=20_000)
    qtbot.waitUntil(lambda: cut_parts(window) == [])


def test_labels_take_less_room_than_their_words(qtbot: QtBot) -> None:
    words = "x" * 200
    for made in (LineLabel(words), Label(words)):
        qtbot.addWidget(made)
        made.setWordWrap(isinstance(made, Label))
        assert made.minimumSizeHint().width() < 40 and made.text() == words
    line = LineLabel("short")
    qtbot.addWidget(line)
    line.resize(line.sizeHint())
    assert not line.is_cut()
    line.resize(10, 20)
    assert line.is_cut()
