"""Trainings in a process of their own, which a test may kill or starve. One server (`tests/forked.py`) forks them."""

import os
import resource
import signal
import threading
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from ganstudio.core.events import Rendered, Started, to_json
from ganstudio.runs.run import Run
from tests.forked import CONTEXT


@dataclass(frozen=True)
class Hardship:
    """What a training has to bear: no file larger than so many bytes (as on a full disk), the rights of another user."""

    largest_file: int | None = None
    user: int | None = None
    said: Path | None = None


def start(folder: Path, hardship: Hardship = Hardship()) -> BaseProcess:
    """Begin to train in another process; `said` is a file that its events are also written to."""
    process = CONTEXT.Process(target=_train, args=(folder, hardship), daemon=True)
    process.start()
    return process


def kill(process: BaseProcess) -> bool:
    """kill -9; whether it was still running."""
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def _train(folder: Path, hardship: Hardship) -> None:
    import torch

    from ganstudio.train.launch import train_in_thread
    from tests.faults.trial import CATALOG

    torch.set_num_threads(1)
    to_json(Started(0, 0, "", "", 0))  # all is imported before rights are given up: another user may not read this tree
    if hardship.largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hardship.largest_file, resource.RLIM_INFINITY))
    if hardship.user is not None:
        os.setuid(hardship.user)
    events = train_in_thread(Run.open(folder), CATALOG, stop=threading.Event())
    lines = [to_json(event) for event in events if not isinstance(event, Rendered)]
    if hardship.said:
        hardship.said.write_text("\n".join(lines), encoding="utf-8")
