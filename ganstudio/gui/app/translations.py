"""How the window says sizes, times and large numbers, in the user's language."""

from functools import cache
from typing import TYPE_CHECKING

from ganstudio.core.translation import tr as tr
from ganstudio.core.translation import tr_plural as tr_plural

if TYPE_CHECKING:
    from ganstudio.runs.run_spec import RunSpec


def size_words(spec: "RunSpec") -> str:
    """Width and height of a run's pictures."""
    wide, high = max(1.0, spec.aspect), max(1.0, 1 / spec.aspect)
    return f"{round(spec.size * wide)} × {round(spec.size * high)}"


def duration(seconds: float) -> str:
    """A time as people say it: “40 s”, “12 min”, “3 h 05 min”."""
    if seconds < 90:
        return tr("{} s").format(round(seconds))
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("{} min").format(minutes)
    return tr("{} h {:02d} min").format(minutes // 60, minutes % 60)


def size_of_file(size: float) -> str:
    """The size of a file as people say it: “340 kB”, “2.4 MB”."""
    return f"{max(1, round(size / 1000))} kB" if size < 999_500 else f"{size / 1e6:.3g} MB"


def count(number: float) -> str:
    """A large number as people say it: “940”, “38 k”, “1.2 M”; in Chinese “3.8 万”."""
    thousand, million = _steps(tr("1000 {} k, 1000000 {} M"))
    if number < thousand[0]:
        return f"{number:.0f}"
    size, words = million if number >= 0.9995 * million[0] else thousand
    return words.format(f"{number / size:.3g}")


@cache
def _steps(told: str) -> list[tuple[float, str]]:
    """The sizes from which a number is told in a larger unit, each with its words, the smaller one first."""
    return [(float(size), words) for size, words in (each.strip().split(" ", 1) for each in told.split(","))]
