"""What can be seen live: cameras, screens, a film over and over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication, QScreen
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget, QWidgetAction

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import icon
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.screen_capture import ScreenCapture, capture_refusal
from ganstudio.gui.widgets.layout import label
from ganstudio.images.formats import film_suffixes, moving_suffixes, name_patterns

if TYPE_CHECKING:
    from ganstudio.video.cameras import Camera
    from ganstudio.video.live_source import LiveSource

_INDENT = 40  # pixels: below the words of the lines that have an icon


@dataclass(frozen=True)
class Choice:
    """Something that can be seen live: what it is called, and how it is opened; a camera shows a mirror's picture at first.

    What was read before is given to the opening: a camera can only be opened once.
    """

    title: str
    open: "Callable[[LiveSource | None], LiveSource]"
    camera: bool = False


class LiveMenu(QMenu):
    """Lists what is there each time that it is filled; `chosen` carries a choice."""

    chosen = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(tr("Live"), parent)
        self._context = context
        self._cameras: list[QAction] = []
        self.setToolTipsVisible(True)

    def fill(self) -> None:
        """Show what is there now; the cameras come when they are found."""
        self.clear()
        self._add_caption(tr("Cameras"))
        self._cameras = [self._add_caption(tr("Looking for cameras…"))]
        self.addSeparator()
        self._add_caption(tr("The screen"))
        self._add_screens()
        self.addSeparator()
        film = self.addAction(icon("film"), tr("A film, over and over…"), self.ask_for_film)
        film.setToolTip(tr("See a film in the look at its own speed, before you make the whole film"))
        self._context.files.submit(_find_cameras, key="cameras", on_item=self._show_cameras, failed=self._show_no_cameras)

    def ask_for_film(self) -> None:
        """Ask for the file of a film."""
        kinds = f"{tr('Films')} ({name_patterns((*film_suffixes(), *moving_suffixes()))});;* (*)"
        path, _ = QFileDialog.getOpenFileName(
            self.parentWidget(), tr("Choose a film"), self._context.folder_for("pictures"), kinds
        )
        if path:
            self._context.keep_folder("pictures", Path(path).parent)
            self.chosen.emit(film_choice(Path(path)))

    def _add_screens(self) -> None:
        if QGuiApplication.platformName().startswith("wayland"):
            self._add_caption(capture_refusal())
            return
        screens = QGuiApplication.screens()
        for number, screen in enumerate(screens, 1):
            name = tr("The whole screen") if len(screens) == 1 else tr("Screen {}").format(number)
            for middle, words in ((False, name), (True, tr("The middle of it"))):
                choice = screen_choice(screen, words if not middle else f"{name}: {tr('its middle')}", middle=middle)
                size = screen.size() / (2 if middle else 1)
                words = f"{words}   ({size.width()} × {size.height()})"
                drawn = icon("middle" if middle else "screen")
                action = self.addAction(drawn, words, partial(self.chosen.emit, choice))
                action.setToolTip(tr("Where GAN Studio itself lies in it, the picture is in the picture: move it aside"))

    def _show_cameras(self, cameras: "tuple[Camera, ...]") -> None:
        actions: list[QAction] = []
        for camera in cameras:
            actions.append(QAction(icon("live"), camera.title.replace("&", "&&"), self))
            actions[-1].setToolTip(camera.address)
            actions[-1].triggered.connect(partial(self._choose_camera, camera))
        self._replace_cameras(actions or [self._add_caption(tr("No camera is there"))])

    def _choose_camera(self, camera: "Camera", _checked: bool = False) -> None:
        self.chosen.emit(camera_choice(camera))

    def _show_no_cameras(self, sentence: str, _details: str) -> None:
        self._replace_cameras([self._add_caption(sentence)])

    def _replace_cameras(self, actions: list[QAction]) -> None:
        """Put what was found in the place of what was there."""
        place = self._cameras[0]
        for action in actions:
            self.insertAction(place, action)
        for old in self._cameras:
            self.removeAction(old)
        self._cameras = actions

    def _add_caption(self, words: str) -> QAction:
        """A line that is only read."""
        line = label(words, "secondary", wrap=False)
        line.setContentsMargins(_INDENT, 6, 20, 2)
        action = QWidgetAction(self)
        action.setDefaultWidget(line)
        self.addAction(action)
        return action


def camera_choice(camera: "Camera") -> Choice:
    """A camera to be chosen."""
    from ganstudio.video.cameras import read_camera
    from ganstudio.video.live_source import FrameReader

    return Choice(camera.title, lambda before: FrameReader(partial(read_camera, camera), before), camera=True)


def film_choice(path: Path) -> Choice:
    """A film to be chosen."""
    from ganstudio.video.live_source import FrameReader, loop_film

    return Choice(path.name, lambda before: FrameReader(partial(loop_film, path), before))


def screen_choice(screen: QScreen, title: str, *, middle: bool) -> Choice:
    """A screen, or its middle, to be chosen."""
    name = screen.name()
    return Choice(title, lambda _before: ScreenCapture(name, middle=middle))


def _find_cameras(_stop: Flag) -> "Iterator[tuple[Camera, ...]]":
    from ganstudio.video.cameras import find_cameras

    yield find_cameras()
