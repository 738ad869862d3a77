"""Real windows, offscreen; left out where PySide6 is not installed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip(
    "PySide6.QtWidgets", reason="Qt is not installed, or the system lacks its libraries", exc_type=ImportError
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ganstudio.gui.app.context import AppContext
    from ganstudio.gui.app.window import Window
    from ganstudio.gui.stylize.page import StylizePage
    from ganstudio.images.picture import Picture
    from ganstudio.plugins.catalog import Catalog


def plain_picture(shade: int, side: int = 48) -> "Picture":
    """A small picture of one colour with a square in it, another one for each shade."""
    import numpy as np

    from ganstudio.images.picture import Picture

    pixels = np.full((side, side, 3), (7 * shade) % 256, np.uint8)
    pixels[side // 4 : side // 2, side // 4 : side // 2] = (255 - 5 * shade) % 256, 120, 60
    return Picture(pixels)


@pytest.fixture
def context(qtbot: "QtBot", bundled: "Catalog") -> "Iterator[AppContext]":
    """What pages share, with the bundled plugins loaded."""
    from PySide6.QtWidgets import QApplication

    from ganstudio.core.settings import Home
    from ganstudio.gui.app.context import AppContext
    from ganstudio.gui.app.theme import DARK, apply_theme

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if app.property("theme") != DARK.name:  # styling everything takes a third of a second
        apply_theme(app, DARK)
    made = AppContext(Home())
    made.catalog = bundled
    with qtbot.waitSignal(made.queue.changed, timeout=20_000):
        made.catalog_changed.emit()
    yield made
    made.close()


@pytest.fixture
def window(qtbot: "QtBot", context: "AppContext") -> "Window":
    """The whole window, shown."""
    from ganstudio.gui.app.window import Window

    made = Window(context)
    qtbot.addWidget(made)
    made.show()
    made.show_page("stylize")
    context.catalog = _quick_first(context.catalog)
    context.catalog_changed.emit()
    return made


def _quick_first(catalog: "Catalog") -> "Catalog":
    """The catalog with a style first, which pages begin with, that is painted in a tenth of the time."""
    return replace(catalog, styles={"pixels": catalog.style("pixels"), **catalog.styles})


@pytest.fixture
def page(qtbot: "QtBot", context: "AppContext") -> "StylizePage":
    """The Stylize page alone, with the sample in its first style."""
    from ganstudio.gui.stylize.page import StylizePage

    made = StylizePage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    context.catalog = _quick_first(context.catalog)
    context.catalog_changed.emit()
    qtbot.waitUntil(lambda: made.controller.picture is not None and made.column.canvas.has_exact(), timeout=30_000)
    return made


@pytest.fixture(scope="session")
def trained_style(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished training of a small style; tests that change it take a copy."""
    import threading

    from ganstudio_plugins.unpaired import CUT

    from ganstudio.plugins.catalog import Catalog
    from ganstudio.testing.synthetic import make_pictures
    from ganstudio.train.launch import train_in_thread
    from ganstudio.train.planner import create_run
    from ganstudio.train.request import TrainRequest

    folder, catalog = tmp_path_factory.mktemp("trained style"), Catalog({"cut": CUT()})
    data, options = make_pictures(folder / "pictures", 3), {"maps": 4, "blocks": 1, "discriminator_maps": 4}
    request = TrainRequest(architecture="cut", data=data, photos=data, size=64, images=2, device="cpu", options=options)
    run = create_run(folder / "misty_blue", catalog, request)
    list(train_in_thread(run, catalog, stop=threading.Event()))
    return run.folder
