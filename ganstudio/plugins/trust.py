"""Trust: a drop-in plugin runs only after the user has allowed that very content."""

import hashlib
from pathlib import Path

from ganstudio.plugins.catalog import Plugin
from ganstudio.settings import Settings


def digest(path: Path) -> str:
    """The SHA-256 of a plugin's files, names and contents; links and compiled caches do not count."""
    found = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_symlink() or not file.is_file() or "__pycache__" in file.parts:
            continue
        for part in (file.relative_to(path.parent).as_posix().encode(), file.read_bytes()):
            found.update(len(part).to_bytes(8, "big"))
            found.update(part)
    return found.hexdigest()


def trust(settings: Settings, plugin: Plugin) -> Settings:
    """Settings in which the plugin's present content may run."""
    return settings.with_changes(trusted=settings.trusted | {plugin.name: plugin.digest})
