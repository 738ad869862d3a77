"""Forks and comparisons in the Library, with real runs."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.window import Window
from ganstudio.gui.library.compare import describe_settings
from ganstudio.gui.library.page import LibraryPage
from ganstudio.gui.train.page import TrainPage
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny, make_pictures
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

_LONG = 30_000


def _run(context: AppContext, name: str, tmp_path: Path, width: int) -> Run:
    run = create_run(
        context.home.runs(context.settings) / name,
        context.catalog,
        TrainRequest(
            architecture="tiny",
            size=8,
            images=400,
            device="cpu",
            data=make_pictures(tmp_path / "pictures", 20),
            options={"width": width},
        ),
    )
    list(train_in_thread(run, context.catalog, stop=threading.Event()))
    return run


@pytest.mark.proof
def test_two_trainings_are_compared(window: Window, context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    context.catalog = replace(context.catalog, architectures={"tiny": Tiny()})
    one, other = (_run(context, name, tmp_path, width) for name, width in (("one", 4), ("other", 8)))
    page = window.show_page("library")
    assert isinstance(page, LibraryPage)
    qtbot.waitUntil(lambda: page.grid.cards.cards.rowCount() == 2, timeout=_LONG)
    page.compare_runs(one.folder, other.folder)
    compare = page.compare
    qtbot.waitUntil(lambda: compare.curve.count() >= 3, timeout=_LONG)
    assert compare.curve.itemData(0) == "distance"
    differ = [compare._facts.itemAt(place).widget() for place in range(compare._facts.count())]  # type: ignore[union-attr]
    assert [each.text() for each in differ if isinstance(each, QLabel)] == ["Width", "4", "8"]
    compare.sheets[0].show_alone(3)
    assert compare.sheets[1].alone == 3
    compare.slider.setValue(0)
    assert compare._moments[0].text().startswith("0 ")
    compare.left.emit()
    assert page.grid.cards.isVisible()


def test_settings_are_compared_in_words(context: AppContext, tmp_path: Path) -> None:
    request = TrainRequest(
        architecture="dcgan", size=32, images=200_000, device="cpu", data=make_pictures(tmp_path / "pictures", 20)
    )
    run = create_run(tmp_path / "run", context.catalog, request)
    words = describe_settings(run.spec, context.catalog)
    assert words["Architecture"] == "DCGAN" and words["To see"] == "200 k pictures" and words["Mirrored"] in ("yes", "no")
    assert not {"True", "False", "None", "dcgan", "200000"} & set(words.values())


@pytest.mark.proof
def test_a_run_is_forked_and_opened(window: Window, context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    context.catalog = replace(context.catalog, architectures={"tiny": Tiny()})
    run = _run(context, "one", tmp_path, 4)
    page = window.show_page("library")
    assert isinstance(page, LibraryPage)
    page.fork(run.folder, checkpoint.list_generations(run.checkpoints)[0])
    train = window.show_page("train")
    assert isinstance(train, TrainPage)
    qtbot.waitUntil(lambda: train.session.run is not None and "fork" in train.session.run.folder.name, timeout=_LONG)
    assert train.session.run
    assert train.session.run.images < run.images


@pytest.mark.proof
def test_a_training_in_a_process_of_its_own(window: Window, context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    context.change(training="apart")
    run = create_run(
        context.home.runs(context.settings) / "apart",
        context.catalog,
        TrainRequest(
            architecture="gan",
            size=16,
            images=10_000_000,
            data=make_pictures(tmp_path / "pictures", 20),
            device="cpu",
            options={"width": 8},
        ),
    )
    page = window.show_page("train")
    assert isinstance(page, TrainPage)
    page.session.go_on(run.folder, None)
    qtbot.waitUntil(lambda: page.session.history.images > 0, timeout=60_000)
    assert page.session.training
    page.summary.command_panel.seed.setValue(7)
    page.summary.command_panel.sample.click()
    qtbot.waitUntil(lambda: page.session.history.requested_sample is not None, timeout=_LONG)
    page.stop()
    qtbot.waitUntil(lambda: not page.session.busy, timeout=_LONG)
    assert page.session.phase == "stopped"
    assert run.state == "stopped"
