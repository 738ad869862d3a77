"""A training that is put into the queue, and what is asked where the queue trains already."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.request import Request
from ganstudio.gui.train.setup_panel import SetupPanel
from ganstudio.gui.train.training_session import TrainingSession
from ganstudio.gui.widgets.notice import Notice

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog

_KEY = "queueing"


class QueueController(QObject):
    """Makes the run of what is chosen on the Train page and queues it; shows again what the queue goes on with."""

    def __init__(
        self,
        studio: AppContext,
        session: TrainingSession,
        setup: SetupPanel,
        notice: Notice,
        train_first: Callable[[], object],
    ) -> None:
        super().__init__(setup)
        self._studio, self._session, self._setup, self._notice = studio, session, setup, notice
        self._train_first = train_first
        self._studio.queue.training_began.connect(self._look)

    def add(self) -> None:
        """Make the run now, beside the window; the queue trains it when its turn comes."""
        setup = self._setup
        try:
            request = setup.request()
        except GanStudioError as error:
            setup.chosen.notice.show_words(str(error), tone="warning")
            return
        self._notice.hide()
        catalog = self._studio.catalog
        self._studio.compute.submit(
            lambda stop: _made(request, catalog, stop), key=_KEY, urgency=0, happened=self._take, failed=self._refuse
        )

    def ask(self) -> None:
        """Say that the queue trains, and offer what can be done."""
        trained = self._studio.queue.trains
        words = tr(
            "The queue is training “{}”; two trainings at once are both slow. Let this one wait for its turn, "
            "or train it first: the other one is saved, and goes on afterwards."
        )
        first = (tr("Train this one first"), self._train_first)
        name = trained.name if trained else ""
        self._notice.show_words(words.format(name), actions=((tr("Add to queue"), self.add), first))

    def _take(self, run: Path) -> None:
        self._studio.queue.add_training(run)
        self._studio.say(tr("“{}” is in the queue ✓").format(run.name), "good")
        self._setup.name_anew()

    def _refuse(self, sentence: str, details: str) -> None:
        self._setup.chosen.notice.show_words(sentence, tone="error", details=details)

    def _look(self, run: Path) -> None:
        """Follow again the run that is shown where the queue goes on with it."""
        session = self._session
        if session.run is not None and session.run.folder == run and not session.busy:
            session.open(run)


def _made(request: Request, catalog: "Catalog", _stop: Flag) -> Iterator[Path]:
    yield request.make(catalog).folder
