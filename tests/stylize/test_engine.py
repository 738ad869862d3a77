"""The engine: tiles, regions, strength, colours, memory, stopping."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganstudio.core.devices import is_out_of_memory
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered, TileDone
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture, Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize import tile_memory
from ganstudio.stylize.engine import Region, render
from ganstudio.stylize.look import Layer, Look
from ganstudio.testing.styles import make_part
from tests.stylize.styles import CATALOG, Halting

STACK = (Layer(style="haze", options={"width": 30}), Layer(style="screen"), Layer(style="haze", strength=0.7))


def picture(height: int, width: int, *, alpha: bool = False) -> Picture:
    pixels = make_part(height, width).pixels
    return Picture(pixels, alpha=np.ascontiguousarray(pixels[..., 0]) if alpha else None, icc=b"profile", dpi=(72, 72))


def rendered(source: Picture, *layers: Layer, catalog: Catalog = CATALOG, keep: bool = False, **how: Any) -> Picture:
    return look_rendered(source, Look(layers=layers, keep_colours=keep), catalog, **how)


def look_rendered(source: Picture, look: Look, catalog: Catalog, **how: Any) -> Picture:
    events = list(render(source, look, catalog, stop=threading.Event(), **how))
    assert isinstance(events[-1], Rendered)
    return events[-1].picture


def tiles_of(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tile_memory, "tile_side", lambda margin, device: side)


def gap(one: Pixels, other: Pixels) -> int:
    assert one.shape == other.shape
    return int(np.abs(one.astype(int) - other).max())


@pytest.mark.parametrize("side", [64, 97, 200])
@pytest.mark.parametrize("size", [(130, 190), (1, 1), (3, 400), (20, 20)])
def test_tiles_of_any_size_make_the_same_picture(size: tuple[int, int], side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rendered(picture(*size), *STACK)
    tiles_of(side, monkeypatch)
    tiled = rendered(picture(*size), *STACK)
    assert gap(tiled.pixels, whole.pixels) <= 1


@pytest.mark.parametrize("region", [Region(0, 0, 40, 30), Region(61, 47, 33, 21), Region(150, 100, 40, 30)])
@pytest.mark.parametrize("side", [64, 512])
def test_a_region_is_the_same_part_of_the_whole(region: Region, side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tiles_of(side, monkeypatch)
    source = picture(130, 190, alpha=True)
    whole, part = rendered(source, *STACK), rendered(source, *STACK, region=region)
    rows, columns = slice(region.top, region.top + region.height), slice(region.left, region.left + region.width)
    assert np.array_equal(part.pixels, whole.pixels[rows, columns])
    assert part.alpha is not None and source.alpha is not None
    assert np.array_equal(part.alpha, source.alpha[rows, columns])


def test_a_region_of_the_bundled_styles_is_the_same_to_the_last_bit(samples: Path, bundled: Catalog) -> None:
    source = open_picture(samples / "coffee.jpg")
    for style in ("oil", "pencil", "pointillism"):
        whole = rendered(source, Layer(style=style), catalog=bundled)
        part = rendered(source, Layer(style=style), catalog=bundled, region=Region(505, 100, 40, 90))
        assert np.array_equal(part.pixels, whole.pixels[100:190, 505:545])


def test_watercolour_under_oil_is_the_same_in_a_region(
    samples: Path, bundled: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles_of(128, monkeypatch)
    source = open_picture(samples / "coffee.jpg").resize(300)
    layers = (Layer(style="watercolour"), Layer(style="oil"))
    whole = rendered(source, *layers, catalog=bundled).pixels
    part = rendered(source, *layers, catalog=bundled, region=Region(130, 40, 125, 60)).pixels
    assert np.array_equal(part, whole[40:100, 130:255])


def test_a_region_without_a_measure_needs_little_of_the_layers_before() -> None:
    source = picture(1100, 1100)
    layers = (Layer(style="negative"), Layer(style="screen"))
    look, region = Look(layers=layers), Region(10, 10, 20, 20)
    events = list(render(source, look, CATALOG, region=region, stop=threading.Event()))
    assert [event for event in events if isinstance(event, TileDone)] == [TileDone(1, 2), TileDone(2, 2)]


def test_a_region_that_reaches_out_of_the_picture_ends_at_its_edge() -> None:
    part = rendered(picture(50, 60), Layer(style="negative"), region=Region(-10, 40, 30, 30))
    assert (part.width, part.height) == (20, 10)
    with pytest.raises(GanStudioError, match="outside the picture"):
        rendered(picture(50, 60), Layer(style="negative"), region=Region(70, 0, 5, 5))


def test_strength() -> None:
    source = Picture(np.full((8, 8, 3), 100, np.uint8))
    for strength, level in ((0, 100), (0.5, 127.5), (1, 155), (1.5, 182.5)):
        made = rendered(source, Layer(style="negative", strength=strength))
        assert abs(int(made.pixels[0, 0, 0]) - level) <= 0.5
    assert gap(rendered(picture(30, 40), Layer(style="negative", strength=0)).pixels, picture(30, 40).pixels) == 0


def test_a_style_may_enlarge(monkeypatch: pytest.MonkeyPatch) -> None:
    source = picture(70, 90, alpha=True)
    layers = (Layer(style="haze"), Layer(style="double"), Layer(style="haze", strength=0.5))
    whole = rendered(source, *layers)
    assert whole.pixels.shape == (140, 180, 3)
    assert whole.alpha is not None and whole.alpha.shape == (140, 180)
    tiles_of(64, monkeypatch)
    part = rendered(source, *layers, region=Region(20, 30, 31, 17))
    assert gap(part.pixels, whole.pixels[60:94, 40:102]) <= 1


def test_enlarged_pictures_keep_their_colours_and_regions_too() -> None:
    source = picture(70, 90)
    whole = rendered(source, Layer(style="double"), keep=True).pixels
    part = rendered(source, Layer(style="double"), keep=True, region=Region(20, 30, 31, 17)).pixels
    assert np.array_equal(part, whole[60:94, 40:102])
    hues = chroma(whole[::2, ::2]).reshape(-1, 3), chroma(source.pixels).reshape(-1, 3)
    assert np.corrcoef(hues[0].ravel(), hues[1].ravel())[0, 1] > 0.8


def test_no_layers_leave_the_picture_as_it_is() -> None:
    source = picture(20, 30, alpha=True)
    assert gap(rendered(source).pixels, source.pixels) == 0


def test_what_came_with_the_picture_stays() -> None:
    source = picture(40, 50, alpha=True)
    before = source.pixels.copy()
    made = rendered(source, Layer(style="negative"))
    assert np.array_equal(source.pixels, before)
    assert made.alpha is not None and source.alpha is not None
    shown = source.alpha > 0
    assert np.array_equal(made.pixels[shown], 255 - before[shown])
    assert np.array_equal(made.alpha, source.alpha)
    assert (made.icc, made.dpi) == (b"profile", (72, 72))


def test_keep_colours_takes_light_from_the_style_and_colour_from_the_picture() -> None:
    pixels = np.random.default_rng(1).integers(90, 170, (60, 70, 3), np.uint8)
    made = rendered(Picture(pixels), Layer(style="haze"), keep=True).pixels
    styled = rendered(Picture(pixels), Layer(style="haze")).pixels
    assert np.abs(luma(made) - luma(styled)).max() <= 1
    assert np.abs(chroma(made) - chroma(pixels)).max() <= 1.5


def test_keep_colours_keeps_hue_and_light_where_the_colour_does_not_fit() -> None:
    red, blue = np.full((16, 40, 3), (255, 10, 0), np.uint8), np.full((16, 40, 3), (20, 30, 250), np.uint8)
    pixels = np.concatenate([red, blue])
    made, styled = (rendered(Picture(pixels), Layer(style="negative"), keep=keep).pixels for keep in (True, False))
    assert np.abs(luma(made) - luma(styled)).max() <= 1
    for row in (0, 31):
        there, wanted = chroma(made)[row, 0], chroma(pixels)[row, 0]
        assert there @ wanted >= 0.99 * np.linalg.norm(there) * np.linalg.norm(wanted)
        assert 10 < np.linalg.norm(there) < np.linalg.norm(wanted) + 2


def luma(pixels: Pixels) -> Any:
    return pixels @ np.array([0.299, 0.587, 0.114])


def chroma(pixels: Pixels) -> Any:
    return pixels - luma(pixels)[..., None]


def test_progress_counts_every_tile_of_every_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    tiles_of(64, monkeypatch)
    look = Look(layers=(Layer(style="negative"), Layer(style="screen")))
    events = list(render(picture(100, 130), look, CATALOG, stop=threading.Event()))
    assert events[:-1] == [TileDone(done, 12) for done in range(1, 13)]


def test_stop_ends_without_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    tiles_of(64, monkeypatch)
    stop = threading.Event()
    catalog = Catalog(styles={"halting": Halting(stop)})
    events = list(render(picture(200, 200), Look(layers=(Layer(style="halting"),)), catalog, stop=stop))
    assert events == [TileDone(1, 16), TileDone(2, 16)]


def test_where_memory_runs_out_tiles_become_smaller() -> None:
    source = picture(300, 401)
    *tiles, last = render(source, Look(layers=(Layer(style="hungry"),)), CATALOG, stop=threading.Event())
    assert tiles == [TileDone(1, 1)]  # progress counts what was planned, so that it never goes back
    assert isinstance(last, Rendered)
    assert np.array_equal(last.picture.pixels, 255 - source.pixels)


def test_where_memory_runs_out_in_measuring_tiles_become_smaller_too() -> None:
    source = picture(300, 401)
    made = rendered(source, Layer(style="weighing"))
    assert np.abs(made.pixels[0, 0] - (255 - source.pixels).mean((0, 1))).max() <= 0.51


def test_no_memory_at_all_is_said_in_a_sentence() -> None:
    with pytest.raises(GanStudioError, match="not enough memory"):
        rendered(picture(100, 100), Layer(style="starving"))


def test_a_fault_of_a_style_is_not_taken_for_lack_of_memory() -> None:
    with pytest.raises(RuntimeError, match="CUDA error"):
        rendered(picture(100, 100), Layer(style="faulty"))
    assert not is_out_of_memory(ValueError("can't allocate memory"))


def test_a_preview_shows_the_same_look() -> None:
    source = picture(400, 600)
    look = (Layer(style="haze", options={"width": 30}), Layer(style="screen", options={"width": 60}))
    preview, small = rendered(source.resize(300), *look), rendered(source, *look).resize(300)
    assert np.abs(preview.pixels.astype(int) - small.pixels).mean() < 3


def test_what_is_unknown_is_named() -> None:
    with pytest.raises(GanStudioError, match="no style called “negativ”; did you mean negative"):
        rendered(picture(9, 9), Layer(style="negativ"))
    with pytest.raises(GanStudioError, match="no option of Haze called “widht”; did you mean width"):
        rendered(picture(9, 9), Layer(style="haze", options={"widht": 3}))
    with pytest.raises(GanStudioError, match="Option “depth” of Haze is 7"):
        rendered(picture(9, 9), Layer(style="haze", options={"depth": 7}))
