"""TIFF of every kind: values by arithmetic, LAB by Little CMS."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvips
import tifffile
from PIL import Image, ImageCms

from ganstudio.cli import run
from ganstudio.images.open import open_picture
from ganstudio.images.save import save_picture
from ganstudio.images.thumbnail import thumbnail
from tests.images.profiles import ink_profile

RGB = np.random.default_rng(0).integers(0, 256, (24, 40, 3)).astype(np.uint8)
RGB[:8] = np.linspace(0, 255, 40).astype(np.uint8)[:, None]
GREY = RGB[..., 1]


def written(path: Path, values: np.ndarray, photometric: str = "rgb", **more: Any) -> Path:
    tifffile.imwrite(path, values, photometric=photometric, metadata=None, **more)
    return path


def near(path: Path, right: np.ndarray, most: int, depth: type) -> None:
    """That a file has these values, 0 to 65535, as a picture and as its thumbnail."""
    picture = open_picture(path)
    assert picture.pixels.dtype == depth
    factor = 257 if depth == np.uint8 else 1
    assert np.abs(picture.pixels.astype(int) * factor - right).max() <= most
    assert np.abs(thumbnail(path, 64).pixels.astype(int) - right / 257).max() <= most / 257 + 1


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.uint32, np.uint16])
@pytest.mark.parametrize("grey", [False, True])
def test_numbers_of_every_size_become_sixteen_bits(tmp_path: Path, kind: Any, grey: bool) -> None:
    source = GREY if grey else RGB
    most = 1 if np.dtype(kind).kind == "f" else np.iinfo(kind).max
    values = (source / 255 * most).astype(kind)
    right = (source * 257.0) if not grey else np.repeat(source[..., None] * 257.0, 3, 2)
    near(
        written(tmp_path / "one.tif", values, "minisblack" if grey else "rgb"),
        right,
        32 if kind == np.float16 else 1,
        np.uint16,
    )


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_light_above_white_is_white_and_scales_nothing(tmp_path: Path, kind: Any) -> None:
    values = np.array([[0, 0.25, 0.5, 1, 1.05, 40, -3, np.nan]], kind).repeat(4, 0)
    picture = open_picture(written(tmp_path / "one.tif", values, "minisblack"))
    assert picture.pixels[0, :, 0].tolist() == [0, 16384, 32768, 65535, 65535, 65535, 0, 0]
    assert picture.remark == "Some of its values lie above 1, which is white; they were cut off there."


@pytest.mark.parametrize("layout", [
    {"planarconfig": "separate"}, {"tile": (16, 16)}, {"bigtiff": True}, {"byteorder": ">"}, {"compression": "zlib"},
    {"compression": "zlib", "predictor": 2}, {"planarconfig": "separate", "bigtiff": True, "byteorder": ">"},
], ids=str)  # fmt: skip
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_however_it_is_laid_out(tmp_path: Path, layout: dict[str, Any], kind: Any) -> None:
    values: Any = {np.uint8: RGB, np.uint16: RGB.astype(np.uint16) * 257, np.float32: (RGB / 255).astype(np.float32)}[kind]
    values = values.transpose(2, 0, 1) if layout.get("planarconfig") else values
    path = tmp_path / "one.tif"
    if layout.get("predictor") and kind == np.float32:
        pyvips.Image.new_from_array(values).copy(interpretation="srgb").tiffsave(
            str(path), compression="deflate", predictor="float"
        )
    else:
        written(path, np.ascontiguousarray(values), **layout)
    near(path, RGB * 257.0, 1, np.uint8 if kind == np.uint8 else np.uint16)
    assert (
        run(
            ["stylize", str(path), "--style", "halftone", "--strength", "0", "--no-recipe", "--out", str(tmp_path / "o.tif")]
        )
        == 0
    )
    assert np.array_equal(open_picture(tmp_path / "o.tif").pixels, open_picture(path).pixels)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("associated", [False, True])
def test_transparency_with_and_without_the_colours_weighed(tmp_path: Path, kind: Any, associated: bool) -> None:
    most = 1 if kind == np.float32 else np.iinfo(kind).max
    colours = np.full((8, 8, 3), 0.8) * most
    alpha = np.tile(np.linspace(0.25, 1, 8), (8, 1)) * most
    stored = colours * (alpha / most)[..., None] if associated else colours
    values = np.dstack([stored, alpha]).astype(kind)
    path = written(tmp_path / "one.tif", values, extrasamples=["assocalpha" if associated else "unassalpha"])
    picture = open_picture(path)
    assert picture.alpha is not None
    assert np.abs(picture.pixels / np.iinfo(picture.pixels.dtype).max - 0.8).max() < 0.02
    assert np.abs(picture.alpha / np.iinfo(picture.alpha.dtype).max - alpha / most).max() < 0.01


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("profile", [False, True])
@pytest.mark.parametrize("clear", [False, True])
def test_inks_with_and_without_profile_and_transparency(tmp_path: Path, kind: Any, profile: bool, clear: bool) -> None:
    most = int(np.iinfo(kind).max)
    values = np.zeros((8, 8, 4 + clear), kind)
    values[:, 2:4, 0] = most
    values[:, 4:6, 3] = most // 2
    values[..., 4:] = most // 3
    more: dict[str, Any] = {"extrasamples": ["unassalpha"]} if clear else {}
    if profile:
        more["iccprofile"] = ink_profile()
    picture = open_picture(written(tmp_path / "one.tif", values, "separated", **more))
    seen = picture.pixels[0, [0, 2, 4]] / np.iinfo(picture.pixels.dtype).max * 255
    right = by_little_cms(values[0, [0, 2, 4], :4] / most) if profile else np.array([[255] * 3, [0, 255, 255], [128] * 3])
    assert np.abs(seen - right).max() < 3
    assert (picture.alpha is not None) == clear
    assert picture.remark == "This picture was in CMYK; its colours were converted to sRGB."
    if clear and picture.alpha is not None:
        assert abs(picture.alpha[0, 0] / np.iinfo(picture.alpha.dtype).max - 1 / 3) < 0.01


def by_little_cms(inks: np.ndarray) -> Any:
    import io

    image = Image.fromarray(np.round(inks * 255).astype(np.uint8)[None], "CMYK")
    made = ImageCms.profileToProfile(image, io.BytesIO(ink_profile()), ImageCms.createProfile("sRGB"), outputMode="RGB")
    return np.asarray(made)[0]


@pytest.mark.parametrize("coding", ["icclab8", "icclab16", "cielab8", "cielab16"])
def test_lab_in_each_coding(tmp_path: Path, coding: str) -> None:
    steps = np.array([20, 90, 160, 230], np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(8, 8, 3)
    lab8 = np.asarray(ImageCms.profileToProfile(
        Image.fromarray(colours), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB",
    ))  # fmt: skip
    light, ab = lab8[..., :1] / 255 * 100, lab8[..., 1:].view(np.int8).astype(float)
    kinds: dict[str, Any] = {
        "icclab8": (np.dstack([light * 2.55, ab + 128]).round().astype(np.uint8), "icclab", np.uint8),
        "icclab16": (np.dstack([light * 652.8, (ab + 128) * 256]).round().astype(np.uint16), "icclab", np.uint16),
        "cielab8": (lab8, "cielab", np.uint8),
        "cielab16": (np.dstack([light * 655.35, (ab * 256) % 65_536]).round().astype(np.uint16), "cielab", np.uint16),
    }
    values, photometric, depth = kinds[coding]
    picture = open_picture(written(tmp_path / "one.tif", values, photometric))
    assert picture.pixels.dtype == depth and picture.remark is not None and "LAB" in picture.remark
    seen = picture.pixels.astype(float) / (1 if depth == np.uint8 else 257)
    assert np.abs(seen - colours).max() <= 16 and np.abs(seen - colours).mean() < 1.5  # LAB of 8 bits is coarse


def test_the_first_of_several_pages_with_a_remark(tmp_path: Path) -> None:
    for kind in (np.uint8, np.uint16):
        tifffile.imwrite(tmp_path / "one.tif", np.stack([RGB, 255 - RGB]).astype(kind), photometric="rgb")
        picture = open_picture(tmp_path / "one.tif")
        assert picture.remark == "The file has 2 pages; this is the first." and np.array_equal(picture.pixels, RGB)


def test_words_of_a_bigtiff_are_kept(tmp_path: Path) -> None:
    for kind in (np.uint8, np.uint16):
        path = written(tmp_path / "one.tif", RGB.astype(kind), bigtiff=True, description="A hill", resolution=(300, 300))
        picture = open_picture(path)
        assert picture.dpi == (300, 300) and picture.exif is not None and b"A hill" in picture.exif
        save_picture(picture, tmp_path / "two.png")


def test_pixels_that_are_not_square_stay_so(tmp_path: Path) -> None:
    path = written(tmp_path / "one.tif", RGB, resolution=(2, 1), resolutionunit=1)
    picture = open_picture(path)
    assert picture.aspect == (2, 1) and picture.dpi is None
    for suffix in (".tif", ".png", ".jpg", ".webp"):
        save_picture(picture, tmp_path / f"two{suffix}")
        again = open_picture(tmp_path / f"two{suffix}")
        assert again.aspect == (2, 1) and again.dpi is None


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("photometric", ["cielab", "icclab"])
def test_transparency_of_lab(tmp_path: Path, kind: Any, photometric: str) -> None:
    factor = 257 if kind == np.uint16 else 1
    values = np.dstack([GREY, GREY * 0, GREY * 0, GREY]).astype(kind) * factor
    picture = open_picture(written(tmp_path / "one.tif", values, photometric, extrasamples=["unassalpha"]))
    assert picture.alpha is not None
    assert np.abs(picture.alpha / np.iinfo(picture.alpha.dtype).max * 255 - GREY).max() < 1


@pytest.mark.parametrize("kind", [np.int8, np.int16])
def test_numbers_with_signs_are_white_at_their_greatest(tmp_path: Path, kind: Any) -> None:
    values = np.round(RGB / 255.0 * np.iinfo(kind).max).astype(kind)
    near(written(tmp_path / "one.tif", values), RGB * 257.0, 65_536 // np.iinfo(kind).max + 1, np.uint16)


def test_smaller_copies_are_no_pages(tmp_path: Path) -> None:
    image = pyvips.Image.new_from_array(np.zeros((512, 512, 3), np.uint8)).copy(interpretation="srgb")
    image.tiffsave(str(tmp_path / "one.tif"), tile=True, pyramid=True)
    assert open_picture(tmp_path / "one.tif").remark is None
