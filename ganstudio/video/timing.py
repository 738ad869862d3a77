"""Times in a film: where it begins, and when its frames are shown, in ticks of its pictures."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.video.container import FilmFile, open_film_file

if TYPE_CHECKING:
    from av import VideoFrame

_MILLISECOND = Fraction(1, 1000)
_PRIMING = Fraction(1, 20)  # seconds by which sound begins earlier than its pictures for its codec's sake


@dataclass
class FrameClock:
    """When decoded frames begin and how long they stand, in ticks of `tick` seconds from the film's start.

    `usual` is the length of a frame that has none, `late` how many ticks too late the decoder gives the first frame;
    `time` is the last frame's.
    """

    start: int
    tick: Fraction
    usual: int
    late: int
    by_dts: bool
    time: int | None = None

    @classmethod
    def of(cls, path: Path, file: FilmFile) -> "FrameClock":
        """The clock of an open film, before its first frame."""
        return cls(start_tick(file), tick_seconds(file), _usual_length(file), _decoder_delay(path, file), _is_avi(file))

    def place(self, frame: "VideoFrame") -> tuple[int, int]:
        """The next frame's time, later than the one before it, and its length."""
        base = frame.time_base or self.tick
        told = frame.dts if frame.pts is None or self.by_dts else frame.pts
        at = None if told is None else round(told * base / self.tick) - self.start - self.late
        self.time = _next_time(at, self.time, self.usual)
        return self.time, round(frame.duration * base / self.tick) or self.usual


def packet_times(file: FilmFile) -> tuple[int, ...]:
    """When the frames begin, as the packets say, in their order; without those that an edit list hides."""
    start = start_tick(file)
    found = (packet for packet in file.packets() if not packet.is_discard)
    times = sorted((packet.dts or 0) if packet.pts is None or _is_avi(file) else packet.pts for packet in found)
    return tuple(max(0, time - start) for time in times)


def start_tick(file: FilmFile) -> int:
    """The moment of the file, in ticks of its pictures, at which the film begins.

    That is its first frame, or its sound where that begins earlier.
    """
    tick, begun = tick_seconds(file), Fraction(file.container.start_time or 0, 1_000_000)
    first = begun if file.stream.start_time is None else file.stream.start_time * tick
    sounds = ((each.start_time, each.time_base) for each in file.container.streams.audio)
    earlier = [time * base for time, base in sounds if time is not None and base and time * base < first - _PRIMING]
    return floor(min((first, *earlier)) / tick)


def tick_seconds(file: FilmFile) -> Fraction:
    """Seconds of a tick of the film's pictures."""
    return file.stream.time_base or _MILLISECOND


def _next_time(said: int | None, before: int | None, usual: int) -> int:
    """When a frame begins: as it says, but later than the one before."""
    if before is None:
        return max(0, said or 0)
    return before + usual if said is None else max(said, before + 1)


def _is_avi(file: FilmFile) -> bool:
    """Whether a film says in what order its frames are decoded, and not when they are shown."""
    return file.container.format.name == "avi"


def _decoder_delay(path: Path, file: FilmFile) -> int:
    """How many ticks later than it should the first frame of an AVI comes out of its decoder; 0 for other films."""
    if not _is_avi(file):
        return 0
    with open_film_file(path) as other:
        first = next((frame.dts for frame, _ in other.frames()), 0)
    return max(0, (first or 0) - start_tick(file))


def _usual_length(file: FilmFile) -> int:
    """How many ticks a frame stands where it does not say so itself."""
    return max(1, round(1 / ((file.stream.average_rate or Fraction(25)) * tick_seconds(file))))
