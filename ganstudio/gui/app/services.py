"""What all long work of the window is given: settings, the catalog, the workers, and the line in the status bar."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, change_settings, load_settings, merge
from ganstudio.gui.app.garbage_collector import GarbageCollector
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.workers import Worker
from ganstudio.plugins.catalog import Catalog


@dataclass(frozen=True)
class Activity:
    """What is running: words, how far (0 to 1, None where unknown), and how to stop it."""

    words: str
    share: float | None = None
    stop: Callable[[], None] | None = None


class AppServices(QObject):
    """The values that outlive a page, each with a signal when it changes."""

    settings_changed = Signal()
    catalog_changed = Signal()
    activity_changed = Signal(str, object)
    message_posted = Signal(str, str)
    error_shown = Signal(str, str)
    closed = Signal()

    def __init__(self, home: Home, plugin_dirs: Sequence[Path] = (), *, safe_mode: bool = False) -> None:
        super().__init__()
        self.home = home
        self.plugin_dirs = tuple(plugin_dirs)
        self.safe_mode = safe_mode
        self.settings, self.settings_problem = load_settings(home)
        self.catalog = Catalog()
        self._garbage_collector = GarbageCollector(self)  # as long as there are workers
        self.compute = Worker("compute", self)
        self.files = Worker("files", self)
        self.compute.start()
        self.files.start()

    def change(self, **changes: object) -> bool:
        """Change settings, keep them, and tell the pages; where they cannot be kept they hold until the window closes.

        Whether they are kept; where they are not, it was said why. ValueError where a setting cannot be so.
        """
        kept = True
        seen, self.settings = self.settings, self.settings.with_changes(**changes)
        try:
            self.settings = change_settings(self.home, lambda kept: merge(kept, seen, changes))
        except GanStudioError as error:
            kept = False
            self.report_error(str(error))
        self.settings_changed.emit()
        return kept

    def arguments(self) -> list[str]:
        """What a process of its own is given so that it finds the same plugins."""
        return [*(["--safe-mode"] if self.safe_mode else []), *(f"--plugin-dir={folder}" for folder in self.plugin_dirs)]

    def post_message(self, words: str, tone: str = "") -> None:
        """A short line in the status bar; tone is “good”, “error” or nothing."""
        self.message_posted.emit(words, tone)

    def report_error(self, sentence: str, details: str = "") -> None:
        """Report that something failed; with details it is an error of the program, which the window shows as a card."""
        if details:
            self.error_shown.emit(sentence, details)
        else:
            self.post_message(sentence, "error")

    def show_activity(self, key: str, activity: Activity | None) -> None:
        """Show what is running under that key, or that it has ended."""
        self.activity_changed.emit(key, activity)

    def load_plugins(self, *, again: bool = False) -> None:
        """Find the plugins beside the window and tell the pages; `again` also tries those that ended the program before."""
        self.files.submit(
            partial(self._read_catalog, again),
            key="plugins",
            priority=0,
            on_item=self._receive_catalog,
            failed=self.report_error,
        )

    def folder_for(self, what: str) -> str:
        """Where a dialog that asks for `what` begins: where that was chosen last, else the user's folder of pictures."""
        kept = self.settings.folders.get(what, "")
        return kept if kept and Path(kept).is_dir() else pictures_folder()

    def keep_folder(self, what: str, folder: Path) -> None:
        """Begin there the next time that `what` is asked for."""
        if self.settings.folders.get(what) != str(folder):
            self.change(folders={**self.settings.folders, what: str(folder)})

    def add_plugins(self, paths: Sequence[Path]) -> None:
        """Copy plugins into the drop-in folder beside the window, and load them; each that cannot be is said."""
        self.files.submit(
            partial(_copy_plugins, tuple(paths), self.home.plugins), key="add plugins", on_item=self.report_error,
            ended=self.load_plugins,
        )  # fmt: skip

    def close(self) -> None:
        """Tell that the window closes, and stop the workers."""
        self.closed.emit()
        self.compute.close()
        self.files.close()
        self._garbage_collector.close()

    def _read_catalog(self, again: bool, _stop: threading.Event) -> Iterator[Catalog]:
        from ganstudio.plugins.loader import load_catalog

        yield load_catalog(self.home, self.settings, plugin_dirs=self.plugin_dirs, safe_mode=self.safe_mode, again=again)

    def _receive_catalog(self, catalog: Catalog) -> None:
        self.catalog = catalog
        failed = [plugin for plugin in catalog.plugins if plugin.error]
        if failed:
            self.post_message(tr("{} plugins could not be loaded: see Plugins").format(len(failed)), "error")
        self.catalog_changed.emit()


def pictures_folder() -> str:
    """The user's own folder of pictures, or their home."""
    places = QStandardPaths.StandardLocation
    for place in (places.PicturesLocation, places.HomeLocation):
        if (path := QStandardPaths.writableLocation(place)) and Path(path).is_dir():
            return path
    return ""


def _copy_plugins(paths: Sequence[Path], folder: Path, _stop: threading.Event) -> Iterator[str]:
    """What is to be said of those that could not be copied."""
    from ganstudio.plugins.drop_in import copy_plugin

    for path in paths:
        try:
            copy_plugin(path, folder)
        except GanStudioError as error:
            yield str(error)
