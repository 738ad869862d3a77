"""The system's trash: a run is put there, and can be taken back."""

import shutil
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths

from ganstudio.errors import GanStudioError

_DATA = QStandardPaths.StandardLocation.GenericDataLocation


def put(folder: Path) -> Path | None:
    """Put a folder into the trash; where it lies now, None where the system does not tell."""
    with suppress(OSError):  # where the user's data folder is missing, Qt gives up in place of making it
        Path(QStandardPaths.writableLocation(_DATA)).mkdir(parents=True, exist_ok=True)
    file = QFile(str(folder))
    if not file.moveToTrash():
        raise GanStudioError(
            f"{folder.name} could not be put into the trash ({file.errorString()}); delete its folder {folder} by hand."
        )
    where = Path(file.fileName())
    return where if where != folder and where.exists() else None


def take_back(where: Path, folder: Path) -> None:
    """Move a folder from the trash to where it was."""
    if folder.exists():
        raise GanStudioError(f"There is another folder {folder} by now; take {where.name} out of the trash by hand.")
    try:
        shutil.move(where, folder)
    except OSError as error:
        raise GanStudioError(f"{folder.name} could not be taken out of the trash: {error.strerror}.") from error
    (where.parent.parent / "info" / f"{where.name}.trashinfo").unlink(missing_ok=True)
