"""A picture rendered whole and saved, with its recipe; the same for the window, the batch and the command line."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ganstudio.core.events import Noted, Rendered, Saved, TileDone
from ganstudio.core.settings import Home
from ganstudio.images.format_metadata import list_lost_metadata
from ganstudio.images.output import AS_PAINTED, Output, prepare_output
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.images.writer import USUAL, SaveOptions, formats_to_save
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Look
from ganstudio.stylize.open_video import find_video_statistics
from ganstudio.stylize.recipe import attach_recipe


@dataclass(frozen=True)
class Saving:
    """How results are saved, whether they carry their recipe, and of pictures how large and how sharp they are."""

    options: SaveOptions = USUAL
    recipes: bool = True
    output: Output = AS_PAINTED


def stylize_picture(
    picture: Picture,
    target: Path,
    look: Look,
    catalog: Catalog,
    saving: Saving,
    *,
    device: str,
    home: Home,
    stop: threading.Event,
) -> Iterator[TileDone | Noted | Saved]:
    """Render a picture, or a frame as its film will have it, and save it whole or not at all; no file when stopped.

    What the format of the result cannot keep is noted, each in a sentence.
    Whoever calls holds the picture by no name, so that its memory is free while the result is saved.
    """
    taken = find_video_statistics(picture, look, catalog, device, stop)
    events = render(picture, look, catalog, device=device, statistics=taken, stop=stop)
    del picture
    for event in events:
        if isinstance(event, TileDone):
            yield event
        elif isinstance(event, Rendered):
            made = prepare_output(event.picture, saving.output)
            del event
            save_picture(attach_recipe(made, look, catalog, home, recipes=saving.recipes), target, options=saving.options)
            yield from map(Noted, list_lost_metadata(made, formats_to_save()[target.suffix.lower()]))
            yield Saved(1, str(target))
