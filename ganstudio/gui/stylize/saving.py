"""Saving what is on the canvas: asked where, rendered beside the window, told where it lies."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.events import Saved, TileDone
from ganstudio.gui.studio import Activity, Studio
from ganstudio.gui.stylize import work
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.words import tr

if TYPE_CHECKING:
    from ganstudio.pictures.picture import Picture
    from ganstudio.stylize.look import Look

_KEY = "save"


class Saver(QObject):
    """Saves one picture at a time; `saved` carries the file, `failed` a sentence and its details."""

    saved = Signal(object)
    copied = Signal()
    failed = Signal(str, str)

    def __init__(self, studio: Studio, notice: Notice) -> None:
        super().__init__()
        self._studio, self._notice = studio, notice

    def ask(self, picture: "Picture", look: "Look", parent: QWidget) -> Path | None:
        """Ask where to save; None where nothing was chosen."""
        from ganstudio.stylize.naming import style_words

        stem = picture.source.stem if picture.source else "picture"
        first = self._studio.home.results(self._studio.settings) / f"{stem}-{style_words(look)}.png"
        first.parent.mkdir(parents=True, exist_ok=True)
        kinds = "PNG (*.png);;JPEG (*.jpg);;WebP (*.webp);;AVIF (*.avif);;TIFF (*.tif)"
        path, _ = QFileDialog.getSaveFileName(parent, tr("Save picture"), str(first), kinds)
        return Path(path) if path else None

    def save(self, picture: "Picture", look: "Look", path: Path) -> None:
        """Render every pixel and save; the status bar shows how far it is."""
        studio = self._studio
        source = partial(work.save, picture, look, studio.catalog, studio.settings, studio.home, path)
        studio.compute.submit(
            source, key=_KEY, urgency=0, happened=self._tell, failed=self.failed.emit, ended=lambda: self._show(None)
        )
        self._show(Activity(tr("Saving {}").format(path.name), 0.0, self._stop))

    def copy(self, picture: "Picture", look: "Look") -> None:
        """Render every pixel and put the result on the clipboard."""
        studio = self._studio
        source = partial(work.whole, picture, look, studio.catalog, studio.settings.device)
        studio.compute.submit(
            source, key=_KEY, urgency=0, happened=self._take, failed=self.failed.emit, ended=lambda: self._show(None)
        )
        self._show(Activity(tr("Copying"), 0.0, self._stop))

    def _take(self, happened: TileDone | QImage) -> None:
        if isinstance(happened, TileDone):
            self._show(Activity(tr("Copying"), happened.done / happened.total, self._stop))
        else:
            QGuiApplication.clipboard().setImage(happened)
            self._studio.say(tr("The result is on the clipboard ✓"), "good")
            self.copied.emit()

    def _tell(self, happened: TileDone | Saved) -> None:
        if isinstance(happened, TileDone):
            self._show(Activity(tr("Saving"), happened.done / happened.total, self._stop))
            return
        path = Path(happened.path)
        self._studio.say(tr("Saved {} ✓").format(path.name), "good")
        self._notice.show_words(
            tr("Saved as {}.").format(path.name),
            actions=(
                (tr("Show folder"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))),
                (tr("Open"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))),
            ),
        )
        self.saved.emit(path)

    def _stop(self) -> None:
        self._studio.compute.cancel(_KEY)

    def _show(self, activity: Activity | None) -> None:
        self._studio.show_activity(_KEY, activity)
