"""Survey: every file of a folder looked at once, before a training looks at them a thousand times."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags

from ganstudio.errors import GanStudioError
from ganstudio.events import Skipped
from ganstudio.pictures.dataset import scan, thumbnail
from ganstudio.pictures.picture import Picture
from ganstudio.pictures.reading import reading, shown

_FEW = 100
_SMALL = 64
_MANY_SHAPES = 10
_GREY = 6  # of 255: what JPEG makes of grey


@dataclass(frozen=True)
class Survey:
    """Width and height of each picture that can be read, upright, how many of them are grey, and the files that cannot."""

    sizes: tuple[tuple[int, int], ...]
    grey: int
    skipped: tuple[Skipped, ...]

    @property
    def shapes(self) -> int:
        """How many proportions there are, to the nearest tenth of the shorter side."""
        return len({(width > height, round(10 * max(width, height) / min(width, height))) for width, height in self.sizes})

    def warnings(self) -> list[str]:
        """What stands in the way of a good training, a sentence each."""
        count = len(self.sizes)
        small = sum(min(size) < _SMALL for size in self.sizes)
        long = sum(max(size) > 2 * min(size) for size in self.sizes)
        found = {
            f"Only {count} pictures: a GAN soon repeats them. A hundred or more are better.": count < _FEW,
            f"{_are(small)} smaller than {_SMALL} pixels: train at 32, more would only be blurred.": small,
            f"{_are(long)} more than twice as long as wide: only the middle square is seen.": long,
            f"There are {self.shapes} shapes: only the middle square of each is seen; crop them where that matters.":
                self.shapes > _MANY_SHAPES,
            f"{_are(self.grey)} grey among coloured ones: the GAN will make both.": 0 < self.grey < count,
        }  # fmt: skip
        return [words for words, holds in found.items() if holds]


def survey(folder: Path) -> Survey:
    """Decode every picture of a folder once, as a training would."""
    files = scan(folder).files
    pool = ThreadPoolExecutor(4)
    try:
        looks = list(zip(files, pool.map(_look, files), strict=True))
    finally:
        pool.shutdown(cancel_futures=True)  # so that Ctrl-C need not wait for the rest
    seen = [look for _, look in looks if not isinstance(look, GanStudioError)]
    return Survey(
        sizes=tuple((width, height) for width, height, _ in seen),
        grey=sum(grey for _, _, grey in seen),
        skipped=tuple(Skipped(shown(path), str(look)) for path, look in looks if isinstance(look, GanStudioError)),
    )


def _look(path: Path) -> tuple[int, int, bool] | GanStudioError:
    """Width, height, whether it is grey; or why it cannot be read."""
    try:
        with reading(path) as image:
            (width, height), turn = image.size, image.getexif().get(ExifTags.Base.Orientation, 1)
        grey = _is_grey(thumbnail(path, 64))
    except GanStudioError as error:
        return error
    return (height, width, grey) if turn in (5, 6, 7, 8) else (width, height, grey)


def _is_grey(picture: Picture) -> bool:
    colours = picture.pixels.astype(int)
    return bool((colours.max(2) - colours.min(2) <= _GREY).all())


def _are(count: int) -> str:
    return "1 picture is" if count == 1 else f"{count:,} pictures are"
