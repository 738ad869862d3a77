"""Trainings that go on while no window is open: found again when one opens."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from ganstudio.gui.app.context import AppContext

if TYPE_CHECKING:
    from ganstudio.runs.run import Run


def find_running(context: AppContext, key: str, on_item: "Callable[[Run], object]") -> None:
    """Look beside the window for the newest run in the folder of runs that a process trains now; `on_item` is given it."""
    folder = context.home.runs(context.settings)
    context.files.submit(lambda _stop: _find_newest(folder, _stop), key=key, priority=3, on_item=on_item)


def _find_newest(folder: Path, stop: Flag) -> "Iterator[Run]":
    from ganstudio.runs.run import read_runs

    for run in read_runs(folder)[0]:
        if stop.is_set():
            return
        if run.state == "running":
            yield run
            return
