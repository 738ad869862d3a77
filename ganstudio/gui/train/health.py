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
from ganstudio.core.events import Changed, Diagnosed, Event, Failed, Finished, Saved, Skipped, StageBegan, Started
from ganstudio.gui.app.theme import Theme, current_theme
from ganstudio.gui.app.translations import count, duration, tr
from ganstudio.gui.train.diagnosis_cards import DiagnosisCards
from ganstudio.gui.widgets.layout import ElidedLabel, label, panel, section
from ganstudio.runs.curves import Curve
from ganstudio.runs.history import Phase, RunHistory


class Health(QWidget):
    """State, pictures seen, speed, time left, stage, device, last checkpoint, and what was said last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = ElidedLabel("state")
        self._images = label("", "figure", wrap=False)
        self._of = label("", "secondary", wrap=False)
        self._share = QProgressBar()
        self.bedside = DiagnosisCards()
        self._grid = QGridLayout()
        self._values: dict[str, QLabel] = {}
        self.messages = QListWidget()
        self._said: tuple[list[Event], str] = ([], "")
        self._lay_out()

    def show_history(self, history: RunHistory, phase: Phase, plan: Plan | None) -> None:
        """Show how it stands."""
        word, colour = _state(phase, current_theme())
        if phase == "preparing" and history.loading:
            word = tr("Reading pictures: {} of {}").format(count(history.loading.done), count(history.loading.total))
        self._state.show_words(word, colour)
        self._images.setText(count(history.images))
        self._of.setText(tr("of {} pictures seen").format(count(history.total)) if history.total else tr("pictures seen"))
        self._share.setValue(round(1000 * (history.share or 0)))
        going = phase in ("running", "stopping")
        self.bedside.show_diagnoses(history.diagnoses, running=phase == "running")
        self._show("critic", _share(history.values.get("critic")))
        self._show("diversity", _measure(history, "diversity"))
        self._show("best", tr("at {}").format(count(history.best.images)) if history.best else "–")
        self._show("speed", tr("{} pictures/s").format(_figure(history.rate)) if history.rate else "–")
        self._show("left", duration(history.left) if going and history.left is not None else "–")
        self._show("spent", duration(history.seconds) if history.seconds else "–")
        self._show("stage", _stage(history, plan))
        self._show("device", history.started.device.upper() if history.started else "–")
        self._show("precision", history.started.precision if history.started else "–")
        self._show("learns", _pictures(history.started.pictures) if history.started else "–")
        self._show("saved", tr("at {}").format(count(history.saved.images)) if history.saved else tr("not yet"))
        self._list(list(history.recent))

    def _show(self, name: str, value: str) -> None:
        self._values[name].setText(value)

    def _list(self, events: list[Event]) -> None:
        theme = current_theme()
        if (events, theme.name) == self._said:
            return
        self._said = events, theme.name
        self.messages.clear()
        for words, tone in filter(None, map(_message, reversed(events))):
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
            words = label(name, "secondary", wrap=False)
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
        area.setMinimumWidth(220)
        column.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.messages.setMinimumHeight(96)
        for widget in (section(tr("Health")), self._state, self._images, self._of, self._share):
            column.addWidget(widget)
        column.addWidget(self.bedside)
        column.addSpacing(8)
        column.addLayout(self._grid)
        column.addSpacing(12)
        column.addWidget(section(tr("What happened")))
        column.addWidget(self.messages, 1)


def _rows() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "critic",
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


def _state(phase: Phase, theme: Theme) -> tuple[str, str]:
    """The word for a phase, and its colour."""
    return {
        "preparing": (tr("Getting ready…"), theme.secondary),
        "running": (tr("Training"), theme.accent),
        "stopping": (tr("Stopping, saving…"), theme.accent),
        "stopped": (tr("Stopped"), theme.secondary),
        "done": (tr("Done"), theme.good),
        "failed": (tr("Failed"), theme.error),
    }[phase]


def _stage(history: RunHistory, plan: Plan | None) -> str:
    """Resolution, and how far its newest layers have faded in."""
    if history.stage is None or plan is None:
        return "–"
    moment = plan.at(history.images)
    words = f"{moment.resolution} × {moment.resolution}"
    return f"{words}  ·  {100 * moment.alpha:.0f} %" if moment.alpha < 1 else words


def _message(event: Event) -> tuple[str, str] | None:
    match event:
        case Started(images=0):
            return tr("Training began"), ""
        case Started(images=images):
            return tr("{}  Went on from here").format(count(images)), ""
        case StageBegan(images=images, resolution=side) if images:
            return tr("{}  Grew to {} pixels").format(count(images), side), ""
        case Saved(images=images):
            return tr("{}  Checkpoint saved").format(count(images)), ""
        case Diagnosed(images=images, name=name, severity=severity):
            return f"{count(images)}  {tr('The doctor: {}').format(tr(name))}", "error" if severity == "bad" else ""
        case Changed(images=images, words=words):
            return f"{count(images)}  {words[0].upper()}{words[1:]}", ""
        case Skipped(path=path, reason=reason):
            return tr("Left out: {} ({})").format(path.rsplit("/", 1)[-1], reason), ""
        case Finished(images=images, reason=reason):
            return f"{count(images)}  {tr('All pictures seen') if reason == 'done' else tr('Stopped')}", ""
        case Failed(error=error):
            return error, "error"
    return None


def _share(curve: Curve | None) -> str:
    """The mean of a curve's last points, as a percentage."""
    if curve is None:
        return "–"
    last = curve.points()[1][-10:]
    return f"{100 * float(last.mean()):.0f} %" if len(last) else "–"


def _measure(history: RunHistory, name: str) -> str:
    known = history.measured.values.get(name) if history.measured else None
    return "–" if known is None else f"{known:.2f}"


def _figure(rate: float) -> str:
    return f"{rate:.1f}" if rate < 10 else f"{rate:,.0f}"


def _pictures(number: int) -> str:
    return tr("one picture") if number == 1 else tr("{:,} pictures").format(number)
