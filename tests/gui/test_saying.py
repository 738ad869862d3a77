"""A sentence in the window becomes the look, piece by piece."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.studio import Studio
from ganstudio.gui.stylize.editing import Editing
from ganstudio.gui.stylize.look_panel import LookPanel


@pytest.fixture
def panel(qtbot: QtBot, studio: Studio) -> LookPanel:
    made = LookPanel(studio, Editing())
    qtbot.addWidget(made)
    made.show()
    return made


def say(panel: LookPanel, qtbot: QtBot, words: str) -> list[QPushButton]:
    panel.saying.line.setText(words)
    qtbot.keyClick(panel.saying.line, Qt.Key.Key_Return)
    qtbot.wait(20)  # new buttons are shown with the next events
    return [each for each in panel.saying.findChildren(QPushButton) if each.isVisibleTo(panel)]


def test_a_sentence_becomes_the_look_and_a_chip_is_taken_out(panel: LookPanel, qtbot: QtBot) -> None:
    chips = say(panel, qtbot, "Oil painting, softer, Keep  my colours, zorblax")
    look = panel._editing.look
    assert look.layers[0].style == "oil" and look.layers[0].options["detail"] < 0.6 and look.keep_colours
    assert len(chips) == 3 and "zorblax" in panel.saying.missed.text()
    next(chip for chip in chips if "keeps your colours" in chip.text()).click()
    assert not panel._editing.look.keep_colours and panel._editing.style == "oil"
    panel._editing.undo()
    assert panel._editing.look == look


def test_words_without_a_style_change_what_is_there(panel: LookPanel, qtbot: QtBot) -> None:
    say(panel, qtbot, "像素画")
    say(panel, qtbot, "淡一点，只要天空")
    layer = panel._editing.look.layers[0]
    assert layer.style == "pixels" and layer.strength < 1 and layer.mask is not None
    before = panel._editing.look
    assert say(panel, qtbot, "zorblax") == [] and panel._editing.look == before
    assert "Say for example" in panel.saying.missed.text()
