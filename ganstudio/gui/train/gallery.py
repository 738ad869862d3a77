"""The samples of a training over time: the sheet of one moment, a slider over all moments, play."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from ganstudio.errors import GanStudioError
from ganstudio.events import Sampled
from ganstudio.gui.studio import Studio
from ganstudio.gui.train.sheet import SheetView
from ganstudio.gui.widgets.layout import label, set_icon, tool
from ganstudio.gui.words import count, tr

_KEPT = 48
_PLAY = 125


class Gallery(QWidget):
    """Shows the newest sheet as it comes, unless the slider was moved back; `moment_changed` carries its pictures seen."""

    moment_changed = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._studio = studio
        self._folder = Path()
        self._side = 1
        self._samples: list[Sampled] = []
        self._images: OrderedDict[Path, QImage] = OrderedDict()
        self.shown: Sampled | None = None
        self.sheet = SheetView()
        self._play = tool("play", tr("Play the training from its beginning (Space, on the samples)"), checkable=True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.caption = label("", "secondary", wrap=False)
        self._save = tool("save", tr("Save this sheet as a picture…"), self.choose_where_to_save)
        self.clock = QTimer(self, interval=_PLAY)
        self._lay_out()
        self.slider.valueChanged.connect(self._show)
        self._play.toggled.connect(self._play_or_rest)
        self.clock.timeout.connect(self._step)
        space = QKeySequence(Qt.Key.Key_Space)
        QShortcut(space, self.sheet, self.toggle_play, context=Qt.ShortcutContext.WidgetShortcut)
        self.forget()

    @property
    def following(self) -> bool:
        """Whether the newest sheet is shown as it comes."""
        return self.slider.value() >= self.slider.maximum()

    @property
    def moment(self) -> int | None:
        """Pictures seen where the sheet was made."""
        return self._samples[self.slider.value()].images if self._samples else None

    def forget(self) -> None:
        """Show nothing; another training comes."""
        self._play.setChecked(False)
        self._samples, self.shown = [], None
        self._images.clear()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, 0)
        self.sheet.show_alone(None)
        self.sheet.show_sheet(QImage(), 1)
        self._say()

    def show_samples(self, folder: Path, side: int, samples: list[Sampled]) -> None:
        """Show a run's samples, pictures of `side` pixels; more may have come, or some may have been taken back."""
        if samples == self._samples and folder == self._folder:
            return
        following = self.following or not self._samples
        if folder != self._folder or samples[: len(self._samples)] != self._samples:
            self._images.clear()
        self._folder, self._side, self._samples = folder, side, list(samples)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, len(samples) - 1))
            if following:
                self.slider.setValue(self.slider.maximum())
        self._show()

    def show_moment(self, images: int) -> None:
        """Show the last sheet made before that many pictures were seen."""
        self.slider.setValue(max(0, bisect_right([sample.images for sample in self._samples], images) - 1))

    def toggle_play(self) -> None:
        """Play, or rest."""
        if self._play.isEnabled():
            self._play.toggle()

    def choose_where_to_save(self) -> None:
        """Ask where to save the sheet that is shown."""
        if self.shown is None:
            return
        results = self._studio.home.results(self._studio.settings)
        results.mkdir(parents=True, exist_ok=True)
        first = results / f"{self._folder.name}-{self.shown.images}.png"
        path, _ = QFileDialog.getSaveFileName(self, tr("Save sheet"), str(first), "PNG (*.png)")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Save the sheet that is shown, as it was made."""
        if self.shown is None:
            return
        self._studio.files.submit(
            partial(_copy, self._folder / self.shown.path, path), key="save sheet", happened=self._saved,
            failed=self._studio.fail,
        )  # fmt: skip

    def _saved(self, path: Path) -> None:
        self._studio.say(tr("Saved {} ✓").format(path.name), "good")

    def _show(self) -> None:
        if not self._samples:
            self.forget()
            return
        sample = self._samples[self.slider.value()]
        self._say()
        self.moment_changed.emit(None if len(self._samples) < 2 else sample.images)
        path = self._folder / sample.path
        if path in self._images:
            self._draw(sample, self._images[path])
        else:
            self._studio.files.submit(partial(_read, path), key="sheet", urgency=0, happened=partial(self._take, sample))

    def _take(self, sample: Sampled, image: QImage) -> None:
        path = self._folder / sample.path
        self._images[path] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        if self._samples and sample == self._samples[self.slider.value()]:
            self._draw(sample, image)

    def _draw(self, sample: Sampled, image: QImage) -> None:
        self.shown = sample
        self.sheet.show_sheet(image, self._side)

    def _say(self) -> None:
        several = len(self._samples) > 1
        for widget in (self.slider, self._play):
            widget.setEnabled(several)
        self._save.setEnabled(bool(self._samples))
        if not self._samples:
            self.caption.setText(tr("Samples appear here"))
            return
        images = self._samples[self.slider.value()].images
        self.caption.setText(tr("{} pictures seen").format(count(images)))
        self.caption.setToolTip(tr("Sheet {} of {}").format(self.slider.value() + 1, len(self._samples)))

    def _play_or_rest(self, on: bool) -> None:
        set_icon(self._play, "pause" if on else "play")
        if on and self.following:
            self.slider.setValue(0)
        self.clock.start() if on else self.clock.stop()

    def _step(self) -> None:
        if self.following:
            self._play.setChecked(False)
        else:
            self.slider.setValue(self.slider.value() + 1)

    def _lay_out(self) -> None:
        self.slider.setToolTip(
            tr("The moment of the training that is shown; at its end the newest sheet is shown as it comes.")
        )
        self.slider.setAccessibleName(tr("Moment of the training"))
        self.caption.setMinimumWidth(132)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self._play)
        foot.addWidget(self.slider, 1)
        foot.addWidget(self.caption)
        foot.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sheet, 1)
        column.addLayout(foot)


def _read(path: Path, _stop: Flag) -> Iterator[QImage]:
    image = QImage(str(path))
    if not image.isNull():
        yield image


def _copy(sheet: Path, path: Path, _stop: Flag) -> Iterator[Path]:
    from ganstudio.files import write_atomically

    try:
        write_atomically(path, sheet.read_bytes())
    except OSError as error:
        raise GanStudioError(f"The sheet could not be saved to {path}: {error.strerror}.") from error
    yield path
