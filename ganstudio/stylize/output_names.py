"""What results are called and what happens where a name is taken; a source is never written over."""

import os
import string
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Literal

from ganstudio.core.errors import GanStudioError, unknown_name_error
from ganstudio.stylize.look import Look

Existing = Literal["number", "skip", "overwrite"]
FIELDS = ("name", "style", "number", "date")
USUAL = "{name}-{style}"
LONGEST = 240  # bytes of a name: file systems take 255, and the hidden folder of a film's parts is called a little longer
_ROOM = 8  # of them for a number
_FORBIDDEN = '<>:"/\\|?*'


@dataclass(frozen=True)
class Naming:
    """How results are named: a template with {name}, {style}, {number}, {date}; the suffix, empty for the source's own.

    Where a name is taken, the new one gets a “number”, the picture is left out (“skip”), or the file is replaced
    (“overwrite”). GanStudioError where the template has no use.
    """

    template: str = USUAL
    suffix: str = ""
    existing: Existing = "number"

    def __post_init__(self) -> None:
        for _, field, spec, _ in self._parts():
            if field is not None and (field not in FIELDS or spec):
                raise unknown_name_error("part of a name", field, FIELDS)
        if not self.template.strip(" ."):
            raise GanStudioError("The name of the results is empty; write for example {name}-{style}.")
        if any(sign in self.template for sign in _FORBIDDEN):
            raise GanStudioError(
                "A name cannot hold any of {forbidden}; take them out of “{template}”.",
                forbidden=_FORBIDDEN,
                template=self.template,
            )

    def name(self, source: Path, style: str, number: int, formats: Collection[str], usual: str = ".png") -> str:
        """The name of a source's result, with a suffix among `formats`: the wanted one, else its own, else the `usual`.

        It leaves room for a number within `LONGEST` bytes: of the source's name and the style's the longer is cut.
        """
        suffix = next((each for each in (self.suffix, source.suffix.lower()) if each in formats), usual)
        stem, today = source.stem, date.today().isoformat()
        while True:
            words = self.template.format(name=stem, style=style, number=f"{number:04d}", date=today)
            if _byte_length(f"{words}{suffix}") <= LONGEST - _ROOM or not (stem or style):
                return f"{shorten_name(words, suffix)}{suffix}"
            stem, style = (stem, style[:-1]) if len(style) > len(stem) else (stem[:-1], style)

    def target(self, wanted: Path, source: Path, used_names: Collection[str] = ()) -> Path | None:
        """The path of a result that is to be at `wanted`; None where it is to be left out.

        `used_names` are other results' places, written small: on some disks capitals make no difference.
        """
        free = self.existing == "overwrite" and not same_file(wanted, source)
        if str(wanted).casefold() not in used_names and (free or not wanted.exists()):
            return wanted
        if self.existing == "skip" and str(wanted).casefold() not in used_names:
            return None
        return next(
            place for place in numbered_names(wanted) if str(place).casefold() not in used_names and not place.exists()
        )

    def _parts(self) -> list[tuple[str, str | None, str | None, str | None]]:
        try:
            return list(string.Formatter().parse(self.template))
        except ValueError as error:
            raise GanStudioError(
                "The name “{template}” has a bracket too many or too few; write {usual}.",
                template=self.template,
                usual=USUAL,
            ) from error


def style_words(look: Look) -> str:
    """What a file name says of a look: its styles' ids."""
    return "-".join(layer.style for layer in look.layers if layer.on) or "plain"


def numbered_names(wanted: Path) -> Iterator[Path]:
    """The places beside one that is taken, with numbers from 2 on; none has a longer name than file systems take."""
    for number in count(2):
        ending = f"-{number}{wanted.suffix}"
        yield wanted.with_name(f"{shorten_name(wanted.stem, ending)}{ending}")


def shorten_name(words: str, ending: str) -> str:
    """The words, cut at their end so far that with the ending they have at most `LONGEST` bytes; letters stay whole."""
    while words and _byte_length(f"{words}{ending}") > LONGEST:
        words = words[:-1]
    return words


def _byte_length(words: str) -> int:
    return len(os.fsencode(words))


def same_file(one: Path, other: Path) -> bool:
    """Whether both paths lead to one file that is there."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one is not there, or its name is none that there can be
        return False
