"""What is offered where a training could not go on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.message import Action
from ganstudio.gui.app.translations import tr

if TYPE_CHECKING:
    from ganstudio.runs.run import Run


def recovery_actions(
    run: "Run",
    *,
    was_saved: bool,
    go_on: Callable[[], object],
    refuse: Callable[[str], object],
    ask_data: Callable[[], Path | None],
) -> tuple[Action, ...]:
    """What can be done about it: choose pictures that were moved, begin anew where checkpoints are lost, else try again.

    `ask_data` gives the folder where the pictures are now, None where nothing was chosen; `refuse` is given the sentence
    where a way does not lead on.
    """
    from ganstudio.runs import checkpoint

    def attempt(mend: Callable[[], object]) -> None:
        try:
            mend()
        except GanStudioError as error:
            refuse(str(error))
        else:
            go_on()

    def choose_data() -> None:
        from ganstudio.train.relocation import move_data

        if (folder := ask_data()) is not None:
            attempt(lambda: move_data(run, folder, None))

    if not Path(run.spec.data).exists():
        return ((tr("Choose the pictures again…"), choose_data),)
    if was_saved and not checkpoint.list_generations(run.checkpoints):
        from ganstudio.runs.event_log import begin_anew

        return ((tr("Begin anew, keep the old aside"), lambda: attempt(lambda: begin_anew(run))),)
    return ((tr("Resume"), go_on),)
