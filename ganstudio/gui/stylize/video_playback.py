"""The film that is open: its frames still, in the look, or moving: as they are, or a trial of the look in a loop."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.core.events import TileDone
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.workers import Worker
from ganstudio.gui.stylize import video_jobs
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.opened_picture import OpenedPicture
from ganstudio.gui.stylize.toolbar import Toolbar
from ganstudio.gui.stylize.video_bar import VideoBar
from ganstudio.gui.widgets.canvas import Canvas

if TYPE_CHECKING:
    from ganstudio.gui.stylize.save_all import SaveAll
    from ganstudio.stylize.open_video import OpenVideo

_FRAME, _PLAY, _TRIAL = "frame", "play", "trial"


class VideoPlayback(QObject):
    """Feeds the frames of a film to the canvas while they move; `stood` carries one that stands still, for its look,
    `moved` tells that they begin to move.

    While something moves, nothing is rendered: what is on the canvas has no look that could be made exact.
    """

    stood = Signal(object)
    moved = Signal()
    failed = Signal(str, str)

    def __init__(
        self,
        context: AppContext,
        controller: StylizeController,
        canvas: Canvas,
        toolbar: Toolbar,
        bar: VideoBar,
    ) -> None:
        super().__init__(canvas)
        self._context, self._controller, self._canvas = context, controller, canvas
        self._editing, self._toolbar, self._bar = controller.editing, toolbar, bar
        self._lane = Worker("film", context)
        self._shown: OpenedPicture | None = None
        self._trial: video_jobs.Trial | None = None
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self._show_next)
        self._place = 0
        self.video: OpenVideo | None = None
        context.closed.connect(self._lane.close)
        bar.wanted.connect(self.seek)
        bar.played.connect(lambda on: self.play() if on else self.rest())
        bar.tried.connect(lambda on: self.try_out() if on else self.rest())
        bar.steadied.connect(self._end_trial)
        self._editing.changed.connect(self._end_trial)

    @property
    def number(self) -> int:
        """Which frame is shown, from 0."""
        return self._shown.number if self._shown else 0

    @property
    def moving(self) -> bool:
        """Whether frames follow each other on the canvas."""
        return self.video is not None and self._controller.motion == "film"

    def take(self, opened: OpenedPicture) -> None:
        """Show what was opened, where it is a film; of anything else, put the film before it away."""
        self._halt()
        self.video = opened.video
        self._bar.show_film(self.video.film if self.video else None)
        if self.video is not None:
            if not self._lane.isRunning():
                self._lane.start()
            self._shown = opened
            self._bar.show_frame(opened.number)

    def leave(self) -> None:
        """Put the film away, until something is taken again."""
        self._halt()
        self.video = None
        self._bar.show_film(None)

    def facts(self) -> str:
        """What is told of the film."""
        if self.video is None:
            return ""
        film = self.video.film
        length = tr("{} frames").format(len(film.times)), tr("{:.1f} s").format(film.seconds)
        return ", ".join((*length, f"{film.width} × {film.height}", tr("sound") if film.sound else tr("silent")))

    def seek(self, number: int) -> None:
        """Show the frame of a number in the look; of several asked for at once, the last."""
        if self.video is not None:
            self._halt()
            source = partial(video_jobs.frame, self.video, number)
            self._lane.submit(source, key=_FRAME, on_item=self._show_still, failed=self._fail)

    def play(self) -> None:
        """Show the frames from here on as they are, from the beginning where it stands at the end."""
        if self.video is None or self._shown is None:
            return
        self._halt()
        self._begin_to_move(tr("playing"))
        self._bar.show_playing(True)
        last = self.number == len(self.video.film.times) - 1
        source = partial(video_jobs.play_frames, self.video, 0 if last else self.number)
        self._lane.submit(source, key=_PLAY, on_item=self._take_played, failed=self._fail)

    def try_out(self) -> None:
        """Make the seconds around the frame beside the window, and show them in a loop."""
        if self.video is None or self._shown is None:
            return
        self.rest()
        self._bar.show_trial(True)
        self._bar.tell("")
        context, look, steady = self._context, self._editing.look, self._bar.steady.value() / 100
        device = context.settings.device
        source = partial(video_jobs.trial, self.video, self.number, look, context.catalog, device, steady)
        context.compute.submit(
            source, key=_TRIAL, priority=3, on_item=self._take_trial, failed=self._fail, ended=self._show_no_work
        )

    def make(self, parent: QWidget) -> None:
        """Ask what the film is to be, and queue it."""
        asked = self.asked(parent)
        if asked.exec():
            self._context.queue.add(asked.spec())

    def asked(self, parent: QWidget) -> "SaveAll":
        """What asks how the film is to be made."""
        from ganstudio.gui.stylize.save_all import SaveAll

        files = (self.video.film.path,) if self.video else ()
        return SaveAll(self._context, self._editing.look, files, parent, self._bar.steady.value() / 100)

    def rest(self) -> None:
        """Let what moves stand still, in the look."""
        moved = self.moving
        self._halt()
        if moved and self._shown is not None:
            self._show_still(self._shown)

    def _halt(self) -> None:
        """End what moves or is made, and leave on the canvas what is there."""
        self._turn.stop()
        self._lane.cancel()
        self._context.compute.cancel(_TRIAL)
        self._trial = None
        self._bar.show_playing(False)
        self._bar.show_trial(False)

    def _end_trial(self) -> None:
        """A trial of another look is not wanted any more, nor what it told."""
        self._bar.tell("")
        if self._bar.trial.isChecked():
            self.rest()

    def _begin_to_move(self, words: str) -> None:
        self._controller.move("film")
        self.moved.emit()
        self._toolbar.show_state(words)

    def _show_still(self, shown: OpenedPicture) -> None:
        self._shown = shown
        self._bar.show_frame(shown.number)
        self.stood.emit(shown)

    def _show_moving(self, shown: OpenedPicture) -> None:
        self._shown = shown
        self._bar.show_frame(shown.number)
        self._canvas.show_frame(shown.image, shown.small)

    def _take_played(self, shown: OpenedPicture | None) -> None:
        if shown is None:
            self.rest()
        else:
            self._show_moving(shown)

    def _take_trial(self, item: TileDone | video_jobs.Trial) -> None:
        if isinstance(item, TileDone):
            words = tr("Trying: {} of {} frames").format(item.done, item.total)
            self._context.show_activity(_TRIAL, Activity(words, item.done / item.total, self.rest))
            return
        self._trial, self._place = item, -1
        self._begin_to_move(tr("trial"))
        self._bar.tell(_flicker_words(item.flicker))
        self._show_next()

    def _show_next(self) -> None:
        if self._trial is not None:
            self._place = (self._place + 1) % len(self._trial.frames)
            before, after, milliseconds = self._trial.frames[self._place]
            self._canvas.show_frame(before, before, after)
            self._turn.start(milliseconds)

    def _fail(self, sentence: str, details: str) -> None:
        self.rest()
        self.failed.emit(sentence, details)

    def _show_no_work(self) -> None:
        self._context.show_activity(_TRIAL, None)


def _flicker_words(flicker: dict[str, float]) -> str:
    if not flicker:
        return tr("Nothing stands still in these two seconds, so nothing is steadied.")
    shown, plain = f"{flicker['flicker']:.2f}", f"{flicker['flicker plain']:.2f}"
    return tr("Still places flicker by {} of 255 instead of {}.").format(shown, plain)
