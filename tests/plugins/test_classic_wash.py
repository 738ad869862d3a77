"""Watercolour, ink and pencil: bare lights, calm grounds, hard edges, and grain at every size."""

from functools import cache

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from ganstudio_plugins.classic.filters import gaussian
from ganstudio_plugins.classic.guide import calm, enlarge, tile_of
from torch import Tensor

from ganstudio.api.style import Tile
from ganstudio.stylize.tiles import Part, Region
from ganstudio.testing.styles import paint
from tests.plugins.test_classic import STYLES, grey, plain, roughness, styled

WASHES = ("watercolour", "ink", "pencil")


@cache
def ground() -> Tensor:
    """A blurred ground in the middle tones, 1×3×256×256, as behind a portrait."""
    clouds = torch.randn(1, 3, 8, 8, generator=torch.Generator().manual_seed(0)) * 0.06
    return F.interpolate(0.55 + clouds, size=(256, 256), mode="bicubic").clamp(0, 1)


def disc(inside: float, outside: float, side: int = 256) -> Tensor:
    """A disc over half of the breadth, 1×3×side×side."""
    way = torch.arange(side) - side / 2
    return torch.where(torch.hypot(way[:, None], way[None]) < side / 4, inside, outside).expand(1, 3, -1, -1)


def at_size(name: str, pixels: Tensor, side: int, **options: float) -> Tensor:
    """A small picture in a style, with lengths as in one of `side` pixels."""
    style = STYLES[name]
    array = np.ascontiguousarray((pixels[0] * 255).round().to(torch.uint8).permute(1, 2, 0).numpy())
    part = Part(array, Region(0, 0, array.shape[1], array.shape[0]), array.shape[1], array.shape[0])
    sized = style.Options(**options).in_pixels(side)
    return paint(style, sized, style.measure(part, sized), part, part.region)


@pytest.mark.parametrize("name", WASHES)
def test_grain_is_as_fine_in_a_large_picture(name: str) -> None:
    sheet = at_size(name, plain(0.3, 0.3, 0.3, 160), 4000)
    assert float((sheet - gaussian(sheet, 0.8)).abs().mean()) > 0.0015


@pytest.mark.parametrize("name", WASHES)
def test_tiles_of_large_pictures_need_no_margin(name: str) -> None:
    style = STYLES[name]
    assert style.margin(style.Options().in_pixels(4000)) <= 1


@pytest.mark.parametrize("name", WASHES)
@pytest.mark.parametrize(("high", "wide"), [(1, 1), (2, 700), (300, 3)])
def test_narrow_pictures_are_painted(name: str, high: int, wide: int) -> None:
    options = {"watercolour": {"wash": 16}, "ink": {"wash": 2, "brush": 10}, "pencil": {"line": 5}}[name]
    assert at_size(name, plain(0.2, 0.5, 0.7, 700)[..., :high, :wide], 700, **options).shape == (1, 3, high, wide)


def test_watercolour_leaves_the_lights_bare() -> None:
    made = styled("watercolour", disc(0.97, 0.45), drawing=0, grain=0)
    assert made[..., 110:146, 110:146].amin() > 0.955
    assert grey(made)[..., :30, :].mean() < 0.85


def test_watercolour_calms_a_plain_ground() -> None:
    made = grey(styled("watercolour", ground(), grain=0, drawing=0))
    smooth = gaussian(made, 6.0)
    assert float((made - smooth)[..., 16:-16, 16:-16].abs().mean()) < 0.01


@pytest.mark.parametrize("name", ["watercolour", "ink"])
def test_an_edge_is_cut_anew_in_a_large_picture(name: str) -> None:
    soft = gaussian(disc(0.9, 0.4), 4.0)
    calm = {"watercolour": {"grain": 0, "drawing": 0, "bleeding": 0, "rims": 0}, "ink": {"wet": 0, "paper": 0, "brush": 1}}
    made = at_size(name, soft, 4000, **calm[name])
    steepest = [float(grey(each)[0, 0, 128, 30:90].diff().abs().max()) for each in (made, soft)]
    assert steepest[0] > 2 * steepest[1]


def test_ink_lays_no_patches_on_a_plain_ground() -> None:
    made = grey(styled("ink", ground(), paper=0, wet=0))
    edges = (gaussian(made, 1.5)[..., 1:] - gaussian(made, 1.5)[..., :-1]).abs()
    assert float(edges.max()) < 0.06


def test_ink_draws_light_on_light() -> None:
    made = grey(styled("ink", disc(0.97, 0.86), paper=0, wet=0))[0, 0, 128]
    assert made[56:72].min() < 0.6
    assert made[100:156].min() > 0.85


def test_pencil_lets_the_hatches_fade_on_plain_ground() -> None:
    dark = grey(styled("pencil", disc(0.95, 0.4)))
    ring = torch.hypot(*torch.meshgrid(torch.arange(256) - 128.0, torch.arange(256) - 128.0, indexing="ij"))
    beside, far = (dark[0, 0][(ring > low) & (ring < low + 12)].mean() for low in (68, 150))
    assert far > beside + 0.1


def test_a_guide_is_enlarged_alike_in_every_tile() -> None:
    field = torch.rand(1, 2, 30, 40, generator=torch.Generator().manual_seed(1))
    pixels = torch.zeros(1, 3, 300, 400)
    full = enlarge(field, tile_of(pixels))
    part = enlarge(field, Tile(pixels[..., :64, :80], 130, 77, 400, 300))
    assert torch.allclose(full[..., 77:141, 130:210], part, atol=1e-5)
    assert torch.allclose(full[..., 5::10, 5::10], field, atol=0.1)


def test_calm_flattens_grain_and_keeps_an_edge() -> None:
    grain = torch.randn(1, 3, 96, 96, generator=torch.Generator().manual_seed(2)) * 0.05
    sides = torch.cat((plain(0.2, 0.2, 0.2)[..., :48], plain(0.8, 0.8, 0.8)[..., 48:]), -1)
    flat = calm(sides + grain, 5.0)
    assert roughness(flat[..., :40]) < roughness((sides + grain)[..., :40]) / 4
    assert np.diff(grey(flat).mean(-2)[0, 0].numpy())[46:49].max() > 0.3
