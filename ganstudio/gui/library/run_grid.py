"""The runs as cards, with a filter and an order above them."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.library.controller import LibraryController
from ganstudio.gui.library.listed_run import ORDERS, ListedRun
from ganstudio.gui.library.run_list import SIDE
from ganstudio.gui.library.run_words import day_words, run_title, state_word
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import label, tool
from ganstudio.gui.widgets.notice import Empty, Notice


class RunGrid(QWidget):
    """Shows what `controller` lists; `new_clicked` asks for a training, `other_clicked` for a run that lies elsewhere."""

    new_clicked = Signal()
    other_clicked = Signal()

    def __init__(self, context: AppContext, controller: LibraryController) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self._controller = context, controller
        self._sheets: dict[Path, QPixmap] = {}
        self.filter, self.sort = QLineEdit(), ComboBox()
        self.cards = CardView(QSize(SIDE, SIDE), lines=3)
        self.notice = Notice()
        self.empty = Empty(
            "library",
            tr("No trainings yet"),
            tr("Each training is kept here with its samples, so that you can look at it, go on, or make pictures from it."),
            (tr("Train on a folder…"), self.new_clicked.emit),
            (tr("Open one from elsewhere…"), self.other_clicked.emit),
        )
        self._count = label("", "secondary", wrap=False)
        self._stack = QStackedWidget()
        self._explain()
        self._lay_out()
        controller.changed.connect(self.show_runs)
        context.catalog_changed.connect(self.show_runs)
        self.filter.textChanged.connect(controller.set_filter)
        self.sort.currentIndexChanged.connect(lambda _: controller.set_order(self.sort.currentData()))
        self.cards.chosen.connect(lambda _: self._choose())

    def show_runs(self) -> None:
        """Show the runs that are listed now; the chosen card stays so."""
        listed, total = self._controller.visible_runs(), len(self._controller.runs)
        self.cards.show_cards([self._card(run) for run in listed])
        self._count.setText(tr("{} of {}").format(len(listed), total) if self._controller.filter else str(total))
        self._stack.setCurrentIndex(0 if total else 1)
        self._choose()

    def show_sheet(self, folder: Path, sheet: QPixmap) -> None:
        """Show a run's last samples on its card."""
        self._sheets[folder] = sheet
        self.cards.cards.change(str(folder), pixmap=sheet)

    def sheet_of(self, folder: Path) -> QPixmap | None:
        """A run's last samples; None where they were not read yet."""
        return self._sheets.get(folder)

    def _card(self, run: ListedRun) -> Card:
        facts = f"{run_title(run, self._context)}  ·  {tr('{} seen').format(count(run.images))}"
        mark = "● " if run.state == "running" else ""
        line = f"{facts}\n{mark}{state_word(run.state)}  ·  {day_words(run.changed)}"
        return Card(str(run.folder), run.folder.name, line, self._sheets.get(run.folder), tip=str(run.folder))

    def _choose(self) -> None:
        key = self.cards.key()
        self._controller.choose(Path(key) if key else None)

    def _explain(self) -> None:
        self.filter.setPlaceholderText(tr("Filter by name, architecture, state"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setToolTip(tr("Show only the trainings whose name, architecture or state holds these letters (Ctrl+F)"))
        for key, order in ORDERS.items():
            self.sort.addItem(tr(order.title), key)
        self.sort.setAccessibleName(tr("Order"))
        self.sort.setToolTip(tr("The order of the cards."))
        self.cards.setObjectName("onCanvas")
        self.cards.setAccessibleName(tr("Trainings"))
        self.notice.setStyleSheet("#card { margin: 0 12px 8px 12px; }")

    def _lay_out(self) -> None:
        framed = QWidget()
        framed.setObjectName("canvas")
        inside = QVBoxLayout(framed)
        inside.setContentsMargins(10, 0, 0, 0)
        inside.addWidget(self.cards)
        self._stack.setObjectName("canvas")
        for widget in (framed, self.empty):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(8)
        head.addWidget(label(tr("Library"), "title", wrap=False))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.filter, 2)
        head.addWidget(self.sort)
        head.addWidget(tool("open", tr("Show a training that lies in another folder…"), self.other_clicked.emit))
        return head
