"""Light, colour, crop and angle: figures, and the same picture at every size, part and depth."""

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import ValidationError

from ganstudio.core.events import Rendered
from ganstudio.images.bit_depth import to_uint16
from ganstudio.images.linear_light import linear_space
from ganstudio.images.picture import Picture, Pixels
from ganstudio.stylize import tile_memory
from ganstudio.stylize.adjustments.apply import adjust_picture
from ganstudio.stylize.adjustments.geometry import (
    apply_geometry,
    crop_box,
    frame_size,
    point_in_source,
    reduce_geometry,
    result_size,
)
from ganstudio.stylize.adjustments.tone import apply_tone, contrast_curve
from ganstudio.stylize.adjustments.values import Adjustments, Crop, Geometry, Tone
from ganstudio.stylize.engine import Region, render
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.tile_cache import TileCache
from ganstudio.testing.styles import make_part
from tests.images.profiles import rgb_profile
from tests.stylize.styles import CATALOG

ADOBE = rgb_profile((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446), 2.19921875)
GEOMETRIES = [
    Geometry(crop=Crop(left=0.1, top=0.2, right=0.7, bottom=0.9)),
    Geometry(turns=1, ratio=1.0),
    Geometry(turns=3, straighten=-4.0, crop=Crop(left=0.25)),
    Geometry(straighten=12.5, ratio=16 / 9),
]


def picture(height: int, width: int, kind: Any = np.uint8, *, alpha: bool = False) -> Picture:
    pixels = make_part(height, width).pixels
    pixels = to_uint16(pixels) if kind == np.uint16 else pixels
    return Picture(pixels, np.ascontiguousarray(pixels[..., 1]) if alpha else None, dpi=(300, 72))


def smooth(height: int, width: int) -> Pixels:
    """Waves, without edges."""
    rows, columns = np.mgrid[0:height, 0:width]
    planes = [128 + 90 * np.sin(rows / across + columns / down) for across, down in ((40, 60), (70, -50), (90, 45))]
    return (np.stack(planes, -1) + 0.5).astype(np.uint8)


def light_of(pixels: Pixels, icc: bytes | None = None) -> NDArray[np.float64]:
    space, most = linear_space(icc), np.iinfo(pixels.dtype).max
    return np.stack([space.to_light(channel, pixels[..., channel] / most) for channel in range(3)], -1)


def look_of(adjustments: Adjustments, *layers: Layer) -> Look:
    return Look(layers=layers, adjustments=adjustments)


def painted(source: Picture, look: Look, **how: Any) -> Picture:
    events = list(render(source, look, CATALOG, stop=threading.Event(), **how))
    assert isinstance(events[-1], Rendered)
    return events[-1].picture


@pytest.mark.parametrize("icc", [None, ADOBE], ids=["sRGB", "gamma 2.2"])
@pytest.mark.parametrize("stops", [1.0, -2.0, 0.5])
def test_a_stop_is_twice_the_linear_light(stops: float, icc: bytes | None) -> None:
    ramp = np.linspace(3000, 65535, 500).astype(np.uint16)[None, :, None].repeat(3, 2)
    made = light_of(apply_tone(ramp, Tone(exposure=stops), icc), icc)
    wanted = (light_of(ramp, icc) * 2**stops).clip(0, 1)
    assert np.abs(made - wanted).max() < 4e-5, "a level of 16 bits"
    eight = (ramp // 257).astype(np.uint8)
    assert (
        np.abs(
            light_of(apply_tone(eight, Tone(exposure=stops), icc), icc) - (light_of(eight, icc) * 2**stops).clip(0, 1)
        ).max()
        < 0.005
    )


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_what_is_made_lighter_and_darker_again_comes_back(kind: Any) -> None:
    pixels = picture(40, 50, kind).pixels // 2
    there = apply_tone(apply_tone(to_uint16(pixels), Tone(exposure=0.75), None), Tone(exposure=-0.75), None)
    assert np.abs(there.astype(int) - to_uint16(pixels)).max() <= 2


def test_contrast_keeps_black_grey_and_white_and_is_twice_as_steep_at_grey() -> None:
    kept = np.array([0, 0.18, 1])
    for contrast in (-100.0, 40.0, 100.0):
        assert np.allclose(contrast_curve(kept, contrast), kept, atol=1e-9)
    around = contrast_curve(np.array([0.18 / 1.01, 0.18 * 1.01]), 100)
    assert np.log2(around[1] / around[0]) / np.log2(1.01**2) == pytest.approx(2, abs=0.01)
    grey = apply_tone(np.full((1, 1, 3), 118, np.uint8), Tone(contrast=80), None)
    assert abs(int(grey[0, 0, 0]) - 118) <= 1, "middle grey of sRGB is 118"


def test_warmth_makes_grey_warmer_and_as_light() -> None:
    grey = np.full((4, 4, 3), 20_000, np.uint16)
    for icc in (None, ADOBE):
        warm, cold = (apply_tone(grey, Tone(warmth=warmth), icc)[0, 0].astype(int) for warmth in (60, -60))
        assert warm[0] > warm[1] > warm[2] and cold[0] < cold[1] < cold[2]
        luminance = linear_space(icc).to_xyz[1]
        for made in (warm, cold):
            assert light_of(made[None, None].astype(np.uint16), icc)[0, 0] @ luminance == pytest.approx(
                light_of(grey, icc)[0, 0] @ luminance, rel=2e-3
            )


def test_no_saturation_is_grey_of_the_same_luminance_and_grey_stays_grey() -> None:
    source = picture(30, 40, np.uint16).pixels
    grey = apply_tone(source, Tone(saturation=-100), None)
    assert np.ptp(grey.astype(int), axis=2).max() <= 1
    luminance = linear_space(None).to_xyz[1]
    assert np.abs((light_of(grey) - light_of(source)) @ luminance).max() < 1e-4
    assert np.array_equal(apply_tone(grey, Tone(saturation=70), None), grey) or (
        np.abs(apply_tone(grey, Tone(saturation=70), None).astype(int) - grey).max() <= 2
    )


def test_a_profile_of_tables_or_a_broken_one_counts_as_srgb() -> None:
    for icc in (b"profile", ADOBE[:200], ADOBE.replace(b"rTRC", b"xTRC")):
        assert np.allclose(linear_space(icc).to_xyz, linear_space(None).to_xyz)
    assert linear_space(ADOBE).to_light(0, np.array(0.5)) == pytest.approx(0.5**2.19921875, abs=1e-4)


def test_a_crop_is_to_the_bit_the_part_of_the_whole() -> None:
    source, tone = picture(97, 131, np.uint16, alpha=True), Tone(exposure=0.4, warmth=30, saturation=20, contrast=15)
    geometry = Geometry(crop=Crop(left=0.1, top=0.2, right=0.7, bottom=0.9))
    box = crop_box((131, 97), geometry)
    part = slice(box.top, box.top + box.height), slice(box.left, box.left + box.width)
    whole = adjust_picture(source, Adjustments(tone=tone))
    made = adjust_picture(source, Adjustments(tone=tone, geometry=geometry))
    assert np.array_equal(made.pixels, whole.pixels[part])
    assert source.alpha is not None and made.alpha is not None and np.array_equal(made.alpha, source.alpha[part])
    assert (box.left, box.top, box.width, box.height) == (13, 19, 79, 68)


def test_quarter_turns_are_exact_and_turn_the_resolution() -> None:
    source = picture(30, 50, alpha=True)
    made = apply_geometry(source, Geometry(turns=1))
    assert np.array_equal(made.pixels, np.rot90(source.pixels, -1)) and made.dpi == (72, 300)
    for _ in range(3):
        made = apply_geometry(made, Geometry(turns=1))
    assert np.array_equal(made.pixels, source.pixels) and made.dpi == source.dpi
    assert made.alpha is not None and source.alpha is not None and np.array_equal(made.alpha, source.alpha)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_straightened_by_five_degrees_and_back_is_the_middle_again(kind: Any) -> None:
    pixels = smooth(300, 400) if kind == np.uint8 else to_uint16(smooth(300, 400))
    there = apply_geometry(Picture(pixels), Geometry(straighten=5))
    back = apply_geometry(there, Geometry(straighten=-5))
    places = [((300 - back.height) // 2 + down, (400 - back.width) // 2 + across) for down in (0, 1) for across in (0, 1)]
    parts = (pixels[top : top + back.height, left : left + back.width] for top, left in places)
    apart = min(np.abs(back.pixels.astype(int) - part).mean() for part in parts)
    assert apart < 2.2 * np.iinfo(kind).max / 255, "half a pixel of place at most"


def test_a_tilted_place_is_where_the_formula_says() -> None:
    rows, columns = np.mgrid[0:200, 0:300]
    source = Picture(np.stack([columns * 200, rows * 300, columns * 0], -1).astype(np.uint16))
    geometry = Geometry(straighten=7.5, crop=Crop(left=0.2, top=0.1, right=0.8, bottom=0.7))
    made = apply_geometry(source, geometry)
    for x, y in ((10, 10), (made.width // 2, made.height - 12), (made.width - 5, 30)):
        at = point_in_source(((x + 0.5) / made.width, (y + 0.5) / made.height), (300, 200), geometry)
        assert made.pixels[y, x, 0] / 200 + 0.5 == pytest.approx(at[0], abs=0.02)
        assert made.pixels[y, x, 1] / 300 + 0.5 == pytest.approx(at[1], abs=0.02)


@pytest.mark.parametrize("degrees", [0.5, -5.0, 30.0, 45.0, -45.0])
@pytest.mark.parametrize("size", [(300, 200), (120, 333), (2, 500), (1, 1)])
def test_no_corner_is_empty(size: tuple[int, int], degrees: float) -> None:
    geometry = Geometry(straighten=degrees)
    assert frame_size(size, degrees)[0] >= 1
    for corner in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)):
        x, y = point_in_source(corner, size, geometry)
        slack = 0.01 if min(frame_size(size, degrees)) > 1 else 0.71
        assert -slack <= x <= size[0] + slack and -slack <= y <= size[1] + slack
    white = Picture(np.full((size[1], size[0], 3), 255, np.uint8))
    assert apply_geometry(white, geometry).pixels.min() == 255


def test_transparency_is_tilted_with_its_colours_as_far_as_they_show() -> None:
    pixels, alpha = np.zeros((120, 120, 3), np.uint8), np.zeros((120, 120), np.uint8)
    pixels[:, 60:], alpha[:, 60:] = 200, 255
    made = apply_geometry(Picture(pixels, alpha), Geometry(straighten=10))
    assert made.alpha is not None
    assert set(np.unique(made.pixels[made.alpha > 8])) <= {199, 200, 201}, "no dark edge"


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_a_reduced_picture_is_the_whole_one_reduced(geometry: Geometry) -> None:
    source = Picture(smooth(410, 613))
    whole, small = apply_geometry(source, geometry), reduce_geometry(source, geometry, 150)
    wanted = whole.resize(150)
    assert (small.width, small.height) == (wanted.width, wanted.height)
    assert (whole.width, whole.height) == result_size((613, 410), geometry)
    assert np.abs(small.pixels.astype(int) - wanted.pixels)[4:-4, 4:-4].mean() < 1.0


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_parts_and_tiles_are_those_of_the_whole(geometry: Geometry, monkeypatch: pytest.MonkeyPatch) -> None:
    source = picture(150, 211, alpha=True)
    adjustments = Adjustments(tone=Tone(exposure=0.5, warmth=40), geometry=geometry)
    look = look_of(adjustments, Layer(style="haze", options={"width": 30}), Layer(style="screen"))
    monkeypatch.setattr(tile_memory, "tile_side", lambda margin, device: 64)
    whole = painted(source, look)
    region = Region(11, 7, 40, 35)
    part = painted(source, look, region=region)
    rows = region.within(Region(0, 0, whole.width, whole.height))
    assert np.array_equal(part.pixels, whole.pixels[rows])
    adjusted = painted(adjust_picture(source, adjustments), look.styles_alone)
    assert np.array_equal(adjusted.pixels, whole.pixels)


def test_what_is_kept_of_another_light_is_not_taken_for_this_one() -> None:
    source, cache = picture(80, 90), TileCache()
    layers = Layer(style="haze", options={"width": 30}), Layer(style="negative", strength=0.5)
    for stops in (0.0, 1.0, 0.0, -1.0):
        look = look_of(Adjustments(tone=Tone(exposure=stops)), *layers)
        assert np.array_equal(painted(source, look, tile_cache=cache).pixels, painted(source, look).pixels)


def test_a_look_without_styles_is_the_adjusted_picture() -> None:
    source, adjustments = picture(50, 60, alpha=True), Adjustments(tone=Tone(contrast=30), geometry=Geometry(turns=2))
    made, wanted = painted(source, look_of(adjustments)), adjust_picture(source, adjustments)
    assert np.array_equal(made.pixels, wanted.pixels)
    assert replace(made, pixels=source.pixels, alpha=None).dpi == source.dpi


def test_a_picture_without_adjustments_is_the_very_same() -> None:
    source = picture(20, 30)
    assert adjust_picture(source, Adjustments()) is source


@pytest.mark.parametrize(
    "values", [{"exposure": 6}, {"exposure": float("nan")}, {"contrast": -101}, {"warmth": float("inf")}]
)
def test_tones_out_of_range_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Tone(**values)


def test_a_crop_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="the crop keeps nothing"):
        Crop(left=0.5, right=0.5)
    assert crop_box((3, 3), Geometry(crop=Crop(left=0.9, right=0.95, top=0, bottom=0.01))).width == 1


def test_masks_lie_on_the_picture_that_is_left() -> None:
    from ganstudio.stylize.mask import Fade, Mask

    adjustments = Adjustments(geometry=Geometry(crop=Crop(left=0.5)))
    mask = Mask(fade=Fade(start=(0, 0), end=(1, 0)))
    source = picture(60, 200)
    made = painted(source, look_of(adjustments, Layer(style="negative", mask=mask)))
    cropped = adjust_picture(source, adjustments)
    assert np.abs(made.pixels[:, 0].astype(int) - cropped.pixels[:, 0]).max() <= 2
    assert np.abs(made.pixels[:, -1].astype(int) - (255 - cropped.pixels[:, -1])).max() <= 2
