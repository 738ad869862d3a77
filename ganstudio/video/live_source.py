"""Live sources: cameras, screens and looped films give their newest frame; a slow reader misses frames, but is not late."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ganstudio.core.errors import GanStudioError
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.reader import display_path
from ganstudio.video.decode import decode_frames
from ganstudio.video.frames import apply_rotation, lies_on_side

if TYPE_CHECKING:
    from av import VideoFrame

_LATE = 1.0  # seconds after which a film is not hurried after any more: the machine slept, or cannot decode it as fast
_LEAST = 0.01  # seconds that the last frame of a film stands, whatever it says


@dataclass(frozen=True)
class CapturedFrame:
    """A captured frame: its size as it is shown, when it was captured, and the function that makes its pixels.

    `time` is of `time.perf_counter`, in seconds; `make_pixels` is given a width and a height in pixels.
    """

    width: int
    height: int
    time: float
    make_pixels: Callable[[int, int], Pixels]

    def pixels(self, longest: int | None = None, *, mirrored: bool = False) -> Pixels:
        """The pixels H×W×3 of 8 bits, all of them or so reduced that the longer side is at most `longest`."""
        factor = min(1.0, (longest or self.width + self.height) / max(self.width, self.height))
        pixels = self.make_pixels(max(1, round(self.width * factor)), max(1, round(self.height * factor)))
        return pixels[:, ::-1].copy() if mirrored else pixels


class FrameSource(Protocol):
    """Something that gives its newest frame."""

    def take(self, wait: float) -> CapturedFrame | None:
        """The newest frame that was not taken yet; None where none comes within `wait` seconds."""


class LiveSource(FrameSource, Protocol):
    """A source of frames that runs until it is stopped."""

    def stop(self) -> None:
        """Ask it to end; does not wait."""

    def join(self, seconds: float | None = None) -> bool:
        """Wait, after `stop`, until it has released its device; whether it has."""


class FrameSlot:
    """Holds the newest frame: put in one thread, taken in another; a newer frame replaces one that was not taken."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._frame: CapturedFrame | None = None
        self._error: BaseException | None = None

    @property
    def is_full(self) -> bool:
        """Whether a frame waits to be taken."""
        return self._frame is not None

    def put(self, frame: CapturedFrame) -> None:
        """Replace the frame that is held."""
        with self._changed:
            self._frame = frame
            self._changed.notify()

    def fail(self, error: BaseException) -> None:
        """End with an error, which `take` raises once no frame is left."""
        with self._changed:
            self._error = error
            self._changed.notify()

    def take(self, wait: float) -> CapturedFrame | None:
        """The newest frame, None where none comes within `wait` seconds; raises the error that the source ended with."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._error, wait)
            instant, self._frame = self._frame, None
            if instant is None and self._error is not None:
                raise self._error
        return instant


class FrameReader(FrameSlot):
    """Reads frames in a thread of its own, which ends soon after `stop`.

    It first waits for the source `before` to end: a camera can only be opened once.
    """

    def __init__(
        self,
        frames: Callable[[threading.Event], Iterator[CapturedFrame]],
        before: LiveSource | None = None,
        name: str = "live",
    ) -> None:
        super().__init__()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(frames, before), name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Read no more."""
        self._stop.set()

    def join(self, seconds: float | None = None) -> bool:
        """Wait until the thread has ended; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _read(self, frames: Callable[[threading.Event], Iterator[CapturedFrame]], before: LiveSource | None) -> None:
        if before is not None:
            before.join()
        try:
            for instant in frames(self._stop):
                if self._stop.is_set():
                    return
                self.put(instant)
        except Exception as error:  # raised by `take`, in the thread that can report it
            self.fail(error)


def loop_film(path: Path, stop: threading.Event) -> Iterator[CapturedFrame]:
    """The frames of a film in an endless loop, at its own speed."""
    begin = time.perf_counter()
    while not stop.is_set():
        first, due, length = None, begin, 0.0
        for each in decode_frames(path):
            first = each.time if first is None else first
            due, length = begin + float((each.time - first) * each.tick), float(each.length * each.tick)
            late = time.perf_counter() - due
            if late > _LATE:
                begin, due = begin + late, due + late
            if stop.wait(max(0.0, -late)):
                return
            yield captured_frame(each.frame, float(each.shape), due, (each.width, each.height))
        if first is None:
            raise GanStudioError("{path} has no frame that can be shown; try another copy of it.", path=display_path(path))
        begin = due + max(length, _LEAST)
        stop.wait(max(0.0, begin - time.perf_counter()))


def captured_frame(frame: "VideoFrame", shape: float, since: float, size: tuple[int, int]) -> CapturedFrame:
    """A decoded frame as a captured one; `shape` is a pixel's width over its height, `size` the film's width and height."""
    across, down = max(1, round(size[0] * shape)), size[1]
    if lies_on_side(frame):
        return CapturedFrame(down, across, since, lambda width, height: apply_rotation(frame, height, width))
    return CapturedFrame(across, down, since, partial(apply_rotation, frame))
