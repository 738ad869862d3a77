"""Start the window; its pages, and torch, are imported only after its frame is on the screen."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ganstudio.gui.status import StatusBar
from ganstudio.gui.studio import Studio
from ganstudio.gui.theme import THEMES, apply_theme
from ganstudio.gui.window import Window
from ganstudio.gui.words import use_language
from ganstudio.settings import Home


def main(home: Home, plugin_dirs: Sequence[Path] = (), *, safe_mode: bool = False) -> int:
    """Open the studio and stay until it is closed; the exit code."""
    app = QApplication(["ganstudio"])
    app.setApplicationName("GAN Studio")
    window = open_window(app, Studio(home, plugin_dirs, safe_mode=safe_mode))
    window.show()
    return app.exec()


def open_window(app: QApplication, studio: Studio) -> Window:
    """The window in its theme and language; what is slow begins once it is painted."""
    apply_theme(app, THEMES[studio.settings.theme])
    use_language(app, studio.settings.language)
    window = Window(studio)
    window.painted.connect(partial(_begin, window), Qt.ConnectionType.QueuedConnection)
    return window


def _begin(window: Window) -> None:
    studio = window.studio
    window.show_page("stylize")
    if studio.settings_problem:
        studio.fail(studio.settings_problem)
    studio.load_plugins()
    for bar in window.findChildren(StatusBar):
        bar.find_device()
