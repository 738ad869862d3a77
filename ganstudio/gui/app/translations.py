"""The window's words in the user's language. It needs no Qt: without one, words stay as they are written."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganstudio.runs.run_spec import RunSpec


def tr(text: str) -> str:
    """The text in the window's language, itself where there is no translation."""
    qt = sys.modules.get("PySide6.QtCore")  # loaded wherever `use_language` was called
    return text if qt is None else str(qt.QCoreApplication.translate("ganstudio", text))


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
    """A large number as people say it: “940”, “38 k”, “1.2 M”."""
    if number < 1000:
        return f"{number:.0f}"
    return f"{number / 1000:.3g} k" if number < 999_500 else f"{number / 1e6:.3g} M"
