"""What was painted is kept: how it is laid on changes without the style, and the pixels are the same."""

import threading
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.core.events import Rendered
from ganstudio.images.picture import Picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.engine import Region, render
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask import Fade, Mask
from ganstudio.stylize.tile_cache import TileCache
from ganstudio.testing.styles import make_part
from tests.stylize.styles import CATALOG, Negative, Plain


class Counting(Negative):
    """Counts how often it measures and paints."""

    id = "counting"

    def __init__(self) -> None:
        self.measured, self.applied = 0, 0

    def measure(self, view: Any, options: Plain) -> dict[str, float]:
        self.measured += 1
        return {"mean": float(view.small(64).mean())}

    def apply(self, tile: Any, options: Plain, statistics: Any) -> Tensor:
        self.applied += 1
        return super().apply(tile, options, statistics)


def counted() -> tuple[Counting, Catalog]:
    style = Counting()
    return style, Catalog(styles={**CATALOG.styles, "counting": style})


def made(source: Picture, look: Look, catalog: Catalog, painted: TileCache | None, **how: Any) -> np.ndarray[Any, Any]:
    events = list(render(source, look, catalog, tile_cache=painted, stop=threading.Event(), **how))
    assert isinstance(events[-1], Rendered)
    return events[-1].picture.pixels


def picture(*, alpha: bool = False) -> Picture:
    part = make_part(150, 190).pixels
    return Picture(part, alpha=(part[..., 0] > 90).astype(np.uint8) * 255 if alpha else None)


@pytest.mark.parametrize(
    "changes",
    [
        {"strength": 0.4}, {"strength": 1.5}, {"blend": "multiply"},
        {"mask": Mask(fade=Fade(start=(0, 0), end=(1, 1)), feather=0.02)},
    ],
)  # fmt: skip
def test_how_a_style_is_laid_on_needs_no_second_painting(changes: dict[str, Any]) -> None:
    (style, catalog), painted, source = counted(), TileCache(), picture(alpha=True)
    below, top = Layer(style="haze", options={"width": 30}), Layer(style="counting")
    made(source, Look(layers=(below, top)), catalog, painted)
    so_far = style.measured, style.applied
    look = Look(layers=(below, top.model_copy(update=changes)))
    seen = made(source, look, catalog, painted)
    assert (style.measured, style.applied) == so_far
    assert np.array_equal(seen, made(source, look, catalog, None))


def test_what_lies_below_is_kept_and_what_lies_above_is_painted_anew() -> None:
    (style, catalog), painted, source = counted(), TileCache(), picture()
    haze, wider = Layer(style="haze"), Layer(style="haze", options={"width": 40})
    made(source, Look(layers=(Layer(style="counting"), haze)), catalog, painted)
    so_far = style.applied
    made(source, Look(layers=(Layer(style="counting"), wider)), catalog, painted)
    assert style.applied == so_far
    made(source, Look(layers=(wider, Layer(style="counting"))), catalog, painted)
    assert style.applied > so_far


def test_a_part_in_sight_is_painted_once_however_it_is_moved() -> None:
    (style, catalog), painted, source = counted(), TileCache(), picture()
    look = Look(layers=(Layer(style="counting"),), match_colours=True)
    whole = made(source, look, catalog, painted)
    so_far = style.measured, style.applied
    part = made(source, look, catalog, painted, region=Region(20, 10, 60, 50))
    assert (style.measured, style.applied) == so_far
    assert np.array_equal(part, whole[10:60, 20:80])


def test_only_the_latest_is_kept() -> None:
    painted, tile = TileCache(most=1000), torch.zeros(100)
    for number in range(9):
        assert painted.get_tile(number, lambda: tile) is not tile
    other = torch.ones(100)
    assert [float(painted.get_tile(number, lambda: other)[0]) for number in (8, 7, 0)] == [0, 0, 1]
    assert TileCache(most=10).get_tile(0, lambda: tile) is tile


def test_colours_that_were_stopped_half_way_are_asked_for_again() -> None:
    painted, source, look = TileCache(), picture(), Look(layers=(Layer(style="negative"),), lock_points=True)
    stop = threading.Event()
    stop.set()
    assert not list(render(source, look, CATALOG, tile_cache=painted, stop=stop))
    assert np.array_equal(made(source, look, CATALOG, painted), made(source, look, CATALOG, None))
