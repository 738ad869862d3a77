"""What stands in the way of a good training in a folder of pictures, and what can be done about it."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from typing import Literal

from ganstudio.core.translation import tr, tr_plural, tr_plural_noop
from ganstudio.images.dataset.duplicates import Group, find_exact_duplicates, find_near_duplicates
from ganstudio.images.dataset.scan import scan
from ganstudio.images.image_info import ImageInfo, read_image_info

FEW = 100
_LONG = 2.0
_SQUARE = 1.1
_WORKERS = 4

Severity = Literal["broken", "warning", "note"]
_FEW_DEEP = 3
_BITS = (10, 12, 14)  # of a camera's or scanner's numbers, kept in 16

Fix = Literal["leave out", "crop", "convert", "brighten", ""]


@dataclass(frozen=True)
class Finding:
    """One thing that was found: in a sentence, in which files, and what a working copy does about it.

    “convert” is done to every picture by itself. `groups` hold pictures that are the same, the one to keep first.
    """

    name: str
    severity: Severity
    sentence: str
    files: tuple[Path, ...] = ()
    fix: Fix = ""
    groups: tuple[Group, ...] = ()
    bits: int = 0  # that the values of the files have, where they are to be brightened to 16

    @property
    def surplus(self) -> tuple[Path, ...]:
        """The files that are better left out: of pictures that are the same all but one."""
        if self.fix != "leave out":
            return ()
        return tuple(file for group in self.groups for file in group[1:]) if self.groups else self.files

    @property
    def is_automatic(self) -> bool:
        """Whether a working copy may mend it without the artist: a matter of taste is asked for."""
        return self.fix in ("leave out", "brighten") and self.severity != "note"


@dataclass(frozen=True)
class ExamineProgress:
    """How many files of how many were looked at."""

    done: int
    total: int


@dataclass(frozen=True)
class DatasetReport:
    """All that was found in a folder for a training at `size` pixels."""

    folder: Path
    size: int
    images: tuple[ImageInfo, ...]
    findings: tuple[Finding, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were looked at, in their order."""
        return tuple(each.file for each in self.images)

    @property
    def readable(self) -> tuple[ImageInfo, ...]:
        """The files that can be read."""
        return tuple(each for each in self.images if not each.reason)

    @property
    def shapes(self) -> int:
        """How many proportions there are, to the nearest tenth of the shorter side."""
        sides = [(each.width, each.height) for each in self.readable]
        return len({(width > height, round(10 * max(width, height) / min(width, height))) for width, height in sides})


def examine(folder: Path, size: int, stop: Flag) -> Iterator[ExamineProgress | DatasetReport]:
    """Look at every picture of a folder once: how far it is, and at last what was found; ends early once `stop` is set.

    GanStudioError where the folder holds no pictures or cannot be read.
    """
    files = scan(folder).files
    facts: list[ImageInfo] = []
    pool = ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1))
    try:
        for each in pool.map(read_image_info, files):
            if stop.is_set():
                return
            facts.append(each)
            yield ExamineProgress(len(facts), len(files))
    finally:
        pool.shutdown(cancel_futures=True)  # so that a stop need not wait for the rest
    yield DatasetReport(folder, size, tuple(facts), tuple(_findings(facts, size)))


def _findings(images: list[ImageInfo], size: int) -> Iterator[Finding]:
    """All rules, the worst first."""
    if broken := _files(each for each in images if each.reason):
        sentence = tr_plural("1 file cannot be read.", "{n} files cannot be read.", len(broken))
        yield Finding("broken", "broken", sentence, broken, "leave out")
    readable = [each for each in images if not each.reason]
    for rule in _RULES:
        yield from rule(readable, size)


@dataclass(frozen=True)
class _Rule:
    """What is said of the pictures of which something holds: of one, and of many."""

    name: str
    severity: Severity
    fix: Fix
    sentences: tuple[str, str]
    holds: Callable[[ImageInfo, int], bool]  # of a picture, for a training at a size in pixels

    def __call__(self, seen: list[ImageInfo], size: int) -> Iterator[Finding]:
        """The finding, where there is one."""
        if files := _files(each for each in seen if self.holds(each, size)):
            sentence = tr_plural(*self.sentences, len(files), size=size)
            yield Finding(self.name, self.severity, sentence, files, self.fix)


def _find_few(seen: list[ImageInfo], _size: int) -> Iterator[Finding]:
    if len(seen) < FEW:
        sentence = tr_plural(
            "Only 1 picture: a GAN soon repeats them. A hundred or more are better.",
            "Only {n} pictures: a GAN soon repeats them. A hundred or more are better.",
            len(seen),
        )
        yield Finding("few", "warning", sentence)


def _find_repeated(seen: list[ImageInfo], _size: int) -> Iterator[Finding]:
    if groups := tuple(find_exact_duplicates(seen)):
        files = sum(groups, ())
        words = tr_plural(
            "1 picture has the very content of another: keep one of each.",
            "{n} pictures have the very content of another: keep one of each.",
            len(files) - len(groups),
        )
        yield Finding("copies", "warning", words, files, "leave out", groups)
    again = {file for group in groups for file in group[1:]}
    if groups := tuple(find_near_duplicates([each for each in seen if each.file not in again])):
        files = sum(groups, ())
        words = tr_plural(
            "1 picture is hardly different from another: keep the largest of each.",
            "{n} pictures are hardly different from another: keep the largest of each.",
            len(files) - len(groups),
        )
        yield Finding("alike", "warning", words, files, "leave out", groups)


_PORTRAIT = tr_plural_noop(
    "1 picture is in portrait format, unlike the others: crop all to one shape.",
    "{n} pictures are in portrait format, unlike the others: crop all to one shape.",
)
_LANDSCAPE = tr_plural_noop(
    "1 picture is in landscape format, unlike the others: crop all to one shape.",
    "{n} pictures are in landscape format, unlike the others: crop all to one shape.",
)


def _find_mixed_shapes(seen: list[ImageInfo], _size: int) -> Iterator[Finding]:
    tall = _files(each for each in seen if each.height > _SQUARE * each.width)
    wide = _files(each for each in seen if each.width > _SQUARE * each.height)
    if tall and wide:
        fewer, words = min((tall, _PORTRAIT), (wide, _LANDSCAPE), key=lambda each: len(each[0]))
        yield Finding("mixed", "note", tr_plural(*words, len(fewer)), fewer, "crop")


def _find_few_bits(seen: list[ImageInfo], _size: int) -> Iterator[Finding]:
    """Numbers of 10, 12 or 14 bits in files of 16, which look nearly black.

    One dark picture tells nothing: of several none goes beyond such a range, and some come near to its end.
    """
    deep = [each for each in seen if each.peak]
    greatest = max((each.peak for each in deep), default=0)
    bits = next((bits for bits in _BITS if greatest < 2**bits), 0)
    if bits and len(deep) >= _FEW_DEEP and sum(each.peak >= 2 ** (bits - 1) for each in deep) > len(deep) // 2:
        words = tr_plural(
            "1 picture has {bits} bits in 16 and would be nearly black: brightened in a working copy.",
            "{n} pictures have {bits} bits in 16 and would be nearly black: brightened in a working copy.",
            len(deep),
            bits=bits,
        )
        yield Finding("bits", "warning", words, _files(iter(deep)), "brighten", bits=bits)


def _find_transparent(seen: list[ImageInfo], _size: int) -> Iterator[Finding]:
    if clear := [each for each in seen if each.has_transparency]:
        pale = 2 * sum(each.pale for each in clear) > len(clear)
        better = tr(" Most are pale: train with --ground black, which shows them.") if pale else ""
        words = tr_plural(
            "1 picture is drawn on transparency: the ground decides what is seen, white if none is chosen.",
            "{n} pictures are drawn on transparency: the ground decides what is seen, white if none is chosen.",
            len(clear),
        )
        yield Finding("clear", "warning" if pale else "note", words + better, _files(iter(clear)), "convert")


def _find_grey(seen: list[ImageInfo], _size: int) -> Iterator[Finding]:
    grey = _files(each for each in seen if each.grey)
    if 0 < len(grey) < len(seen):
        words = tr_plural(
            "1 picture is grey among coloured ones: the GAN will make both.",
            "{n} pictures are grey among coloured ones: the GAN will make both.",
            len(grey),
        )
        yield Finding("grey", "note", words, grey, "leave out")


# In the order in which they are told; another matter of each picture alone is another row.
_RULES: tuple[Callable[[list[ImageInfo], int], Iterator[Finding]], ...] = (
    _find_few,
    _find_repeated,
    _Rule(
        "tiny",
        "warning",
        "leave out",
        tr_plural_noop(
            "1 picture is smaller than {size} pixels and would be blurred: better left out, or train smaller.",
            "{n} pictures are smaller than {size} pixels and would be blurred: better left out, or train smaller.",
        ),
        lambda each, size: min(each.width, each.height) < size,
    ),
    _Rule(
        "long",
        "warning",
        "crop",
        tr_plural_noop(
            "1 picture is more than twice as long as wide: only the middle square is seen.",
            "{n} pictures are more than twice as long as wide: only the middle square is seen.",
        ),
        lambda each, _size: max(each.width, each.height) > _LONG * min(each.width, each.height),
    ),
    _find_mixed_shapes,
    _find_few_bits,
    _Rule(
        "ink",
        "note",
        "convert",
        tr_plural_noop(
            "1 picture is stored for printing or measuring, not for screens: converted to sRGB.",
            "{n} pictures are stored for printing or measuring, not for screens: converted to sRGB.",
        ),
        lambda each, _size: not each.plain_mode,
    ),
    _Rule(
        "profile",
        "note",
        "convert",
        tr_plural_noop(
            "1 picture has a colour profile other than sRGB: converted to sRGB.",
            "{n} pictures have a colour profile other than sRGB: converted to sRGB.",
        ),
        lambda each, _size: each.other_colours,
    ),
    _find_transparent,
    _find_grey,
    _Rule(
        "animated",
        "note",
        "convert",
        tr_plural_noop(
            "1 picture has more than one frame or page: only the first is seen.",
            "{n} pictures have more than one frame or page: only the first is seen.",
        ),
        lambda each, _size: each.animated,
    ),
)


def _files(images: Iterator[ImageInfo]) -> tuple[Path, ...]:
    return tuple(each.file for each in images)
