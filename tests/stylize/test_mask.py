"""Masks, blends and what is kept of the picture's colours: their values, and that regions and whole agree."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.blend import Blend, blend
from ganstudio.stylize.colour_preservation import match_colours, match_levels
from ganstudio.stylize.engine import Region
from ganstudio.stylize.look import Layer, Look, read_look
from ganstudio.stylize.mask import Fade, Mask, Stroke, Tones
from ganstudio.stylize.mask_rendering import mask_over_tile, render_mask
from tests.stylize.test_engine import look_rendered, rendered

LINE = Stroke(points=((0.2, 0.5), (0.8, 0.5)), size=0.2, hardness=1.0)
MASKS = {
    "fade": Mask(fade=Fade(start=(0.5, 1.0), end=(0.5, 0.2)), feather=0.02),
    "tones": Mask(tones=Tones(low=0.4), invert=True),
    "strokes": Mask(full=False, strokes=(LINE, Stroke(points=((0.5, 0.5),), size=0.1, erase=True)), feather=0.01),
}


@pytest.fixture(scope="module")
def catalog(bundled: Catalog) -> Catalog:
    return bundled


def ramp(height: int = 40, width: int = 80) -> Picture:
    """From black at the left to white at the right."""
    row = np.linspace(0, 255, width).astype(np.uint8)
    return Picture(np.ascontiguousarray(np.broadcast_to(row[None, :, None], (height, width, 3))))


def test_a_fade_rises_from_its_start_to_its_end() -> None:
    made = render_mask(Mask(fade=Fade(start=(0.25, 0.5), end=(0.75, 0.5))), ramp())
    assert (made[:, :20] == 0).all()
    assert (made[:, 60:] == 1).all()
    assert made[7, 40] == pytest.approx(0.5125)
    assert (np.diff(made[0]) >= 0).all()


def test_tones_take_the_bright_ones() -> None:
    made = render_mask(Mask(tones=Tones(low=0.5, soft=0.1)), ramp())
    assert made[0, -1] == 1
    assert made[0, 30] == 0
    assert 0 < made[0, 37] < 1


def test_a_stroke_covers_its_line_and_an_eraser_takes_away() -> None:
    drawn = render_mask(Mask(full=False, strokes=(LINE,)), ramp())
    assert drawn[20, 40] == 1
    assert drawn[20, 2] == 0
    assert drawn[2, 40] == 0
    assert drawn.mean() == pytest.approx((48 * 16 + np.pi * 64) / 3200, rel=0.06)  # a line with round ends
    erased = render_mask(Mask(strokes=(LINE.model_copy(update={"erase": True}),)), ramp())
    assert np.abs(erased - (1 - drawn)).max() < 1e-6


def test_half_an_opacity_counts_half_and_a_soft_brush_fades() -> None:
    half = render_mask(Mask(full=False, strokes=(LINE.model_copy(update={"opacity": 0.5}),)), ramp())
    assert half.max() == 0.5
    soft = render_mask(Mask(full=False, strokes=(LINE.model_copy(update={"hardness": 0.0}),)), ramp(200, 400))
    column = soft[:, 200]
    assert len(np.unique(column)) > 20
    assert column.argmax() == pytest.approx(100, abs=12)


def test_a_map_is_the_same_wherever_it_is_cut() -> None:
    made = np.random.default_rng(1).random((30, 47), np.float32)
    whole = mask_over_tile(made, Region(0, 0, 470, 300), 470, 300, "cpu")
    part = mask_over_tile(made, Region(123, 45, 50, 60), 470, 300, "cpu")
    assert torch.equal(part, whole[:, :, 45:105, 123:173])
    assert np.abs(whole[0, 0, 4::10, 4::10].numpy() - made).max() < 0.12  # beside the middle of each place


@pytest.mark.parametrize("name", MASKS)
def test_a_masked_region_is_the_same_part_of_the_whole(name: str, samples: Path, catalog: Catalog) -> None:
    source = open_picture(samples / "coffee.jpg")
    layers = Layer(style="pencil", mask=MASKS[name], blend="multiply", strength=0.8), Layer(style="halftone", on=False)
    whole = rendered(source, *layers, catalog=catalog)
    part = rendered(source, *layers, catalog=catalog, region=Region(505, 100, 40, 90))
    assert np.array_equal(part.pixels, whole.pixels[100:190, 505:545])


def test_where_the_mask_is_empty_the_picture_is_untouched(samples: Path, catalog: Catalog) -> None:
    source = open_picture(samples / "coffee.jpg")
    left = Mask(fade=Fade(start=(0.5, 0), end=(0.501, 0)))
    made = rendered(source, Layer(style="pencil", mask=left), catalog=catalog)
    middle = source.width // 2
    assert np.array_equal(made.pixels[:, : middle - 2], source.pixels[:, : middle - 2])
    alone = rendered(source, Layer(style="pencil"), catalog=catalog)
    assert np.array_equal(made.pixels[:, middle + 4 :], alone.pixels[:, middle + 4 :])


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("normal", 0.5), ("multiply", 0.1), ("screen", 0.6), ("overlay", 0.2), ("darken", 0.2), ("lighten", 0.5),
     ("soft light", 0.2)],
)  # fmt: skip
def test_blends_are_the_usual_ones(mode: Blend, expected: float) -> None:
    plain, styled = torch.full((1, 3, 2, 2), 0.2), torch.full((1, 3, 2, 2), 0.5)
    assert torch.allclose(blend(plain, styled, mode), torch.tensor(expected))


def test_colour_and_light_take_one_each() -> None:
    plain, styled = torch.full((1, 3, 1, 1), 0.5), torch.tensor([0.9, 0.2, 0.3]).view(1, 3, 1, 1)
    luma = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)
    colour, light = blend(plain, styled, "colour"), blend(plain, styled, "light")
    assert (colour * luma).sum().item() == pytest.approx(0.5, abs=1e-5)
    assert (light.amax() - light.amin()).item() == pytest.approx(0, abs=1e-6)


def statistics_of(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    values = pixels.reshape(-1, 3) / 255
    return np.concatenate((values.mean(0), np.cov(values.T).ravel()))


def test_matched_colours_have_the_pictures_mean_and_spread(samples: Path) -> None:
    one = open_picture(samples / "coffee.jpg").pixels.astype(np.uint8)
    other = np.ascontiguousarray(255 - one[..., ::-1] // 2)
    match_colours(one, other).apply(other)
    assert np.abs(statistics_of(other) - statistics_of(one)).max() < 0.02


def test_a_picture_of_one_colour_can_be_matched() -> None:
    flat = np.full((4, 4, 3), 90, np.uint8)
    match_colours(ramp().pixels, flat).apply(flat)
    assert len(np.unique(flat)) == 1


def test_levelled_points_are_the_pictures_own() -> None:
    pale = (ramp().pixels // 2 + 64).astype(np.uint8)
    match_levels(ramp().pixels, pale).apply(pale)
    assert (pale.min(), pale.max()) == (0, 255)


@pytest.mark.parametrize("kept", ["match_colours", "lock_points"])
def test_kept_colours_of_a_region_are_those_of_the_whole(kept: str, samples: Path, catalog: Catalog) -> None:
    source = open_picture(samples / "coffee.jpg")
    look = Look.model_validate({"layers": [{"style": "pencil"}], kept: True})
    whole, part = look_rendered(source, look, catalog), look_rendered(source, look, catalog, region=Region(100, 90, 70, 60))
    assert np.array_equal(part.pixels, whole.pixels[90:150, 100:170])
    plain = rendered(source, Layer(style="pencil"), catalog=catalog)
    assert not np.array_equal(whole.pixels, plain.pixels)


def test_sixteen_bits_stay_sixteen(catalog: Catalog) -> None:
    row = np.linspace(0, 65535, 4000).astype(np.uint16)
    source = Picture(np.ascontiguousarray(np.broadcast_to(row[None, :, None], (64, 4000, 3))))
    made = rendered(source, Layer(style="watercolour", strength=0.0), Layer(style="cartoon", strength=0.2), catalog=catalog)
    assert made.pixels.dtype == np.uint16
    assert len(np.unique(made.pixels[32, :, 1])) > 1500


def test_a_look_with_all_of_it_goes_through_json() -> None:
    layers = tuple(Layer(style="oil", mask=mask, blend="overlay", on=False) for mask in MASKS.values())
    look = Look(layers=layers, match_colours=True, lock_points=True)
    assert read_look(look.model_dump_json(), "x") == look
