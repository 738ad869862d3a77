"""Live: a look over what moves now, at a size that the machine keeps up with."""

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
from ganstudio.video.live_source import Instant, Offering

SIZES = (768, 512, 384, 256)  # pixels of the longer side
LEAST = 12  # frames a second that are held where a smaller size allows it
_WAIT = 0.05  # seconds for which the next frame is waited for
_SPARE = 0.7  # of the time for a frame: the larger size is tried only where it needs no more
_SLOW = 0.5  # seconds after which nobody waits to be sure that a frame is slow
_CALM = 12  # frames before a larger size is tried; four times as many once it was too large
_OTHER = 24  # of 255: so far the mean colour moves before it is taken to be another light


@dataclass
class LiveState:
    """What a live picture hands on from frame to frame: its size, how long frames took, and what the look took of them.

    `begun` is when the frame was begun that is being painted, if one is.
    """

    size: int = 512
    times: list[float] = field(default_factory=list)
    begun: float | None = None
    fresh: bool = True
    calm: int = _CALM
    look: Look | None = None
    taken: LookStatistics = field(default_factory=LookStatistics)
    colour: tuple[float, ...] = ()

    @property
    def seconds(self) -> float:
        """How long a frame takes now, at least; 0 where it is not known yet."""
        begun = self.begun
        return max(median(self.times[-5:] or [0.0]), time.perf_counter() - begun if begun else 0.0)

    def meet(self, look: Look, pixels: Pixels) -> None:
        """Take what the look takes anew for another look or another light; else it stays, so that levels do not pump."""
        colour = tuple(pixels[::8, ::8].reshape(-1, 3).mean(0))
        if look != self.look:
            self.times.clear()
            self.fresh = True
        if look != self.look or max(abs(np.subtract(colour, self.colour))) > _OTHER:
            self.look, self.colour, self.taken = look, colour, LookStatistics()

    def note(self, seconds: float) -> None:
        """Note how long a frame took, and choose the size of the next; a look's first frame is slow for other reasons."""
        if self.fresh and seconds < _SLOW:
            self.fresh = False
            return
        self.fresh = False
        self.times.append(seconds)
        size = next_size(self.size, self.times, self.calm)
        if size != self.size:
            self.calm = 4 * _CALM if size < self.size else self.calm
            self.size, self.taken = size, LookStatistics()
            self.times.clear()


def next_size(size: int, times: list[float], calm: int = _CALM) -> int:
    """The size at which frames should be painted that took so long at `size`: time goes with the area."""
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
class Shown:
    """A frame of a live picture: what was seen, before and after, small, how many seconds that took, and its whole size.

    The size, across and down, is that of what is kept of the frame.
    """

    instant: Instant
    before: Pixels
    after: Pixels
    seconds: float
    size: tuple[int, int]


def live_frame(
    source: Offering,
    look: Look,
    catalog: Catalog,
    going: LiveState,
    *,
    device: str = "cpu",
    mirrored: bool = False,
    stop: threading.Event,
) -> Iterator[Shown]:
    """Paint the newest frame; nothing where there is none just now, or where it was stopped."""
    instant = source.take(_WAIT)
    if instant is None:
        return
    begin = going.begun = time.perf_counter()
    geometry = look.adjustments.geometry
    before = apply_geometry(Picture(instant.pixels(going.size, mirrored=mirrored)), geometry)
    going.meet(look, before.pixels)
    events = render(before, look.without_geometry, catalog, device=device, taken=going.taken, stop=stop)
    painted = next((event.picture.pixels for event in events if isinstance(event, Rendered)), None)
    seconds, going.begun = time.perf_counter() - begin, None
    if painted is not None:
        going.note(seconds)
        yield Shown(instant, before.pixels, painted, seconds, result_size((instant.width, instant.height), geometry))
