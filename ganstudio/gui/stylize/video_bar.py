"""The bar under the canvas for a film: where it stands, play, frame by frame, and how steady it is to be."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.controls import Slider
from ganstudio.gui.widgets.form import NumberRow
from ganstudio.gui.widgets.layout import button, label, set_icon, tool

if TYPE_CHECKING:
    from ganstudio.video.decode import Film

STEADY = 50


class VideoBar(QWidget):
    """Shows a place in a film; `frame_requested` carries the number, from 0, of the frame to show."""

    frame_requested = Signal(int)
    play_toggled = Signal(bool)
    trial_toggled = Signal(bool)
    steadiness_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._film: Film | None = None
        self.play = tool("play", tr("Play the film as it is (K); the look is shown where it stands"), checkable=True)
        self.slider = Slider()
        self.slider.setToolTip(tr("Where the film stands; drag it to see other frames in the look"))
        self.slider.setAccessibleName(tr("Frame of the film"))
        self._time = label("", "secondary", wrap=False)
        self.steady = NumberRow(0, 100, STEADY, whole=True, suffix=" %")
        self.trial = button(tr("Try 2 seconds"), tr("Make the two seconds around this frame, small, and see them move"),
                            lambda: self.trial_toggled.emit(self.trial.isChecked()))  # fmt: skip
        self.trial.setCheckable(True)
        self.message = label("", "secondary")
        self._lay_out()
        self.slider.valueChanged.connect(self._move)
        self.play.toggled.connect(self._switch)
        self.steady.changed.connect(lambda _: self.steadiness_changed.emit())
        bind("stylize.play", self, self.play.toggle)
        bind("stylize.frame_back", self, lambda: self.step(-1))
        bind("stylize.frame_on", self, lambda: self.step(1))
        self.hide()

    def show_film(self, film: "Film | None") -> None:
        """Show the bar for a film, from its beginning; None puts it away."""
        self._film = film
        self.setVisible(film is not None)
        self.show_message("")
        if film is not None:
            with QSignalBlocker(self.slider):
                self.slider.setRange(0, len(film.times) - 1)
                self.slider.setPageStep(max(1, len(film.times) // 20))

    def show_frame(self, number: int) -> None:
        """Show where the film stands, without asking for that frame."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(number)
        self._show_time()

    def show_playing(self, on: bool) -> None:
        """Show whether it plays, without asking for it."""
        with QSignalBlocker(self.play):
            self.play.setChecked(on)
        set_icon(self.play, "pause" if on else "play")

    def show_trial(self, on: bool) -> None:
        """Show whether a trial is made or shown."""
        self.trial.setChecked(on)
        self.trial.setText(tr("End the trial") if on else tr("Try 2 seconds"))

    def show_message(self, words: str) -> None:
        """Say what was found out in the trial."""
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def step(self, frames: int) -> None:
        """Ask for a frame so many further on."""
        self.slider.setValue(self.slider.value() + frames)

    def _move(self, number: int) -> None:
        self._show_time()
        self.frame_requested.emit(number)

    def _switch(self, on: bool) -> None:
        self.show_playing(on)
        self.play_toggled.emit(on)

    def _show_time(self) -> None:
        if self._film is not None:
            film, number = self._film, self.slider.value()
            now = float((film.times[number] - film.times[0]) * film.tick)
            self._time.setText(f"{clock(now)} / {clock(film.seconds)}")

    def _lay_out(self) -> None:
        for widget in (self.steady.slider, self.steady.box):
            widget.setAccessibleName(tr("How steady the film is, in percent"))
        self.steady.setToolTip(
            tr("0 leaves each frame as it was painted; 100 paints what stands still once. What moves is painted anew.")
        )
        self.steady.setMaximumWidth(240)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(tool("previous", tr("One frame back (,)"), lambda: self.step(-1)))
        above.addWidget(self.play)
        above.addWidget(tool("next", tr("One frame on (.)"), lambda: self.step(1)))
        above.addWidget(self.slider, 1)
        above.addSpacing(8)
        above.addWidget(self._time)
        below.setSpacing(8)
        below.addWidget(label(tr("Steady"), wrap=False))
        below.addWidget(self.steady, 1)
        below.addWidget(self.trial)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 16, 8)
        column.setSpacing(4)
        column.addLayout(above)
        column.addLayout(below)
        column.addWidget(self.message)


def clock(seconds: float) -> str:
    """A time in a film: “0:01.2”, “1:02:03.4”."""
    tenths = int(10 * seconds + 1e-6)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    begun = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{begun}:{rest // 10:02d}.{rest % 10}"
