"""The queue knows no kinds of job: whatever does and says what a job can is worked through, shown and kept."""

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import AppServices
from ganstudio.gui.queue.eta import RemainingTime
from ganstudio.gui.queue.job import JobLabels, QueueJob, short_text
from ganstudio.gui.queue.panel import QueuePanel


class CountingJob:
    """Counts to three, in a file: a kind that is neither a batch nor a training."""

    kind = "counting"
    run_folder = None
    preview_file = None
    pace_key = "counting"
    is_stopped = False
    title = "Counting to three"
    failures: list[str] = []
    labels = JobLabels("pictures", "Count", stays="the file stays", retry="", show="Show the file", show_icon="open")

    def __init__(self, folder: Path) -> None:
        self.folder, self.counted = folder, 0
        folder.mkdir(parents=True)

    @property
    def left(self) -> int:
        return 3 - self.counted

    @property
    def share(self) -> float:
        return self.counted / 3

    @property
    def result_folder(self) -> Path:
        return self.folder

    def rest(self) -> Mapping[str, int | None]:
        return {"numbers": self.left}

    def retry(self) -> None: ...

    def forget(self) -> None: ...

    def work(self, _context: AppServices, _stop: threading.Event, /) -> Iterator[int]:
        while self.left:
            self.counted += 1
            yield self.counted

    def time_event(self, _event: Any, pace: RemainingTime, /) -> None:
        pace.count("numbers", 1)

    def progress(self) -> str:
        return f"{self.counted} of 3"

    def speed(self, _pace: RemainingTime | None, /) -> list[str]:
        return []

    def outcome(self) -> list[str]:
        return ["counted"]

    def result_notes(self) -> list[str]:
        return ["there is no more"]

    def end_message(self) -> tuple[str, str]:
        return "Counted to three", "good"


def test_a_job_of_another_kind_is_worked_through_and_shown(studio: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    panel = QueuePanel(studio)
    qtbot.addWidget(panel)
    assert studio.queue.queue is not None
    job: QueueJob = CountingJob(tmp_path / "job")
    said: list[str] = []
    studio.said.connect(lambda words, _tone: said.append(words))
    studio.queue.pause(True)
    studio.queue.queue.add(job)
    studio.queue.pause(False)
    qtbot.waitUntil(lambda: not job.left and studio.queue.running is None)
    row = panel.rows[0]
    assert row.state.text() == "3 of 3  ·  counted" and row.told.text() == "there is no more"
    assert row.gone.toolTip() == "Take it out of the queue; the file stays" and "Counted to three" in said
    assert short_text(job) == "Counting to three  ·  3 of 3"
    studio.queue.clear_done()
    assert panel.rows == []
