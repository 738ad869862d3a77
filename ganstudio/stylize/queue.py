"""Queue: the batches that wait, in their order, in a folder that survives a restart."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from ganstudio.errors import GanStudioError
from ganstudio.files import write_atomically
from ganstudio.stylize.batch import Batch, Spec

_ORDER = "order.json"


class Queue:
    """The batches in a folder: what is added comes last, what is removed leaves its results where they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batches = [batch for name in self._names() if (batch := _opened(folder / name)) is not None]

    def add(self, spec: Spec) -> Batch:
        """One more batch, at the end."""
        batch = Batch.begin(self.folder / uuid4().hex, spec)
        self.batches.append(batch)
        self._keep()
        return batch

    def remove(self, batch: Batch) -> None:
        """Forget a batch; the pictures that it made stay."""
        self.batches.remove(batch)
        self._keep()
        shutil.rmtree(batch.folder, ignore_errors=True)

    def move(self, batch: Batch, place: int) -> None:
        """Put a batch at another place of the queue."""
        self.batches.remove(batch)
        self.batches.insert(place, batch)
        self._keep()

    @property
    def next(self) -> Batch | None:
        """The first batch with something left to do."""
        return next((batch for batch in self.batches if batch.left), None)

    def _keep(self) -> None:
        try:
            write_atomically(self.folder / _ORDER, json.dumps([batch.folder.name for batch in self.batches]).encode())
        except OSError as error:
            raise GanStudioError(f"The order of the queue could not be kept in {self.folder}: {error.strerror}.") from error

    def _names(self) -> list[str]:
        """The folders in their order; what the order does not know comes last, the oldest first."""
        if not self.folder.is_dir():
            return []
        found = sorted((each for each in self.folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
        order: list[str] = []
        with suppress(OSError, ValueError):
            order = [str(name) for name in json.loads((self.folder / _ORDER).read_bytes())]
        names = [each.name for each in found]
        return [name for name in order if name in names] + [name for name in names if name not in order]


def _opened(folder: Path) -> Batch | None:
    """The batch in a folder; None where a crash left no whole one: nothing of it was begun."""
    try:
        return Batch.open(folder)
    except GanStudioError:
        return None
