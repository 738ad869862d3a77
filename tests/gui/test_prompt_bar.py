"""A sentence in the window becomes the look, piece by piece."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.look_panel import LookPanel
from ganstudio.gui.stylize.prompt_chip import ChipButton


@pytest.fixture
def panel(qtbot: QtBot, context: AppContext) -> LookPanel:
    made = LookPanel(context, StylizeController(lambda: context.catalog, Path()))
    qtbot.addWidget(made)
    made.show()
    return made


def say(panel: LookPanel, qtbot: QtBot, words: str) -> list[QPushButton]:
    panel.prompt.line.setText(words)
    qtbot.keyClick(panel.prompt.line, Qt.Key.Key_Return)
    qtbot.wait(20)  # new buttons are shown with the next events
    return [each for each in panel.prompt.findChildren(QPushButton) if each.isVisibleTo(panel)]


def chip_of(panel: LookPanel, words: str) -> ChipButton:
    return next(
        each for each in panel.prompt.findChildren(ChipButton) if words in each.words.text() and each.isVisibleTo(panel)
    )


def choose(panel: LookPanel, words: str, title: str) -> None:
    next(each for each in chip_of(panel, words).fill_menu().actions() if each.text() == title).trigger()


def test_a_sentence_becomes_the_look_and_a_chip_is_taken_out(panel: LookPanel, qtbot: QtBot) -> None:
    chips = say(panel, qtbot, "Oil painting, softer, Keep  my colours, zorblax")
    look = panel._editing.look
    assert look.layers[0].style == "oil" and look.layers[0].options["detail"] < 0.6 and look.keep_colours
    assert len(chips) == 3 and "zorblax" in panel.prompt.missed.text()
    chip_of(panel, "keeps your colours").remove_button.click()
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
    assert "Say for example" in panel.prompt.missed.text()


def test_a_chip_is_changed_by_its_menu(panel: LookPanel, qtbot: QtBot) -> None:
    say(panel, qtbot, "pixel art with gameboy palette, half strength, big blocks, only the sky")
    for words, title in (("strength", "75 %"), ("palette", "Sunset"), ("block", "Least"), ("only", "Shadows")):
        choose(panel, words, title)
        qtbot.wait(20)
    layer = panel._editing.look.layers[0]
    assert layer.strength == 0.75 and layer.options == {"palette": "sunset", "block": 2}
    assert layer.mask is not None and layer.mask.tones is not None and layer.mask.fade is None
    choose(panel, "Pixel art", "Mosaic")
    qtbot.wait(20)
    assert panel._editing.style == "mosaic" and panel._editing.look.layers[0].strength == 0.75


def seen_chips(panel: LookPanel, qtbot: QtBot) -> list[str]:
    qtbot.wait(20)
    return [each.words.text() for each in panel.prompt.findChildren(ChipButton) if each.isVisibleTo(panel)]


def test_chips_follow_undo_redo_and_what_is_changed_elsewhere(panel: LookPanel, qtbot: QtBot) -> None:
    say(panel, qtbot, "pixel art, half strength")
    first = seen_chips(panel, qtbot)
    say(panel, qtbot, "watercolour, keep my colours")
    second = seen_chips(panel, qtbot)
    assert len(first) == len(second) == 2 and first != second
    panel._editing.undo()
    assert seen_chips(panel, qtbot) == first and panel.prompt.line.text() == "pixel art, half strength"
    panel._editing.redo()
    assert seen_chips(panel, qtbot) == second
    panel._editing.take_style("pencil")  # as “surprise me” and the gallery do
    assert seen_chips(panel, qtbot) == []
    panel._editing.undo()
    assert seen_chips(panel, qtbot) == second
    chip_of(panel, "keeps your colours").remove_button.click()
    assert not panel._editing.look.keep_colours and len(seen_chips(panel, qtbot)) == 1


def test_chips_stand_beside_each_other(panel: LookPanel, qtbot: QtBot) -> None:
    panel.resize(340, 800)
    say(panel, qtbot, "oil, softer, weaker")
    chips = [each for each in panel.prompt.findChildren(ChipButton) if each.isVisibleTo(panel)]
    assert len({each.y() for each in chips}) < len(chips) and all(each.geometry().right() < panel.width() for each in chips)


def test_what_no_style_does_is_said(panel: LookPanel, qtbot: QtBot) -> None:
    say(panel, qtbot, "undo")
    assert "Ctrl+Z" in panel.prompt.missed.text()
