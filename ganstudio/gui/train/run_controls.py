"""What the buttons beside a run can do, by what it does now. No widgets."""

from dataclasses import dataclass

from ganstudio.gui.app.translations import tr
from ganstudio.runs.history import Phase


@dataclass(frozen=True)
class RunControls:
    """What is shown: the button that stops and whether it still can, the commands, who else trains it, how to go on."""

    stop: bool
    stop_enabled: bool
    stop_words: str
    commands: bool
    elsewhere: str
    go_on: bool
    new: bool


def run_controls(phase: Phase, *, own: bool, queued: bool, takes_commands: bool) -> RunControls:
    """The buttons for a phase; `own` where this window trains it, `queued` where the queue does."""
    busy, stopping = phase in ("preparing", "running", "stopping"), phase == "stopping"
    others = tr("Another program trains this run; stop it there.")
    queue = tr("The queue trains this run; open the queue below to let it rest.")
    return RunControls(
        stop=busy and own,
        stop_enabled=not stopping,
        stop_words=tr("Saving…") if stopping else tr("Stop and save"),
        commands=phase == "running" and takes_commands,
        elsewhere=(queue if queued else others) if busy and not own else "",
        go_on=not busy,
        new=not busy or not own,
    )


def suggested_more(images: int, total: int) -> int:
    """How many more pictures a run that has seen `images` of `total` is to see: what is left, else half as many again."""
    return total - images if images < total else max(1000, total // 2)
