"""The card of the guided first training: one step, what it waits for, and the keys of the way."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.core.translation import tr
from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.glossary.dialog import show_glossary
from ganstudio.gui.guide.controller import GuideController
from ganstudio.gui.guide.lesson import read_lesson
from ganstudio.gui.guide.player import LessonPlayer
from ganstudio.gui.guide.strip import StripView
from ganstudio.gui.widgets.layout import button, label, tool


class ContentArea(QScrollArea):
    """As high as what is in it, where there is room; else it scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(80)

    def sizeHint(self) -> QSize:
        """The size of what is in it, at the present width."""
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        high = layout.heightForWidth(self.viewport().width()) if layout is not None else 0
        return QSize(super().sizeHint().width(), max(self.minimumHeight(), high))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class GuideCard(QFrame):
    """Shows the controller's step; Back, Next and Leave are its own buttons."""

    def __init__(self, controller: GuideController) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(tr("Guided first training"))
        self.controller = controller
        self._place = label("", "secondary", wrap=False)
        self._title = label("", "name")
        self._words = label("")
        self._facts = label("")
        self._waits = label("", "secondary")
        self.pair = StripView()
        self.player = LessonPlayer()
        self.more = button(tr("In the glossary"), tr("What the glossary says of it"), self._open_glossary, name="link")
        self.close_button = tool("close", tr("Leave the guide; the training goes on"), controller.leave)
        self.back = button(tr("Back"), tr("The step before (Alt+Left)"), controller.go_back)
        self.next = button(tr("Next"), tr("The next step (Alt+Right)"), controller.go_on, name="primary")
        self.begin = button(tr("Begin"), tr("Begin the training"), controller.begin_training, name="primary")
        self.finish = button(tr("Leave"), tr("Close the guide; F1 has it again"), controller.leave)
        self.area = ContentArea()
        self._lay_out()
        self.player.moment_shown.connect(self._watch)
        controller.entered.connect(self._enter)
        controller.changed.connect(self._show)
        self.hide()

    def show_pair(self, image: QImage) -> None:
        """Show a pair of rows as the critic sees them."""
        self.pair.show_image(image)

    def _enter(self) -> None:
        """Another step: its words and its picture from the beginning."""
        step = self.controller.step
        self._place.setText(tr("First training  {} / {}").format(self.controller.number + 1, len(self.controller.steps)))
        self._title.setText(tr(step.title))
        self._words.setText(tr(step.words))
        self.pair.setVisible(step.picture == "pair")
        lesson = step.picture in ("collapse", "growing")
        self.player.setVisible(lesson)
        if lesson:
            self.player.show_lesson(read_lesson(step.picture))
        self.more.setVisible(bool(step.term))
        self.area.verticalScrollBar().setValue(0)
        self.show()

    def _show(self) -> None:
        state, theme = self.controller, current_theme()
        facts = state.step.facts(state.history)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self._waits.setText(state.state_words)
        self._waits.setVisible(bool(state.state_words))
        self._facts.setStyleSheet(f"color: {theme.accent}")
        self.back.setEnabled(state.may_go_back)
        self.begin.setVisible(state.may_begin)
        last = state.number + 1 == len(state.steps)
        self.next.setVisible(not state.may_begin and not last)
        self.finish.setVisible(last)
        self.area.updateGeometry()
        had_focus = self.next.hasFocus()
        self.next.setEnabled(state.may_go_on)
        if had_focus and not state.may_go_on:  # Qt would give the focus to whatever comes next
            QTimer.singleShot(0, self, self.back.setFocus)

    def _watch(self, images: int) -> None:
        if self.player.isVisibleTo(self):
            self.controller.record_lesson_progress(self.controller.step.picture, images)

    def _open_glossary(self) -> None:
        show_glossary(self, self.controller.step.term)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("clear")
        words = QVBoxLayout(inside)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(8)
        for widget in (self._title, self.pair, self.player, self._words, self._facts, self._waits, self.more):
            words.addWidget(widget)
        words.addStretch(1)
        self.area.setObjectName("clear")
        self.area.setWidget(inside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._place, 1)
        head.addWidget(self.close_button)
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addStretch(1)
        for widget in (self.begin, self.next, self.finish):
            foot.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addLayout(foot)
