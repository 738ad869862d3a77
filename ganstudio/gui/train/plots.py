"""The plots of a training: losses, how good the samples are, how the critic judges; they share their time and moment."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio.gui.app.translations import tr
from ganstudio.gui.glossary.why import WhyButton
from ganstudio.gui.train.plot import SMOOTHING, Plot
from ganstudio.gui.widgets.controls import PushButton, Slider
from ganstudio.gui.widgets.layout import label, set_icon, tool
from ganstudio.runs.curves import Curve
from ganstudio.runs.history import RunHistory

_PLACES = ("losses", "distance", "judgement", "steps")  # in the glossary, of the plots in their order
_LEAST, _ANY = 150, 16_777_215  # pixels of height; Qt has no more
_ROOMY, _NARROW = 640, 480  # pixels: less is left out where there is no room


def words_for(name: str) -> tuple[str, str]:
    """A curve in words for artists, and a sentence about it."""
    plain = name.replace("_", " ").replace("-", " ").strip()
    known = {
        "discriminator": (tr("Critic"), tr("The discriminator's loss: how badly it tells your pictures from new ones.")),
        "discriminator of paintings": (tr("Critic of paintings"), tr("How badly it tells your paintings from new ones.")),
        "discriminator of photos": (tr("Critic of photos"), tr("How badly it tells photos from those painted back.")),
        "generator": (tr("Painter"), tr("The generator's loss: how badly its pictures pass as yours.")),
        "penalty": (tr("Penalty"), tr("What keeps the critic's judgement smooth: the gradient penalty.")),
        "distance": (
            tr("Distance"),
            tr("How far new pictures are from yours as a whole (KID on random features); lower is better."),
        ),
        "diversity": (
            tr("Diversity"),
            tr("How varied new pictures are: 1 is as varied as yours, 0 is one picture over and over."),
        ),
        "copied": (tr("Originality"), tr("How far new pictures are from single ones of yours; near 0 they are copies.")),
        "win rate": (tr("Critic's hits"), tr("How often the critic picks out your picture from a pair; a half is chance.")),
        "overfit": (
            tr("Known by heart"),
            tr("How often the critic prefers a picture it has learnt from to one it never saw; a half is good."),
        ),
        "augmentation": (tr("Disguise"), tr("The share of what the critic sees that is disguised (augmentation).")),
        "generator gradient": (tr("Painter's steps"), tr("The norm of the generator's gradient.")),
        "discriminator gradient": (tr("Critic's steps"), tr("The norm of the discriminator's gradient.")),
    }
    return known.get(plain, (plain.capitalize(), tr("The loss that the architecture calls “{}”.").format(plain)))


class Plots(QWidget):
    """One of several plots at a time, chosen by name; zoom and moment are common to all."""

    moment_dragged = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(_LEAST)
        self._history = RunHistory()
        self.losses = Plot(tr("Losses"), words_for)
        self.distance = Plot(tr("Distance"), words_for, log=True)
        self.judgement = Plot(tr("Judgement"), words_for)
        self.steps = Plot(tr("Steps"), words_for, log=True)
        self._stack = QStackedWidget()
        self._choice = QButtonGroup(self)
        self.smoothing = _smoothing_slider()
        self._words = label(tr("Smoothing"), "secondary", wrap=False)
        self._weight = label(f"{SMOOTHING:.2f}", "secondary", wrap=False)
        self._why = WhyButton(_PLACES[0])
        self.fold = tool("down", tr("Fold the plots away, or open them"), checkable=True)
        self._lay_out()
        self.smoothing.valueChanged.connect(self._smooth)
        self.fold.toggled.connect(self._fold_away)
        for plot in self._plots():
            plot.moment_dragged.connect(self.moment_dragged)
            if plot is not self.losses:
                plot.view.setXLink(self.losses.view)

    def show_history(self, history: RunHistory) -> None:
        """Draw what is seen of the history as it is now."""
        self._history = history
        plot = self._stack.currentWidget()
        assert isinstance(plot, Plot)
        plot.show_curves(self._curves(plot), history.marks)

    def show_moment(self, images: int | None) -> None:
        """Put the line of the moment where the samples are."""
        for plot in self._plots():
            plot.show_moment(images)

    def show_plot(self, plot: Plot) -> None:
        """Show one of the plots."""
        number = self._plots().index(plot)
        self._choice.button(number).setChecked(True)
        self._choose(number)

    def show_all(self) -> None:
        """Show everything, and follow what comes."""
        for plot in self._plots():
            plot.show_all()

    def apply_theme(self) -> None:
        """Take the colours of the theme."""
        for plot in self._plots():
            plot.apply_theme()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        self.show_history(self._history)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where there is no room."""
        super().resizeEvent(event)
        self._words.setVisible(self.width() >= _ROOMY)
        self._weight.setVisible(self.width() >= _ROOMY)
        for each in (self.smoothing, self._why):
            each.setVisible(self.width() >= _NARROW)

    def _fold_away(self, on: bool) -> None:
        """Show only the line of names, so that the samples have the room, or the plots again."""
        self._stack.setVisible(not on)
        self.setMinimumHeight(0 if on else _LEAST)
        self.setMaximumHeight(self.minimumSizeHint().height() if on else _ANY)
        set_icon(self.fold, "up" if on else "down")

    def _plots(self) -> tuple[Plot, ...]:
        return self.losses, self.distance, self.judgement, self.steps

    def _curves(self, plot: Plot) -> dict[str, Curve]:
        """The curves that a plot shows."""
        history = self._history
        if plot is self.losses:
            return history.curves
        if plot is self.distance:
            return _select(history.measures, lambda name: name == "distance")
        if plot is self.judgement:
            every = history.measures | history.values
            return _select(every, lambda name: name != "distance" and "gradient" not in name)
        return _select(history.values, lambda name: "gradient" in name)

    def _smooth(self, step: int) -> None:
        self._weight.setText(f"{step / 100:.2f}")
        for plot in self._plots():
            plot.smooth(step / 100)

    def _choose(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._why.ask(_PLACES[number])
        self.show_history(self._history)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 0)
        head.setSpacing(4)
        names, tabs = QWidget(), QHBoxLayout()
        names.setObjectName("clear")
        names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        names.setLayout(tabs)
        tabs.setContentsMargins(0, 0, 0, 0)
        tabs.setSpacing(4)
        tabs.setAlignment(Qt.AlignmentFlag.AlignLeft)
        titles = (
            (tr("Losses"), tr("What both players lower")),
            (tr("Distance"), tr("How far new pictures are from yours; the best way to see whether it still learns")),
            (tr("Judgement"), tr("How the critic judges, and how varied and original new pictures are")),
            (tr("Steps"), tr("How large the steps of both players are (norms of their gradients)")),
        )
        for number, (plot, (title, tip)) in enumerate(zip(self._plots(), titles, strict=True)):
            self._stack.addWidget(plot)
            chooser = PushButton(title)
            chooser.setObjectName("tab")
            chooser.setCheckable(True)
            chooser.setToolTip(tip)
            self._choice.addButton(chooser, number)
            tabs.addWidget(chooser)
        self._choice.button(0).setChecked(True)
        self._choice.idClicked.connect(self._choose)
        head.addWidget(names, 1)
        self._words.setBuddy(self.smoothing)
        self._weight.setFixedWidth(28)
        for widget in (self._why, self._words, self.smoothing, self._weight):
            head.addWidget(widget)
        head.addWidget(tool("fit", tr("Show all of the curves"), self.show_all))
        head.addWidget(self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._stack, 1)


def _select(curves: dict[str, Curve], wanted: Callable[[str], bool]) -> dict[str, Curve]:
    return {name: curve for name, curve in curves.items() if wanted(name)}


def _smoothing_slider() -> QSlider:
    slider = Slider()
    slider.setRange(0, 99)
    slider.setValue(round(100 * SMOOTHING))
    slider.setFixedWidth(90)
    slider.setToolTip(tr("How much the curves are smoothed: 0 shows every tick, 0.99 only the trend."))
    slider.setAccessibleName(tr("Smoothing"))
    return slider
