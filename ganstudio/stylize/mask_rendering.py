"""A mask's values as a map of a picture, and the map over a tile."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ganstudio.images.picture import Picture, Pixels
from ganstudio.stylize.mask import Fade, Mask, Stroke, Tones
from ganstudio.stylize.tiles import Region

if TYPE_CHECKING:
    from torch import Tensor

LONGEST = 1024  # pixels of a map's longer side: masks are soft, and the map is stretched over the picture
_FINER = 4  # a stroke is drawn that much finer than the map, so that its edge is smooth

Map = NDArray[np.float32]


def render_mask(mask: Mask, picture: Picture) -> Map:
    """How much each place counts, h×w in [0, 1]; the longer side has at most 1,024 pixels."""
    small = picture.resize(LONGEST).pixels
    height, width = small.shape[:2]
    made = np.full((height, width), float(mask.full), np.float32)
    if mask.fade:
        made *= _render_fade(mask.fade, width, height)
    if mask.tones:
        made *= _render_tones(mask.tones, small)
    for stroke in mask.strokes:
        amount = _render_stroke(stroke, width, height)
        made = made * (1 - amount) if stroke.erase else made + (1 - made) * amount
    if mask.feather:
        made = _blur(made, mask.feather * max(width, height) / 2)
    return 1 - made if mask.invert else made


def mask_over_tile(made: Map, place: Region, width: int, height: int, device: str) -> "Tensor":
    """The map over a place in a picture of that size, 1×1×h×w: each pixel's value is the same wherever tiles are cut."""
    import torch
    from torch.nn.functional import grid_sample

    across = (torch.arange(place.left, place.left + place.width, device=device) + 0.5) / width * 2 - 1
    down = (torch.arange(place.top, place.top + place.height, device=device) + 0.5) / height * 2 - 1
    places = torch.stack(torch.meshgrid(across, down, indexing="xy"), -1)[None]
    values = torch.from_numpy(made).to(device)[None, None]
    spread: Tensor = grid_sample(values, places, mode="bilinear", padding_mode="border", align_corners=False)
    return spread


def _render_fade(fade: Fade, width: int, height: int) -> Map:
    (left, top), (right, bottom) = fade.start, fade.end
    down, across = (right - left) * width, (bottom - top) * height
    along = max(down * down + across * across, 1e-9)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32) + 0.5
    faded: Map = ((columns - left * width) * down + (rows - top * height) * across) / np.float32(along)
    return faded.clip(0, 1)


def _render_tones(tones: Tones, pixels: Pixels) -> Map:
    luma = pixels @ np.array([0.299, 0.587, 0.114]) / np.iinfo(pixels.dtype).max
    within: Map = np.minimum(luma - tones.low, tones.high - luma).astype(np.float32) / np.float32(max(tones.soft, 1e-3)) + 1
    return within.clip(0, 1)


def _render_stroke(stroke: Stroke, width: int, height: int) -> Map:
    """Its line, drawn finely; a soft brush is a narrower one that is blurred."""
    finer = _FINER if max(width, height) <= LONGEST else 1
    image = Image.new("L", (width * finer, height * finer))
    across = stroke.size * max(image.size)
    firm = across * (0.5 + stroke.hardness / 2)
    points = [(x * image.width, y * image.height) for x, y in stroke.points]
    pen = ImageDraw.Draw(image)
    pen.line(points, 255, max(1, round(firm)), "curve")
    for x, y in (points[0], points[-1]):
        pen.ellipse((x - firm / 2, y - firm / 2, x + firm / 2, y + firm / 2), 255)
    drawn = _shares(image.resize((width, height), Image.Resampling.BOX))
    soft = (1 - stroke.hardness) * stroke.size * max(width, height) / 4
    return (_blur(drawn, soft) if soft >= 0.5 else drawn) * np.float32(stroke.opacity)


def _blur(made: Map, radius: float) -> Map:
    return _shares(Image.fromarray((made * 255 + 0.5).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius)))


def _shares(image: Image.Image) -> Map:
    shares: Map = np.asarray(image, np.float32) / np.float32(255)
    return shares
