"""The classic styles: each keeps its promises to the engine, and does what its name says."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import ganstudio.resources
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from ganstudio_plugins.classic import styles
from PIL import Image
from torch import Tensor

from ganstudio.api.options import parse
from ganstudio.api.style import Style
from ganstudio.stylize.tiles import Part, Region
from ganstudio.testing.styles import check_style, paint

STYLES = {style.id: style for style in styles()}


@cache
def photograph() -> Tensor:
    """The astronaut of the samples, 1×3×256×256."""
    with Image.open(Path(str(ganstudio.resources.__file__)).parent / "samples" / "astronaut.jpg") as opened:
        pixels = torch.from_numpy(np.array(opened.convert("RGB"))).permute(2, 0, 1)[None] / 255
    return F.interpolate(pixels, size=(256, 256), mode="area")


def plain(red: float, green: float, blue: float, side: int = 96) -> Tensor:
    return torch.tensor((red, green, blue))[None, :, None, None].expand(1, 3, side, side)


def styled(name: str, pixels: Tensor, **options: Any) -> Tensor:
    """A whole picture in a style, as the engine has it made."""
    style: Style[Any] = STYLES[name]
    array = (pixels[0] * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()
    height, width = array.shape[:2]
    part = Part(np.ascontiguousarray(array), Region(0, 0, width, height), width, height)
    sized = parse(style.Options, options, style.title).in_pixels(max(height, width))
    with torch.inference_mode():
        return paint(style, sized, style.measure(part, sized), part, part.region).clone()


def grey(pixels: Tensor) -> Tensor:
    return pixels.mean(1, keepdim=True)


def roughness(pixels: Tensor) -> float:
    """How much neighbouring pixels differ."""
    return float((pixels[..., 1:] - pixels[..., :-1]).abs().mean())


def psnr(one: Tensor, other: Tensor) -> float:
    return float(-10 * (one - other).square().mean().log10())


@pytest.mark.parametrize("name", STYLES)
def test_keeps_the_promises_of_a_style(name: str) -> None:
    check_style(STYLES[name])


@pytest.mark.parametrize("name", STYLES)
def test_looks_the_same_at_twice_the_size(name: str) -> None:
    coarse: dict[str, dict[str, float]] = {
        "halftone": {"dot": 18},
        "mosaic": {"stone": 32},
        "pixels": {"block": 16},
        "riso": {"grain": 8},
        "glass": {"cell": 60, "lead": 12},
    }
    larger = F.interpolate(photograph(), scale_factor=2.0, mode="bicubic").clamp(0, 1)
    here, there = (styled(name, pixels, **coarse.get(name, {})) for pixels in (photograph(), larger))
    assert psnr(F.avg_pool2d(here, 4), F.avg_pool2d(there, 8)) > 24


@pytest.mark.parametrize("name", STYLES)
def test_shows_in_the_picture(name: str) -> None:
    assert psnr(styled(name, photograph()), photograph()) < 30


def test_a_listing_needs_no_torch() -> None:
    code = "import sys, ganstudio_plugins.classic as c; [s.Options() for s in c.styles()]; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_oil_paints_over_grain_and_keeps_edges() -> None:
    sides = torch.cat((plain(0.25, 0.3, 0.4, 320)[..., :160], plain(0.8, 0.7, 0.6, 320)[..., 160:]), -1)
    grain = torch.randn(1, 3, 320, 320, generator=torch.Generator().manual_seed(0)) * 0.08
    bare = styled("oil", (sides + grain).clamp(0, 1), impasto=0, canvas=0, stroke=16, detail=0)
    assert roughness(bare[..., :140]) < roughness((sides + grain)[..., :140]) / 3
    step = grey(bare).mean(-2)[0, 0]
    assert float(step[164] - step[156]) > 0.8 * float(step[200:].mean() - step[:120].mean()) > 0.2


def test_impasto_and_canvas_show() -> None:
    flat = plain(0.5, 0.5, 0.5, 256)
    smooth = roughness(styled("oil", flat, impasto=0, canvas=0))
    assert roughness(styled("oil", flat, impasto=1, canvas=0)) > 1.15 * smooth
    assert roughness(styled("oil", flat, impasto=0, canvas=1)) > 1.05 * smooth


def test_oil_lays_finer_dabs_where_much_happens() -> None:
    bare = {"impasto": 0, "canvas": 0, "richness": 0.2, "stroke": 16}
    face = F.interpolate(photograph()[..., 10:138, 60:188], size=(384, 384), mode="bicubic").clamp(0, 1)
    fine, broad = (psnr(styled("oil", face, detail=detail, **bare), face) for detail in (1, 0))
    assert fine > broad + 0.3


def test_oil_has_hairs_of_a_pixel_or_two_in_large_pictures_too() -> None:
    style: Style[Any] = STYLES["oil"]
    sized = style.Options().in_pixels(6000)
    part = Part(np.full((200, 200, 3), 128, np.uint8), Region(0, 0, 200, 200), 200, 200)
    with torch.inference_mode():
        made = grey(paint(style, sized, style.measure(part, sized), part, part.region))
    fine = made - F.avg_pool2d(made, 3, 1, 1)
    assert fine[..., 2:-2, 2:-2].std() > 1 / 255


def test_pencil_is_grey_unless_crayons_are_asked_for() -> None:
    def colourfulness(pixels: Tensor) -> float:
        return float((pixels.amax(1) - pixels.amin(1)).mean())

    assert colourfulness(styled("pencil", photograph())) < 0.05
    assert colourfulness(styled("pencil", photograph(), colour=1)) > 0.1


def test_pencil_leaves_a_blank_sheet_blank_and_draws_an_edge() -> None:
    sheet = plain(1, 1, 1)
    assert styled("pencil", sheet).mean() > 0.93
    disc = torch.hypot(*torch.meshgrid(torch.arange(96) - 48.0, torch.arange(96) - 48.0, indexing="ij")) < 30
    drawn = grey(styled("pencil", torch.where(disc, 0.7, 1.0).expand(1, 3, 96, 96), shading=0, line=4))[0, 0]
    assert drawn.min() < 0.5 and drawn[40:56, 40:56].mean() > 0.9 and drawn[:12].mean() > 0.9


def test_cartoon_has_few_tones() -> None:
    ramp = torch.linspace(0, 1, 256)[None, None, None].expand(1, 3, 64, 256)
    light = grey(styled("cartoon", ramp, tones=4, smoothness=2))[0, 0, 32]
    assert int((light.diff().abs() < 0.002).sum()) > 128
    assert light[-8:].mean() - light[:8].mean() > 0.6


def test_watercolour_darkens_the_rim_of_a_wash() -> None:
    sides = torch.cat((plain(0.9, 0.9, 0.9, 256)[..., :128], plain(0.5, 0.6, 0.75, 256)[..., 128:]), -1)
    calm = {"bleeding": 0, "grain": 0, "drawing": 0, "wash": 16}
    with_rims, without = (grey(styled("watercolour", sides, rims=rims, **calm)).mean(-2)[0, 0] for rims in (1, 0))
    darker = without - with_rims
    assert darker[126:140].max() > 0.03
    assert darker[190:].max() < darker[126:140].max() / 4


def test_watercolour_is_lighter_than_the_picture() -> None:
    assert styled("watercolour", photograph()).mean() > photograph().mean() + 0.03


@pytest.mark.parametrize("tone", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("shape", ["dot", "line"])
def test_halftone_keeps_the_tone(tone: float, shape: str) -> None:
    printed = styled("halftone", plain(tone, tone, tone, 256), inks="black", shape=shape, dot=30)
    assert abs(float(grey(printed).mean()) - tone) < 0.04
    assert float(printed.std()) > 0.2


def test_halftone_of_mid_grey_is_grey_in_four_colours() -> None:
    printed = styled("halftone", plain(0.5, 0.5, 0.5, 256), dot=20).mean((0, 2, 3))
    assert np.allclose(printed, 0.5, atol=0.05)


def test_mosaic_has_as_many_colours_as_stones() -> None:
    laid = styled("mosaic", photograph(), stone=50, grout=0, relief=0, variety=0)
    colours = np.unique((laid[0] * 255).round().to(torch.uint8).flatten(1).T.numpy(), axis=0)
    assert 100 < len(colours) < 450


def test_mosaic_has_mortar_between_the_stones() -> None:
    white = plain(1, 1, 1, 256)
    share = [float((grey(styled("mosaic", white, stone=50, grout=grout)) < 0.4).float().mean()) for grout in (0, 0.5, 1)]
    assert share[0] == 0 and 0.03 < share[1] < share[2] < 0.4


@pytest.mark.parametrize("name", STYLES)
def test_tiles_meet_in_pictures_of_24_megapixels(name: str) -> None:
    style: Style[Any] = STYLES[name]
    sized = style.Options().in_pixels(6000)
    pixels = (photograph()[0, :, 60:124, 90:170] * 255).to(torch.uint8).permute(1, 2, 0).numpy()
    part = Part(np.ascontiguousarray(pixels), Region(0, 0, 80, 64), 80, 64)
    with torch.inference_mode():
        statistics = style.measure(part, sized)
        whole = paint(style, sized, statistics, part, part.region)
        tile = paint(style, sized, statistics, part, Region(33, 17, 30, 25))
    assert (whole[..., 17:42, 33:63] - tile).abs().max() < 1 / 255


def test_pointillism_splits_colours_but_keeps_their_mean() -> None:
    flat = plain(0.45, 0.55, 0.6, 200)
    dotted = styled("pointillism", flat, dot=15, density=1, division=1, relief=0)
    assert np.allclose(dotted.mean((0, 2, 3)), flat.mean((0, 2, 3)), atol=0.06)
    assert dotted.std((0, 2, 3)).min() > 0.05
    calm = styled("pointillism", flat, dot=15, density=1, division=0, relief=0)
    assert calm.std((0, 2, 3)).max() < 0.02


def test_pointillism_keeps_a_pale_sky_calmer_than_a_bright_flower() -> None:
    sky, flower = (
        styled("pointillism", plain(*colour, 200), dot=15, relief=0) for colour in ((0.8, 0.84, 0.88), (0.85, 0.3, 0.2))
    )
    apart = [float((made - made.mean(1, keepdim=True)).std((2, 3)).max()) for made in (sky, flower)]
    assert 2 * apart[0] < apart[1]


def test_pointillism_has_smaller_dots_where_much_happens() -> None:
    checks = (torch.arange(400) // 8 % 2).float() * 0.4 + 0.3
    calm, much = plain(0.5, 0.5, 0.5, 400)[..., :200], checks.expand(1, 3, 400, 400)[..., 200:]
    made = styled("pointillism", torch.cat((calm, much), -1), dot=15, relief=0, division=0)
    assert psnr(made[..., 250:350], much[..., 50:150]) > 16
