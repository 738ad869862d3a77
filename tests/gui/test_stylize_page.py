"""The Stylize page with real pictures and real styles: open, see, change, save."""

import weakref
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.qimage import to_picture
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.images.open import open_picture
from ganstudio.images.save import save_picture
from tests.gui.conftest import plain_picture
from tests.packs.made import make_pack
from tests.packs.originals import CycleGANGenerator

_LONG = 30_000


def test_first_start_shows_the_sample_in_a_style(page: StylizePage) -> None:
    assert page.controller.picture is not None
    assert page.controller.picture.source is not None
    assert page.controller.picture.source.name == "coffee.jpg"
    assert page.controller.editing.style


def test_the_gallery_fills_with_the_loaded_picture(page: StylizePage, context: AppContext, qtbot: QtBot) -> None:
    cards = page.gallery.view.cards
    classic = [name for name in context.catalog.styles if context.catalog.origin(name).name == "classic"]
    assert len(classic) >= 6
    qtbot.waitUntil(lambda: all(card.pixmap for card in cards.cards if card.key in classic), timeout=60_000)


def test_what_is_seen_exact_is_what_is_saved(page: StylizePage, context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    page.gallery.view.choose("halftone")
    qtbot.waitUntil(lambda: page.controller.editing.style == "halftone" and page.column.canvas.has_exact(), timeout=_LONG)
    exact = page.column.canvas.exact_image()
    path = tmp_path / "mit Leerzeichen 图画.png"
    with qtbot.waitSignal(context.message_posted, timeout=_LONG, check_params_cb=lambda _words, tone: tone == "good"):
        page.saving.save_to(path)
    saved = open_picture(path)
    place = page.column.canvas.visible_rect()
    part = saved.pixels[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
    assert np.array_equal(to_picture(exact).pixels, part)


def test_an_option_changes_the_picture(page: StylizePage, qtbot: QtBot) -> None:
    before = page.column.canvas.exact_image()
    page.look_panel.layer.strength.box.setValue(0)
    qtbot.waitUntil(lambda: page.column.canvas.has_exact() and page.column.canvas.exact_image() != before, timeout=_LONG)
    assert page.controller.picture is not None
    place = page.column.canvas.visible_rect()
    part = page.controller.picture.pixels[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
    assert np.array_equal(to_picture(page.column.canvas.exact_image()).pixels, part)


def drop(page: StylizePage, path: Path) -> None:
    """Drop a file on the page as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))


def test_a_dropped_file_opens(page: StylizePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "תמונה 😀.png"
    Image.new("RGB", (90, 60), "teal").save(path)
    drop(page, path)
    qtbot.waitUntil(lambda: page.controller.picture is not None and page.controller.picture.width == 90, timeout=_LONG)


def test_a_dropped_style_pack_is_installed_and_chosen(
    page: StylizePage, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(page, make_pack(tmp_path / "夜.ganstyle"))
    qtbot.waitUntil(lambda: page.controller.editing.style == "blue-night" and page.column.canvas.has_exact(), timeout=_LONG)
    assert context.catalog.origin("blue-night").origin == str(context.home.packs / "blue-night.ganstyle")


def test_what_others_trained_is_dropped_like_a_pack(
    page: StylizePage, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    import torch

    torch.save(CycleGANGenerator(4, 6).state_dict(), tmp_path / "latest_net_G.pth")
    drop(page, tmp_path / "latest_net_G.pth")
    qtbot.waitUntil(
        lambda: page.controller.editing.style == "latest-net-g" and page.column.canvas.has_exact(), timeout=_LONG
    )
    torch.save({"fc.weight": torch.zeros(2)}, tmp_path / "other.pth")
    drop(page, tmp_path / "other.pth")
    qtbot.waitUntil(lambda: "other.pth looks like a classifier" in page.column.notice.words(), timeout=_LONG)


def test_a_dropped_pack_that_is_broken_is_one_sentence(
    page: StylizePage, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    path = make_pack(tmp_path / "a.ganstyle")
    path.write_bytes(path.read_bytes()[:-9])
    before = page.controller.editing.style
    drop(page, path)
    qtbot.waitUntil(lambda: "a.ganstyle is not a style pack" in page.column.notice.words(), timeout=_LONG)
    assert page.controller.editing.style == before and not context.home.packs.exists()


def test_a_pasted_picture_opens_with_its_transparency(page: StylizePage, qtbot: QtBot) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    QGuiApplication.clipboard().setImage(image)
    page.input.opener.paste()
    qtbot.waitUntil(lambda: page.controller.picture is not None and page.controller.picture.width == 40, timeout=_LONG)
    assert page.controller.picture is not None
    assert page.controller.picture.alpha is not None
    assert page.controller.picture.alpha.max() == 0


def test_a_folder_whose_first_picture_is_damaged_opens_the_next(page: StylizePage, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("a.jpg", "b.png"):
        (tmp_path / name).write_bytes(b"no picture")
    save_picture(plain_picture(5), tmp_path / "c.png")
    save_picture(plain_picture(6), tmp_path / "d.png")
    page.input.opener.open_all([tmp_path])
    qtbot.waitUntil(lambda: page.controller.own_file == tmp_path / "c.png", timeout=_LONG)
    assert page.controller.files == tuple(tmp_path / name for name in ("a.jpg", "b.png", "c.png", "d.png"))
    assert page.column.filmstrip.view.key() == str(tmp_path / "c.png") and not page.column.notice.isVisible()


def test_a_folder_of_damaged_pictures_is_one_sentence(page: StylizePage, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("a.jpg", "b.png"):
        (tmp_path / name).write_bytes(b"no picture")
    page.input.opener.open_all([tmp_path])
    qtbot.waitUntil(lambda: "a.jpg" in page.column.notice.words(), timeout=_LONG)


def test_a_damaged_file_is_one_sentence_and_the_picture_stays(page: StylizePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 nothing more")
    page.input.opener.open_file(path)
    qtbot.waitUntil(lambda: "broken.jpg" in page.column.notice.words(), timeout=_LONG)
    assert page.column.notice.isVisible() and "coffee.jpg stays open" in page.column.notice.words()
    assert "Traceback" not in page.column.notice.words()
    assert page.controller.picture is not None
    assert page.controller.picture.source is not None
    assert page.controller.picture.source.name == "coffee.jpg"


def test_search_finds_a_style_by_what_people_call_it(page: StylizePage) -> None:
    page.gallery.search("油画")
    assert [card.key for card in page.gallery.view.cards.cards][:1] == ["oil"]
    page.gallery.search("")
    assert len(page.gallery.view.cards.cards) >= 6


def test_the_result_is_copied_as_it_would_be_saved(page: StylizePage, qtbot: QtBot, tmp_path: Path) -> None:
    page.gallery.view.choose("halftone")
    with qtbot.waitSignal(page.saving.saver.copied, timeout=_LONG):
        page.saving.copy()
    copied = to_picture(QGuiApplication.clipboard().image()).pixels
    with qtbot.waitSignal(page.saving.saver.saved, timeout=_LONG):
        page.saving.save_to(tmp_path / "saved.png")
    assert np.array_equal(copied, open_picture(tmp_path / "saved.png").pixels)


def test_the_first_start_tells_three_steps_and_what_was_opened_is_offered_again(
    page: StylizePage, qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    assert page.column.welcome.isVisible() and not page.column.notice.isVisible()
    for name in ("one.png", "two.png"):
        Image.new("RGB", (40, 30), "teal").save(tmp_path / name)
        page.input.opener.open_file(tmp_path / name)
        qtbot.waitUntil(lambda name=name: page.controller.looks.current == tmp_path / name)  # type: ignore[misc]
    assert not page.column.welcome.isVisible()
    (tmp_path / "one.png").unlink()
    again = StylizePage(context)
    qtbot.addWidget(again)
    again.column.header.recent.fill()
    two, one = again.column.header.recent.actions()
    qtbot.waitUntil(lambda: not one.isEnabled() and not two.icon().isNull())
    assert two.text() == f"two.png   ({tmp_path.name})" and one.text() == "one.png   (not there any more)"
    two.trigger()
    qtbot.waitUntil(lambda: again.controller.looks.current == tmp_path / "two.png")
    assert again.column.welcome.isHidden()


def test_pictures_that_gave_way_take_no_memory(page: StylizePage, qtbot: QtBot, tmp_path: Path) -> None:
    pictures = []
    for width in range(400, 404):
        assert page.controller.opened is not None
        pictures.append(weakref.ref(page.controller.opened.pyramid))
        Image.new("RGB", (width, 300), "teal").save(tmp_path / f"{width}.png")
        page.input.opener.open_file(tmp_path / f"{width}.png")
        qtbot.waitUntil(lambda width=width: page.controller.picture.width == width, timeout=_LONG)  # type: ignore[misc, union-attr]
        qtbot.waitUntil(page.column.canvas.has_exact, timeout=_LONG)
    qtbot.waitUntil(lambda: all(picture() is None for picture in pictures), timeout=_LONG)
