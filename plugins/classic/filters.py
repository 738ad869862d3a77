"""Filters that all the styles share: blur, sampling, and work at a reduced scale that fits between tiles."""

import math
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.api import Tile

DENSE = 3.0
BLOCK = 32


def gaussian(field: Tensor, sigma: float) -> Tensor:
    """B×C×H×W blurred by a Gaussian of `sigma` pixels; it reads `reach(sigma)` pixels to each side.

    A wide blur is a blur of a third of its width, seen through taps as far apart as that one made harmless (à trous).
    """
    if sigma < 0.1:
        return field
    if sigma > DENSE:
        field = gaussian(field, sigma / 3)
    for axis in (-1, -2):
        field = _convolve(field, *_taps(sigma), axis)
    return field


def reach(sigma: float) -> int:
    """How many pixels to each side a Gaussian of `sigma` pixels reads."""
    if sigma < 0.1:
        return 0
    offsets, _ = _taps(sigma)
    return offsets[-1] + (reach(sigma / 3) if sigma > DENSE else 0)


def _taps(sigma: float) -> tuple[list[int], list[float]]:
    """Offsets and weights of one pass: dense when narrow, else what a third of the width still lacks."""
    spread, stride = (sigma * math.sqrt(8 / 9), int(sigma / 3)) if sigma > DENSE else (sigma, 1)
    count = math.ceil(2.3 * spread / stride)
    offsets = [stride * k for k in range(-count, count + 1)]
    weights = [math.exp(-((offset / spread) ** 2) / 2) for offset in offsets]
    return offsets, [weight / sum(weights) for weight in weights]


def _convolve(field: Tensor, offsets: list[int], weights: list[float], axis: int) -> Tensor:
    """One separable pass; beyond the tile its edge is repeated, which only the margin sees."""
    size, far = field.shape[axis], offsets[-1]
    pad = (far, far, 0, 0) if axis == -1 else (0, 0, far, far)
    padded = F.pad(field, pad, mode="replicate")
    total = padded.narrow(axis, 0, size) * weights[0]
    for offset, weight in zip(offsets[1:], weights[1:], strict=True):
        total.add_(padded.narrow(axis, far + offset, size), alpha=weight)
    return total


def shift(field: Tensor, dx: int, dy: int) -> Tensor:
    """The field B×C×H×W as seen `dx` pixels to the right and `dy` down, edges repeated."""
    height, width = field.shape[-2:]
    pad = max(abs(dx), abs(dy))
    padded = F.pad(field, (pad, pad, pad, pad), mode="replicate")
    return padded[..., pad + dy : pad + dy + height, pad + dx : pad + dx + width]


def coordinates(tile: Tile) -> tuple[Tensor, Tensor]:
    """Pixel centres in the whole picture: x as 1×W, y as H×1."""
    height, width = tile.pixels.shape[-2:]
    device = tile.pixels.device
    x = torch.arange(tile.left, tile.left + width, device=device)[None] + 0.5
    y = torch.arange(tile.top, tile.top + height, device=device)[:, None] + 0.5
    return x, y


def places(field: Tensor) -> tuple[Tensor, Tensor]:
    """Columns 1×1×W and rows 1×H×1 of a field, as `sample` counts them."""
    height, width = field.shape[-2:]
    columns = torch.arange(width, device=field.device, dtype=field.dtype)[None, None]
    rows = torch.arange(height, device=field.device, dtype=field.dtype)[None, :, None]
    return columns, rows


def sample(field: Tensor, columns: Tensor, rows: Tensor) -> Tensor:
    """B×C×h×w values of B×C×H×W, bilinear, at fractional columns and rows B×h×w; edges repeated."""
    height, width = field.shape[-2:]
    grid = torch.empty(*columns.shape, 2, device=field.device)
    torch.add(columns * (2 / width), 1 / width - 1, out=grid[..., 0])
    torch.add(rows * (2 / height), 1 / height - 1, out=grid[..., 1])
    return F.grid_sample(field, grid, padding_mode="border", align_corners=False)


def warp(field: Tensor, way: Tensor) -> Tensor:
    """The field seen through a way in pixels, to the right and down, B×2×H×W or what spreads to it; edges repeated."""
    columns, rows = places(field)
    way = way.expand(len(field), -1, *field.shape[-2:])
    return sample(field, columns + way[:, 0], rows + way[:, 1])


def downscale_tile(tile: Tile, scale: int) -> Tile:
    """The tile with each `scale`×`scale` block of the whole picture averaged; blocks cut by the tile's edge are left out."""
    if scale == 1:
        return tile
    dx, dy = -tile.left % scale, -tile.top % scale
    small = F.avg_pool2d(tile.pixels[..., dy:, dx:], scale)
    left, top = (tile.left + dx) // scale, (tile.top + dy) // scale
    return Tile(small, left, top, math.ceil(tile.width / scale), math.ceil(tile.height / scale))


def upscale_to_tile(field: Tensor, tile: Tile, scale: int) -> Tensor:
    """A field B×C×h×w, made of `downscale_tile(tile, scale)`, at the tile's own size B×C×H×W, bicubic."""
    if scale == 1:
        return field
    dx, dy = -tile.left % scale, -tile.top % scale
    height, width = tile.pixels.shape[-2:]
    wide = cubic(F.pad(field, (3, 4, 3, 4), mode="replicate"), scale)
    return wide[..., scale - dy : scale - dy + height, scale - dx : scale - dx + width]


def cubic(field: Tensor, scale: int) -> Tensor:
    """B×C×h×w without two pixels at each edge, `scale` times as large, bicubic."""
    return _enlarge_columns(_enlarge_rows(field, scale), scale)


def _enlarge_rows(field: Tensor, scale: int) -> Tensor:
    """Each row but two at each end made `scale` ones, bicubic, phase by phase."""
    weights, rows = _cubic_weights(1, scale, field.device).T.tolist(), field.shape[-2] - 4
    tall = field.new_empty(*field.shape[:-2], rows * scale, field.shape[-1])
    for phase, taps in enumerate(weights):
        part = tall[..., phase::scale, :]
        part.zero_()
        for row, weight in enumerate(taps):
            if weight:
                part.add_(field[..., row : row + rows, :], alpha=weight)
    return tall


def _enlarge_columns(field: Tensor, scale: int) -> Tensor:
    """Each column but two at each end made `scale` ones, bicubic: block by block a matrix product."""
    columns = field.shape[-1] - 4
    blocks = -(-columns // BLOCK)
    field = F.pad(field, (0, blocks * BLOCK - columns, 0, 0))
    parts = field.unfold(-1, BLOCK + 4, BLOCK).contiguous() @ _cubic_weights(BLOCK, scale, field.device)
    return parts.flatten(-2)[..., : columns * scale]


@cache
def _cubic_weights(count: int, scale: int, device: torch.device) -> Tensor:
    """What each of `count` + 4 pixels gives to each pixel of the enlarged `count` between them (Keys 1981, a = -0.75)."""
    place = (torch.arange(count * scale) + 0.5) / scale + 1.5
    far = (torch.arange(count + 4)[:, None] - place).abs()
    near, wide = (1.25 * far - 2.25) * far**2 + 1, ((-0.75 * far + 3.75) * far - 6) * far + 3
    return torch.where(far <= 1, near, torch.where(far < 2, wide, 0.0)).to(device)


def smoothstep(low: float, high: float, field: Tensor) -> Tensor:
    """A field of any shape: 0 below `low`, 1 above `high`, an S between."""
    share = ((field - low) / (high - low)).clamp(0, 1)
    return share * share * (3 - 2 * share)


def busy(pixels: Tensor, width: float) -> Tensor:
    """B×1×H×W in [0, 1]: how much happens within a brush's width; it reads `busy_reach(width)` far."""
    light = pixels.mean(1, keepdim=True)
    fine = (light - gaussian(light, width * 0.4)).abs()
    return smoothstep(0.01, 0.08, gaussian(fine, width * 0.5))


def busy_reach(width: float) -> int:
    """How far `busy` reads."""
    return reach(width * 0.4) + reach(width * 0.5)
