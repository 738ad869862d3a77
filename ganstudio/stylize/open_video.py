"""Reel: a film that is looked at before it is made: its frames as pictures, seen with what the look takes of all of it."""

import threading
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ganstudio.core.errors import GanStudioError
from ganstudio.images.picture import Picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.engine import Taken, render
from ganstudio.stylize.look import Look, resolve
from ganstudio.stylize.preview_pyramid import Seen
from ganstudio.stylize.tile_cache import Painted
from ganstudio.video.decode import Film, frames_of, sheet

_KEPT = 8


@dataclass(frozen=True)
class Still(Picture):
    """A frame of a film as a picture, also reduced."""

    reel: "Reel | None" = None


class Reel:
    """An open film; what its last looks take of the whole is kept, for asking again."""

    def __init__(self, film: Film) -> None:
        self.film = film
        self._kept: deque[tuple[tuple[Any, ...], Taken]] = deque(maxlen=_KEPT)

    def still(self, number: int) -> Still:
        """The frame of that number, from 0; GanStudioError where it cannot be shown."""
        frame = next(frames_of(self.film.path, self.film.times[number]), None)
        if frame is None:
            raise GanStudioError(
                f"Frame {number + 1} of {self.film.path.name} cannot be shown; try another copy of the film."
            )
        return Still(frame.pixels, source=self.film.path, reel=self)

    def taken(self, look: Look, catalog: Catalog, device: str, longest: int, stop: threading.Event) -> Taken:
        """What a look takes of the film for frames that are so long, as the film will have it; taken once."""
        asked = look, catalog, device, longest
        for before, taken in self._kept:
            if before == asked:
                return taken
        typical, painted = self._typical.reduced(longest)
        taken = taken_of(typical, look, catalog, device, stop, painted)
        if not stop.is_set():
            self._kept.append((asked, taken))
        return taken

    @cached_property
    def _typical(self) -> Seen:
        return Seen(Picture(sheet(self.film)))


def taken_of(
    typical: Picture, look: Look, catalog: Catalog, device: str, stop: threading.Event, painted: Painted | None = None
) -> Taken:
    """What a look takes of a whole film, whose `sheet` is given: of nine of its frames, for the first may be black."""
    taken = Taken()
    lasting = any(layer.style.lasting for layer in resolve(look, catalog, typical.width))
    if lasting or look.match_colours or look.lock_points:
        for _ in render(typical, look, catalog, device=device, taken=taken, painted=painted, stop=stop):
            pass
    return taken


def taken_for(picture: Picture, look: Look, catalog: Catalog, device: str, stop: threading.Event) -> Taken | None:
    """What a look takes of the film that a picture is a frame of; None where it is none."""
    reel = picture.reel if isinstance(picture, Still) else None
    longest = max(picture.width, picture.height)
    return reel.taken(look, catalog, device, longest, stop) if reel else None
