"""Every page of the window opened, classic and neural styles painted on it; a script, watched by a test."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from ganstudio.core.settings import Home
from ganstudio.gui.app.start import start_window
from ganstudio.gui.stylize.page import StylizePage


def main(styles: list[str]) -> None:
    """Open the window, paint with the styles that it has of those, and open its pages."""
    app = QApplication([])
    window = start_window(app, Home())
    window.show()
    page = window.show_page("stylize")
    assert isinstance(page, StylizePage)
    _wait(page.column.canvas.has_exact)
    for style in set(styles) & set(window.context.catalog.styles):
        page.gallery.view.choose(style)
        _wait(lambda style=style: page.controller.editing.style == style and page.column.canvas.has_exact())  # type: ignore[misc]
    for name in ("train", "library", "plugins", "settings"):
        window.show_page(name)
        for _ in range(10):  # what a page begins when it is shown
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    window.close()


def _wait(until: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(60_000)
    while not until():
        assert not deadline.hasExpired()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


if __name__ == "__main__":
    main(sys.argv[1:])
