"""Two trainings side by side: the same moments, their curves over each other, and in what their settings differ."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import count, size_words, tr
from ganstudio.gui.train.option_words import option_title, value_words
from ganstudio.gui.train.plot import Plot
from ganstudio.gui.train.plots import words_for
from ganstudio.gui.train.sheet_view import SheetView
from ganstudio.gui.widgets.controls import ComboBox, Slider
from ganstudio.gui.widgets.layout import clear, label, panel, section, tool
from ganstudio.runs.curves import Curve
from ganstudio.runs.history import RunHistory, reduce_events

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.runs.run_spec import RunSpec

_STEPS = 1000
_SIDES = ("A", "B")


@dataclass(frozen=True)
class RunSummary:
    """A run and what happened in it."""

    number: int
    folder: Path
    spec: "RunSpec"
    story: RunHistory


class ComparePage(QWidget):
    """Sheets of the same share of both trainings, one curve of each, and the settings that differ."""

    left = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._summaries: dict[int, RunSummary] = {}
        self.sheets = (SheetView(), SheetView())
        self._names = tuple(label("", "title", wrap=False) for _ in _SIDES)
        self._moments = tuple(label("", "secondary", wrap=False) for _ in _SIDES)
        self.slider = Slider()
        self.curve = ComboBox()
        self.plot = Plot(tr("Both trainings"), _words)
        self.log_plot = Plot(tr("Both trainings"), _words, log=True)
        self._facts = QGridLayout()
        self._lay_out()
        self.slider.valueChanged.connect(self._show_moment)
        self.curve.currentIndexChanged.connect(self._show_curve)
        for one, other in (self.sheets, self.sheets[::-1]):
            one.picked.connect(partial(self._pick, other))

    def show_runs(self, one: Path, other: Path) -> None:
        """Read both beside the window, and show them."""
        self._summaries.clear()
        for number, folder in enumerate((one, other)):
            self._names[number].setText(f"{_SIDES[number]}  ·  {folder.name}")
            source = partial(_read, number, folder)
            self._context.files.submit(
                source, key=f"compare {number}", on_item=self._receive, failed=self._context.report_error
            )

    def _receive(self, told: RunSummary) -> None:
        self._summaries[told.number] = told
        if len(self._summaries) == len(_SIDES):
            self._show_names()
            self._show_facts()
            self._show_moment()

    def _show_names(self) -> None:
        every = dict.fromkeys(name for told in self._summaries.values() for name in _curves(told.story))
        self.curve.blockSignals(True)
        self.curve.clear()
        for name in sorted(every, key=lambda name: name != "distance"):
            self.curve.addItem(words_for(name)[0], name)
        self.curve.blockSignals(False)
        self._show_curve()

    def _show_curve(self) -> None:
        name = self.curve.currentData()
        if name is None:
            return
        curves = {
            f"{_SIDES[number]}: {name}": found
            for number, told in sorted(self._summaries.items())
            if (found := _curves(told.story).get(name)) is not None
        }
        log = name == "distance" or "gradient" in name
        self.log_plot.setVisible(log)
        self.plot.setVisible(not log)
        (self.log_plot if log else self.plot).show_curves(curves, [])

    def _show_moment(self) -> None:
        for number, told in self._summaries.items():
            samples = told.story.samples
            if not samples:
                continue
            last = max(each.story.images for each in self._summaries.values())
            wanted = last * self.slider.value() // _STEPS
            sample = samples[max(0, bisect_right([each.images for each in samples], wanted) - 1)]
            self._moments[number].setText(tr("{} pictures seen").format(count(sample.images)))
            self.sheets[number].show_sheet(QImage(str(told.folder / sample.path)), told.spec.size)

    def _show_facts(self) -> None:
        clear(self._facts)
        one, other = (describe_settings(self._summaries[number].spec, self._context.catalog) for number in range(2))
        names = [name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]
        for row, name in enumerate(names):
            self._facts.addWidget(label(name, "secondary"), row, 0)
            for column, values in enumerate((one, other)):
                self._facts.addWidget(label(values.get(name, "–")), row, column + 1)
        if not names:
            self._facts.addWidget(label(tr("Nothing: they are alike."), "secondary"), 0, 0)

    def _pick(self, other: SheetView, number: int | None) -> None:
        if other.alone != number:
            other.show_alone(number)

    def _lay_out(self) -> None:
        self.slider.setRange(0, _STEPS)
        self.slider.setValue(_STEPS)
        self.slider.setToolTip(tr("The moment of both trainings, by pictures seen."))
        self.slider.setAccessibleName(tr("Moment of both trainings"))
        self.curve.setToolTip(tr("What is drawn of both"))
        self.curve.setAccessibleName(tr("Curve"))
        self.log_plot.hide()
        middle = QWidget()
        middle.setObjectName("canvas")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        head = QHBoxLayout()
        head.addWidget(tool("back", tr("Back to the Library"), self.left.emit))
        for name in self._names:
            head.addWidget(name, 1)
        sheets, moments = QHBoxLayout(), QHBoxLayout()
        for number in range(2):
            sheets.addWidget(self.sheets[number], 1)
            moments.addWidget(self._moments[number], 1)
        column.addLayout(head)
        column.addLayout(sheets, 3)
        column.addLayout(moments)
        column.addWidget(self.slider)
        column.addWidget(self.curve, 0, Qt.AlignmentFlag.AlignLeft)
        for plot in (self.plot, self.log_plot):
            column.addWidget(plot, 2)
        area, side = panel("right", 340)
        area.setMinimumWidth(340)
        side.addWidget(section(tr("What differs")))
        side.addLayout(self._facts)
        side.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(middle, 1)
        whole.addWidget(area)


def _curves(story: RunHistory) -> dict[str, Curve]:
    return story.curves | story.measures | story.values


def _words(name: str) -> tuple[str, str]:
    """A curve of one side, “A: distance”."""
    side, plain = name.split(": ", 1)
    title, sentence = words_for(plain)
    return f"{side}  {title}", sentence


def describe_settings(spec: "RunSpec", catalog: "Catalog") -> dict[str, str]:
    """All settings as words, by what they are called in the window."""
    known = catalog.architectures.get(spec.architecture)
    options: dict[str, Any] = dict(spec.options)
    for change in spec.changes:
        options |= change.options
    told = {
        tr("Architecture"): tr(known.title) if known else spec.architecture, tr("Pictures"): Path(spec.data).name,
        tr("Size"): size_words(spec), tr("A step"): spec.plan.stages[-1].batch,
        tr("To see"): tr("{} pictures").format(count(spec.images)), tr("Seed"): str(spec.seed),
        tr("Mirrored"): spec.mirror, tr("Kinds"): len(spec.labels), tr("Precision"): spec.precision,
    }  # fmt: skip
    told |= {option_title(name): value for name, value in options.items()}
    return {name: value_words(value) for name, value in told.items()}


def _read(number: int, folder: Path, _stop: Flag) -> Iterator[RunSummary]:
    from ganstudio.runs.run import Run

    run = Run.open(folder)
    yield RunSummary(number, folder, run.spec, reduce_events(run.events()))
