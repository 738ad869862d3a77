"""What the names of the later classic styles promise; tests/plugins/test_classic.py holds them to a style's contract."""

import torch
from torch import Tensor

from tests.plugins.test_classic import photograph, plain, styled


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
