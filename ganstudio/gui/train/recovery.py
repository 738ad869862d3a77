"""Recovery: what the window offers where a training could not go on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.notice import Action

if TYPE_CHECKING:
    from ganstudio.runs.run import Run


def recovery_actions(
    window: QWidget, run: "Run", *, was_saved: bool, go_on: Callable[[], object], refuse: Callable[[str], object]
) -> tuple[Action, ...]:
    """What can be done about it: choose pictures that were moved, begin anew where checkpoints are lost, else try again."""
    from ganstudio.runs import checkpoint

    def attempt(mend: Callable[[], object]) -> None:
        try:
            mend()
        except GanStudioError as error:
            refuse(str(error))
        else:
            go_on()

    if not Path(run.spec.data).exists():
        return ((tr("Choose the pictures again…"), lambda: _choose_data(window, run, attempt)),)
    if was_saved and not checkpoint.list_generations(run.checkpoints):
        from ganstudio.runs.event_log import begin_anew

        return ((tr("Begin anew, keep the old aside"), lambda: attempt(lambda: begin_anew(run))),)
    return ((tr("Resume"), go_on),)


def _choose_data(window: QWidget, run: "Run", attempt: Callable[[Callable[[], object]], None]) -> None:
    from ganstudio.train.relocation import move_data

    folder = QFileDialog.getExistingDirectory(window, tr("Where are the pictures of this training now?"))
    if folder:
        attempt(lambda: move_data(run, Path(folder), None))
