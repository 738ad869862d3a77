"""The button under the samples that saves a sheet as a picture, or the whole training as a film."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag

from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Event, Sampled, Saved, TileDone
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.theme import icon
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import tool


class SaveButton:
    """Knows the sheet that is shown, and the picture in it that is shown alone."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._folder = Path()
        self._sample: Sampled | None = None
        self._number: int | None = None
        self.tool = tool("save", tr("Save this sheet as a picture, or the whole training as a film"))
        menu = QMenu(self.tool)
        menu.addAction(tr("Save this sheet as a picture…"), self.choose_sheet)
        menu.addAction(icon("film"), tr("Save the whole training as a film…"), self.choose_film)
        self.tool.setMenu(menu)
        self.tool.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def set_sample(self, folder: Path, sample: Sampled | None, alone: int | None) -> None:
        """What is shown now."""
        self._folder, self._sample, self._number = folder, sample, alone
        self.tool.setEnabled(sample is not None)

    def choose_film(self) -> None:
        """Ask where to save the film."""
        path = self._choose_file(tr("Save film"), f"{self._folder.name}.webp", "WebP (*.webp);;GIF (*.gif);;MP4 (*.mp4)")
        if path:
            self.save_film(path)

    def save_film(self, path: Path) -> None:
        """Save all moments as a film, of the picture that is shown alone or of the whole sheet."""
        source = partial(_film_events, self._folder, path, self._number)
        job = self._context.compute.submit(
            source, key="film", on_item=self._show_film_progress, failed=self._context.report_error, ended=self._end_film
        )
        self._context.show_activity("film", Activity(tr("Making the film"), 0.0, job.cancel))

    def choose_sheet(self) -> None:
        """Ask where to save the sheet that is shown."""
        if self._sample is not None:
            path = self._choose_file(tr("Save sheet"), f"{self._folder.name}-{self._sample.images}.png", "PNG (*.png)")
            if path:
                self.save_sheet(path)

    def save_sheet(self, path: Path) -> None:
        """Save the sheet that is shown, as it was made."""
        if self._sample is not None:
            source = partial(_copy_sheet, self._folder / self._sample.path, path)
            self._context.files.submit(
                source, key="save sheet", on_item=self._announce_saved, failed=self._context.report_error
            )

    def _choose_file(self, title: str, name: str, kinds: str) -> Path | None:
        results = self._context.home.results(self._context.settings)
        results.mkdir(parents=True, exist_ok=True)
        path, _ = QFileDialog.getSaveFileName(self.tool, title, str(results / name), kinds)
        return Path(path) if path else None

    def _show_film_progress(self, event: object) -> None:
        if isinstance(event, TileDone):
            self._context.show_activity("film", Activity(tr("Making the film"), event.done / max(1, event.total)))
        elif isinstance(event, Saved):
            self._announce_saved(Path(event.path))

    def _end_film(self) -> None:
        self._context.show_activity("film", None)

    def _announce_saved(self, path: Path) -> None:
        self._context.post_message(tr("Saved {} ✓").format(path.name), "good")


def _film_events(folder: Path, out: Path, number: int | None, stop: Flag) -> Iterator[Event]:
    from ganstudio.explore.timelapse import write_timelapse
    from ganstudio.runs.run import Run

    yield from write_timelapse(Run.open(folder), out=out, number=number, caption=True, stop=stop)


def _copy_sheet(sheet: Path, path: Path, _stop: Flag) -> Iterator[Path]:
    from ganstudio.core.files import write_atomically

    try:
        write_atomically(path, sheet.read_bytes())
    except OSError as error:
        raise GanStudioError(
            "The sheet could not be saved to {path}: {reason}.", path=path, reason=os_reason(error)
        ) from error
    yield path
