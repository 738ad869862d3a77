"""What the classic styles share: noise, flow, and work at a reduced scale, held against textbooks."""

import pytest
import torch
import torch.nn.functional as F
from ganstudio_plugins.classic.dabs import JITTER, lattice
from ganstudio_plugins.classic.filters import downscale_tile, upscale_to_tile
from ganstudio_plugins.classic.flow import along, unit
from ganstudio_plugins.classic.insides import inner, pad_margin
from ganstudio_plugins.classic.noise import hash_noise

from ganstudio.api.style import Tile


def test_hashes_are_those_of_whole_numbers_without_sign() -> None:
    i, j, most = torch.arange(-5000, 5000, 7)[:, None], torch.arange(-900, 900, 5)[None], 2**32 - 1
    mixed = (i * 0x9E3779B1 + j * 0x85EBCA77 + 77 * 0xC2B2AE3D) & most
    for factor in (0x2C1B3C6D, 0x297A2D39):
        mixed = ((mixed ^ (mixed >> 15)) * factor) & most
    wanted = ((mixed ^ (mixed >> 16)) >> 8).float() / 2**24
    assert hash_noise(i, j, 77).equal(wanted)
    assert hash_noise(i, j, 77).dtype == torch.float32


def test_half_of_a_doubled_angle_needs_no_angle() -> None:
    doubled = torch.randn(1, 2, 90, 90, generator=torch.Generator().manual_seed(0))
    doubled[0, :, 0, 0], doubled[0, :, 0, 1] = torch.zeros(2), torch.tensor((-1.0, 0.0))
    x, y = unit(doubled)
    half = torch.atan2(doubled[:, 1], doubled[:, 0]) / 2
    assert (x * half.cos() + y * half.sin()).abs().min() > 1 - 1e-5
    assert torch.allclose(x * x + y * y, torch.ones(()), atol=1e-5)


def test_along_draws_a_field_out_along_the_flow_alone() -> None:
    field = torch.zeros(1, 1, 41, 41)
    field[..., 20, 20] = 1.0
    for angle in (0.0, 0.8, 2.5):
        doubled = torch.tensor((2 * angle,)).cos().item(), torch.tensor((2 * angle,)).sin().item()
        flow = torch.tensor(doubled)[None, :, None, None].expand(1, 2, 41, 41)
        drawn = along(field, flow, 4, 1)[0, 0]
        rows, columns = torch.meshgrid(torch.arange(41) - 20.0, torch.arange(41) - 20.0, indexing="ij")
        turn = torch.tensor(angle)
        far = (columns * turn.cos() + rows * turn.sin()).square(), (rows * turn.cos() - columns * turn.sin()).square()
        assert float((drawn * far[0]).sum() / drawn.sum()) > 9
        assert float((drawn * far[1]).sum() / drawn.sum()) < 1


@pytest.mark.parametrize("scale", [2, 3, 8])
def test_enlarging_is_bicubic(scale: int) -> None:
    tile = Tile(torch.rand(2, 3, 61, 70, generator=torch.Generator().manual_seed(0)), 0, 0, 500, 400)
    small = downscale_tile(tile, scale).pixels
    padded = F.pad(small, (0, 2, 0, 2), mode="replicate")
    wanted = F.interpolate(padded, scale_factor=float(scale), mode="bicubic", align_corners=False)[..., :61, :70]
    assert torch.allclose(upscale_to_tile(small, tile, scale), wanted, atol=1e-5)


def test_what_is_made_of_the_inside_alone_is_what_the_whole_tile_gives() -> None:
    tile = Tile(torch.rand(1, 3, 90, 80, generator=torch.Generator().manual_seed(0)), -7, 13, 500, 400)
    part = inner(tile, 11)
    assert pad_margin(part.pixels, 11).shape == tile.pixels.shape
    whole, made = (
        upscale_to_tile(downscale_tile(tile, 3).pixels, tile, 3),
        upscale_to_tile(downscale_tile(part, 3).pixels, part, 3),
    )
    assert torch.allclose(
        inner(Tile(whole, *tile_place(tile)), 23).pixels, inner(Tile(made, *tile_place(part)), 12).pixels, atol=1e-5
    )


def tile_place(tile: Tile) -> tuple[int, int, int, int]:
    return tile.left, tile.top, tile.width, tile.height


@pytest.mark.parametrize("apart", [2, 3])
def test_dabs_of_one_pass_never_meet_and_each_pixel_sees_all_that_reach_it(apart: int) -> None:
    tile = Tile(torch.zeros(1, 3, 60, 70), 23, -9, 500, 400)
    cells = lattice(tile, 7.3, apart)
    x, y = cells.centres(5)
    known = torch.stack((x, y, cells.i + cells.j * 1000.0))[None]
    columns, rows = torch.arange(23, 93) + 0.5, (torch.arange(-9, 51) + 0.5)[:, None]
    far = (apart / 2 - JITTER) * 7.3
    seen = [(each[0, 2], torch.hypot(columns - each[0, 0], rows - each[0, 1]) < far) for each in cells.passes(known)]
    near = sum(covered.sum() for _, covered in seen)
    apart_all = torch.hypot(columns[..., None] - x.flatten(), rows[..., None] - y.flatten())
    assert near == (apart_all < far).sum()
