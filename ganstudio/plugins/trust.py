"""Trust: a drop-in plugin runs only after the user has allowed that very content."""

import hashlib
from pathlib import Path

from ganstudio.errors import GanStudioError
from ganstudio.plugins.catalog import Plugin
from ganstudio.settings import Settings


def digest(path: Path) -> str:
    """The SHA-256 of a plugin's files, by their names in it and their contents; compiled caches do not count.

    GanStudioError where it holds a link, whose content could change behind the back of whoever trusted it.
    """
    found = hashlib.sha256()
    for name, file in _files(path):
        content = file.read_bytes()
        found.update(f"{len(name.encode())} {len(content)} {name}".encode() + content)
    return found.hexdigest()


def trust(settings: Settings, plugin: Plugin) -> Settings:
    """Settings in which the plugin's present content may run."""
    return settings.with_changes(trusted=settings.trusted | {plugin.name: plugin.digest})


def _files(path: Path) -> list[tuple[str, Path]]:
    if not path.is_dir():
        return [(path.name, path)]
    files = []
    for file in path.rglob("*"):
        name = file.relative_to(path)
        if file.is_symlink():
            raise GanStudioError(f"“{path.name}” holds a link, {name}; put the file itself there.")
        if file.is_file() and "__pycache__" not in name.parts:
            files.append((name.as_posix(), file))
    return sorted(files)
