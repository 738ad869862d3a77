"""How much memory a large picture takes: `ganstudio stylize` from file to file, the whole process."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.figure import Figure

_SIZES = ((3000, 2000), (6000, 4000))


def large_against_small() -> list[Figure]:
    """The peak of stylizing 24 megapixels against 6; the colours are kept, so that the source must stay in memory."""
    ratio = _ratio("--style", "halftone", "--keep-colours")
    return [Figure("peak memory of stylizing 24 against 6 megapixels", ratio, "≤ 1.5", "×")]


def _ratio(*how: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_peak(Path(folder), size, *how) for size in _SIZES)
    return large / small


def _peak(folder: Path, size: tuple[int, int], *how: str) -> int:
    """The most memory that the process ever held, in the system's own unit."""
    picture = folder / f"{size[0]}.jpg"
    specks = np.random.default_rng(0).integers(0, 256, (size[1] // 8, size[0] // 8, 3), np.uint8)
    Image.fromarray(specks).resize(size, Image.Resampling.BICUBIC).save(picture, quality=92)
    program = str(Path(sys.executable).with_name("ganstudio"))
    process = subprocess.Popen(
        [program, "stylize", str(picture), *how, "--out", str(picture.with_suffix(".png"))], stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"ganstudio stylize ended with {process.returncode}")
    return used.ru_maxrss
