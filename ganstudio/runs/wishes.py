"""Wishes: what is asked of a training that goes on, by any window or command that can write into its folder.

Each wish is a small file in `wishes/`; who trains takes it at the next tick, whatever process or machine it runs on.
"""

import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ganstudio.errors import GanStudioError
from ganstudio.files import write_atomically
from ganstudio.runs import writer
from ganstudio.runs.run import Run

FOLDER = "wishes"


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


Wish = SampleNow | SaveNow | ChangeOptions | GoBack | StopNow
_codec: TypeAdapter[Wish] = TypeAdapter(Annotated[Wish, Field(discriminator="kind")])


def ask(run: Run, wish: Wish) -> None:
    """Ask it of whoever trains the run; GanStudioError where nobody does, or the folder cannot be written."""
    if not writer.alive(run.folder):
        raise GanStudioError(f"The training in {run.folder} is not going on, so nobody could do that; resume it first.")
    name = f"{time.time_ns():020d}-{uuid4().hex[:8]}.json"
    try:
        write_atomically(run.folder / FOLDER / name, _codec.dump_json(wish))
    except OSError as error:
        raise GanStudioError(f"The training's folder {run.folder} cannot be written: {error.strerror}.") from error


def taken(folder: Path) -> list[Wish]:
    """The wishes that were made since, oldest first; they are taken away. What is no wish is left aside."""
    wishes: list[Wish] = []
    for file in sorted((folder / FOLDER).glob("[0-9]*.json")):
        with suppress(OSError, ValidationError):
            content = file.read_bytes()
            file.unlink()
            wishes.append(_codec.validate_json(content))
    return wishes
