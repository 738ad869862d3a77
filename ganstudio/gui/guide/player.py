"""A lesson's samples over time: they play by themselves when they come into sight; the slider goes back and forth."""

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.translation import tr
from ganstudio.gui.app.translations import count
from ganstudio.gui.guide.lesson import Lesson
from ganstudio.gui.guide.strip import StripView
from ganstudio.gui.widgets.controls import Slider
from ganstudio.gui.widgets.layout import label, set_icon, tool

_PLAY = 700  # milliseconds a sheet


class LessonPlayer(QWidget):
    """Shows one lesson; `moment_shown` carries its pictures seen at the moment that is shown."""

    moment_shown = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._lesson: Lesson | None = None
        self.picture = StripView()
        self.slider = Slider()
        self.caption = label("", "secondary")
        self.play = tool("play", tr("Play it from its beginning"), checkable=True)
        self.clock = QTimer(self, interval=_PLAY)
        self._lay_out()
        self.clock.timeout.connect(self._step)
        self.slider.valueChanged.connect(self._show)
        self.play.toggled.connect(self._start_or_stop)

    def show_lesson(self, lesson: Lesson) -> None:
        """Show a lesson from its first moment on."""
        self._lesson = lesson
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(lesson.samples) - 1)
            self.slider.setValue(0)
        self._show()
        self.play.setChecked(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """It rests while it is not seen."""
        super().hideEvent(event)
        self.play.setChecked(False)

    def _start_or_stop(self, on: bool) -> None:
        set_icon(self.play, "pause" if on else "play")
        if on and self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        self.clock.start() if on else self.clock.stop()

    def _step(self) -> None:
        self.slider.setValue(self.slider.value() + 1)
        if self.slider.value() == self.slider.maximum():
            self.play.setChecked(False)

    def _show(self) -> None:
        if self._lesson is None:
            return
        number = self.slider.value()
        images = self._lesson.samples[number].images
        self.picture.show_image(QImage(str(self._lesson.sheet(number))))
        self.caption.setText("  ·  ".join(_facts(self._lesson, images)))
        self.moment_shown.emit(images)

    def _lay_out(self) -> None:
        self.slider.setAccessibleName(tr("Moment of the other training"))
        self.slider.setToolTip(tr("The moment of the other training that is shown"))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.picture)
        column.addLayout(row)
        column.addWidget(self.caption)


def _facts(lesson: Lesson, images: int) -> list[str]:
    """What is known of a lesson's moment."""
    facts = [tr("{} seen").format(count(images))]
    side, diversity, ill = lesson.resolution_at(images), lesson.diversity_at(images), lesson.ill_at("collapse")
    if ill is None and side is not None:
        facts.append(tr("{} × {} pixels").format(side, side))
    if ill is not None and diversity is not None:
        facts.append(tr("diversity {:.2f}").format(diversity))
    if ill is not None and images >= ill:
        facts.append(tr("The doctor: {}").format(tr("collapse")))
    return facts
