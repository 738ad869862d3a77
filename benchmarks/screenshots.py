"""`make screenshots`: every page with real pictures in it, offscreen, into docs/images or the folder that is named."""

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ganstudio.core.files import resources
from ganstudio.core.settings import Home
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.start import open_window
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

if TYPE_CHECKING:
    from ganstudio.gui.app.window import Window

_SIZE = QSize(1440, 900)


def main(out: Path) -> None:
    """Draw every page, dark; the first one also light, and small."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["GANSTUDIO_HOME"] = home
        app = QApplication([])
        context = AppContext(Home())
        window = open_window(app, context)
        window.resize(_SIZE)
        window.show()
        out.mkdir(parents=True, exist_ok=True)
        _stylize(window, out)
        _train(window, out)
        _publish(window, context, out)
        for name in ("library", "plugins", "settings"):
            window.show_page(name)
            _wait(lambda: False, 3)
            _draw(window, out / f"{name}.png")
        context.change(theme="light")
        window.show_page("stylize")
        _wait(lambda: False, 2)
        _draw(window, out / "stylize-light.png")
        window.close()


def _stylize(window: "Window", out: Path) -> None:
    page = window.show_page("stylize")
    assert isinstance(page, StylizePage)
    _wait(lambda: bool(page.gallery.view.cards.cards) and not page.gallery.missing_thumbnails(), 120)
    _wait(page.column.canvas.has_exact, 60)
    _draw(window, out / "stylize.png")
    _compare_looks(window, page, out)


def _compare_looks(window: "Window", page: StylizePage, out: Path) -> None:
    """The ways to look at a look, and what is asked before saving."""
    page.column.welcome.dismiss()
    for style in ("watercolour", "pencil", "comic"):
        page.gallery.view.choose(style)
        _wait(partial(_shows, page, style), 30)
        page.view.pin()
    page.gallery.view.choose("oil")
    _wait(lambda: all(each.canvas.has_exact() for each in page.column.board.panes) and page.column.canvas.has_exact(), 60)
    _draw(window, out / "stylize-looks.png")
    for pane in list(page.column.board.panes):
        page.column.board.close_pane(pane)
    page.column.toolbar.beside.click()
    page.column.toolbar.glass.click()
    QTest.mouseMove(page.column.canvas, QPoint(page.column.canvas.width() * 3 // 4, page.column.canvas.height() // 2))
    loupe = page.column.toolbar.loupe
    _wait(lambda: loupe.isVisible() and loupe.is_exact(), 10)
    _draw(window, out / "stylize-loupe.png")
    page.column.toolbar.glass.click()
    page.column.toolbar.divider.click()
    page.column.toolbar.variations.click()
    _wait(lambda: all(not image.isNull() for row in page.column.variations.images() for image in row), 60)
    _draw(window, out / "stylize-variations.png")
    page.column.toolbar.variations.click()
    page.look_panel.prompt.line.setText("a comic with bold outlines, half strength, only the lights, keep my colours")
    page.look_panel.prompt.interpret()
    page.look_panel.layer.mask_panel.show_it.setChecked(True)
    files = sorted((resources() / "samples").glob("*.jpg"))
    page.input.opener.open_all(files * 2)
    _wait(lambda: page.controller.looks.current == files[0] and page.column.canvas.has_exact(), 30)
    _draw(window, out / "stylize-said.png")


def _shows(page: StylizePage, style: str) -> bool:
    return bool(page.controller.editing.style == style and page.column.canvas.has_exact())


def _train(window: "Window", out: Path) -> None:
    page = window.show_page("train")
    _wait(lambda: False, 1)
    _draw(window, out / "train-empty.png")
    page.try_sample()  # type: ignore[attr-defined]
    _wait(lambda: page.can_start(), 30)  # type: ignore[attr-defined]
    _wait(lambda: False, 5)  # for the forecast
    _draw(window, out / "train-folder.png")
    page.setup.chosen.closer.click()  # type: ignore[attr-defined]
    _wait(lambda: False, 5)
    _draw(window, out / "train-pictures.png")
    page.dataset.left.emit()  # type: ignore[attr-defined]
    page.start()  # type: ignore[attr-defined]
    _wait(lambda: False, 60)
    _draw(window, out / "train.png")
    page.stop()  # type: ignore[attr-defined]
    _wait(lambda: page.may_close(), 30)  # type: ignore[attr-defined]
    _draw(window, out / "train-stopped.png")
    gallery = page.watch.gallery  # type: ignore[attr-defined]
    gallery.slider.setValue(gallery.slider.maximum() // 3)
    _wait(lambda: False, 1)
    gallery.pin.setChecked(True)
    gallery.slider.setValue(gallery.slider.maximum())
    gallery.sheet.show_alone(3)
    _wait(lambda: False, 2)
    _draw(window, out / "train-compare.png")
    gallery.look.setChecked(True)
    _wait(lambda: False, 10)
    _draw(window, out / "train-closer.png")
    gallery.look.setChecked(False)


def _publish(window: "Window", context: AppContext, out: Path) -> None:
    run = create_run(
        context.home.runs(context.settings) / "coffee-brown",
        context.catalog,
        TrainRequest(
            architecture="brush",
            data=resources() / "samples" / "coffee.jpg",
            size=128,
            images=40,
            options={"teacher": "base"},
        ),
    )
    list(train_in_thread(run, context.catalog, stop=threading.Event()))
    page = window.show_page("library")
    page.publish_run(run.folder)  # type: ignore[attr-defined]
    _wait(lambda: page.publish.canvas.has_result(), 30)  # type: ignore[attr-defined]
    _draw(window, out / "publish.png")
    page.publish.left.emit()  # type: ignore[attr-defined]


def _wait(until: Callable[[], bool], seconds: float) -> None:
    deadline = QDeadlineTimer(int(1000 * seconds))
    while not deadline.hasExpired() and not until():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def _draw(window: "Window", path: Path) -> None:
    QApplication.processEvents()
    window.grab().save(str(path))
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
