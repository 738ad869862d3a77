"""The samples of a training over time: the sheet of one moment, a slider over all moments, play."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Sampled
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.glossary.why import WhyButton
from ganstudio.gui.train.nearest_view import NearestView
from ganstudio.gui.train.save_button import SaveButton
from ganstudio.gui.train.sheet_view import SheetView
from ganstudio.gui.train.starred_sheet import star_sheet
from ganstudio.gui.train.time_strip import TimeStrip
from ganstudio.gui.widgets.controls import Slider
from ganstudio.gui.widgets.flow_layout import FlowLayout
from ganstudio.gui.widgets.layout import label, set_icon, tool
from ganstudio.runs.favourites import read_favourites, set_favourite

_KEPT = 48
_PLAY = 125


class SampleGallery(QWidget):
    """Shows the newest sheet as it comes, unless the slider was moved back; `moment_changed` carries its pictures seen."""

    moment_changed = Signal(object)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._folder = Path()
        self._side = 1
        self._samples: list[Sampled] = []
        self._images: OrderedDict[Path, QImage] = OrderedDict()
        self.sample: Sampled | None = None
        self.sheet = SheetView()
        self._play = tool("play", tr("Play the training from its beginning (Space, on the samples)"), checkable=True)
        self.slider = Slider()
        self.caption = label("", "secondary", wrap=False)
        self.saving = SaveButton(context)
        self.pinned = SheetView()
        self.strip = TimeStrip(context)
        self.closer = NearestView(context)
        self._middle = QStackedWidget()
        self._pinned_at = ""
        self.pin = tool("compare", tr("Keep this moment on the left, to compare others with it"), checkable=True)
        self.star = tool(
            "star", tr("Star the picture that is shown alone; else show the starred ones (F)"), self.star_or_show
        )
        self.look = tool(
            "eye", tr("A closer look: the nearest of your pictures, and what the critic looks at"), checkable=True
        )
        self.clock = QTimer(self, interval=_PLAY)
        self._lay_out()
        self.slider.valueChanged.connect(self._show)
        self._play.toggled.connect(self._start_or_stop_clock)
        self.pin.toggled.connect(self._pin_sheet)
        self.look.toggled.connect(self._show_nearest)
        self.sheet.picked.connect(self._choose_picture)
        self.strip.moment_chosen.connect(self.show_moment)
        self.clock.timeout.connect(self._step)
        bind("train.play", self.sheet, self.toggle_play)
        bind("train.star", self.sheet, self.star_or_show)
        self.clear()

    @property
    def following(self) -> bool:
        """Whether the newest sheet is shown as it comes."""
        return self.slider.value() >= self.slider.maximum()

    @property
    def moment(self) -> int | None:
        """Pictures seen where the sheet was made."""
        return self._samples[self.slider.value()].images if self._samples else None

    def clear(self) -> None:
        """Show nothing; another training comes."""
        for each in (self._play, self.pin, self.look):
            each.setChecked(False)
        self._samples, self.sample = [], None
        self._images.clear()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, 0)
        self.sheet.show_alone(None)
        self.sheet.show_sheet(QImage(), 1)
        self._show_caption()

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

    def show_requested_sample(self, sample: Sampled) -> None:
        """Show a sheet that was asked for, until the slider moves."""
        image = QImage(str(self._folder / sample.path))
        if not image.isNull():
            self.sheet.show_sheet(image, self._side)
            self.caption.setText(tr("seed {} at {}").format(sample.seed, count(sample.images)))

    def star_or_show(self) -> None:
        """Star the picture that is shown alone, or no more; where all are shown, show the starred ones."""
        if self.sample is None:
            return
        if self.sheet.alone is None:
            self._show_stars()
            return
        favourite = (self.sample.images, self.sheet.alone)
        wanted = favourite not in read_favourites(self._folder)
        try:
            kept = set_favourite(self._folder, favourite, wanted)
        except GanStudioError as error:
            self._context.report_error(str(error))
            return
        self._context.post_message(tr("Starred: {} in all").format(len(kept)) if wanted else tr("No longer starred"), "good")

    def _show_stars(self) -> None:
        starred = read_favourites(self._folder)
        if not starred:
            self._context.post_message(tr("Nothing is starred yet: click a picture, then the star."))
            return
        sheets = {sample.images: Path(sample.path) for sample in self._samples}
        source = partial(star_sheet, self._folder, starred, sheets, self._side)
        self._context.files.submit(source, key="stars", on_item=self._show_star_sheet)

    def _show_star_sheet(self, image: QImage) -> None:
        self.sheet.show_sheet(image, self._side)
        self.caption.setText(tr("starred"))

    def _pin_sheet(self, on: bool) -> None:
        self.pinned.setVisible(on)
        if on and self.sample is not None:
            self.pinned.show_sheet(self._images.get(self._folder / self.sample.path, QImage()), self._side)
            self._pinned_at = count(self.sample.images)
            self.pinned.setToolTip(tr("At {} pictures seen").format(self._pinned_at))
        self._show_caption()

    def _show_nearest(self, on: bool) -> None:
        self._middle.setCurrentIndex(int(on))
        self.closer.show_run(self._folder) if on else self.closer.clear()

    def _choose_picture(self, number: int | None) -> None:
        if self.pin.isChecked():
            self.pinned.show_alone(number)
        self.saving.set_sample(self._folder, self.sample, number)
        self.strip.show_picture(self._folder, self._samples, self._side, number)

    def _show(self) -> None:
        if not self._samples:
            self.clear()
            return
        sample = self._samples[self.slider.value()]
        self._show_caption()
        self.moment_changed.emit(None if len(self._samples) < 2 else sample.images)
        path = self._folder / sample.path
        if path in self._images:
            self._show_sheet(sample, self._images[path])
        else:
            self._context.files.submit(
                partial(_read, path), key="sheet", priority=0, on_item=partial(self._keep_sheet, sample)
            )

    def _keep_sheet(self, sample: Sampled, image: QImage) -> None:
        path = self._folder / sample.path
        self._images[path] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        if self._samples and sample == self._samples[self.slider.value()]:
            self._show_sheet(sample, image)

    def _show_sheet(self, sample: Sampled, image: QImage) -> None:
        self.sample = sample
        self.sheet.show_sheet(image, self._side)
        self.saving.set_sample(self._folder, sample, self.sheet.alone)

    def _show_caption(self) -> None:
        several = len(self._samples) > 1
        for widget in (self.slider, self._play, self.pin):
            widget.setEnabled(several)
        for widget in (self.star, self.look):
            widget.setEnabled(bool(self._samples))
        if not self._samples:
            self.caption.setText(tr("Samples appear here"))
            return
        images = self._samples[self.slider.value()].images
        words = tr("{} seen").format(count(images))
        self.caption.setText(tr("{} | {} seen").format(self._pinned_at, count(images)) if self.pin.isChecked() else words)
        self.caption.setToolTip(tr("Sheet {} of {}").format(self.slider.value() + 1, len(self._samples)))

    def _start_or_stop_clock(self, on: bool) -> None:
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
        self.caption.setMinimumWidth(70)
        self.slider.setMinimumWidth(40)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 8)
        foot.setSpacing(4)
        foot.addWidget(self._play)
        foot.addWidget(self.slider, 1)
        foot.addWidget(self.caption)
        for each in (self.pin, self.star, self.look, self.saving.tool):
            foot.addWidget(each)
        sheets = QWidget()
        sheets.setObjectName("canvas")
        row = QHBoxLayout(sheets)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pinned, 1)
        row.addWidget(self.sheet, 1)
        self.pinned.hide()
        self._middle.addWidget(sheets)
        self._middle.addWidget(_add_questions(self.closer))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._middle, 1)
        column.addWidget(self.strip)
        column.addLayout(foot)


def _add_questions(closer: NearestView) -> QWidget:
    """The closer look, with the questions of privacy and robustness that arise there below."""
    page, column, foot, questions = QWidget(), QVBoxLayout(), QVBoxLayout(), FlowLayout(16)
    page.setObjectName("canvas")
    for place in ("originality", "closer"):  # beside each other where there is room: the window may be small
        questions.addWidget(WhyButton(place, whole=True))
    foot.setContentsMargins(16, 0, 16, 4)
    foot.addLayout(questions)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(closer, 1)
    column.addLayout(foot)
    page.setLayout(column)
    return page


def _read(path: Path, _stop: Flag) -> Iterator[QImage]:
    image = QImage(str(path))
    if not image.isNull():
        yield image
