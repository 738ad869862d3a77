"""Size, sharpening and resolution of what is saved."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ganstudio.cli import run
from ganstudio.images.bit_depth import to_uint16
from ganstudio.images.open import open_picture
from ganstudio.images.output import AS_PAINTED, Output, prepare_output, sharpen
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.testing.styles import make_part


def step(kind: Any) -> Any:
    """A soft edge down the middle, taller than a strip."""
    ramp = np.clip((np.arange(40) - 15) * 20 + 20, 60, 200).astype(np.uint8)
    pixels = np.broadcast_to(ramp[None, :, None], (300, 40, 3))
    return to_uint16(pixels) if kind == np.uint16 else np.ascontiguousarray(pixels)


def test_as_painted_is_the_very_same_picture() -> None:
    picture = Picture(make_part(20, 30).pixels, dpi=(72, 72))
    assert prepare_output(picture, AS_PAINTED) == picture
    assert prepare_output(picture, Output(longest=400)).pixels is picture.pixels, "nothing is enlarged"


@pytest.mark.parametrize(
    ("size", "wanted"), [((300, 200), (90, 60)), ((200, 300), (60, 90)), ((90, 60), (90, 60)), ((900, 1), (90, 1))]
)
def test_the_longer_side_is_as_long_as_wanted(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    made = prepare_output(Picture(np.zeros((size[1], size[0], 3), np.uint8)), Output(longest=90))
    assert (made.width, made.height) == wanted == Output(longest=90).size(*size)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_an_edge_is_steeper_and_even_places_stay(kind: Any) -> None:
    before = step(kind)
    for sharpening in ("screen", "print"):
        after = prepare_output(Picture(before), Output(sharpening=sharpening)).pixels
        assert (
            after.dtype == kind
            and np.array_equal(after[:, :8], before[:, :8])
            and np.array_equal(after[:, -8:], before[:, -8:])
        )
        rise = np.diff(after[100, :, 0].astype(int)).max()
        assert rise > np.diff(before[100, :, 0].astype(int)).max()
        assert (after == after[:1]).all(), "the same in every strip"
        assert np.ptp(after.astype(int), axis=2).max() == 0, "no fringe of colour"


def test_print_sharpens_as_widely_as_its_resolution_asks() -> None:
    edge = Picture(step(np.uint8), dpi=(72, 72))
    fine, coarse = (prepare_output(edge, Output(sharpening="print", dpi=dpi)).pixels for dpi in (100, 600))
    changed = [int((each != edge.pixels).any(axis=(0, 2)).sum()) for each in (fine, coarse)]
    assert changed[0] < changed[1]


def test_sharpening_a_part_is_that_part_of_the_whole() -> None:
    pixels = make_part(700, 60).pixels
    assert np.array_equal(sharpen(pixels, 1.5, 1.0)[300:400], sharpen(pixels[250:450], 1.5, 1.0)[50:150])


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif"])
def test_the_file_states_the_resolution(suffix: str, tmp_path: Path) -> None:
    picture = Picture(make_part(20, 30).pixels, aspect=(2, 1))
    save_picture(prepare_output(picture, Output(dpi=240)), tmp_path / f"out{suffix}")
    back = open_picture(tmp_path / f"out{suffix}")
    assert back.dpi is not None and np.allclose(back.dpi, 240, atol=0.1) and back.aspect is None


def test_the_command_line_saves_small_and_sharp(tmp_path: Path, samples: Path) -> None:
    flags = ["--longest", "90", "--sharpen", "screen", "--dpi", "300"]
    args = ["stylize", str(samples / "coffee.jpg"), "--style", "halftone", *flags, "--out", str(tmp_path / "out.png")]
    assert run(args) == 0
    with Image.open(tmp_path / "out.png") as made:
        assert max(made.size) == 90 and round(made.info["dpi"][0]) == 300


def test_sizes_that_no_file_has_are_refused() -> None:
    for wrong in ({"longest": -1}, {"longest": 70_000}, {"dpi": 9_999.0}):
        with pytest.raises(ValueError, match="up to"):
            Output(**wrong)
