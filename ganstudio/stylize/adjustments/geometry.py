"""Turns, angle and crop of a picture: whole pixels where nothing is tilted, else one affine map without empty corners."""

from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.images.orientation import SIDEWAYS, apply_orientation, orient_pair
from ganstudio.images.picture import Picture, Pixels
from ganstudio.images.vips import libvips
from ganstudio.stylize.adjustments.values import Geometry

Size = tuple[int, int]
Point = tuple[float, float]
_ORIENTATIONS = (1, 6, 3, 8)  # EXIF's numbers of so many quarter turns clockwise


@dataclass(frozen=True)
class Box:
    """A rectangle of whole pixels."""

    left: int
    top: int
    width: int
    height: int


def turned_size(size: Size, turns: int) -> Size:
    """Width and height after quarter turns."""
    return (size[1], size[0]) if _ORIENTATIONS[turns] in SIDEWAYS else size


def frame_size(size: Size, degrees: float) -> Size:
    """Width and height of the largest upright rectangle of the picture's own shape in a picture tilted by these degrees."""
    if not degrees:
        return size
    (width, height), across, down = size, cos(radians(abs(degrees))), sin(radians(abs(degrees)))
    share = min(width / (width * across + height * down), height / (width * down + height * across))
    return max(1, int(width * share)), max(1, int(height * share))


def crop_box(size: Size, geometry: Geometry) -> Box:
    """What is kept of a frame of that size, in its pixels; one pixel at least."""
    (width, height), crop = size, geometry.crop
    left, top = min(round(crop.left * width), width - 1), min(round(crop.top * height), height - 1)
    across, down = max(1, round(crop.right * width) - left), max(1, round(crop.bottom * height) - top)
    if geometry.ratio is None:
        return Box(left, top, across, down)
    kept = max(1, min(across, round(down * geometry.ratio))), max(1, min(down, round(across / geometry.ratio)))
    return Box(left + (across - kept[0]) // 2, top + (down - kept[1]) // 2, *kept)


def result_size(size: Size, geometry: Geometry) -> Size:
    """Width and height of a picture of that size after its geometry."""
    box = _box_of(size, geometry)
    return box.width, box.height


def apply_geometry(picture: Picture, geometry: Geometry) -> Picture:
    """The picture turned, straightened and cropped, with its resolution across and down."""
    return reduce_geometry(picture, geometry, None)


def reduce_geometry(picture: Picture, geometry: Geometry, longest: int | None) -> Picture:
    """The same, reduced so that its longer side is at most `longest` pixels, without the work of the whole."""
    if geometry == Geometry():
        return picture.resize(longest) if longest else picture
    box = _box_of((picture.width, picture.height), geometry)
    scale = min(1.0, longest / max(box.width, box.height)) if longest else 1.0
    if not geometry.straighten:
        made = _cut(_turn(picture, geometry.turns), box)
        return made.resize(longest) if longest else made
    source = picture.resize(max(1, round(max(picture.width, picture.height) * scale)))
    return _tilt(_turn(source, geometry.turns), (picture.width, picture.height), geometry, scale)


def point_in_source(point: Point, size: Size, geometry: Geometry) -> Point:
    """Where a place of the result, in shares of its sides, lies in the picture of that size, in pixels after its turns."""
    width, height = turned_size(size, geometry.turns)
    box, (across, down) = _box_of(size, geometry), frame_size((width, height), geometry.straighten)
    x, y = box.left + point[0] * box.width - across / 2, box.top + point[1] * box.height - down / 2
    turn = radians(geometry.straighten)
    return width / 2 + x * cos(turn) + y * sin(turn), height / 2 - x * sin(turn) + y * cos(turn)


def _box_of(size: Size, geometry: Geometry) -> Box:
    turned = turned_size(size, geometry.turns)
    return crop_box(frame_size(turned, geometry.straighten), geometry)


def _turn(picture: Picture, turns: int) -> Picture:
    """The picture after quarter turns, exact."""
    orientation = _ORIENTATIONS[turns]
    if orientation == 1:
        return picture
    return replace(
        picture,
        pixels=apply_orientation(picture.pixels, orientation),
        alpha=None if picture.alpha is None else apply_orientation(picture.alpha, orientation),
        dpi=orient_pair(picture.dpi, orientation) if picture.dpi else None,
        aspect=orient_pair(picture.aspect, orientation) if picture.aspect else None,
    )


def _cut(picture: Picture, box: Box) -> Picture:
    """A part of the picture, exact."""
    part = slice(box.top, box.top + box.height), slice(box.left, box.left + box.width)
    alpha = None if picture.alpha is None else np.ascontiguousarray(picture.alpha[part])
    return replace(picture, pixels=np.ascontiguousarray(picture.pixels[part]), alpha=alpha)


def _tilt(turned: Picture, size: Size, geometry: Geometry, scale: float) -> Picture:
    """The turned picture, perhaps reduced from that size, straightened and cropped; results are `scale` times as large."""
    box = _box_of(size, geometry)
    made = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    corners = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    whole = turned_size(size, geometry.turns)
    ratios = turned.width / whole[0], turned.height / whole[1]
    places = [point_in_source(corner, size, geometry) for corner in corners]
    origin, right, below = (np.array(place) * ratios for place in places)
    to_source = np.stack([(right - origin) / made[0], (below - origin) / made[1]], 1)
    pixels, alpha = _resample(turned.pixels, turned.alpha, to_source, origin, made)
    return replace(turned, pixels=pixels, alpha=alpha)


def _resample(
    pixels: Pixels, alpha: Pixels | None, to_source: NDArray[Any], origin: NDArray[Any], size: Size
) -> tuple[Pixels, Pixels | None]:
    """Pixels and alpha at the places of an affine map, by Catmull and Rom's cubic (Keys 1981), colours as far as they show.

    The result's place (x, y), from its corner, is `origin + to_source @ (x, y)` of what is given.
    """
    image = _vips_image(pixels)
    if alpha is None:
        return _values_of(_affine(image, to_source, origin, size), pixels.dtype), None
    most = float(np.iinfo(alpha.dtype).max)
    joined = image.cast("float").bandjoin(_vips_image(alpha[..., None]).cast("float")).premultiply(max_alpha=most)
    made = _affine(joined, to_source, origin, size)
    shown = made.extract_band(3)  # libvips's own way back cuts it off at most, where the cubic goes a little beyond
    colours = (shown > 0.5).ifthenelse(made.extract_band(0, n=3) / (shown / most), 0)
    return _values_of(colours, pixels.dtype), _values_of(shown, alpha.dtype)[..., 0]


def _affine(image: Any, to_source: NDArray[Any], origin: NDArray[Any], size: Size) -> Any:
    """libvips counts places from the middle of the first pixel, and maps what is given onto the result."""
    forward = np.linalg.inv(to_source)
    offset = forward @ (0.5 - origin) - 0.5
    vips = libvips()
    return image.affine(
        [float(each) for each in forward.ravel()],
        oarea=[0, 0, *size], odx=float(offset[0]), ody=float(offset[1]), extend="copy", premultiplied=True,
        interpolate=vips.Interpolate.new("bicubic"),
    )  # fmt: skip


def _vips_image(values: Pixels) -> Any:
    values = np.ascontiguousarray(values)
    kind = "uchar" if values.dtype == np.uint8 else "ushort"
    return libvips().Image.new_from_memory(values.data, values.shape[1], values.shape[0], values.shape[2], kind)


def _values_of(image: Any, kind: np.dtype[Any]) -> Pixels:
    rounded = image.rint().cast("uchar" if kind == np.uint8 else "ushort")
    values: Any = np.frombuffer(rounded.write_to_memory(), kind).reshape(image.height, image.width, image.bands)
    return np.asarray(values)
