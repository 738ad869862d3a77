"""The segments of a film that is being made, and what the next frame needs, in a hidden folder beside the film."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.core.files import write_atomically
from ganstudio.core.schema import decode, encode
from ganstudio.core.translation import tr
from ganstudio.runs.writer_lock import exclusive_lock
from ganstudio.stylize.colour_preservation import ColourTransform
from ganstudio.stylize.engine import LookStatistics
from ganstudio.stylize.output_names import LONGEST, shorten_name
from ganstudio.stylize.temporal import FlickerMeter, TemporalState
from ganstudio.stylize.tensor_json import decode_tensors, encode_tensors
from ganstudio.video.encode import list_refusals

if TYPE_CHECKING:
    from torch import Tensor

_ABOUT, _STATE = "film.json", "state.safetensors"


@dataclass(frozen=True)
class SegmentState:
    """The state of an unfinished film: the look's statistics, frames done, segments, the last frame's end in ticks, and the
    state of temporal stabilisation."""

    statistics: LookStatistics
    done: int = 0
    segments: int = 0
    end: int = 0
    temporal: TemporalState | None = None


@dataclass(frozen=True)
class SegmentStore:
    """The folder of a film's parts."""

    folder: Path

    def segment(self, number: int) -> Path:
        """The file of a segment, from 0."""
        return self.folder / f"{number:06d}.nut"

    def save(self, state: SegmentState) -> None:
        """Keep a state in place of the one before, whole or not at all."""
        from safetensors.torch import save

        tensors: dict[str, Tensor] = {}
        turns = (
            None
            if state.statistics.colour_transforms is None
            else [(turn.factors, turn.added) for turn in state.statistics.colour_transforms]
        )
        held = state.temporal and vars(state.temporal) | {"flicker": asdict(state.temporal.flicker)}
        about = {
            "taken": {"statistics": state.statistics.statistics, "turns": turns}, "held": held,
            "done": state.done, "segments": state.segments, "end": state.end,
        }  # fmt: skip
        words = json.dumps(encode_tensors(about, tensors))
        self.write(_STATE, save(tensors, {"state": words}))

    def load(self, device: str) -> SegmentState | None:
        """The state that was kept last; None where there is none."""
        from safetensors import safe_open

        if not (self.folder / _STATE).exists():
            return None
        with safe_open(self.folder / _STATE, "pt", device=device) as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            about = decode_tensors(json.loads(file.metadata()["state"]), tensors)
        turns, held = about["taken"]["turns"], about["held"]
        statistics = LookStatistics(
            about["taken"]["statistics"], None if turns is None else tuple(ColourTransform(*each) for each in turns)
        )
        temporal = held and TemporalState(**held | {"flicker": FlickerMeter(**held["flicker"])})
        return SegmentState(statistics, about["done"], about["segments"], about["end"], temporal)

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the folder; GanStudioError where the disk refuses."""
        with list_refusals(self.folder):
            write_atomically(self.folder / name, content)

    def clear(self) -> None:
        """Take the state and the segments away."""
        for file in (self.folder / _STATE, *self.folder.glob("*.nut")):
            file.unlink(missing_ok=True)

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def segment_folder(target: Path) -> Path:
    """The folder in which the parts of a film with this target lie while it is made."""
    if len(os.fsencode(target.name)) <= LONGEST:
        return target.with_name(f".{target.name}.parts")
    digest = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:8]  # names that differ at their end alone stay apart
    return target.with_name(f".{shorten_name(target.name, digest)}~{digest}.parts")


@contextmanager
def open_segment_store(target: Path, about: Mapping[str, Any]) -> Iterator[SegmentStore]:
    """The parts of a film with this target, as far as they were made from the same; others are taken away.

    GanStudioError where another live process is making that film, or a newer studio began it in a later form.
    """
    parts = SegmentStore(segment_folder(target))
    with list_refusals(parts.folder):
        parts.folder.mkdir(parents=True, exist_ok=True)
    with exclusive_lock(parts.folder):
        words = encode("film", about, indent=1)
        if _read(parts.folder / _ABOUT) != decode("film", words, ""):
            parts.clear()
            parts.write(_ABOUT, words)
        yield parts


def _read(file: Path) -> Any:
    """What a film's parts were made from; None where nothing tells it, NewerError where the parts have a later form."""
    with suppress(FileNotFoundError, ValueError):
        return decode("film", file.read_bytes(), tr("What was begun of the film in {parent}", parent=file.parent))
    return None
