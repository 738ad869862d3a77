"""A picture that is open, or a frame of a film, with the images and the recipe that the Stylize page shows of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ganstudio.core.schema import NewerError
from ganstudio.gui.app.qimage import picture_image
from ganstudio.stylize.adjustments.values import Geometry

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture
    from ganstudio.stylize.open_video import OpenVideo
    from ganstudio.stylize.preview_pyramid import PreviewPyramid
    from ganstudio.stylize.recipe import Recipe

_PLAIN = Geometry()
_SMALL = 1600  # pixels of the longer side of the image that stands for the whole


@dataclass(frozen=True)
class OpenedPicture:
    """A picture to be looked at, the images of it that the canvas draws, the recipe that it carries; a frame's number.

    The images are of the picture turned and cropped by `geometry`.
    """

    pyramid: "PreviewPyramid"
    image: QImage
    small: QImage
    recipe: "Recipe | None" = None
    number: int = 0
    geometry: Geometry = _PLAIN

    @property
    def video(self) -> "OpenVideo | None":
        """The film that the picture is a frame of."""
        return getattr(self.picture, "video", None)

    @property
    def picture(self) -> "Picture":
        """The picture itself."""
        return self.pyramid.picture


def prepare_picture(
    picture: "Picture", recipe: "Recipe | None" = None, number: int = 0, geometry: Geometry = _PLAIN
) -> OpenedPicture:
    """A picture, or the frame of that number, with its images for the canvas."""
    from ganstudio.stylize.preview_pyramid import PreviewPyramid

    seen = PreviewPyramid(picture)
    image, small = picture_image(seen.whole(geometry)[0]), picture_image(seen.level(_SMALL, geometry)[0])
    return OpenedPicture(seen, image, small, recipe, number, geometry)


def read_recipe(picture: "Picture", read: "Callable[[], Recipe | None]") -> "tuple[Picture, Recipe | None]":
    """A picture and the recipe that is read; one of a later form is told of in the picture's remark."""
    try:
        return picture, read()
    except NewerError as error:
        return replace(picture, remark=" ".join(filter(None, (picture.remark, str(error))))), None


def facts_of(picture: "Picture") -> str:
    """How large a picture is, and how deep where that is more than usual."""
    depth = "  ·  16 bit" if picture.pixels.itemsize == 2 else ""
    return f"{picture.width} × {picture.height}  ·  {picture.width * picture.height / 1e6:.1f} MP{depth}"
