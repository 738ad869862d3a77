"""Edits: what an artist wants of each picture of a folder, in states that follow one another; nothing is done to a file."""

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import read_limited, write_atomically
from ganstudio.core.schema import decode, encode
from ganstudio.core.translation import tr
from ganstudio.images.crop import MIDDLE, Point
from ganstudio.images.dataset.report import Finding

NAME = "edits.json"
_LARGEST = 256 * 2**20

_Share = Annotated[float, Field(ge=0, le=1)]


class Edit(BaseModel):
    """One picture: kept or left out, its shape width:height (None: as the file), the place that the crop keeps in sight.

    The focus goes from 0 to 1, across and down the upright picture. `bits` is how many the numbers of a file of 16 really
    have: fewer are brightened.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept: bool = True
    aspect: float | None = Field(None, gt=0.05, lt=20)
    focus: tuple[_Share, _Share] = MIDDLE
    bits: int = Field(16, ge=8, le=16)


class Edits(BaseModel):
    """The edits of the pictures in `folder`, by their paths in it; a picture that is not named stays as it is.

    `ground` is the colour that transparency is laid on.

    Each change gives new edits, so that undoing is going back in a list of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path
    ground: str = Field("white", pattern="^(white|black|grey|#[0-9a-f]{6})$")
    pictures: Mapping[str, Edit] = {}

    def of(self, file: Path) -> Edit:
        """What is wanted of a file."""
        return self.pictures.get(self.key(file), Edit())

    def with_left_out(self, files: Iterable[Path], *, left_out: bool = True) -> Self:
        """The edits with those files left out, or taken in again."""
        return self._with_edit(files, kept=not left_out)

    def with_aspect(self, files: Iterable[Path], aspect: float | None) -> Self:
        """The edits with those files cropped to a shape; as they are where it is None."""
        return self._with_edit(files, aspect=aspect)

    def with_focus(self, file: Path, focus: Point) -> Self:
        """The edits with another place of a picture that its crop keeps in sight."""
        return self._with_edit([file], focus=focus)

    def with_fix(self, finding: Finding, aspect: float = 1.0) -> Self:
        """The edits with a finding mended: its surplus left out, its pictures brightened, or cropped to `aspect`."""
        if finding.fix == "crop":
            return self.with_aspect(finding.files, aspect)
        if finding.fix == "brighten":
            return self._with_edit(finding.files, bits=finding.bits)
        return self.with_left_out(finding.surplus)

    def key(self, file: Path) -> str:
        """The name of a file in the edits: its path in the folder, with slashes, as text even where its bytes are none."""
        return _key(file, self.folder)

    def _with_edit(self, files: Iterable[Path], **changes: object) -> Self:
        changed = {self.key(file): self.of(file).model_copy(update=changes) for file in files}
        return self.model_copy(update={"pictures": {**self.pictures, **changed}})


@lru_cache(maxsize=1 << 16)  # asked for every picture of a folder at each change
def _key(file: Path, folder: Path) -> str:
    return os.fsencode(file.relative_to(folder).as_posix()).decode("utf-8", "replace")


def read_edits(place: Path) -> Edits | None:
    """The edits that a working copy was made by; None where there is none. GanStudioError where they are damaged or
    of a later form."""
    try:
        return Edits.model_validate(decode("edits", read_limited(place / NAME, _LARGEST), place / NAME))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise GanStudioError(
            "{place} could not be read: {reason}; check its permissions.", place=place / NAME, reason=os_reason(error)
        ) from error
    except ValueError as error:
        words = tr(
            "{place} is damaged, so {place2} cannot be gone on with; name a new folder for the working copy.",
            place=place / NAME,
            place2=place,
        )
        raise GanStudioError(words) from error


def write_edits(edits: Edits, place: Path) -> None:
    """Write the edits into a working copy."""
    write_atomically(place / NAME, encode("edits", edits.model_dump(mode="json", exclude_defaults=True), indent=1))
