"""Files are dropped on every page: plugins and style packs, however many, and pictures."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.window import PAGES, Window
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.images.save import save_picture
from ganstudio.plugins.drop_in import copy_plugin
from tests.gui.conftest import plain_picture
from tests.packs.made import make_pack
from tests.plugins.folders import drop_in

_LONG = 20_000
_COPY, _LEFT, _NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(window: Window, *paths: Path) -> None:
    """Drop files over the middle of the page, as the system does: whoever accepts them first has them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    target = window.childAt(QPoint(window.width() // 2, window.height() // 2))
    while target is not None:
        entered = QDragEnterEvent(QPoint(5, 5), _COPY, data, _LEFT, _NONE)
        entered.ignore()
        if target.acceptDrops():
            QApplication.sendEvent(target, entered)
        if entered.isAccepted():
            QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), _COPY, data, _LEFT, _NONE))
            return
        target = target.parentWidget()
    raise AssertionError("nobody takes it")


@pytest.mark.parametrize("page", PAGES)
def test_several_packs_are_installed_from_every_page(window: Window, qtbot: QtBot, tmp_path: Path, page: str) -> None:
    window.show_page(page)
    packs = [make_pack(tmp_path / f"{name}.ganstyle", name) for name in ("one", "two", "three")]
    drop(window, *packs)
    qtbot.waitUntil(lambda: {"one", "two", "three"} <= set(window.context.catalog.styles), timeout=_LONG)


def test_several_plugins_are_added_and_wait_for_trust(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.show_page("stylize")
    plugins = [drop_in(tmp_path, name) for name in ("mine", "yours")]
    with qtbot.waitSignal(window.context.catalog_changed, timeout=_LONG):
        drop(window, *plugins)
    there = {plugin.name: plugin for plugin in window.context.catalog.plugins}
    assert not there["mine"].trusted and not there["yours"].trusted and window.pages["plugins"].isVisible()
    with pytest.raises(GanStudioError, match="already"):
        copy_plugin(plugins[0], window.context.home.plugins)


@pytest.mark.parametrize("page", ["stylize", "library", "plugins", "settings"])
def test_a_picture_is_opened_from_every_page(window: Window, qtbot: QtBot, tmp_path: Path, page: str) -> None:
    window.show_page(page)
    file = tmp_path / "mine.png"
    save_picture(plain_picture(4), file)
    drop(window, file)
    stylize = window.pages["stylize"]
    assert isinstance(stylize, StylizePage)
    qtbot.waitUntil(lambda: stylize.controller.own_file == file, timeout=_LONG)
    assert stylize.isVisible()
