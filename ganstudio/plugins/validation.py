"""What a plugin's module brings, checked against the contracts before anything uses it."""

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pluggy
from pydantic import ValidationError

from ganstudio.api import hooks, renamed
from ganstudio.api.adversarial import DiscriminatorInputOptions
from ganstudio.api.architecture import Architecture
from ganstudio.api.options import Options
from ganstudio.api.style import Style
from ganstudio.core.errors import GanStudioError, unknown_name_error
from ganstudio.core.validation import refusal_reason

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOOKS: dict[str, type[Any]] = {"architectures": Architecture, "styles": Style}
_OLD_WORDS = {"architectures": renamed.ARCHITECTURE, "styles": renamed.STYLE}


@dataclass(frozen=True)
class Contribution:
    """A plugin's architectures and styles by id, and the first line of what it says of itself."""

    summary: str
    architectures: dict[str, Architecture[Any]]
    styles: dict[str, Style[Any]]


def collect_contributions(module: ModuleType) -> Contribution:
    """What the module brings; GanStudioError names what is wrong with it."""
    _check_declared(module)
    manager = pluggy.PluginManager("ganstudio")
    manager.add_hookspecs(hooks)
    _check_hooks(module, manager)
    try:
        manager.register(module)
    except pluggy.PluginValidationError as error:
        raise GanStudioError(str(error).strip().partition("\n")[0]) from error
    brought = {name: _collect(name, getattr(manager.hook, name)()) for name in _HOOKS}
    _refuse_older(module)  # after what names the new word for an old one
    summary = (inspect.getdoc(module) or "").partition("\n")[0]
    return Contribution(summary, brought["architectures"], brought["styles"])


def _check_declared(module: ModuleType) -> None:
    """GanStudioError where the module names no interface, or one that this GAN Studio does not have yet."""
    declared = getattr(module, "ganstudio_api", None)
    ours = hooks.API
    if declared is None:
        raise GanStudioError(
            "it does not say which interface it was written for; add the line ganstudio_api = {ours}", ours=ours
        )
    if declared not in range(1, ours + 1):
        raise GanStudioError(
            "it was written for interface {declared!r}, this is {ours}; look for another version of it",
            declared=declared,
            ours=ours,
        )


def _refuse_older(module: ModuleType) -> None:
    """GanStudioError where the module was written for an interface of other names, if none of them could be told."""
    if (declared := module.ganstudio_api) != hooks.API:
        raise GanStudioError(
            "it was written for interface {declared}, whose names have changed; see docs/writing-plugins.md for those of "
            "{ours}, then write ganstudio_api = {ours}",
            declared=declared,
            ours=hooks.API,
        )


def _check_hooks(module: ModuleType, manager: pluggy.PluginManager) -> None:
    functions = {name: value for name, value in vars(module).items() if callable(value)}
    marked = {name for name in functions if manager.parse_hookimpl_opts(module, name) is not None}
    for name in sorted(marked - _HOOKS.keys()):
        raise unknown_name_error("hook", name, _HOOKS)
    for name in sorted(_HOOKS.keys() & functions.keys()):
        if name not in marked:
            raise GanStudioError("{name}() is not marked as a hook; write @hookimpl above it", name=name)
        _check_arguments(name, functions[name])
    if not marked:
        raise GanStudioError("it brings nothing; write a function styles() or architectures() with @hookimpl above it")


def _check_arguments(name: str, function: Any) -> None:
    for parameter in inspect.signature(function).parameters.values():
        if parameter.default is parameter.empty:
            raise GanStudioError(
                "{name}() asks for “{name2}”, but it is called without arguments", name=name, name2=parameter.name
            )


def _collect(hook: str, results: Iterable[object]) -> dict[str, Any]:
    brought: dict[str, Any] = {}
    for result in results:
        if isinstance(result, str | bytes) or not isinstance(result, Iterable):
            raise GanStudioError("{hook}() gave {given} and not a list", hook=hook, given=_shorten_repr(result))
        for each in result:
            _check(hook, each)
            if each.id in brought:
                raise GanStudioError("{hook}() gave “{id}” twice; each needs an id of its own", hook=hook, id=each.id)
            brought[each.id] = each
    return brought


def _check(hook: str, each: Any) -> None:
    wanted = _HOOKS[hook]
    if isinstance(each, type):
        raise GanStudioError("{hook}() gave the class {kind}; give an object of it: {kind}()", hook=hook, kind=each.__name__)
    if not isinstance(each, wanted):
        raise GanStudioError(
            "{hook}() gave {given}, which is no {kind}",
            hook=hook,
            given=_shorten_repr(each),
            kind=wanted.__name__,
        )
    _refuse_old_words(type(each), _OLD_WORDS[hook])
    name = type(each).__name__
    for field in ("id", "title", "summary"):
        words = getattr(each, field, None)
        if not (isinstance(words, str) and words.strip()):
            raise GanStudioError("{name} has no {field}; add one", name=name, field=field)
    if not _SLUG.fullmatch(each.id):
        raise GanStudioError(
            "the id “{id}” of {name} may hold only small letters, figures and single hyphens", id=each.id, name=name
        )
    _check_options(name, getattr(each, "Options", None))


def _check_options(name: str, options: Any) -> None:
    if not (isinstance(options, type) and issubclass(options, Options)):
        raise GanStudioError(
            "{name} has no Options; declare them as a class that derives from ganstudio.api.Options", name=name
        )
    if issubclass(options, DiscriminatorInputOptions):
        _refuse_old_words(options, renamed.OPTIONS)
    try:
        options()
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise GanStudioError(
            "option “{field}” of {name} has no good default ({reason})",
            field=field,
            name=name,
            reason=refusal_reason(error).lower(),
        ) from error


def _refuse_old_words(cls: type[Any], words: Mapping[str, str]) -> None:
    """Name the new word where a plugin defines a method or a field by one that the contract no longer has."""
    if old := renamed.find_old_word(cls, words):
        raise GanStudioError(
            "“{old}” of {kind} is called {words} now; rename it", old=old, kind=cls.__name__, words=words[old]
        )


def _shorten_repr(thing: object) -> str:
    """A thing in few letters; a stranger's `repr` may be long, or fail."""
    text = repr(thing)
    return text if len(text) <= 60 else f"{text[:60]}…"
