"""A dropped-in plugin's content, read once and within limits: what is hashed is what is imported."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import read_limited

SOURCE = ".py"
DESCRIPTION = "plugin.toml"
_MOST_FILES = 2000
_MOST_BYTES = 256 * 2**20
_MOST_SOURCES = 16 * 2**20
_MOST_DEPTH = 20


@dataclass(frozen=True)
class Content:
    """What a plugin consists of: where it lies, the SHA-256 of all its files, their names, and its sources.

    Names are relative to the plugin's folder, with “/”. Of a plugin that is a `single` file it is the only one, and is
    called `__init__.py`.
    """

    path: Path
    single: bool
    digest: str
    names: frozenset[str]
    sources: Mapping[str, bytes]


def read_content(path: Path) -> Content:
    """Read a plugin's folder or file; compiled caches do not count, for they are never run.

    GanStudioError where it holds a link (whose content could change behind the back of whoever trusted it), a pipe or a
    device, or more than a plugin may; OSError where it cannot be read.
    """
    single = not path.is_dir()
    files = [(path.name, path)] if single else sorted(_list_files(path))
    found, left, held = hashlib.sha256(), _MOST_BYTES, _MOST_SOURCES
    sources: dict[str, bytes] = {}
    for name, file in files:
        is_source = name.endswith(SOURCE) or name == DESCRIPTION
        content = _read(path, file, min(left, held) if is_source else left)
        left -= len(content)
        if is_source:
            held -= len(content)
            sources["__init__.py" if single else name] = content
        said = name.encode("utf-8", "surrogatepass")  # names need not be text
        found.update(b"%d %d %b" % (len(said), len(content), said) + content)
    if "__init__.py" not in sources:
        raise GanStudioError("“{path}” holds no file __init__.py, which says what it brings.", path=path.name)
    return Content(path, single, found.hexdigest(), frozenset(sources if single else (name for name, _ in files)), sources)


def _read(plugin: Path, file: Path, most: int) -> bytes:
    try:
        return read_limited(file, most)
    except GanStudioError as error:
        raise GanStudioError("“{plugin}” cannot be used: {reason}", plugin=plugin.name, reason=error) from error


def _list_files(path: Path) -> Iterator[tuple[str, Path]]:
    """The files in a plugin's folder with their names in it, in no order."""
    for number, (name, file) in enumerate(_walk(path, path, 0)):
        if number >= _MOST_FILES:
            raise GanStudioError(
                "“{path}” holds more than {most:,} files, more than a plugin may.",
                path=path.name,
                most=_MOST_FILES,
            )
        yield name, file


def _walk(plugin: Path, folder: Path, depth: int) -> Iterator[tuple[str, Path]]:
    if depth > _MOST_DEPTH:
        raise GanStudioError(
            "“{plugin}” holds folders in folders, more than {most} deep.", plugin=plugin.name, most=_MOST_DEPTH
        )
    with os.scandir(folder) as entries:
        for entry in entries:
            file = Path(entry.path)
            name = file.relative_to(plugin).as_posix()
            if entry.is_symlink():
                raise GanStudioError(
                    "“{plugin}” holds a link, {name}; put the file itself there.", plugin=plugin.name, name=name
                )
            if not entry.is_dir(follow_symlinks=False):
                yield name, file
            elif entry.name != "__pycache__":
                yield from _walk(plugin, file, depth + 1)
