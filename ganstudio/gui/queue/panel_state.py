"""What the panel of the queue says, and what its buttons can do. No widgets."""

from dataclasses import dataclass

from ganstudio.gui.app.translations import duration, tr
from ganstudio.gui.queue.controller import QueueController
from ganstudio.gui.queue.job import QueueJob

_MOST_REASONS = 4


@dataclass(frozen=True)
class RowState:
    """What a row shows of its job: how far it is and what it does, what failed, and which buttons can be used."""

    words: str
    notes: str
    reasons: str
    all_reasons: str
    share: float
    up: bool
    down: bool
    retry: bool


@dataclass(frozen=True)
class PanelState:
    """What stands under the rows, and what the buttons there can do."""

    words: str
    pause: bool
    tidy: bool


def row_state(queue: QueueController, job: QueueJob) -> RowState:
    """What the row of a job of the queue shows now."""
    failures, place = job.failures, queue.jobs.index(job)
    more = len(failures) - _MOST_REASONS
    return RowState(
        words="  ·  ".join(filter(None, (job.progress(), *_list_progress(queue, job)))),
        notes="\n".join(job.result_notes()),
        reasons="\n".join([*failures[:_MOST_REASONS], *([tr("and {} more").format(more)] if more > 0 else [])]),
        all_reasons="\n".join(failures),
        share=job.share,
        up=place > 0,
        down=place < len(queue.jobs) - 1,
        retry=bool(failures) or job.is_stopped,
    )


def panel_state(queue: QueueController) -> PanelState:
    """What the panel shows under the rows now."""
    done = any(not job.left and not job.failures for job in queue.jobs)
    return PanelState(_summary(queue), pause=queue.waiting > 0, tidy=done)


def _list_progress(queue: QueueController, job: QueueJob) -> list[str]:
    """What it does now, and how long it will still take."""
    seconds = queue.seconds(job)
    left = [] if seconds is None else [tr("{} left").format(duration(seconds))]
    if job is queue.running:
        if queue.is_halting:
            return [tr("coming to rest, and saved")]
        return [*job.speed(queue.pace(job)), *left] or [tr("getting ready")]
    if not job.left:
        return job.outcome()
    if queue.waits_for_page(job):
        return [tr("waits until the training on the Train page ends")]
    return [tr("rests") if queue.paused else tr("waits"), *left]


def _summary(queue: QueueController) -> str:
    if not queue.jobs:
        return ""
    if queue.paused and queue.waiting:
        return tr("The queue rests. What is finished stays finished.")
    if queue.running is not None or queue.waiting:
        return queue.left_words() or (tr("Working…") if queue.running is not None else tr("Waiting…"))
    failed = any(job.failures for job in queue.jobs)
    return tr("Nothing is left to do, but something failed.") if failed else tr("All is done.")
