"""The window watches a training of another process, to its end, its stop or its death."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.start import start_window
from ganstudio.gui.library.page import LibraryPage
from ganstudio.gui.train.page import TrainPage
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures

_LONG = 60_000


@pytest.fixture
def page(context: AppContext, qtbot: QtBot) -> Iterator[TrainPage]:
    made = TrainPage(context)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.session.leave()


@pytest.fixture
def trainer(context: AppContext, qtbot: QtBot, tmp_path: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """The command line, in the middle of a training."""
    data = make_pictures(tmp_path / "pictures", 24)
    options = ["--arch", "gan", "--size", "32", "--images", "50000000", "--batch", "8"]
    command = [sys.executable, "-m", "ganstudio", "train", str(data), *options, "--run", str(_folder(context))]
    one_thread = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=one_thread)
    qtbot.waitUntil(lambda: (_folder(context) / "spec.json").exists() and Run(_folder(context)).images > 0, timeout=_LONG)
    yield process
    process.kill()
    process.wait()


def _folder(context: AppContext) -> Path:
    return context.home.runs(context.settings) / "of the command line"


def _library(context: AppContext, qtbot: QtBot) -> LibraryPage:
    """The library with the run chosen."""
    made = LibraryPage(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.grid.cards.cards.cards) == 1, timeout=_LONG)
    made.grid.cards.choose(str(_folder(context)))
    return made


def _watch(page: TrainPage, context: AppContext, qtbot: QtBot) -> None:
    """Open the run, and see it going on."""
    page.open_run(_folder(context))
    qtbot.waitUntil(lambda: page.session.phase == "running", timeout=_LONG)
    first = page.session.history.images
    qtbot.waitUntil(lambda: page.session.history.images > first, timeout=_LONG)


@pytest.mark.proof
def test_it_is_watched_live_until_it_is_stopped(
    page: TrainPage, context: AppContext, trainer: "subprocess.Popen[bytes]", qtbot: QtBot
) -> None:
    _watch(page, context, qtbot)
    assert not page.session.own
    assert not page.summary.stop.isVisible()
    assert page.may_close()
    _watch(page, context, qtbot)
    library = _library(context, qtbot)
    assert "training" in library.grid.cards.cards.cards[0].line
    assert library.inspector.open.isEnabled()
    assert not library.inspector.resume.isEnabled()
    assert not library.inspector.trash.isEnabled()
    trainer.send_signal(signal.SIGINT)
    qtbot.waitUntil(lambda: not page.session.busy, timeout=_LONG)
    qtbot.waitUntil(library.inspector.resume.isEnabled, timeout=_LONG)
    assert "stopped" in library.grid.cards.cards.cards[0].line
    assert page.session.phase == "stopped"
    assert page.session.history.last_checkpoint is not None
    assert page.session.history.images == Run(_folder(context)).images
    assert page.summary.go_on.isVisible()
    qtbot.waitUntil(lambda: page.watch.gallery.sample == page.session.history.samples[-1], timeout=_LONG)


@pytest.mark.proof
def test_a_training_that_is_killed_comes_to_rest_and_goes_on_here(
    page: TrainPage, context: AppContext, trainer: "subprocess.Popen[bytes]", qtbot: QtBot
) -> None:
    _watch(page, context, qtbot)
    trainer.kill()
    trainer.wait()
    qtbot.waitUntil(lambda: not page.session.busy, timeout=_LONG)
    assert page.session.phase == "stopped"
    page.resume_run(_folder(context))
    qtbot.waitUntil(lambda: page.session.own and page.session.phase == "running", timeout=_LONG)
    page.session.stop()
    qtbot.waitUntil(lambda: not page.session.busy, timeout=_LONG)
    assert Run(_folder(context)).state == "stopped"


@pytest.mark.proof
def test_a_training_without_a_window_is_found_when_one_opens(
    context: AppContext, trainer: "subprocess.Popen[bytes]", qtbot: QtBot
) -> None:
    page = TrainPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.session.phase == "running", timeout=_LONG)
    assert page.session.run is not None and page.session.run.folder == _folder(context)
    assert not page.session.own
    page.session.leave()


@pytest.mark.proof
def test_the_window_says_at_its_start_what_is_still_training(
    context: AppContext, trainer: "subprocess.Popen[bytes]", qtbot: QtBot
) -> None:
    said: list[str] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = start_window(app, context.home)
    qtbot.addWidget(window)
    window.context.message_posted.connect(lambda words, _tone: said.append(words))
    window.show()
    qtbot.waitUntil(lambda: any("of the command line” is still training" in words for words in said), timeout=_LONG)
    window.close()
