"""Golden files, made without this program: each is opened with exactly the values that it was made of."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.open import open_picture
from ganstudio.images.save import save_picture
from tests.images.profiles import grey_profile

GOLDEN = Path(__file__).parent / "golden"
ACROSS, DOWN = np.arange(16)[None, :], np.arange(16)[:, None]
PLANES = np.stack([(ACROSS * 4099 + DOWN * 257 * (each + 1) + each * 12345) % 65536 for each in range(4)], -1)
EXACT = [path for path in sorted(GOLDEN.iterdir()) if path.name not in ("linear-grey.png", "rgba-associated.tif")]


def test_there_are_golden_files() -> None:
    assert len(EXACT) == 12


@pytest.mark.parametrize("path", EXACT, ids=lambda path: path.name)
def test_sixteen_bits_are_opened_exactly(path: Path) -> None:
    picture = open_picture(path)
    grey, clear = path.name.startswith("grey"), "alpha" in path.name or "rgba" in path.name
    assert picture.pixels.dtype == np.uint16 and picture.pixels.flags.writeable
    assert np.array_equal(picture.pixels, PLANES[..., [0, 0, 0] if grey else [0, 1, 2]])
    assert (picture.alpha is not None) == clear
    if picture.alpha is not None:
        assert picture.alpha.dtype == np.uint16 and np.array_equal(picture.alpha, PLANES[..., 1 if grey else 3])


def test_colours_multiplied_by_alpha_are_divided_again() -> None:
    picture = open_picture(GOLDEN / "rgba-associated.tif")
    assert picture.alpha is not None
    assert np.array_equal(picture.alpha, np.broadcast_to(np.where(ACROSS > 7, 65535, 32768), (16, 16)))
    assert np.abs(picture.pixels - PLANES[..., :3]).max() <= 2


def test_linear_grey_becomes_srgb_at_sixteen_bits() -> None:
    picture = open_picture(GOLDEN / "linear-grey.png")
    light = PLANES[..., 0] / 65535
    expected = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055) * 65535
    apart = np.abs(picture.pixels - expected[..., None])
    assert picture.pixels.dtype == np.uint16 and apart[light > 0.05].max() < 300
    assert picture.icc is None and picture.remark is not None and picture.remark.endswith("converted to sRGB.")


def test_grey_with_a_broken_profile_is_plain_grey(tmp_path: Path) -> None:
    broken = grey_profile(1.0)[:130] + bytes(300)
    Image.fromarray(PLANES[..., 0].astype(np.uint16)).save(tmp_path / "one.png", icc_profile=broken)
    picture = open_picture(tmp_path / "one.png")
    assert np.array_equal(picture.pixels, PLANES[..., [0, 0, 0]]) and picture.remark is None


def test_a_cut_file_is_one_sentence(tmp_path: Path) -> None:
    for name in ("rgb.png", "rgb-lzw.tif", "rgba-deflate.tif"):
        content = (GOLDEN / name).read_bytes()
        (tmp_path / name).write_bytes(content[: len(content) * 2 // 3])
        with pytest.raises(GanStudioError, match=r"is damaged and cannot be read \(its pixels are broken\); try another"):
            open_picture(tmp_path / name)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("path", EXACT, ids=lambda path: path.name)
def test_sixteen_bits_come_back_exactly(tmp_path: Path, path: Path, suffix: str) -> None:
    picture = open_picture(path)
    save_picture(picture, tmp_path / f"again{suffix}")
    again = open_picture(tmp_path / f"again{suffix}")
    assert again.pixels.dtype == np.uint16 and np.array_equal(again.pixels, picture.pixels)
    assert (again.alpha is None) == (picture.alpha is None)
    if again.alpha is not None and picture.alpha is not None:
        assert np.array_equal(again.alpha, picture.alpha)
    with Image.open(tmp_path / f"again{suffix}") as other:  # another reader of 16 bits, if only of their upper halves
        shown = np.asarray(other.convert("RGBA"))[..., :3].astype(int)
    assert np.abs(shown - picture.pixels / 257).max() <= 1
