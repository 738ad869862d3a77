"""The glossary in a real window: tooltips with what words mean, dots under them, the page, “Why?”."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.core.events import Diagnosed
from ganstudio.core.glossary import read_glossary
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.window import Window
from ganstudio.gui.glossary.dialog import GlossaryDialog, show_glossary
from ganstudio.gui.glossary.hover import TermHover, show_glossary_at_focus, tooltip_at
from ganstudio.gui.glossary.why import WhyButton
from ganstudio.gui.train.diagnosis_cards import DiagnosisCards
from ganstudio.gui.train.plots import Plots
from ganstudio.gui.train.state_panel import StatePanel
from ganstudio.gui.widgets.layout import button, label
from ganstudio.gui.widgets.term_label import TITLES, TermLabel


@pytest.fixture
def hover(qtbot: QtBot, context: AppContext) -> Iterator[TermHover]:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = TermHover(holder)
    made.start()
    yield made
    QToolTip.hideText()
    TermLabel.shows_marks = False


def _hover_over(widget: QWidget) -> str:
    """What the tooltip says when the pointer rests on a widget, as Qt asks for it."""
    QToolTip.hideText()
    place = widget.rect().center()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return QToolTip.text()


def test_a_word_explains_itself_under_the_pointer(hover: TermHover, qtbot: QtBot) -> None:
    shown = label("The critic’s score", wrap=False)
    other = button("Best checkpoint", "Go back to it", lambda: None)
    for widget in (shown, other):
        qtbot.addWidget(widget)
        widget.show()
    assert "tells your pictures from new ones" in " ".join(_hover_over(shown).split())
    assert "Goodfellow et al. 2014" in _hover_over(shown)
    said = _hover_over(other)
    assert said.startswith("Go back to it\n\n") and "Checkpoint: All that is needed" in said
    assert max(map(len, said.splitlines())) < 80


def test_where_no_word_of_the_field_is_all_is_as_ever(hover: TermHover, qtbot: QtBot) -> None:
    plain, silent = button("Save", "Keep it", lambda: None), label("Nothing of note")
    for widget in (plain, silent):
        qtbot.addWidget(widget)
        widget.show()
    assert _hover_over(plain) == "Keep it"
    assert tooltip_at(silent, silent.rect().center()) == ""


def test_an_option_is_known_by_its_title_on_pages_about_training_alone(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    width = QLabel("Width", page)
    assert tooltip_at(width, QPoint(1, 1)) == ""
    page.setProperty(TITLES, True)
    assert "Network width" in tooltip_at(width, QPoint(1, 1))


def test_words_that_are_cut_short_are_said_whole(qtbot: QtBot) -> None:
    shown = label("How often the critic is right", wrap=False)
    qtbot.addWidget(shown)
    shown.resize(60, 20)
    shown.show()
    assert tooltip_at(shown, QPoint(1, 1)).startswith("How often the critic is right\n\nDiscriminator")


def test_lists_and_plots_are_read_where_the_pointer_is(qtbot: QtBot) -> None:
    health = StatePanel()
    qtbot.addWidget(health)
    health.messages.addItems(["A plain line", "12 k  The doctor: collapse"])
    health.show()
    view = health.messages
    place = view.visualItemRect(view.item(1)).center()
    assert "Mode collapse" in tooltip_at(view.viewport(), place)
    assert tooltip_at(view.viewport(), view.visualItemRect(view.item(0)).center()) == ""


def test_every_word_of_the_health_panel_and_the_plots_is_explained(qtbot: QtBot) -> None:
    health, plots = StatePanel(), Plots()
    for page in (health, plots):
        qtbot.addWidget(page)
        page.setProperty(TITLES, True)
        page.show()
    for words in ("Critic's hits", "Diversity", "Best moment", "Precision", "Last checkpoint"):
        (found,) = (each for each in health.findChildren(QLabel) if each.text() == words)
        assert tooltip_at(found, found.rect().center()).count("\n\n") >= 1, words
    for name in (
        "discriminator",
        "generator",
        "penalty",
        "distance",
        "overfit",
        "augmentation",
        "win rate",
        "discriminator gradient",
    ):
        plots.losses._add(name)
    for name, chip in plots.losses._chips.items():
        assert "\n\n" in tooltip_at(chip, chip.rect().center()), name


def test_dots_are_drawn_under_names_of_the_field(hover: TermHover, qtbot: QtBot) -> None:
    known, unknown = label("Diversity", wrap=False), label("Speed", wrap=False)
    for widget in (known, unknown):
        qtbot.addWidget(widget)
        widget.show()
    TermLabel.shows_marks = False
    before = [widget.grab().toImage() for widget in (known, unknown)]
    hover.start()
    after = [widget.grab().toImage() for widget in (known, unknown)]
    assert before[0] != after[0] and before[1] == after[1]
    last = [QColor(after[0].pixel(x, after[0].height() - 1)).lightness() for x in range(8)]
    assert len(set(last)) > 1  # dots, not a line


def test_the_page_is_searched_and_its_links_lead_on(qtbot: QtBot) -> None:
    dialog = GlossaryDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    known = read_glossary()
    assert dialog.list.count() == len(known.terms) + len(known.questions)
    dialog.search.setText("模式崩溃")
    assert dialog.list.item(0).text() == "Mode collapse"
    assert any("Salimans" in each.text() for each in dialog.entry.findChildren(QLabel))
    (link,) = (each for each in dialog.entry.findChildren(type(dialog.close_button)) if each.text() == "Diversity")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert dialog.search.text() == "" and dialog.list.currentItem().text() == "Diversity"
    qtbot.keyClicks(dialog.search, "nosuchword")
    assert dialog.list.count() == 0
    assert any("nosuchword" in each.text() for each in dialog.entry.findChildren(QLabel))


def test_why_opens_the_answer(qtbot: QtBot) -> None:
    cards = DiagnosisCards()
    qtbot.addWidget(cards)
    cards.show_diagnoses({"collapse": Diagnosed(9, "collapse", "bad", "It repeats itself.", "Go back.")}, running=False)
    cards.show()
    assert cards.minimumSizeHint().width() < 190  # the panel is narrow: a long question must not widen it
    (why,) = cards.findChildren(WhyButton)
    assert why.text() == "Why?" and why.toolTip() == "Why do all pictures become alike, and what helps?"
    qtbot.mouseClick(why, Qt.MouseButton.LeftButton)
    dialog = cards.window().findChild(GlossaryDialog)
    assert dialog is not None and dialog.isVisible() and dialog.list.currentItem().text() == why.toolTip()
    assert show_glossary(cards, "ema") is dialog and dialog.list.currentItem().text() == "EMA"


def test_the_keys_open_it_at_the_word_of_the_control_with_the_focus(window: Window, qtbot: QtBot) -> None:
    page = window.show_page("train")
    place = page.setup.architecture  # type: ignore[attr-defined]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    place.setFocus()
    show_glossary_at_focus(window)
    dialog = window.findChild(GlossaryDialog)
    assert dialog is not None and dialog.list.currentItem().text() == "Architecture"
