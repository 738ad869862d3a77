"""Masks stay on what they were painted on when a picture is turned, straightened or cropped otherwise."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.stylize.adjustments.geometry import Point, Size, point_in_source, result_size
from ganstudio.stylize.adjustments.values import Adjustments, Geometry
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask import Fade, Mask, Stroke

_FARTHEST, _MOST_FEATHER, _LEAST = 10.0, 0.2, 1e-4
Move = Callable[[Point], Point]


def change_adjustments(look: Look, adjustments: Adjustments, size: Size) -> Look:
    """The look with other adjustments over a picture of that size; its masks lie where they lay in the picture."""
    before, after = look.adjustments.geometry, adjustments.geometry
    layers = look.layers
    if before != after and any(layer.mask for layer in layers):
        move, scale = _between(before, after, size)
        layers = tuple(_follow(layer, move, scale) for layer in layers)
    return look.model_copy(update={"adjustments": adjustments, "layers": layers})


def _between(before: Geometry, after: Geometry, size: Size) -> tuple[Move, float]:
    """Where a place of one result, in shares, lies in the other, and how many times longer lengths are in shares of it."""
    there = np.linalg.inv(_to_source(after, size)) @ _to_source(before, size)

    def move(point: Point) -> Point:
        x, y, _ = there @ (*point, 1.0)
        return float(np.clip(x, -_FARTHEST, _FARTHEST)), float(np.clip(y, -_FARTHEST, _FARTHEST))

    return move, max(result_size(size, before)) / max(result_size(size, after))


def _to_source(geometry: Geometry, size: Size) -> NDArray[Any]:
    """From shares of the result to pixels of the picture as it came, 3×3."""
    origin, right, below = (_unturned(point_in_source(place, size, geometry), geometry.turns, size)
                            for place in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))  # fmt: skip
    return np.array([
        [right[0] - origin[0], below[0] - origin[0], origin[0]],
        [right[1] - origin[1], below[1] - origin[1], origin[1]],
        [0, 0, 1],
    ])  # fmt: skip


def _unturned(point: Point, turns: int, size: Size) -> Point:
    """A place of the turned picture in the picture of that size as it came."""
    (x, y), (width, height) = point, size
    return ((x, y), (y, height - x), (width - x, height - y), (width - y, x))[turns]


def _follow(layer: Layer, move: Move, scale: float) -> Layer:
    mask = layer.mask
    if mask is None:
        return layer
    fade = mask.fade and Fade(start=move(mask.fade.start), end=move(mask.fade.end))
    strokes = tuple(_follow_stroke(stroke, move, scale) for stroke in mask.strokes)
    changes = {"fade": fade, "strokes": strokes, "feather": min(mask.feather * scale, _MOST_FEATHER)}
    followed: Mask = mask.model_copy(update=changes)
    return layer.model_copy(update={"mask": followed})


def _follow_stroke(stroke: Stroke, move: Move, scale: float) -> Stroke:
    size = min(max(stroke.size * scale, _LEAST), 1.0)
    return stroke.model_copy(update={"points": tuple(map(move, stroke.points)), "size": size})
