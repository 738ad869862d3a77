"""Presets in the window: kept, taken, removed."""

from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.stylize.presets_panel import PresetsPanel
from ganstudio.stylize.adjustments.values import Adjustments, Geometry
from ganstudio.stylize.look import Layer, Look

_LONG = 30_000


def test_a_look_is_kept_and_taken_again(
    qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    page = StylizePage(context)
    qtbot.addWidget(page)
    page.show()
    context.catalog_changed.emit()
    qtbot.waitUntil(lambda: page.controller.picture is not None and bool(page.controller.editing.look.layers), timeout=_LONG)
    look = Look(layers=(Layer(style="halftone"), Layer(style="pencil", strength=0.5, blend="multiply")))
    page.controller.editing.adopt(look)
    page.look_panel.layers.presets_wanted.emit()
    panel = page.presets
    assert isinstance(panel, PresetsPanel) and panel.isVisible() and page.gallery.isVisible()
    panel.name.setText("Newsprint")
    panel.keep.click()
    qtbot.waitUntil(lambda: len(panel.view.cards.cards) == 1, timeout=_LONG)
    qtbot.waitUntil(lambda: panel.view.cards.cards[0].pixmap is not None, timeout=_LONG)
    card = panel.view.cards.cards[0]
    assert card.title == "Newsprint" and card.pixmap is not None and QPixmap(card.key).width() == 320
    page.controller.editing.adopt(Look(layers=(Layer(style="oil"),)))
    panel.view.choose(card.key)
    panel.apply_preset()
    qtbot.waitUntil(lambda: page.controller.editing.look == look, timeout=_LONG)
    page.look_panel.layers.presets_wanted.emit()
    assert not panel.isVisible(), "asked for again, they are put away"
    page.controller.editing.undo()
    assert page.controller.editing.style == "oil"
    cropped = Adjustments(geometry=Geometry(turns=1))
    page.controller.adjust("turns", cropped)
    panel.apply_preset()
    qtbot.waitUntil(lambda: page.controller.editing.look.layers == look.layers, timeout=_LONG)
    assert page.controller.editing.look.adjustments == cropped, "a preset without a crop leaves the picture's own"
    panel._remove()
    assert panel.view.cards.cards == [] and not Path(card.key).exists()
