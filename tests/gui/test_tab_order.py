"""By keyboard alone: Tab stops at every control of every page and dialog, as they are seen; each shows it and has a name."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcut_overview import ShortcutOverview
from ganstudio.gui.app.window import PAGES, Window
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.stylize.save_all import SaveAll
from ganstudio.gui.stylize.save_one import SaveOne
from ganstudio.gui.train.page import TrainPage
from ganstudio.gui.widgets.dialog import Dialog
from ganstudio.gui.widgets.tab_order import tab_stops
from ganstudio.images.save import save_picture
from ganstudio.stylize.look import Layer, Look
from tests.gui.conftest import plain_picture

_KINDS = (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider, QLineEdit, QAbstractItemView)
_LOOK = Look(layers=(Layer(style="halftone"),))


def walk(window: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """The widgets that get the focus, one after the other, until the first one has it again."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    reached: list[QWidget] = []
    while (now := window.focusWidget()) not in reached or not reached:
        if now is not None:
            reached.append(now)
        QTest.keyClick(now or window, key)
        assert len(reached) < 300
    return reached[reached.index(now) :]


def controls(window: QWidget) -> set[QWidget]:
    """All that can be used just now, found without any regard to how it is laid out."""
    found = (each for kind in _KINDS for each in window.findChildren(kind))
    found = (each for each in found if each.isVisible() and each.isEnabled() and each.window() is window)
    alone = (each for each in found if each.focusProxy() is None and not isinstance(each.parentWidget(), QLineEdit))
    return {each for each in alone if not (isinstance(each, QAbstractButton) and _is_one_of_a_group(each))}


def _is_one_of_a_group(button: QAbstractButton) -> bool:
    """The arrow keys choose among tabs that exclude each other; Tab stops at the one that is on."""
    group = button.group()
    return group is not None and group.exclusive() and not button.isChecked()


def name(widget: QWidget) -> str:
    """What a screen reader says, which for a field of a form is the label before it."""
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def picture_of(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def check(window: QWidget) -> list[QWidget]:
    """Walk through a window both ways, and look at each stop."""
    reached = walk(window)
    assert controls(window) <= set(reached), [name(each) for each in controls(window) - set(reached)]
    backward = walk(window, Qt.Key.Key_Backtab)
    assert set(backward) == set(reached)
    for one, other in pairwise(reached[reached.index(tab_stops(window)[0]) :]):
        around = one.parentWidget()
        if around is not None and around is other.parentWidget() and not isinstance(around.layout(), QGridLayout):
            assert one.y() + one.height() <= other.y() + other.height() + 4 or one.x() < other.x(), (name(one), name(other))
    for each in reached:
        assert name(each).strip(), each
        assert not isinstance(each, QAbstractScrollArea) or isinstance(each, QAbstractItemView) or name(each), each
    for one, other in pairwise([*reached, reached[0]]):
        one.setFocus(Qt.FocusReason.TabFocusReason)
        without = picture_of(other)
        other.setFocus(Qt.FocusReason.TabFocusReason)
        assert picture_of(other) != without, f"{name(other)} does not show that it has the focus"
    return reached


@pytest.mark.parametrize("page", PAGES)
def test_tab_goes_through_every_control_of_a_page(window: Window, qtbot: QtBot, page: str) -> None:
    shown = window.show_page(page)
    if isinstance(shown, TrainPage):  # its options are made anew once the machine is known
        with qtbot.waitCallback(timeout=20_000) as known:
            window.context.compute.submit(lambda _stop: iter(()), key="known", priority=99, ended=known)
    if isinstance(shown, StylizePage):
        qtbot.waitUntil(lambda: shown.controller.picture is not None and shown.column.canvas.has_exact(), timeout=30_000)
    reached = check(window)
    assert [name(each) for each in tab_stops(window)][:5] == ["Stylize", "Train", "Library", "Plugins", "Settings"]
    assert "All shortcuts (F1)" in map(name, reached)


def test_tab_reaches_what_was_built_later(window: Window, qtbot: QtBot) -> None:
    page = window.show_page("stylize")
    assert isinstance(page, StylizePage)
    qtbot.waitUntil(lambda: page.controller.picture is not None and page.column.canvas.has_exact(), timeout=30_000)
    page.gallery.view.choose("halftone")
    form = page.look_panel.layer.form
    assert form is not None
    reached = walk(window)
    sliders = [each for each in form.findChildren(QSlider) if each.isVisible()]
    assert sliders and set(sliders) <= set(reached)
    assert reached.index(sliders[-1]) < reached.index(page.look_panel.layer.strength.slider)


def test_tab_goes_through_a_folder_and_its_options(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(3):
        save_picture(plain_picture(number), tmp_path / f"{number}.png")
    page = window.show_page("train")
    assert isinstance(page, TrainPage)
    page.take_folder(tmp_path)
    qtbot.waitUntil(page.can_start, timeout=20_000)
    page.setup.stop_forecast()
    reached = walk(window)
    assert page.setup.form is not None
    for each in (*page.setup.form.findChildren(QSlider), page.setup.start, page.setup.chosen.change):
        assert each in reached or not each.isVisible()


def test_tab_goes_through_every_dialog(context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    files = (tmp_path / "a.png", tmp_path / "b.png")
    for file in files:
        save_picture(plain_picture(3), file)
    dialogs: list[Dialog] = [
        SaveOne(context, plain_picture(1), _LOOK, tmp_path / "new.png"), SaveAll(context, _LOOK, files),
        ShortcutOverview(),
    ]  # fmt: skip
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
        reached = check(dialog)
        assert {each for each in dialog.findChildren(QPushButton) if each.isVisible() and each.isEnabled()} <= set(reached)


def test_tab_reaches_what_is_docked_and_what_folds_open(window: Window, qtbot: QtBot) -> None:
    page = window.show_page("stylize")
    assert isinstance(page, StylizePage)
    qtbot.waitUntil(lambda: page.controller.picture is not None and page.column.canvas.has_exact(), timeout=30_000)
    page.show_presets()
    window.queue_dock.toggle()
    page.look_panel.adjust.fold.head.click()
    reached = list(map(name, check(window)))
    for each in ("Exposure", "Any shape", "Put the presets away", "Put the queue away (Ctrl+J)", "All kinds"):
        assert each in reached
