"""Loading of plugins, each by itself: a broken one leaves the rest working, with one sentence why."""

import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from ganstudio.core.settings import Home, Settings
from ganstudio.core.translation import FOLDER as TRANSLATIONS
from ganstudio.core.translation import add_translations, tr
from ganstudio.plugins import crash_markers
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.discovery import FoundPlugin, find_installed, find_plugins_in
from ganstudio.plugins.messages import explain_failure, format_traceback
from ganstudio.plugins.pack_catalog import ListedPack, list_packs
from ganstudio.plugins.timeout import TooLateError, run_within
from ganstudio.plugins.trust import trust_key
from ganstudio.plugins.validation import Contribution, collect_contributions

LOADING_SECONDS = 5.0
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadedPlugin:
    """A plugin after loading, and what it brings; None where it could not be loaded."""

    plugin: Plugin
    contribution: Contribution | None = None


def load_catalog(
    home: Home,
    settings: Settings,
    *,
    plugin_dirs: Sequence[Path] = (),
    safe_mode: bool = False,
    again: bool = False,
    timeout: float = LOADING_SECONDS,
) -> Catalog:
    """All plugins: bundled, installed, in the drop-in folder, in `plugin_dirs` (which need no trust).

    Safe mode takes the bundled ones alone. `again` also tries those that ended the program when they were last loaded.
    `timeout` is how many seconds a plugin that is not bundled may take.
    """
    if again:
        crash_markers.forget_crashes(home.data)
    judged = _check_before_loading(_find_plugins(home, settings, plugin_dirs, safe_mode=safe_mode), home.data, settings)
    catalog = _make_catalog(_load(each, home.data, timeout) for each in judged)
    return _add_packs(catalog, list_packs(home, catalog.architectures, bundled_only=safe_mode), settings)


def load_one(path: Path, home: Home) -> Catalog:
    """The bundled plugins and those in `path` (a plugin, or a folder of several), which need no trust: to check them."""
    judged = _check_before_loading([*_find_bundled(), *find_plugins_in(path, None)], home.data, Settings())
    return _make_catalog(_load(each, home.data, LOADING_SECONDS) for each in judged)


def _find_bundled() -> list[FoundPlugin]:
    return [each for each in find_installed() if each.plugin.origin == "bundled"]


def _find_plugins(home: Home, settings: Settings, plugin_dirs: Sequence[Path], *, safe_mode: bool) -> list[FoundPlugin]:
    """The plugins to load, those first that may keep a name which others claim; those that wait for trust are the last.

    What `plugin_dirs` name needs no trust, also where it lies in the drop-in folder.
    """
    if safe_mode:
        return _find_bundled()
    named = {each.plugin.origin: each for folder in plugin_dirs for each in find_plugins_in(folder, None)}
    found = find_plugins_in(home.plugins, settings.trusted) if home.plugins.is_dir() else []
    trusted, waiting = _split_by_trust([each for each in found if each.plugin.origin not in named], settings)
    return [*find_installed(), *trusted, *named.values(), *waiting]


def _split_by_trust(found: Iterable[FoundPlugin], settings: Settings) -> tuple[list[FoundPlugin], list[FoundPlugin]]:
    """The plugins that may be loaded, in the order in which they were trusted, and the others."""
    trusted: list[FoundPlugin] = []
    waiting: list[FoundPlugin] = []
    for each in found:
        (trusted if each.plugin.loaded else waiting).append(each)
    order = list(settings.trusted)
    return sorted(trusted, key=lambda each: order.index(trust_key(each.plugin))), waiting


def _check_before_loading(found: Iterable[FoundPlugin], data: Path, settings: Settings) -> list[FoundPlugin]:
    """The plugins, with the errors that are known before any is run: names that are taken, crashes while loading."""
    first: dict[str, str] = {}
    judged = []
    for each in found:
        plugin = _check_name(each.plugin, first, settings)
        if plugin.loaded and plugin.origin != "bundled" and (mark := crash_markers.find_crash(data, plugin)):
            error = tr(
                "The program ended while it loaded “{plugin}”, so that one is left out; to try again, reload "
                "it on the Plugins page or delete {mark}.",
                plugin=plugin.name,
                mark=mark,
            )
            plugin = replace(plugin, error=error)
        first.setdefault(plugin.name, plugin.origin)
        judged.append(replace(each, plugin=plugin))
    return judged


def _check_name(plugin: Plugin, first: Mapping[str, str], settings: Settings) -> Plugin:
    """The plugin, enabled or disabled; with an error where its name is taken, as that name's switch is not its own."""
    if plugin.name not in first:
        return replace(plugin, enabled=plugin.name not in settings.disabled)
    error = tr(
        "There are two plugins called “{plugin}”, {first} and {origin}; rename one.",
        plugin=plugin.name,
        first=first[plugin.name],
        origin=plugin.origin,
    )
    return replace(plugin, error=plugin.error or error, twin=True, architectures=(), styles=())


def _load(found: FoundPlugin, data: Path, patience: float) -> LoadedPlugin:
    plugin = found.plugin
    if not plugin.loaded:
        return LoadedPlugin(plugin)
    try:
        if plugin.origin == "bundled":
            return _report_success(plugin, collect_contributions(found.load()))
        with crash_markers.mark_loading(data, plugin), redirect_stdout(sys.stderr):
            return _report_success(plugin, run_within(patience, lambda: collect_contributions(_load_module(found))))
    except KeyboardInterrupt:
        raise
    except TooLateError as error:
        words = tr(
            "“{plugin}” did not load within {patience:g} seconds; ask its author, or switch it off.",
            plugin=plugin.name,
            patience=patience,
        )
        return _report_failure(plugin, words, str(error))
    except BaseException as error:  # whatever a stranger's plugin raises, SystemExit too, stays with that plugin
        return _report_failure(plugin, explain_failure(plugin, error), format_traceback(error))


def _load_module(found: FoundPlugin) -> ModuleType:
    """The plugin's module, and beside it the translations of its words, where it brings any."""
    module = found.load()
    place = Path(found.plugin.origin)
    if found.plugin.origin == "installed":
        place = Path(module.__file__ or "").parent
    add_translations(place / TRANSLATIONS)
    return module


def _report_failure(plugin: Plugin, sentence: str, report: str) -> LoadedPlugin:
    _logger.warning("%s\n%s", sentence, report)
    return LoadedPlugin(replace(plugin, error=sentence, report=report))


def _report_success(plugin: Plugin, brought: Contribution) -> LoadedPlugin:
    summary = plugin.summary or brought.summary
    ids = {"architectures": tuple(brought.architectures), "styles": tuple(brought.styles)}
    return LoadedPlugin(replace(plugin, summary=summary, **ids), brought)  # type: ignore[arg-type]


def _make_catalog(loaded: Iterable[LoadedPlugin]) -> Catalog:
    """One catalog; of two plugins that bring the same id the first keeps it, and the second has an error."""
    architectures: dict[str, Any] = {}
    styles: dict[str, Any] = {}
    plugins: list[Plugin] = []
    for each in loaded:
        plugin = _check_ids(each.plugin, plugins)
        plugins.append(plugin)
        if each.contribution and plugin.loaded:
            architectures |= each.contribution.architectures
            styles |= each.contribution.styles
    return Catalog(architectures, styles, tuple(plugins))


def _add_packs(catalog: Catalog, listed: Iterable[ListedPack], settings: Settings) -> Catalog:
    """The catalog with the style packs in it."""
    styles, plugins = dict(catalog.styles), list(catalog.plugins)
    for found, style in listed:
        first = {plugin.name: plugin.origin for plugin in plugins}
        plugin = _check_ids(_check_name(found, first, settings), plugins)
        plugins.append(plugin)
        if style and plugin.loaded:
            styles[style.id] = style
    return replace(catalog, styles=styles, plugins=tuple(plugins))


def _check_ids(plugin: Plugin, before: Sequence[Plugin]) -> Plugin:
    """The plugin, with an error where an earlier one brings an id of its own."""
    for name in plugin.architectures + plugin.styles:
        for other in before:
            if name in other.architectures + other.styles:
                error = tr(
                    "“{plugin}” is left out: it brings “{name}”, which “{name2}” brings already; rename one.",
                    plugin=plugin.name,
                    name=name,
                    name2=other.name,
                )
                return replace(plugin, error=error, architectures=(), styles=())
    return plugin
