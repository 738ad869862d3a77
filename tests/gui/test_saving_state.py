"""Whatever is saved while a training runs is shown at once."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ganstudio.core.events import Saved
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.status_bar import StatusBar
from ganstudio.gui.train.command_panel import CommandPanel


def words_of(bar: StatusBar) -> list[str]:
    return [each.text() for each in bar.findChildren(QLabel)]


def test_the_status_bar_shows_what_is_saved_while_it_trains(context: AppContext, qtbot: QtBot) -> None:
    bar = StatusBar(context)
    qtbot.addWidget(bar)
    context.show_activity("training", Activity("emoji", 0.5))
    assert "emoji" in words_of(bar)
    context.show_activity("save 1", Activity("Saving a.png", 0.0))
    context.show_activity("training", Activity("emoji", 0.6))
    assert "Saving a.png" in words_of(bar) and "emoji" not in words_of(bar)
    context.show_activity("save 1", None)
    assert "emoji" in words_of(bar)


def test_a_checkpoint_that_was_asked_for_is_awaited(qtbot: QtBot) -> None:
    panel = CommandPanel()
    qtbot.addWidget(panel)
    asked: list[int] = []
    panel.save_wanted.connect(lambda: asked.append(1))
    panel.save.click()
    assert asked == [1] and panel.save.text() == "Saving…" and not panel.save.isEnabled()
    panel.show_saved(None)  # nothing has come yet
    assert not panel.save.isEnabled()
    panel.show_saved(Saved(64, "checkpoints/64.safetensors"))
    assert panel.save.isEnabled() and panel.save.text() == "Save now"
