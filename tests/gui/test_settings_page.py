"""The Settings page: the perceptual network is named, or fetched when asked, and what fails is said in place."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from ganstudio.core import vgg16
from ganstudio.core.settings import Home, load_settings
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.settings.network_row import NetworkRow
from ganstudio.gui.settings.page import SettingsPage
from tests.test_perceptual import CONTENT, SHA256, address, cache, server  # noqa: F401

_LONG = 20_000


@pytest.fixture
def network(context: AppContext, qtbot: QtBot) -> NetworkRow:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    return page.findChildren(NetworkRow)[0]


def test_a_file_is_named(network: NetworkRow, tmp_path: Path) -> None:
    assert network.fetch.isVisible() and "528 MB" in network.fetch.toolTip()
    (tmp_path / "mine.pth").touch()
    network.name_file(tmp_path / "mine.pth")
    assert not network.fetch.isVisible() and network.line.text() == str(tmp_path / "mine.pth")
    assert load_settings(Home())[0].vgg16 == str(tmp_path / "mine.pth")


def test_it_is_fetched_when_asked(
    network: NetworkRow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, address: str, cache: Path  # noqa: F811
) -> None:  # fmt: skip
    there = partial(vgg16.fetch, address=address, size=len(CONTENT))
    monkeypatch.setattr(vgg16, "fetch", partial(there, sha256="0" * 64))
    network.fetch.click()
    qtbot.waitUntil(lambda: "its SHA-256 is" in network.notice.words(), timeout=_LONG)
    monkeypatch.setattr(vgg16, "fetch", partial(there, sha256=SHA256))
    qtbot.waitUntil(network.fetch.isEnabled, timeout=_LONG)
    network.fetch.click()
    qtbot.waitUntil(lambda: not network.fetch.isVisible(), timeout=_LONG)
    assert cache.exists() and not network.notice.isVisible()


def test_what_cannot_be_kept_is_not_called_saved(context: AppContext, qtbot: QtBot) -> None:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    said: list[tuple[str, str]] = []
    context.message_posted.connect(lambda words, tone: said.append((words, tone)))
    context.home.settings_file.unlink(missing_ok=True)
    context.home.settings_file.mkdir()
    (box,) = (each for each in page.findChildren(QComboBox) if each.objectName() == "theme")
    box.setCurrentIndex(box.findData("light"))
    assert [tone for _, tone in said] == ["error"] and context.settings.theme == "light"
