"""The doctor's diagnoses: what is wrong with the training in plain words, and what may help at a click."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.events import Diagnosed
from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.glossary.why import WhyButton
from ganstudio.gui.widgets.labels import StatusLabel
from ganstudio.gui.widgets.layout import button, clear, label, tool

_SHOWN = 2
_ORDER = ("bad", "warning", "notice", "good")


class DiagnosisCards(QWidget):
    """The gravest diagnoses as cards; the signals carry what is asked for: other options, back, or stop."""

    change_wanted = Signal(object)
    back_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._shown_key: tuple[object, ...] = ()
        self._dismissed_names: set[Diagnosed] = set()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_diagnoses(self, diagnoses: Mapping[str, Diagnosed], *, running: bool) -> None:
        """Show the diagnoses that hold now, with buttons where it can still be acted on."""
        left = [each for each in diagnoses.values() if each not in self._dismissed_names]
        gravest = sorted(left, key=lambda each: (_ORDER.index(each.severity), -each.images))[:_SHOWN]
        key = (tuple(gravest), running, current_theme().name)
        if key == self._shown_key:
            return
        self._shown_key = key
        clear(self._column)
        for each in gravest:
            self._column.addWidget(self._card(each, running=running))
        self.setVisible(bool(gravest))

    def _card(self, diagnosis: Diagnosed, *, running: bool) -> QFrame:
        theme = current_theme()
        colour = {"bad": theme.error, "warning": theme.accent, "good": theme.good}.get(diagnosis.severity, theme.secondary)
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 8, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        title = StatusLabel("name")
        title.show_words(tr(diagnosis.name.capitalize()), colour)
        title.setToolTip(tr("Seen after {} pictures.").format(count(diagnosis.images)))
        head.addWidget(title, 1)
        head.addWidget(
            tool("close", tr("Close this; the doctor tells it again if it comes back"), partial(self._close, diagnosis))
        )
        column.addLayout(head)
        column.addWidget(label(tr(diagnosis.message)))
        column.addWidget(label(tr(diagnosis.remedy), "secondary"))
        column.addWidget(WhyButton(diagnosis.name), 0, Qt.AlignmentFlag.AlignLeft)
        if running:
            column.addLayout(self._actions(diagnosis))
        return card

    def _actions(self, diagnosis: Diagnosed) -> QVBoxLayout:
        row = QVBoxLayout()
        row.setSpacing(4)
        if diagnosis.fix:
            words = ", ".join(f"{name.replace('_', ' ')} → {_figure(value)}" for name, value in diagnosis.fix.items())
            change = partial(self.change_wanted.emit, dict(diagnosis.fix))
            row.addWidget(button(tr("Do it: {}").format(words), tr("Change it now; the training goes on"), change))
        if diagnosis.severity == "bad":
            tip = tr("To the last healthy checkpoint, and on from there at half the rates")
            row.addWidget(button(tr("Go back"), tip, self.back_wanted.emit, icon_name="undo"))
        if diagnosis.name == "plateau":
            row.addWidget(button(tr("Stop and save"), tr("Stop here; you can go on later"), self.stop_wanted.emit))
        return row

    def _close(self, diagnosis: Diagnosed) -> None:
        self._dismissed_names.add(diagnosis)
        self._shown_key = ()
        self.hide()


def _figure(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
