"""The conformance check of a style: what the engine relies on, found out in seconds."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.api.options import Options, fields, parse
from ganstudio.api.style import Statistics, Style, Tile
from ganstudio.images.picture import Pixels
from ganstudio.stylize.tiles import Part, Region
from ganstudio.testing.listing_check import check_lightness, check_words

SHAPES = ((1, 1), (3, 500), (500, 3), (9, 7))
SIDES = (37, 64, 101)
LONGER_SIDE = 500
LEVEL = 1 / 255


def check_style(style: Style[Any], **options: Any) -> None:
    """Raise AssertionError, in a readable sentence, where a style breaks a promise of the contract.

        from ganstudio.testing.styles import check_style

        def test_mine() -> None:
            check_style(MyStyle())
            check_style(MyStyle(), ink="black")

    Lengths are taken as in a picture of 500 pixels. It takes seconds, on the CPU, and disturbs no random state.
    """
    with torch.random.fork_rng(devices=[]), torch.inference_mode():
        check_words(style)
        check_known_as(style)
        check_lightness(style)
        chosen = parse(style.Options, options, style.title)
        check_result(style, chosen)
        check_purity(style, chosen)
        check_tiles(style, chosen)
        check_batch(style, chosen)
        check_shapes(style, chosen)
        check_extremes(style, options)


def check_known_as(style: Style[Any]) -> None:
    """What people call it: for each language a tuple of words, none of them empty; scale, strength and rank fit."""
    for language, words in style.prompt_words.items():
        what = f"{type(style).__name__}: the words for “{language}”"
        assert isinstance(words, tuple), f"{what} are no tuple; write (“one”, “two”), and (“one”,) for a single one."
        assert all(isinstance(word, str) and word.strip() for word in words), f"{what} have an empty one."
    scale = style.scale
    assert isinstance(scale, int) and 1 <= scale <= 8, f"{type(style).__name__}: the scale is {scale!r}, not 1 to 8."
    assert 0 <= style.strength <= 1.5, f"{type(style).__name__}: the strength is {style.strength!r}, not 0 to 1.5."
    assert isinstance(style.rank, int), f"{type(style).__name__}: the rank is {style.rank!r}, no whole number."


def check_result(style: Style[Any], options: Options, height: int = 90, width: int = 130) -> None:
    """The pixels have the tile's shape, are float32 and lie in [0, 1]; the margin is a whole number, not negative."""
    part = make_part(height, width)
    sized = options.in_pixels(LONGER_SIDE)
    margin = style.margin(sized)
    what = f"{style.id}: the margin"
    assert isinstance(margin, int) and margin >= 0, f"{what} is {margin!r}; it must be a whole number, not negative."
    tile = part.cut_tile(part.region, margin)
    styled = style.apply(tile, sized, style.measure(part, sized))
    what = f"{style.id}: the pixels of a picture of {width} × {height}"
    assert isinstance(styled, Tensor), f"{what} are {type(styled).__name__} instead of a tensor."
    wanted = (*tile.pixels.shape[:2], *(side * style.scale for side in tile.pixels.shape[2:]))
    assert tuple(styled.shape) == wanted, f"{what} have the shape {tuple(styled.shape)} instead of {wanted}."
    assert styled.dtype == torch.float32, f"{what} are {styled.dtype} instead of float32."
    assert styled.isfinite().all(), f"{what} are not finite."
    low, high = styled.min().item(), styled.max().item()
    assert low >= -1e-5 and high <= 1 + 1e-5, f"{what} go from {low:.3f} to {high:.3f}, out of [0, 1]."


def check_purity(style: Style[Any], options: Options) -> None:
    """The same input gives the same pixels; neither the input nor torch's random state is changed."""
    part, sized = make_part(61, 83), options.in_pixels(LONGER_SIDE)
    margin = style.margin(sized)
    tile = part.cut_tile(part.region, margin)
    before, state = tile.pixels.clone(), torch.random.get_rng_state()
    first = style.apply(tile, sized, style.measure(part, sized)).clone()
    assert tile.pixels.equal(before), f"{style.id} changes the pixels that it is given; work on a copy."
    untouched = torch.random.get_rng_state().equal(state)
    assert untouched, f"{style.id} uses torch's global random state; take a torch.Generator of your own, seeded."
    torch.manual_seed(1)
    second = style.apply(part.cut_tile(part.region, margin), sized, style.measure(part, sized))
    assert second.equal(first), f"{style.id} gives other pixels for the same input: by {_largest_difference(first, second)}."


def check_tiles(style: Style[Any], options: Options) -> None:
    """Tiles of any side make the pixels that the whole picture makes, to one level in 255."""
    part, sized = make_part(101, 133), options.in_pixels(LONGER_SIDE)
    statistics = style.measure(part, sized)
    whole = paint(style, sized, statistics, part, part.region)
    for side in SIDES:
        tiled = torch.zeros_like(whole)
        for place in part.region.tiles(side):
            rows, columns = place.scale_up(style.scale).within(part.region.scale_up(style.scale))
            tiled[..., rows, columns] = paint(style, sized, statistics, part, place)
        gap = (tiled - whole).abs()
        row, column = divmod(int(gap.amax(1).argmax()), part.width * style.scale)
        assert gap.max() <= LEVEL, (
            f"{style.id}: tiles of {side} pixels differ from the whole by "
            f"{_largest_difference(tiled, whole)}, most at {column}, {row}; "
            f"enlarge the margin ({style.margin(sized)}), lay patterns out from tile.left and tile.top, "
            "take what depends on the whole picture in measure."
        )


def check_batch(style: Style[Any], options: Options) -> None:
    """Two pictures at once give what each gives alone."""
    part, sized = make_part(47, 53), options.in_pixels(LONGER_SIDE)
    statistics = style.measure(part, sized)
    tile = part.cut_tile(part.region, style.margin(sized))
    pair = torch.cat([tile.pixels, 1 - tile.pixels])
    alone = torch.cat([style.apply(_with_option(tile, one[None]), sized, statistics) for one in pair])
    try:
        both = style.apply(_with_option(tile, pair), sized, statistics)
    except Exception as error:
        raise AssertionError(f"{style.id}: a batch of two raises {type(error).__name__}: {error}.") from error
    assert both.shape == alone.shape, f"{style.id}: a batch of two gives the shape {tuple(both.shape)}."
    assert (both - alone).abs().max() <= LEVEL, (
        f"{style.id}: in a batch a picture depends on the other: by {_largest_difference(both, alone)}."
    )


def check_shapes(style: Style[Any], options: Options) -> None:
    """A single pixel, narrow strips and pictures smaller than the margin work too."""
    for height, width in SHAPES:
        _check_works(style, options, height, width)


def check_extremes(style: Style[Any], given: dict[str, Any]) -> None:
    """Each number at both of its bounds works, and each choice, or the first and the last ones of many."""
    numbers = [field for field in fields(style.Options) if field.kind in ("whole", "number")]
    bounds = [{field.name: getattr(field, bound) for field in numbers} for bound in ("least", "most")]
    single = [{field.name: value} for field in fields(style.Options) for value in _trial_values(field.kind, field.choices)]
    for changed in bounds + single:
        _check_works(style, parse(style.Options, given | changed, style.title), 24, 33, str(changed))


def paint(style: Style[Any], options: Options, statistics: Statistics, part: Part, place: Region) -> Tensor:
    """One place's look, 1×3×height×width times the style's scale, as the engine has it made."""
    margin = style.margin(options)
    styled = style.apply(part.cut_tile(place, margin), options, statistics)
    inside = Region(margin, margin, place.width, place.height).scale_up(style.scale)
    rows, columns = inside.within(Region(0, 0, 0, 0))
    return styled[..., rows, columns]


def make_part(height: int, width: int) -> Part:
    """A made picture with slopes, edges, grain, black and white, the same each time."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    slopes = np.stack([columns / width, rows / height, (rows + columns) / (height + width)], -1) * 255
    slopes[((rows // 17 + columns // 23) % 3 == 1)] = (200, 40, 30)
    disc = (rows - height / 2) ** 2 + (columns - width / 2) ** 2 < (min(height, width) / 4) ** 2
    slopes[disc] = np.where((columns[disc] // 5 % 2)[:, None] > 0, 255.0, 0.0)
    grain = np.random.default_rng(0).normal(0, 12, (height, width, 1))
    pixels: Pixels = np.clip(slopes + grain, 0, 255).astype(np.uint8)
    return Part(pixels, Region(0, 0, width, height), width, height)


def _check_works(style: Style[Any], options: Options, height: int, width: int, how: str = "the chosen options") -> None:
    what = f"{style.id} on a picture of {width} × {height} pixels with {how}"
    try:
        check_result(style, options, height, width)
    except AssertionError as error:
        raise AssertionError(f"{what}: {error}") from error
    except Exception as error:
        raise AssertionError(f"{what} raises {type(error).__name__}: {error}.") from error


def _trial_values(kind: str, choices: tuple[str, ...]) -> tuple[Any, ...]:
    return (False, True) if kind == "switch" else tuple(dict.fromkeys(choices[:4] + choices[-2:]))


def _with_option(tile: Tile, pixels: Tensor) -> Tile:
    return Tile(pixels, tile.left, tile.top, tile.width, tile.height)


def _largest_difference(one: Tensor, other: Tensor) -> str:
    return f"{(one - other).abs().max().item() * 255:.1f} levels of 255"
