"""A training that is put into the queue, and what is asked where the queue trains already. No widgets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.message import Message
from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.controller import TrainController
from ganstudio.gui.train.request import Request

if TYPE_CHECKING:
    from ganstudio.gui.app.context import AppContext
    from ganstudio.plugins.catalog import Catalog

_KEY = "queueing"


class QueueController:
    """Makes the run of what is chosen on the Train page and queues it; shows again what the queue goes on with."""

    def __init__(self, context: "AppContext", train: TrainController) -> None:
        self._context, self._train = context, train
        train.queue_requested.connect(self.ask)

    def add(self) -> None:
        """Make the run now, beside the window; the queue trains it when its turn comes."""
        try:
            request = self._train.setup.request()
        except GanStudioError as error:
            self._train.setup_message_changed.emit(Message(str(error), "warning"))
            return
        self._train.message_changed.emit(None)
        source = _creator(request, self._context.catalog)
        self._context.compute.submit(source, key=_KEY, priority=0, on_item=self._enqueue, failed=self._refuse)

    def ask(self) -> None:
        """Say that the queue trains, and offer what can be done."""
        trained = self._context.queue.trained_run
        words = tr(
            "The queue is training “{}”; two trainings at once are both slow. Let this one wait for its turn, "
            "or train it first: the other one is saved, and goes on afterwards."
        )
        first = (tr("Train this one first"), lambda: self._train.start(first=True))
        name = trained.name if trained else ""
        self._train.message_changed.emit(Message(words.format(name), actions=((tr("Add to queue"), self.add), first)))

    def follow(self, run: Path) -> None:
        """The queue goes on with a run: follow it again where it is the one that is shown."""
        session = self._train.session
        if session.run is not None and session.run.folder == run and not session.busy:
            session.open(run)

    def _enqueue(self, run: Path) -> None:
        try:
            self._context.queue.add_training(run)
        except GanStudioError as error:
            self._refuse(str(error), "")
            return
        self._context.post_message(tr("“{}” is in the queue ✓").format(run.name), "good")
        self._train.name_wanted.emit()

    def _refuse(self, sentence: str, details: str) -> None:
        self._train.setup_message_changed.emit(Message(sentence, "error", details))


def _creator(request: Request, catalog: "Catalog") -> Callable[[Flag], Iterator[Path]]:
    def create(_stop: Flag) -> Iterator[Path]:
        yield request.make(catalog).folder

    return create
