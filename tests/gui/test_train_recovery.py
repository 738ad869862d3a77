"""What the Train page offers where a training cannot go on, and what it says while pictures are read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.core.events import Loading
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.train.page import TrainPage
from ganstudio.runs.history import RunHistory
from ganstudio.testing.synthetic import Tiny, make_pictures
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

_LONG = 60_000


@pytest.fixture
def page(context: AppContext, qtbot: QtBot) -> Iterator[TrainPage]:
    context.catalog = replace(context.catalog, architectures={"tiny": Tiny()})
    made = TrainPage(context)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.session.leave()


def click(page: TrainPage, words: str) -> None:
    (found,) = [each for each in page.notice.findChildren(QPushButton) if each.text() == words and each.isVisible()]
    found.click()


def test_what_was_moved_or_lost_is_put_right(
    page: TrainPage, context: AppContext, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make_pictures(tmp_path / "pictures", 9)
    run = create_run(
        tmp_path / "run", context.catalog, TrainRequest(architecture="tiny", data=data, images=32, device="cpu")
    )
    data.rename(tmp_path / "elsewhere")
    page.session.go_on(run.folder, None)
    qtbot.waitUntil(page.notice.isVisible, timeout=_LONG)
    assert "is not there any more" in page.notice.words()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "elsewhere"))
    click(page, "Choose the pictures again…")
    qtbot.waitUntil(lambda: page.session.phase == "done" and not page.session.busy, timeout=_LONG)

    for file in run.checkpoints.iterdir():
        file.unlink()
    page.session.go_on(run.folder, 64)
    qtbot.waitUntil(page.notice.isVisible, timeout=_LONG)
    click(page, "Begin anew, keep the old aside")
    qtbot.waitUntil(lambda: page.session.phase == "done" and not page.session.busy, timeout=_LONG)
    assert (run.folder / "earlier" / "1" / "events.jsonl").is_file()


def test_how_far_the_reading_is_stands_beside_the_training(page: TrainPage) -> None:
    story = RunHistory()
    story.add_event(Loading(300, 30_000))
    page.health.show_history(story, story.phase, None)
    assert "Reading pictures: 300 of 30 k" in [each.text() for each in page.health.findChildren(QLabel)]
