"""A report of what the studio stands on, and of its last errors, as text for whoever mends them. It stays here."""

import os
import platform
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import ganstudio
from ganstudio.core.log import last_errors
from ganstudio.core.private_paths import hide_private, known_roots
from ganstudio.core.settings import Home, Settings, load_settings
from ganstudio.plugins.catalog import Catalog

_ERRORS = 8  # entries of the log
_LINES = 40  # of one entry: its end, where a traceback says most
_ROOM = 2**30  # bytes that a folder in which results are written should have free
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)[^;]*(?:;.*extra == ['\"](?P<extra>\w+)['\"])?")


@dataclass(frozen=True)
class Line:
    """One fact; `problem` is a sentence where it keeps the studio from working."""

    name: str
    value: str
    problem: str = ""


@dataclass(frozen=True)
class Report:
    """All facts by their section, and the last errors of the log."""

    home: Home
    settings: Settings
    sections: dict[str, list[Line]]
    errors: list[str]

    @property
    def problems(self) -> list[str]:
        """A sentence for each thing that keeps the studio from working."""
        return [line.problem for lines in self.sections.values() for line in lines if line.problem]

    def text(self, *, paths: bool = False) -> str:
        """The report; with `paths` folders, files and people are named, without it placeholders stand for them."""
        parts = [f"GAN Studio {ganstudio.__version__}, report of {time.strftime('%Y-%m-%d %H:%M%z')}"]
        for title, lines in self.sections.items():
            parts += ["", title, *(f"  {line.name:<20} {line.value}" for line in lines)]
        parts += ["", "Last errors", *(self.errors or ["  none in the log"])]
        parts += ["", "Problems", *(f"  {each}" for each in self.problems or ["none found"])]
        text = "\n".join(parts) + "\n"
        return text if paths else hide_private(text, known_roots(self.home, self.settings))


def make_report(home: Home, catalog: Callable[[], Catalog], *, window: str, window_problem: str = "") -> Report:
    """Look at everything; what cannot be looked at is a problem, never an error. `window` says whether one can open."""
    settings, problem = load_settings(home)
    sections: dict[str, Callable[[], Iterable[Line]]] = {
        "Versions": _versions,
        "Extras": _extras,
        "Devices": _devices,
        "Window": lambda: [Line("window", window_problem or window, window_problem)],
        "Settings": lambda: _settings(home, settings, problem),
        "Folders": lambda: _folders(home, settings),
        "Plugins": lambda: _plugins(catalog()),
    }
    return Report(home, settings, {title: _collect(title, look) for title, look in sections.items()}, _errors(home))


def _collect(title: str, look: Callable[[], Iterable[Line]]) -> list[Line]:
    try:
        return list(look())
    except (Exception, SystemExit) as error:  # a broken library must not cost the rest of the report
        said = f"{type(error).__name__}: {error}"
        return [Line("not to be told", said, f"{title} cannot be told ({said}).")]


def _versions() -> Iterator[Line]:
    yield Line("GAN Studio", ganstudio.__version__)
    yield Line("Python", f"{platform.python_version()} ({platform.python_implementation()}, {platform.machine()})")
    yield Line("system", platform.platform())
    for name in _list_packages(""):
        found = _version(name)
        yield Line(name, found or "missing", "" if found else f"The package {name} is missing; install GAN Studio again.")


def _extras() -> Iterator[Line]:
    for extra in sorted(_required_extras() - {"dev"}):
        yield Line(extra, ", ".join(f"{name} {_version(name) or 'missing'}" for name in _list_packages(extra)))


def _devices() -> Iterator[Line]:
    import torch

    from ganstudio.core.devices import describe, list_devices

    for device in list_devices():
        yield Line(device, describe(device))
    yield Line("threads", f"{torch.get_num_threads()} of torch, {os.cpu_count()} of the machine")
    chosen = {name: os.environ[name] for name in ("OMP_NUM_THREADS", "CUDA_VISIBLE_DEVICES") if name in os.environ}
    yield from (Line(name, value) for name, value in chosen.items())


def _settings(home: Home, settings: Settings, problem: str | None) -> Iterator[Line]:
    quoted = (problem or "").replace(str(home.settings_file), f"“{home.settings_file}”")  # so that it is seen where it ends
    yield Line("file", "cannot be read" if problem else "can be read", quoted)
    for name in ("device", "training", "language", "theme"):
        yield Line(name, str(getattr(settings, name)))


def _folders(home: Home, settings: Settings) -> Iterator[Line]:
    places = {
        "settings": home.settings_file.parent,
        "data": home.data,
        "plugins": home.plugins,
        "packs": home.packs,
        "cache": home.cache,
        "trainings": home.runs(settings),
        "pictures": home.results(settings),
        "log": home.logs,
    }
    for name, folder in places.items():
        yield _folder(name, folder)


def _folder(name: str, folder: Path) -> Line:
    there = next((place for place in (folder, *folder.parents) if place.exists()), Path(folder.anchor))
    free = shutil.disk_usage(there).free
    problem = ""
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        problem = f"The folder of the {name} cannot be written."
    elif free < _ROOM and name in ("trainings", "pictures"):
        problem = f"There is little room for {name}: {free / 2**30:.1f} GB."
    state = "cannot be written" if problem.endswith("written.") else "" if there == folder else "not made yet"
    return Line(name, ", ".join(filter(None, (f"{free / 2**30:.1f} GB free", state, str(folder)))), problem)


def _plugins(catalog: Catalog) -> Iterator[Line]:
    failed = [plugin for plugin in catalog.plugins if plugin.error]
    yield Line("loaded", str(sum(plugin.loaded for plugin in catalog.plugins)))
    yield Line("not trusted yet", str(sum(not plugin.trusted for plugin in catalog.plugins)))
    yield Line("switched off", str(sum(not plugin.enabled for plugin in catalog.plugins)))
    for plugin in failed:
        yield Line(plugin.name, plugin.error or "", f"The plugin “{plugin.name}” could not be loaded.")


def _errors(home: Home) -> list[str]:
    found = []
    for entry in last_errors(home.logs, _ERRORS):
        first, *rest = (line for line in entry.split("\n") if line.strip(" ^~"))
        found += [f"  {line}" for line in ([first, *rest] if len(rest) <= _LINES else [first, "    …", *rest[-_LINES:]])]
    return found


def _requirements() -> list[re.Match[str]]:
    return [found for each in requires("ganstudio") or () if (found := _REQUIREMENT.match(each))]


def _required_extras() -> set[str]:
    return {found["extra"] for found in _requirements() if found["extra"]}


def _list_packages(extra: str) -> list[str]:
    """The packages that an extra brings; without one those that the studio cannot do without."""
    return list(dict.fromkeys(found["name"] for found in _requirements() if (found["extra"] or "") == extra))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
