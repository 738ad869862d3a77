"""Marks: a small file for what is going on, such as a plugin that is being loaded; it stays behind if the program ends."""

import atexit
import json
import os
import platform
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import read_limited, write_atomically
from ganstudio.plugins.catalog import Plugin

_FOLDER = "loading"
_LARGEST = 100_000


@contextmanager
def mark_loading(data: Path, plugin: Plugin) -> Iterator[None]:
    """Leave a mark while the plugin is loaded; where nothing can be written there is none, and loading goes on."""
    remove = partial(remove_markers, [leave_marker(data / _FOLDER, plugin=_identity(plugin))])
    atexit.register(remove)  # a program that ends as it should was not ended by the plugin
    try:
        yield
    finally:
        remove()
        atexit.unregister(remove)


def find_crash(data: Path, plugin: Plugin) -> Path | None:
    """The mark of a process that ended while it loaded this plugin, as it is now."""
    return next((mark for mark in find_left_markers(data / _FOLDER) if _read(mark).get("plugin") == _identity(plugin)), None)


def forget_crashes(data: Path) -> None:
    """Take away the marks of ended processes, so that their plugins are tried again."""
    remove_markers(find_left_markers(data / _FOLDER))


def leave_marker(folder: Path, **facts: object) -> Path:
    """Leave a mark of this process in a folder; where nothing can be written there is none."""
    mark = folder / f"{os.getpid()}-{time.time_ns()}.json"
    with suppress(OSError):
        write_atomically(mark, json.dumps(facts | {"host": platform.node()}).encode())
    return mark


def find_left_markers(folder: Path) -> list[Path]:
    """The marks in a folder whose processes have ended."""
    return [mark for mark in folder.glob("*.json") if not _is_running(mark)]


def remove_markers(marks: Iterable[Path]) -> None:
    """Remove marks, as far as that can be."""
    for mark in marks:
        with suppress(OSError):
            mark.unlink(missing_ok=True)


def _identity(plugin: Plugin) -> list[str]:
    return [plugin.name, plugin.origin, plugin.digest or plugin.version]


def _is_running(mark: Path) -> bool:
    """Whether the process that left the mark still runs; one on another machine cannot be asked and counts as living."""
    import psutil

    try:
        if _read(mark).get("host") != platform.node():
            return True
        process = psutil.Process(int(mark.stem.partition("-")[0]))
        older = process.create_time() < mark.stat().st_mtime + 2  # else the number was given to another process
        return older and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ValueError, OSError):
        return False


def _read(mark: Path) -> dict[str, object]:
    try:
        said = json.loads(read_limited(mark, _LARGEST))
    except (OSError, ValueError, RecursionError, GanStudioError):
        return {}
    return said if isinstance(said, dict) else {}
