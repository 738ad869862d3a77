"""Colour transfer: the palette is reached, tiles meet, and odd pictures do no harm."""

import pytest
import torch

from ganstudio.api.colour_transfer import RECOLOUR_REACH, colour_table, palette, recolour

WANTED = torch.tensor([[0.1, 0.2, 0.6], [0.9, 0.7, 0.2], [0.3, 0.6, 0.4]]).repeat(300, 1).T


def photo(height: int = 96, width: int = 128) -> torch.Tensor:
    """Soft patches of few, dull colours."""
    by = torch.Generator().manual_seed(0)
    small = torch.rand(1, 3, height // 16, width // 16, generator=by) * 0.4 + 0.3
    return torch.nn.functional.interpolate(small, size=(height, width), mode="bilinear")


def test_a_picture_gets_the_colours_of_a_palette() -> None:
    seen = photo()
    made = palette(recolour(seen, colour_table(seen, WANTED)))
    assert torch.allclose(made.mean(1), WANTED.mean(1), atol=0.05)
    assert (made.std(1) > 0.7 * WANTED.std(1)).all()
    hues = made[0] - made[2]
    assert hues.min() < -0.3 and hues.max() > 0.4  # the blue and the orange are both there, in places


def test_its_own_colours_stay() -> None:
    seen = photo()
    assert (recolour(seen, colour_table(seen, palette(seen))) - seen).abs().mean() < 0.02


def test_a_tile_gets_the_colours_and_the_grain_of_the_whole() -> None:
    seen = photo()
    table = colour_table(seen, WANTED)
    whole = recolour(seen, table, (0, 0))
    part = recolour(seen[:, :, 32:96, 48:112], table, (32, 48))
    inside = slice(RECOLOUR_REACH, 64 - RECOLOUR_REACH)
    assert torch.equal(part[:, :, inside, inside], whole[:, :, 32:96, 48:112][:, :, inside, inside])
    assert not torch.equal(whole, recolour(seen, table))


def test_a_picture_and_a_palette_of_one_pixel_have_a_table() -> None:
    one = torch.full((1, 3, 1, 1), 0.3)
    for seen, wanted in ((one, WANTED), (photo(), WANTED[:, :1]), (one, WANTED[:, :1])):
        assert torch.isfinite(colour_table(seen, wanted)).all()


@pytest.mark.parametrize("colour", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("sides", [(4, 4), (4, 400), (64, 64)])
def test_a_plain_picture_stays_plain(colour: float, sides: tuple[int, int]) -> None:
    seen = torch.full((1, 3, *sides), colour)
    made = recolour(seen, colour_table(seen, WANTED))
    assert torch.isfinite(made).all() and made.std((2, 3)).max() < 1e-3


def test_a_table_is_as_fine_in_a_training_of_bfloat16() -> None:
    seen = photo()
    with torch.autocast("cpu", torch.bfloat16):
        found = colour_table(seen, WANTED)
    assert torch.equal(found, colour_table(seen, WANTED))


def test_a_palette_beyond_all_colours_does_no_harm() -> None:
    seen = photo()
    assert torch.isfinite(colour_table(seen, WANTED * 1e30)).all()
