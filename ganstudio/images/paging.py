"""Paging: large pictures in files without a name, so that only what is being worked on has to be in memory."""

import mmap
import os
import tempfile
from contextlib import suppress
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGE = 64 * 2**20  # bytes: what is smaller stays in memory
ROWS = 256  # of a strip, where a picture is gone through strip by strip


def allocate_pages(shape: tuple[int, ...], kind: Any) -> NDArray[Any]:
    """Room for values of a shape: in memory, or where they are many and the system can, in a file that it pages itself.

    The room is taken on the disk at once; where there is none, memory has to do.
    """
    size = prod(shape) * np.dtype(kind).itemsize
    if size >= LARGE and hasattr(os, "posix_fallocate") and hasattr(mmap, "MADV_DONTNEED"):
        with suppress(OSError), tempfile.TemporaryFile() as file:
            os.posix_fallocate(file.fileno(), 0, size)
            return np.frombuffer(mmap.mmap(file.fileno(), size), kind).reshape(shape)
    return np.empty(shape, kind)


def release_pages(*arrays: NDArray[Any]) -> None:
    """Tell the system that it may take the memory of these values, or of what they are part of; they stay as they are."""
    for array in arrays:
        base: Any = array
        while isinstance(base, np.ndarray):
            base = base.base
        room = base.obj if isinstance(base, memoryview) else base
        if isinstance(room, mmap.mmap):
            room.madvise(mmap.MADV_DONTNEED)
