"""Segments of a film: files of their own, encoded as the whole film will be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import atomic_open
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.formats import saved_suffixes
from ganstudio.video.container import require_av
from ganstudio.video.frames import EXACT

if TYPE_CHECKING:
    from av import Packet
    from av.container import OutputContainer

_HDTV, _LIMITED = 1, 1  # the numbers of BT.709 and of its range
COLOURS = {"color_primaries": _HDTV, "color_trc": _HDTV, "colorspace": _HDTV, "color_range": _LIMITED}


@dataclass(frozen=True)
class Coding:
    """How a kind of film is encoded: codec, what it stores, its settings."""

    codec: str
    stores: str
    settings: dict[str, str]


# No frame refers to a later one, so that times of variable rates stay in order where segments meet.
CODINGS = {
    ".mp4": Coding("libx264", "yuv420p", {"crf": "18", "preset": "medium", "bf": "0"}),
    ".webm": Coding("libvpx-vp9", "yuv420p", {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "1"}),
    ".gif": Coding("ffv1", "bgr0", {}),  # nothing is lost until all is known, and its colours can be chosen
    ".webp": Coding("ffv1", "bgr0", {}),
    ".apng": Coding("ffv1", "bgr0", {}),
    ".avif": Coding("ffv1", "bgr0", {}),
    ".png": Coding("ffv1", "bgr0", {}),
}


def film_suffixes_for(source: Path) -> tuple[str, ...]:
    """The suffixes that a film from a source can be named with; that of a moving picture only where the source has it."""
    own, pictures = source.suffix.lower(), saved_suffixes().keys() | {".apng"}
    return tuple(suffix for suffix in CODINGS if suffix == own or suffix not in pictures)


@dataclass(frozen=True)
class FrameShape:
    """What all segments of a film share: the suffix of the whole, seconds a tick, a pixel's width over its height."""

    suffix: str
    tick: Fraction
    pixel: Fraction


class Writer:
    """A segment that is being written."""

    def __init__(self, container: "OutputContainer", shape: FrameShape) -> None:
        self.container, self.shape = container, shape
        self.stream: Any = None

    def write(self, pixels: Pixels, time: int) -> None:
        """Add a frame H×W×3 that begins at a time in ticks."""
        frame = convert_for_encoder(round_to_even(pixels) if self._halves else pixels, CODINGS[self.shape.suffix].stores)
        frame.pts, frame.time_base = time, self.shape.tick
        self.stream = self.stream or self._open_stream(frame.width, frame.height)
        self.container.mux(self.stream.encode(frame))

    def close(self) -> None:
        """Write what the encoder still holds."""
        if self.stream is not None:
            self.container.mux(self.stream.encode(None))

    @property
    def _halves(self) -> bool:
        return "420" in CODINGS[self.shape.suffix].stores

    def _open_stream(self, width: int, height: int) -> Any:
        coding = CODINGS[self.shape.suffix]
        stream: Any = self.container.add_stream(coding.codec, rate=30, options=coding.settings)
        stream.width, stream.height, stream.pix_fmt = width, height, coding.stores
        stream.codec_context.time_base = stream.time_base = self.shape.tick
        stream.codec_context.sample_aspect_ratio = self.shape.pixel
        if self._halves:
            for name, number in COLOURS.items():
                setattr(stream, name, number)
        return stream


@contextmanager
def open_segment(path: Path, shape: FrameShape) -> Iterator[Writer]:
    """A segment to write into; it takes its name when all is written. GanStudioError where the disk refuses."""
    av = require_av()
    with list_refusals(path), atomic_open(path) as file, av.open(file, "w", format="nut") as container:
        writer = Writer(container, shape)
        yield writer
        writer.close()


def encode_packets(path: Path) -> "Iterator[Packet[Any]]":
    """The encoded frames of a segment, one by one."""
    av = require_av()
    with av.open(str(path), format="nut") as container:
        for packet in container.demux(video=0):
            if packet.size:
                packet.dts = packet.pts
                yield packet


@contextmanager
def list_refusals(path: Path) -> Iterator[None]:
    """Turn the disk's refusal to take a file into one sentence, also where PyAV says no more than that a call failed."""
    try:
        yield
    except GanStudioError:
        raise
    except Exception as error:
        refusal = error if isinstance(error, OSError) else error.__context__
        if not isinstance(refusal, OSError):
            raise
        raise is_refused(path, refusal) from error


def is_refused(path: Path, error: OSError) -> GanStudioError:
    """The error for a file of a film that could not be written."""
    return GanStudioError(
        "The film could not be written to {parent}: {reason}; make room, then start it again: it goes on where it was.",
        parent=path.parent,
        reason=os_reason(error),
    )


def convert_for_encoder(pixels: Pixels, stores: str) -> Any:
    """A frame of RGB in the encoder's pixel format; YUV is BT.709 in limited range."""
    frame = require_av().VideoFrame.from_ndarray(pixels, "rgb24")
    if not stores.startswith("yuv"):
        return frame.reformat(format=stores)
    made = frame.reformat(format=stores, dst_colorspace=_HDTV, interpolation=EXACT, dst_color_range=_LIMITED)
    made.color_primaries = made.color_trc = _HDTV
    return made


def round_to_even(pixels: Pixels) -> Pixels:
    """The pixels with even sides: an odd one gets its last row or column twice."""
    height, width = pixels.shape[:2]
    if height % 2 == width % 2 == 0:
        return pixels
    return np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), "edge")
