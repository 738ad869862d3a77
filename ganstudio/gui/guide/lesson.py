"""Lessons: short records of real trainings, bundled to be watched: what collapse looks like, what growing does."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ganstudio.core.events import Sampled, StageBegan, Written, from_json
from ganstudio.core.files import resources
from ganstudio.runs.history import RunHistory, reduce_events


@dataclass(frozen=True)
class Lesson:
    """A training's record: its events, and sheets of samples beside it, from the first to the last."""

    folder: Path
    events: tuple[Written, ...]
    history: RunHistory

    @property
    def samples(self) -> list[Sampled]:
        """The moments of which there is a sheet, in their order."""
        return self.history.samples

    def sheet(self, number: int) -> Path:
        """The file of a moment's sheet."""
        return self.folder / self.samples[number].path

    def diversity_at(self, images: int) -> float | None:
        """How varied its pictures were when it had seen so many; None before it was measured."""
        known = [each for each in self.history.measurements if each.images <= images and "diversity" in each.values]
        return known[-1].values["diversity"] if known else None

    def resolution_at(self, images: int) -> int | None:
        """Its resolution in pixels at that moment; None before the first one."""
        sides = [event.resolution for event in self.events if isinstance(event, StageBegan) and event.images <= images]
        return sides[-1] if sides else None

    def ill_at(self, name: str) -> int | None:
        """Pictures seen where the doctor first made a diagnosis; None where it never did."""
        return min((each.images for each in self.history.all_diagnoses if each.name == name), default=None)


@cache
def read_lesson(name: str) -> Lesson:
    """A bundled lesson: “collapse” or “growing”."""
    folder = resources() / "guide" / name
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    events = tuple(map(from_json, lines))
    return Lesson(folder, events, reduce_events(events))
