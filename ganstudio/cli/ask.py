"""`ganstudio ask`: something is asked of a training while it goes on, in this process or another."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ganstudio.cli.common import say, with_options
from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr

if TYPE_CHECKING:
    from ganstudio.runs.run import Run

_ANSWER_SECONDS = 30.0  # seconds that an answer of a training is waited for


@click.command()
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="A sheet of samples now.")
@click.option("--seed", type=int, help="With --sample: of another seed.")
@click.option("--save", is_flag=True, help="A checkpoint now.")
@click.option("--back", is_flag=True, help="Back to the last healthy checkpoint, and on at half the rates.")
@click.option("--stop", is_flag=True, help="Stop and save.")
@with_options
def ask(
    folder: Path, sample: bool, seed: int | None, save: bool, back: bool, stop: bool, options: tuple[tuple[str, str], ...]
) -> None:
    """Ask something of the training in RUN while it goes on, wherever it runs: -o NAME VALUE changes an option."""
    from ganstudio.runs import commands
    from ganstudio.runs.run import Run

    asked = {"sample": sample, "save": save, "back": back, "stop": stop}
    kinds: dict[str, commands.Command] = {
        "sample": commands.SampleNow(seed=seed),
        "save": commands.SaveNow(),
        "back": commands.GoBack(),
        "stop": commands.StopNow(),
    }
    wanted = [command for name, command in kinds.items() if asked[name]]
    if options:
        wanted.insert(0, commands.ChangeOptions(options=dict(options)))
    if not wanted:
        raise click.UsageError("Say what is wanted: --sample, --save, --back, --stop, or -o NAME VALUE.")
    run = Run.open(folder)
    told = run.events_file.stat().st_size if run.events_file.exists() else 0
    files = [commands.send_command(run, command) for command in wanted]
    if not _wait_for_answer(run, files):
        say(tr("It was asked, but the training has not come to it yet; it answers at its next step."))
    if refused := commands.read_refusals(run, told):
        raise GanStudioError(" ".join(f"{reason.rstrip('.')}." for reason in refused))


def _wait_for_answer(run: "Run", files: list[Path]) -> bool:
    """Whether the training carried out the commands within half a minute; GanStudioError where it ended before."""
    for _ in range(int(_ANSWER_SECONDS / 0.1)):
        if not any(file.exists() for file in files):
            return True
        if run.state != "running":
            raise GanStudioError(
                "The training in {folder} ended before it could do that; resume it first.", folder=run.folder
            )
        time.sleep(0.1)
    return False
