"""Film: a moving picture read frame by frame, upright, in RGB, each frame with its time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from ganstudio.errors import GanStudioError
from ganstudio.pictures.depth import Pixels
from ganstudio.pictures.formats import film_suffixes
from ganstudio.pictures.moving_picture import is_moving, moving_frames, needs_pillow, opened_moving
from ganstudio.pictures.reading import reading, shown

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

_FORMATS = "mov,matroska,webm,gif,avi,mpegts,mpeg,flv,asf,ogg"  # files alone: a playlist could name whatever it likes
_MILLISECOND = Fraction(1, 1000)
_HIGH = 720  # rows from which a film that does not say so is taken to have the colours of HDTV, as players do
_BILINEAR, _AREA = 2, 0x20  # libswscale
EXACT = _BILINEAR | 0x2000 | 0x4000 | 0x40000  # all of the colour both ways, rounded and not cut off
_HDTV, _SDTV, _UNSAID, _RGB = 1, 5, 2, 0  # numbers of ITU-T H.273


@dataclass(frozen=True)
class Film:
    """A film in a file: pixels across and down as they are shown upright, and when each frame begins.

    Times are counted in `tick` seconds; `shape` is a pixel's width over its height; `sound` tells whether it has any,
    `loops` how often a moving picture is shown, 0 for ever.
    """

    path: Path
    width: int
    height: int
    tick: Fraction
    times: tuple[int, ...]
    shape: Fraction = Fraction(1)
    sound: bool = False
    loops: int = 0

    @property
    def seconds(self) -> float:
        """How long it lasts; its last frame is taken to stand as long as the others do."""
        steps = max(1, len(self.times) - 1)
        return float((self.times[-1] - self.times[0]) * self.tick) * (steps + 1) / steps


@dataclass(frozen=True)
class Frame:
    """A frame of a film: pixels H×W×3 of 8 bits, when it begins and how long it stands, in the film's ticks."""

    pixels: Pixels
    time: int
    length: int


def is_film(path: Path) -> bool:
    """Whether a file is to be treated as a film: by its suffix, and a picture where it moves."""
    return path.suffix.lower() in film_suffixes() or is_moving(path)


def open_film(path: Path) -> Film:
    """What a file says of its film; GanStudioError in one sentence where there is none, or PyAV is missing."""
    if needs_pillow(path):
        moving = opened_moving(path)
        return Film(path, moving.width, moving.height, _MILLISECOND, moving.times, loops=moving.loops)
    with _opened(path) as (container, stream):
        found = (packet for packet in container.demux(stream) if packet.size and not packet.is_discard)
        times = sorted((packet.dts or 0) if packet.pts is None else packet.pts for packet in found)
        if len(times) < stream.frames:
            raise GanStudioError(f"{shown(path)} is cut off: of {stream.frames} frames it has {len(times)}; copy it anew.")
        if len(times) < 2 and _still(path):
            raise GanStudioError(f"{shown(path)} is a still picture, not a film; give its name the ending of a picture.")
        tick, shape = stream.time_base or Fraction(1, 1000), stream.sample_aspect_ratio or Fraction(1)
        across, sound = stream.width, bool(container.streams.audio)
    first = next(frames_of(path), None)
    if first is None:
        raise GanStudioError(f"{shown(path)} has no frame that can be shown; try another copy of it.")
    height, width = first.pixels.shape[:2]
    return Film(path, width, height, tick, tuple(times), shape if width == across else 1 / shape, sound)


@dataclass(frozen=True)
class Decoded:
    """A frame as the decoder gave it, whose pixels are made only when they are wanted.

    When it begins and how long it stands are counted in `tick` seconds; `shape` is a pixel's width over its height.
    """

    frame: "VideoFrame"
    width: int
    height: int
    time: int
    length: int
    tick: Fraction
    shape: Fraction


def frames_of(path: Path, since: int | None = None) -> Iterator[Frame]:
    """The frames of a film from the first on, or from the one at a time; times grow also where a damaged film's do not."""
    for each in decoded(path, since):
        yield Frame(upright(each.frame, each.width, each.height), each.time, each.length)


def decoded(path: Path, since: int | None = None) -> Iterator[Decoded]:
    """What `frames_of` gives, before the pixels are made."""
    if needs_pillow(path):
        yield from _decoded_moving(path, since or 0)
        return
    with _opened(path) as (container, stream):
        if since is not None:
            container.seek(since, stream=stream)
        time, usual = None, _usual(stream)
        tick, shape = stream.time_base or Fraction(1, 1000), stream.sample_aspect_ratio or Fraction(1)
        try:
            for frame in container.decode(stream):
                least = 0 if time is None else time + 1
                time = least if frame.pts is None else frame.pts if time is None else max(frame.pts, least)
                if since is None or time >= since:
                    length = frame.duration or usual
                    yield Decoded(frame, stream.width, stream.height, time, length, tick, shape)
        except _failures() as error:
            after = float((time or 0) * (stream.time_base or 0))
            raise GanStudioError(
                f"{shown(path)} is damaged after {after:.1f} seconds and cannot be read on; try another copy of it."
            ) from error


def _decoded_moving(path: Path, since: int) -> Iterator[Decoded]:
    av = needs_av()
    for pixels, time, length in moving_frames(path, since):
        frame = av.VideoFrame.from_ndarray(pixels, "rgb24")
        yield Decoded(frame, frame.width, frame.height, time, length, _MILLISECOND, Fraction(1))


def foreseen_frames(path: Path) -> int:
    """How many frames a film says that it has, at once and roughly; 0 where it does not say. GanStudioError as ever."""
    if needs_pillow(path):
        return len(opened_moving(path).times)
    with _opened(path) as (container, stream):
        lasts = float((stream.duration or 0) * (stream.time_base or 0)) or (container.duration or 0) / 1e6
        return stream.frames or round(lasts * float(stream.average_rate or 0))


def sheet(film: Film) -> Pixels:
    """Nine frames from all of a film, small, in one picture of the film's own size: what is typical of it."""
    places = [film.times[(2 * number + 1) * len(film.times) // 18] for number in range(9)]
    size = max(1, film.width // 3), max(1, film.height // 3)
    small: list[Pixels] = []
    for place in places:
        frame = next(frames_of(film.path, place), None) or next(frames_of(film.path))
        small.append(np.asarray(Image.fromarray(frame.pixels).resize(size, Image.Resampling.BOX)))
    return np.concatenate([np.concatenate(small[row : row + 3], 1) for row in (0, 3, 6)])


def glimpse(path: Path) -> Pixels:
    """The frame in the middle of a film, without looking at all that lies before it; GanStudioError where there is none."""
    if needs_pillow(path):
        frames = [pixels for pixels, _, _ in moving_frames(path)]
        return frames[len(frames) // 2]
    with _opened(path) as (container, stream):
        middle = (container.start_time or 0) + (container.duration or 0) // 2
        container.seek(middle)
        found: Pixels | None = None
        for frame in container.decode(stream):
            found = upright(frame, stream.width, stream.height)
            if frame.time is None or 1_000_000 * frame.time >= middle:
                break
    if found is None:
        raise GanStudioError(f"{shown(path)} has no frame that can be shown; try another copy of it.")
    return found


def tags_of(path: Path) -> dict[str, str]:
    """What the container of a film says in words."""
    with _opened(path) as (container, _):
        return dict(container.metadata)


def needs_av() -> Any:
    """PyAV; GanStudioError where it is not installed."""
    try:
        import av
    except ImportError as error:
        raise GanStudioError("Films need PyAV: pip install 'ganstudio[film]'.") from error
    return av


@contextmanager
def _opened(path: Path) -> "Iterator[tuple[InputContainer, VideoStream]]":
    """The file and its film, that is, the first stream of pictures that is no cover; other than films is not tried."""
    av = needs_av()
    only = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
    try:
        with av.open(str(path.absolute()), container_options=only, metadata_errors="replace") as container:
            covers = av.stream.Disposition.attached_pic
            stream = next((each for each in container.streams.video if not each.disposition & covers), None)
            if stream is None or not getattr(stream.codec_context, "width", 0):  # it is None where no decoder is known
                raise GanStudioError(f"{shown(path)} has no moving pictures in it; choose a film.")
            stream.thread_type = "AUTO"
            yield container, stream
    except _failures() as error:
        raise GanStudioError(_sentence(path, error)) from error


def _sentence(path: Path, error: Exception) -> str:
    name = shown(path)
    if isinstance(error, FileNotFoundError):
        return f"There is no film {name}; check its name."
    if path.is_dir():
        return f"{name} is a folder; name a film in it."
    if isinstance(error, PermissionError):
        return f"{name} may not be read; change its permissions."
    if _still(path):
        return f"{name} is a still picture, not a film; give its name the ending of a picture."
    return f"{name} is damaged, or no film that can be read; try another copy of it, or save it as MP4 first."


def _still(path: Path) -> bool:
    try:
        with reading(path) as image:
            return not getattr(image, "is_animated", False) and image.format != "GIF"
    except GanStudioError:
        return False


def _failures() -> tuple[type[Exception], ...]:
    av = needs_av()
    return av.error.FFmpegError, OSError


def _usual(stream: "VideoStream") -> int:
    """How many ticks a frame stands where it does not say so itself."""
    rate, tick = stream.average_rate or Fraction(25), stream.time_base or Fraction(1, 1000)
    return max(1, round(1 / (rate * tick)))


def upright(frame: "VideoFrame", width: int, height: int) -> Pixels:
    """The frame as it is shown: in RGB, on white where something shows through, upright; at a size before it is turned."""
    space = frame.colorspace
    if space in (_UNSAID, _RGB):
        space = _HDTV if frame.height >= _HIGH else _SDTV
    through = any(part.is_alpha for part in frame.format.components) or frame.format.name == "pal8"
    kind = "rgba" if through else "rgb24"
    way = EXACT if width >= frame.width else EXACT ^ _BILINEAR | _AREA
    made = frame.reformat(width, height, kind, space, interpolation=way, src_color_range=frame.color_range)
    values = np.asarray(made.to_ndarray(), np.uint8)
    if through:
        values = np.asarray(_on_white(Image.fromarray(values)))
    return np.ascontiguousarray(np.rot90(values, round(frame.rotation / 90)))


def _on_white(image: Image.Image) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
