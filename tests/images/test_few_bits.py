"""Pictures of 10, 12 or 14 bits in files of 16: found by what the whole folder shows, and brightened in a working copy."""

import threading
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from ganstudio.cli import run as command
from ganstudio.images.dataset.report import DatasetReport, Finding, examine


def write(folder: Path, bits: int, count: int = 6, *, darkest: int = 0, step: int = 1) -> Path:
    """Ramps of grey and of colours with numbers of so many bits; the first `darkest` reach a hundredth of them alone."""
    folder.mkdir()
    for number in range(count):
        most = (2**bits - 1) // (100 if number < darkest else 1)
        ramp = np.linspace(number, most, 64 * 64).reshape(64, 64).astype(np.uint16) // step * step
        pixels = ramp if number % 2 else np.stack([ramp, ramp[::-1], ramp.T], -1)
        tifffile.imwrite(folder / f"{number}.tif", pixels, photometric="rgb" if pixels.ndim == 3 else "minisblack")
    return folder


def found(folder: Path) -> Finding | None:
    last = list(examine(folder, 16, threading.Event()))[-1]
    assert isinstance(last, DatasetReport)
    return next((finding for finding in last.findings if finding.name == "bits"), None)


@pytest.mark.parametrize("bits", [10, 12, 14])
def test_few_bits_are_found_and_brightened(bits: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "scans", bits, darkest=1)
    told = found(folder)
    assert told and (told.bits, len(told.files)) == (bits, 6)
    assert command(["check", str(folder), "--size", "16", "--fix", str(tmp_path / "copy")]) == 0
    assert f"{bits} bits in 16" in capsys.readouterr().out
    for number in (1, 2):
        with Image.open(tmp_path / "copy" / f"{number}.tif.png") as copy:
            assert np.asarray(copy).max() >= 254
            assert np.asarray(copy).min() <= 2
    with Image.open(tmp_path / "copy" / "0.tif.png") as copy:  # one that is dark stays so
        assert np.asarray(copy).max() < 10


def test_all_bits_dark_pictures_and_single_ones_are_let_be(tmp_path: Path) -> None:
    assert found(write(tmp_path / "sixteen", 16)) is None
    assert found(write(tmp_path / "two", 12, count=2)) is None
    assert found(write(tmp_path / "mostly dark", 12, darkest=5)) is None
    assert found(write(tmp_path / "of 8 bits", 12, step=257)) is None
