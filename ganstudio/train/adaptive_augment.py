"""Differentiable augmentations of what the discriminator sees, real and fake alike: DiffAugment and ADA.

All are built of products and gathers, so that gradient penalties can be taken through them; random numbers are torch's
global ones, which the trainer seeds at each step. Pictures are float B×C×H×W in [-1, 1].
"""

from math import pi

import torch
from torch import Tensor

ADAPT_EVERY = 4  # steps between two changes of p (Karras 2020)


def diff_augment(pictures: Tensor) -> Tensor:
    """DiffAugment (Zhao 2020): brightness, saturation, contrast; a shift by up to an eighth; a hole of half the side."""
    return _cut_out(_translate(_jitter_colours(pictures)))


def augment_adaptively(pictures: Tensor, p: float) -> Tensor:
    """ADA (Karras 2020): mirror, quarter turns, shift, scale, turn, stretch, colours, each with probability `p`.

    The paper's filters and its cutout are left out, as in its own choice “bgc” but for the filters around each turn.
    """
    return _transform_colours(_transform(pictures, p), p) if p > 0 else pictures


def _jitter_colours(pictures: Tensor) -> Tensor:
    """Brightness by ±0.5, saturation and contrast by factors, as DiffAugment has them for pictures in [-1, 1]."""
    bright = pictures + _uniform(pictures) - 0.5
    grey = bright.mean(1, keepdim=True)
    vivid = (bright - grey) * (2 * _uniform(pictures)) + grey
    middle = vivid.mean((1, 2, 3), keepdim=True)
    return (vivid - middle) * (_uniform(pictures) + 0.5) + middle


def _translate(pictures: Tensor) -> Tensor:
    """By up to an eighth of the side; what comes in from outside is the grey of 0."""
    count, _, high, wide = pictures.shape
    down = torch.randint(-(high // 8), high // 8 + 1, (count, 1), device=pictures.device)
    right = torch.randint(-(wide // 8), wide // 8 + 1, (count, 1), device=pictures.device)
    rows = torch.arange(high, device=pictures.device) - down
    columns = torch.arange(wide, device=pictures.device) - right
    inside = ((rows >= 0) & (rows < high))[:, None, :, None] & ((columns >= 0) & (columns < wide))[:, None, None, :]
    places = rows.clamp(0, high - 1)[:, :, None] * wide + columns.clamp(0, wide - 1)[:, None, :]
    return _gather(pictures, places) * inside


def _cut_out(pictures: Tensor) -> Tensor:
    """A square of half the side, anywhere, becomes the grey of 0."""
    count, _, high, wide = pictures.shape
    down, right = (torch.randint(0, side + 1, (count, 1), device=pictures.device) for side in (high, wide))
    rows, columns = torch.arange(high, device=pictures.device) - down, torch.arange(wide, device=pictures.device) - right
    hole = (rows.abs() < high // 4 + high % 2)[:, None, :, None] & (columns.abs() < wide // 4 + wide % 2)[:, None, None, :]
    return pictures * ~hole


def _transform(pictures: Tensor, p: float) -> Tensor:
    """All geometric augmentations in one sampling, mirrored at the edges."""
    count, _, high, wide = pictures.shape
    device = pictures.device
    turn = torch.eye(2, device=device).repeat(count, 1, 1)
    mirror = 1 - 2 * _bernoulli(count, p / 2, device)
    turn[:, 0] *= mirror[:, None]
    quarters = torch.randint(0, 4, (count,), device=device) * _bernoulli(count, p, device)
    bend = 1 - (1 - p) ** 0.5  # turned before and after stretching: together with probability p
    scale = torch.exp2(0.2 * torch.randn(count, device=device) * _bernoulli(count, p, device))
    stretch = torch.exp2(0.2 * torch.randn(count, device=device) * _bernoulli(count, p, device))
    before, after = (pi * (2 * torch.rand(count, device=device) - 1) * _bernoulli(count, bend, device) for _ in range(2))
    stretched = torch.diag_embed(torch.stack([scale * stretch, scale / stretch], 1))
    turn = _rotation_matrices(after) @ stretched @ _rotation_matrices(before) @ _rotation_matrices(quarters * pi / 2) @ turn
    whole = (torch.rand(count, 2, device=device) * 2 - 1) * 0.125 * _bernoulli(count, p, device)[:, None]
    part = torch.randn(count, 2, device=device) * 0.125 * _bernoulli(count, p, device)[:, None]
    shift = torch.round(whole * wide) / wide + part
    y, x = torch.meshgrid(_pixel_centres(high, device), _pixel_centres(wide, device), indexing="ij")
    grid = torch.stack([x, y], -1).reshape(1, -1, 2) @ turn.transpose(1, 2) + 2 * shift[:, None]
    return sample_bilinear(pictures, grid.reshape(count, high, wide, 2))


def sample_bilinear(pictures: Tensor, grid: Tensor) -> Tensor:
    """Pictures bilinearly at places B×H×W×(x, y) in [-1, 1], mirrored beyond the edges; twice differentiable."""
    high, wide = pictures.shape[2:]
    x, y = ((grid[..., 0] + 1) * wide - 1) / 2, ((grid[..., 1] + 1) * high - 1) / 2
    left, top = x.floor(), y.floor()
    made = torch.zeros_like(pictures)
    for over, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
        weight = (1 - (x - left - over).abs()) * (1 - (y - top - down).abs())
        places = _reflect(top + down, high) * wide + _reflect(left + over, wide)
        made = made + _gather(pictures, places) * weight[:, None].to(pictures.dtype)
    return made


def _transform_colours(pictures: Tensor, p: float) -> Tensor:
    """Brightness, contrast, inverted lightness, hue, saturation as one matrix a picture; grey ones keep to the first two."""
    count, channels = pictures.shape[:2]
    device = pictures.device
    add = 0.2 * torch.randn(count, device=device) * _bernoulli(count, p, device)
    contrast = torch.exp2(0.5 * torch.randn(count, device=device) * _bernoulli(count, p, device))
    if channels != 3:
        return pictures * contrast.view(-1, 1, 1, 1) + (add * contrast).view(-1, 1, 1, 1)
    axis = torch.full((3, 1), 3**-0.5, device=device)
    along = axis @ axis.T
    upright = torch.eye(3, device=device)
    flips = torch.randint(0, 2, (count, 1, 1), device=device) * _bernoulli(count, p, device).view(-1, 1, 1)
    flipped = upright - 2 * along * flips
    angle = (pi * (2 * torch.rand(count, device=device) - 1) * _bernoulli(count, p, device)).view(-1, 1, 1)
    across = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]], device=device) * 3**-0.5
    hue = along + angle.cos() * (upright - along) + angle.sin() * across
    vivid = torch.exp2(torch.randn(count, device=device) * _bernoulli(count, p, device)).view(-1, 1, 1)
    matrix = (along + (upright - along) * vivid) @ hue @ flipped * contrast.view(-1, 1, 1)
    shift = (matrix @ add.view(-1, 1, 1).expand(-1, 3, 1)).unsqueeze(-1)
    return torch.einsum("bij,bjhw->bihw", matrix.to(pictures.dtype), pictures) + shift.to(pictures.dtype)


def _gather(pictures: Tensor, places: Tensor) -> Tensor:
    """The pixels at numbered places B×H×W."""
    count, channels = pictures.shape[:2]
    flat = pictures.reshape(count, channels, -1)
    numbers = places.reshape(count, 1, -1).long().expand(-1, channels, -1)
    return flat.gather(2, numbers).reshape(count, channels, *places.shape[1:])


def _reflect(places: Tensor, length: int) -> Tensor:
    """Whole places, reflected into 0 … length - 1."""
    round_trip = (places + 0.5).remainder(2 * length)
    return torch.minimum(round_trip, 2 * length - round_trip).floor().clamp(0, length - 1)


def _uniform(pictures: Tensor) -> Tensor:
    return torch.rand(len(pictures), 1, 1, 1, device=pictures.device)


def _bernoulli(count: int, p: float, device: torch.device) -> Tensor:
    """1 with probability p, else 0: float32 of `count`."""
    return (torch.rand(count, device=device) < p).float()


def _pixel_centres(length: int, device: torch.device) -> Tensor:
    return (torch.arange(length, device=device) * 2 + 1) / length - 1


def _rotation_matrices(angle: Tensor) -> Tensor:
    rows = (torch.stack([angle.cos(), -angle.sin()], 1), torch.stack([angle.sin(), angle.cos()], 1))
    return torch.stack(rows, 1)
