"""Saving properly: what is asked is what is written and kept; again at once; out of the window; in other programs."""

import os
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QEnterEvent, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home, Settings, load_settings
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.qimage import to_picture
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.stylize.save_one import SaveOne
from ganstudio.gui.stylize.save_settings import options_for, output_for, remember_saving, saving_for
from ganstudio.images.open import open_picture
from ganstudio.images.output import Output
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.images.writer import SaveOptions
from ganstudio.stylize.adjustments.values import Adjustments, Geometry
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.picture_job import Saving
from ganstudio.stylize.recipe import look_in

_LONG = 30_000
_LOOK = Look(layers=(Layer(style="halftone", options={"dot": 20.0}),))


@pytest.fixture
def deep(tmp_path: Path) -> Picture:
    """A small picture of 16 bits, half of it clear, in a file."""
    ramp = np.linspace(0, 65535, 64 * 48 * 3).astype(np.uint16).reshape(48, 64, 3)
    alpha = np.full((48, 64), 65535, np.uint16)
    alpha[:, :32] = 0
    save_picture(Picture(pixels=ramp, alpha=alpha), tmp_path / "deep 图.png")
    return open_picture(tmp_path / "deep 图.png")


def asked(context: AppContext, qtbot: QtBot, picture: Picture, first: Path) -> SaveOne:
    made = SaveOne(context, picture, _LOOK, first)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(sheet: SaveOne, suffix: str) -> None:
    sheet.rows.format.setCurrentIndex(sheet.rows.format.findData(suffix))


def test_the_sheet_says_what_a_format_cannot_keep(context: AppContext, qtbot: QtBot, deep: Picture, tmp_path: Path) -> None:
    sheet = asked(context, qtbot, deep, tmp_path / "out" / "new.png")
    assert sheet.format_note.text() == "" and not sheet.rows.quality.isEnabled()
    choose(sheet, ".jpg")
    assert (
        "8 bits" in sheet.format_note.text() and "transparency" in sheet.format_note.text() and sheet.rows.chroma.isEnabled()
    )
    choose(sheet, ".webp")
    assert "halves" in sheet.format_note.text() and not sheet.rows.chroma.isEnabled()
    sheet.rows.lossless.setChecked(True)
    assert "halves" not in sheet.format_note.text() and not sheet.rows.quality.isEnabled()
    assert sheet.rows.options == SaveOptions(lossless=True)
    choose(sheet, ".tif")
    assert sheet.format_note.text() == "" and sheet.rows.options == SaveOptions()
    sheet.name.setText("painted.JPEG")
    sheet.name.editingFinished.emit()
    assert sheet.path == tmp_path / "out" / "painted.jpg"
    for name in ("", "a/b", " . ", "海" * 90):
        sheet.name.setText(name)
        assert not sheet.save_button.isEnabled() and "name" in sheet.format_note.text()
    sheet.name.setText("good")
    (tmp_path / "file").touch()
    sheet.folder.setText(str(tmp_path / "file" / "below"))
    assert not sheet.save_button.isEnabled() and "another folder" in sheet.format_note.text()


def test_a_picture_too_long_for_a_format_is_told_before_it_is_painted(
    context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = asked(context, qtbot, Picture(np.zeros((2, 16_500, 3), np.uint8)), tmp_path / "long.png")
    assert sheet.save_button.isEnabled()
    choose(sheet, ".webp")
    assert not sheet.save_button.isEnabled() and "16383" in sheet.format_note.text()


def test_a_name_that_is_taken_is_asked_about_and_a_source_never_replaced(
    context: AppContext, qtbot: QtBot, deep: Picture, tmp_path: Path
) -> None:
    (tmp_path / "there.png").touch()
    sheet = asked(context, qtbot, deep, tmp_path / "there.png")
    assert sheet.existing.isVisible() and sheet.path == tmp_path / "there-2.png"
    sheet.existing.setCurrentIndex(1)
    assert sheet.path == tmp_path / "there.png"
    sheet.name.setText("free")
    assert not sheet.existing.isVisible() and sheet.path == tmp_path / "free.png"
    sheet.name.setText("deep 图")
    assert "never written over" in sheet.existing_note.text() and not sheet.existing.isEnabled()
    assert sheet.path == tmp_path / "deep 图-2.png"


def test_the_size_is_told_beforehand(context: AppContext, qtbot: QtBot, samples: Path, tmp_path: Path) -> None:
    picture = open_picture(samples / "coffee.jpg")
    sheet = asked(context, qtbot, picture, tmp_path / "a.png")
    choose(sheet, ".jpg")
    qtbot.waitUntil(lambda: "kB" in sheet.size_note.text(), timeout=_LONG)
    told = 1000 * int(sheet.size_note.text().split()[1])
    page_saver = saving_for(context.settings, ".jpg")
    from threading import Event

    from ganstudio.stylize.picture_job import stylize_picture

    list(
        stylize_picture(
            picture, tmp_path / "a.jpg", _LOOK, context.catalog, page_saver, device="cpu", home=Home(), stop=Event()
        )
    )
    assert told == pytest.approx((tmp_path / "a.jpg").stat().st_size, rel=0.2)


def test_what_is_chosen_is_written_kept_and_used_again(
    page: StylizePage, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    page.controller.editing.adopt(_LOOK)
    page.saving.choose_where_to_save()
    sheet = page.saving.saver.dialog
    assert sheet is not None and sheet.isVisible() and sheet.target.name == "coffee-halftone.png"
    sheet.folder.setText(str(tmp_path / "Bilder 画"))
    choose(sheet, ".jpg")
    sheet.rows.quality.box.setValue(40)
    sheet.rows.chroma.setCurrentIndex(1)
    sheet.rows.recipe.setChecked(False)
    with qtbot.waitSignal(page.saving.saver.saved, timeout=_LONG):
        sheet.save_button.click()
    path = tmp_path / "Bilder 画" / "coffee-halftone.jpg"
    with Image.open(path) as image:
        assert image.format == "JPEG" and b"ganstudio" not in image.info.get("xmp", b"")
        coarse = image.quantization[0][0]  # type: ignore[attr-defined]
        assert image.layer[0][1:3] == (2, 2)  # type: ignore[attr-defined]
    assert load_settings(Home())[0].formats == {"jpg": "40 4:2:0"}
    with qtbot.waitSignal(page.saving.saver.saved, timeout=_LONG) as again:
        page.saving.save_again()
    assert again.args == [tmp_path / "Bilder 画" / "coffee-halftone-2.jpg"]
    with Image.open(again.args[0]) as image:
        assert image.quantization[0][0] == coarse  # type: ignore[attr-defined]
    # one saving does not end the other, nor does copying
    saved: list[Path] = []
    page.saving.saver.saved.connect(saved.append)
    page.saving.save_again()
    page.saving.save_again()
    with qtbot.waitSignal(page.saving.saver.copied, timeout=_LONG):
        page.saving.copy()
    assert [path.name for path in saved] == ["coffee-halftone-3.jpg", "coffee-halftone-4.jpg"]


def test_choices_survive_whatever_the_settings_say() -> None:
    settings = Settings(formats={"jpg": "400 4:2:0 none of it", "webp": "lossless"})
    assert options_for(settings, ".jpeg") == SaveOptions(92, "420")
    assert options_for(settings, ".WEBP") == SaveOptions(lossless=True)
    saving = Saving(SaveOptions(7, "420", gps=False), recipes=False)
    assert saving_for(settings.with_changes(**remember_saving(settings, ".tiff", saving)), ".tif") == saving
    sized = Saving(SaveOptions(80), output=Output(1600, "print", 300))
    assert saving_for(settings.with_changes(**remember_saving(settings, ".jpg", sized)), ".jpg") == sized
    odd = Settings(formats={"jpg": "92 99999999px -5dpi px dpi ²px screen"})
    assert output_for(odd, ".jpg") == Output(sharpening="screen")


def test_size_sharpening_and_resolution_are_asked_written_and_told(
    context: AppContext, qtbot: QtBot, samples: Path, tmp_path: Path
) -> None:
    picture = open_picture(samples / "coffee.jpg")
    look = _LOOK.model_copy(update={"adjustments": Adjustments(geometry=Geometry(turns=1))})
    sheet = SaveOne(context, picture, look, tmp_path / "new.jpg")
    qtbot.addWidget(sheet)
    sheet.show()
    choose(sheet, ".jpg")
    qtbot.waitUntil(lambda: "about" in sheet.size_note.text(), timeout=_LONG)
    before = sheet.size_note.text()
    sheet.rows.output.longest.setValue(300)
    sheet.rows.output.dpi.setValue(254)
    sheet.rows.output.sharpening.setCurrentIndex(1)
    sheet.rows.output.sharpening.activated.emit(1)
    assert sheet.rows.saving.output == Output(300, "screen", 254)
    across, down = sheet.rows.output.output.size(picture.height, picture.width)
    assert max(across, down) == 300 and sheet.rows.output.figures.text().startswith(f"{across} × {down}, printed ")
    qtbot.waitUntil(lambda: "about" in sheet.size_note.text() and sheet.size_note.text() != before, timeout=_LONG)


def test_what_is_dragged_out_is_the_whole_result(
    page: StylizePage, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    page.controller.editing.adopt(_LOOK)
    grip = page.saving.export_bar.drag_handle
    assert grip.dragged_file() is None
    with qtbot.waitSignal(grip.ready, timeout=_LONG):
        grip.enterEvent(QEnterEvent(QPointF(9, 9), QPointF(9, 9), QPointF(9, 9)))
    carried = grip.dragged_file()
    assert carried is not None and carried.hasUrls() and carried.hasImage()
    file = Path(carried.urls()[0].toLocalFile())
    assert file.name == "coffee-halftone.png" and look_in(file).look == _LOOK
    with qtbot.waitSignal(page.saving.saver.saved, timeout=_LONG):
        page.saving.save_to(tmp_path / "saved.png")
    whole = open_picture(tmp_path / "saved.png").pixels
    assert np.array_equal(open_picture(file).pixels, whole)
    assert np.array_equal(to_picture(QImage(carried.imageData())).pixels, whole)
    page.controller.editing.change_layer(strength=0.5)
    assert grip.dragged_file() is None and grip.file is None
    # a press makes the file too, and to leave before it is there stops that
    grip.prepare()
    grip.leaveEvent(QEvent(QEvent.Type.Leave))
    assert grip.file is None and grip._share is None
    with qtbot.waitSignal(grip.ready, timeout=_LONG):
        qtbot.mousePress(grip, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton)
    # what was dragged long ago is tidied away at the next start
    old = file.parent
    os.utime(old, (time.time() - 100_000,) * 2)
    again = StylizePage(context)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: not old.exists(), timeout=_LONG)


def test_what_cannot_be_saved_says_what_is_safe_and_how_to_go_on(page: StylizePage, qtbot: QtBot, tmp_path: Path) -> None:
    page.controller.editing.adopt(_LOOK)
    notice = page.saving.panel.notice
    (tmp_path / "file").touch()
    page.saving.save_to(tmp_path / "file" / "a.png")
    qtbot.waitUntil(lambda: "still here" in notice.words(), timeout=_LONG)
    assert str(tmp_path / "file" / "a.png") in notice.words()
    (tmp_path / "file").unlink()
    with qtbot.waitSignal(page.saving.saver.saved, timeout=_LONG):
        next(each for each in notice.findChildren(QPushButton) if each.text() == "Try again").click()
    assert (tmp_path / "file" / "a.png").exists()
    page.saving.save_to(tmp_path / "a.xyz")
    qtbot.waitUntil(lambda: "a.xyz" in notice.words(), timeout=_LONG)
    next(each for each in notice.findChildren(QPushButton) if each.text() == "Save elsewhere…").click()
    assert page.saving.saver.dialog is not None and page.saving.saver.dialog.isVisible()
    page.saving.saver.dialog.reject()


class Asked(QObject):
    """Stands where the system's programs are."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_the_result_opens_in_other_programs(page: StylizePage, context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    page.controller.editing.adopt(_LOOK)
    program = tmp_path / "my editor 画.sh"
    program.write_text('#!/bin/sh\ncd "$(dirname "$0")"\nprintf "%s" "$1" > said.part && mv said.part said\n')
    program.chmod(0o755)
    context.change(results=str(tmp_path / "Meine Bilder 画"))
    page.saving.export_bar.open_in(str(program))
    said = tmp_path / "said"
    qtbot.waitUntil(said.exists, timeout=_LONG)
    saved = tmp_path / "Meine Bilder 画" / "coffee-halftone.png"
    assert said.read_text() == str(saved) and saved.exists()
    assert load_settings(Home())[0].programs == (str(program),)
    system = Asked()
    QDesktopServices.setUrlHandler("file", system, "take")  # type: ignore[arg-type]
    page.saving.export_bar.open_in("")
    QDesktopServices.unsetUrlHandler("file")
    assert [url.toLocalFile() for url in system.urls] == [str(saved)]  # not saved a second time
    page.saving.export_bar.open_in(str(tmp_path / "no such program"))
    notice = page.saving.panel.notice
    assert "could not be started" in notice.words() and "is saved" in notice.words()
    page.saving.export_bar.opening.fill(page.saving.export_bar.menu, partial(page.saving.export_bar.open_in))
    assert "my editor 画" in [action.text() for action in page.saving.export_bar.menu.actions()]
    assert not [each for each in notice.findChildren(QPushButton) if each.text() == "Open"]
