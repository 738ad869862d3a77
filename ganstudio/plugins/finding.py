"""Finding: where plugins lie, and what can be known of them without running them."""

import ast
import importlib.util
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.trust import digest

GROUP = "ganstudio"
_BUNDLED = "ganstudio_plugins."


@dataclass(frozen=True)
class Found:
    """A plugin that has not been run yet, and how to run it."""

    plugin: Plugin
    load: Callable[[], ModuleType]


def installed() -> list[Found]:
    """The plugins that came as packages, the bundled ones first."""
    points = {point.name: point for point in entry_points(group=GROUP)}
    ordered = sorted(points.values(), key=lambda point: (not point.value.startswith(_BUNDLED), point.name))
    return [Found(_packaged(point), point.load) for point in ordered]


def lying_in(folder: Path, trusted: Mapping[str, str] | None) -> list[Found]:
    """The plugins in a folder: sub-folders with an `__init__.py`, and single files; None trusts them all."""
    if not folder.is_dir():
        return []
    places = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "_")) and _is_plugin(path)]
    return [_dropped_in(path, trusted) for path in places]


def _is_plugin(path: Path) -> bool:
    return (path / "__init__.py").is_file() if path.is_dir() else path.suffix == ".py"


def _packaged(point: EntryPoint) -> Plugin:
    bundled = point.value.startswith(_BUNDLED)
    version = point.dist.version if point.dist else ""
    return Plugin(name=point.name, origin="bundled" if bundled else "installed", version=version)


def _dropped_in(path: Path, trusted: Mapping[str, str] | None) -> Found:
    plugin = Plugin(name=path.stem, origin=str(path))
    try:
        content = digest(path)
        plugin = replace(plugin, digest=content, trusted=trusted is None or trusted.get(path.stem) == content)
        plugin = _described(path, plugin)
    except OSError as error:
        plugin = replace(plugin, error=f"“{path.name}” cannot be read: {error.strerror}.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        plugin = replace(plugin, error=f"The plugin.toml of “{path.name}” cannot be read: {error}.")
    return Found(plugin, lambda: _imported(path))


def _described(path: Path, plugin: Plugin) -> Plugin:
    """The plugin with what its plugin.toml says, else with the first line of its docstring."""
    about = path / "plugin.toml"
    if path.is_dir() and about.is_file():
        said = tomllib.loads(about.read_text(encoding="utf-8"))
        wanted = {name: str(said[name]) for name in ("version", "summary", "licence") if name in said}
        return replace(plugin, **wanted)  # type: ignore[arg-type]
    return replace(plugin, summary=_docstring(path / "__init__.py" if path.is_dir() else path))


def _docstring(source: Path) -> str:
    try:
        words = ast.get_docstring(ast.parse(source.read_bytes())) or ""
    except (SyntaxError, ValueError):
        return ""
    return words.partition("\n")[0]


def _imported(path: Path) -> ModuleType:
    """The plugin's module, new at each loading, under a name that nothing else has."""
    name = f"ganstudio_dropped_in_{path.stem}"
    for old in [module for module in sys.modules if module == name or module.startswith(f"{name}.")]:
        del sys.modules[old]
    source = path / "__init__.py" if path.is_dir() else path
    inside = [str(path)] if path.is_dir() else None
    spec = importlib.util.spec_from_file_location(name, source, submodule_search_locations=inside)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
