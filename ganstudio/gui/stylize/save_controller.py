"""Saving what is on the canvas: asked how, rendered beside the window, told where it lies."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ReferenceType, ref

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import TileDone
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.save_one import SaveOne
from ganstudio.gui.stylize.save_settings import remember_saving, saving_for
from ganstudio.gui.widgets.notice import Notice

if TYPE_CHECKING:
    from ganstudio.gui.app.workers import Source, Task
    from ganstudio.images.picture import Picture
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.picture_job import Saving


class SaveController(QObject):
    """Saves pictures, one after the other; `saved` carries the file; what failed is said in `notice`, with a way on.

    `open_wanted` asks for a program for the file that was just saved.
    """

    saved = Signal(object)
    copied = Signal()
    open_wanted = Signal(object)

    def __init__(self, context: AppContext, notice: Notice) -> None:
        super().__init__()
        self._context, self._notice = context, notice
        self.dialog: SaveOne | None = None
        self._last: tuple[ReferenceType[Picture], Look, Path] | None = None  # the picture may go when it is closed
        self._folder: Path | None = None
        self._number = 0
        self._start_time: set[str] = set()

    def ask(self, picture: "Picture", look: "Look", parent: QWidget) -> None:
        """Ask how to save, and save."""
        self.dialog = asked = SaveOne(self._context, picture, look, self._usual(picture, look), parent)
        asked.accepted.connect(lambda: self._take_answer(picture, look, asked))
        asked.open()

    def save(
        self,
        picture: "Picture",
        look: "Look",
        path: Path,
        saving: "Saving | None" = None,
        then: Callable[[Path], object] | None = None,
    ) -> None:
        """Render every pixel and save, as the last time where nothing is said; the status bar shows how far it is."""
        saving = saving or saving_for(self._context.settings, path.suffix)
        self._start_time.add(str(path).casefold())
        self._begin(
            partial(jobs.save_picture, picture, look, self._context, saving, path),
            tr("Saving {}").format(path.name),
            partial(self._take_saved, picture, look, then),
            partial(self._explain, picture, look, path, saving),
            lambda: self._start_time.discard(str(path).casefold()),
        )

    def save_again(self, picture: "Picture", look: "Look", then: Callable[[Path], object] | None = None) -> None:
        """Save at once, in the folder and the format of the last time, under a name that is free."""
        from ganstudio.stylize.output_names import Naming

        wanted = self._usual(picture, look)
        path = Naming().target(wanted, picture.source or wanted, self._start_time)
        assert path is not None
        self.save(picture, look, path, then=then)

    def file_of(self, picture: "Picture", look: "Look") -> Path | None:
        """The file in which the picture was just saved in that very look; None where there is none."""
        if self._last is None or self._last[0]() is not picture or self._last[1] != look:
            return None
        return self._last[2] if self._last[2].exists() else None

    def copy(self, picture: "Picture", look: "Look") -> None:
        """Render every pixel and put the result on the clipboard."""
        source = partial(jobs.render_whole, picture, look, self._context.catalog, self._context.settings.device)
        self._begin(source, tr("Copying"), self._take_copy, self._show_failure)

    def _usual(self, picture: "Picture", look: "Look") -> Path:
        from ganstudio.stylize.output_names import Naming, style_words

        folder, suffix = self._folder or self._context.home.results(self._context.settings), self._context.settings.format
        return folder / Naming(suffix=suffix).name(picture.source or Path("picture"), style_words(look), 1, (suffix,))

    def _take_answer(self, picture: "Picture", look: "Look", asked: SaveOne) -> None:
        path, saving = asked.path, asked.rows.saving
        self._folder = path.parent
        try:
            self._context.change(**remember_saving(self._context.settings, path.suffix, saving))
        except GanStudioError as error:
            self._context.report_error(str(error))
        self.save(picture, look, path, saving)

    def _show_failure(self, sentence: str, details: str) -> None:
        self._notice.show_words(sentence, tone="error", details=details)

    def _explain(self, picture: "Picture", look: "Look", path: Path, saving: "Saving", sentence: str, details: str) -> None:
        """What failed, what is safe, and how to go on."""
        self._notice.show_words(
            tr("{} Nothing was written over; your picture and its look are still here.").format(sentence),
            tone="error",
            details=details,
            actions=(
                (tr("Try again"), partial(self._try_again, picture, look, path, saving)),
                (tr("Save elsewhere…"), partial(self.ask, picture, look, self._notice.window())),
            ),
        )

    def _try_again(self, picture: "Picture", look: "Look", path: Path, saving: "Saving") -> None:
        self._notice.hide()
        self.save(picture, look, path, saving)

    def _begin(
        self,
        source: "Source",
        words: str,
        take: Callable[[Path | QImage], object],
        failed: Callable[[str, str], object],
        ended: Callable[[], object] = bool,
    ) -> None:
        """Begin a job of its own: what was begun before goes on."""
        self._number += 1
        key = f"save {self._number}"

        def on_item(item: TileDone | Path | QImage) -> None:
            if isinstance(item, TileDone):
                self._context.show_activity(key, Activity(words, item.done / item.total, job.cancel))
            else:
                take(item)

        def end() -> None:
            self._context.show_activity(key, None)
            ended()

        job: Task = self._context.compute.submit(source, key=key, priority=0, on_item=on_item, failed=failed, ended=end)
        self._context.show_activity(key, Activity(words, 0.0, job.cancel))

    def _take_copy(self, image: Path | QImage) -> None:
        assert isinstance(image, QImage)
        QGuiApplication.clipboard().setImage(image)
        self._context.post_message(tr("The result is on the clipboard ✓"), "good")
        self.copied.emit()

    def _take_saved(
        self, picture: "Picture", look: "Look", then: Callable[[Path], object] | None, path: Path | QImage
    ) -> None:
        assert isinstance(path, Path)
        self._last = ref(picture), look, path
        self._context.post_message(tr("Saved {} ✓").format(path.name), "good")
        self._notice.show_words(
            tr("Saved as {}.").format(path.name),
            actions=(
                (tr("Show folder"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))),
                (tr("Open in…"), partial(self.open_wanted.emit, path)),
            ),
        )
        self.saved.emit(path)
        if then is not None:
            then(path)
