"""What a film in the window asks of the lanes: plain generators; frames go in, images for the screen come out."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ganstudio.core.events import TileDone
from ganstudio.gui.app.qimage import to_image
from ganstudio.gui.stylize.opened_picture import OpenedPicture, prepare_picture, read_recipe

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.adjustments.values import Geometry
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.open_video import OpenVideo

SECONDS = 2.0  # of a trial
_LONGEST = 640  # pixels of a trial
_RATE = 12.0  # frames a second, of playing
_LATE = 0.25  # seconds behind its time from which a film is shown more slowly instead


@dataclass(frozen=True)
class Trial:
    """Frames before and after, how long each stands in milliseconds, and how much still places flicker, in 1/255."""

    frames: list[tuple[QImage, QImage, int]]
    flicker: dict[str, float]


def open_film(path: Path) -> Iterator[OpenedPicture]:
    """Open a film, at the frame in its middle."""
    from ganstudio.stylize.open_video import OpenVideo
    from ganstudio.stylize.recipe import recipe_in_video
    from ganstudio.video.decode import open_film

    video = OpenVideo(open_film(path))
    number = len(video.film.times) // 2
    first = replace(video.still(number), remark=" ".join(video.film.remarks) or None)
    yield prepare_picture(*read_recipe(first, partial(recipe_in_video, path)), number)


def open_frame(video: "OpenVideo", number: int, geometry: "Geometry", stop: Flag) -> Iterator[OpenedPicture]:
    """One frame of a film, turned and cropped."""
    if not stop.is_set():
        yield prepare_picture(video.still(number), number=number, geometry=geometry)


def play_frames(video: "OpenVideo", first: int, geometry: "Geometry", stop: Flag) -> Iterator[OpenedPicture | None]:
    """The frames of a film from one on, turned and cropped, each at its time, as many as the eye needs; None at its end."""
    from ganstudio.stylize.open_video import VideoFrame
    from ganstudio.video.decode import read_frames

    film = video.film
    begun, before = time.monotonic(), -1.0
    for number, each in enumerate(read_frames(film.path, film.times[first]), first):
        due = float((each.time - film.times[first]) * film.tick)
        if stop.is_set():
            return
        if due - before < 0.99 / _RATE and number < len(film.times) - 1:
            continue
        late = time.monotonic() - begun - due
        begun += late if late > _LATE else 0
        stop.wait(max(0.0, -late))
        before = due
        still = VideoFrame(each.pixels, source=film.path, video=video)
        yield prepare_picture(still, number=min(number, len(film.times) - 1), geometry=geometry)
    yield None


def render_trial(
    video: "OpenVideo", number: int, look: "Look", catalog: "Catalog", device: str, steady: float, stop: Flag
) -> "Iterator[TileDone | Trial]":
    """The seconds around a frame in a look, small and steadied; told frame by frame, given when all are there."""
    from ganstudio.core.devices import pick_device
    from ganstudio.stylize.clip import clip_span, render_clip

    numbers, made = clip_span(video, number, SECONDS), []
    device, flicker = pick_device(device), dict[str, float]()
    yield TileDone(0, len(numbers))
    for each in render_clip(video, look, catalog, numbers, device=device, steady=steady, longest=_LONGEST, stop=stop):
        made.append((to_image(each.before), to_image(each.after), round(1000 * each.seconds)))
        flicker = each.flicker.values
        yield TileDone(len(made), len(numbers))
    if not stop.is_set():
        yield Trial(made, flicker)
