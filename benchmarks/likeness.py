"""How near a painted photo comes to its painting, and what it keeps of the photo; figures to be read beside the pictures."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import torch
from ganstudio_plugins.brush.perceptual import VGGTeacher
from numpy.typing import NDArray
from PIL import Image
from skimage.color import rgb2lab
from torch.nn.functional import interpolate, normalize

SIDE = 448  # pixels of the longer side at which pictures are compared
_PLAIN = 96  # pixels a side of the plain area in which a lattice is looked for
_STRONGEST = 12

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Likeness:
    """Figures of a picture beside a painting and a photo.

    `style`: sliced Wasserstein distance of VGG-16's features to the painting, the photo's own being 1 (Heitz 2021).
    `keeps`: correlation of its edges and the photo's. `hues`: share of the colours' variance that lightness does not
    explain. `chroma`, `light`: deviations in CIELAB. `lattice`: share of the twelve strongest frequencies in the texture of
    the photo's plainest area.
    """

    style: float
    keeps: float
    hues: float
    chroma: float
    light: float
    lattice: float


def opened(file: str) -> Image.Image:
    """A picture, its longer side 448 pixels."""
    image = Image.open(file).convert("RGB")
    scale = SIDE / max(image.size)
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)


def likeness(image: Image.Image, painting: Image.Image, photo: Image.Image) -> Likeness:
    """The figures of one picture."""
    image = image.resize(photo.size, Image.Resampling.LANCZOS)
    nearness = style_distance(image, painting) / style_distance(photo, painting)
    kept = float(np.corrcoef(_edges(image).ravel(), _edges(photo).ravel())[0, 1])
    return Likeness(nearness, kept, *colours(image), _lattice(image, _plainest(photo)))


@torch.inference_mode()
def style_distance(image: Image.Image, painting: Image.Image) -> float:
    """The distance of two pictures' features at two scales, each level over the painting's variance."""
    total = 0.0
    for scale in (1.0, 0.5):
        own, other = (_features(each, scale) for each in (image, painting))
        total += sum(float(_sliced(own[level], other[level]) / other[level].var(1).mean()) for level in own)
    return total


def colours(image: Image.Image) -> tuple[float, float, float]:
    """Hues, chroma and light, as `Likeness` says; strokes averaged away."""
    values = rgb2lab(np.asarray(image.resize(_within(image.size, 320), Image.Resampling.BOX))).reshape(-1, 3)
    bins, total = (values[:, 0] // 5).astype(int), values[:, 1:].var(0).sum()
    left = sum(values[bins == each, 1:].var(0).sum() * (bins == each).mean() for each in np.unique(bins))
    return float(left / max(total, 1e-9)), float(total**0.5), float(values[:, 0].std())


@cache
def _teacher() -> VGGTeacher:
    return VGGTeacher()


def _features(image: Image.Image, scale: float) -> dict[int, torch.Tensor]:
    return _features_of(image.tobytes(), image.size, scale)


@lru_cache(16)  # photos and paintings are asked for again and again
def _features_of(content: bytes, size: tuple[int, int], scale: float) -> dict[int, torch.Tensor]:
    pixels = torch.from_numpy(np.asarray(Image.frombytes("RGB", size, content)).copy())
    pixels = pixels.permute(2, 0, 1)[None].float().div(127.5).sub(1)
    small = interpolate(pixels, scale_factor=scale, mode="bilinear", antialias=True)
    return {level: seen[0].flatten(1) for level, seen in _teacher()(small).items()}


def _sliced(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    by = torch.Generator().manual_seed(0)
    directions = normalize(torch.randn(128, len(one), generator=by), dim=1)
    return (_quantiles(directions @ one) - _quantiles(directions @ other)).square().mean()


def _quantiles(values: torch.Tensor) -> torch.Tensor:
    return values.sort(1)[0][:, torch.linspace(0, values.shape[1] - 1, 512).round().long()]


def _edges(image: Image.Image) -> Numbers:
    """The steepness of lightness at a quarter of the size."""
    light = Image.fromarray(rgb2lab(np.asarray(image))[..., 0].astype(np.float32))
    light = light.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
    values = np.asarray(light, np.float64)
    steep = np.hypot(np.diff(values, axis=1)[:-1], np.diff(values, axis=0)[:, :-1])
    small = Image.fromarray(steep.astype(np.float32)).resize((image.width // 4, image.height // 4), Image.Resampling.BOX)
    return np.asarray(small, np.float64)


def _plainest(photo: Image.Image) -> tuple[int, int, int, int]:
    """The square of 96 pixels in which the photo has the least edges."""
    steep, side = _edges(photo), _PLAIN // 4
    sums = np.pad(steep, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    found = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    top, left = np.unravel_index(int(found.argmin()), found.shape)
    return int(left) * 4, int(top) * 4, int(left) * 4 + _PLAIN, int(top) * 4 + _PLAIN


def _lattice(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    light = rgb2lab(np.asarray(image.crop(box)))[..., 0]
    window = np.hanning(light.shape[0])[:, None] * np.hanning(light.shape[1])
    power = np.abs(np.fft.rfft2((light - light.mean()) * window)) ** 2
    power[:3, :3] = power[-2:, :3] = 0  # what changes slowly is no pattern
    return float(np.sort(power.ravel())[-_STRONGEST:].sum() / max(power.sum(), 1e-9))


def _within(size: tuple[int, int], longest: int) -> tuple[int, int]:
    return size[0] * longest // max(size), size[1] * longest // max(size)
