"""Publishing in the window: a trained style is shown, named, licensed, installed or written."""

from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.window import Window
from ganstudio.gui.library.page import LibraryPage
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.packs.file import open_pack

_LONG = 20_000


@pytest.fixture
def page(window: Window, context: AppContext, qtbot: QtBot, trained_style: Path) -> LibraryPage:
    """The Library with one run of a style."""
    folder = copytree(trained_style, context.home.runs(context.settings) / trained_style.name)
    made = window.show_page("library")
    assert isinstance(made, LibraryPage)
    qtbot.waitUntil(lambda: bool(made.grid.cards.cards.cards), timeout=_LONG)
    made.grid.cards.choose(str(folder))
    assert made.inspector.publish.isVisible() and not made.inspector.new_pictures.isVisible()
    made.inspector.publish.click()
    qtbot.waitUntil(lambda: made.publish.canvas.has_result(), timeout=_LONG)
    return made


def test_it_is_installed_and_opened_on_a_picture(
    page: LibraryPage, window: Window, context: AppContext, qtbot: QtBot
) -> None:
    publish = page.publish
    assert publish.name.text() == "Misty blue"
    publish.author.setText("Ada")
    publish.words.setText("mist, blue ,")
    publish.licence.setCurrentText("CC-BY-4.0")
    publish.install.click()
    qtbot.waitUntil(lambda: "one of your styles" in publish.notice.words(), timeout=_LONG)
    said = open_pack(context.home.packs / "misty-blue.ganstyle").manifest
    assert (said.name, said.author, said.words, said.licence) == ("Misty blue", "Ada", ("mist", "blue"), "CC-BY-4.0")
    assert said.preview and said.images == 2
    assert (context.settings.author, context.settings.licence) == ("Ada", "CC-BY-4.0")
    next(each for each in publish.notice.findChildren(QPushButton) if each.text() == "Open it on a picture").click()
    stylize = window.pages["stylize"]
    assert isinstance(stylize, StylizePage)
    qtbot.waitUntil(lambda: stylize.isVisible() and stylize.controller.editing.style == "misty-blue", timeout=_LONG)


def test_it_is_written_as_a_file(page: LibraryPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.publish.sentence.setPlainText("Grey\nmornings.")
    page.publish.save_to(tmp_path / "Nebel 霧.ganstyle")
    qtbot.waitUntil(lambda: "is written" in page.publish.notice.words(), timeout=_LONG)
    assert open_pack(tmp_path / "Nebel 霧.ganstyle").manifest.summary == "Grey mornings."


def test_what_cannot_be_is_said_in_place(page: LibraryPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.publish.name.setText("a/b")
    page.publish.save_to(tmp_path / "x.ganstyle")
    qtbot.waitUntil(lambda: "A pack's name cannot be “a/b”" in page.publish.notice.words(), timeout=_LONG)
    assert not (tmp_path / "x.ganstyle").exists()
    page.publish.name.clear()
    assert not page.publish.install.isEnabled() and not page.publish.save.isEnabled()
    page.publish.left.emit()
    assert page.grid.cards.isVisible()
