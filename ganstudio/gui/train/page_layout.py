"""Where the parts of the Train page stand: a left side, a middle under its notice, health at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.guide.card import GuideCard
from ganstudio.gui.train.dataset.page import DatasetPage
from ganstudio.gui.train.setup_panel import SetupPanel
from ganstudio.gui.train.state_panel import StatePanel
from ganstudio.gui.train.summary_panel import SummaryPanel
from ganstudio.gui.train.watch_panel import WatchPanel
from ganstudio.gui.widgets.notice import Empty, Notice


class PageLayout(QStackedWidget):
    """Shows the setup, or a run, or the check of the pictures in place of everything else."""

    def __init__(
        self, empty: Empty, setup: SetupPanel, dataset: DatasetPage, summary: SummaryPanel, watch: WatchPanel,
        health: StatePanel, notice: Notice, guide: GuideCard,
    ) -> None:  # fmt: skip
        super().__init__()
        self._setup, self._dataset, self._summary = setup, dataset, summary
        self._empty, self._watch, self._health, self._notice = empty, watch, health, notice
        self._guide = guide
        self._pictures = _add_margins(setup.chosen.pictures)
        self._left = QStackedWidget()
        self._middle = QStackedWidget()
        self._lay_out()

    def show_setup(self) -> None:
        """Choose what to train, beside the pictures of the chosen folder."""
        self._show(self._setup, self._pictures if self._setup.folder else self._empty)

    def show_run(self) -> None:
        """Watch a run."""
        self._show(self._summary, self._watch)

    def show_pictures(self) -> None:
        """The pictures of the folder that was just chosen."""
        self._middle.setCurrentWidget(self._pictures)

    def show_dataset(self) -> None:
        """What may be wrong with the pictures."""
        self.setCurrentWidget(self._dataset)

    def _show(self, left: QWidget, middle: QWidget) -> None:
        self._notice.hide()
        self.setCurrentIndex(0)
        self._left.setCurrentWidget(left)
        self._middle.setCurrentWidget(middle)
        self._health.setVisible(middle is self._watch)

    def _lay_out(self) -> None:
        self._middle.setObjectName("canvas")
        for widget in (self._empty, self._watch, self._pictures):
            self._middle.addWidget(widget)
        for side in (self._setup, self._summary):
            self._left.addWidget(side)
        middle = QWidget()
        middle.setObjectName("canvas")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._notice)
        column.addWidget(self._middle, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._guide, 4)
        column.addWidget(self._left, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, middle, self._health):
            split.addWidget(part)
        split.setStretchFactor(1, 1)
        split.setSizes([340, 800, 260])
        split.setChildrenCollapsible(False)
        for whole in (split, self._dataset):
            self.addWidget(whole)
        self._guide.setStyleSheet("GuideCard { margin: 8px; }")
        self._notice.setStyleSheet("#card { margin: 12px 12px 0 12px; }")


def _add_margins(pictures: QWidget) -> QWidget:
    """The folder's pictures on the canvas, with room around them."""
    frame = QWidget()
    frame.setObjectName("canvas")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 16, 0, 0)
    pictures.setObjectName("onCanvas")
    column.addWidget(pictures)
    return frame
