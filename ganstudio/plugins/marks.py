"""Marks: a small file for each plugin that is being loaded; it stays behind where that ended the program."""

import atexit
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from ganstudio.plugins.catalog import Plugin

_FOLDER = "loading"


@contextmanager
def marked(data: Path, plugin: Plugin) -> Iterator[None]:
    """Leave a mark while the plugin is loaded; where nothing can be written there is none, and loading goes on."""
    mark = data / _FOLDER / f"{os.getpid()}-{time.time_ns()}.json"
    with suppress(OSError):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(json.dumps({"plugin": _key(plugin), "host": platform.node()}), encoding="utf-8")
    remove = partial(_remove, mark)
    atexit.register(remove)  # a program that ends as it should was not ended by the plugin
    try:
        yield
    finally:
        remove()
        atexit.unregister(remove)


def ended_the_program(data: Path, plugin: Plugin) -> Path | None:
    """The mark of a process that ended while it loaded this plugin, as it is now."""
    return next((mark for mark in _left_behind(data) if _read(mark).get("plugin") == _key(plugin)), None)


def forget(data: Path) -> None:
    """Take away the marks of ended processes, so that their plugins are tried again."""
    for mark in _left_behind(data):
        _remove(mark)


def _key(plugin: Plugin) -> list[str]:
    return [plugin.name, plugin.origin, plugin.digest or plugin.version]


def _left_behind(data: Path) -> list[Path]:
    return [mark for mark in (data / _FOLDER).glob("*.json") if not _lives(mark)]


def _lives(mark: Path) -> bool:
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
        said = json.loads(mark.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _remove(mark: Path) -> None:
    with suppress(OSError):
        mark.unlink(missing_ok=True)
