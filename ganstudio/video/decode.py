"""A moving picture read frame by frame, upright, in RGB, each frame with its time."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.formats import film_suffixes, format_of_file
from ganstudio.images.reader import display_path
from ganstudio.video.animation_reader import is_moving, needs_pillow, open_animation, read_animation
from ganstudio.video.container import FilmEndsDamaged, FilmFile, is_still, open_film_file, require_av
from ganstudio.video.deinterlace import INTERLACED, deinterlace
from ganstudio.video.frames import EXACT as EXACT
from ganstudio.video.frames import apply_rotation, colour_remark, lies_on_side
from ganstudio.video.gif_loops import read_gif_loops
from ganstudio.video.timing import FrameClock, packet_times, start_tick, tick_seconds
from ganstudio.video.truncation import find_lost_end

if TYPE_CHECKING:
    from av import VideoFrame

_Each = TypeVar("_Each")
_MILLISECOND = Fraction(1, 1000)


@dataclass(frozen=True)
class Film:
    """A film in a file: pixels across and down as they are shown upright, and when each frame begins.

    Times are counted in `tick` seconds from `start`, the second of the file at which the film begins; `shape` is a pixel's
    width over its height; `sound` tells whether it has any, `loops` how often a moving picture is shown, 0 for ever.
    `remarks` are sentences on what had to be changed so that it can be shown here.
    """

    path: Path
    width: int
    height: int
    tick: Fraction
    times: tuple[int, ...]
    shape: Fraction = Fraction(1)
    sound: bool = False
    loops: int = 0
    start: Fraction = Fraction(0)
    remarks: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it lasts; its last frame is taken to stand as long as the others do."""
        steps = max(1, len(self.times) - 1)
        return float((self.times[-1] - self.times[0]) * self.tick) * (steps + 1) / steps


@dataclass(frozen=True)
class Frame:
    """A frame of a film: pixels H×W×3 of 8 bits, when it begins and how long it stands, in the film's ticks.

    `remarks` are sentences on what had to be changed or left out for it.
    """

    pixels: Pixels
    time: int
    length: int
    remarks: tuple[str, ...] = ()


class DamagedFilm(GanStudioError):  # noqa: N818
    """A film of which the rest cannot be read."""


def is_film(path: Path) -> bool:
    """Whether a file is to be treated as a film: by its content, or where that does not say, by its suffix."""
    if is_moving(path):
        return True
    row = format_of_file(path)
    return row.kind == "film" if row else path.suffix.lower() in film_suffixes()


def open_film(path: Path) -> Film:
    """What a file says of its film; GanStudioError in one sentence where there is none, or PyAV is missing."""
    if needs_pillow(path):
        moving = open_animation(path)
        return Film(path, moving.width, moving.height, _MILLISECOND, moving.times, loops=moving.loops)
    with open_film_file(path) as file:
        times = packet_times(file)
        _refuse_no_film(path, file, times)
        stream, sound = file.stream, bool(file.container.streams.audio)
        tick, shape, start = tick_seconds(file), stream.sample_aspect_ratio or Fraction(1), start_tick(file)
    first = _first_frame(path, decode_frames(path))
    side = lies_on_side(first.frame)
    size = (first.height, first.width) if side else (first.width, first.height)
    loops = read_gif_loops(path) if times and path.is_file() else 0
    return Film(path, *size, tick, times or (0,), 1 / shape if side else shape, sound, loops, start * tick, first.remarks)


def _refuse_no_film(path: Path, file: FilmFile, times: tuple[int, ...]) -> None:
    """GanStudioError where a film is cut off, or is a still picture."""
    if lost := find_lost_end(path, file.container, file.stream):
        raise GanStudioError("{path} is cut off: {lost}; copy it anew.", path=display_path(path), lost=lost)
    if len(times) < 2 and is_still(path):
        raise GanStudioError(
            "{path} is a still picture, not a film; give its name the ending of a picture.", path=display_path(path)
        )


@dataclass(frozen=True)
class DecodedFrame:
    """A frame as the decoder gave it, whose pixels are made only when they are wanted.

    When it begins and how long it stands are counted in `tick` seconds; `shape` is a pixel's width over its height.
    `remarks` as in `Frame`.
    """

    frame: "VideoFrame"
    width: int
    height: int
    time: int
    length: int
    tick: Fraction
    shape: Fraction
    remarks: tuple[str, ...] = ()


def read_frames(path: Path, since: int | None = None) -> Iterator[Frame]:
    """The frames of a film from the first on, or from the one at a time; times grow also where a damaged film's do not.

    `DamagedFilm` where it cannot be read to its end.
    """
    for each in decode_frames(path, since):
        yield Frame(apply_rotation(each.frame, each.width, each.height), each.time, each.length, each.remarks)


def decode_frames(path: Path, since: int | None = None) -> Iterator[DecodedFrame]:
    """What `frames_of` gives, before the pixels are made."""
    if needs_pillow(path):
        yield from _decode_animation(path, since or 0)
    elif since is None:
        yield from _decode_film(path)
    else:
        found = _decode_film(path, since)
        first = next(found, None)
        if first is None or first.time > since:  # there is no such place, or none that can be jumped to
            first, found = None, _decode_film(path)
        yield from (each for each in chain((first,), found) if each and each.time >= since)


def _decode_film(path: Path, since: int | None = None) -> Iterator[DecodedFrame]:
    av = require_av()
    with open_film_file(path) as file:
        clock, shape = FrameClock.of(path, file), file.stream.sample_aspect_ratio or Fraction(1)
        try:
            if since is not None:
                file.container.seek(since + clock.start, stream=file.stream)
            for frame, damaged, woven in deinterlace(file.frames()):
                time, length = clock.place(frame)
                remarks = _frame_remarks(frame, woven, time * clock.tick if damaged else None)
                width, height = file.stream.width, file.stream.height
                yield DecodedFrame(frame, width, height, time, length, clock.tick, shape, remarks)
        except FilmEndsDamaged as error:
            after = float((clock.time or 0) * clock.tick)
            raise DamagedFilm(
                "{path} is damaged after {after:.1f} seconds and cannot be read on; try another copy of it.",
                path=display_path(path),
                after=after,
            ) from error
        except av.error.FFmpegError:
            if since is None:
                raise


def _frame_remarks(frame: "VideoFrame", woven: bool, damaged: Fraction | None) -> tuple[str, ...]:
    said = [colour_remark(frame), tr(INTERLACED) if woven else ""]
    if damaged is not None:
        said.append(
            tr(
                "It is damaged before {damaged:.1f} seconds: what could not be read there is left out.",
                damaged=float(damaged),
            )
        )
    return tuple(filter(None, said))


def _decode_animation(path: Path, since: int) -> Iterator[DecodedFrame]:
    av = require_av()
    for pixels, time, length in read_animation(path, since):
        frame = av.VideoFrame.from_ndarray(pixels, "rgb24")
        yield DecodedFrame(frame, frame.width, frame.height, time, length, _MILLISECOND, Fraction(1))


def estimate_frames(path: Path) -> int:
    """How many frames a film says that it has, at once and roughly; 0 where it does not say. GanStudioError as ever."""
    if needs_pillow(path):
        return len(open_animation(path).times)
    with open_film_file(path) as file:
        stream, tick = file.stream, tick_seconds(file)
        lasts = float((stream.duration or 0) * tick) or (file.container.duration or 0) / 1e6 - start_tick(file) * float(tick)
        by_time = round(lasts * float(stream.average_rate or 0))
        # An edit list shows fewer than there are, and a header may count empty ones.
        return min(stream.frames, by_time) if stream.frames and by_time else stream.frames or by_time


def make_contact_sheet(film: Film) -> Pixels:
    """Nine frames from all of a film, small, in one picture of the film's own size: what is typical of it."""
    places = [film.times[(2 * number + 1) * len(film.times) // 18] for number in range(9)]
    size = max(1, film.width // 3), max(1, film.height // 3)
    small: list[Pixels] = []
    for place in places:
        frame = _frame_near(film.path, place)
        small.append(np.asarray(Image.fromarray(frame.pixels).resize(size, Image.Resampling.BOX)))
    return np.concatenate([np.concatenate(small[row : row + 3], 1) for row in (0, 3, 6)])


def _frame_near(path: Path, time: int) -> Frame:
    """The frame at a time, or the first one where that one cannot be read."""
    try:
        found = next(read_frames(path, time), None)
    except DamagedFilm:
        found = None
    return found or _first_frame(path, read_frames(path))


def _first_frame(path: Path, frames: Iterator[_Each]) -> _Each:
    for frame in frames:
        return frame
    raise GanStudioError("{path} has no frame that can be shown; try another copy of it.", path=display_path(path))


def read_middle_frame(path: Path) -> Pixels:
    """The frame in the middle of a film, without looking at all that lies before it; GanStudioError where there is none."""
    if needs_pillow(path):
        frames = [pixels for pixels, _, _ in read_animation(path)]
        return frames[len(frames) // 2]
    with open_film_file(path) as file:
        middle = (file.container.start_time or 0) + (file.container.duration or 0) // 2
        if found := _frame_at(file, middle):
            return apply_rotation(found, file.stream.width, file.stream.height)
    return _first_frame(path, read_frames(path)).pixels


def _frame_at(file: FilmFile, moment: int) -> "VideoFrame | None":
    """The frame at a moment in millionths of a second, or the last one before it; None where there is none."""
    found = None
    try:
        file.container.seek(moment)
        for found, _, _ in deinterlace(file.frames()):
            if found.time is None or 1_000_000 * found.time >= moment:
                break
    except (FilmEndsDamaged, require_av().error.FFmpegError):
        pass
    return found
