"""Seeing before committing: side by side, other looks beside, the loupe, variations; all of it what would be saved."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.qimage import to_picture
from ganstudio.gui.stylize.page import StylizePage
from tests.gui.test_stylize_page import _LONG
from tests.gui.test_widgets import _shown


def choose(page: StylizePage, qtbot: QtBot, style: str) -> None:
    page.gallery.view.choose(style)
    qtbot.waitUntil(lambda: page.controller.editing.style == style and page.column.canvas.has_exact(), timeout=_LONG)


def test_before_and_after_stand_side_by_side(qtbot: QtBot) -> None:
    canvas = _shown(qtbot)
    canvas.show_as("beside")
    image = canvas.grab().toImage()
    assert [image.pixelColor(x, 224).name() for x in (100, 250, 400, 560)] == ["#102030"] * 2 + ["#c04020"] * 2
    canvas.set_zoom(4.0, QPointF(162, 224))
    one, other = canvas.place_of(QPointF(100, 200)), canvas.place_of(QPointF(424, 200))
    assert one is not None and other is not None
    assert abs(one.x() - other.x()) < 0.5 and one.y() == other.y()
    canvas.show_as("after")
    image = canvas.grab().toImage()
    assert {image.pixelColor(x, 224).name() for x in (10, 320, 640)} == {"#c04020"}


def test_what_is_see_through_is_seen_on_squares_and_not_on_the_picture_before(qtbot: QtBot) -> None:
    canvas = _shown(qtbot)
    clear = QImage(300, 200, QImage.Format.Format_RGBA8888)
    clear.fill(Qt.GlobalColor.transparent)
    canvas.show_preview(clear)
    canvas.show_as("after")
    image = canvas.grab().toImage()
    assert {image.pixelColor(x, 224).name() for x in range(200, 240)} == {"#8c8c8c", "#b4b4b4"}


def test_looks_beside_each_other_move_together_and_are_exact(page: StylizePage, qtbot: QtBot) -> None:
    choose(page, qtbot, "halftone")
    alone = page.column.canvas.exact_image()
    for style in ("pixels", "pencil", "halftone"):
        page.view.pin()
        choose(page, qtbot, style)
    first, second, _ = page.column.board.panes
    qtbot.waitUntil(lambda: all(pane.canvas.has_exact() for pane in page.column.board.panes), timeout=_LONG)
    assert np.array_equal(to_picture(first.canvas.exact_image()).pixels, to_picture(alone).pixels)
    page.column.canvas.set_zoom(3.0)
    assert all(pane.canvas.visible_rect() == page.column.canvas.visible_rect() for pane in page.column.board.panes)
    second.canvas.set_zoom(5.0)
    assert page.column.canvas.zoom == first.canvas.zoom == 5.0
    page.column.canvas.show_original(True)
    assert second.canvas.images.original
    page.column.canvas.show_original(False)
    qtbot.waitUntil(lambda: second.canvas.has_exact(), timeout=_LONG)
    page.view.pin()  # no fifth one: the oldest gives way
    assert len(page.column.board.panes) == 3 and first not in page.column.board.panes
    second.look_taken.emit()
    assert page.controller.editing.look == second.look
    page.controller.editing.undo()
    assert page.controller.editing.style == "halftone"
    for pane in list(page.column.board.panes):
        pane.closed.emit()
    assert not page.column.board.panes


def test_the_loupe_shows_the_pixels_that_would_be_saved(page: StylizePage, qtbot: QtBot) -> None:
    choose(page, qtbot, "halftone")
    exact, place = page.column.canvas.exact_image(), page.column.canvas.visible_rect()
    loupe = page.column.toolbar.loupe
    middle = page.column.canvas.rect().center()
    QTest.mouseMove(page.column.canvas, middle - QPoint(9, 9))
    assert not loupe.isVisible()
    page.column.toolbar.glass.click()
    QTest.mouseMove(page.column.canvas, middle)
    qtbot.waitUntil(loupe.isVisible, timeout=_LONG)
    assert loupe.is_exact()
    page.column.canvas.mark_outdated()
    shown: list[QRect] = []
    loupe.wanted.connect(shown.append)
    QTest.mouseMove(page.column.canvas, middle + QPoint(3, 3))
    qtbot.waitUntil(loupe.is_exact, timeout=_LONG)
    assert shown and loupe._exact is not None
    part = QRect(loupe._exact[1].topLeft() - place.topLeft(), loupe._exact[1].size())
    assert np.array_equal(to_picture(loupe._exact[0]).pixels, to_picture(exact.copy(part)).pixels)
    page.column.toolbar.glass.click()
    assert not loupe.isVisible()


def test_a_variation_is_taken_with_a_click_and_can_be_undone(page: StylizePage, context: AppContext, qtbot: QtBot) -> None:
    choose(page, qtbot, "halftone")
    before = page.controller.editing.look
    page.column.toolbar.variations.click()
    sheet = page.column.variations.sheet
    assert [len(row) for row in sheet.rows] == [6] * 5
    qtbot.waitUntil(
        lambda: all(not image.isNull() for row in page.column.variations.images() for image in row), timeout=_LONG
    )
    (framed,) = [swatch for row in sheet.rows for swatch in row if swatch._chosen]
    assert "100 %" in framed.toolTip()
    sheet.rows[1][2].click()
    assert page.controller.editing.look.layers[0].strength == 0.75
    assert page.controller.editing.look.layers[0].options["dot"] != before.layers[0].options.get("dot")
    assert not page.column.variations.isVisible() and page.column.canvas.isVisible()
    page.controller.editing.undo()
    assert page.controller.editing.look == before


def test_a_sheet_of_all_styles_and_back_with_escape(page: StylizePage, context: AppContext, qtbot: QtBot) -> None:
    page.column.toolbar.variations.click()
    assert page.column.variations.across.findData("style") < 0
    page.column.variations.down.setCurrentIndex(page.column.variations.down.findData("style"))
    page.column.variations.down.activated.emit(0)
    assert len(page.column.variations.sheet.rows) == len(context.catalog.styles)
    QTest.keyClick(page.column.variations, Qt.Key.Key_Escape)
    assert page.column.canvas.isVisible() and not page.column.toolbar.variations.isChecked()


def test_keys_of_seeing(page: StylizePage, qtbot: QtBot) -> None:
    page.column.canvas.setFocus()
    qtbot.waitUntil(page.column.canvas.hasFocus)
    for key, mode in (
        (Qt.Key.Key_S, "beside"),
        (Qt.Key.Key_D, "divider"),
        (Qt.Key.Key_S, "beside"),
        (Qt.Key.Key_S, "divider"),  # which it had taken
        (Qt.Key.Key_D, "after"),
        (Qt.Key.Key_S, "beside"),
        (Qt.Key.Key_S, "after"),
        (Qt.Key.Key_D, "divider"),
    ):
        QTest.keyClick(page.column.canvas, key)
        assert page.column.canvas.mode == mode
    QTest.keyClick(page.column.canvas, Qt.Key.Key_L)
    assert page.column.toolbar.loupe.is_on
    QTest.keyClick(page.column.canvas, Qt.Key.Key_P)
    assert len(page.column.board.panes) == 1
    QTest.keyClick(page.column.canvas, Qt.Key.Key_V)
    assert page.column.variations.isVisible()


def test_looks_beside_each_other_stand_so_that_they_are_largest(page: StylizePage, qtbot: QtBot) -> None:
    board = page.column.board
    page.view.pin()
    picture = board.canvas.view.picture
    for size in ((900, 400), (400, 900)):
        board.setFixedSize(*size)
        qtbot.waitUntil(lambda size=size: (board.width(), board.height()) == size, timeout=_LONG)  # type: ignore[misc]
        beside = size[0] > size[1]
        qtbot.waitUntil(lambda beside=beside: (board.panes[0].y() == 0) == beside, timeout=_LONG)  # type: ignore[misc]
        assert board.canvas.view.pane.width() >= min(size[0] / 2, size[1] / 2 * picture.width() / picture.height()) - 60
