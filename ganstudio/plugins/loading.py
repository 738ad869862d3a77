"""Loading: every plugin in its own try, so that a broken one leaves the rest working and says why."""

import os
import threading
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.finding import Found, installed, lying_in
from ganstudio.plugins.offers import Offer, offer
from ganstudio.settings import Home, Settings

PATIENCE = 5.0


@dataclass(frozen=True)
class Loaded:
    """What became of one plugin, and what it brings."""

    plugin: Plugin
    offer: Offer | None = None


def load_catalog(
    home: Home,
    settings: Settings,
    *,
    plugin_dirs: Sequence[Path] = (),
    safe_mode: bool = False,
    patience: float = PATIENCE,
) -> Catalog:
    """All plugins: bundled, installed, in the drop-in folder, in `plugin_dirs` (which need no trust).

    Safe mode takes the bundled ones alone. `patience` is how many seconds a plugin that is not bundled may take to load.
    """
    found = installed()
    if safe_mode:
        found = [each for each in found if each.plugin.origin == "bundled"]
    else:
        found += lying_in(home.plugins, settings.trusted)
        found += [each for folder in plugin_dirs for each in lying_in(folder, None)]
    killers = _take_marks(home.data)
    loaded = [_load(_judged(each, settings, killers), home.data, patience) for each in found]
    return _catalog(loaded)


def _judged(found: Found, settings: Settings, killers: set[str]) -> Found:
    """What settings and the last start say of a plugin before it is run."""
    plugin = replace(found.plugin, enabled=found.plugin.name not in settings.disabled)
    if plugin.name in killers:
        error = (
            f"“{plugin.name}” ended the program while it was loaded last time, so it is left out now; reload to try again."
        )
        plugin = replace(plugin, error=error)
    return replace(found, plugin=plugin)


def _load(found: Found, data: Path, patience: float) -> Loaded:
    plugin = found.plugin
    if not plugin.loaded:
        return Loaded(plugin)
    try:
        if plugin.origin == "bundled":
            return _brought(plugin, offer(found.load()))
        mark = _mark(data, plugin.name)
        try:
            return _brought(plugin, _within(patience, lambda: offer(found.load())))
        finally:
            mark.unlink(missing_ok=True)
    except KeyboardInterrupt:
        raise
    except TimeoutError:
        error = f"“{plugin.name}” did not finish loading within {patience:g} seconds; ask its author, or switch it off."
        return Loaded(replace(plugin, error=error))
    except BaseException as error:  # whatever a stranger's plugin raises, SystemExit too, stays with that plugin
        return Loaded(replace(plugin, error=_sentence(plugin.name, error), report=traceback.format_exc()))


def _brought(plugin: Plugin, brought: Offer) -> Loaded:
    summary = plugin.summary or brought.summary
    return Loaded(
        replace(plugin, summary=summary, architectures=tuple(brought.architectures), styles=tuple(brought.styles)), brought
    )


def _sentence(name: str, error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"“{name}” tried to end the program while it was loaded; a plugin must not."
    if isinstance(error, SyntaxError):
        place = f"{Path(error.filename or '').name}, line {error.lineno}"
        return f"“{name}” could not be loaded: {place} is not valid Python ({error.msg})."
    return f"“{name}” could not be loaded: {str(error) or type(error).__name__}."


def _within(seconds: float, work: Callable[[], Offer]) -> Offer:
    """The work's result, if it comes in time; a thread that hangs is left behind."""
    result: list[Offer] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:  # handed to the caller, whatever it is
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True, name="plugin import")
    thread.start()
    thread.join(seconds)
    if failure:
        raise failure[0]
    if not result:
        raise TimeoutError
    return result[0]


def _catalog(loaded: Iterable[Loaded]) -> Catalog:
    """One catalog; of two plugins that bring the same id the first keeps it, and the second is told."""
    architectures: dict[str, Any] = {}
    styles: dict[str, Any] = {}
    owners: dict[str, str] = {}
    plugins: list[Plugin] = []
    for each in loaded:
        plugin = each.plugin
        if each.offer:
            twice = [name for name in plugin.architectures + plugin.styles if name in owners]
            if twice:
                error = (
                    f"“{plugin.name}” brings “{twice[0]}”, which “{owners[twice[0]]}” brings already; one must be renamed."
                )
                plugin = replace(plugin, error=error, architectures=(), styles=())
            else:
                architectures |= each.offer.architectures
                styles |= each.offer.styles
                owners |= dict.fromkeys(plugin.architectures + plugin.styles, plugin.name)
        plugins.append(plugin)
    return Catalog(architectures, styles, tuple(plugins))


def _mark(data: Path, name: str) -> Path:
    """A file that stays behind when loading a plugin ends the process."""
    mark = data / f"loading-{os.getpid()}"
    try:
        data.mkdir(parents=True, exist_ok=True)
        mark.write_text(name, encoding="utf-8")
    except OSError:
        pass  # no marks in a folder that cannot be written; loading goes on
    return mark


def _take_marks(data: Path) -> set[str]:
    """The plugins that ended a process which no longer lives; their marks are taken away, so that a reload tries again."""
    names = set()
    for mark in data.glob("loading-*"):
        process = mark.name.removeprefix("loading-")
        if not process.isdigit() or not psutil.pid_exists(int(process)):
            names.add(mark.read_text(encoding="utf-8"))
            mark.unlink(missing_ok=True)
    return names
