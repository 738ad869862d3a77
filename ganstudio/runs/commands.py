"""What is asked of a training that goes on, by any window or command that can write into its folder.

Each wish is a small file in `wishes/`; who trains hears it at the next tick, whatever process or machine it runs on.
"""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Skipped
from ganstudio.core.files import open_plain, read_limited, write_atomically
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.runs import writer_lock
from ganstudio.runs.layout import COMMANDS, refuse_links
from ganstudio.runs.run import Run, read_events

REFUSED = "wish"  # the path of a `Skipped` event that says why a wish was not done
_LARGEST = 2**20
_NAME = re.compile(r"[0-9]{20}-(?:([0-9a-f]{32})-)?[0-9a-f]{8}\.json")


class _Wish(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SampleNow(_Wish):
    """A sheet of samples at once: of the fixed latents, or of another seed."""

    kind: Literal["sample"] = "sample"
    seed: int | None = None


class SaveNow(_Wish):
    """A checkpoint at once."""

    kind: Literal["save"] = "save"


class ChangeOptions(_Wish):
    """Other options from now on."""

    kind: Literal["change"] = "change"
    options: dict[str, Any]


class GoBack(_Wish):
    """Back to the newest checkpoint that the doctor had nothing to say against, and on from there with half the rates."""

    kind: Literal["back"] = "back"


class StopNow(_Wish):
    """Stop and save."""

    kind: Literal["stop"] = "stop"


class NewerCommand(_Wish):
    """What a newer studio asked in a form that this one does not know: it is refused, and why."""

    reason: str


Wish = SampleNow | SaveNow | ChangeOptions | GoBack | StopNow
_codec: TypeAdapter[Wish] = TypeAdapter(Annotated[Wish, Field(discriminator="kind")])


def ask(run: Run, wish: Wish) -> Path:
    """Ask it of whoever trains the run now; the file of the wish, which goes away when it was heard.

    A wish is meant for one sitting: who resumes the run later does not hear it. GanStudioError where nobody trains the run,
    or the folder cannot be written.
    """
    sitting = writer_lock.session_key(run.folder)
    if sitting is None:
        raise GanStudioError(f"The training in {run.folder} is not going on, so nobody could do that; resume it first.")
    refuse_links(run.folder)
    file = run.folder / COMMANDS / f"{time.time_ns():020d}-{sitting}-{uuid4().hex[:8]}.json"
    try:
        write_atomically(file, encode("command", _codec.dump_python(wish, mode="json")))
    except OSError as error:
        raise GanStudioError(f"The training's folder {run.folder} cannot be written: {error.strerror}.") from error
    return file


def receive_commands(folder: Path) -> Iterator[Wish | NewerCommand]:
    """The wishes that were made since, oldest first, for the process that writes the run.

    The file of each is taken away once it was dealt with; one of an earlier sitting is void, and what is no wish is passed
    over. One in a later form comes as `NewerCommand`.
    """
    sitting = writer_lock.session_key(folder)
    for file in sorted((folder / COMMANDS).glob("*.json")):
        name = _NAME.fullmatch(file.name)
        if not name:
            continue
        try:
            wish: Wish | NewerCommand | None = _read(file) if name[1] == sitting else None
        except NewerError as error:
            wish = NewerCommand(reason=str(error))
        except (OSError, ValueError, GanStudioError):
            wish = None
        try:
            if wish is not None:
                yield wish
        finally:
            with suppress(OSError):
                file.unlink()


def _read(file: Path) -> Wish:
    return _codec.validate_python(decode("command", read_limited(file, _LARGEST), "What was asked of the training"))


def refusals(run: Run, since: int) -> list[str]:
    """Why wishes were not done, of all that the record says after its first `since` bytes."""
    with suppress(OSError, GanStudioError), open_plain(run.events_file) as file:
        file.seek(since)
        told = read_events(file.read())
        return [event.reason for event in told if isinstance(event, Skipped) and event.path == REFUSED]
    return []
