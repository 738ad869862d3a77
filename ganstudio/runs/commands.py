"""Commands to a training that is going on, from any window or program that can write into its folder.

Each is a small file in `wishes/`; the process that trains reads it at the next tick, on whatever machine it runs.
"""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Skipped
from ganstudio.core.files import open_plain, read_limited, write_atomically
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.core.translation import tr
from ganstudio.runs import writer_lock
from ganstudio.runs.layout import COMMANDS, refuse_links
from ganstudio.runs.run import Run, read_events

REFUSED = "command"  # the path of a `Skipped` event that says why a command was refused
_LARGEST = 2**20
_NAME = re.compile(r"[0-9]{20}-(?:([0-9a-f]{32})-)?[0-9a-f]{8}\.json")


class _Command(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SampleNow(_Command):
    """A sheet of samples at once: of the fixed latents, or of another seed."""

    kind: Literal["sample"] = "sample"
    seed: int | None = None


class SaveNow(_Command):
    """A checkpoint at once."""

    kind: Literal["save"] = "save"


class ChangeOptions(_Command):
    """Other options from now on."""

    kind: Literal["change"] = "change"
    options: dict[str, Any]


class GoBack(_Command):
    """Roll back to the newest checkpoint from before anything was bad, and go on from there at half the rates."""

    kind: Literal["back"] = "back"


class StopNow(_Command):
    """Stop and save."""

    kind: Literal["stop"] = "stop"


class NewerCommand(_Command):
    """A command of a newer studio in a form that this one does not know; `reason` is the refusal, one sentence."""

    reason: str


Command = SampleNow | SaveNow | ChangeOptions | GoBack | StopNow
_codec: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="kind")])


def send_command(run: Run, command: Command) -> Path:
    """Send a command to the process that trains the run now; its file, which is deleted once the command is carried out.

    A command is meant for one session of training: whoever resumes the run later does not get it. GanStudioError where
    nobody trains the run, or the folder cannot be written.
    """
    session = writer_lock.session_key(run.folder)
    if session is None:
        raise GanStudioError(
            "The training in {folder} is not going on, so nobody could do that; resume it first.", folder=run.folder
        )
    refuse_links(run.folder)
    file = run.folder / COMMANDS / f"{time.time_ns():020d}-{session}-{uuid4().hex[:8]}.json"
    try:
        write_atomically(file, encode("command", _codec.dump_python(command, mode="json")))
    except OSError as error:
        raise GanStudioError(
            "The training's folder {folder} cannot be written: {reason}.", folder=run.folder, reason=os_reason(error)
        ) from error
    return file


def receive_commands(folder: Path) -> Iterator[Command | NewerCommand]:
    """The commands that wait, oldest first, for the process that writes the run.

    The file of each is deleted once it was dealt with; those to an earlier session and damaged ones are deleted unread.
    One in a later form comes as `NewerCommand`.
    """
    session = writer_lock.session_key(folder)
    for file in sorted((folder / COMMANDS).glob("*.json")):
        name = _NAME.fullmatch(file.name)
        if not name:
            continue
        try:
            command: Command | NewerCommand | None = _read_command(file) if name[1] == session else None
        except NewerError as error:
            command = NewerCommand(reason=str(error))
        except (OSError, ValueError, GanStudioError):
            command = None
        try:
            if command is not None:
                yield command
        finally:
            with suppress(OSError):
                file.unlink()


def _read_command(file: Path) -> Command:
    return _codec.validate_python(decode("command", read_limited(file, _LARGEST), tr("What was asked of the training")))


def read_refusals(run: Run, since: int) -> list[str]:
    """Why commands were refused, of all that the record says after its first `since` bytes."""
    with suppress(OSError, GanStudioError), open_plain(run.events_file) as file:
        file.seek(since)
        told = read_events(file.read())
        return [event.reason for event in told if isinstance(event, Skipped) and event.path == REFUSED]
    return []
