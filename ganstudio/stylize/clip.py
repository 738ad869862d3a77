"""Renders a few seconds of a film in a look, small and stabilised, as a trial before the whole film."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from ganstudio.core.events import Rendered
from ganstudio.images.bit_depth import Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.adjustments.apply import adjust_picture
from ganstudio.stylize.adjustments.geometry import reduce_geometry
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Look
from ganstudio.stylize.open_video import OpenVideo, VideoFrame, find_video_statistics
from ganstudio.stylize.temporal import FlickerMeter, TemporalState, stabilise
from ganstudio.video.decode import read_frames

MOST = 60  # frames


@dataclass(frozen=True)
class ClipFrame:
    """A frame as it was, turned and cropped, and as the film would have it, how long it stands, and how all flicker so far.

    It stands for so many `seconds`.
    """

    before: Pixels
    after: Pixels
    seconds: float
    flicker: FlickerMeter


def clip_span(video: OpenVideo, number: int, seconds: float) -> range:
    """The numbers of the frames in so many seconds around one, as far as the film has them; never more than `MOST`."""
    times, half = video.film.times, seconds / 2 / float(video.film.tick)
    end = times[0] + video.film.seconds / float(video.film.tick)
    first = max(times[0], min(times[number] - half, end - 2 * half))
    numbers = [each for each, time in enumerate(times) if first <= time < first + 2 * half]
    around = max(0, min(number - MOST // 2 - numbers[0], len(numbers) - MOST))
    return range(numbers[0], numbers[-1] + 1)[around : around + MOST]


def render_clip(
    video: OpenVideo,
    look: Look,
    catalog: Catalog,
    numbers: range,
    *,
    device: str,
    steady: float,
    longest: int,
    stop: threading.Event,
) -> Iterator[ClipFrame]:
    """Make these frames of a film, at most so many pixels long; ends early when stopped."""
    film = video.film
    held: TemporalState | None = None
    ends = film.times[numbers[-1]]
    for frame in takewhile(lambda each: each.time <= ends, read_frames(film.path, film.times[numbers[0]])):
        small = reduce_geometry(VideoFrame(frame.pixels, video=video), look.adjustments.geometry, longest)
        taken = find_video_statistics(small, look.without_geometry, catalog, device, stop)
        adjusted = adjust_picture(small, look.without_geometry.adjustments)
        events = render(adjusted, look.styles_alone, catalog, device=device, statistics=taken, stop=stop)
        painted = next((event.picture.pixels for event in events if isinstance(event, Rendered)), None)
        if painted is None or stop.is_set():
            return
        held = stabilise(held, adjusted.pixels, painted, steady, device)
        yield ClipFrame(small.pixels, held.pixels, float(frame.length * film.tick), held.flicker)
