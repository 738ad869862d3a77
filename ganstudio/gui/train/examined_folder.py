"""What was found in a folder of pictures, and what an artist should know of it before a training."""

from dataclasses import dataclass
from pathlib import Path

from ganstudio.gui.app.translations import tr

FEW = 100


@dataclass(frozen=True)
class ExaminedFolder:
    """What was seen in a folder, or in a picture: its files, the shorter sides of those looked at, what cannot be read.

    `ground` is the colour on which drawings on transparency show.
    """

    folder: Path
    files: tuple[Path, ...]
    sides: tuple[int, ...] = ()
    broken: tuple[Path, ...] = ()
    kinds: tuple[str, ...] = ()
    ground: str = "white"

    def warnings(self, size: int, *, paints: bool = False) -> list[str]:
        """What an artist should know before a training at `size` pixels; one that paints learns from a single picture."""
        small = sum(side < size for side in self.sides)
        return [
            *([] if paints else self._few_warnings()),
            *([tr("Smaller than {} pixels, so they will look soft: {:,} pictures.").format(size, small)] if small else []),
            *([tr("Cannot be read and will be left out: {}").format(_list_names(self.broken))] if self.broken else []),
        ]

    def _few_warnings(self) -> list[str]:
        if len(self.files) >= FEW:
            return []
        return [tr("Only {} pictures: a GAN soon repeats them. A hundred or more are better.").format(len(self.files))]


def _list_names(files: tuple[Path, ...]) -> str:
    names = ", ".join(file.name for file in files[:3])
    return names if len(files) <= 3 else tr("{} and {} more").format(names, len(files) - 3)
