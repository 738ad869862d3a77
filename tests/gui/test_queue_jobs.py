"""The queue knows no kinds of job: whatever does and says what a job can is worked through, shown and kept."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.queue.job import QueueJob, short_text
from ganstudio.gui.queue.panel import QueuePanel
from tests.controllers.counting_job import CountingJob


def test_a_job_of_another_kind_is_worked_through_and_shown(context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    panel = QueuePanel(context)
    qtbot.addWidget(panel)
    job: QueueJob = CountingJob(tmp_path / "job")
    said: list[str] = []
    context.message_posted.connect(lambda words, _tone: said.append(words))
    context.queue.add_job(job)
    qtbot.waitUntil(lambda: not job.left and context.queue.running is None)
    row = panel.rows[0]
    assert row.state.text() == "3 of 3  ·  counted" and row.notes.text() == "there is no more"
    assert row.remove_button.toolTip() == "Take it out of the queue; the file stays" and "Counted to three" in said
    assert short_text(job) == "Counting to three  ·  3 of 3"
    context.queue.clear_done()
    assert panel.rows == []
