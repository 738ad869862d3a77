"""Offers: what a plugin's module brings, checked against the contracts before anything uses it."""

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pluggy

from ganstudio.architecture import Architecture
from ganstudio.errors import GanStudioError, unknown
from ganstudio.options import Options
from ganstudio.plugins import hookspecs
from ganstudio.style import Style

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOOKS: dict[str, type[Any]] = {"architectures": Architecture, "styles": Style}


@dataclass(frozen=True)
class Offer:
    """A plugin's architectures and styles by id, and the first line of what it says of itself."""

    summary: str
    architectures: dict[str, Architecture[Any]]
    styles: dict[str, Style[Any]]


def offer(module: ModuleType) -> Offer:
    """What the module brings; GanStudioError names what is wrong with it."""
    _check_api(module)
    manager = pluggy.PluginManager("ganstudio")
    manager.add_hookspecs(hookspecs)
    _check_hooks(module, manager)
    try:
        manager.register(module)
    except pluggy.PluginValidationError as error:
        raise GanStudioError(f"a hook takes other arguments than it is given ({_first_line(error)})") from error
    brought = {name: _checked(name, getattr(manager.hook, name)()) for name in _HOOKS}
    summary = (inspect.getdoc(module) or "").partition("\n")[0]
    return Offer(summary, brought["architectures"], brought["styles"])


def _check_api(module: ModuleType) -> None:
    declared = getattr(module, "ganstudio_api", None)
    if declared is None:
        raise GanStudioError(f"it does not say which interface it was written for; add ganstudio_api = {hookspecs.API}")
    if declared != hookspecs.API:
        theirs, ours = repr(declared), hookspecs.API
        raise GanStudioError(
            f"it was written for interface {theirs}, this is interface {ours}; look for another version of it"
        )


def _check_hooks(module: ModuleType, manager: pluggy.PluginManager) -> None:
    for name, value in vars(module).items():
        if manager.parse_hookimpl_opts(module, name) is not None and name not in _HOOKS and callable(value):
            raise GanStudioError(str(unknown("hook", name, _HOOKS)).removesuffix("."))


def _checked(hook: str, results: Iterable[object]) -> dict[str, Any]:
    brought: dict[str, Any] = {}
    for result in results:
        if isinstance(result, str | bytes) or not isinstance(result, Iterable):
            raise GanStudioError(f"{hook}() gave {result!r} and not a list")
        for each in result:
            _check(hook, each)
            if each.id in brought:
                raise GanStudioError(f"{hook}() gave “{each.id}” twice")
            brought[each.id] = each
    return brought


def _check(hook: str, each: Any) -> None:
    wanted = _HOOKS[hook]
    if isinstance(each, type):
        raise GanStudioError(f"{hook}() gave the class {each.__name__}; give an object of it: {each.__name__}()")
    if not isinstance(each, wanted):
        raise GanStudioError(f"{hook}() gave {each!r}, which is no {wanted.__name__}")
    name = type(each).__name__
    for field in ("id", "title", "summary"):
        if not isinstance(getattr(each, field, None), str):
            raise GanStudioError(f"{name} has no {field}; add one")
    if not _SLUG.fullmatch(each.id):
        raise GanStudioError(f"the id “{each.id}” of {name} may hold only small letters, figures and hyphens")
    options = getattr(each, "Options", None)
    if not (isinstance(options, type) and issubclass(options, Options)):
        raise GanStudioError(f"{name} has no Options; declare them as a class that derives from ganstudio.Options")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1].strip()
