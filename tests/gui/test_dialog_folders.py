"""Dialogs begin where the user chose something last, at first in their own folder of pictures: never in the program's."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home, load_settings
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import pictures_folder
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.train.page import TrainPage
from ganstudio.images.save import save_picture
from tests.gui.conftest import plain_picture


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Where dialogs began; each is answered with a picture, or with the folder that holds it."""
    file, where = tmp_path / "own" / "mine.png", list[str]()
    file.parent.mkdir()
    save_picture(plain_picture(2), file)

    def answer(name: str, given: object) -> None:
        def ask(_parent: object, _title: str, folder: str = "", *_kinds: str) -> object:
            where.append(folder)
            return given

        monkeypatch.setattr(QFileDialog, name, ask)

    answer("getOpenFileNames", ([str(file)], ""))
    answer("getOpenFileName", (str(file), ""))
    answer("getExistingDirectory", str(file.parent))
    return where


def test_pictures_are_asked_for_where_the_last_one_was(page: StylizePage, begun: list[str], tmp_path: Path) -> None:
    sample = page.controller.picture
    assert sample is not None and sample.source is not None
    for _ in range(2):
        page.input.choose_file()
    assert begun == [pictures_folder(), str(tmp_path / "own")] and str(sample.source.parent) not in begun
    kept, _problem = load_settings(Home())
    assert kept.folders["pictures"] == str(tmp_path / "own")


def test_folders_and_paintings_have_their_own_places(
    context: AppContext, qtbot: QtBot, begun: list[str], tmp_path: Path
) -> None:
    page = TrainPage(context)
    qtbot.addWidget(page)
    for ask in (page.choose_folder, page.choose_painting, page.choose_folder, page.choose_painting):
        ask()
    assert begun == [pictures_folder(), pictures_folder(), str(tmp_path / "own"), str(tmp_path / "own")]


def test_a_folder_that_is_gone_is_not_offered(context: AppContext, tmp_path: Path) -> None:
    context.keep_folder("pictures", tmp_path / "gone")
    assert context.folder_for("pictures") == pictures_folder()
