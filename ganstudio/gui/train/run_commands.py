"""The wishes that the buttons of the Train page stand for, sent to the training that is shown, wherever it runs."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.train.training_session import TrainingSession

if TYPE_CHECKING:
    from ganstudio.runs.commands import Command


class RunCommands(QObject):
    """One slot for each wish; `refused` carries the sentence where one cannot be granted."""

    refused = Signal(str)

    def __init__(self, session: TrainingSession) -> None:
        super().__init__()
        self._session = session

    def sample(self, seed: int) -> None:
        """A sheet of new pictures of a seed, at once."""
        from ganstudio.runs.commands import SampleNow

        self._send(SampleNow(seed=seed))

    def save(self) -> None:
        """A checkpoint at once."""
        from ganstudio.runs.commands import SaveNow

        self._send(SaveNow())

    def change(self, options: dict[str, Any]) -> None:
        """Other options from the next step on."""
        from ganstudio.runs.commands import ChangeOptions

        self._send(ChangeOptions(options=options))

    def back(self) -> None:
        """To the last healthy checkpoint, at half the rates."""
        from ganstudio.runs.commands import GoBack

        self._send(GoBack())

    def stop(self) -> None:
        """Stop and save."""
        from ganstudio.runs.commands import StopNow

        self._send(StopNow())

    def _send(self, wish: "Command") -> None:
        try:
            self._session.ask(wish)
        except GanStudioError as error:
            self.refused.emit(str(error))
