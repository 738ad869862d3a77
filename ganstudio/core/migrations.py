"""How the saved forms before the present ones become the next: JSON values in, JSON values out."""

from collections.abc import Callable, Mapping
from typing import Any

_WITH_DISCRIMINATOR_MAPS = ("restore", "cut", "cyclegan")


def name_list(name: str) -> Callable[[Any], Any]:
    """A migration that puts a bare list, which has no place for a number, under a name."""
    return lambda saved: {name: saved}


def rename_training_fields(spec: Any) -> Any:
    """Form 1 of a training called a change's factor on the rates `slower`, and the discriminator's maps the critic's."""
    if not isinstance(spec, dict):
        return spec
    if spec.get("architecture") in _WITH_DISCRIMINATOR_MAPS:
        spec = _with_new_names(spec, "options", {"critic_maps": "discriminator_maps"}.get)
    changes = [_rename(each, {"slower": "rate_factor"}.get) for each in spec.get("changes") or ()]
    return spec | {"changes": changes} if changes else spec


def rename_event_figures(event: Any) -> Any:
    """Form 1 of an event called the discriminator a critic: in losses, values and diagnoses."""
    if not isinstance(event, dict):
        return event
    if isinstance(name := event.get("name"), str):
        event = event | {"name": _call_discriminator(name)}
    event = _with_new_names(event, "losses", _call_discriminator)
    return _with_new_names(event, "values", lambda name: "win rate" if name == "critic" else _call_discriminator(name))


def _call_discriminator(name: str) -> str:
    """“critic gradient” is “discriminator gradient”; a name that does not begin with the word stays."""
    first, _, others = name.partition(" ")
    return f"discriminator {others}".strip() if first == "critic" else name


def _with_new_names(saved: Mapping[str, Any], field: str, new_name: Callable[[str], str | None]) -> dict[str, Any]:
    """The values with the names inside of one field, where it holds any, replaced by `new_name`; None leaves a name."""
    return dict(saved) | ({field: _rename(saved[field], new_name)} if field in saved else {})


def _rename(values: Any, new_name: Callable[[str], str | None]) -> Any:
    return {new_name(name) or name: value for name, value in values.items()} if isinstance(values, dict) else values
