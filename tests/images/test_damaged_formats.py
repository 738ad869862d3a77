"""Damaged files of the formats that others than Pillow read, and of moving pictures: a sentence or a picture, no crash."""

import io
import random
import zlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.open import open_picture
from ganstudio.images.thumbnail import thumbnail
from ganstudio.video.animation_reader import is_moving, read_animation
from tests.images.test_colours_by_numbers import chunk
from tests.images.test_damaged import mutated
from tests.images.test_other_formats import ALPHA, RGB, drawing, psd, raw_file


def sources(folder: Path) -> dict[str, bytes]:
    """Small sound files of many kinds, by name."""
    planes = np.dstack([RGB, ALPHA]).transpose(2, 0, 1)
    png = io.BytesIO()
    Image.fromarray(RGB).save(png, "PNG")
    text = chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n 4\n00112233\n")) + chunk(
        b"cICP", b"\t\x10\0\1"
    )
    found = {
        "rgba.psd": psd(planes, 3, -1), "rle.psd": psd(planes.astype(np.uint16), 4, rle=True), "lab.psd": psd(planes[:3], 9),
        "one.kra": drawing("application/x-krita", png.getvalue()),
        "text.png": png.getvalue()[:33] + text + png.getvalue()[33:],
    }  # fmt: skip
    for name, values, how in (
        ("float.tif", RGB / np.float32(255), {"photometric": "rgb"}), ("double.tif", RGB / 255, {"photometric": "rgb"}),
        ("big.tif", RGB, {"photometric": "rgb", "bigtiff": True, "byteorder": ">"}),
        ("lab.tif", RGB, {"photometric": "icclab"}),
        ("inks.tif", np.dstack([RGB, ALPHA, ALPHA]), {"photometric": "separated", "extrasamples": ["unassalpha"]}),
    ):  # fmt: skip
        tifffile.imwrite(folder / name, values, metadata=None, **how)
    Image.fromarray(RGB).save(folder / "one.tga", compression="tga_rle")
    frames = [Image.fromarray(np.roll(RGB, step, 1)) for step in range(3)]
    for name in ("moving.webp", "moving.png", "moving.avif"):
        frames[0].save(folder / name, save_all=True, append_images=frames[1:], duration=50)
    if find_spec("rawpy"):
        raw_file(folder / "one.dng")
    if find_spec("pillow_jxl"):
        import pillow_jxl  # noqa: F401

        frames[0].save(folder / "one.jxl", "JXL")
    if find_spec("OpenEXR"):
        import OpenEXR

        header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
        OpenEXR.File(header, {"RGB": np.float32(RGB / 255)}).write(str(folder / "one.exr"))
    return found | {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.timeout(120)
def test_mutated_files_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "sound").mkdir()
    kinds, chance, opened = sources(tmp_path / "sound"), random.Random(3), 0
    for name, content in kinds.items():
        (tmp_path / name).write_bytes(content)
        assert open_picture(tmp_path / name).pixels.shape[2] == 3
    for _ in range(400):
        name = chance.choice(sorted(kinds))
        path = tmp_path / name
        path.write_bytes(mutated(kinds[name], chance))
        try:
            picture = open_picture(path)
            assert picture.pixels.size and picture.pixels.dtype in (np.uint8, np.uint16)
            opened += 1
        except GanStudioError as error:
            assert str(path) in str(error) and "\n" not in str(error)
        try:
            thumbnail(path, 16)
            if is_moving(path):
                assert all(pixels.size for pixels, _, _ in read_animation(path))
        except GanStudioError as error:
            assert str(path) in str(error)
    assert 40 < opened < 360
