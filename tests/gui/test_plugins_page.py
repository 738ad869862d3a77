"""The Plugins page: packs with their pictures, switching off, removal with undo, a report to copy."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.plugins.pack_grid import PackCard
from ganstudio.gui.plugins.page import PluginsPage
from ganstudio.gui.plugins.plugin_card import PluginCard
from ganstudio.plugins import pack_catalog
from tests.packs.made import make_pack
from tests.plugins.folders import drop_in

_LONG = 20_000


@pytest.fixture
def page(context: AppContext, qtbot: QtBot, tmp_path: Path) -> PluginsPage:
    pack_catalog.install_pack(make_pack(tmp_path / "a.ganstyle"), context.home, context.catalog)
    made = PluginsPage(context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    load(context, qtbot)
    return made


def load(context: AppContext, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        context.load_plugins()


def names(page: PluginsPage) -> list[str]:
    return [card.plugin.name for card in page.packs.cards]


def test_packs_stand_apart_with_their_pictures_the_own_ones_first(page: PluginsPage) -> None:
    programs = [card.plugin.name for card in page.findChildren(PluginCard) if card.isVisible()]
    assert "classic" in programs and "kanagawa" not in programs
    assert names(page)[0] == "blue-night" and "kanagawa" in names(page)
    kanagawa = next(card for card in page.packs.cards if card.plugin.name == "kanagawa")
    assert not kanagawa.grab().isNull() and "architecture brush" in kanagawa.toolTip()
    assert not kanagawa.findChildren(QToolButton)  # what came with the studio is not the user's to delete


def test_a_pack_is_switched_off_and_stays_off(page: PluginsPage, context: AppContext, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        page.packs.cards[0].findChildren(QCheckBox)[0].click()
    assert "blue-night" not in context.catalog.styles and names(page)[0] == "blue-night"
    load(context, qtbot)
    assert "blue-night" not in context.catalog.styles and context.settings.disabled == ("blue-night",)


def test_a_pack_is_removed_and_taken_back(page: PluginsPage, context: AppContext, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        page.packs.cards[0].findChildren(QToolButton)[0].click()
    assert "blue-night" not in names(page) and "in the trash" in page.notice.words()
    undo = [each for each in page.notice.findChildren(QPushButton) if each.text() == "Undo"]
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        undo[0].click()
    assert "blue-night" in context.catalog.styles


def test_a_newer_pack_takes_the_place_of_the_older(
    page: PluginsPage, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    pack_catalog.install_pack(make_pack(tmp_path / "b.ganstyle", summary="Bluer."), context.home, context.catalog)
    load(context, qtbot)
    assert names(page).count("blue-night") == 1 and "Bluer." in page.packs.cards[0].toolTip()


def test_a_failure_can_be_reported(page: PluginsPage, context: AppContext, qtbot: QtBot) -> None:
    drop_in(context.home.plugins, "broken", '"""Broken."""\nraise ValueError("no brush")\n')
    load(context, qtbot)
    card = next(card for card in page.findChildren(PluginCard) if card.plugin.name == "broken")
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        next(each for each in card.findChildren(QPushButton) if each.text() == "Trust and load").click()
    card = next(card for card in page.findChildren(PluginCard) if card.plugin.error)
    next(each for each in card.findChildren(QPushButton) if each.text() == "Copy details").click()
    report = QGuiApplication.clipboard().text()
    assert "no brush" in report and "GAN Studio: " in report and card.plugin.digest in report


def test_a_preview_is_a_photograph_or_nothing(context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    drawn = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='#f00'/></svg>"
    plugins = []
    for name in ("with", "without"):
        preview = base64.b64encode(drawn).decode() if name == "with" else ""
        plugins.append(
            pack_catalog.install_pack(
                make_pack(tmp_path / f"{name}.ganstyle", name, preview=preview), context.home, context.catalog
            )
        )
    cards = [PackCard(each, "same") for each in plugins]
    first, second = (card.findChildren(QLabel)[0].pixmap().toImage() for card in cards)
    assert first == second


def test_a_thousand_packs_are_made_as_they_come_into_sight(page: PluginsPage, context: AppContext, qtbot: QtBot) -> None:
    some = next(plugin for plugin in context.catalog.plugins if plugin.pack)
    many = [replace(some, name=f"pack {number}") for number in range(1000)]
    page.packs.show_packs(many, context.catalog)
    assert len(page.packs.cards) < 40
    area = page.findChildren(QScrollArea)[0]
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 20_000)  # there is room for all
    area.verticalScrollBar().setValue(page.packs.y() + 2000)
    qtbot.waitUntil(lambda: any(card.y() > 2000 for card in page.packs.cards), timeout=_LONG)
    assert len(page.packs.cards) < 120
