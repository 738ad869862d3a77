"""Mouse wheel and Enter, given as the system gives them: only what has the focus changes, a dialog does its deed."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcut_overview import ShortcutOverview
from ganstudio.gui.app.window import PAGES, Window
from ganstudio.gui.queue.panel import QueuePanel
from ganstudio.gui.stylize.presets_panel import PresetsPanel
from ganstudio.gui.stylize.save_all import SaveAll
from ganstudio.gui.stylize.save_one import SaveOne
from ganstudio.gui.widgets.cards import Card
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.stylize.look import Layer, Look

_LOOK = Look(layers=(Layer(style="halftone", options={"dot": 20.0}),))


def controls(root: QWidget) -> Iterator[QWidget]:
    for kind in (QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar):
        yield from (each for each in root.findChildren(kind) if not isinstance(each, QScrollBar))


def value(control: QWidget) -> object:
    if isinstance(control, QTabBar):
        return control.currentIndex()
    return control.metaObject().userProperty().read(control)


def reveal(control: QWidget) -> bool:
    """Scroll to a control; whether it can be seen."""
    around = control.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(control)
        around = around.parentWidget()
    seen = control.window().childAt(control.mapTo(control.window(), control.rect().center()))
    return control.isVisible() and seen is not None and (seen is control or control.isAncestorOf(seen))


def turns(control: QWidget) -> bool:
    """Whether the wheel, turned both ways over the middle of a control as the system does, changes its value."""
    window, before = control.window(), value(control)
    place = control.mapTo(window, control.rect().center()).toPointF()
    changed = False
    for delta in (-120, 120):
        QTest.wheelEvent(window.windowHandle(), place, QPoint(0, delta))
        changed = changed or (isValid(control) and value(control) != before)
    return changed


@pytest.mark.parametrize("name", PAGES)
def test_the_wheel_changes_nothing_without_focus_on_any_page(window: Window, name: str, qtbot: QtBot) -> None:
    page = window.show_page(name)
    for switch in page.findChildren(QPushButton):
        if switch.isCheckable() and switch.objectName() == "link":
            switch.setChecked(True)
    QApplication.processEvents()
    window.setFocus()
    turned = 0
    for each in list(controls(window)):
        if isValid(each) and reveal(each):  # forms are made anew when what they are for is known
            turned += 1
            assert each.focusPolicy() != Qt.FocusPolicy.WheelFocus
            assert not all(turns(each) for _ in range(3) if isValid(each)), each  # a forecast may come meanwhile, once
    assert turned or name in ("library", "plugins")


def test_the_panel_scrolls_where_a_control_leaves_the_wheel(context: AppContext, qtbot: QtBot) -> None:
    inside, area = QWidget(), QScrollArea()
    column = QVBoxLayout(inside)
    boxes = [ComboBox() for _ in range(40)]
    for box in boxes:
        box.addItems(["a", "b", "c"])
        box.setCurrentIndex(1)
        column.addWidget(box)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    qtbot.addWidget(area)
    area.resize(300, 300)
    area.show()
    place = boxes[2].mapTo(area, boxes[2].rect().center()).toPointF()
    QTest.wheelEvent(area.windowHandle(), place, QPoint(0, -120))
    assert area.verticalScrollBar().value() > 0 and boxes[2].currentIndex() == 1
    area.verticalScrollBar().setValue(0)
    area.activateWindow()
    boxes[2].setFocus()
    QTest.wheelEvent(area.windowHandle(), place, QPoint(0, -120))
    assert boxes[2].currentIndex() == 2 and area.verticalScrollBar().value() == 0


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    for name in ("a.png", "b.png"):
        save_picture(Picture(np.zeros((8, 8, 3), np.uint8)), tmp_path / name)
    return tmp_path / "a.png", tmp_path / "b.png"


def shown(dialog: QWidget, qtbot: QtBot) -> QWidget:
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    return dialog


def press_enter_in_each_field(dialog: QDialog, deeds: list[int]) -> None:
    """Enter in every field that a person can write or choose in; it must do the deed each time, once."""
    fields = [each for kind in (QLineEdit, QComboBox) for each in dialog.findChildren(kind)]
    fields = [each for each in fields if each.isVisible() and each.isEnabled()]
    assert fields
    for number, each in enumerate(fields, start=1):
        each.setFocus()
        QTest.keyClick(each, Qt.Key.Key_Return)
        assert len(deeds) == number, each.accessibleName()
        dialog.show()


def test_enter_saves_in_both_sheets(context: AppContext, qtbot: QtBot, files: tuple[Path, ...], tmp_path: Path) -> None:
    one = SaveOne(context, Picture(np.zeros((8, 8, 3), np.uint8)), _LOOK, tmp_path / "new.png")
    for sheet in (one, SaveAll(context, _LOOK, files), SaveAll(context, _LOOK, files[:1])):
        shown(sheet, qtbot)
        deeds: list[int] = []
        sheet.accepted.connect(lambda deeds=deeds: deeds.append(1))
        press_enter_in_each_field(sheet, deeds)
        with qtbot.waitSignal(sheet.rejected):
            stop = next(each for each in sheet.findChildren(QPushButton) if each.text() == "Cancel")
            stop.setFocus()
            QTest.keyClick(stop, Qt.Key.Key_Return)


def test_enter_keeps_a_look_or_takes_one(context: AppContext, qtbot: QtBot) -> None:
    dialog = PresetsPanel(context, lambda: (Picture(np.zeros((8, 8, 3), np.uint8)), _LOOK))
    shown(dialog, qtbot)
    kept: list[int] = []
    taken: list[int] = []
    dialog.keep.clicked.connect(lambda: kept.append(1))
    dialog.use.clicked.connect(lambda: taken.append(1))
    offered = (dialog.use, dialog.give, dialog.remove)
    assert not any(each.isEnabled() for each in offered)  # there is no preset yet
    dialog.view.show_cards([Card("y", "y")])
    dialog.view.setCurrentIndex(dialog.view.cards.index(0))
    assert all(each.isEnabled() for each in offered)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert (kept, taken) == ([], [1])
    dialog.name.setText("mine")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert (kept, taken) == ([1], [1])
    dialog.view.show_cards([Card("x", "x")])
    dialog.view.setCurrentIndex(dialog.view.cards.index(0))
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    assert (kept, taken) == ([1], [1])


def test_enter_closes_the_shortcuts_and_clears_no_queue(context: AppContext, qtbot: QtBot) -> None:
    overview = ShortcutOverview()
    shown(overview, qtbot)
    QTest.keyClick(overview, Qt.Key.Key_Return)
    assert not overview.isVisible()
    panel = QueuePanel(context)
    shown(panel, qtbot)
    pressed: list[int] = []
    for each in panel.findChildren(QPushButton):
        each.clicked.connect(lambda: pressed.append(1))
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert not pressed and panel.isVisible()
    assert not [each for each in panel.findChildren(QPushButton) if each.autoDefault()]
