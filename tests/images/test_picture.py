"""Pictures: whatever is in a file is opened right, and all of it comes back when it is saved."""

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms

from ganstudio.core.errors import GanStudioError
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.images.writer import formats_to_save
from tests.images.profiles import grey_profile, ink_profile

EXACT = (".png", ".tif")
LOSSY = (".jpg", ".webp", ".avif")
BACK = {  # how an upright picture is turned so that this orientation sets it right again
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def corners() -> Image.Image:
    """48×32: red at the upper left, blue at the lower right, white elsewhere."""
    image = Image.new("RGB", (48, 32), "white")
    image.paste((255, 0, 0), (0, 0, 24, 16))
    image.paste((0, 0, 255), (24, 16, 48, 32))
    return image


def saved(image: Image.Image, path: Path, **more: Any) -> Path:
    image.save(path, **more)
    return path


def words(orientation: int = 1) -> bytes:
    """EXIF with a maker, an exposure, a maker's note and a place."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Lochkamera"
    exif[ExifTags.IFD.Exif] = {33434: 0.5, 37500: b"a note" * 9, 40962: 48, 40963: 32}
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (48.0, 51.0, 30.0)}
    return exif.tobytes()


def exif_of(picture: Picture) -> Image.Exif:
    exif = Image.Exif()
    exif.load(picture.exif or b"")
    return exif


@pytest.mark.parametrize("suffix", EXACT + LOSSY)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_exactly_once(tmp_path: Path, suffix: str, orientation: int) -> None:
    turned = corners().transpose(BACK[orientation]) if orientation in BACK else corners()
    path = saved(turned, tmp_path / f"turned{suffix}", exif=words(orientation), quality=100)
    picture = open_picture(path)
    save_picture(picture, tmp_path / f"again{suffix}", quality=100)
    for each in (picture, open_picture(tmp_path / f"again{suffix}")):
        assert np.abs(each.pixels.astype(int) - np.asarray(corners())).mean() < (0.01 if suffix in EXACT else 6)
        assert exif_of(each).get(ExifTags.Base.Orientation, 1) == 1


@pytest.mark.parametrize("before", EXACT + LOSSY)
@pytest.mark.parametrize("after", EXACT + LOSSY)
def test_exif_profile_and_resolution_survive(tmp_path: Path, before: str, after: str) -> None:
    profile = SRGB[:-1] + b"!"
    path = saved(corners(), tmp_path / f"one{before}", exif=words(), icc_profile=profile, dpi=(300, 300))
    opened = open_picture(path)
    save_picture(opened, tmp_path / f"two{after}")
    again = open_picture(tmp_path / f"two{after}")
    assert again.icc == opened.icc == profile
    exif = exif_of(again)
    assert exif[ExifTags.Base.Make] == "Lochkamera"
    assert exif.get_ifd(ExifTags.IFD.Exif)[33434] == 0.5
    assert exif.get_ifd(ExifTags.IFD.Exif)[37500] == b"a note" * 9
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[2] == (48.0, 51.0, 30.0)
    if before not in (".webp", ".avif"):  # which have no place for it
        assert again.dpi == pytest.approx((300, 300), abs=0.1)


def test_exif_tells_the_new_size_and_leaves_out_how_the_old_file_was_built(tmp_path: Path) -> None:
    picture = open_picture(saved(corners(), tmp_path / "one.tif", exif=words()))
    save_picture(picture.resize(24), tmp_path / "two.jpg")
    exif = exif_of(open_picture(tmp_path / "two.jpg"))
    assert {40962: 24, 40963: 16}.items() <= exif.get_ifd(ExifTags.IFD.Exif).items()
    assert ExifTags.Base.StripOffsets not in exif


def test_broken_exif_does_not_cost_the_picture(tmp_path: Path) -> None:
    path = saved(corners(), tmp_path / "one.jpg", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff\xff\xff\xff" * 3)
    assert open_picture(path).pixels.shape == (32, 48, 3)


def test_exif_too_long_for_jpeg_does_not_cost_the_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "x" * 70_000
    picture = open_picture(saved(corners(), tmp_path / "one.png", exif=exif.tobytes()))
    save_picture(picture, tmp_path / "two.jpg")
    assert open_picture(tmp_path / "two.jpg").exif is None


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I", "F"])
def test_every_mode_is_opened(tmp_path: Path, mode: str) -> None:
    """A slope from black to white keeps its ends and never falls, in whatever mode it is saved."""
    grey = np.tile(np.arange(256, dtype=np.uint8), (32, 1))
    wide = {"I;16": (np.uint16, 257), "I": (np.int32, 257), "F": (np.float32, 1 / 255)}
    if mode in wide:
        kind, step = wide[mode]
        image = Image.fromarray((grey.astype(np.float64) * step).astype(kind))
    elif mode == "LAB":
        rgb, srgb, lab = Image.fromarray(grey).convert("RGB"), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        made = ImageCms.profileToProfile(rgb, srgb, lab, outputMode="LAB")
        assert made is not None
        image = made
    else:
        image = Image.fromarray(grey).convert("RGB").convert(mode) if mode != "PA" else Image.fromarray(grey).convert("PA")
    assert image.mode == mode
    path = saved(image, tmp_path / ("slope.png" if mode in ("P", "1") else "slope.tif"))
    picture = open_picture(path)
    assert picture.pixels.shape == (32, 256, 3)
    assert (picture.alpha is not None) == (mode in ("LA", "PA", "RGBA"))
    slope = picture.pixels[:, :, 1].astype(int) // (257 if mode in wide else 1)
    assert slope[0, 0] <= 2 and slope[0, -1] >= 253
    if mode not in ("1", "P"):
        assert (np.diff(slope[0]) >= 0).all()
        assert np.abs(slope[0] - np.arange(256)).max() <= 2
        assert np.ptp(picture.pixels, axis=2).max() <= 2


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([[0, 128, 129, 32768, 65535]], np.uint16), [0, 128, 129, 32768, 65535]),
        (np.array([[-5, 0, 65535]], np.int32), [0, 0, 65535]),
        (np.array([[0, 2**30, 2**31 - 1]], np.int32), [0, 32768, 65535]),
        (np.array([[0.0, 0.5, 1.0, np.nan, -np.inf, np.inf]], np.float32), [0, 32768, 65535, 0, 0, 65535]),
        (np.array([[0.0, 0.25, 255.0]], np.float32), [0, 16384, 65535]),
    ],
)
def test_sixteen_bits_are_kept_and_other_numbers_become_sixteen(tmp_path: Path, values: Any, expected: list[int]) -> None:
    picture = open_picture(saved(Image.fromarray(values), tmp_path / "deep.tif"))
    assert picture.pixels[0, :, 0].tolist() == expected


def test_sixteen_bit_colours_are_scaled(tmp_path: Path) -> None:
    path = tmp_path / "deep.ppm"
    slope = np.linspace(0, 65535, 256).round().astype(">u2")
    path.write_bytes(b"P6 256 1 65535\n" + np.stack([slope, slope[::-1], slope], 1).tobytes())
    red, green, _ = open_picture(path).pixels[0].T.astype(int)
    assert np.abs(red - np.arange(256)).max() <= 1
    assert np.abs(green - np.arange(255, -1, -1)).max() <= 1


@pytest.mark.parametrize(
    ("mode", "colours", "hidden"),
    [("L", (10, 200), 10), ("RGB", ((1, 2, 3), (9, 9, 9)), (1, 2, 3)), ("P", (0, 1), 0), ("I;16", (1000, 60_000), 1000)],
)
def test_a_colour_that_stands_for_nothing(tmp_path: Path, mode: str, colours: Any, hidden: Any) -> None:
    image = Image.new(mode, (4, 2), colours[0])
    image.paste(colours[1], (2, 0, 4, 2)) if mode != "I;16" else image.putpixel((2, 0), colours[1])
    if mode == "P":
        image.putpalette([255, 0, 0, 0, 0, 255])
    picture = open_picture(saved(image, tmp_path / "hole.png", transparency=hidden))
    assert picture.alpha is not None
    assert (picture.alpha[0, 0], picture.alpha[0, 2]) == (0, np.iinfo(picture.alpha.dtype).max)


def test_alpha_comes_back_bit_for_bit(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 4), np.uint8)
    path = saved(Image.fromarray(pixels), tmp_path / "one.png")
    for name in ("two.png", "two.tif", "two.webp"):
        save_picture(open_picture(path), tmp_path / name)
        again = open_picture(tmp_path / name)
        assert again.alpha is not None and np.array_equal(again.alpha, pixels[..., 3])
        if name != "two.webp":
            assert np.array_equal(again.pixels, pixels[..., :3])


def test_jpeg_lays_what_is_transparent_on_white(tmp_path: Path) -> None:
    picture = Picture(np.zeros((16, 16, 3), np.uint8), alpha=np.zeros((16, 16), np.uint8))
    save_picture(picture, tmp_path / "one.jpg")
    assert open_picture(tmp_path / "one.jpg").pixels.min() >= 250


def test_cmyk_goes_through_its_profile(tmp_path: Path) -> None:
    cyan = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    with_profile = open_picture(saved(cyan, tmp_path / "one.jpg", icc_profile=ink_profile(), quality=100))
    without = open_picture(saved(cyan, tmp_path / "two.jpg", quality=100))
    broken = open_picture(saved(cyan, tmp_path / "three.jpg", icc_profile=b"broken" * 40, quality=100))
    assert np.abs(with_profile.pixels.astype(int) - 119).max() <= 2  # a lightness of 50, as the profile says
    assert without.pixels[8, 8].tolist() == broken.pixels[8, 8].tolist() == pytest.approx([0, 255, 255], abs=3)
    assert with_profile.icc is without.icc is broken.icc is None


def test_grey_goes_through_its_profile(tmp_path: Path) -> None:
    grey = Image.new("L", (4, 4), 188)
    picture = open_picture(saved(grey, tmp_path / "one.png", icc_profile=grey_profile(1.0)))
    assert np.abs(picture.pixels.astype(int) - 223).max() <= 1  # 188/255 of the light is 223/255 in sRGB
    assert picture.icc is None
    picture = open_picture(saved(grey, tmp_path / "two.png", icc_profile=SRGB))
    assert (picture.pixels == 188).all() and picture.icc == SRGB


def test_a_profile_of_other_colours_is_not_kept(tmp_path: Path) -> None:
    assert open_picture(saved(corners(), tmp_path / "one.png", icc_profile=ink_profile())).icc is None


def test_the_first_frame_of_an_animation(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "lime", "blue")]
    for name in ("one.gif", "one.webp", "one.png", "one.tif", "one.avif"):
        path = saved(frames[0], tmp_path / name, save_all=True, append_images=frames[1:])
        assert open_picture(path).pixels[4, 4].tolist() == pytest.approx([255, 0, 0], abs=3)


def test_content_decides_what_a_file_is(tmp_path: Path) -> None:
    saved(corners(), tmp_path / "one.png")
    (tmp_path / "one.png").rename(tmp_path / "one.jpg")
    assert np.array_equal(open_picture(tmp_path / "one.jpg").pixels, np.asarray(corners()))


@pytest.mark.parametrize("suffix", formats_to_save())
def test_every_format_is_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"one{suffix.upper()}"
    save_picture(Picture(np.asarray(corners())), path)
    with Image.open(path) as image:
        assert image.format == formats_to_save()[suffix]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["two words.png", "图片.jpg", "תמונה.webp", "🎨🖼️.tif", "a'b\"c%s{}.png"])
def test_names_of_all_peoples(tmp_path: Path, name: str) -> None:
    path = tmp_path / name.partition(".")[0] / name
    save_picture(Picture(np.asarray(corners())), path)
    assert open_picture(path).width == 48
    with pytest.raises(GanStudioError, match="There is no file"):
        open_picture(path.with_stem("other"))


def test_what_cannot_be_saved_is_said_in_a_sentence(tmp_path: Path) -> None:
    picture = Picture(np.zeros((1, 17_000, 3), np.uint8))
    with pytest.raises(GanStudioError, match="WEBP cannot hold this picture of 17000 × 1 pixels"):
        save_picture(picture, tmp_path / "long.webp")
    with pytest.raises(GanStudioError, match=r"“long\.xyz” cannot be saved: use one of \.png, \.jpg"):
        save_picture(picture, tmp_path / "long.xyz")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(GanStudioError, match=r"could not be saved to .*folder\.png: "):
        save_picture(picture, tmp_path / "folder.png")
    assert [each.name for each in tmp_path.iterdir()] == ["folder.png"]


def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "words.png").write_text("These are words.")
    (tmp_path / "empty.png").touch()
    (tmp_path / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    for name, sentence in {
        "words.png": "is not a picture that can be read",
        "empty.png": "is empty",
        "phone.heic": "picture in HEIC",
        "folder.png": "is a folder",
        "pipe.png": "is not a file",
        "none.png": "There is no file",
        "words.png/none.png": "is damaged and cannot be read|There is no file",
    }.items():
        with pytest.raises(GanStudioError, match=sentence) as caught:
            open_picture(tmp_path / name)
        assert str(tmp_path / name) in str(caught.value)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("1", (1, 1)).save(content, "PNG")
    path = tmp_path / "bomb.png"
    path.write_bytes(with_size(content.getvalue(), 100_000, 100_000))
    with pytest.raises(GanStudioError, match="claims to be larger than 300 megapixels"):
        open_picture(path)


def with_size(png: bytes, width: int, height: int) -> bytes:
    """A PNG whose header claims another size."""
    from zlib import crc32

    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + png[24:29]
    return png[:12] + head + crc32(head).to_bytes(4, "big") + png[33:]


def test_two_hundred_megapixels_are_welcome(tmp_path: Path) -> None:
    path = saved(Image.new("1", (20_000, 10_000)), tmp_path / "scan.png")
    from ganstudio.images.reader import open_image

    with open_image(path) as image:
        assert image.size == (20_000, 10_000)


def test_resized() -> None:
    picture = Picture(np.full((300, 400, 3), 77, np.uint8), alpha=np.full((300, 400), 9, np.uint8), dpi=(72, 72))
    small = picture.resize(100)
    assert (small.width, small.height, small.dpi) == (100, 75, (72, 72))
    assert small.alpha is not None and small.alpha.shape == (75, 100)
    assert (small.pixels == 77).all() and (small.alpha == 9).all()
    assert picture.resize(400) is picture
    assert Picture(np.zeros((1, 900, 3), np.uint8)).resize(30).pixels.shape == (1, 30, 3)


def test_what_is_hidden_does_not_colour_the_edge_when_resized() -> None:
    pixels, alpha = np.zeros((64, 64, 3), np.uint8), np.zeros((64, 64), np.uint8)
    pixels[:, 30:], alpha[:, 30:] = 255, 255  # white beside what is hidden, which is black
    small = Picture(pixels, alpha).resize(9)
    assert small.alpha is not None
    assert (small.pixels[small.alpha > 8] >= 250).all()
    assert (small.pixels[:, 0] <= 5).all()


@pytest.mark.skipif(os.name == "nt", reason="there a process has no such limit")
@pytest.mark.parametrize("suffix", formats_to_save())
def test_a_full_disk_is_one_sentence_and_leaves_the_old_file(tmp_path: Path, suffix: str) -> None:
    import resource

    path = tmp_path / f"one{suffix}"
    noise = np.random.default_rng(0).integers(0, 256, (240, 240, 3), np.uint8)
    save_picture(Picture(noise), path)
    before, (soft, hard) = path.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(GanStudioError, match=rf"could not be saved to .*one\{suffix}: File too large"):
            save_picture(Picture(255 - noise), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
