"""Live rendering: applies a look to the newest frame of a source, at a size at which the machine keeps the frame rate."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from ganstudio.core.events import Rendered
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.picture import Picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.adjustments.geometry import apply_geometry, result_size
from ganstudio.stylize.engine import LookStatistics, render
from ganstudio.stylize.look import Look
from ganstudio.video.live_source import CapturedFrame, FrameSource

SIZES = (768, 512, 384, 256)  # pixels of the longer side
LEAST = 12  # frames a second that are held where a smaller size allows it
_WAIT = 0.05  # seconds for which the next frame is waited for
_SPARE = 0.7  # of the time for a frame: the larger size is tried only where it needs no more
_SLOW = 0.5  # seconds: one frame that takes longer is enough to choose a smaller size
_CALM = 12  # frames before a larger size is tried; four times as many once it was too large
_OTHER = 24  # of 255: so far the mean colour moves before it is taken to be another light


@dataclass
class LiveState:
    """State from frame to frame: the size in pixels, the seconds that frames took, and the look's statistics.

    `frame_start` is when the frame that is being painted was begun (`time.perf_counter`), None between frames. `calm_frames`
    frames are painted before a larger size is tried.
    """

    size: int = 512
    frame_times: list[float] = field(default_factory=list)
    frame_start: float | None = None
    is_first_frame: bool = True
    calm_frames: int = _CALM
    look: Look | None = None
    statistics: LookStatistics = field(default_factory=LookStatistics)
    mean_colour: tuple[float, ...] = ()

    @property
    def seconds(self) -> float:
        """Seconds that a frame takes now, at least; 0 where that is not known yet."""
        begun = self.frame_start
        return max(median(self.frame_times[-5:] or [0.0]), time.perf_counter() - begun if begun else 0.0)

    def update_look(self, look: Look, pixels: Pixels) -> None:
        """Reset the statistics for another look or another light; otherwise they stay, so that levels do not pump."""
        colour = tuple(pixels[::8, ::8].reshape(-1, 3).mean(0))
        if look != self.look:
            self.frame_times.clear()
            self.is_first_frame = True
        if look != self.look or max(abs(np.subtract(colour, self.mean_colour))) > _OTHER:
            self.look, self.mean_colour, self.statistics = look, colour, LookStatistics()

    def record_time(self, seconds: float) -> None:
        """Record the seconds of a frame and choose the size of the next; a look's first slow frame does not count."""
        if self.is_first_frame and seconds < _SLOW:
            self.is_first_frame = False
            return
        self.is_first_frame = False
        self.frame_times.append(seconds)
        size = next_size(self.size, self.frame_times, self.calm_frames)
        if size != self.size:
            self.calm_frames = 4 * _CALM if size < self.size else self.calm_frames
            self.size, self.statistics = size, LookStatistics()
            self.frame_times.clear()


def next_size(size: int, times: list[float], calm: int = _CALM) -> int:
    """The longer side in pixels for the next frame, from the seconds of frames at `size`; time grows with the area."""
    usual, allowed = median(times[-5:]), 1 / LEAST
    is_slow = usual > allowed and (len(times) > 2 or usual > _SLOW)
    if is_slow:
        smaller = _sizes_within(allowed, size, usual)
        return max((each for each in smaller if each < size), default=SIZES[-1])
    if len(times) < calm:
        return size
    larger = _sizes_within(_SPARE * allowed, size, usual)
    return min((each for each in larger if each > size), default=size)


def _sizes_within(allowed: float, size: int, seconds: float) -> list[int]:
    """The sizes at which a frame takes no more than `allowed` seconds, where it takes `seconds` at `size`."""
    return [each for each in SIZES if seconds * (each / size) ** 2 <= allowed]


@dataclass(frozen=True)
class LiveFrame:
    """A rendered frame: its source, the pixels before and after, H×W×3 uint8, the seconds it took, and its whole size.

    The size, across and down, is that of what is kept of the frame.
    """

    source: CapturedFrame
    before: Pixels
    after: Pixels
    seconds: float
    size: tuple[int, int]


def live_frame(
    source: FrameSource,
    look: Look,
    catalog: Catalog,
    state: LiveState,
    *,
    device: str = "cpu",
    mirrored: bool = False,
    stop: threading.Event,
) -> Iterator[LiveFrame]:
    """Paint the newest frame; nothing where there is none just now, or where it was stopped."""
    instant = source.take(_WAIT)
    if instant is None:
        return
    begin = state.frame_start = time.perf_counter()
    geometry = look.adjustments.geometry
    before = apply_geometry(Picture(instant.pixels(state.size, mirrored=mirrored)), geometry)
    state.update_look(look, before.pixels)
    events = render(before, look.without_geometry, catalog, device=device, statistics=state.statistics, stop=stop)
    painted = next((event.picture.pixels for event in events if isinstance(event, Rendered)), None)
    seconds, state.frame_start = time.perf_counter() - begin, None
    if painted is not None:
        state.record_time(seconds)
        yield LiveFrame(instant, before.pixels, painted, seconds, result_size((instant.width, instant.height), geometry))
