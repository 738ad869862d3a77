"""The dataset page over real folders: findings, fixes, crops, undoing, and the working copy that a training is given."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QTreeWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import LIGHT
from ganstudio.gui.train.dataset.jobs import ExaminedData, examine
from ganstudio.gui.train.dataset.page import DatasetPage
from ganstudio.images.dataset.edits import read_edits
from ganstudio.testing.synthetic import make_pictures

_LONG = 20_000
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four discs, a copy of one in a sub-folder, a torn file, a tall picture."""
    place = make_pictures(tmp_path / "my pictures", 4)
    (place / "again").mkdir()
    (place / "again" / "copy.png").write_bytes((place / "000.png").read_bytes())
    (place / "torn.png").write_bytes((place / "000.png").read_bytes()[:60])
    Image.linear_gradient("L").convert("RGB").resize((50, 200)).save(place / "tall.png")
    return place


@pytest.fixture
def page(context: AppContext, folder: Path, qtbot: QtBot) -> Iterator[DatasetPage]:
    made = DatasetPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    qtbot.waitExposed(made)
    show(made, folder, qtbot)
    yield made
    made.hide()


def show(page: DatasetPage, folder: Path, qtbot: QtBot) -> None:
    page.show_folder(folder, 32)
    qtbot.waitUntil(lambda: not page.busy(), timeout=_LONG)


def titles(page: DatasetPage) -> list[str]:
    return [card.title for card in page.workspace.thumbs.cards.cards]


def lines(page: DatasetPage) -> dict[str, str]:
    return {card.title: card.line for card in page.workspace.thumbs.cards.cards}


def rows(tree: QTreeWidget) -> dict[str, str]:
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return {item.text(0): item.text(1) for item in items if item is not None}


def choose(page: DatasetPage, finding: str, title: str) -> None:
    page.workspace.issues.choose(finding)
    page.workspace.thumbs.choose(str(titles(page).index(title)))


def test_the_findings_are_listed_and_the_gravest_is_shown(page: DatasetPage, qtbot: QtBot) -> None:
    counts = rows(page.workspace.issues)
    assert counts["All pictures"] == "7"
    assert (counts["Cannot be read"], counts["Exact copies"], counts["Very long or tall"]) == ("1", "1", "1")
    assert titles(page) == ["torn.png"] and lines(page)["torn.png"] == "cannot be read"
    assert not page.workspace.inspector.view.isEnabled() and page.workspace.inspector.leave_out.isEnabled()
    page.workspace.issues.choose("")
    assert len(titles(page)) == 7
    qtbot.waitUntil(lambda: all(card.pixmap for card in page.workspace.thumbs.cards.cards), timeout=_LONG)
    page.workspace.issues.choose("few")
    assert len(titles(page)) == 7 and not page.workspace.fix.isVisible()


def test_a_finding_is_fixed_undone_and_done_again(page: DatasetPage, qtbot: QtBot) -> None:
    page.workspace.issues.choose("copies")
    assert titles(page) == ["000.png", "copy.png"]
    qtbot.mouseClick(page.workspace.fix, _LEFT)
    assert lines(page) == {"000.png": "40 × 40", "copy.png": "40 × 40  ·  left out"}
    assert not page.workspace.fix.isEnabled() and "5 pictures are kept, 2 left out" in page.footer.words()
    qtbot.keyClick(page.workspace.thumbs, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lines(page)["copy.png"] == "40 × 40" and page.workspace.fix.isEnabled()
    qtbot.keyClick(
        page.workspace.thumbs, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert "left out" in lines(page)["copy.png"]
    assert page.workspace.inspector.undo.isEnabled() and not page.workspace.inspector.redo.isEnabled()
    page.workspace.issues.choose("long")
    qtbot.mouseClick(page.workspace.fix, _LEFT)
    assert lines(page) == {"tall.png": "50 × 200  ·  1:1"}


def test_a_click_and_the_arrow_keys_move_the_crop(page: DatasetPage, folder: Path, qtbot: QtBot) -> None:
    choose(page, "", "tall.png")
    view, file = page.workspace.inspector.view, folder / "tall.png"
    qtbot.waitUntil(lambda: view.frame().height() > view.frame().width(), timeout=_LONG)
    whole = view.frame()
    at = QPoint(round(whole.center().x()), round(whole.top() + whole.height() * 0.8))
    qtbot.mousePress(view, _LEFT, _NONE, at - QPoint(0, 60))
    qtbot.mouseMove(view, at)
    assert page.workspace.edits().of(file).aspect is None
    qtbot.mouseRelease(view, _LEFT, _NONE, at)
    edit = page.workspace.edits().of(file)
    assert edit.aspect == 1.0 and abs(edit.focus[1] - 0.8) < 0.03
    assert abs(view.frame().height() - view.frame().width()) < 1
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert page.workspace.edits().of(file).focus[1] == pytest.approx(edit.focus[1] - 0.02, abs=0.01)
    page.workspace.undo()
    page.workspace.undo()
    assert page.workspace.edits().of(file).aspect is None and view.frame() == whole


def test_a_shape_for_one_and_for_all(page: DatasetPage, qtbot: QtBot) -> None:
    choose(page, "", "001.png")
    page.workspace.inspector.aspect.setCurrentText("3:2")
    assert [title for title, line in lines(page).items() if "3:2" in line] == ["001.png"]
    qtbot.mouseClick(page.workspace.inspector.for_all, _LEFT)
    assert sum("3:2" in line for line in lines(page).values()) == 6
    page.workspace.thumbs.choose("0")
    assert page.workspace.inspector.aspect.currentText() == "3:2"
    page.workspace.undo()
    assert page.workspace.inspector.aspect.currentText() == "As the file"


def test_pictures_are_left_out_by_a_key_and_taken_in_again(page: DatasetPage, qtbot: QtBot) -> None:
    choose(page, "", "002.jpg")
    qtbot.keyClick(page.workspace.thumbs, Qt.Key.Key_Delete)
    assert "left out" in lines(page)["002.jpg"] and page.workspace.inspector.leave_out.text() == "Take in again"
    qtbot.mouseClick(page.workspace.inspector.leave_out, _LEFT)
    assert "left out" not in lines(page)["002.jpg"]


def test_a_working_copy_is_made_and_its_edits_are_there_the_next_time(
    page: DatasetPage, folder: Path, context: AppContext, qtbot: QtBot
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    page.workspace.issues.choose("copies")
    page.workspace.fix_all()
    with qtbot.waitSignal(page.use_wanted, timeout=_LONG) as given:
        qtbot.mouseClick(page.footer.make, _LEFT)
        assert page.busy() and page.footer.stop.isVisible() and not page.workspace.isEnabled()
    assert given.args is not None
    copy = given.args[0]
    assert copy == context.home.data / "working copies" / "my pictures"
    assert len(list(copy.rglob("*.*g"))) == 5
    assert "5 pictures" in page.notice.words() and "1 could not be read" in page.notice.words()
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before
    assert read_edits(copy) == page.workspace.edits()
    page.workspace.undo()
    show(page, folder, qtbot)
    assert page.workspace.edits() == read_edits(copy)
    assert not page.workspace.inspector.undo.isEnabled() and page.workspace.isEnabled()


def test_two_folders_of_one_name_have_each_their_working_copy(
    page: DatasetPage, tmp_path: Path, context: AppContext, qtbot: QtBot
) -> None:
    for place in (None, make_pictures(tmp_path / "elsewhere" / "my pictures", 2)):
        if place:
            show(page, place, qtbot)
        with qtbot.waitSignal(page.use_wanted, timeout=_LONG):
            page.make()
    copies = context.home.data / "working copies"
    assert sorted(path.name for path in copies.iterdir()) == ["my pictures", "my pictures (2)"]


def test_looking_can_be_stopped_and_gone_on_with(page: DatasetPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.show_folder(make_pictures(tmp_path / "many", 60), 32)
    assert not page.empty.isVisible() and not page.workspace.isVisible()
    qtbot.mouseClick(page.footer.stop, _LEFT)
    assert not page.busy() and page.empty.isVisible() and page.notice.words() == "Stopped."
    next(each for each in page.notice.findChildren(QAbstractButton) if each.text() == "Go on").click()
    qtbot.waitUntil(lambda: rows(page.workspace.issues).get("All pictures") == "60", timeout=_LONG)


def test_a_folder_that_is_none_is_said_and_another_can_be_chosen(page: DatasetPage, tmp_path: Path, qtbot: QtBot) -> None:
    show(page, tmp_path / "nowhere", qtbot)
    assert "is not there" in page.notice.words() and page.empty.isVisible() and not page.footer.make.isEnabled()
    show(page, make_pictures(tmp_path / "others", 2), qtbot)
    assert not page.notice.isVisible() and rows(page.workspace.issues)["All pictures"] == "2"


def test_nothing_can_be_made_of_nothing(page: DatasetPage, qtbot: QtBot) -> None:
    page.workspace.issues.choose("")
    for row in range(7):
        page.workspace.thumbs.choose(str(row))
        qtbot.keyClick(page.workspace.thumbs, Qt.Key.Key_Delete)
    assert "0 pictures are kept, 7 left out" in page.footer.words() and not page.footer.make.isEnabled()


def test_a_place_that_refuses_is_a_sentence_on_the_page(page: DatasetPage, context: AppContext, qtbot: QtBot) -> None:
    (context.home.data / "working copies").write_text("in the way")
    page.make()
    qtbot.waitUntil(lambda: not page.busy(), timeout=_LONG)
    assert "could not be finished" in page.notice.words() and page.footer.make.isEnabled()


def test_sound_pictures_need_nothing(page: DatasetPage, tmp_path: Path, qtbot: QtBot) -> None:
    show(page, make_pictures(tmp_path / "sound", 120), qtbot)
    assert list(rows(page.workspace.issues)) == ["All pictures"] and not page.workspace.fix.isVisible()
    assert page.footer.make.isEnabled()


def test_everything_says_what_it_is_and_the_theme_can_change(page: DatasetPage, context: AppContext, qtbot: QtBot) -> None:
    page.workspace.issues.choose("copies")
    for kind in (QAbstractButton, QComboBox):
        for widget in page.findChildren(kind):
            if widget.isVisible():
                assert widget.toolTip() and (widget.accessibleName() or getattr(widget, "text", str)())
    for widget in (page.workspace.issues, page.workspace.thumbs, page.workspace.inspector.view):
        assert widget.accessibleName() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    page.workspace.issues.setFocus()
    for widget in (
        page.workspace.fix,
        page.workspace.thumbs,
        page.workspace.inspector.view,
        page.workspace.inspector.aspect,
    ):
        qtbot.keyClick(page.focusWidget() or page, Qt.Key.Key_Tab)
        assert widget.hasFocus()
    context.change(theme=LIGHT.name)
    assert page.workspace.issues.name() == "copies" and titles(page) == ["000.png", "copy.png"]
    with qtbot.waitSignal(page.left):
        next(each for each in page.findChildren(QAbstractButton) if each.toolTip() == "Back to the training").click()


def test_pale_drawings_lie_on_black_in_a_new_working_copy(tmp_path: Path) -> None:
    folder = tmp_path / "pale"
    folder.mkdir()
    Image.new("RGBA", (40, 40), (255, 255, 255, 99)).save(folder / "one.png")
    *_, ready = examine(folder, 32, tmp_path / "copies", Event())
    assert isinstance(ready, ExaminedData) and ready.edits.ground == "black"
