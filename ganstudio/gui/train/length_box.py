"""How long to train: pictures to see, and what that means in time."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from ganstudio.gui.app.translations import count, duration, tr
from ganstudio.gui.train.request import RequestForecast
from ganstudio.gui.widgets.controls import Slider, SpinBox
from ganstudio.gui.widgets.layout import label

STEPS = tuple(round(base * 10**power) for power in range(4, 8) for base in (1, 2, 3, 5))


class LengthBox(QWidget):
    """A slider of round numbers, the exact number beside it, and a forecast under it; `changed` carries the number."""

    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._by_hand = False
        self._pictures = 0
        self._forecast: RequestForecast | None = None
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
        if not self._by_hand:
            self._set(STEPS[_nearest_step(images)] if images >= STEPS[0] else round(images))

    def set_pictures(self, pictures: int) -> None:
        """Tell how many different pictures there are."""
        self._pictures = pictures
        self._show_forecast()

    def show_forecast(self, forecast: RequestForecast | None) -> None:
        """Show what some steps took; where no number was chosen, take as many pictures as the time allows."""
        self._forecast = forecast
        if forecast is not None:
            self._per_picture = forecast.seconds / max(1, self.images())
            if not self._by_hand:
                self._set(forecast.images)
        self._show_forecast()

    def follow_proposals(self) -> None:
        """Take what is proposed again, though a number was chosen."""
        self._by_hand = False

    def _choose(self, images: int) -> None:
        self._by_hand = True
        self._set(images)

    def _set(self, images: int) -> None:
        with QSignalBlocker(self.box), QSignalBlocker(self.slider):
            self.box.setValue(images)
            self.slider.setValue(_nearest_step(images))
        self._show_forecast()
        self.changed.emit(self.images())

    def _show_forecast(self) -> None:
        words = [tr("More takes longer and looks better; you can go on at any time.")]
        if self._forecast:
            thousand = tr("{:.1f} s for a thousand pictures").format(1000 * self._per_picture)
            disk = tr("{:,.0f} MB on the disk").format(self._forecast.disk / 2**20)
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


def _nearest_step(images: float) -> int:
    return min(range(len(STEPS)), key=lambda step: abs(STEPS[step] - images))
