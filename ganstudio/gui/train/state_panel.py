"""How a training goes, in figures and words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api.schedule import Plan
from ganstudio.core.events import Event, Measured, Saved, Started
from ganstudio.gui.app.theme import Theme, current_theme
from ganstudio.gui.app.translations import count, duration, tr
from ganstudio.gui.train.diagnosis_cards import DiagnosisCards
from ganstudio.gui.train.event_lines import event_line
from ganstudio.gui.widgets.labels import StatusLabel
from ganstudio.gui.widgets.layout import label, panel, section
from ganstudio.runs.curves import Curve
from ganstudio.runs.history import Phase, RunHistory


class StatePanel(QWidget):
    """State, pictures seen, speed, time left, stage, device, last checkpoint, and what was said last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = StatusLabel("state")
        self._images = label("", "figure", wrap=False)
        self._of = label("", "secondary", wrap=False)
        self._share = QProgressBar()
        self.diagnosis_cards = DiagnosisCards()
        self._grid = QGridLayout()
        self._names: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        self.messages = QListWidget()
        self._message_count: tuple[list[Event], str] = ([], "")
        self._lay_out()

    def show_history(self, history: RunHistory, phase: Phase, plan: Plan | None) -> None:
        """Show how it stands."""
        self._state.show_words(*_state(history, phase, current_theme()))
        self._images.setText(count(history.images))
        self._of.setText(tr("of {} pictures seen").format(count(history.total)) if history.total else tr("pictures seen"))
        self._share.setValue(round(1000 * (history.share or 0)))
        self.diagnosis_cards.show_diagnoses(history.diagnoses, running=phase == "running")
        for name, value in _figures(history, phase, plan).items():
            self._values[name].setText(value or "–")
        self._list(list(history.recent))

    def row(self, name: str) -> tuple[QLabel, QLabel]:
        """The name and the value of a figure: “win rate”, “diversity”, “stage” …"""
        return self._names[name], self._values[name]

    def _list(self, events: list[Event]) -> None:
        theme = current_theme()
        if (events, theme.name) == self._message_count:
            return
        self._message_count = events, theme.name
        self.messages.clear()
        for words, tone in filter(None, map(event_line, reversed(events))):
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setForeground(QColor(theme.error if tone == "error" else theme.secondary))
            self.messages.addItem(item)

    def _lay_out(self) -> None:
        figures = QFont(self.font())
        figures.setFeature(QFont.Tag("tnum"), 1)
        self._images.setFont(figures)
        self._share.setRange(0, 1000)
        self._share.setTextVisible(False)
        self._share.setAccessibleName(tr("How far the training is"))
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        for row, (key, name, tip) in enumerate(_rows()):
            words = self._names[key] = label(name, "secondary", wrap=False)
            value = self._values[key] = label("–", wrap=False)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setFont(figures)
            words.setToolTip(tip)
            value.setToolTip(tip)
            self._grid.addWidget(words, row, 0)
            self._grid.addWidget(value, row, 1)
        self.messages.setAccessibleName(tr("What happened last"))
        self.messages.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.messages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.messages.setTextElideMode(Qt.TextElideMode.ElideRight)
        area, column = panel("right", 260)
        area.setMinimumWidth(208)
        column.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.messages.setMinimumHeight(96)
        for widget in (section(tr("Health")), self._state, self._images, self._of, self._share):
            column.addWidget(widget)
        column.addWidget(self.diagnosis_cards)
        column.addSpacing(8)
        column.addLayout(self._grid)
        column.addSpacing(12)
        column.addWidget(section(tr("What happened")))
        column.addWidget(self.messages, 1)


def _rows() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "win rate",
            tr("Critic's hits"),
            tr("How often it picks out your picture from a pair with a new one; a half is chance."),
        ),
        ("diversity", tr("Diversity"), tr("How varied new pictures are: 1 is as varied as yours.")),
        ("best", tr("Best moment"), tr("Where new pictures were nearest to yours; that checkpoint is kept.")),
        ("speed", tr("Speed"), tr("Pictures learnt from in a second, over the last ticks.")),
        ("left", tr("Time left"), tr("At this speed, until all pictures are seen.")),
        ("spent", tr("Trained for"), tr("Time trained so far, all sessions together.")),
        ("stage", tr("Resolution"), tr("Pixels it works at now; an architecture that grows begins with few.")),
        ("learns", tr("Learns from"), tr("Pictures that could be read from the folder.")),
        ("device", tr("Device"), tr("Where it is computed.")),
        ("precision", tr("Precision"), tr("Numbers it computes with: bfloat16 is faster where the machine does it well.")),
        ("saved", tr("Last checkpoint"), tr("A training can go on from here, whatever happens.")),
    )


def _figures(history: RunHistory, phase: Phase, plan: Plan | None) -> dict[str, str]:
    """The figures by the rows that show them; empty where nothing is known yet."""
    return {
        "win rate": _share(history.values.get("win rate")),
        "diversity": _measurement(history, "diversity"),
        "best": _at(history.best_moment),
        "speed": _speed(history.rate),
        "left": _time(history.seconds_left) if phase in ("running", "stopping") else "",
        "spent": _time(history.seconds or None),
        "stage": _resolution(history, plan),
        "saved": _at(history.last_checkpoint) or tr("not yet"),
        **_start_figures(history.start_event),
    }


def _start_figures(started: Started | None) -> dict[str, str]:
    """What is known from the start of the session on."""
    if started is None:
        return dict.fromkeys(("device", "precision", "learns"), "")
    learns = tr("one picture") if started.pictures == 1 else tr("{:,} pictures").format(started.pictures)
    return {"device": started.device.upper(), "precision": started.precision, "learns": learns}


def _at(event: Saved | Measured | None) -> str:
    return tr("at {}").format(count(event.images)) if event else ""


def _time(seconds: float | None) -> str:
    return "" if seconds is None else duration(seconds)


def _speed(rate: float | None) -> str:
    """Pictures a second: with a decimal where there are few."""
    if not rate:
        return ""
    return tr("{} pictures/s").format(f"{rate:.1f}" if rate < 10 else f"{rate:,.0f}")


def _state(history: RunHistory, phase: Phase, theme: Theme) -> tuple[str, str]:
    """The word for a phase, and its colour."""
    if phase == "preparing" and history.loading:
        words = tr("Reading pictures: {} of {}")
        return words.format(count(history.loading.done), count(history.loading.total)), theme.secondary
    return {
        "preparing": (tr("Getting ready…"), theme.secondary),
        "running": (tr("Training"), theme.accent),
        "stopping": (tr("Stopping, saving…"), theme.accent),
        "stopped": (tr("Stopped"), theme.secondary),
        "done": (tr("Done"), theme.good),
        "failed": (tr("Failed"), theme.error),
    }[phase]


def _resolution(history: RunHistory, plan: Plan | None) -> str:
    """Resolution, and how far its newest layers have faded in."""
    if history.stage is None or plan is None:
        return ""
    moment = plan.at(history.images)
    words = f"{moment.resolution} × {moment.resolution}"
    return f"{words}  ·  {100 * moment.alpha:.0f} %" if moment.alpha < 1 else words


def _share(curve: Curve | None) -> str:
    """The mean of a curve's last points, as a percentage."""
    if curve is None:
        return ""
    last = curve.points()[1][-10:]
    return f"{100 * float(last.mean()):.0f} %" if len(last) else ""


def _measurement(history: RunHistory, name: str) -> str:
    known = history.last_measurement.values.get(name) if history.last_measurement else None
    return "" if known is None else f"{known:.2f}"
