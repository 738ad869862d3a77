"""How much memory a large picture takes: `ganstudio stylize` from file to file, the whole process."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.figure import Figure

_SMALL, _LARGE = (4000, 3000), (11600, 8700)


def large_against_small() -> list[Figure]:
    """The peak of stylizing 100 megapixels against 12; the colours are kept, so that the source is needed to the end."""
    return [
        Figure(
            f"peak memory of 100 against 12 megapixels, {style}, {suffix[1:]}",
            _ratio(suffix, "--style", style),
            "≤ 1.5",
            "×",
        )
        for style, suffix in (("halftone", ".png"), ("kanagawa", ".png"), ("kanagawa", ".jpg"))
    ]


def _ratio(suffix: str, *how: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_peak(Path(folder), size, suffix, *how, "--keep-colours") for size in (_SMALL, _LARGE))
    return large / small


def _peak(folder: Path, size: tuple[int, int], suffix: str, *how: str) -> int:
    """The most memory that the process ever held, in the unit of the system."""
    picture = folder / f"{size[0]}.jpg"
    specks = np.random.default_rng(0).integers(0, 256, (size[1] // 8, size[0] // 8, 3), np.uint8)
    Image.fromarray(specks).resize(size, Image.Resampling.BICUBIC).save(picture, quality=92)
    program = str(Path(sys.executable).with_name("ganstudio"))
    process = subprocess.Popen(
        [program, "stylize", str(picture), *how, "--out", str(folder / f"made{suffix}")], stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"ganstudio stylize ended with {process.returncode}")
    return used.ru_maxrss
