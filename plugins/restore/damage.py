"""Damage: what clean pictures B×3×H×W in [-1, 1] suffer, each by torch's own chance; H and W are multiples of 16."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from .jpeg import compress_jpeg

KEY = (1.0, -1.0, 1.0)  # magenta: what holes are painted with


def add_noise(pictures: Tensor) -> Tensor:
    """With noise that is equal everywhere, noise that grows with light, as a camera's does, and the blocks of JPEG."""
    light = pictures.add(1).div(2)
    spread = 0.1 * _uniform(pictures) + 0.1 * _uniform(pictures) * light.clamp(min=0).sqrt()
    noise = torch.randn_like(light)
    coarse = 2 * avg_pool2d(noise, 3, 1, 1)  # as grain has it, and pictures that were enlarged
    light = (light + spread * torch.where(_uniform(pictures) < 0.7, noise, coarse)).clamp(0, 1)
    blocky = compress_jpeg(light, 20 + 75 * _uniform(pictures))
    return torch.where(_uniform(pictures) < 0.6, blocky, light).mul(2).sub(1)


def halve(pictures: Tensor) -> Tensor:
    """Half as large, each a little softer, and with a trace of noise, as pictures from a camera are."""
    soft = torch.lerp(pictures, avg_pool2d(pictures, 3, 1, 1, count_include_pad=False), 0.5 * _uniform(pictures))
    small = interpolate(soft, scale_factor=0.5, mode="bicubic", antialias=True)
    return (small + 0.03 * _uniform(pictures).square() * torch.randn_like(small)).clamp(-1, 1)


def cut_holes(pictures: Tensor) -> Tensor:
    """With strokes and blobs in the key colour, whose rims are soft."""
    key = torch.tensor(KEY, device=pictures.device).view(1, 3, 1, 1)
    return torch.lerp(pictures, key.expand_as(pictures), _draw_holes(pictures))


def _draw_holes(pictures: Tensor, strokes: int = 6) -> Tensor:
    """Where holes are, B×1×H×W in [0, 1]: thick lines between places, some of them so short that they are blobs."""
    count, _, height, width = pictures.shape
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    places = torch.stack([rows, columns], -1).to(pictures)[None, None]
    begin = torch.rand(count, strokes, 1, 1, 2).to(pictures) * height
    way = torch.randn(count, strokes, 1, 1, 2).to(pictures) * height * torch.rand(count, strokes, 1, 1, 1).to(pictures) / 3
    along = ((places - begin) * way).sum(-1, keepdim=True) / way.square().sum(-1, keepdim=True).clamp(min=1e-3)
    away = (places - begin - along.clamp(0, 1) * way).norm(dim=-1)
    thick = 2 + height / 10 * torch.rand(count, strokes, 1, 1).to(pictures).square()
    cover: Tensor = (thick - away + 0.5).clamp(0, 1)
    return cover.amax(1, keepdim=True)


def _uniform(pictures: Tensor) -> Tensor:
    """A number in [0, 1] for each picture, B×1×1×1."""
    return torch.rand(len(pictures), 1, 1, 1, device=pictures.device)


DAMAGES: Mapping[str, Callable[[Tensor], Tensor]] = {"noise": add_noise, "holes": cut_holes, "enlarge": halve}
