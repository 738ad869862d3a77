"""The order in which the queue works, and what its panel says, without a window and in one thread."""

import threading
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.listeners import Listeners
from ganstudio.gui.queue.controller import QueueController
from ganstudio.gui.queue.eta import RemainingTime
from ganstudio.gui.queue.job import QueueJob
from ganstudio.gui.queue.jobs import Queue
from ganstudio.gui.queue.panel_state import panel_state, row_state
from ganstudio.testing.synthetic import make_pictures
from tests.controllers.counting_job import CountingJob


class StepQueue(QueueController):
    """Works when `step` is called, a piece at a time."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Listeners(), Listeners())
        self.queue = Queue(folder)
        self.begun: list[QueueJob] = []
        self.ready = True
        self._stopping = False

    @property
    def is_halting(self) -> bool:
        return self._stopping

    @property
    def _is_ready(self) -> bool:
        return self.ready

    def _work(self, job: QueueJob, pace: RemainingTime) -> None:
        self.begun.append(job)
        self._pace = pace

    def _halt(self) -> None:
        self._stopping = self.running is not None

    def step(self) -> None:
        job = self.running
        assert job is not None
        if not self._stopping:
            event = next(job.work(None, threading.Event()), None)  # type: ignore[arg-type]
            job.time_event(event, self._pace)
        if self._stopping or not job.left:
            self._stopping = False
            self._end(job)


@pytest.fixture
def queue(tmp_path: Path) -> StepQueue:
    return StepQueue(tmp_path / "queue")


def jobs(queue: StepQueue, number: int) -> list[CountingJob]:
    assert queue.queue is not None
    made = [CountingJob(queue.queue.new()) for _ in range(number)]
    for job in made:
        queue.add_job(job)
    return made


def test_one_job_after_the_other_in_their_order(queue: StepQueue) -> None:
    one, two = jobs(queue, 2)
    assert (queue.running, queue.waiting, queue.begun) == (one, 2, [one])
    assert row_state(queue, one).words == "0 of 3  ·  getting ready" and row_state(queue, two).words == "0 of 3  ·  waits"
    assert panel_state(queue).words == "Working…" and not panel_state(queue).tidy
    queue.step()
    assert "left" in row_state(queue, one).words and "left" in panel_state(queue).words
    queue.step()
    queue.step()
    assert queue.running is two and row_state(queue, one).words == "3 of 3  ·  counted"
    for _ in range(3):
        queue.step()
    assert queue.waiting == 0 and panel_state(queue).words == "All is done." and not panel_state(queue).pause
    queue.clear_done()
    assert queue.jobs == [] and panel_state(queue).words == ""


def test_pausing_halts_and_what_is_moved_first_is_worked_on(queue: StepQueue) -> None:
    one, two, three = jobs(queue, 3)
    assert [(row_state(queue, job).up, row_state(queue, job).down) for job in (one, two, three)] == [
        (False, True), (True, True), (True, False),
    ]  # fmt: skip
    queue.move(three, 0)
    assert queue.is_halting and "coming to rest" in row_state(queue, one).words
    queue.step()
    assert queue.running is three
    queue.pause(True)
    queue.step()
    assert queue.running is None and "rests" in row_state(queue, three).words
    assert panel_state(queue).words.startswith("The queue rests")
    queue.pause(False)
    assert queue.running is three
    place = queue.remove(three)
    queue.step()
    assert (place, queue.running) == (0, one)
    queue.put_back(three, place)
    assert queue.jobs == [three, one, two]


def test_trainings_make_way_for_the_train_page_and_others_do_not(queue: StepQueue, tmp_path: Path) -> None:
    run = make_pictures(tmp_path / "run", 1)
    training = queue.add_training(run)
    assert queue.trained_run == run and queue.add_training(run) is training and queue.jobs == [training]
    (other,) = jobs(queue, 1)
    queue.yield_to_page(True)
    assert queue.is_halting
    queue.step()
    assert queue.running is other and queue.trained_run is None
    assert "waits until the training on the Train page ends" in row_state(queue, training).words
    queue.yield_to_page(False)
    assert queue.running is other
    for _ in range(3):
        queue.step()
    assert queue.running is training


def test_closing_waits_until_what_is_made_has_come_to_rest(queue: StepQueue) -> None:
    rested: list[str] = []
    queue.became_idle.connect(lambda: rested.append("rested"))
    jobs(queue, 2)
    assert not queue.may_close() and queue.may_close() and rested == []
    queue.step()
    assert (rested, queue.running) == (["rested"], None)


def test_nothing_is_worked_on_before_the_styles_are_there(queue: StepQueue) -> None:
    queue.ready = False
    (job,) = jobs(queue, 1)
    assert queue.running is None and panel_state(queue).words == "Waiting…"
    queue.ready = True
    queue.retry(job)
    assert queue.running is job


def test_a_queue_that_cannot_be_written_or_was_not_read_is_refused_in_a_sentence(queue: StepQueue, tmp_path: Path) -> None:
    (tmp_path / "queue").write_text("in the way")
    with pytest.raises(GanStudioError, match="could not be queued in"):
        queue.add_training(make_pictures(tmp_path / "run", 1))
    assert queue.jobs == [] and queue.running is None
    queue.queue = None
    with pytest.raises(GanStudioError, match="not read yet"):
        queue.add_training(tmp_path / "run")
