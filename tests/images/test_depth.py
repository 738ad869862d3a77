"""Depth: 16 bits and 8, from any format to any other, and what a screen and a style are given of them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.alpha_bleeding import bleed_alpha
from ganstudio.images.bit_depth import dither, to_uint8
from ganstudio.images.formats import saved_suffixes
from ganstudio.images.open import open_picture
from ganstudio.images.orientation import apply_orientation
from ganstudio.images.picture import Picture, Pixels
from ganstudio.images.save import save_picture
from ganstudio.images.writer import SaveOptions, formats_to_save
from tests.images.profiles import rgb_profile
from tests.images.test_picture import BACK, corners, exif_of, words

XMP = b"""<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
<rdf:Description xmlns:tiff='http://ns.adobe.com/tiff/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/' tiff:Orientation="6"
exif:GPSLatitude="48,51.5N"><exif:GPSLongitude>2,21E</exif:GPSLongitude></rdf:Description></rdf:RDF></x:xmpmeta>"""
UPRIGHT = XMP.replace(b'tiff:Orientation="6"', b'tiff:Orientation="1"')
IPTC = b"\x1c\x02\x78\x00\x05Wolke"
DISPLAY_P3 = rgb_profile((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407), 2.2)
ADOBE_RGB = rgb_profile((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457), 2.2)


def noise(kind: type[np.uint8] | type[np.uint16], *shape: int) -> Pixels:
    return np.random.default_rng(len(shape)).integers(0, np.iinfo(kind).max + 1, shape, kind)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("clear", [False, True])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("size", [(1, 1), (1, 37), (37, 1), (19, 23), (700, 900)])
def test_whatever_is_saved_comes_back(
    tmp_path: Path, suffix: str, clear: bool, kind: type[np.uint8], size: tuple[int, int]
) -> None:
    picture = Picture(
        noise(kind, *size, 3), noise(kind, *size) if clear else None, icc=DISPLAY_P3, exif=words(), dpi=(300, 240), xmp=XMP
    )
    save_picture(picture, tmp_path / f"one{suffix}")
    again = open_picture(tmp_path / f"one{suffix}")
    assert again.pixels.dtype == kind and np.array_equal(again.pixels, picture.pixels)
    assert (again.alpha is not None) == clear
    assert again.alpha is None or picture.alpha is None or np.array_equal(again.alpha, picture.alpha)
    assert again.icc == DISPLAY_P3 and again.dpi == pytest.approx((300, 240), abs=0.1)
    assert again.xmp is not None and b"GPSLatitude" in again.xmp
    assert exif_of(again).get_ifd(ExifTags.IFD.Exif)[37500] == b"a note" * 9


def test_alpha_of_another_depth_makes_all_of_it_deep(tmp_path: Path) -> None:
    picture = Picture(noise(np.uint8, 9, 8, 3), noise(np.uint16, 9, 8))
    for suffix in (".png", ".tif"):
        save_picture(picture, tmp_path / f"one{suffix}")
        again = open_picture(tmp_path / f"one{suffix}")
        assert np.array_equal(again.pixels, picture.pixels.astype(np.uint16) * 257)
        assert again.alpha is not None and picture.alpha is not None and np.array_equal(again.alpha, picture.alpha)


@pytest.mark.parametrize("profile", [DISPLAY_P3, ADOBE_RGB], ids=["p3", "adobe"])
@pytest.mark.parametrize("suffix", formats_to_save())
def test_deep_pictures_keep_profile_and_words_in_every_format(tmp_path: Path, suffix: str, profile: bytes) -> None:
    slope = np.linspace(0, 65535, 64 * 64).reshape(64, 64, 1).repeat(3, 2).astype(np.uint16)
    picture = Picture(slope, icc=profile, exif=words(), xmp=UPRIGHT, iptc=IPTC, dpi=(300, 300))
    save_picture(picture, tmp_path / f"one{suffix}", options=SaveOptions(quality=95))
    again = open_picture(tmp_path / f"one{suffix}")
    assert np.abs(to_uint8(again.pixels).astype(int) - to_uint8(slope)).mean() < 2
    assert again.icc == profile and again.remark is None
    assert exif_of(again)[ExifTags.Base.Make] == "Lochkamera"
    assert again.xmp is not None and b"GPSLongitude" in again.xmp
    assert again.dpi == pytest.approx((300, 300), abs=0.1)
    assert again.iptc == (IPTC if "IPTC" in saved_suffixes()[suffix].holds else None)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("suffix", formats_to_save())
def test_the_place_is_left_out_on_wish(tmp_path: Path, suffix: str, kind: type[np.uint8]) -> None:
    picture = Picture(noise(kind, 16, 16, 3), exif=words(), xmp=XMP)
    save_picture(picture, tmp_path / f"one{suffix}", options=SaveOptions(gps=False))
    again = open_picture(tmp_path / f"one{suffix}")
    assert ExifTags.IFD.GPSInfo not in exif_of(again) and exif_of(again)[ExifTags.Base.Make] == "Lochkamera"
    assert again.xmp is not None and b"GPS" not in again.xmp and b"</rdf:Description>" in again.xmp
    assert b"48,51.5N" not in (tmp_path / f"one{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_the_orientation_of_xmp_is_applied_once(tmp_path: Path, suffix: str) -> None:
    save_picture(Picture(np.asarray(corners().transpose(BACK[6])), xmp=XMP), tmp_path / f"one{suffix}")
    picture = open_picture(tmp_path / f"one{suffix}")
    save_picture(picture, tmp_path / f"two{suffix}")
    for each in (picture, open_picture(tmp_path / f"two{suffix}")):
        assert np.abs(each.pixels.astype(int) - np.asarray(corners())).mean() < 6
        assert each.xmp is not None and b'tiff:Orientation="1"' in each.xmp


def test_where_the_container_turns_xmp_does_not_turn_again(tmp_path: Path) -> None:
    corners().save(tmp_path / "one.avif", xmp=XMP, quality=95)
    picture = open_picture(tmp_path / "one.avif")
    assert np.abs(picture.pixels.astype(int) - np.asarray(corners())).mean() < 6


@pytest.mark.parametrize("turn", range(1, 9))
def test_deep_values_are_turned_as_images_are(turn: int) -> None:
    stored = corners().transpose(BACK[turn]) if turn in BACK else corners()
    assert np.array_equal(apply_orientation(np.asarray(stored), turn), np.asarray(corners()))


@pytest.mark.parametrize("order", [b"II", b"MM"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_deep_tiff_is_turned_once(tmp_path: Path, turn: int, order: bytes) -> None:
    import tifffile

    stored = corners().transpose(BACK[turn]) if turn in BACK else corners()
    with tifffile.TiffWriter(tmp_path / "one.tif", byteorder="<" if order == b"II" else ">") as file:
        file.write(np.asarray(stored).astype(np.uint16) * 257, photometric="rgb", extratags=[(274, 3, 1, turn, True)])
    assert np.array_equal(open_picture(tmp_path / "one.tif").pixels, np.asarray(corners()).astype(np.uint16) * 257)


def test_every_value_is_rounded_to_the_nearest() -> None:
    values = np.arange(65536, dtype=np.uint16)
    assert np.array_equal(to_uint8(values), np.floor(values / 257 + 0.5))


def test_dither_keeps_what_eight_bits_hold_and_the_mean_of_what_they_do_not() -> None:
    exact = np.arange(256, dtype=np.uint16).reshape(16, 16, 1).repeat(3, 2) * 257
    assert np.array_equal(dither(exact), exact // 257)
    for part in (20, 64, 128, 200, 250):
        flat = np.full((64, 64, 3), 100 * 257 + part, np.uint16)
        made = dither(flat)
        assert set(np.unique(made)) == {100, 101}
        assert np.abs(made.mean((0, 1)) - flat[0, 0] / 257).max() < 0.02
    slope = np.linspace(20_000, 21_000, 512).astype(np.uint16)[None, :, None].repeat(64, 0).repeat(3, 2)
    columns = dither(slope).mean(0)
    assert np.abs(columns - slope[0] / 257).max() < 0.15  # rounded it would be 0.5: the bands


def test_a_deep_picture_is_reduced_as_finely_as_it_is_deep() -> None:
    slope = np.linspace(0, 65535, 4096).astype(np.uint16)[None, :, None].repeat(64, 0).repeat(3, 2)
    small = Picture(slope, np.full((64, 4096), 65535, np.uint16)).resize(2048)
    assert small.pixels.dtype == np.uint16 and small.alpha is not None and (small.alpha == 65535).all()
    assert len(np.unique(small.pixels[:, :, 0])) > 2000
    assert np.abs(small.pixels[5, 8:-8, 1].astype(int) - np.linspace(8, 65527, 2048)[8:-8]).max() < 24


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_hidden_colours_come_from_the_nearest_visible_ones(kind: type[np.uint8]) -> None:
    most = int(np.iinfo(kind).max)
    pixels, alpha = noise(kind, 131, 301, 3), np.zeros((131, 301), kind)
    pixels[:, :40], alpha[:, :40] = (most, 0, 0), most
    pixels[:, 260:], alpha[:, 260:] = (0, 0, most), most // 2
    before = pixels.copy()
    made = bleed_alpha(Picture(pixels, alpha))
    assert made.alpha is alpha and np.array_equal(pixels, before)
    assert np.array_equal(made.pixels[alpha > 0], pixels[alpha > 0])
    assert (np.abs(made.pixels[:, 40:44].astype(int) - (most, 0, 0)) <= most // 8).all()
    assert (np.abs(made.pixels[:, 256:260].astype(int) - (0, 0, most)) <= most // 8).all()
    assert (made.pixels[:, 240:260, 2] > made.pixels[:, 240:260, 0]).all()
    assert made.pixels[..., 1].max() == 0


def test_one_visible_pixel_colours_all_and_what_needs_nothing_is_itself() -> None:
    alpha = np.zeros((50, 33), np.uint8)
    empty = Picture(noise(np.uint8, 50, 33, 3), alpha)
    assert bleed_alpha(empty) is empty
    one = alpha.copy()
    one[49, 32] = 1
    assert (bleed_alpha(Picture(empty.pixels, one)).pixels == empty.pixels[49, 32]).all()
    opaque = Picture(empty.pixels, np.full_like(alpha, 255))
    assert bleed_alpha(opaque) is opaque and bleed_alpha(Picture(empty.pixels)).alpha is None


def test_options_decide_what_is_lost(tmp_path: Path) -> None:
    picture = Picture(noise(np.uint8, 64, 64, 3))
    for suffix in (".jpg", ".webp", ".avif"):
        sizes = []
        for quality in (20, 90):
            save_picture(picture, tmp_path / f"one{suffix}", options=SaveOptions(quality=quality))
            sizes.append((tmp_path / f"one{suffix}").stat().st_size)
        assert sizes[0] < sizes[1]
    save_picture(picture, tmp_path / "half.jpg", options=SaveOptions(quality=90, chroma="420"))
    save_picture(picture, tmp_path / "whole.jpg", 90)
    assert (tmp_path / "half.jpg").stat().st_size < (tmp_path / "whole.jpg").stat().st_size
    save_picture(picture, tmp_path / "one.webp", options=SaveOptions(lossless=True))
    assert np.array_equal(open_picture(tmp_path / "one.webp").pixels, picture.pixels)
    with pytest.raises(GanStudioError, match="JPEG cannot keep every colour exactly; save as PNG, TIFF or WebP"):
        save_picture(picture, tmp_path / "one.jpg", options=SaveOptions(lossless=True))


def test_cmyk_is_converted_with_a_remark(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "one.jpg", quality=100)
    picture = open_picture(tmp_path / "one.jpg")
    assert picture.remark == "This picture was in CMYK; its colours were converted to sRGB."
    assert picture.pixels[4, 4].tolist() == pytest.approx([255, 0, 0], abs=3)
