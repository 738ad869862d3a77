"""The guided first training in a real window, over a real tiny training of the sample emoji."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.core.events import Finished, Started
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.window import Window
from ganstudio.gui.glossary.dialog import GlossaryDialog
from ganstudio.gui.guide.card import GuideCard
from ganstudio.gui.guide.controller import GuideController
from ganstudio.gui.guide.pointer import Pointer
from ganstudio.gui.train import guided_training
from ganstudio.gui.train.page import TrainPage
from ganstudio.runs.history import reduce_events

_LONG = 120_000


@pytest.fixture
def card(qtbot: QtBot) -> GuideCard:
    made = GuideCard(GuideController())
    qtbot.addWidget(made)
    made.resize(300, 480)
    made.controller.start()
    return made


@pytest.fixture
def page(window: Window, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrainPage]:
    """The Train page of a window whose guide trains for a moment only."""
    monkeypatch.setattr(guided_training, "IMAGES", 128)
    monkeypatch.setattr(guided_training, "OPTIONS", {"width": 16})
    made = window.show_page("train")
    assert isinstance(made, TrainPage)
    yield made
    made.session.leave()


def _words(card: GuideCard) -> str:
    return " ".join(each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(card))


def test_the_card_shows_a_step_and_waits_for_its_event(card: GuideCard, qtbot: QtBot) -> None:
    assert card.isVisible() and "1 / 8" in _words(card) and "Press Begin" in _words(card)
    assert card.begin.isVisible() and not card.next.isVisible() and not card.back.isEnabled()
    card.controller.update_history(reduce_events([Started(0, 64, "cpu", "float32", 169)]))
    assert "It learns from 169 pictures." in _words(card) and "Press Begin" not in _words(card)
    card.controller.begin_training()
    assert card.next.isVisible() and not card.next.isEnabled()


def test_it_is_walked_by_keyboard(card: GuideCard, qtbot: QtBot) -> None:
    for button in (card.back, card.next, card.begin, card.finish, card.close_button):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus and (button.text() or button.accessibleName())
    card.begin.setFocus()
    qtbot.keyClick(card.begin, Qt.Key.Key_Return)
    assert not card.controller.may_begin


def test_a_lesson_plays_and_counts_as_watched(card: GuideCard, qtbot: QtBot) -> None:
    state = card.controller
    state.update_history(reduce_events([Started(0, 64, "cpu", "float32", 8)]))
    number = next(number for number, step in enumerate(state.steps) if step.name == "collapse")
    state._enter(number)
    assert card.player.isVisible() and card.player.play.isChecked() and not state.has_happened
    card.player.clock.timeout.emit()
    assert card.player.slider.value() == 1
    card.player.slider.setValue(card.player.slider.maximum())
    assert state.has_happened and "The doctor: collapse" in card.player.caption.text()
    card.hide()
    assert not card.player.clock.isActive()


def test_the_glossary_has_more(card: GuideCard, qtbot: QtBot) -> None:
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    dialog = card.window().findChild(GlossaryDialog)
    assert dialog is not None and dialog.list.currentItem().text() == "GAN"


def test_the_pointer_frames_a_widget_and_follows_it(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column, target = QVBoxLayout(page), QPushButton("here")
    column.addWidget(target)
    page.resize(200, 100)
    page.show()
    pointer = Pointer(page)
    pointer.point_at(target)
    assert pointer.isVisible() and pointer.geometry().contains(QRect(target.mapTo(page, QPoint(0, 0)), target.size()))
    page.resize(400, 300)
    qtbot.waitUntil(lambda: pointer.geometry().contains(QRect(target.mapTo(page, QPoint(0, 0)), target.size())))
    clicks: list[bool] = []
    target.clicked.connect(clicks.append)
    assert page.childAt(target.geometry().center()) is target
    target.hide()
    qtbot.waitUntil(lambda: not pointer.isVisible())


@pytest.mark.proof
def test_a_guided_training_from_beginning_to_end(page: TrainPage, context: AppContext, window: Window, qtbot: QtBot) -> None:
    guide = page.guide
    window.start_guide()
    assert guide.card.isVisible() and not guide.pointer.isVisible()
    qtbot.mouseClick(guide.card.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(page.session.history.end_event, Finished), timeout=_LONG)
    run = page.session.run
    assert run is not None and run.folder.name.startswith("First training ") and Path(run.spec.data).name == "emoji"
    seen = []
    while guide.controller.may_go_on:
        qtbot.mouseClick(guide.card.next, Qt.MouseButton.LeftButton)
        seen.append(guide.controller.step.name)
        if guide.controller.step.name == "noise":
            assert guide.pointer.targets == (page.watch.gallery,) and guide.pointer.isVisible()
    assert seen[:2] == ["noise", "critic"]
    qtbot.waitUntil(lambda: not guide.card.pair._image.isNull(), timeout=_LONG)
    drawn: QImage = guide.card.pair._image
    assert len({QColor(drawn.pixel(x, 16)).rgb() for x in range(drawn.width())}) > 20  # emoji, not an empty strip
    guide.controller.leave()
    assert not guide.card.isVisible() and not guide.pointer.isVisible()


def test_it_is_offered_where_nothing_was_chosen_and_in_help(page: TrainPage, window: Window, qtbot: QtBot) -> None:
    offers = [each for each in page.findChildren(QPushButton) if each.text() == "Guided first training"]
    assert len(offers) == 1 and offers[0].isVisible()
    qtbot.mouseClick(offers[0], Qt.MouseButton.LeftButton)
    assert page.guide.card.isVisible()
    qtbot.mouseClick(page.guide.card.close_button, Qt.MouseButton.LeftButton)
    assert not page.guide.card.isVisible()
    window.show_overview()
    assert window.overview is not None
    (link,) = (each for each in window.overview.findChildren(QPushButton) if each.text() == "Guided first training")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert page.guide.card.isVisible() and not window.overview.isVisible()


def test_while_the_window_trains_it_says_what_is_in_the_way(page: TrainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(page.session), "training", True)
    page.start_guide()
    assert not page.guide.card.isVisible() and "still training" in page.notice.words()
