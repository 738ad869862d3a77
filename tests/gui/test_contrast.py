"""WCAG 2.1 AA: text has a contrast of 4.5:1, what shows a control or the focus 3:1; of the colours, and as painted."""

from itertools import product

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.theme import DARK, THEMES, Theme, apply_theme
from ganstudio.gui.widgets.controls import ComboBox, Slider, SpinBox

_TEXT = ("text", "secondary", "accent", "error", "good")
_GROUNDS = ("canvas", "panel", "raised")


def luminance(colour: QColor) -> float:
    """The relative luminance of WCAG 2.1."""
    total = 0.0
    for weight, part in ((0.2126, colour.redF()), (0.7152, colour.greenF()), (0.0722, colour.blueF())):
        total += weight * (part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4))
    return total


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_colours_of_both_themes(theme: Theme) -> None:
    assert contrast(QColor("#000"), QColor("#fff")) == pytest.approx(21)
    for name, ground in product(_TEXT, _GROUNDS):
        assert contrast(QColor(getattr(theme, name)), QColor(getattr(theme, ground))) >= 4.5, (name, ground)
    for ground in _GROUNDS:
        assert contrast(QColor(theme.border), QColor(getattr(theme, ground))) >= 3, ground
    for ground in (theme.accent, theme.accent_hover):
        assert contrast(QColor(theme.on_accent), QColor(ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_controls_stand_out_as_they_are_painted(qtbot: QtBot, theme: Theme) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, theme)
    try:
        panel = QWidget()
        qtbot.addWidget(panel)
        column = QVBoxLayout(panel)
        controls: list[QWidget] = [QPushButton("x"), QLineEdit(), ComboBox(), SpinBox(), QCheckBox("x"), Slider()]
        for each in controls:
            column.addWidget(each)
        panel.resize(300, 300)
        panel.show()
        image = panel.grab().toImage()
        ground = image.pixelColor(2, 2)
        for each in controls:
            row = each.geometry().center().y()
            seen = [image.pixelColor(each.x() + step, row) for step in range(20)]
            assert max(contrast(colour, ground) for colour in seen) >= 3, each
    finally:
        apply_theme(application, DARK)
