"""Enter in a dialog does its deed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.stylize.save_all import SaveAll
from ganstudio.stylize.look import Layer, Look


def test_enter_does_the_deed_of_the_dialog(context: AppContext, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = SaveAll(context, Look(layers=(Layer(style="halftone"),)), (tmp_path / "a.png", tmp_path / "b.png"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert [each for each in dialog.findChildren(QPushButton) if each.isDefault()] == [dialog.save_button]
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
