"""Pictures that are the same, or nearly: copies by their content, others by a perceptual hash and a second look."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ganstudio.images.image_info import SIDE, ImageInfo
from ganstudio.images.reader import translate_decode_errors

_KEPT = 8  # frequencies of the hash in either direction
_NOISE = 0.005
_BITS = 6  # of 64 that may differ
_SHIFT = 16.0  # of 255: how much brighter one may be as a whole
_MEAN, _MOST = 6.0, 16.0  # of 255: how far the two may else lie apart, on average and in the worst of 8×8 parts
_PARTS = 8
_SHAPE = 1.1

Group = tuple[Path, ...]


def find_exact_duplicates(images: Iterable[ImageInfo]) -> list[Group]:
    """Files with the very same content, each group in the order of the files; only those of one length are read."""
    by_length: dict[int, list[Path]] = defaultdict(list)
    for each in images:
        by_length[each.length].append(each.file)
    by_content: dict[bytes, list[Path]] = defaultdict(list)
    for file in (file for files in by_length.values() if len(files) > 1 for file in files):
        by_content[_digest(file)].append(file)
    return [tuple(files) for files in by_content.values() if len(files) > 1]


def find_near_duplicates(images: Sequence[ImageInfo]) -> Iterator[Group]:
    """Pictures that look the same, the largest of each group first.

    Their hashes differ in at most 6 of 64 bits, their shapes by a tenth, and their small pictures hardly: plain pictures
    have few frequencies, so that their hashes alone would call all discs the same. All that holds for the pictures on white
    and on black, so that a white drawing on transparency is no white square.
    """
    order = sorted(images, key=lambda each: -each.width * each.height)
    if not order:
        return
    grounds = [_Looks.of(np.stack([each.small for each in order])), _Looks.of(np.stack([each.on_black for each in order]))]
    shapes = np.log([each.width / each.height for each in order])
    free = np.ones(len(order), bool)
    for first in range(len(order)):  # each step is one product of a matrix with a vector: a second for 5,000 pictures
        if not free[first]:
            continue
        near = free & (np.abs(shapes - shapes[first]) <= np.log(_SHAPE)) & grounds[0].near(first) & grounds[1].near(first)
        near[:first] = False
        places = np.flatnonzero(near)
        if len(places) > 1:
            places = places[grounds[0].same(places, first) & grounds[1].same(places, first)]
        free[places] = False
        if len(places) > 1:
            yield tuple(order[place].file for place in places)


@dataclass(frozen=True)
class _Looks:
    """All pictures on one ground: very small N×32×32×3, the signs of their hashes N×64 (−1 or 1), their means N×3."""

    small: NDArray[np.uint8]
    signs: NDArray[np.float32]
    means: NDArray[np.float64]

    @classmethod
    def of(cls, small: NDArray[np.uint8]) -> Self:
        """The looks of those pictures, uint8 N×32×32×3."""
        return cls(small, hashes(small).astype(np.float32) * 2 - 1, small.mean((1, 2)))

    def near(self, first: int) -> NDArray[np.bool_]:
        """Which pictures, N×bool, have a hash and a brightness like that one."""
        alike: NDArray[np.bool_] = self.signs @ self.signs[first] >= self.signs.shape[1] - 2 * _BITS
        alike &= np.abs(self.means - self.means[first]).max(1) <= _SHIFT
        return alike

    def same(self, places: NDArray[np.intp], first: int) -> NDArray[np.bool_]:
        """Which of the n pictures at those places, n×bool, look like that one at a second look."""
        return _looks_same(self.small[places], self.small[first])


def hashes(small: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The perceptual hashes of pictures N×32×32×3 as bits N×64: which of the lowest frequencies lie above their median.

    Zauner, “Implementation and Benchmarking of Perceptual Image Hash Functions”, 2010, section 3.2.1.
    """
    grey = small.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    waves = _cosines()
    lowest = (waves @ grey @ waves.T).reshape(len(small), -1)
    noise = _NOISE * np.abs(lowest).max(1, keepdims=True)  # else in plain pictures rounding would draw half of the bits
    bits: NDArray[np.bool_] = lowest > np.median(lowest, 1, keepdims=True) + noise
    return bits


def _cosines() -> NDArray[np.float32]:
    """The first rows of the discrete cosine transform, 8×32."""
    rows, places = np.arange(1, _KEPT + 1)[:, None], np.arange(SIDE)[None]
    return np.cos(np.pi * rows * (2 * places + 1) / (2 * SIDE)).astype(np.float32)


def _looks_same(small: NDArray[np.uint8], first: NDArray[np.uint8]) -> NDArray[np.bool_]:
    apart = small.astype(np.float32) - first
    apart -= apart.mean((1, 2), keepdims=True)
    parts = apart.reshape(len(small), _PARTS, SIDE // _PARTS, _PARTS, SIDE // _PARTS, 3).mean((2, 4))
    same: NDArray[np.bool_] = (np.abs(apart).mean((1, 2, 3)) <= _MEAN) & (np.abs(parts).max((1, 2, 3)) <= _MOST)
    return same


def _digest(file: Path) -> bytes:
    digest = blake2b(digest_size=16)
    with translate_decode_errors(file), file.open("rb") as content:
        while piece := content.read(1 << 20):
            digest.update(piece)
    return digest.digest()
