"""The printed and flat classic styles: dots, palettes, stones and lines are where they belong."""

import torch
import torch.nn.functional as F
from ganstudio_plugins.classic.colour import from_oklab, oklab
from ganstudio_plugins.classic.contours import distance
from ganstudio_plugins.classic.halftone import separate_inks
from ganstudio_plugins.classic.pixels import remove_strays
from ganstudio_plugins.classic.print_styles import ComicOptions, HalftoneOptions, RisoOptions
from ganstudio_plugins.classic.stones import lay_stones
from torch import Tensor

from tests.plugins.test_classic import grey, photograph, plain, styled


def fur(side: int = 256) -> Tensor:
    """Short dark hairs close together, 1×3×side×side."""
    columns = torch.arange(side)[None] + 3 * torch.sin(torch.arange(side)[:, None] / 9)
    return (0.55 + 0.16 * torch.sign(torch.sin(columns * (2 * torch.pi / 5)))).expand(1, 3, side, side)


def test_colours_come_back_from_oklab() -> None:
    pixels = torch.cat((photograph(), torch.zeros(1, 3, 4, 256), torch.ones(1, 3, 4, 256)), 2)
    assert torch.allclose(from_oklab(oklab(pixels)), pixels, atol=1e-3)
    assert oklab(torch.zeros(1, 3, 2, 2)).abs().max() == 0


def test_halftone_prints_the_picture_as_light_as_it_is() -> None:
    printed, seen = (F.avg_pool2d(pixels, 64) for pixels in (styled("halftone", photograph()), photograph()))
    assert (printed - seen).abs().mean() < 0.015


def test_halftone_leaves_the_lights_and_middle_tones_to_the_colours() -> None:
    assert separate_inks(plain(0.65, 0.65, 0.65))[:, 3].max() == 0
    assert separate_inks(plain(0.5, 0.5, 0.5))[:, 3].max() < 0.08
    assert separate_inks(plain(0.05, 0.05, 0.05))[:, 3].min() > 0.6


def test_halftone_dots_are_round() -> None:
    dots = grey(styled("halftone", plain(0.8, 0.8, 0.8, 256), dot=30, inks="black"))[0, 0] < 0.5
    wide = F.max_pool2d(dots[None, None].float(), (1, 9), 1, (0, 4)).mean()
    high = F.max_pool2d(dots[None, None].float(), (9, 1), 1, (4, 0)).mean()
    assert abs(float(wide - high)) < 0.01


def test_dots_have_the_pitch_of_the_print() -> None:
    dots = HalftoneOptions(dots_per_inch=60, print_side=25.4).in_pixels(3000)
    assert abs(dots.dot - 5) < 1e-6
    assert ComicOptions(dots_per_inch=30, print_side=25.4).in_pixels(3000).dot == 2 * dots.dot
    assert RisoOptions(dots_per_inch=60, print_side=25.4).in_pixels(3000).grain == dots.dot
    assert HalftoneOptions(dot=4).in_pixels(3000).dot == 12


def test_comic_has_no_dots_in_a_dusky_sky() -> None:
    dusk = plain(0.16, 0.2, 0.34, 256)
    with_dots, without = (styled("comic", dusk, shadow=shadow, blacks=0) for shadow in (0.5, 0))
    assert (with_dots - without).abs().max() < 1 / 255


def test_cartoon_draws_the_outline_of_fur_but_no_hairs() -> None:
    bare = torch.cat((fur()[..., :128], plain(0.95, 0.95, 0.95, 256)[..., 128:]), -1)
    drawn = (grey(styled("cartoon", bare, smoothness=2)) < 0.2).float()[0, 0]
    single = torch.where(torch.arange(256) % 128 == 60, 0.3, 0.8).expand(1, 3, 256, 256)
    assert drawn[60:200, 30:100].mean() < 0.02
    assert (grey(styled("cartoon", single, smoothness=2)) < 0.25).float()[0, 0, 60:200, 56:66].mean() > 0.08


def test_mosaic_has_mortar_that_is_darker_than_dark_stones() -> None:
    night = plain(0.1, 0.12, 0.2, 256)
    laid_out = styled("mosaic", night, stone=60, variety=0, relief=0, grout=1)
    assert laid_out.amax((0, 2, 3)).sub(torch.tensor((0.1, 0.12, 0.2))).max() < 0.03
    assert float((grey(laid_out) < 0.08).float().mean()) > 0.05


def test_stones_lie_in_rows_along_a_contour() -> None:
    disc = torch.hypot(*torch.meshgrid(torch.arange(200) - 100.0, torch.arange(200) - 100.0, indexing="ij")) < 60
    picture = torch.where(disc, 0.2, 0.9).expand(1, 3, 200, 200)
    x, y = lay_stones(picture, 40, 40)[:2].flatten(1)
    far = (torch.hypot(x - 20, y - 20) - 12).abs()
    place = far[(far < 3) & (far > 0.1)] % 1
    assert ((place > 0.25) & (place < 0.75)).float().mean() > 0.65
    assert abs(float(distance(picture, 5.0)[0, 0, 100, 100]) - 60) < 4


def test_pixels_has_no_stray_blocks_of_a_near_colour() -> None:
    palette = torch.tensor(((0.5, 0.0, 0.0), (0.55, 0.0, 0.0), (1.0, 0.0, 0.0)))
    blocks = torch.zeros(1, 9, 9, dtype=torch.long)
    blocks[0, 2, 2], blocks[0, 6, 6], blocks[0, 6, 2:4] = 1, 2, 1
    kept = remove_strays(blocks, palette)
    assert kept[0, 2, 2] == 0 and kept[0, 6, 6] == 2 and (kept[0, 6, 2:4] == 1).all()


def test_pixels_palette_is_as_full_as_the_picture() -> None:
    hues = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 0.2
    reds = torch.cat((plain(0.8, 0.1, 0.1, 64) + hues, plain(0.1, 0.3, 0.7, 64) + hues), 2).clamp(0, 1)
    painted = styled("pixels", reds, colours=4, dither=0)
    chroma = [float(oklab(pixels)[:, 1:].norm(dim=1).mean()) for pixels in (painted, reds)]
    assert chroma[0] > 0.95 * chroma[1]


def test_riso_prints_a_third_ink_where_hues_are_many() -> None:
    many = torch.cat((plain(0.9, 0.8, 0.1)[..., :48], plain(0.2, 0.6, 0.2)[..., :48]), -1)
    yellow = styled("riso", many, texture=0)[0, :, 20:70, 4:30].mean((1, 2))
    assert yellow[2] < 0.4 < 0.6 < yellow[1]
    few = plain(0.4, 0.5, 0.7)
    assert styled("riso", few).equal(styled("riso", few, inks="pink and blue"))
