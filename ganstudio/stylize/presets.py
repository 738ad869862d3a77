"""Presets: looks kept under a name, each a small picture of what it does that carries its recipe."""

import re
import shutil
from pathlib import Path

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.settings import Home
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Look
from ganstudio.stylize.output_names import Naming, shorten_name
from ganstudio.stylize.recipe import attach_recipe, look_in, resolve_look

SUFFIX = ".png"
THUMBNAIL = 320  # pixels of the longer side


class Presets:
    """The presets in the user's folder; a file of them is all that another studio needs."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.folder = home.data / "presets"

    @property
    def files(self) -> list[Path]:
        """The presets by name."""
        return sorted(self.folder.glob(f"*{SUFFIX}"), key=lambda file: file.stem.casefold())

    def save(self, name: str, made: Picture, look: Look, catalog: Catalog) -> Path:
        """Keep a look under a name, with the small picture that it made; one of that name gives way."""
        file = self.folder / f"{_file_name(name)}{SUFFIX}"
        self.folder.mkdir(parents=True, exist_ok=True)
        plain = Picture(made.pixels, made.alpha, made.icc)  # nothing of whose picture it was
        save_picture(attach_recipe(plain, look, catalog, self._home, recipes=True), file)
        return file

    def look(self, file: Path, catalog: Catalog) -> Look:
        """The look of a preset; GanStudioError names a style that is missing."""
        return resolve_look(look_in(file), catalog, self._home, file.parent)

    def import_file(self, file: Path) -> Path:
        """Make a preset of a picture that carries a recipe, wherever it came from; a name that is taken gets a number."""
        look_in(file)
        picture = open_picture(file).resize(THUMBNAIL)
        target = Naming().target(self.folder / f"{_file_name(file.stem)}{SUFFIX}", file)
        assert target is not None  # “number” leaves none out
        self.folder.mkdir(parents=True, exist_ok=True)
        save_picture(Picture(picture.pixels, picture.alpha, picture.icc, xmp=picture.xmp), target)
        return target

    def export_file(self, file: Path, target: Path) -> None:
        """Write a preset to where it can be shared from."""
        try:
            shutil.copyfile(file, target)
        except OSError as error:
            raise GanStudioError(
                "The preset could not be written to {target}: {reason}.", target=target, reason=os_reason(error)
            ) from error


def _file_name(name: str) -> str:
    """A name as a file may be called."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", name).strip(" .")[:80]
    plain = shorten_name(plain, SUFFIX)
    if not plain:
        raise GanStudioError("A preset needs a name; write some letters.")
    return plain
