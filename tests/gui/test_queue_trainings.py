"""Trainings in the window's queue: added, watched, paused, made way for, saved when the window closes, gone on with."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.window import Window
from ganstudio.gui.queue.panel import QueuePanel
from ganstudio.gui.queue.training_job import TrainingJob
from ganstudio.gui.train.page import TrainPage
from ganstudio.gui.widgets.notice import Notice
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.stylize.batch import BatchSpec
from ganstudio.stylize.look import Layer, Look
from ganstudio.testing.synthetic import make_pictures

_LONG = 90_000
_FOREVER = 50_000_000
_LOOK = Look(layers=(Layer(style="halftone"),))


@pytest.fixture
def page(window: Window, context: AppContext, qtbot: QtBot, tmp_path: Path) -> TrainPage:
    """The page in the window, with pictures chosen and the smallest network set up."""
    made = window.show_page("train")
    assert isinstance(made, TrainPage)
    made.take_folder(make_pictures(tmp_path / "Bilder und 图", 24))
    qtbot.waitUntil(lambda: made.setup.folder is not None and made.setup.start.isEnabled(), timeout=_LONG)
    made.setup.architecture.setCurrentIndex(made.setup.architecture.findData("gan"))
    made.setup.length.box.setValue(_FOREVER)
    made.setup.stop_forecast()
    return made


@pytest.fixture
def panel(context: AppContext, qtbot: QtBot) -> QueuePanel:
    made = QueuePanel(context)
    qtbot.addWidget(made)
    made.show()
    return made


def queued(page: TrainPage, context: AppContext, qtbot: QtBot, name: str) -> TrainingJob:
    """Put what is set up into the queue, under a name."""
    page.setup.name.setText(name)
    page.setup.queue.click()
    qtbot.waitUntil(lambda: bool(context.queue.jobs) and page_of(context.queue.jobs[-1]) == name, timeout=_LONG)
    training = context.queue.jobs[-1]
    assert isinstance(training, TrainingJob)
    return training


def page_of(job: object) -> str:
    return job.place.name if isinstance(job, TrainingJob) else ""


def buttons(notice: Notice) -> dict[str, QPushButton]:
    return {each.text(): each for each in notice.findChildren(QPushButton)}


def state(panel: QueuePanel, row: int) -> str:
    return panel.rows[row].state.text()


@pytest.mark.proof
def test_it_trains_in_turn_is_watched_rests_and_goes_on_after_a_restart(
    page: TrainPage, window: Window, panel: QueuePanel, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    queue = context.queue
    queue.pause(True)
    training = queued(page, context, qtbot, "first")
    run = Run.open(training.place)
    assert run.state == "new" and run.folder.parent == context.home.runs(context.settings)
    assert page.session.run is None and not page.setup.name.text()
    batch = queue.add(BatchSpec(look=_LOOK, sources=(tmp_path / "Bilder und 图" / "000.png",), folder=tmp_path / "out"))
    assert queue.add_training(run.folder) is training
    assert "rests" in state(panel, 0) and queue.left_words() == ""
    panel.pause_button.click()
    qtbot.waitUntil(lambda: training.images > 0 and "left" in state(panel, 0), timeout=_LONG)
    assert batch.left == 1 and "waits" in state(panel, 1)  # one after the other
    assert "more than" in queue.left_words()
    panel.rows[0].show_button.click()
    qtbot.waitUntil(lambda: page.session.phase == "running" and page.session.history.images > 0, timeout=_LONG)
    qtbot.waitUntil(lambda: "queue" in page.summary.elsewhere.text(), timeout=_LONG)  # with the next repaint
    assert not page.session.own and page.session.queued
    panel.rows[1].up.click()
    qtbot.waitUntil(lambda: queue.running is training and not batch.left, timeout=_LONG)
    saved = checkpoint.load_latest(run.checkpoints)
    assert saved is not None
    qtbot.waitUntil(lambda: training.images > saved.counters.images, timeout=_LONG)
    qtbot.waitUntil(lambda: page.session.phase == "running", timeout=_LONG)  # it is followed again
    assert window.close() is False and window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=_LONG)
    last = checkpoint.load_latest(run.checkpoints)
    assert last is not None and last.counters.images > saved.counters.images
    assert TrainingJob.open(training.folder).state == "waiting"
    run.extend_to(last.counters.images + 50)
    other = AppContext(Home())
    other.load_plugins()
    qtbot.waitUntil(lambda: len(other.queue.jobs) == 2 and not other.queue.waiting, timeout=_LONG)
    assert Run.open(run.folder).state == "done" and run.images >= last.counters.images + 50
    other.close()


@pytest.mark.proof
def test_the_queue_makes_way_for_a_training_by_hand(
    page: TrainPage, panel: QueuePanel, context: AppContext, qtbot: QtBot
) -> None:
    training = queued(page, context, qtbot, "queued")
    qtbot.waitUntil(lambda: training.images > 0, timeout=_LONG)
    page.setup.name.setText("by hand")
    page.start()
    assert not page.session.busy and "“queued”" in page.notice.words()
    buttons(page.notice)["Train this one first"].click()
    qtbot.waitUntil(lambda: page.session.training and page.session.history.images > 0, timeout=_LONG)
    qtbot.waitUntil(lambda: context.queue.running is None, timeout=_LONG)
    assert training.left == 1 and Run.open(training.place).state == "stopped"
    assert "Train page" in state(panel, 0)
    page.stop()
    qtbot.waitUntil(lambda: context.queue.running is training, timeout=_LONG)
    page.new_training()
    page.start()
    buttons(page.notice)["Add to queue"].click()
    qtbot.waitUntil(lambda: len(context.queue.jobs) == 2, timeout=_LONG)
    panel.rows[0].remove_button.click()
    assert "Library" in panel.notice.words()
    context.queue.pause(True)
    qtbot.waitUntil(lambda: context.queue.running is None, timeout=_LONG)


def test_one_that_fails_says_why_and_the_next_has_its_turn(
    page: TrainPage, panel: QueuePanel, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    context.queue.pause(True)
    training = queued(page, context, qtbot, "fails")
    training.place.rename(tmp_path / "elsewhere")
    batch = context.queue.add(
        BatchSpec(look=_LOOK, sources=(tmp_path / "Bilder und 图" / "000.png",), folder=tmp_path / "out")
    )
    context.queue.pause(False)
    qtbot.waitUntil(lambda: not batch.left and context.queue.running is None, timeout=_LONG)
    row = panel.rows[0]
    assert row.retry_button.isVisible() and "There is no training" in row.reasons.text()
    panel.clear_button.click()
    assert context.queue.jobs == [training]
    row.retry_button.click()
    assert training.left == 1
    qtbot.waitUntil(lambda: context.queue.running is None, timeout=_LONG)
    assert training.failures
