"""The studio in the applications menu, and style packs that open in it by a double click, on the desktops of Linux.

Sources: the Desktop Entry Specification 1.5, the Icon Theme Specification and the Shared MIME-info Specification.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import resources, write_atomically
from ganstudio.core.program import program_command
from ganstudio.core.translation import tr

_ICONS = {
    "icons/hicolor/scalable/apps/ganstudio.svg": "ganstudio.svg",
    "icons/hicolor/scalable/mimetypes/application-x-ganstyle.svg": "ganstyle.svg",
    **{f"icons/hicolor/{side}x{side}/apps/ganstudio.png": f"ganstudio-{side}.png" for side in (48, 128, 256)},
}
_ENTRY, _TYPE = "applications/ganstudio.desktop", "mime/packages/ganstudio.xml"
# Databases that desktops read in place of these files: the folder of each, its program, and Debian's package with it.
_DATABASES = {
    "mime": ("update-mime-database", "shared-mime-info"),
    "applications": ("update-desktop-database", "desktop-file-utils"),
}


@dataclass(frozen=True)
class Installed:
    """The files that were written or removed, and a sentence for each thing that is left to do."""

    files: list[Path] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def install_desktop_files() -> Installed:
    """Write the menu entry, the icons and the type of style packs for this user; GanStudioError where they cannot be."""
    base = _data_folder()
    contents = {base / place: (resources() / "desktop" / name).read_bytes() for place, name in _ICONS.items()}
    entry = Template((resources() / "desktop" / "ganstudio.desktop.txt").read_text(encoding="utf-8"))
    contents[base / _ENTRY] = entry.substitute(command=_quote_command(program_command())).encode("utf-8", "surrogateescape")
    contents[base / _TYPE] = (resources() / "desktop" / "ganstudio.xml").read_bytes()
    try:
        for path, content in contents.items():
            write_atomically(path, content)
    except OSError as error:
        raise GanStudioError(
            "The menu entry could not be written to {file}: {why}.", file=error.filename, why=os_reason(error)
        ) from error
    return Installed(list(contents), _update_databases(base))


def remove_desktop_files() -> Installed:
    """Remove what `install_desktop_files` wrote, and folders that are empty then; some or all of it may be gone."""
    base = _data_folder()
    removed = []
    try:
        for path in (base / place for place in (*_ICONS, _ENTRY, _TYPE)):
            if os.path.lexists(path):
                path.unlink()
                removed.append(path)
    except OSError as error:
        raise GanStudioError("{file} could not be removed: {why}.", file=error.filename, why=os_reason(error)) from error
    remarks = _update_databases(base) if removed else []
    for path in removed:
        _remove_empty_folders(path.parent, base)
    return Installed(removed, remarks)


def _data_folder() -> Path:
    """The user's data folder of freedesktop.org's; a XDG_DATA_HOME that is no whole path counts for nothing, as it says."""
    if sys.platform in ("win32", "darwin"):
        raise GanStudioError(
            "A menu entry by this command is for Linux desktops; docs/packaging.md has what to do on Windows and macOS."
        )
    given = os.environ.get("XDG_DATA_HOME", "")
    return Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "share"


def _quote_command(words: Sequence[str]) -> str:
    """A command as the key Exec has it: each word in quotes, then once more escaped as a value of such a file is."""
    return " ".join(_quote_word(word).replace("\\", r"\\") for word in words)


def _quote_word(word: str) -> str:
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return '"' + escaped.replace("%", "%%") + '"'


def _update_databases(base: Path) -> list[str]:
    """Let the desktop's own programs read the files; a sentence for those that are missing, one for each that fails."""
    there = {folder: shutil.which(program) for folder, (program, _) in _DATABASES.items() if (base / folder).is_dir()}
    missing = [_DATABASES[folder] for folder, found in there.items() if not found]
    remarks = [_ask_for(missing)] if missing else []
    for folder, program in there.items():
        if program and subprocess.run([program, str(base / folder)], capture_output=True, check=False).returncode:
            words = tr(
                "{program} could not read {folder}; run it yourself to see why.", program=program, folder=base / folder
            )
            remarks.append(words)
    with suppress(OSError):
        os.utime(base / "icons" / "hicolor")  # so that desktops look into it again
    return remarks


def _ask_for(missing: Sequence[tuple[str, str]]) -> str:
    programs, packages = (", ".join(names) for names in zip(*missing, strict=True))
    return tr(
        "Not here: {programs}, so a double click may not find the studio yet; install {packages}, then run this again.",
        programs=programs, packages=packages,
    )  # fmt: skip


def _remove_empty_folders(folder: Path, base: Path) -> None:
    with suppress(OSError):  # until one holds something else
        while folder != base:
            folder.rmdir()
            folder = folder.parent
