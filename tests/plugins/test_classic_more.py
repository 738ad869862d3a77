"""What the names of the later classic styles promise; tests/plugins/test_classic.py holds them to a style's contract."""

from pathlib import Path

import pytest
import torch
from ganstudio_plugins.classic.glass import cut, stain
from ganstudio_plugins.classic.ink import glaze
from ganstudio_plugins.classic.paint_styles import InkOptions
from PIL import Image
from torch import Tensor

from ganstudio.api.style import Tile
from tests.plugins.test_classic import STYLES, grey, photograph, plain, styled


def colours(pixels: Tensor) -> set[tuple[int, ...]]:
    """Each colour of a picture 1×3×H×W, in levels of 255."""
    levels = (pixels[0] * 255).round().int().flatten(1).T
    return {tuple(colour) for colour in levels.tolist()}


def test_pixels_uses_the_palette_exactly() -> None:
    green = {(12, 38, 24), (44, 90, 53), (127, 156, 48), (210, 220, 114)}
    assert colours(styled("pixels", photograph(), palette="handheld green")) == green
    assert colours(styled("pixels", plain(0.0, 0.0, 0.0), palette="black and white")) == {(16, 16, 20)}


def test_pixels_takes_no_more_colours_than_are_asked_for() -> None:
    assert len(colours(styled("pixels", photograph(), colours=2))) == 2
    assert 20 < len(colours(styled("pixels", photograph(), colours=24))) <= 24


def test_pixels_are_square_blocks() -> None:
    blocks = styled("pixels", photograph(), block=31.25)
    corner = blocks[..., ::8, ::8].repeat_interleave(8, -1).repeat_interleave(8, -2)
    assert blocks.equal(corner)
    assert len(colours(blocks)) > 8


def test_a_dither_mixes_the_tone_that_no_colour_has() -> None:
    ramp = torch.linspace(0.2, 0.8, 256)[None, None, None].expand(1, 3, 64, 256)
    bare, dithered = (styled("pixels", ramp, palette="black and white", dither=dither) for dither in (0, 1))
    assert len(colours(bare[..., 128:129])) == 1
    quarters = dithered.unfold(-1, 64, 64).mean((0, 1, 2, 4))
    assert (quarters.diff() > 0.05).all()


def test_comic_keeps_a_grainy_plain_area_calm() -> None:
    grain = torch.randn(1, 3, 192, 192, generator=torch.Generator().manual_seed(0)) * 0.02
    flat = styled("comic", (plain(0.8, 0.75, 0.6, 192) + grain).clamp(0, 1), calm=16, colours=4)
    assert float(flat[..., 32:-32, 32:-32].std((2, 3)).max()) < 0.01


def test_comic_leaves_a_speech_bubble_readable() -> None:
    page = plain(0.45, 0.55, 0.3, 256).clone()
    page[..., 60:200, 40:220] = 1.0
    page[..., 90:170, 80:86] = page[..., 90:170, 170:176] = 0.0
    printed = grey(styled("comic", page))[0, 0]
    assert printed[70:190, 100:160].min() > 0.97
    assert printed[100:160, 82:84].max() < 0.1 and printed[100:160, 172:174].max() < 0.1


def test_comic_prints_dots_in_the_shadows_alone() -> None:
    sides = torch.cat((plain(0.25, 0.3, 0.5, 256)[..., :128], plain(0.85, 0.8, 0.6, 256)[..., 128:]), -1)
    with_dots, without = (styled("comic", sides, shadow=shadow, blacks=0, dot=24) for shadow in (0.5, 0))
    dots = (with_dots - without).abs().mean(1)[0]
    assert dots[:, :110].max() > 0.1
    assert dots[:, 150:].max() < 1 / 255


def test_comic_draws_black_lines_that_are_bolder_where_more_changes() -> None:
    steps = torch.cat([plain(tone, tone, tone, 256)[..., :64] for tone in (0.95, 0.45, 0.95, 0.3)], -1)
    black = (grey(styled("comic", steps, line=8, blacks=0, shadow=0)) < 0.25).float()[0, 0]
    weak, strong = black[100:150, 118:138].sum(1).mean(), black[100:150, 182:202].sum(1).mean()
    assert strong > weak + 1 > 2


def test_riso_prints_with_its_inks_alone() -> None:
    solid = styled("riso", plain(0.0, 0.0, 0.0), texture=0, inks="pink and blue")[0, :, 48, 48]
    both = [
        paper * pink * blue
        for paper, pink, blue in zip((0.965, 0.95, 0.915), (1.0, 0.28, 0.69), (0.0, 0.47, 0.75), strict=True)
    ]
    assert torch.allclose(solid, torch.tensor(both), atol=0.01)
    blank = styled("riso", plain(1.0, 1.0, 1.0), texture=0)
    assert torch.allclose(blank.mean((0, 2, 3)), torch.tensor((0.965, 0.95, 0.915)), atol=0.02)


@pytest.mark.parametrize("tone", [0.3, 0.5, 0.7])
def test_riso_keeps_light_and_dark_in_order(tone: float) -> None:
    printed = styled("riso", plain(tone, tone, tone, 256), grain=10, texture=0, contrast=0, slip=0)
    darker = styled("riso", plain(tone - 0.15, tone - 0.15, tone - 0.15, 256), grain=10, texture=0, contrast=0, slip=0)
    assert printed.mean() > darker.mean() + 0.04
    assert printed.std() > 0.1


def test_riso_slips_its_second_ink() -> None:
    sides = torch.cat((plain(0.0, 0.0, 0.0, 256)[..., :128], plain(1.0, 1.0, 1.0, 256)[..., 128:]), -1)
    still, slipped = (styled("riso", sides, slip=slip, texture=0)[0, :, 100:150] for slip in (0, 12))
    assert torch.allclose(still[:, :, :100], slipped[:, :, :100], atol=0.02)
    assert (still - slipped)[:, :, 122:134].abs().mean() > 0.05


def test_ink_leaves_the_lights_bare_and_draws_dark_lines() -> None:
    disc = torch.hypot(*torch.meshgrid(torch.arange(256) - 128.0, torch.arange(256) - 128.0, indexing="ij")) < 80
    drawn = grey(styled("ink", torch.where(disc, 0.35, 0.95).expand(1, 3, 256, 256), paper=0, brush=8, wet=0))[0, 0]
    assert drawn[:30].min() > 0.9
    assert drawn[128, 40:56].min() < 0.15
    assert drawn[100:156, 100:156].min() > drawn[128, 40:56].min() + 0.05


def test_ink_is_grey_unless_it_is_tinted() -> None:
    bare, tinted = (styled("ink", photograph(), tint=tint) for tint in (0, 1))
    spread = [float((pixels.amax(1) - pixels.amin(1)).mean()) for pixels in (bare, tinted)]
    assert spread[0] < 0.07 < spread[1] - 0.02


@pytest.mark.parametrize("tones", [3, 6])
def test_ink_has_few_tones(tones: int) -> None:
    dark = torch.linspace(0, 1, 512)[None, None, None].expand(1, 1, 64, 512)
    still = InkOptions(tones=tones, wash=2).in_pixels(1)
    laid = glaze(Tile(dark.expand(1, 3, -1, -1), 0, 0, 512, 64), dark, still)[0, 0, 32]
    steep = laid.diff() > 2 * float(laid.diff().mean())
    assert int((steep[1:] & ~steep[:-1]).sum()) == tones


def test_glass_is_cut_into_pieces_of_one_colour() -> None:
    pieces, inside = cut(photograph(), 32.0, 0.6)
    glass = stain(photograph(), pieces, 0.5)
    number = int(pieces.max()) + 1
    assert 30 < number <= 64
    assert len(colours(glass)) <= number
    assert inside.min() < 1
    assert inside.max() > 5


def test_glass_is_cut_along_the_forms() -> None:
    sides = torch.cat((plain(0.1, 0.2, 0.7, 256)[..., :117], plain(0.9, 0.7, 0.2, 256)[..., 117:]), -1)
    pieces, _ = cut(sides, 32.0, 1.0)
    left, right = ({*part.flatten().tolist()} for part in (pieces[:, :114], pieces[:, 120:]))
    assert not left & right


def test_glass_lies_in_dark_lead_as_broad_as_asked_for() -> None:
    lights = plain(0.8, 0.8, 0.8, 256)
    dark = [float((grey(styled("glass", lights, cell=100, lead=lead)) < 0.3).float().mean()) for lead in (6, 12)]
    assert 0.05 < dark[0] < 0.8 * dark[1] < 0.4


def test_glass_glows_in_the_middle_of_a_piece() -> None:
    lights, parts = plain(0.5, 0.5, 0.5, 256), cut(plain(0.5, 0.5, 0.5, 256), 25.6, 0.6)[1]
    dull, bright = (grey(styled("glass", lights, cell=100, glow=glow, paint=0)) for glow in (0, 1))
    lighter = bright - dull
    assert lighter[parts > 5].mean() > lighter[(parts > 2) & (parts < 3)].mean() + 0.05


@pytest.mark.parametrize("name", STYLES)
def test_the_docs_show_every_style(name: str) -> None:
    docs = Path(__file__).parents[2] / "docs"
    text = (docs / "styles.md").read_text()
    assert f"## {STYLES[name].title} (`{name}`)" in text
    assert f"](images/styles/{name}.jpg)" in text
    shown = docs / "images" / "styles" / f"{name}.jpg"
    assert shown.stat().st_size <= 40_000
    with Image.open(shown) as opened:
        assert opened.width == 480
