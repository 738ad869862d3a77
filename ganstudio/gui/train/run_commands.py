"""The commands that the buttons of the Train page stand for, sent to the training that is shown, wherever it runs."""

from typing import TYPE_CHECKING, Any

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.listeners import Listeners

if TYPE_CHECKING:
    from ganstudio.gui.train.controller import Session
    from ganstudio.runs.commands import Command


class RunCommands:
    """A function for each command; `refused` carries the sentence where one cannot be sent."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.refused = Listeners()

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

    def _send(self, command: "Command") -> None:
        try:
            self._session.send(command)
        except GanStudioError as error:
            self.refused.emit(str(error))
