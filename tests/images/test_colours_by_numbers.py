"""Colours named by numbers in PNG, AVIF and HEIC: they look as Little CMS and the recommendations have it."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from ganstudio.cli import run
from ganstudio.images.h273 import pq_values
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.images.thumbnail import thumbnail
from tests.images.profiles import rgb_profile

STEPS = np.array([0, 60, 128, 200, 255], np.uint8)
COLOURS = np.stack(np.meshgrid(STEPS, STEPS, STEPS), -1).reshape(5, 25, 3).repeat(4, 0)
OTHER = rgb_profile((0.5, 0.2, 0.0), (0.3, 0.7, 0.1), (0.1, 0.1, 0.7), 1.8)


def chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


def png(path: Path, deep: bool, *chunks: tuple[bytes, bytes], **more: Any) -> Path:
    """A PNG of COLOURS with these chunks after its head."""
    if deep:
        save_picture(Picture(COLOURS.astype(np.uint16) * 257, icc=more.get("icc_profile")), path)
        content = path.read_bytes()
    else:
        file = io.BytesIO()
        Image.fromarray(COLOURS).save(file, "PNG", **more)
        content = file.getvalue()
    path.write_bytes(content[:33] + b"".join(chunk(*each) for each in chunks) + content[33:])
    return path


def shown(picture: Picture) -> Any:
    """What a viewer with colour management shows, 0 to 255."""
    pixels = picture.pixels if picture.pixels.dtype == np.uint8 else (picture.pixels // 257).astype(np.uint8)
    return by_little_cms(pixels.astype(np.uint8), picture.icc)


def by_little_cms(pixels: np.ndarray, icc: bytes | None) -> Any:
    source: Any = io.BytesIO(icc) if icc else ImageCms.createProfile("sRGB")
    image = ImageCms.profileToProfile(Image.fromarray(pixels), source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return np.asarray(image).astype(int)


def by_formula(values: np.ndarray, lights: tuple[float, ...], gamma: float | None) -> Any:
    """Colours of these primaries (D65) and gamma, sRGB's curve where it is None, as sRGB, 0 to 255."""

    def to_xyz(points: tuple[float, ...]) -> Any:
        columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in zip(points[::2], points[1::2], strict=True)]).T
        return columns * np.linalg.solve(columns, [0.3127 / 0.3290, 1, 0.3583 / 0.3290])

    value = values / 255
    light = value**gamma if gamma else np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    there = np.linalg.inv(to_xyz((0.64, 0.33, 0.3, 0.6, 0.15, 0.06))) @ to_xyz(lights)
    light = np.clip(light @ there.T, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055) * 255


P3 = (0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
SRGB = (0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
CHRM = struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize(("chunks", "lights", "gamma"), [
    ([(b"gAMA", (100_000).to_bytes(4, "big"))], SRGB, 1.0),
    ([(b"gAMA", (55_556).to_bytes(4, "big"))], SRGB, 1.8),
    ([(b"gAMA", (45_455).to_bytes(4, "big"))], SRGB, None),
    ([(b"gAMA", (45_455).to_bytes(4, "big")), (b"cHRM", CHRM)], P3, 2.2),
    ([(b"gAMA", (100_000).to_bytes(4, "big")), (b"sRGB", b"\0")], SRGB, None),
    ([(b"cHRM", CHRM)], SRGB, None),
    ([(b"cICP", bytes((12, 13, 0, 1)))], P3, None),
    ([(b"cICP", bytes((12, 13, 0, 1))), (b"sRGB", b"\0"), (b"gAMA", (100_000).to_bytes(4, "big"))], P3, None),
], ids=["linear", "1.8", "usual", "p3 by points", "srgb first", "points alone", "p3", "cicp first"])  # fmt: skip
def test_numbers_in_a_png(tmp_path: Path, deep: bool, chunks: Any, lights: Any, gamma: float | None) -> None:
    path = png(tmp_path / "one.png", deep, *chunks)
    right = by_formula(COLOURS, lights, gamma)
    assert np.abs(shown(open_picture(path)) - right).max() <= 3
    assert np.abs(thumbnail(path, 64).pixels - right).max() <= 3
    how = ["--style", "halftone", "--strength", "0", "--no-recipe", "--out", str(tmp_path / "two.png")]
    assert run(["stylize", str(path), *how]) == 0
    assert np.abs(shown(open_picture(tmp_path / "two.png")) - right).max() <= 3


@pytest.mark.parametrize("deep", [False, True])
def test_a_profile_goes_before_gamma_and_cicp_before_a_profile(tmp_path: Path, deep: bool) -> None:
    gamma = b"gAMA", (100_000).to_bytes(4, "big")
    assert open_picture(png(tmp_path / "one.png", deep, gamma, icc_profile=OTHER)).icc == OTHER
    path = png(tmp_path / "two.png", deep, (b"cICP", bytes((12, 13, 0, 1))), icc_profile=OTHER)
    assert np.abs(shown(open_picture(path)) - by_formula(COLOURS, P3, None)).max() <= 3


def pq_of(level: np.ndarray) -> np.ndarray:
    value = level / 255
    return pq_values(203 * np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4))


@pytest.mark.parametrize("deep", [False, True])
def test_a_png_in_pq_is_brought_into_srgb_and_says_so(tmp_path: Path, deep: bool) -> None:
    grey = np.tile(np.linspace(0, 255, 64), (16, 1))
    most = 65_535 if deep else 255
    values: Any = np.round(pq_of(grey) * most).astype(np.uint16 if deep else np.uint8)[..., None].repeat(3, 2)
    save_picture(Picture(values), tmp_path / "one.png")
    content = (tmp_path / "one.png").read_bytes()
    (tmp_path / "one.png").write_bytes(content[:33] + chunk(b"cICP", bytes((9, 16, 0, 1))) + content[33:])
    picture = open_picture(tmp_path / "one.png")
    assert picture.remark is not None and "HDR (PQ)" in picture.remark and picture.icc is None
    assert np.abs(picture.pixels[..., 1] / 257 - grey).max() <= (1 if deep else 6)
    assert np.abs(thumbnail(tmp_path / "one.png", 64).pixels[..., 1] - grey).max() <= 6


def avif(path: Path, primaries: int, transfer: int, pixels: np.ndarray = COLOURS, kind: str = "AVIF") -> Path:
    file = io.BytesIO()
    Image.fromarray(pixels).save(
        file, kind, quality=100, **({"subsampling": "4:4:4"} if kind == "AVIF" else {"chroma": 444})
    )
    content = file.getvalue()
    at = content.find(b"nclx")
    if at < 0:
        pytest.skip("this encoder writes no numbers")
    path.write_bytes(content[: at + 4] + struct.pack(">HH", primaries, transfer) + content[at + 8 :])
    return path


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_numbers_in_avif_and_heic(tmp_path: Path, kind: str) -> None:
    if kind == "HEIF":
        pytest.importorskip("pillow_heif")
    across, down = np.meshgrid(np.linspace(0, 255, 64), np.linspace(0, 255, 64))
    smooth = np.stack([across, down, np.full((64, 64), 90)], -1)
    plain = avif(tmp_path / "plain.avif", 1, 13, smooth.astype(np.uint8), kind)
    wide = avif(tmp_path / "wide.avif", 12, 13, smooth.astype(np.uint8), kind)
    stored = open_picture(plain)
    assert stored.icc is None
    right = by_formula(stored.pixels.astype(float), P3, None)
    assert np.abs(shown(open_picture(wide)) - right).max() <= 3
    for suffix in (".avif", ".png", ".jpg"):
        save_picture(open_picture(wide), tmp_path / f"again{suffix}", quality=100)
        assert np.abs(shown(open_picture(tmp_path / f"again{suffix}")) - right).mean() < 3


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_pq_in_avif_and_heic(tmp_path: Path, kind: str) -> None:
    if kind == "HEIF":
        pytest.importorskip("pillow_heif")
    grey = np.tile(np.linspace(0, 255, 64), (64, 1))
    values = np.round(pq_of(grey) * 255).astype(np.uint8)[..., None].repeat(3, 2)
    path = avif(tmp_path / "one.avif", 9, 16, values, kind)
    picture = open_picture(path)
    assert picture.remark is not None and "HDR (PQ)" in picture.remark
    assert np.abs(picture.pixels[..., 1] / 257 - grey).mean() < 4
    assert np.abs(thumbnail(path, 64).pixels[..., 1] - grey).mean() < 4


def with_clap(content: bytes, clap: bytes) -> bytes:
    """An AVIF whose picture also has a clean aperture: a box more, counted in each box around it."""
    box = struct.pack(">I4s", 8 + len(clap), b"clap") + clap
    places = {name: content.find(name) - 4 for name in (b"meta", b"iprp", b"ipco", b"ipma", b"iloc")}
    count_at = places[b"ipma"] + 8 + 4 + 4 + 2
    count = sum(1 for _ in boxes(content, places[b"ipco"]))
    made = bytearray(content)
    end_of_list = count_at + 1 + made[count_at]
    made[count_at] += 1
    for name in (b"meta", b"iprp", b"ipma"):
        resize(made, places[name], 1)
    made[end_of_list:end_of_list] = bytes((0x80 | (count + 1),))
    ipco_end = places[b"ipco"] + int.from_bytes(made[places[b"ipco"] : places[b"ipco"] + 4], "big")
    for name in (b"meta", b"iprp", b"ipco"):
        resize(made, places[name], len(box))
    made[ipco_end:ipco_end] = box
    extent = places[b"iloc"] + 8 + 4 + 2 + 2 + 2 + 2 + (made[places[b"iloc"] + 13] >> 4) + 2
    resize(made, extent, 1 + len(box))
    return bytes(made)


def boxes(content: bytes, at: int) -> Any:
    end, at = at + int.from_bytes(content[at : at + 4], "big"), at + 8
    while at < end:
        yield content[at + 4 : at + 8]
        at += int.from_bytes(content[at : at + 4], "big")


def resize(content: bytearray, at: int, by: int) -> None:
    content[at : at + 4] = (int.from_bytes(content[at : at + 4], "big") + by).to_bytes(4, "big")


def test_the_clean_aperture_of_an_avif(tmp_path: Path) -> None:
    pixels = np.zeros((64, 96, 3), np.uint8)
    pixels[16:48, 24:72] = 255
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "AVIF", quality=100, subsampling="4:4:4")
    clap = struct.pack(">8i", 48, 1, 32, 1, 0, 1, 0, 1)
    (tmp_path / "one.avif").write_bytes(with_clap(file.getvalue(), clap))
    picture = open_picture(tmp_path / "one.avif")
    assert (picture.width, picture.height) == (48, 32) and picture.pixels.min() > 200
    assert thumbnail(tmp_path / "one.avif", 96).width == 48


@pytest.mark.parametrize("clear", [False, True])
def test_heic_of_ten_bits_comes_at_sixteen(tmp_path: Path, clear: bool) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    slope = np.tile(np.linspace(0, 65_535, 256).astype(np.uint16), (64, 1))
    values = np.dstack([slope, slope[:, ::-1], slope // 2] + [slope] * clear)
    file = pillow_heif.from_bytes("RGBA;16" if clear else "RGB;16", (256, 64), values.tobytes())
    file.save(tmp_path / "one.heic", quality=-1, chroma=444)
    picture = open_picture(tmp_path / "one.heic")
    assert picture.pixels.dtype == np.uint16 and np.abs(picture.pixels.astype(int) - values[..., :3]).max() < 200
    assert (picture.alpha is not None) == clear
