"""The frame of a crop as a hand moves and stretches it, in shares of width and height."""

from dataclasses import dataclass

from ganstudio.stylize.adjustments.geometry import Size, crop_box
from ganstudio.stylize.adjustments.values import Crop, Geometry

_LEAST = 0.02  # of width and height
Handle = tuple[int, int]  # which edges are held: -1 left or top, 1 right or bottom, 0 neither
HANDLES: tuple[Handle, ...] = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))


@dataclass(frozen=True)
class CropFrame:
    """Edges as shares of width and height; `shape` is its width to its height, in shares, None where it is free."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0
    shape: float | None = None

    @property
    def crop(self) -> Crop:
        """The part that it keeps."""
        return Crop(left=self.left, top=self.top, right=self.right, bottom=self.bottom)

    def place(self, handle: Handle) -> tuple[float, float]:
        """Where a handle lies."""
        across = (self.left, (self.left + self.right) / 2, self.right)[handle[0] + 1]
        return across, (self.top, (self.top + self.bottom) / 2, self.bottom)[handle[1] + 1]

    def move(self, across: float, down: float) -> "CropFrame":
        """Moved so far, as far as the edges allow."""
        across = min(max(across, -self.left), 1 - self.right)
        down = min(max(down, -self.top), 1 - self.bottom)
        return CropFrame(self.left + across, self.top + down, self.right + across, self.bottom + down, self.shape)

    def stretch(self, handle: Handle, across: float, down: float) -> "CropFrame":
        """With the edges of a handle moved so far; what is opposite stays, and so does its shape."""
        left, right = _stretch(self.left, self.right, handle[0], across)
        top, bottom = _stretch(self.top, self.bottom, handle[1], down)
        free = CropFrame(left, top, right, bottom, self.shape)
        return free if self.shape is None else free._in_shape(handle, self.shape)

    def _in_shape(self, handle: Handle, shape: float) -> "CropFrame":
        """The same width, or height where only that is held, in the shape, about what is opposite of the handle."""
        anchor = self.place((-handle[0], -handle[1]))
        width = (self.bottom - self.top) * shape if handle[0] == 0 else self.right - self.left
        width = min(width, _room(anchor[0], handle[0]), _room(anchor[1], handle[1]) * shape)
        left, right = _around(anchor[0], handle[0], width)
        top, bottom = _around(anchor[1], handle[1], width / shape)
        return CropFrame(left, top, right, bottom, shape)


def frame_of(geometry: Geometry, size: Size) -> CropFrame:
    """The frame of what a geometry keeps of an uncropped picture of that size."""
    (width, height), box = size, crop_box(size, geometry)
    left, top = box.left / width, box.top / height
    right, bottom = min((box.left + box.width) / width, 1.0), min((box.top + box.height) / height, 1.0)
    return CropFrame(left, top, right, bottom, geometry.ratio and geometry.ratio * height / width)


def _stretch(low: float, high: float, held: int, by: float) -> tuple[float, float]:
    if held < 0:
        return min(max(low + by, 0.0), high - _LEAST), high
    if held > 0:
        return low, max(min(high + by, 1.0), low + _LEAST)
    return low, high


def _room(anchor: float, held: int) -> float:
    """How far there is room from the anchor to the side that is held, or to both sides."""
    return 1 - anchor if held > 0 else anchor if held < 0 else 2 * min(anchor, 1 - anchor)


def _around(anchor: float, held: int, length: float) -> tuple[float, float]:
    low = anchor if held > 0 else anchor - length if held < 0 else anchor - length / 2
    return max(0.0, low), min(1.0, low + length)
