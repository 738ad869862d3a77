"""What the Stylize page asks of the lanes: plain generators; pictures go in, images for the screen come out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage

from ganstudio.core.events import Noted, Rendered, Saved, TileDone
from ganstudio.gui.app.qimage import picture_image
from ganstudio.gui.stylize.opened_picture import OpenedPicture, prepare_picture, read_recipe

if TYPE_CHECKING:
    from ganstudio.core.settings import Home
    from ganstudio.gui.app.context import AppContext
    from ganstudio.images.picture import Picture
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.adjustments.values import Adjustments, Geometry
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.mask import Mask
    from ganstudio.stylize.picture_job import Saving
    from ganstudio.stylize.preview_pyramid import PreviewPyramid
    from ganstudio.stylize.recipe import Recipe

DRAFT = 320  # every classic style paints that in about a third of a second, also on a busy machine
PREVIEW = 900
THUMBNAIL = 240
TINT = (229, 72, 77, 0)


@dataclass(frozen=True)
class ExactRegion:
    """Exact pixels of a part of the picture."""

    image: QImage
    place: QRect


@dataclass(frozen=True)
class PlacedPicture:
    """Images of a picture that is turned and cropped, each at any size; `size` is that of the whole."""

    before: QImage
    small: QImage
    size: QSize


def open_file(path: Path) -> Iterator[OpenedPicture]:
    """Open a picture file, or a film."""
    from ganstudio.gui.stylize.video_jobs import open_film
    from ganstudio.images.open import open_picture
    from ganstudio.video.animation_reader import is_moving
    from ganstudio.video.decode import is_film

    still = is_moving(path) and find_spec("av") is None  # its first frame can be shown all the same
    yield from open_film(path) if is_film(path) and not still else prepare(open_picture(path))


def prepare(picture: "Picture") -> Iterator[OpenedPicture]:
    """Make a picture's images."""
    from ganstudio.stylize.recipe import recipe_in

    yield prepare_picture(*read_recipe(picture, partial(recipe_in, picture)))


def resolve_look(recipe: "Recipe", catalog: "Catalog", home: "Home", near: Path, _stop: Flag) -> "Iterator[Look]":
    """The look of a recipe; the pictures that it takes from elsewhere are looked for."""
    from ganstudio.stylize.recipe import resolve_look

    yield resolve_look(recipe, catalog, home, near)


def render_preview(
    pyramid: "PreviewPyramid", look: "Look", catalog: "Catalog", device: str, longest: int, stop: Flag
) -> Iterator[QImage]:
    """The look of the whole picture, reduced and soon."""
    small, painted = pyramid.level(longest, look.adjustments.geometry)
    for event in _render(small, look.without_geometry, catalog, device, stop, tile_cache=painted):
        if isinstance(event, Rendered):
            yield picture_image(event.picture)


def render_region(
    pyramid: "PreviewPyramid", look: "Look", catalog: "Catalog", device: str, place: QRect, stop: Flag
) -> Iterator[ExactRegion]:
    """The exact pixels of a part, by the same engine that saves."""
    from ganstudio.stylize.engine import Region

    region = Region(place.left(), place.top(), place.width(), place.height())
    picture, painted = pyramid.whole(look.adjustments.geometry)
    for event in _render(picture, look.without_geometry, catalog, device, stop, region=region, tile_cache=painted):
        if isinstance(event, Rendered):
            yield ExactRegion(picture_image(event.picture), place)


def place_picture(pyramid: "PreviewPyramid", geometry: "Geometry", stop: Flag) -> Iterator[PlacedPicture]:
    """The picture turned and cropped, without a look: reduced and soon, then whole."""
    size = QSize(*pyramid.size(geometry))
    small = picture_image(pyramid.level(PREVIEW, geometry)[0])
    yield PlacedPicture(small, small, size)
    if not stop.is_set() and max(size.width(), size.height()) > PREVIEW:
        yield PlacedPicture(picture_image(pyramid.whole(geometry)[0]), small, size)


def render_mask(pyramid: "PreviewPyramid", adjustments: "Adjustments", mask: "Mask", _stop: Flag) -> Iterator[QImage]:
    """Where a mask counts, as a tint to be laid over the picture."""
    import numpy as np

    from ganstudio.stylize import mask_rendering
    from ganstudio.stylize.adjustments.apply import adjust_picture
    from ganstudio.stylize.adjustments.values import Adjustments

    small, _ = pyramid.level(mask_rendering.LONGEST, adjustments.geometry)
    shares = mask_rendering.render_mask(mask, adjust_picture(small, Adjustments(tone=adjustments.tone)))
    tint = np.empty((*shares.shape, 4), np.uint8)
    tint[...] = TINT
    tint[..., 3] = shares * 130 + 0.5
    height, width = shares.shape
    yield QImage(tint.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def render_whole(
    picture: "Picture", look: "Look", catalog: "Catalog", device: str, stop: Flag
) -> "Iterator[TileDone | QImage]":
    """Every pixel of the result, in the colours of screens, for the clipboard."""
    for event in _render(picture, look, catalog, device, stop):
        if isinstance(event, TileDone):
            yield event
        elif isinstance(event, Rendered):
            yield picture_image(event.picture)


def _render(picture: "Picture", look: "Look", catalog: "Catalog", device: str, stop: Flag, **more: Any) -> Iterator[Any]:
    from ganstudio.core.devices import pick_device
    from ganstudio.stylize.engine import render
    from ganstudio.stylize.open_video import find_video_statistics

    device = pick_device(device)
    taken = find_video_statistics(picture, look, catalog, device, stop)
    yield from render(picture, look, catalog, device=device, statistics=taken, stop=stop, **more)


def install(path: Path, home: "Home", catalog: "Catalog", _stop: Flag) -> Iterator[str]:
    """Install a style pack; the id of its style."""
    from ganstudio.plugins import pack_catalog

    yield pack_catalog.install_pack(path, home, catalog).name


def save_picture(
    picture: "Picture", look: "Look", context: "AppContext", saving: "Saving", path: Path, stop: Flag
) -> Iterator[TileDone | Path]:
    """Paint a picture in a look and save it; the path of the file comes last."""
    from ganstudio.core.devices import pick_device
    from ganstudio.stylize.picture_job import stylize_picture

    device = pick_device(context.settings.device)
    for event in stylize_picture(picture, path, look, context.catalog, saving, device=device, home=context.home, stop=stop):
        if not isinstance(event, Noted):  # the form has said it already
            yield Path(event.path) if isinstance(event, Saved) else event
