"""Playback of the open film: single frames in the look, the film as it is, or a trial of the look in a loop."""

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
    """Shows the frames of a film on the canvas; `frame_shown` carries a single frame, to be rendered in the look,
    `playback_started` tells that frames follow each other from now on.

    While something moves, nothing is rendered: what is on the canvas has no look that could be made exact.
    """

    frame_shown = Signal(object)
    playback_started = Signal()
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
        self._worker = Worker("film", context)
        self._opened: OpenedPicture | None = None
        self._trial: video_jobs.Trial | None = None
        self._frame_timer = QTimer(self, singleShot=True)
        self._frame_timer.timeout.connect(self._show_next)
        self._place = 0
        self.video: OpenVideo | None = None
        context.closed.connect(self._worker.close)
        bar.frame_requested.connect(self.seek)
        bar.play_toggled.connect(lambda on: self.play() if on else self.pause())
        bar.trial_toggled.connect(lambda on: self.start_trial() if on else self.pause())
        bar.steadiness_changed.connect(self._end_trial)
        self._editing.changed.connect(self._end_trial)

    @property
    def number(self) -> int:
        """Which frame is shown, from 0."""
        return self._opened.number if self._opened else 0

    @property
    def is_playing(self) -> bool:
        """Whether frames follow each other on the canvas."""
        return self.video is not None and self._controller.motion == "film"

    def take(self, opened: OpenedPicture) -> None:
        """Show an opened film; anything else closes the film before it."""
        self._halt()
        self.video = opened.video
        self._bar.show_film(self.video.film if self.video else None)
        if self.video is not None:
            if not self._worker.isRunning():
                self._worker.start()
            self._opened = opened
            self._bar.show_frame(opened.number)

    def leave(self) -> None:
        """Close the film."""
        self._halt()
        self.video = None
        self._bar.show_film(None)

    def facts(self) -> str:
        """The film's length, size and sound, for the header."""
        if self.video is None:
            return ""
        film = self.video.film
        length = tr("{} frames").format(len(film.times)), tr("{:.1f} s").format(film.seconds)
        return ", ".join((*length, f"{film.width} × {film.height}", tr("sound") if film.sound else tr("silent")))

    def seek(self, number: int) -> None:
        """Show the frame of a number in the look; of several asked for at once, the last."""
        if self.video is not None:
            self._halt()
            source = partial(video_jobs.open_frame, self.video, number, self._editing.look.adjustments.geometry)
            self._worker.submit(source, key=_FRAME, on_item=self._show_still, failed=self._fail)

    def play(self) -> None:
        """Show the frames from here on as they are, from the beginning where it stands at the end."""
        if self.video is None or self._opened is None:
            return
        self._halt()
        self._show_playing(tr("playing"))
        self._bar.show_playing(True)
        last = self.number == len(self.video.film.times) - 1
        geometry = self._editing.look.adjustments.geometry
        source = partial(video_jobs.play_frames, self.video, 0 if last else self.number, geometry)
        self._worker.submit(source, key=_PLAY, on_item=self._take_played, failed=self._fail)

    def start_trial(self) -> None:
        """Make the seconds around the frame beside the window, and show them in a loop."""
        if self.video is None or self._opened is None:
            return
        self.pause()
        self._bar.show_trial(True)
        self._bar.show_message("")
        context, look, steady = self._context, self._editing.look, self._bar.steady.value() / 100
        device = context.settings.device
        source = partial(video_jobs.render_trial, self.video, self.number, look, context.catalog, device, steady)
        context.compute.submit(
            source, key=_TRIAL, priority=3, on_item=self._take_trial, failed=self._fail, ended=self._clear_activity
        )

    def save_film(self, parent: QWidget) -> None:
        """Ask what the film is to be, and queue it."""
        asked = self.save_dialog(parent)
        if asked.exec():
            self._context.queue.add(asked.spec())

    def save_dialog(self, parent: QWidget) -> "SaveAll":
        """The dialog that asks how to save the film."""
        from ganstudio.gui.stylize.save_all import SaveAll

        files = (self.video.film.path,) if self.video else ()
        return SaveAll(self._context, self._editing.look, files, parent, self._bar.steady.value() / 100)

    def pause(self) -> None:
        """Stop playing, and show the present frame in the look."""
        moved = self.is_playing
        self._halt()
        if moved and self._opened is not None:
            self._show_still(self._opened)

    def _halt(self) -> None:
        """Stop playing and rendering; the canvas stays as it is."""
        self._frame_timer.stop()
        self._worker.cancel()
        self._context.compute.cancel(_TRIAL)
        self._trial = None
        self._bar.show_playing(False)
        self._bar.show_trial(False)

    def _end_trial(self) -> None:
        """End a trial, whose look is outdated, and remove its message."""
        self._bar.show_message("")
        if self._bar.trial.isChecked():
            self.pause()

    def _show_playing(self, words: str) -> None:
        self._controller.move("film")
        self.playback_started.emit()
        self._toolbar.show_state(words)

    def _show_still(self, shown: OpenedPicture) -> None:
        self._opened = shown
        self._bar.show_frame(shown.number)
        self.frame_shown.emit(shown)

    def _show_playing_frame(self, shown: OpenedPicture) -> None:
        self._opened = shown
        self._bar.show_frame(shown.number)
        self._canvas.show_frame(shown.image, shown.small)

    def _take_played(self, shown: OpenedPicture | None) -> None:
        if shown is None:
            self.pause()
        else:
            self._show_playing_frame(shown)

    def _take_trial(self, item: TileDone | video_jobs.Trial) -> None:
        if isinstance(item, TileDone):
            words = tr("Trying: {} of {} frames").format(item.done, item.total)
            self._context.show_activity(_TRIAL, Activity(words, item.done / item.total, self.pause))
            return
        self._trial, self._place = item, -1
        self._show_playing(tr("trial"))
        self._bar.show_message(_flicker_words(item.flicker))
        self._show_next()

    def _show_next(self) -> None:
        if self._trial is not None:
            self._place = (self._place + 1) % len(self._trial.frames)
            before, after, milliseconds = self._trial.frames[self._place]
            self._canvas.show_frame(before, before, after)
            self._frame_timer.start(milliseconds)

    def _fail(self, sentence: str, details: str) -> None:
        self.pause()
        self.failed.emit(sentence, details)

    def _clear_activity(self) -> None:
        self._context.show_activity(_TRIAL, None)


def _flicker_words(flicker: dict[str, float]) -> str:
    if not flicker:
        return tr("Nothing stands still in these two seconds, so nothing is steadied.")
    shown, plain = f"{flicker['flicker']:.2f}", f"{flicker['flicker plain']:.2f}"
    return tr("Still places flicker by {} of 255 instead of {}.").format(shown, plain)
