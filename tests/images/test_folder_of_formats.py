"""A folder of pictures of all kinds: each is learned from through the same reading; moving and unreadable ones are found."""

import io
import threading
import zipfile
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from ganstudio.images.dataset.report import DatasetReport, examine
from ganstudio.images.dataset.scan import load, scan
from tests.images.test_other_formats import psd

_COLOURS = (200, 120, 40)


def _folder(place: Path) -> Path:
    """The same plain colour in files of every kind that can be made here, one film of pictures, one broken file."""
    image = Image.new("RGB", (40, 40), _COLOURS)
    for suffix in ("png", "jpg", "webp", "avif", "tga", "bmp", "ppm", "qoi", "jp2", "gif", "tif"):
        image.save(place / f"plain.{suffix}")
    values = np.asarray(image)
    tifffile.imwrite(place / "deep.tif", values.astype(np.uint16) * 257, photometric="rgb")
    tifffile.imwrite(place / "real.tif", (values / 255).astype(np.float32), photometric="rgb")
    (place / "layers.psd").write_bytes(psd(values.transpose(2, 0, 1), 3))
    merged = io.BytesIO()
    image.save(merged, "PNG")
    for name, kind in (("drawing.kra", "application/x-krita"), ("drawing.ora", "image/openraster")):
        with zipfile.ZipFile(place / name, "w") as archive:
            archive.writestr("mimetype", kind)
            archive.writestr("mergedimage.png", merged.getvalue())
    image.save(place / "moving.webp", save_all=True, append_images=[Image.new("RGB", (40, 40), "blue")], duration=50)
    (place / "broken.psd").write_bytes(b"8BPS\0\1 and no more")
    return place


def test_every_kind_is_learned_from(tmp_path: Path) -> None:
    squares, skipped = load(scan(_folder(tmp_path)).files, 16)
    assert [Path(each.path).name for each in skipped] == ["broken.psd"]
    apart = np.abs(squares.numpy().astype(int) - np.array(_COLOURS)[:, None, None])
    assert len(squares) == 17
    assert {int(each) for each in np.flatnonzero(apart.max((1, 2, 3)) > 12)} == set()


def test_moving_and_unreadable_ones_are_findings(tmp_path: Path) -> None:
    *_, last = examine(_folder(tmp_path), 16, threading.Event())
    assert isinstance(last, DatasetReport)
    found = {each.name: {file.name for file in each.files} for each in last.findings}
    assert found["animated"] == {"moving.webp"} and found["broken"] == {"broken.psd"}
