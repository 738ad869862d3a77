"""A look over each frame of a film, steadied, in segments, so that a crash costs at most the one being made."""

import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Finished, Measured, Noted, Rendered, Saved, TileDone
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.picture import Picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.adjustments.apply import adjust_picture
from ganstudio.stylize.adjustments.geometry import result_size
from ganstudio.stylize.engine import LookStatistics, render
from ganstudio.stylize.look import Look
from ganstudio.stylize.open_video import measure_video
from ganstudio.stylize.recipe import Recipe, recipe_of, xmp_with
from ganstudio.stylize.segment_store import SegmentState, SegmentStore, open_segment_store
from ganstudio.stylize.temporal import stabilise
from ganstudio.video.concatenate import concatenate
from ganstudio.video.container import require_av
from ganstudio.video.decode import DamagedFilm, Film, Frame, make_contact_sheet, open_film, read_frames
from ganstudio.video.encode import FrameShape, film_suffixes_for, open_segment

SEGMENT = 48  # frames: about two seconds, which is what a crash costs
_READING = 2  # raised when decoding changes, so that no film is made half one way and half the other


@dataclass(frozen=True)
class VideoRender:
    """A film that is being made: from what, with what look, how steadily, where."""

    film: Film
    look: Look
    catalog: Catalog
    steady: float
    device: str
    store: SegmentStore
    shape: FrameShape
    stop: threading.Event
    remarks: list[str] = field(default_factory=list)  # sentences on what was made otherwise or left out

    def frames(self) -> Iterator[Frame]:
        """The frames of the film as far as it can be read; their remarks are kept."""
        try:
            for frame in read_frames(self.film.path):
                self.add_remarks(frame.remarks)
                yield frame
        except DamagedFilm as error:
            self.add_remarks((str(error),))

    def finish(self, state: SegmentState, target: Path, xmp: bytes | None) -> None:
        """Write the whole film, and take its parts away."""
        if not state.segments:
            raise GanStudioError(
                self.remarks[-1] if self.remarks else tr("{path} has no frame that can be shown.", path=self.film.path)
            )
        segments = [self.store.segment(number) for number in range(state.segments)]
        self.add_remarks(concatenate(segments, self.film, target, state.end, xmp))
        self.store.remove()

    def add_remarks(self, sentences: Iterable[str]) -> None:
        """Add remarks, each once."""
        self.remarks.extend(each for each in sentences if each not in self.remarks)


def stylize_video(
    source: Path,
    target: Path,
    look: Look,
    catalog: Catalog,
    *,
    device: str,
    steady: float = 0.5,
    recipes: bool = True,
    stop: threading.Event,
) -> Iterator[Event]:
    """Make a film in a look, with the sound and the times of its source: MP4, WebM, GIF or another moving picture, as the
    target's suffix says.

    `steady` is how far still places are kept from flickering: 0 leaves each frame as it was painted, 1 paints what stands
    still once. With `recipes` the film carries the look that made it. What was made before a crash or a stop lies beside
    the target, and is used where nothing has changed since.
    A film that is damaged is made as far as it can be read. Yields how many frames are done, and at last what was made
    otherwise or could not be kept, each in a sentence, and how much still places flicker, in 1/255, and would without
    steadying.
    """
    _check(source, target, steady)
    film, suffix, target = open_film(source), target.suffix.lower(), target.absolute()
    recipe = recipe_of(look, catalog, Home(), source, steady)
    with open_segment_store(target, _fingerprint(recipe, suffix, device)) as parts:
        making = VideoRender(film, look, catalog, steady, device, parts, FrameShape(suffix, film.tick, film.shape), stop)
        state = yield from _make_segments(making)
        if stop.is_set():
            yield Finished(state.done, "stopped")
            return
        making.finish(state, target, xmp_with(recipe, catalog) if recipes else None)
    yield from map(Noted, making.remarks)
    if state.temporal is not None and state.temporal.flicker.values:
        yield Measured(state.done, state.temporal.flicker.values)
    yield Saved(state.done, str(target))
    yield Finished(state.done, "done")


def _make_segments(making: VideoRender) -> Generator[TileDone, None, SegmentState]:
    """Make the segments that are not made yet; the state after the last whole one."""
    state = making.store.load(making.device) or _first_state(making)
    yield TileDone(state.done, len(making.film.times))
    frames = islice(making.frames(), state.done, None)
    for frame in frames:
        made = yield from _make_segment(making, chain((frame,), islice(frames, SEGMENT - 1)), state)
        if made is None:
            break
        state = made
    return state


def _first_state(making: VideoRender) -> SegmentState:
    sheet, film = Picture(make_contact_sheet(making.film)), making.film
    typical = sheet.resize(max(result_size((film.width, film.height), making.look.adjustments.geometry)))
    return SegmentState(measure_video(typical, making.look, making.catalog, making.device, making.stop))


def _make_segment(
    making: VideoRender, frames: Iterator[Frame], state: SegmentState
) -> Generator[TileDone, None, SegmentState | None]:
    """Make a segment and keep it; the state after it, None where it was stopped."""
    total = len(making.film.times)
    try:
        with open_segment(making.store.segment(state.segments), making.shape) as writer:
            for frame in frames:
                adjusted = adjust_picture(Picture(frame.pixels), making.look.adjustments)
                painted = _paint_frame(making, adjusted, state.statistics)
                if painted is None or making.stop.is_set():
                    raise _Stopped
                held = stabilise(state.temporal, adjusted.pixels, painted, making.steady, making.device)
                writer.write(held.pixels, frame.time)
                state = replace(state, done=state.done + 1, end=frame.time + frame.length, temporal=held)
                yield TileDone(state.done, max(total, state.done))
    except _Stopped:
        return None
    state = replace(state, segments=state.segments + 1)
    making.store.save(state)
    return state


class _Stopped(Exception):  # noqa: N818
    """The film is not wanted just now: the segment is left."""


def _paint_frame(making: VideoRender, adjusted: Picture, taken: LookStatistics) -> Pixels | None:
    """A frame that is adjusted already in the look's styles; None where it was stopped."""
    events = render(
        adjusted, making.look.styles_alone, making.catalog, device=making.device, statistics=taken, stop=making.stop
    )
    return next((event.picture.pixels for event in events if isinstance(event, Rendered)), None)


def _fingerprint(recipe: Recipe, suffix: str, device: str) -> dict[str, Any]:
    """All that decides what the frames look like: a film made otherwise cannot be gone on with."""
    import torch

    versions = {"av": require_av().__version__, "torch": torch.__version__}
    return {
        "recipe": recipe.model_dump(mode="json"),
        "format": suffix,
        "device": device,
        "versions": versions,
        "reading": _READING,
    }


def _check(source: Path, target: Path, steady: float) -> None:
    suffixes = tuple(dict.fromkeys((*film_suffixes_for(source), ".webp", ".apng")))
    if target.suffix.lower() not in suffixes:
        raise GanStudioError(
            "“{target}” cannot be a film: use one of {suffixes} at the end of the name.",
            target=target.name,
            suffixes=", ".join(suffixes),
        )
    if target.exists() and source.exists() and target.samefile(source):
        raise GanStudioError(
            "{target} is the film itself; choose another name, so that your original is kept.", target=target
        )
    if not 0 <= steady <= 1:
        raise GanStudioError("How steady a film is goes from 0 to 1, not {steady:g}.", steady=steady)
