"""A film that is open in the window: frames as pictures, rendered with the look's statistics of the whole film."""

import threading
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ganstudio.core.errors import GanStudioError
from ganstudio.images.picture import Picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.adjustments.geometry import result_size
from ganstudio.stylize.engine import LookStatistics, render
from ganstudio.stylize.look import Look, resolve
from ganstudio.stylize.preview_pyramid import PreviewPyramid
from ganstudio.stylize.tile_cache import TileCache
from ganstudio.video.decode import Film, make_contact_sheet, read_frames

_KEPT = 8


@dataclass(frozen=True)
class VideoFrame(Picture):
    """A frame of a film as a picture, also reduced."""

    video: "OpenVideo | None" = None


class OpenVideo:
    """An open film; what its last looks take of the whole is kept, for asking again."""

    def __init__(self, film: Film) -> None:
        self.film = film
        self._kept: deque[tuple[tuple[Any, ...], LookStatistics]] = deque(maxlen=_KEPT)

    def still(self, number: int) -> VideoFrame:
        """The frame of that number, from 0; GanStudioError where it cannot be shown."""
        frame = next(read_frames(self.film.path, self.film.times[number]), None)
        if frame is None:
            raise GanStudioError(
                "Frame {number} of {path} cannot be shown; try another copy of the film.",
                number=number + 1,
                path=self.film.path.name,
            )
        return VideoFrame(frame.pixels, source=self.film.path, video=self)

    def measure_look(self, look: Look, catalog: Catalog, device: str, longest: int, stop: threading.Event) -> LookStatistics:
        """The look's statistics of the film for frames of that longer side, as the saved film has them; measured once."""
        look = look.without_geometry  # levels and colours of all frames do not depend on which part of them is kept
        asked = look, catalog, device, longest
        for before, taken in self._kept:
            if before == asked:
                return taken
        typical, painted = self._contact_sheet.level(longest)
        taken = measure_video(typical, look, catalog, device, stop, painted)
        if not stop.is_set():
            self._kept.append((asked, taken))
        return taken

    @cached_property
    def _contact_sheet(self) -> PreviewPyramid:
        return PreviewPyramid(Picture(make_contact_sheet(self.film)))


def measure_video(
    typical: Picture, look: Look, catalog: Catalog, device: str, stop: threading.Event, tile_cache: TileCache | None = None
) -> LookStatistics:
    """The look's statistics of a film, measured on `sheet`, nine of its frames: the first alone may be black."""
    taken, look = LookStatistics(), look.without_geometry
    lasting = any(layer.style.video_statistics for layer in resolve(look, catalog, typical.width))
    if lasting or look.match_colours or look.lock_points:
        for _ in render(typical, look, catalog, device=device, statistics=taken, tile_cache=tile_cache, stop=stop):
            pass
    return taken


def find_video_statistics(
    picture: Picture, look: Look, catalog: Catalog, device: str, stop: threading.Event
) -> LookStatistics | None:
    """The look's statistics of the film that a picture is a frame of; None where it is no frame."""
    video = picture.video if isinstance(picture, VideoFrame) else None
    longest = max(result_size((picture.width, picture.height), look.adjustments.geometry))
    return video.measure_look(look, catalog, device, longest, stop) if video else None
