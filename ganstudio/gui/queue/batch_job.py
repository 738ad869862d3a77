"""A batch of pictures and films as a job of the queue."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.core.devices import pick_device
from ganstudio.gui.app.translations import tr
from ganstudio.gui.queue.eta import RemainingTime
from ganstudio.gui.queue.job import JobLabels
from ganstudio.images.formats import film_suffixes
from ganstudio.stylize import batch
from ganstudio.stylize.batch import Batch, FrameDone, ItemChanged

if TYPE_CHECKING:
    from ganstudio.gui.app.services import AppServices

_MOST_NOTES = 4


class BatchJob(Batch):
    """A batch, and what the window says of it."""

    run_folder = None
    is_stopped = False

    def work(self, context: "AppServices", stop: threading.Event) -> Iterator[Any]:
        """Make the pictures and films that are left."""
        device = pick_device(context.settings.device)
        yield from batch.run(self, context.catalog, device=device, home=context.home, stop=stop)

    def time_event(self, event: Any, pace: RemainingTime) -> None:
        """Count frames and pictures; what failed or was there already says nothing of how long a piece takes."""
        match event:
            case FrameDone():
                pace.add("frames", 1)
            case ItemChanged(number, item) if item.state == "done" and number not in self.frames:
                pace.add("pictures", 1)
            case ItemChanged():
                pace.begin()

    @property
    def title(self) -> str:
        """The picture, or the style where there are several, and the folder of the results."""
        what = self.spec.sources[0].name if len(self.spec.sources) == 1 else self.spec.style
        return tr("{} → {}").format(what, self.spec.folder.name)

    @property
    def labels(self) -> JobLabels:
        """Of films where there is one among the sources, else of pictures."""
        icon, kind = ("film", tr("Film")) if self._films() else ("pictures", tr("Pictures"))
        return JobLabels(
            icon, kind, stays=tr("what is finished stays"), retry=tr("Try what failed again"),
            show=tr("Show the folder of the results"), show_icon="open",
        )  # fmt: skip

    @property
    def result_folder(self) -> Path:
        """The folder that the results are written to."""
        return self.spec.folder

    @property
    def preview_file(self) -> Path | None:
        """The first source."""
        return next(iter(self.spec.sources), None)

    @property
    def pace_key(self) -> str:
        """The look: a picture takes as long in the same one."""
        return self.spec.look.model_dump_json()

    def progress(self) -> str:
        """How many pictures and films are done, and frames of the films that are being made."""
        total = len(self.items)
        begun = (
            self.frames[number] for number, item in enumerate(self.items) if item.state == "begun" and number in self.frames
        )
        frames = [tr("{} of {} frames").format(done, of) for done, of in begun if of]
        if total == 1:
            return "".join(frames)
        return "  ·  ".join([tr("{} of {} {}").format(total - self.left, total, self._pieces()), *frames])

    def speed(self, _pace: RemainingTime | None, /) -> list[str]:
        """Nothing: how long is left says it."""
        return []

    def outcome(self) -> list[str]:
        """How many failed and how many were left out; else that it is done."""
        skipped = sum(item.state == "skipped" for item in self.items)
        failed = [tr("{} failed").format(len(self.failures))] if self.failures else []
        left_out = [tr("{} left out, as they were there").format(skipped)] if skipped else []
        return [*failed, *left_out] or [tr("done ✓")]

    def result_notes(self) -> list[str]:
        """What was noted of single results, the first few."""
        notes = [f"{Path(item.target).name}: {item.told}" for item in self.items if item.told]
        return (
            notes
            if len(notes) <= _MOST_NOTES
            else [*notes[:_MOST_NOTES], tr("and {} more").format(len(notes) - _MOST_NOTES)]
        )

    def end_message(self) -> tuple[str, str]:
        """How many are done, how many failed."""
        done, failed = sum(item.state == "done" for item in self.items), len(self.failures)
        if failed:
            return tr("{} done, {} failed: see the queue").format(done, failed), "error"
        if len(self.items) == done == 1:
            return tr("{} is done ✓").format(self.title), "good"
        return tr("{} {} are done ✓").format(done, self._pieces()), "good"

    def _pieces(self) -> str:
        films = self._films()
        if not films:
            return tr("pictures")
        return tr("films") if films == len(self.items) else tr("pictures and films")

    def _films(self) -> int:
        suffixes = set(film_suffixes())
        return sum(number in self.frames or path.suffix.lower() in suffixes for number, path in enumerate(self.spec.sources))
