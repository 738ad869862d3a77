"""The properties of a look that can be varied, and the looks with other values of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ganstudio.api.options import OptionField, fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.blend import BLENDS
from ganstudio.stylize.look import Layer, Look, change_style

_STRENGTHS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
_NUMBERS = 5


@dataclass(frozen=True)
class Axis:
    """One thing that varies: its key (“style”, “strength”, “blend” or “option NAME”), a title, its values with words.

    One of the values is how it is `now`.
    """

    key: str
    title: str
    values: tuple[tuple[str, Any], ...]
    now: Any

    @property
    def place(self) -> int:
        """Which of the values it has now."""
        return [value for _, value in self.values].index(self.now)

    @property
    def is_option(self) -> bool:
        """Whether it is an option of the layer's style."""
        return self.key.startswith("option ")


def axes(look: Look, chosen: int, catalog: Catalog) -> list[Axis]:
    """The properties of the chosen layer that can vary."""
    layer = look.layers[chosen]
    style = catalog.style(layer.style)
    offered = [
        Axis("style", "Style", tuple((each.title, each.id) for each in catalog.styles.values()), layer.style),
        Axis("strength", "Strength", _percents(_replace_nearest(_STRENGTHS, layer.strength)), layer.strength),
        Axis("blend", "Blend", tuple((blend.capitalize(), blend) for blend in BLENDS), layer.blend),
    ]
    for field in fields(style.Options):
        now = layer.options.get(field.name, field.default)
        values = _values(field, now)
        offered += [Axis(f"option {field.name}", field.title, values, now)] if len(values) > 1 else []
    return offered


def vary_look(look: Look, chosen: int, changes: dict[str, Any], catalog: Catalog) -> Look:
    """The look with other values for what varies, by key.

    A style that it did not have comes with its own options, and with the strength that it suggests unless one is chosen.
    """
    layer = look.layers[chosen]
    if changes.get("style", layer.style) != layer.style:
        layer = change_style(layer, catalog.style(changes["style"]), catalog)
    plain = {key: value for key, value in changes.items() if key in ("strength", "blend")}
    options = {key.removeprefix("option "): value for key, value in changes.items() if key.startswith("option ")}
    changed: Layer = layer.model_copy(update=plain | {"options": layer.options | options})
    return look.model_copy(update={"layers": (*look.layers[:chosen], changed, *look.layers[chosen + 1 :])})


def _values(field: OptionField, now: Any) -> tuple[tuple[str, Any], ...]:
    """The values that are tried of an option, the one that it has now among them; none of a text or a picture."""
    if field.kind == "switch":
        return (("off", False), ("on", True))
    if field.kind == "choice":
        return tuple((choice.replace("-", " ").replace("_", " ").capitalize(), choice) for choice in field.choices)
    if field.kind == "text" or field.least is None or field.most is None:
        return ()
    values = _even_steps(field.least, field.most, digits=None if field.kind == "whole" else 4)
    return tuple((f"{value:g}", value) for value in _replace_nearest(values, now))


def _even_steps(least: float, most: float, digits: int | None) -> Sequence[float]:
    """Numbers from the least to the most, evenly, rounded to so many digits (None: to whole ones), each once."""
    steps = (least + (most - least) * number / (_NUMBERS - 1) for number in range(_NUMBERS))
    return tuple(dict.fromkeys(round(step, digits) for step in steps))


def _replace_nearest(values: Sequence[float], now: float) -> Sequence[float]:
    """The values with the one that is nearest to `now` replaced by it."""
    nearest = min(values, key=lambda value: abs(value - now))
    return tuple(now if value == nearest else value for value in values)


def _percents(values: Sequence[float]) -> tuple[tuple[str, Any], ...]:
    return tuple((f"{100 * value:.0f} %", value) for value in values)
