"""The queue on the disk: the jobs in their order, each in a folder of its own, read back after a restart."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import write_atomically
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.gui.queue.batch_job import BatchJob
from ganstudio.gui.queue.job import QueueJob
from ganstudio.gui.queue.training_job import TrainingJob

_ORDER, _REMOVED = "order.json", "removed"


KINDS: Mapping[str, Callable[[Path], QueueJob]] = {"batch": BatchJob.open, "training": TrainingJob.open}


class Queue:
    """The jobs in a folder: what is added comes last; what is removed can be put back until it is forgotten."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.jobs: list[QueueJob] = []
        self._removed: list[QueueJob] = []
        self.problems: list[str] = []  # a sentence for each part that has a later form; it is left as it is
        self._keeps_order = True
        for name in self._names():
            try:
                job = _open_job(folder / name)
            except NewerError as error:
                self.problems.append(str(error))
                continue
            if job is not None:
                (self._removed if (job.folder / _REMOVED).exists() else self.jobs).append(job)
        self.forget()

    def new(self) -> Path:
        """A folder for one more job."""
        return self.folder / uuid4().hex

    def add(self, job: QueueJob) -> None:
        """One more job, at the end."""
        self.jobs.append(job)
        self._save_order()

    def remove(self, job: QueueJob) -> None:
        """Take a job out; what it made stays."""
        with _explain_errors(self.folder):
            (job.folder / _REMOVED).touch()
        self.jobs.remove(job)
        self._removed.append(job)
        self._save_order()

    def put_back(self, job: QueueJob, place: int) -> None:
        """Put a job that was removed back to its place."""
        with _explain_errors(self.folder):
            (job.folder / _REMOVED).unlink(missing_ok=True)
        self._removed.remove(job)
        self.jobs.insert(place, job)
        self._save_order()

    def forget(self, but: QueueJob | None = None) -> None:
        """Forget for good what was removed, except a job that is still being worked on."""
        for job in [each for each in self._removed if each is not but]:
            job.delete()
            self._removed.remove(job)

    def move(self, job: QueueJob, place: int) -> None:
        """Put a job at another place of the queue."""
        self.jobs.remove(job)
        self.jobs.insert(place, job)
        self._save_order()

    def _save_order(self) -> None:
        if not self._keeps_order:
            return
        with _explain_errors(self.folder):
            write_atomically(self.folder / _ORDER, encode("queue", {"jobs": [job.folder.name for job in self.jobs]}))

    def _names(self) -> list[str]:
        """The folders in their order; what the order does not know comes last, the oldest first."""
        if not self.folder.is_dir():
            return []
        try:
            found = sorted((each for each in self.folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
        except OSError as error:
            raise GanStudioError(
                "The queue in {folder} cannot be read: {reason}.", folder=self.folder, reason=os_reason(error)
            ) from error
        by_age, order = [each.name for each in found], self._order()
        return [name for name in order if name in by_age] + [name for name in by_age if name not in order]

    def _order(self) -> list[str]:
        """The names in the order that was kept; nothing where it cannot be read: then the jobs come by their age."""
        file = self.folder / _ORDER
        try:
            return [str(name) for name in decode("queue", file.read_bytes(), file)["jobs"]]
        except NewerError as error:
            self._keeps_order = False
            self.problems.append(str(error))
        except (OSError, ValueError, TypeError, KeyError):
            pass
        return []


@contextmanager
def _explain_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GanStudioError(
            "The order of the queue could not be kept in {folder}: {reason}.", folder=folder, reason=os_reason(error)
        ) from error


def _open_job(folder: Path) -> QueueJob | None:
    """The job in a folder; None where a crash left no whole one: nothing of it was begun.

    NewerError where it has a later form.
    """
    for open_job in KINDS.values():
        try:
            return open_job(folder)
        except NewerError:
            raise
        except GanStudioError:
            continue
    return None
