"""The system's trash: a run, a plugin or a style pack is put there, and can be taken back."""

import shutil
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths

from ganstudio.core.errors import GanStudioError, os_reason

_DATA = QStandardPaths.StandardLocation.GenericDataLocation


def put(path: Path) -> Path | None:
    """Put a folder or a file into the trash; where it lies now, None where the system does not tell."""
    with suppress(OSError):  # where the user's data folder is missing, Qt gives up in place of making it
        Path(QStandardPaths.writableLocation(_DATA)).mkdir(parents=True, exist_ok=True)
    file = QFile(str(path))
    if not file.moveToTrash():
        raise GanStudioError(
            "{path} could not be put into the trash ({reason}); delete {path2} by hand.",
            path=path.name,
            reason=file.errorString(),
            path2=path,
        )
    where = Path(file.fileName())
    return where if where != path and where.exists() else None


def take_back(where: Path, path: Path) -> None:
    """Move a folder or a file from the trash to where it was."""
    if path.exists():
        raise GanStudioError(
            "There is another {path} by now; take {name} out of the trash by hand.", path=path, name=where.name
        )
    try:
        shutil.move(where, path)
    except OSError as error:
        raise GanStudioError(
            "{path} could not be taken out of the trash: {reason}.", path=path.name, reason=os_reason(error)
        ) from error
    (where.parent.parent / "info" / f"{where.name}.trashinfo").unlink(missing_ok=True)
