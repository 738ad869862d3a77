"""What the window says of a job, for each kind: its name, how far it is, how it ended, where its results lie."""

from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.gui.app.translations import count, tr
from ganstudio.images.formats import film_suffixes
from ganstudio.stylize.batch import Batch
from ganstudio.train.queued_run import Training

if TYPE_CHECKING:
    from ganstudio.gui.queue.eta import RemainingTime
    from ganstudio.gui.queue.jobs import Job

_MANY, _SHORT = 4, 32


def title(job: "Job") -> str:
    """Its name."""
    if isinstance(job, Batch):
        what = job.spec.sources[0].name if len(job.spec.sources) == 1 else job.spec.style
        return tr("{} → {}").format(what, job.spec.folder.name)
    return place_of(job).name


def in_short(job: "Job") -> str:
    """What it is and how far, in a few words."""
    name = title(job)
    name = name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"
    return f"{name}  ·  {share}" if (share := how_far(job)) else name


def place_of(job: "Job") -> Path:
    """The folder of its results."""
    return job.spec.folder if isinstance(job, Batch) else job.place if isinstance(job, Training) else job.folder


def run_of(job: "Job") -> Path | None:
    """The folder of the run that it trains; None where it trains none."""
    return job.place if isinstance(job, Training) else None


def picture_of(job: "Job") -> Path | None:
    """A file that shows what it is about."""
    if isinstance(job, Batch):
        return next(iter(job.spec.sources), None)
    return job.sheet if isinstance(job, Training) else None


def sort_of(job: "Job") -> tuple[str, str]:
    """What sort of work it is: the name of an icon, and the word."""
    if isinstance(job, Training):
        return "train", tr("Training")
    films = _films(job) if isinstance(job, Batch) else 0
    return ("film", tr("Film")) if films else ("pictures", tr("Pictures"))


def alike(job: "Job") -> str:
    """The same for jobs of which a piece takes as long: those in the same look, or the same run."""
    return job.spec.look.model_dump_json() if isinstance(job, Batch) else str(place_of(job))


def how_far(job: "Job") -> str:
    """How far it is, in pictures and in the frames of the film that is being made."""
    if isinstance(job, Training):
        return tr("{} of {} pictures seen").format(count(min(job.images, job.total)), count(job.total))
    return _how_far(job) if isinstance(job, Batch) else ""


def rate_of(job: "Job", pace: "RemainingTime | None") -> list[str]:
    """How many pictures a training sees in a second."""
    each = pace.each("images") if pace is not None and isinstance(job, Training) else None
    return [tr("{:.0f} a second").format(1 / each)] if each else []


def is_stopped(job: "Job") -> bool:
    """Whether somebody stopped it before its end, and it does not go on by itself."""
    return isinstance(job, Training) and job.state == "stopped"


def ended(job: "Job") -> list[str]:
    """What is said of a job with nothing left to do."""
    if isinstance(job, Training):
        words = {"failed": tr("failed"), "stopped": tr("was stopped and saved")}
        return [words.get(job.state, tr("done ✓"))]
    assert isinstance(job, Batch)
    skipped = sum(item.state == "skipped" for item in job.items)
    failed = [tr("{} failed").format(len(job.failures))] if job.failures else []
    left_out = [tr("{} left out, as they were there").format(skipped)] if skipped else []
    return [*failed, *left_out] or [tr("done ✓")]


def told_of(job: "Job") -> list[str]:
    """What is told of its results."""
    if not isinstance(job, Batch):
        return []
    told = [f"{Path(item.target).name}: {item.told}" for item in job.items if item.told]
    return told if len(told) <= _MANY else [*told[:_MANY], tr("and {} more").format(len(told) - _MANY)]


def end_of(job: "Job") -> tuple[str, str]:
    """What is said when it has ended, and in which tone."""
    if isinstance(job, Training):
        words, tone = {
            "done": (tr("“{}” is trained ✓"), "good"),
            "failed": (tr("“{}” could not be trained on: see the queue"), "error"),
        }.get(job.state, (tr("“{}” was stopped and saved"), ""))
        return words.format(title(job)), tone
    assert isinstance(job, Batch)
    done, failed = sum(item.state == "done" for item in job.items), len(job.failures)
    if failed:
        return tr("{} done, {} failed: see the queue").format(done, failed), "error"
    one = len(job.items) == done == 1
    return (tr("{} is done ✓").format(title(job)) if one else tr("{} {} are done ✓").format(done, _pieces(job))), "good"


def _how_far(batch: Batch) -> str:
    total = len(batch.items)
    under_way = [
        batch.frames[number] for number, item in enumerate(batch.items) if item.state == "begun" and number in batch.frames
    ]
    frames = [tr("{} of {} frames").format(done, all_) for done, all_ in under_way if all_]
    if total == 1:
        return "".join(frames)
    return "  ·  ".join([tr("{} of {} {}").format(total - batch.left, total, _pieces(batch)), *frames])


def _pieces(batch: Batch) -> str:
    films = _films(batch)
    if not films:
        return tr("pictures")
    return tr("films") if films == len(batch.items) else tr("pictures and films")


def _films(batch: Batch) -> int:
    moving = set(film_suffixes())
    return sum(number in batch.frames or path.suffix.lower() in moving for number, path in enumerate(batch.spec.sources))
