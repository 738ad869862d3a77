"""Checkpoints: one safetensors file a generation, and beside it a JSON with its checksum and counters, written after it.

A generation counts only once its JSON is there; nothing is ever unpickled.
"""

import hashlib
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import open_plain, read_limited, write_atomically
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.core.translation import tr, tr_noop
from ganstudio.runs.layout import generation_images

if TYPE_CHECKING:
    from torch import Tensor

KEPT = 3
_LARGEST_CARD = 2**20  # bytes
BEGIN_ANEW = tr_noop(
    "Bring it back from a copy, or begin anew on purpose with “ganstudio resume --anew” and the "
    "folder's name; what there is of it is then put aside."
)


class Counters(BaseModel):
    """Where the training stood; with the spec's seed they are its random state and its place in the data, too."""

    model_config = ConfigDict(frozen=True)

    images: int
    step: int
    stage: int
    seconds: float


class CheckpointCard(BaseModel):
    """The JSON beside a generation."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    version: str
    counters: Counters
    distance: float | None = None  # of the samples from the data, where it was measured: the best one is kept


@dataclass(frozen=True)
class Checkpoint:
    """A state of a training: counters and named tensors, and what is wrong with the newer ones that could not be read."""

    counters: Counters
    tensors: "Mapping[str, Tensor]"
    broken: tuple[tuple[Path, str], ...] = ()


def save(folder: Path, counters: Counters, tensors: "Mapping[str, Tensor]", distance: float | None = None) -> Path:
    """Write a generation, then delete the oldest ones but the best; GanStudioError where it cannot be written."""
    from safetensors.torch import save as serialise

    from ganstudio import __version__

    content = serialise(dict(tensors))
    card = CheckpointCard(
        sha256=hashlib.sha256(content).hexdigest(), version=__version__, counters=counters, distance=distance
    )
    file = folder / f"{counters.images:09d}.safetensors"
    try:
        write_atomically(file, content)
        write_atomically(file.with_suffix(".json"), encode("checkpoint", card.model_dump(mode="json"), indent=1))
    except OSError as error:
        raise GanStudioError(
            "The checkpoint {file} could not be written ({reason}); the ones before it are whole: make "
            "room on the disk, then resume the training.",
            file=file,
            reason=os_reason(error),
        ) from error
    _prune(folder)
    return file


def load_latest(folder: Path) -> Checkpoint | None:
    """The newest generation that is whole, None where there is none yet; GanStudioError where all are broken.

    NewerError where one has a later form: it is not passed over, as a broken one is.
    """
    broken: list[tuple[Path, str]] = []
    for file in reversed(list_generations(folder)):
        try:
            return load(file, tuple(broken))
        except (ValueError, FileNotFoundError) as error:
            broken.append((file, str(error)))
        except OSError as error:
            raise GanStudioError(
                "The checkpoint {file} cannot be read: {reason}.", file=file, reason=os_reason(error)
            ) from error
    if broken:
        raise GanStudioError(
            "None of the checkpoints in {folder} can be read; the newest: {broken}. {begin_anew}",
            folder=folder,
            broken=broken[0][1],
            begin_anew=tr(BEGIN_ANEW),
        )
    return None


def load(file: Path, broken: tuple[tuple[Path, str], ...] = ()) -> Checkpoint:
    """One generation; ValueError says what is wrong with it, NewerError that it has a later form.

    The very bytes that were checked are the ones that are used.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load as deserialise

    try:
        card = _read_card(file)
        with open_plain(file) as tensors:
            content = tensors.read()
        if hashlib.sha256(content).hexdigest() != card.sha256:
            raise ValueError(tr("its checksum differs"))
        return Checkpoint(card.counters, deserialise(content), broken)
    except NewerError:
        raise
    except FileNotFoundError as error:
        raise ValueError(tr("a part of it is missing")) from error
    except GanStudioError as error:
        raise ValueError(str(error).rstrip(".")) from error
    except SafetensorError as error:
        raise ValueError(tr("its tensors are damaged")) from error


def serialise(last: Checkpoint) -> bytes:
    """The tensors of a checkpoint as a safetensors file holds them."""
    from safetensors.torch import save as serialise

    return serialise(dict(last.tensors))


def read_parts(file: Path) -> dict[str, bytes]:
    """What the files of a generation hold, by name; GanStudioError where it is not whole."""
    try:
        load(file)
        return {part.name: part.read_bytes() for part in (file, file.with_suffix(".json"))}
    except (ValueError, OSError) as error:
        raise GanStudioError("The checkpoint {file} cannot be used: {reason}.", file=file, reason=error) from error


def load_tensors(file: Path) -> "Mapping[str, Tensor]":
    """The tensors in a file of weights; GanStudioError where it cannot be read."""
    from safetensors import SafetensorError
    from safetensors.torch import load as deserialise

    try:
        return deserialise(file.read_bytes())
    except (OSError, SafetensorError) as error:
        raise GanStudioError("The weights in {file} cannot be read: {reason}.", file=file, reason=error) from error


def list_generations(folder: Path) -> list[Path]:
    """The files of the generations, oldest first; one without its JSON was never finished and does not count."""
    files = [card.with_suffix(".safetensors") for card in folder.glob("*.json") if generation_images(card) is not None]
    return sorted(files, key=_images_of)


def find_best(folder: Path) -> Path | None:
    """The generation whose samples came nearest to the data, where that was measured."""
    cards = [(file, _card_or_none(file)) for file in list_generations(folder)]
    known = [(card.distance, file) for file, card in cards if card and card.distance is not None]
    return min(known, default=(0, None))[1]


def put_aside(broken: Path, why: str = "broken") -> None:
    """Rename a generation, so that it is no longer taken for one but can still be looked at."""
    for part in (broken, broken.with_suffix(".json")):
        if part.exists():
            part.replace(part.with_name(f"{part.name}.{why}"))


def roll_back(folder: Path, images: int) -> Path:
    """Put aside what is newer than `images` pictures seen; the generation that is now the newest, else GanStudioError."""
    older = [file for file in list_generations(folder) if _images_of(file) <= images]
    if not older:
        raise GanStudioError(
            "There is no checkpoint in {folder} as old as {images:,} pictures seen; none was changed.",
            folder=folder,
            images=images,
        )
    for file in list_generations(folder):
        if file not in older:
            put_aside(file, "undone")
    return older[-1]


def _card_or_none(file: Path) -> CheckpointCard | None:
    try:
        return _read_card(file)
    except (OSError, ValueError, GanStudioError):
        return None


def _read_card(file: Path) -> CheckpointCard:
    """The JSON beside a generation; ValueError where it is damaged, NewerError where it has a later form."""
    text = read_limited(file.with_suffix(".json"), _LARGEST_CARD)
    try:
        return CheckpointCard.model_validate(decode("checkpoint", text, tr("The checkpoint {file}", file=file)))
    except ValueError as error:
        raise ValueError(tr("its JSON is damaged")) from error


def _prune(folder: Path) -> None:
    """Keep the last generations and the best; what is older goes, with what was put aside or left unfinished in its time."""
    kept = {_images_of(file) for file in (*list_generations(folder)[-KEPT:], find_best(folder)) if file}
    oldest = _images_of(list_generations(folder)[-KEPT:][0])
    for part in folder.iterdir():
        if _images_of(part) < oldest and (_images_of(part) not in kept or part.suffix not in (".safetensors", ".json")):
            with suppress(OSError):  # one too many does no harm
                part.unlink()


def _images_of(part: Path) -> int:
    """The pictures seen that a part of a generation is named by; whatever else lies there counts as endlessly new."""
    images = generation_images(part)
    return sys.maxsize if images is None else images
