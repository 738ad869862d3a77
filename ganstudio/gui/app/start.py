"""Start the window; its pages, and torch, are imported only after its frame is on the screen."""

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ganstudio.core.files import resources
from ganstudio.core.log import log_unexpected
from ganstudio.core.settings import Home
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.language_change import Place
from ganstudio.gui.app.languages import use_language
from ganstudio.gui.app.start_marks import Start
from ganstudio.gui.app.status_bar import StatusBar
from ganstudio.gui.app.theme import apply_theme, chosen_theme
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.unexpected_errors import ErrorWatch, log_qt_messages, tell_failed_start
from ganstudio.gui.app.window import Window
from ganstudio.gui.app.window_place import place_window
from ganstudio.gui.train.running_trainings import find_running

if TYPE_CHECKING:
    from ganstudio.runs.run import Run


def main(home: Home, plugin_dirs: Sequence[Path] = (), files: Sequence[Path] = (), *, safe_mode: bool = False) -> int:
    """Open the studio with some files, and stay until it is closed; the exit code.

    Where a window is open already it shows the files, unless this one is to have other plugins.
    """
    with log_qt_messages():
        return _run(home, plugin_dirs, files, safe_mode=safe_mode)


def _run(home: Home, plugin_dirs: Sequence[Path], files: Sequence[Path], *, safe_mode: bool) -> int:
    app = QApplication(["ganstudio"])
    app.setApplicationName("GAN Studio")
    app.setDesktopFileName("ganstudio")
    app.setWindowIcon(QIcon(str(resources() / "desktop" / "ganstudio-256.png")))
    if files and not plugin_dirs and not safe_mode and _hand_over(home, files):
        return 0
    errors = ErrorWatch()
    errors.watch()
    try:
        return run_window(app, errors, partial(start_window, app, home, plugin_dirs, safe_mode=safe_mode), files)
    except Exception as error:
        tell_failed_start(*log_unexpected(error))
        return 1


def run_window(app: QApplication, errors: ErrorWatch, start: Callable[[], Window], files: Sequence[Path] = ()) -> int:
    """Show the window until it is closed for good: for another language it is opened again, where it was."""
    place: Place | None = None
    while True:
        window = start()
        errors.happened.connect(window.context.report_error)
        window.painted.connect(partial(receive_files, window, files), Qt.ConnectionType.QueuedConnection)
        if place is not None:
            window.open_at(place)
        window.show()
        code = app.exec()
        place, files = window.language_change.place, ()
        errors.happened.disconnect(window.context.report_error)
        if place is None:
            return code
        window.deleteLater()


def _hand_over(home: Home, files: Sequence[Path]) -> bool:
    from ganstudio.gui.app.file_handover import hand_over

    return hand_over(home, files)


def start_window(app: QApplication, home: Home, plugin_dirs: Sequence[Path] = (), *, safe_mode: bool = False) -> Window:
    """The window, in safe mode by itself where the last starts failed: they ended before the plugins were loaded."""
    start = Start(home.data)
    context = AppContext(home, plugin_dirs, safe_mode=safe_mode or start.is_careful)
    succeeded = partial(start.mark_success)  # Qt holds a method weakly
    context.catalog_changed.connect(succeeded, Qt.ConnectionType.QueuedConnection)  # after the pages have it
    context.closed.connect(succeeded)
    if start.is_careful:
        context.catalog_changed.connect(partial(_tell_of_safe_mode, context, start.failed))
    return open_window(app, context)


def receive_files(window: Window, files: Sequence[Path]) -> None:
    """Show files, and from now on those that later starts hand over."""
    from ganstudio.gui.app.file_handover import FileReceiver

    receiver = FileReceiver(window.context.home, window)
    receiver.received.connect(partial(_show_files, window))
    window.context.closed.connect(receiver.close)
    if files:
        _show_files(window, files)


def _show_files(window: Window, files: Sequence[Path]) -> None:
    """Show files once the plugins are loaded, for they paint and open packs; the last session is back then, too."""

    def show() -> None:
        window.context.catalog_changed.disconnect(waiting)
        window.show_files(files)

    if window.context.catalog.plugins:
        window.show_files(files)
    else:
        waiting = window.context.catalog_changed.connect(show, Qt.ConnectionType.QueuedConnection)


def _tell_of_safe_mode(context: AppContext, failed: int) -> None:
    words = tr("Safe mode, as {} starts failed: only bundled plugins. To leave it, close GAN Studio and start it again.")
    context.report_error(words.format(failed))


def _tell_of_running(context: AppContext, run: "Run") -> None:
    context.post_message(tr("“{}” is still training; the Train page shows it.").format(run.folder.name))


def open_window(app: QApplication, context: AppContext) -> Window:
    """The window in its theme and language; what is slow begins once it is painted."""
    apply_theme(app, chosen_theme(context.settings.theme))
    use_language(app, context.settings.language)
    window = Window(context)
    place_window(window, context.settings.window)
    window.painted.connect(partial(_begin, window), Qt.ConnectionType.QueuedConnection)
    return window


def _begin(window: Window) -> None:
    context = window.context
    window.show_page("stylize")
    if context.settings_problem:
        context.report_error(context.settings_problem)
    context.load_plugins()
    find_running(context, "running", partial(_tell_of_running, context))
    context.files.submit(_import_pages, key="pages", priority=9)
    for bar in window.findChildren(StatusBar):
        bar.find_device()


def _import_pages(stop: threading.Event) -> Iterator[None]:
    """Read the program of the other pages beside the window, so that their first opening need not wait for it."""
    for name in ("train", "library", "plugins", "settings"):
        if not stop.is_set():
            import_module(f"ganstudio.gui.{name}.page")
        yield
