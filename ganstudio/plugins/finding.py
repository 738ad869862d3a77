"""Finding: where plugins lie, and what can be known of them without running them."""

import ast
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from ganstudio.errors import GanStudioError
from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.importing import import_from
from ganstudio.plugins.trust import digest

GROUP = "ganstudio"


@dataclass(frozen=True)
class Found:
    """A plugin that has not been run yet, and how to run it."""

    plugin: Plugin
    load: Callable[[], ModuleType]


def installed() -> list[Found]:
    """The plugins that came as packages, the bundled ones first."""
    points = {(point.dist.name if point.dist else "", point.name): point for point in entry_points(group=GROUP)}
    found = [_packaged(point) for point in points.values()]
    return sorted(found, key=lambda each: (each.plugin.origin != "bundled", each.plugin.name))


def lying_in(folder: Path, trusted: Mapping[str, str] | None) -> list[Found]:
    """The plugins in a folder: sub-folders with an `__init__.py`, and single files.

    `trusted` are names and hashes; None trusts them all, and then a folder may itself be the plugin.
    """
    folder = folder.absolute()
    try:
        if trusted is None and _is_plugin(folder):
            return [_dropped_in(folder, None)]
        places = [path for path in sorted(folder.iterdir()) if _is_plugin(path)]
    except OSError as error:
        return [_unreadable(folder, error)]
    return [_dropped_in(path, trusted) for path in places]


def _is_plugin(path: Path) -> bool:
    if path.name.startswith((".", "_")):
        return False
    return (path / "__init__.py").is_file() if path.is_dir() else path.suffix == ".py"


def _unreadable(folder: Path, error: OSError) -> Found:
    sentence = f"The plugins in {folder} cannot be read: {(error.strerror or 'unknown error').lower()}."
    return Found(Plugin(name=folder.name, origin=str(folder), error=sentence), partial(import_from, folder))


def _packaged(point: EntryPoint) -> Found:
    def said(name: str) -> str:
        return str(about[name]).partition("\n")[0] if about and name in about else ""

    about = point.dist.metadata if point.dist else None
    if said("Name") == "ganstudio":
        return Found(Plugin(point.name, "bundled", said("Version")), point.load)
    licence = said("License-Expression") or said("License")
    return Found(Plugin(point.name, "installed", said("Version"), said("Summary"), licence), point.load)


def _dropped_in(path: Path, trusted: Mapping[str, str] | None) -> Found:
    plugin = Plugin(name=path.name if path.is_dir() else path.stem, origin=str(path))
    try:
        plugin = replace(_described(path, plugin), digest=digest(path))
        plugin = replace(plugin, trusted=trusted is None or trusted.get(plugin.name) == plugin.digest)
    except OSError as error:
        plugin = replace(plugin, error=f"“{path.name}” cannot be read: {(error.strerror or 'unknown error').lower()}.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        plugin = replace(plugin, error=f"The plugin.toml of “{path.name}” cannot be read: {error}.")
    except GanStudioError as error:
        plugin = replace(plugin, error=str(error))
    return Found(plugin, partial(import_from, path))


def _described(path: Path, plugin: Plugin) -> Plugin:
    """The plugin with what its plugin.toml says of it, else with the first line of its docstring."""
    about = path / "plugin.toml"
    said = tomllib.loads(about.read_text(encoding="utf-8")) if path.is_dir() and about.is_file() else {}
    summary = _docstring(path / "__init__.py" if path.is_dir() else path)
    told = {name: str(said[name]).strip() for name in ("name", "version", "summary", "licence") if name in said}
    return replace(plugin, **({"summary": summary} | told))  # type: ignore[arg-type]


def _docstring(source: Path) -> str:
    try:
        words = ast.get_docstring(ast.parse(source.read_bytes())) or ""
    except (SyntaxError, ValueError):
        return ""
    return words.partition("\n")[0]
