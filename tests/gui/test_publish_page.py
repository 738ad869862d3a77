"""Publishing in the window: a trained style is shown, named, licensed, installed or written."""

import threading
from pathlib import Path

import pytest
from ganstudio_plugins.unpaired import CUT
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.window import Window
from ganstudio.gui.library.page import LibraryPage
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.packs.file import open_pack
from ganstudio.plugins.catalog import Catalog
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

_LONG = 20_000


@pytest.fixture
def page(window: Window, context: AppContext, qtbot: QtBot, tmp_path: Path) -> LibraryPage:
    """The Library with one run of a style."""
    make_pictures(tmp_path / "pictures", 3)
    run = create_run(
        context.home.runs(context.settings) / "misty_blue",
        Catalog({"cut": CUT()}),
        TrainRequest(
            architecture="cut",
            data=tmp_path / "pictures",
            photos=tmp_path / "pictures",
            size=64,
            images=2,
            device="cpu",
            options={"maps": 4, "blocks": 1, "discriminator_maps": 4},
        ),
    )
    list(train_in_thread(run, Catalog({"cut": CUT()}), stop=threading.Event()))
    made = window.show_page("library")
    assert isinstance(made, LibraryPage)
    qtbot.waitUntil(lambda: bool(made.grid.cards.cards.cards), timeout=_LONG)
    made.grid.cards.choose(str(run.folder))
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
