"""PSD, drawings, Targa, JPEG XL, OpenEXR, camera raw: each against values that were put into it."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.open import open_picture
from ganstudio.images.thumbnail import thumbnail
from tests.images.profiles import rgb_profile

RGB = np.random.default_rng(0).integers(0, 256, (24, 40, 3)).astype(np.uint8)
ALPHA = np.tile(np.linspace(40, 255, 40).astype(np.uint8), (24, 1))


def packed(row: bytes) -> bytes:
    """A row as PackBits has it, without repeats."""
    return b"".join(bytes((len(part) - 1,)) + part for part in (row[at : at + 128] for at in range(0, len(row), 128)))


def psd(planes: np.ndarray, mode: int, layers: int | None = None, *, rle: bool = False, **resources: bytes) -> bytes:
    """A PSD of planes channels×H×W; `layers` is the count of layers that it says it has."""
    depth = 8 * planes.dtype.itemsize
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, len(planes), planes.shape[1], planes.shape[2], depth, mode) + bytes(4)
    parts = b"".join(
        b"8BIM" + struct.pack(">HHI", int(name[1:]), 0, len(content)) + content + bytes(len(content) % 2)
        for name, content in resources.items()
    )
    info = b"" if layers is None else struct.pack(">h", layers) + bytes(4)
    section = struct.pack(">I", len(info)) + info + bytes(4) if info else b""
    rows = [row.tobytes() for plane in planes.astype(planes.dtype.newbyteorder(">")) for row in plane]
    if rle:
        done = [packed(row) for row in rows]
        body = b"\0\1" + b"".join(len(row).to_bytes(2, "big") for row in done) + b"".join(done)
    else:
        body = b"\0\0" + b"".join(rows)
    return head + struct.pack(">I", len(parts)) + parts + struct.pack(">I", len(section)) + section + body


def opened(tmp_path: Path, content: bytes, name: str = "one.psd") -> Any:
    (tmp_path / name).write_bytes(content)
    return open_picture(tmp_path / name)


@pytest.mark.parametrize("rle", [False, True])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_a_psd_at_its_depth(tmp_path: Path, kind: Any, rle: bool) -> None:
    values = RGB.astype(kind) * (257 if kind == np.uint16 else 1)
    profile = rgb_profile((0.5, 0.2, 0.0), (0.3, 0.7, 0.1), (0.1, 0.1, 0.7), 1.8)
    picture = opened(tmp_path, psd(values.transpose(2, 0, 1), 3, rle=rle, r1039=profile, r1028=b"\x1c\x02x\0\1a"))
    assert np.array_equal(picture.pixels, values) and picture.alpha is None
    assert picture.icc == profile and picture.iptc == b"\x1c\x02x\0\1a"
    assert thumbnail(tmp_path / "one.psd", 64).pixels.shape == (24, 40, 3)


def test_a_psd_of_light(tmp_path: Path) -> None:
    values = np.linspace(0, 1.5, 120, dtype=np.float32).reshape(3, 4, 10)
    picture = opened(tmp_path, psd(values, 3))
    assert np.abs(picture.pixels / 65_535 - values.transpose(1, 2, 0).clip(0, 1)).max() < 1e-4


@pytest.mark.parametrize(("layers", "clear"), [(None, False), (0, False), (2, False), (-1, True), (-3, True)])
def test_the_fourth_channel_is_transparency_where_the_count_of_layers_is_negative(
    tmp_path: Path, layers: int | None, clear: bool
) -> None:
    seen = RGB.astype(float) * ALPHA[..., None] / 255 + 255 - ALPHA[..., None]  # on white, as Photoshop stores it
    planes = np.dstack([np.round(seen).astype(np.uint8), ALPHA]).transpose(2, 0, 1)
    picture = opened(tmp_path, psd(planes, 3, layers))
    assert (picture.alpha is not None) == clear
    if clear:
        assert np.array_equal(picture.alpha, ALPHA) and np.abs(picture.pixels.astype(int) - RGB).max() <= 4
    else:
        assert np.array_equal(picture.pixels, planes[:3].transpose(1, 2, 0))


def test_psd_of_inks_grey_and_lab(tmp_path: Path) -> None:
    inks = np.zeros((4, 8, 8), np.uint8) + 255
    inks[0] = 0  # full: it is stored the other way round
    assert opened(tmp_path, psd(inks, 4)).pixels[0, 0].tolist() == [0, 255, 255]
    grey = np.full((1, 8, 8), 30_000, np.uint16)
    assert opened(tmp_path, psd(grey, 1)).pixels[0, 0].tolist() == [30_000] * 3
    lab = np.stack([np.full((8, 8), 255), np.full((8, 8), 128), np.full((8, 8), 128)]).astype(np.uint8)
    assert opened(tmp_path, psd(lab, 9)).pixels[0, 0].min() >= 254


def drawing(mime: str, merged: bytes | None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", mime)
        archive.writestr("maindoc.xml", "<DOC/>", zipfile.ZIP_DEFLATED)
        if merged is not None:
            archive.writestr("mergedimage.png", merged, zipfile.ZIP_DEFLATED)
    return file.getvalue()


@pytest.mark.parametrize(("name", "mime"), [("one.kra", "application/x-krita"), ("one.ora", "image/openraster")])
def test_drawings_are_their_merged_picture(tmp_path: Path, name: str, mime: str) -> None:
    merged = io.BytesIO()
    Image.fromarray(np.dstack([RGB, ALPHA])).save(merged, "PNG", dpi=(300, 300))
    picture = opened(tmp_path, drawing(mime, merged.getvalue()), name)
    assert np.array_equal(picture.pixels, RGB) and np.array_equal(picture.alpha, ALPHA)
    assert picture.source == tmp_path / name and picture.dpi == pytest.approx((300, 300), abs=0.1)
    assert thumbnail(tmp_path / name, 16).pixels.shape[1] == 16
    with pytest.raises(GanStudioError, match=rf"{name} has no merged picture"):
        opened(tmp_path, drawing(mime, None), name)
    with pytest.raises(GanStudioError, match=rf"{name} is damaged"):
        opened(tmp_path, drawing(mime, merged.getvalue()[:200]), name)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_targa(tmp_path: Path, mode: str) -> None:
    image = Image.fromarray(RGB).convert(mode)
    image.save(tmp_path / "one.tga", compression="tga_rle")
    assert np.array_equal(open_picture(tmp_path / "one.tga").pixels, np.asarray(image.convert("RGB")))
    (tmp_path / "one.png").write_bytes((tmp_path / "one.tga").read_bytes())
    with pytest.raises(GanStudioError, match="not a picture that can be read"):  # nothing but its name tells what it is
        open_picture(tmp_path / "one.png")


def test_jpeg_xl(tmp_path: Path) -> None:
    pytest.importorskip("pillow_jxl")
    profile = rgb_profile((0.5, 0.2, 0.0), (0.3, 0.7, 0.1), (0.1, 0.1, 0.7), 1.8)
    Image.fromarray(RGB).save(tmp_path / "one.jxl", "JXL", lossless=True, icc_profile=profile)
    picture = open_picture(tmp_path / "one.jxl")
    assert np.array_equal(picture.pixels, RGB) and picture.icc is not None


def test_openexr_is_light(tmp_path: Path) -> None:
    exr = pytest.importorskip("OpenEXR")
    header = {"compression": exr.ZIP_COMPRESSION, "type": exr.scanlineimage}
    light = np.array([[0, 0.001, 0.18, 0.5, 1, 4]], np.float32).repeat(4, 0)
    exr.File(dict(header), {"RGB": np.repeat(light[..., None], 3, 2)}).write(str(tmp_path / "one.exr"))
    picture = open_picture(tmp_path / "one.exr")
    clipped = light.clip(0, 1)
    right = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    assert picture.pixels.dtype == np.uint16 and np.abs(picture.pixels[..., 0] / 65_535 - right).max() < 1e-3
    assert picture.remark is not None and "cut off" in picture.remark
    clear = np.dstack([np.full((4, 4, 3), 0.25), np.full((4, 4), 0.5)]).astype(np.float32)
    exr.File(dict(header), {"RGBA": clear}).write(str(tmp_path / "two.exr"))
    half = open_picture(tmp_path / "two.exr")
    assert half.alpha is not None and abs(int(half.alpha[0, 0]) - 32_768) < 2
    assert abs(half.pixels[0, 0, 0] / 65_535 - (1.055 * 0.5 ** (1 / 2.4) - 0.055)) < 1e-3


def test_openexr_of_luminance_and_chroma(tmp_path: Path) -> None:
    exr = pytest.importorskip("OpenEXR")
    light = np.full((8, 8, 3), (0.6, 0.3, 0.1), np.float32)
    y = (light @ np.array([0.2126, 0.7152, 0.0722])).astype(np.float32)
    chroma = {name: (light[..., band] / y - 1).copy() for name, band in (("RY", 0), ("BY", 2))}
    header = {"compression": exr.NO_COMPRESSION, "type": exr.scanlineimage}
    exr.File(header, {"Y": y, **chroma}).write(str(tmp_path / "one.exr"))
    right = 1.055 * np.array([0.6, 0.3, 0.1]) ** (1 / 2.4) - 0.055
    assert np.abs(open_picture(tmp_path / "one.exr").pixels / 65_535 - right).max() < 1e-3


def raw_file(path: Path) -> Path:
    """A DNG whose first picture is a small preview, and whose raw values are a grey slope."""
    levels = np.tile(np.linspace(2000, 50_000, 128).astype(np.uint16), (96, 1))
    cfa: Any = [
        (33421, "H", 2, (2, 2)), (33422, "B", 4, (0, 1, 1, 2)), (50714, "H", 1, 0), (50717, "I", 1, 65_535),
    ]  # fmt: skip
    matrix = (
        32405,
        10000,
        -15371,
        10000,
        -4985,
        10000,
        -9693,
        10000,
        18760,
        10000,
        416,
        10000,
        556,
        10000,
        -2040,
        10000,
        10572,
        10000,
    )
    head: Any = [
        (50706, "B", 4, (1, 4, 0, 0)), (50708, "s", 0, "Acme One"), (50721, "2i", 9, matrix),
        (50728, "2I", 3, (1, 1, 1, 1, 1, 1)), (271, "s", 0, "Acme"), (272, "s", 0, "One"),
    ]  # fmt: skip
    with tifffile.TiffWriter(path) as writer:
        writer.write(
            np.zeros((12, 16, 3), np.uint8), photometric="rgb", subfiletype=1, subifds=1, extratags=head, metadata=None
        )
        writer.write(levels, photometric="cfa", subfiletype=0, extratags=cfa, metadata=None)
    return path


@pytest.mark.parametrize("name", ["one.dng", "one.tif"])
def test_camera_raw_is_developed_in_full_size(tmp_path: Path, name: str) -> None:
    pytest.importorskip("rawpy")
    picture = open_picture(raw_file(tmp_path / name))
    assert (picture.width, picture.height) == (128, 96) and picture.pixels.dtype == np.uint16
    row = picture.pixels[48].mean(1)
    assert row[-5] > 3 * row[5] and picture.remark is not None and "raw" in picture.remark


def test_without_its_extra_a_raw_picture_is_never_its_preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.images.formats.find_spec", lambda _: None)
    for name in ("one.dng", "one.tif"):
        with pytest.raises(GanStudioError, match=r"raw picture, which needs an extra: pip install 'ganstudio\[raw\]'"):
            open_picture(raw_file(tmp_path / name))
