"""One writer at a time: a small file in the run folder says which process works in it."""

import json
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import read_limited, sweep_half_written
from ganstudio.core.translation import tr
from ganstudio.runs.layout import CHECKPOINTS, SAMPLES
from ganstudio.runs.layout import WRITER as NAME

_LARGEST = 100_000

_taking = threading.Lock()


@contextmanager
def exclusive_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a run folder; GanStudioError where another live process holds it."""
    mine = _acquire(folder / NAME)
    try:
        _sweep(folder)
        yield
    finally:
        if _read(folder / NAME) == mine:
            (folder / NAME).unlink(missing_ok=True)


def is_alive(folder: Path) -> bool:
    """Whether a live process writes into the run folder."""
    owner = _read(folder / NAME)
    return owner is not None and _is_running(owner, folder / NAME)


def session_key(folder: Path) -> str | None:
    """The key of the present session, from the start of a live writer to its end; None where nobody writes."""
    owner = _read(folder / NAME)
    return str(owner["key"]) if owner and "key" in owner and _is_running(owner, folder / NAME) else None


def _acquire(file: Path) -> dict[str, Any]:
    mine = {"pid": os.getpid(), "host": platform.node(), "created": psutil.Process().create_time(), "key": uuid4().hex}
    mine["started"] = _start_ticks(os.getpid())
    with _taking:
        try:
            _remove_stale(file)
            _create_file(file, json.dumps(mine))
        except FileExistsError:
            raise GanStudioError(_refusal(file)) from None
        except OSError as error:
            raise GanStudioError(
                "The folder {parent} cannot be written: {reason}.", parent=file.parent, reason=os_reason(error)
            ) from error
    return mine


def _create_file(file: Path, content: str) -> None:
    lock = file.open("x", encoding="utf-8")  # fails where there is one: only one process can
    try:
        with lock:
            lock.write(content)
    except OSError:
        file.unlink(missing_ok=True)
        raise


def _remove_stale(file: Path) -> None:
    """Take a dead writer's file away: renamed first, so that of two who find it only one can."""
    owner = _read(file)
    if owner is None or _is_running(owner, file):
        return
    aside = file.with_name(f".{NAME}.{uuid4().hex}")
    try:
        file.rename(aside)
    except FileNotFoundError:
        return
    if _read(aside) == owner:
        aside.unlink()
    else:  # another one took the folder over in between: give it back
        aside.rename(file)


def _read(file: Path) -> dict[str, Any] | None:
    """Who writes; an empty dict where the file says nothing, None where there is no file."""
    try:
        owner = json.loads(read_limited(file, _LARGEST))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError, GanStudioError):
        return {}
    return owner if isinstance(owner, dict) else {}


def _is_running(owner: dict[str, Any], file: Path) -> bool:
    """Whether the writer still runs; one on another machine cannot be asked and counts as living."""
    if not owner:  # being written just now, or torn by a crash
        return abs(_file_age(file)) < 10  # a time to come is that of a clock since set back
    if owner.get("host") != platform.node():
        return True
    try:
        process = psutil.Process(int(owner["pid"]))
        return _is_same(process, owner) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.AccessDenied:
        return True
    except (psutil.NoSuchProcess, KeyError, ValueError, TypeError):
        return False


def _is_same(process: psutil.Process, owner: dict[str, Any]) -> bool:
    """Whether a process is the one that wrote the file, and not a later one of its number."""
    now, then = _start_ticks(process.pid), owner.get("started")
    if now and then:
        return bool(now == then)
    return abs(process.create_time() - float(owner["created"])) < 5


def _start_ticks(pid: int) -> str | None:
    """When a process began, as Linux counts: the boot and the ticks since. A clock that is set anew does not change it."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return f"{boot} {stat.rpartition(')')[2].split()[19]}"
    except (OSError, IndexError):
        return None


def _file_age(file: Path) -> float:
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _refusal(file: Path) -> str:
    owner = _read(file) or {}
    who = tr("process {value} on {value2}", value=owner.get("pid"), value2=owner.get("host"))
    if owner.get("host") in (None, platform.node()):
        return tr("{parent} is already being written by {who}; stop that one first.", parent=file.parent, who=who)
    return tr(
        "{parent} is being written by {who}; if that one is surely over, delete {file} there.",
        parent=file.parent,
        who=who,
        file=file.name,
    )


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left half-written."""
    for place in (folder, folder / SAMPLES, folder / CHECKPOINTS):
        sweep_half_written(place, seconds=0)
