"""“Why?” beside what makes one ask: the glossary's answer at a click."""

from PySide6.QtWidgets import QHBoxLayout

from ganstudio.core.glossary import read_glossary
from ganstudio.core.translation import tr
from ganstudio.gui.glossary.dialog import show_glossary
from ganstudio.gui.widgets.controls import PushButton
from ganstudio.gui.widgets.layout import section


class WhyButton(PushButton):
    """A link to the question that arises at a place, or with a diagnosis; hidden where none does.

    It says “Why?” or the like, or the `whole` question.
    """

    def __init__(self, place: str, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self.setObjectName("link")
        self.setAutoDefault(False)
        self._key = ""
        self.ask(place)
        self.clicked.connect(lambda: show_glossary(self, f"?{self._key}"))

    def ask(self, place: str) -> None:
        """Lead to the question of another place."""
        questions = read_glossary().answer_at(place)
        self.setHidden(not questions)
        if questions:
            self._key = questions[0].key
            self.setText(tr(questions[0].ask if self._whole else questions[0].short))
            self.setToolTip(tr(questions[0].ask))
            self.setAccessibleName(tr(questions[0].ask))


def section_with_question(words: str, place: str) -> QHBoxLayout:
    """The heading of a part of a panel, and the question that arises there at its right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(section(words))
    row.addStretch(1)
    row.addWidget(WhyButton(place))
    return row
