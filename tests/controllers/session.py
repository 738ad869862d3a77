"""A session that trains at once and in this thread."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Failed
from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import commands
from ganstudio.runs.commands import Command
from ganstudio.runs.history import Phase, RunHistory, reduce_events
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny
from ganstudio.train.launch import train_in_thread


@dataclass
class Environment:
    """What the window gives its controllers."""

    home: Home = field(default_factory=Home)
    settings: Settings = field(default_factory=lambda: Settings(device="cpu"))
    catalog: Catalog = field(default_factory=lambda: Catalog(architectures={"tiny": Tiny()}))


class DirectSession:
    """Trains for real; `train` and `go_on` return when the training has ended. `held` makes it look as if it went on."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.run: Run | None = None
        self.history = RunHistory()
        self.own = False
        self.held = False

    @property
    def busy(self) -> bool:
        return self.held

    @property
    def training(self) -> bool:
        return self.busy and self.own

    @property
    def phase(self) -> Phase:
        return "running" if self.held else self.history.phase

    def train(self, make: Callable[[], Run]) -> None:
        self.own, self.run, self.history = True, None, RunHistory()
        try:
            self._train(make(), None)
        except GanStudioError as error:
            self.history.add_event(Failed(str(error)))

    def go_on(self, folder: Path, images: int | None) -> None:
        self.own = True
        self._train(Run.open(folder), images)

    def open(self, folder: Path) -> None:
        self.own, self.run = False, Run.open(folder)
        self.history = reduce_events(self.run.events())

    def stop(self) -> None:
        self.held = False

    def leave(self) -> None:
        self.held = False

    def send(self, command: Command) -> None:
        if self.run is not None:
            commands.send_command(self.run, command)

    def _train(self, run: Run, images: int | None) -> None:
        self.run = run
        self.history = reduce_events(run.events())
        for event in train_in_thread(run, self._catalog, stop=threading.Event(), images=images):
            self.history.add_event(event)
