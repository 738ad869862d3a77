"""Plugins that are dropped on the window: copied into the drop-in folder, where they wait for trust like all others."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.translation import tr
from ganstudio.plugins.discovery import is_plugin


def find_plugins_among(paths: Iterable[Path]) -> list[Path]:
    """Those of the files and folders that look like plugins."""
    return [path for path in paths if path.exists() and is_plugin(path)]


def copy_plugin(path: Path, folder: Path) -> Path:
    """Copy a plugin, a folder or a single file, into the drop-in folder; where it lies now.

    GanStudioError where one of that name is there, or it cannot be copied; then nothing of it is left.
    """
    target = folder / path.name
    if target.exists():
        raise GanStudioError(tr("There is a plugin “{name}” already; remove it on the Plugins page first.", name=path.name))
    part = folder / f".{path.name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, part, symlinks=True)
        else:
            shutil.copyfile(path, part)
        part.rename(target)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        part.unlink(missing_ok=True)
        raise GanStudioError(tr("{name} could not be copied: {reason}.", name=path.name, reason=os_reason(error))) from error
    return target
