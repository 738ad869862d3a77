"""How long to train: pictures to see, and what that means in time."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from ganstudio.gui.app.translations import count, duration, tr
from ganstudio.gui.train.request import Foreseen
from ganstudio.gui.widgets.controls import Slider, SpinBox
from ganstudio.gui.widgets.layout import label

STEPS = tuple(round(base * 10**power) for power in range(4, 8) for base in (1, 2, 3, 5))


class Length(QWidget):
    """A slider of round numbers, the exact number beside it, and a forecast under it; `changed` carries the number."""

    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._chosen = False
        self._pictures = 0
        self._seen: Foreseen | None = None
        self._per_picture = 0.0
        self.slider = Slider()
        self.box = pictures_box()
        self.forecast = label("", "secondary")
        self._lay_out()
        self.propose(STEPS[0])
        self.box.valueChanged.connect(self._choose)
        self.slider.valueChanged.connect(lambda step: self._choose(STEPS[step]))

    def images(self) -> int:
        """Pictures to see."""
        return self.box.value()

    def propose(self, images: float) -> None:
        """Take the round number next to this one, unless the user has chosen."""
        if not self._chosen:
            self._set(STEPS[_nearest(images)] if images >= STEPS[0] else round(images))

    def know_pictures(self, pictures: int) -> None:
        """How many different pictures there are."""
        self._pictures = pictures
        self._foresee()

    def foresee(self, seen: Foreseen | None) -> None:
        """What was found out by taking some steps; without a number of one's own, as many pictures as the time allows."""
        self._seen = seen
        if seen is not None:
            self._per_picture = seen.seconds / max(1, self.images())
            if not self._chosen:
                self._set(seen.images)
        self._foresee()

    def release(self) -> None:
        """Let the time decide again."""
        self._chosen = False

    def _choose(self, images: int) -> None:
        self._chosen = True
        self._set(images)

    def _set(self, images: int) -> None:
        with QSignalBlocker(self.box), QSignalBlocker(self.slider):
            self.box.setValue(images)
            self.slider.setValue(_nearest(images))
        self._foresee()
        self.changed.emit(self.images())

    def _foresee(self) -> None:
        words = [tr("More takes longer and looks better; you can go on at any time.")]
        if self._seen:
            thousand = tr("{:.1f} s for a thousand pictures").format(1000 * self._per_picture)
            disk = tr("{:,.0f} MB on the disk").format(self._seen.disk / 2**20)
            words = [tr("About {}: {}, {}.").format(duration(self.images() * self._per_picture), thousand, disk)]
        if self._pictures:
            words.append(tr("Each picture is seen {} times.").format(count(max(1, round(self.images() / self._pictures)))))
        self.forecast.setText(" ".join(words))

    def _lay_out(self) -> None:
        self.slider.setRange(0, len(STEPS) - 1)
        self.box.setMinimum(100)
        self.box.setAccessibleName(tr("Pictures to see"))
        self.slider.setAccessibleName(tr("Pictures to see, roughly"))
        for widget in (self.box, self.slider):
            widget.setToolTip(tr("How long to train: pictures seen, counting each again when it comes again."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row(tr("Pictures to see"), self.box))
        column.addWidget(self.slider)
        column.addWidget(self.forecast)


def pictures_box() -> QSpinBox:
    """A field for a number of pictures."""
    box = SpinBox()
    box.setRange(1, 1_000_000_000)
    box.setGroupSeparatorShown(True)
    box.setSingleStep(10_000)
    box.lineEdit().setTextMargins(6, 0, 6, 0)  # the style sheet's padding does not reach into it
    return box


def row(words: str, widget: QWidget) -> QHBoxLayout:
    """A field with its name before it; the names are of one width."""
    row = QHBoxLayout()
    row.setSpacing(8)
    name = label(words, wrap=False)
    name.setBuddy(widget)
    name.setFixedWidth(104)
    row.addWidget(name)
    row.addWidget(widget, 1)
    return row


def _nearest(images: float) -> int:
    return min(range(len(STEPS)), key=lambda step: abs(STEPS[step] - images))
