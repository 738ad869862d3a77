"""The goal in words and the time that there is: what a proposal is made from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.length_box import row
from ganstudio.gui.train.setup_controller import USUAL_MINUTES
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import label

MINUTES = (2, 5, 20, 60, 180, 480)


class GoalBox(QWidget):
    """What is wanted, and how long it may take; `changed` when either is chosen anew."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.goal = ComboBox()
        self.time = ComboBox()
        self.why = label("", "secondary")
        for name, words in (
            ("new", tr("Make new pictures like these")),
            ("style", tr("Learn a style from these")),
            ("repair", tr("Learn to repair pictures")),
        ):
            self.goal.addItem(words, name)
        for minutes in MINUTES:
            self.time.addItem(_time_words(minutes), minutes)
        self.time.setCurrentIndex(MINUTES.index(round(USUAL_MINUTES)))
        self.goal.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.goal.setMinimumContentsLength(8)
        for box, name, tip in (
            (self.goal, tr("Goal"), tr("What you want; what is trained is proposed from it.")),
            (self.time, tr("Time"), tr("How long it may take here; it can be stopped and gone on with at any time.")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(tip)
            box.activated.connect(lambda _number: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.goal)
        column.addLayout(row(tr("Time"), self.time))
        column.addWidget(self.why)
        self.explain("")

    def explain(self, why: str) -> None:
        """Why it was proposed; nothing where it was chosen by hand."""
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def choose(self, goal: str) -> None:
        """Choose a goal by its name, without telling."""
        self.goal.setCurrentIndex(max(0, self.goal.findData(goal)))

    @property
    def minutes(self) -> float:
        """The time that there is."""
        return float(self.time.currentData())


def _time_words(minutes: int) -> str:
    if minutes < 60:
        return tr("{} minutes").format(minutes)
    hours = minutes // 60
    return tr("one hour") if hours == 1 else tr("overnight (8 hours)") if hours == 8 else tr("{} hours").format(hours)
