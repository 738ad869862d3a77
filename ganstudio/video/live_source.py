"""Live: what moves now, frame by frame, the newest alone: who is slow misses frames and does not fall behind."""

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
class Instant:
    """A frame of what moves now: its size as it is shown, since when it is there, and how its pixels are made.

    `since` is a moment of `time.perf_counter`; `made` is given a size across and down.
    """

    width: int
    height: int
    since: float
    made: Callable[[int, int], Pixels]

    def pixels(self, longest: int | None = None, *, mirrored: bool = False) -> Pixels:
        """The pixels H×W×3 of 8 bits, all of them or so reduced that the longer side is at most `longest`."""
        factor = min(1.0, (longest or self.width + self.height) / max(self.width, self.height))
        pixels = self.made(max(1, round(self.width * factor)), max(1, round(self.height * factor)))
        return pixels[:, ::-1].copy() if mirrored else pixels


class Offering(Protocol):
    """What instants are taken from."""

    def take(self, wait: float) -> Instant | None:
        """The newest instant that was not taken yet; None where there is none within so many seconds."""


class Source(Offering, Protocol):
    """Where instants come from, until it is stopped."""

    def stop(self) -> None:
        """No more instants are wanted; does not wait."""

    def join(self, seconds: float | None = None) -> bool:
        """Wait until what it holds is let go, once it was stopped; whether it is."""


class Slot:
    """A place for one instant: a newer one takes it over. Filled in one thread, taken in another."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._instant: Instant | None = None
        self._error: BaseException | None = None

    @property
    def full(self) -> bool:
        """Whether an instant waits to be taken."""
        return self._instant is not None

    def put(self, instant: Instant) -> None:
        """Put an instant in the place of the one before."""
        with self._changed:
            self._instant = instant
            self._changed.notify()

    def fail(self, error: BaseException) -> None:
        """No instant will come any more, and this is why."""
        with self._changed:
            self._error = error
            self._changed.notify()

    def take(self, wait: float) -> Instant | None:
        """The newest instant, None where none comes within so many seconds; raises what it failed with."""
        with self._changed:
            self._changed.wait_for(lambda: self._instant or self._error, wait)
            instant, self._instant = self._instant, None
            if instant is None and self._error is not None:
                raise self._error
        return instant


class LatestFrame(Slot):
    """Goes through instants in a thread of its own; the thread ends soon after `stop`.

    What was read `before` is waited for first: a camera can only be opened once.
    """

    def __init__(
        self, instants: Callable[[threading.Event], Iterator[Instant]], before: Source | None = None, name: str = "live"
    ) -> None:
        super().__init__()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(instants, before), name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Read no more."""
        self._stop.set()

    def join(self, seconds: float | None = None) -> bool:
        """Wait until the thread has ended; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _read(self, instants: Callable[[threading.Event], Iterator[Instant]], before: Source | None) -> None:
        if before is not None:
            before.join()
        try:
            for instant in instants(self._stop):
                if self._stop.is_set():
                    return
                self.put(instant)
        except Exception as error:  # whoever takes hears of it, in the thread where it can be said
            self.fail(error)


def loop_film(path: Path, stop: threading.Event) -> Iterator[Instant]:
    """A film over and over, at its own speed."""
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
            yield make_instant(each.frame, float(each.shape), due, (each.width, each.height))
        if first is None:
            raise GanStudioError("{path} has no frame that can be shown; try another copy of it.", path=display_path(path))
        begin = due + max(length, _LEAST)
        stop.wait(max(0.0, begin - time.perf_counter()))


def make_instant(frame: "VideoFrame", shape: float, since: float, size: tuple[int, int]) -> Instant:
    """An instant of a decoded frame; `shape` is a pixel's width over its height, `size` that of all frames."""
    across, down = max(1, round(size[0] * shape)), size[1]
    if lies_on_side(frame):
        return Instant(down, across, since, lambda width, height: apply_rotation(frame, height, width))
    return Instant(across, down, since, partial(apply_rotation, frame))
