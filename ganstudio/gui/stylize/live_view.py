"""Live view: the frames of a camera, the screen or a film on the canvas, in the look that is edited."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.qimage import to_image
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.canvas_column import CanvasColumn
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.live_menu import Choice, LiveMenu
from ganstudio.gui.stylize.opened_picture import OpenedPicture
from ganstudio.stylize.look import Look

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.live import LiveState
    from ganstudio.video.live_source import CapturedFrame, LiveSource

_KEYS = "live 1", "live 2"  # of two frames one is painted and one waits: thumbnails come when it is over
_URGENCY = 2
_TELL = 300  # milliseconds between two readings of the figures
_SLOW = 0.25  # seconds for a frame, from which a look is said to be too slow for a live picture
_CLOSING = 3.0  # seconds for which a camera is waited for when the window closes
_SPAN = 2.0  # seconds over which frames are counted


@dataclass(frozen=True)
class Frame:
    """A frame for the canvas: what was seen, the images of it before and after, and how large the whole is."""

    source: "CapturedFrame"
    before: QImage
    after: QImage
    size: QSize


class LiveView(QObject):
    """Shows something live on the canvas: each frame is a job of the compute lane.

    `began` and `ended` tell the page to hide its own picture and to show it again; `picture_taken` carries a captured frame.
    """

    began = Signal()
    ended = Signal()
    picture_taken = Signal(object)

    def __init__(self, context: AppContext, controller: StylizeController, column: CanvasColumn) -> None:
        super().__init__(column)
        self._context, self._controller, self._column = context, controller, column
        self._editing, self._canvas = controller.editing, column.canvas
        self.bar, self.menu = column.live_bar, LiveMenu(context, column)
        self._choice: Choice | None = None
        self._source: LiveSource | None = None
        self._last_source: LiveSource | None = None  # the last that was opened, also after it was stopped
        self._look, self._mirrored = self._editing.look, False
        self.frame: Frame | None = None  # the one that is seen
        self.state: LiveState | None = None
        self._stamps: deque[float] = deque(maxlen=240)
        self._delay, self._warning_kind = 0.0, ""
        self._figures = QTimer(self, interval=_TELL)
        self._wire()

    @property
    def is_live(self) -> bool:
        """Whether something is live, if only paused."""
        return self._choice is not None

    def start(self, choice: Choice) -> None:
        """Show something live, in the place of what was live before."""
        from ganstudio.stylize.live import LiveState

        self._stop_source()
        self._choice, self.state, self.frame = choice, LiveState(), None
        self.bar.mirror.setChecked(choice.camera)
        self.bar.mirror.setVisible(choice.camera)
        self.bar.take.setEnabled(False)
        self._column.notice.hide()
        self._show_live_state(on=True)
        self.began.emit()
        self._canvas.setFocus()
        if self._source is None:  # where the canvas came into sight again just now, it is opened already
            self._start_source()

    def stop(self) -> None:
        """End it, and let the page show its own picture again."""
        if self.is_live:
            self.leave()
            self.ended.emit()

    def leave(self) -> None:
        """End it where the page shows something else already."""
        if self.is_live:
            self._stop_source()
            self._choice = self.frame = None
            self._show_live_state(on=False)

    def take(self) -> None:
        """Open the frame on the canvas, at full size, as a still picture."""
        if self.frame is not None:
            source = partial(_open_frame, self.frame.source, self.bar.mirror.isChecked())
            self._context.files.submit(source, key="open", on_item=self._hand_over, failed=self._fail)

    def _hand_over(self, opened: OpenedPicture) -> None:
        self.picture_taken.emit(opened)
        self._column.notice.show_words(tr("Taken, with all its pixels: go on with it, or save it (Ctrl+S)."))

    def eventFilter(self, _canvas: QObject, event: QEvent) -> bool:
        """Pause while the canvas is out of sight: the camera is let go."""
        if self.is_live and event.type() == QEvent.Type.Hide:
            self._stop_source()
        elif self.is_live and event.type() == QEvent.Type.Show and self._source is None:
            self._start_source()
        return False

    def _start_source(self) -> None:
        """Open what was chosen, and ask for the first frame."""
        assert self._choice is not None
        self._stamps.clear()
        self._column.header.show_words(self._choice.title, tr("live"))
        self.bar.words.setText(tr("waiting for the first picture…"))
        self._source = self._last_source = self._choice.open(self._last_source)
        self._figures.start()
        self._update_look()
        for key in _KEYS:
            self._request_frame(key)

    def _stop_source(self) -> None:
        """Stop the source; frames that are still being rendered are not shown."""
        self._figures.stop()
        for key in _KEYS:
            self._context.compute.cancel(key)
        if self._source is not None:
            self._source.stop()
        self._source = None

    def _close(self) -> None:
        """Stop, and wait for the source's thread: none outlives the window."""
        self.leave()
        if self._last_source is not None:
            self._last_source.join(_CLOSING)

    def _request_frame(self, key: str) -> None:
        """Submit the job for a frame under a key; it is submitted again when it ends."""
        if self._source is None or self.state is None:
            return
        source = partial(
            _render_frame, self._source, self._wanted_look, self._context.catalog, self.state, self._context.settings.device
        )
        again = partial(self._request_next, self._source, key)
        self._context.compute.submit(source, key=key, priority=_URGENCY, on_item=self._show, failed=self._fail, ended=again)

    def _request_next(self, source: "LiveSource", key: str) -> None:
        if source is self._source:
            self._request_frame(key)

    def _wanted_look(self) -> tuple[Look, bool]:
        """The look and whether to mirror, for the frame that is rendered now; called in the worker's thread."""
        return self._look, self._mirrored

    def _update_look(self) -> None:
        """Set the look and the mirroring for the next frames."""
        self._look = Look(layers=()) if self._controller.lacks_picture() else self._editing.look
        self._mirrored = self.bar.mirror.isChecked()

    def _show(self, frame: Frame) -> None:
        now = time.perf_counter()
        self._stamps.append(now)
        self.bar.take.setEnabled(True)
        self.frame, self._delay = frame, now - frame.source.time
        self._canvas.show_live(frame.before, frame.after, frame.size)

    def show_figures(self) -> None:
        """Show the frames a second, their delay and size; warn of a slow look."""
        if self._choice is None or self.state is None:
            return
        now = time.perf_counter()
        recent = [stamp for stamp in self._stamps if now - stamp < _SPAN]
        if len(recent) > 1:
            rate = (len(recent) - 1) / max(now - recent[0], 1e-3)
            self.bar.words.setText(format_figures(rate, self._delay, self.state.size))
        seconds = self.state.seconds
        if self._controller.lacks_picture():
            self._show_warning("missing", tr("Choose the picture whose style is taken, in the options on the right."))
        elif seconds > _SLOW:
            words = tr("This look takes {:.1f} s a frame: choose a style pack for a live picture.")
            self._show_warning("slow", words.format(seconds))
        else:
            self._show_warning()

    def _show_warning(self, kind: str = "", words: str = "") -> None:
        """Show a warning for as long as it holds; once it was closed, it does not come back."""
        notice = self._column.notice
        if words and (kind != self._warning_kind or notice.isVisible()):
            notice.show_words(words, tone="warning")
        elif kind != self._warning_kind:
            notice.hide()
        self._warning_kind = kind

    def _fail(self, sentence: str, details: str) -> None:
        self.stop()
        self._column.notice.show_words(sentence, tone="error", details=details)

    def _show_live_state(self, *, on: bool) -> None:
        self.bar.setVisible(on)
        self._column.header.live.setChecked(on)
        toolbar, board = self._column.toolbar, self._column.board
        toolbar.show_state(tr("live") if on else "")
        toolbar.variations.setChecked(False)
        for each in (toolbar.variations, toolbar.pin):
            each.setEnabled(not on)
        board.show_alone(on)
        self._show_warning()

    def _toggle(self) -> None:
        """Stop, or show what there is to choose from."""
        if self.is_live:
            self.stop()
            return
        button = self._column.header.live
        button.setChecked(False)
        self.menu.fill()
        self.menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _wire(self) -> None:
        self._canvas.installEventFilter(self)
        self._editing.changed.connect(self._update_look)
        self.bar.mirror.toggled.connect(self._update_look)
        self._figures.timeout.connect(self.show_figures)
        self._column.header.live.clicked.connect(self._toggle)
        self.menu.chosen.connect(self.start)
        self.bar.take_clicked.connect(self.take)
        self.bar.stop_clicked.connect(self.stop)
        self._context.closed.connect(self._close)
        bind("stylize.take", self._canvas, self.take)


def format_figures(rate: float, behind: float, size: int) -> str:
    """The figures of a live picture in words."""
    words = tr("{} frames a second\n{:.0f} ms behind  ·  {} px")
    return words.format(f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}", 1000 * behind, size)


def _render_frame(
    source: "LiveSource",
    read_wanted: Callable[[], tuple[Look, bool]],
    catalog: "Catalog",
    state: "LiveState",
    device: str,
    stop: Flag,
) -> Iterator[Frame]:
    from ganstudio.core.devices import pick_device
    from ganstudio.stylize.live import live_frame

    look, mirrored = read_wanted()
    for each in live_frame(source, look, catalog, state, device=pick_device(device), mirrored=mirrored, stop=stop):
        yield Frame(each.source, to_image(each.before), to_image(each.after), QSize(*each.size))


def _open_frame(instant: "CapturedFrame", mirrored: bool, _stop: Flag) -> Iterator[OpenedPicture]:
    from ganstudio.images.picture import Picture

    yield from jobs.prepare(Picture(instant.pixels(mirrored=mirrored)))
