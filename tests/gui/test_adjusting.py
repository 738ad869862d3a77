"""Light, colour and crop in the window: one picture on the canvas, in the loupe, in the file, before and after."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.qimage import picture_image, to_image, to_picture
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.stylize.adjustments.apply import adjust_picture
from ganstudio.stylize.adjustments.geometry import apply_geometry
from ganstudio.stylize.adjustments.values import Adjustments, Crop, Geometry, Tone
from ganstudio.stylize.look import Look
from ganstudio.stylize.mask import Fade, Mask
from tests.gui.test_stylize_page import _LONG
from tests.stylize.test_engine import look_rendered


def exact(page: StylizePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.column.canvas.has_exact(), timeout=_LONG)


def test_what_is_adjusted_is_on_the_canvas_what_would_be_saved(page: StylizePage, qtbot: QtBot) -> None:
    panel, editing, canvas = page.look_panel.adjust, page.controller.editing, page.column.canvas
    panel.fold.head.click()
    panel.tones["exposure"].box.setValue(0.5)
    panel.tones["warmth"].box.setValue(30)
    panel.ratio.setCurrentIndex(1)
    panel.ratio.activated.emit(1)
    panel.straighten.box.setValue(3)
    panel.right.click()
    adjustments = Adjustments(tone=Tone(exposure=0.5, warmth=30), geometry=Geometry(turns=1, straighten=3, ratio=1.0))
    assert editing.look.adjustments == adjustments
    exact(page, qtbot)
    picture = page.controller.picture
    assert picture is not None
    placed = apply_geometry(picture, adjustments.geometry)
    assert canvas.view.picture == QSizeF(placed.width, placed.height)
    wanted = look_rendered(picture, editing.look, page._context.catalog)
    shown, place = to_picture(canvas.exact_image()), canvas.visible_rect()
    part = wanted.pixels[place.top() : place.top() + place.height(), place.left() : place.left() + place.width()]
    assert np.array_equal(shown.pixels, part)
    qtbot.waitUntil(lambda: canvas.images.before.width() == placed.width, timeout=_LONG)
    assert canvas.images.before == picture_image(placed), "before: turned and cropped, in its own light"
    canvas.set_zoom(1.0)
    exact(page, qtbot)
    for _ in range(5):
        editing.undo()
    assert editing.look.adjustments == Adjustments() and panel.tones["exposure"].value() == 0
    qtbot.waitUntil(lambda: canvas.view.picture == QSizeF(picture.width, picture.height), timeout=_LONG)
    exact(page, qtbot)


def test_the_loupe_sees_the_adjusted_picture(page: StylizePage, qtbot: QtBot) -> None:
    adjustments = Adjustments(tone=Tone(exposure=1), geometry=Geometry(crop=Crop(left=0.3)))
    page.controller.adjust("crop", adjustments)
    exact(page, qtbot)
    page.column.toolbar.glass.click()
    loupe, canvas = page.column.toolbar.loupe, page.column.canvas
    QTest.mouseMove(canvas, canvas.rect().center() - QPoint(9, 9))
    QTest.mouseMove(canvas, canvas.rect().center())
    qtbot.waitUntil(lambda: loupe.isVisible() and loupe.is_exact(), timeout=_LONG)


def test_a_crop_is_drawn_by_mouse_and_by_keys(page: StylizePage, qtbot: QtBot) -> None:
    panel, canvas, overlay = page.look_panel.adjust, page.column.canvas, page.crop.overlay
    picture = page.controller.picture
    assert picture is not None
    panel.crop.click()
    qtbot.waitUntil(overlay.isVisible, timeout=_LONG)
    exact(page, qtbot)
    assert to_picture(canvas.exact_image()).pixels.shape == picture.pixels.shape, "the whole, without its styles"
    corner, middle = overlay.place_of((1, 1)).toPoint(), overlay.rectangle().center().toPoint()
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(overlay, middle)
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton, pos=middle)
    crop = page.controller.editing.look.adjustments.geometry.crop
    assert abs(crop.right - 0.5) < 0.02 and abs(crop.bottom - 0.5) < 0.02
    QTest.keyClick(overlay, Qt.Key.Key_Right)
    QTest.keyClick(overlay, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    moved = page.controller.editing.look.adjustments.geometry.crop
    assert abs(moved.left - 0.01) < 0.005 and abs(moved.bottom - crop.bottom - 0.01) < 0.005
    assert moved.right - moved.left == page.crop.overlay.frame.right - page.crop.overlay.frame.left
    QTest.keyClick(overlay, Qt.Key.Key_Return)
    assert not overlay.isVisible() and not panel.crop.isChecked()
    width = round(moved.right * picture.width) - round(moved.left * picture.width)
    qtbot.waitUntil(lambda: canvas.view.picture.width() == width, timeout=_LONG)
    exact(page, qtbot)
    assert canvas.mode == "divider" and not canvas.images.after.isNull(), "the look of what is kept, and not a stale part"
    page.controller.editing.undo()
    assert page.controller.editing.look.adjustments.neutral, "all of a drag and its keys is one step"


def test_a_shape_holds_while_the_frame_is_stretched(page: StylizePage, qtbot: QtBot) -> None:
    panel, overlay = page.look_panel.adjust, page.crop.overlay
    picture = page.controller.picture
    assert picture is not None
    QTest.keyClick(page.column.canvas, Qt.Key.Key_C)
    qtbot.waitUntil(overlay.isVisible, timeout=_LONG)
    panel.ratio.setCurrentIndex(panel.ratio.findText("16 : 9"))
    panel.ratio.activated.emit(0)
    for handle in ((1, 1), (-1, 0), (0, 1)):
        overlay._change(handle, -0.2 if handle[0] > 0 else 0.1, -0.1)
        frame = overlay.frame
        shape = (frame.right - frame.left) * picture.width / ((frame.bottom - frame.top) * picture.height)
        assert abs(shape - 16 / 9) < 0.03
    panel.crop.click()
    size = page.controller.opened.pyramid.size(page.controller.editing.look.adjustments.geometry)  # type: ignore[union-attr]
    assert abs(size[0] / size[1] - 16 / 9) < 0.02


def test_a_picture_that_is_only_cropped_can_be_saved(page: StylizePage, qtbot: QtBot) -> None:
    page.controller.editing.adopt(Look(layers=()))
    assert not page.controller.actions().save
    page.look_panel.adjust.left.click()
    assert page.controller.actions().save
    exact(page, qtbot)


def test_masks_stay_where_they_were_painted(page: StylizePage) -> None:
    editing, picture = page.controller.editing, page.controller.picture
    assert picture is not None
    mask = Mask(fade=Fade(start=(0.5, 0.5), end=(0.75, 0.5)), feather=0.01)
    editing.change_layer(mask=mask)
    page.controller.adjust("crop", Adjustments(geometry=Geometry(crop=Crop(left=0.5))))
    assert editing.layer is not None and editing.layer.mask is not None and editing.layer.mask.fade is not None
    fade = editing.layer.mask.fade
    assert np.allclose((*fade.start, *fade.end), (0, 0.5, 0.5, 0.5), atol=0.01)
    page.controller.adjust("crop", Adjustments(geometry=Geometry(turns=1, straighten=5)))
    page.controller.adjust("crop", Adjustments())
    back = editing.layer.mask
    assert back is not None and back.fade is not None
    assert np.allclose((*back.fade.start, *back.fade.end), (0.5, 0.5, 0.75, 0.5), atol=0.01)
    assert abs(back.feather - 0.01) < 1e-3


def test_a_session_keeps_the_adjustments(page: StylizePage, tmp_path: Path) -> None:
    from ganstudio.stylize.session import Session, read_session, write_session

    page.controller.adjust("exposure", Adjustments(tone=Tone(exposure=1.5)))
    write_session(tmp_path / "session.json", Session(look=page.controller.editing.look))
    back = read_session(tmp_path / "session.json")
    assert back is not None and back.look == page.controller.editing.look


def test_the_picture_before_is_not_made_lighter(page: StylizePage, qtbot: QtBot) -> None:
    picture = page.controller.picture
    assert picture is not None
    before = page.column.canvas.images.before
    page.controller.adjust("exposure", Adjustments(tone=Tone(exposure=1)))
    page.controller.editing.selection_changed.emit()
    exact(page, qtbot)
    assert page.column.canvas.images.before == before == to_image(picture.pixels)
    assert adjust_picture(picture, page.controller.editing.look.adjustments).pixels.mean() > picture.pixels.mean()
