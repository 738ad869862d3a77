"""A job that is neither a batch nor a training."""

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ganstudio.gui.queue.eta import RemainingTime
from ganstudio.gui.queue.job import JobLabels


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

    def remaining(self) -> Mapping[str, int | None]:
        return {"numbers": self.left}

    def retry(self) -> None: ...

    def delete(self) -> None: ...

    def work(self, _context: object, _stop: threading.Event, /) -> Iterator[int]:
        while self.left:
            self.counted += 1
            yield self.counted

    def time_event(self, _event: Any, pace: RemainingTime, /) -> None:
        pace.add("numbers", 1)

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
