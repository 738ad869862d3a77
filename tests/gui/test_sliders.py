"""Sliders: a click goes to where it is, a double click to the usual value, Shift is fine."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ganstudio.gui.widgets.controls import Slider
from ganstudio.gui.widgets.form import NumberRow

_NONE, _SHIFT, _LEFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def slider(qtbot: QtBot) -> Slider:
    made = Slider()
    qtbot.addWidget(made)
    made.setRange(0, 1000)
    made.resize(400, 24)
    made.show()
    return made


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.83, 1.0])
def test_a_click_goes_to_where_it_is(slider: Slider, share: float) -> None:
    QTest.mouseClick(slider, _LEFT, _NONE, QPoint(round(share * 399), 12))
    assert slider.value() == pytest.approx(1000 * share, abs=25)


def test_few_moments_of_a_training_are_each_to_be_clicked(slider: Slider) -> None:
    slider.setRange(0, 4)
    for moment in (2, 1, 3, 0, 4):
        QTest.mouseClick(slider, _LEFT, _NONE, QPoint(7 + round(moment / 4 * 385), 12))
        assert slider.value() == moment


def test_a_drag_follows_and_shift_is_a_tenth_of_it(slider: Slider) -> None:
    QTest.mousePress(slider, _LEFT, _NONE, QPoint(100, 12))
    QTest.mouseMove(slider, QPoint(200, 12))
    begun = slider.value()
    assert begun == pytest.approx(500, abs=25)
    QTest.mouseRelease(slider, _LEFT, _NONE, QPoint(200, 12))
    QTest.mousePress(slider, _LEFT, _SHIFT, QPoint(300, 12))
    assert slider.value() == begun  # it is taken from where it is
    QTest.mouseRelease(slider, _LEFT, _SHIFT, QPoint(300, 12))
    for key, by in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, -1)):
        before = slider.value()
        QTest.keyClick(slider, key, _SHIFT)
        assert slider.value() == before + by


def test_a_double_click_gives_the_usual_value_back(qtbot: QtBot) -> None:
    row = NumberRow(0, 150, 100, whole=True)
    qtbot.addWidget(row)
    row.resize(400, 30)
    row.show()
    told: list[float] = []
    row.changed.connect(told.append)
    row.box.setValue(20)
    QTest.mouseDClick(row.slider, _LEFT, _NONE, QPoint(50, row.slider.height() // 2))
    assert row.value() == 100 and told[-1] == 100


def test_only_the_left_button_moves_it(slider: Slider) -> None:
    slider.setValue(500)
    QTest.mouseClick(slider, Qt.MouseButton.RightButton, _NONE, QPoint(10, 12))
    assert slider.value() == 500
