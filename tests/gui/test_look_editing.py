"""Editing a look in the window: layers, masks drawn on the canvas, undo and redo of all of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home
from ganstudio.gui.app.qimage import to_picture
from ganstudio.gui.stylize.layer_list import LayerList
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.widgets.form import NumberRow
from ganstudio.images.open import open_picture
from ganstudio.images.save import save_picture
from ganstudio.stylize.look import MOST_LAYERS, Layer, Look
from ganstudio.stylize.mask import Fade, Mask, Tones
from ganstudio.stylize.presets import Presets
from ganstudio.stylize.prompt import interpret
from ganstudio.stylize.recipe import Recipe, with_recipe

_LONG = 30_000
_TOOLS = ("Another style on top (choose it on the left)", "This layer once more", "Take this layer out (Del)")


def styles(editing: LookEditor) -> list[str]:
    return [layer.style for layer in editing.look.layers]


def test_a_full_look_takes_no_more_layers_and_says_so(qtbot: QtBot) -> None:
    editing = LookEditor()
    stack = LayerList(editing, str)
    qtbot.addWidget(stack)
    add, copy, trash = (each for each in stack.findChildren(QToolButton) if each.toolTip() in _TOOLS)
    editing.adopt(Look(layers=(Layer(style="oil"),) * (MOST_LAYERS - 1)))
    assert add.isEnabled() and copy.isEnabled()
    copy.click()
    assert (len(styles(editing)), add.isEnabled(), copy.isEnabled(), trash.isEnabled()) == (MOST_LAYERS, False, False, True)
    assert [each.text() for each in stack.findChildren(QLabel) if not each.isHidden()][-1] == "A look has at most 32 layers."
    editing.add("pencil")
    editing.duplicate()
    assert len(styles(editing)) == MOST_LAYERS
    trash.click()
    assert add.isEnabled() and len(styles(editing)) == MOST_LAYERS - 1


def test_every_step_can_be_undone_and_done_again() -> None:
    editing = LookEditor()
    steps = [editing.look]
    acts: tuple[Callable[[], None], ...] = (
        lambda: editing.take_style("oil"),
        lambda: editing.add("pencil"),
        lambda: editing.change_layer(strength=0.4),
        lambda: editing.change_layer(mask=Mask(invert=True)),
        lambda: editing.change_look(keep_colours=True),
        editing.duplicate,
        lambda: editing.move(0, 2),
        lambda: editing.toggle_layer(1, on=False),
        editing.remove,
        lambda: editing.take_style("cartoon"),
        lambda: editing.adopt(Look(layers=(Layer(style="mosaic"),))),
    )
    for act in acts:
        act()
        assert editing.look != steps[-1]
        steps.append(editing.look)
    for look in reversed(steps[:-1]):
        editing.undo()
        assert editing.look == look
    assert not editing.can_undo
    for look in steps[1:]:
        editing.redo()
        assert editing.look == look
    assert not editing.can_redo


def test_a_sliders_way_is_one_step() -> None:
    editing = LookEditor()
    editing.take_style("oil")
    for strength in (0.9, 0.8, 0.7):
        editing.change_layer(strength=strength)
    editing.undo()
    assert editing.layer is not None
    assert editing.layer.strength == 1.0


def test_a_style_comes_back_with_its_last_options() -> None:
    editing = LookEditor()
    editing.take_style("oil")
    editing.change_layer(options={"detail": 0.1})
    editing.take_style("pencil")
    assert editing.layer == Layer(style="pencil")
    editing.take_style("oil")
    assert editing.layer == Layer(style="oil", options={"detail": 0.1})


def test_layers_are_added_ordered_switched_and_taken_out(page: StylizePage, qtbot: QtBot) -> None:
    stack, editing = page.look_panel.layers, page.controller.editing
    first = editing.style
    stack.add_wanted.emit()
    page.gallery.view.choose("pencil")
    assert styles(editing) == [first, "pencil"]
    page.gallery.view.choose("halftone")
    assert styles(editing) == [first, "halftone"]
    assert stack.list.count() == 2 and stack.list.currentRow() == 0
    assert stack.list.item(0).text().startswith("Halftone")  # what is laid on top stands on top
    stack.list.model().moveRow(QModelIndex(), 1, QModelIndex(), 0)
    qtbot.waitUntil(lambda: styles(editing) == ["halftone", first])
    stack.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert [layer.on for layer in editing.look.layers] == [False, True]
    stack.list.setCurrentRow(1)
    assert editing.style == "halftone"
    assert page.gallery.view.key() == "halftone"
    stack.list.setFocus()
    QTest.keyClick(stack.list, Qt.Key.Key_Delete)
    assert styles(editing) == [first]


def test_the_same_style_can_be_laid_on_twice(page: StylizePage) -> None:
    first = page.controller.editing.style
    page.look_panel.layers.add_wanted.emit()
    page.gallery.view.choose(first)
    assert styles(page.controller.editing) == [first, first]


def test_a_mask_is_painted_on_the_canvas(page: StylizePage, qtbot: QtBot) -> None:
    masking = page.look_panel.layer.mask_panel
    page.gallery.view.choose("halftone")
    masking.enabled_box.setChecked(True)
    assert masking.brush.isChecked()
    QTest.keyClick(page, Qt.Key.Key_E)
    assert masking.eraser.isChecked()
    QTest.keyClick(page, Qt.Key.Key_B)
    assert masking.brush.isChecked()
    middle = page.column.canvas.rect().center()
    places = [middle - QPoint(60, 0), middle, middle + QPoint(60, 0)]
    QTest.mousePress(page.column.canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(page.column.canvas, place)
    QTest.mouseRelease(page.column.canvas, Qt.MouseButton.LeftButton, pos=places[-1])
    layer = page.controller.editing.layer
    assert layer is not None
    assert layer.mask is not None
    (stroke,) = layer.mask.strokes
    assert not layer.mask.full
    assert stroke.points[-1] == pytest.approx(
        (0.5 + 60 / page.column.canvas.zoom / page.column.canvas.view.picture.width(), 0.5), abs=0.02
    )
    qtbot.waitUntil(page.column.canvas.has_exact, timeout=_LONG)
    made, whole = to_picture(page.column.canvas.exact_image()).pixels, page.controller.picture
    assert whole is not None
    sight = page.column.canvas.visible_rect()
    plain = whole.pixels[sight.top() : sight.bottom() + 1, sight.left() : sight.right() + 1]
    assert np.array_equal(made[:40], plain[:40])
    assert not np.array_equal(made, plain)


def test_gradient_tones_and_inversion_are_set_and_undone(page: StylizePage) -> None:
    masking, editing = page.look_panel.layer.mask_panel, page.controller.editing
    masking.enabled_box.setChecked(True)
    masking.gradient.setChecked(True)
    assert not masking.brush.isChecked()
    masking.draw(((0.5, 0.9), (0.5, 0.2)))
    masking.tones.setCurrentIndex(1)
    masking.tones.activated.emit(1)
    masking.invert.setChecked(True)
    expected = Mask(fade=Fade(start=(0.5, 0.9), end=(0.5, 0.2)), tones=Tones(low=0.6, soft=0.25), invert=True)
    assert editing.layer is not None
    assert editing.layer.mask == expected
    editing.undo()
    assert not masking.invert.isChecked()
    masking.enabled_box.setChecked(False)
    assert editing.layer.mask is None
    editing.undo()
    assert masking.enabled_box.isChecked()


def test_the_mask_is_shown_over_the_picture(page: StylizePage, qtbot: QtBot) -> None:
    masking = page.look_panel.layer.mask_panel
    masking.enabled_box.setChecked(True)
    masking.brush.setChecked(False)
    qtbot.waitUntil(lambda: page.column.canvas.images.overlay.isNull())
    masking.show_it.setChecked(True)
    qtbot.waitUntil(lambda: not page.column.canvas.images.overlay.isNull(), timeout=_LONG)


def test_colours_and_points_are_kept_one_way_at_a_time(page: StylizePage) -> None:
    panel = page.look_panel
    for row, (keep, match) in enumerate(((False, False), (True, False), (False, True))):
        panel.colours.setCurrentIndex(row)
        panel.colours.activated.emit(row)
        assert (page.controller.editing.look.keep_colours, page.controller.editing.look.match_colours) == (keep, match)
    panel.lock_points.setChecked(True)
    assert page.controller.editing.look.lock_points
    page.controller.editing.undo()
    assert not panel.lock_points.isChecked()


def test_keys_undo_and_redo(page: StylizePage, qtbot: QtBot) -> None:
    page.gallery.view.choose("cartoon")
    page.column.canvas.setFocus()
    qtbot.waitUntil(page.column.canvas.hasFocus)
    before = page.controller.editing.look
    page.controller.editing.change_layer(strength=0.5)
    QTest.keyClick(page.column.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.controller.editing.look == before
    QTest.keyClick(page.column.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert page.controller.editing.look != before


def test_a_straight_drag_without_a_pen_still_moves_the_picture(page: StylizePage) -> None:
    page.column.canvas.set_zoom(4.0)
    before = page.column.canvas.visible_rect()
    corner = QPointF(60, 60).toPoint()
    QTest.mousePress(page.column.canvas, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(page.column.canvas, corner - QPoint(40, 0))
    QTest.mouseRelease(page.column.canvas, Qt.MouseButton.LeftButton, pos=corner - QPoint(40, 0))
    assert page.column.canvas.visible_rect() != before


def test_a_look_that_holds_text_shows_its_numbers(page: StylizePage, qtbot: QtBot, tmp_path: Path, samples: Path) -> None:
    """As an older version wrote it, whatever the form it comes back in: a picture, a preset."""
    home, catalog = Home(), page._context.catalog
    look = Look(layers=(Layer(style="oil", options={"stroke": "8"}),))
    recipe = Recipe(look=look)
    picture = open_picture(samples / "coffee.jpg").resize(200)
    save_picture(with_recipe(picture, recipe, catalog), tmp_path / "old.png")
    page.input.opener.open_file(tmp_path / "old.png")
    qtbot.waitUntil(lambda: page.column.notice.isVisible() or page.saving.panel.notice.isVisible(), timeout=_LONG)
    button = next(each for each in page.findChildren(QPushButton) if each.text() == "Take its look" and each.isVisible())
    button.click()
    qtbot.waitUntil(lambda: bool(page.controller.editing.look.layers[0].options), timeout=_LONG)
    assert page.controller.editing.look.layers == (Layer(style="oil", options={"stroke": 8.0}),)
    form = page.look_panel.layer.form
    assert form is not None and form.values()["stroke"] == 8
    assert any(row.value() == 8 for row in form.findChildren(NumberRow))
    assert interpret("a little larger strokes", catalog, look).look.layers[0].options["stroke"] > 8
    kept = Presets(home).import_file(tmp_path / "old.png")
    assert Presets(home).look(kept, catalog) == page.controller.editing.look
