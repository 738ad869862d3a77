"""A look by chance: another style, its options somewhere around their defaults."""

from random import Random
from typing import Any

from pydantic import ValidationError

from ganstudio.api.options import OptionField, fields
from ganstudio.api.style import Style
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Look, begin_layer, change_style
from ganstudio.stylize.references import picture_options


def random_look_in(editing: LookEditor, catalog: Catalog) -> None:
    """Surprise the artist with the chosen layer; it stays the chosen one."""
    if catalog.styles:
        chosen = editing.chosen
        editing.adopt(random_look(catalog, editing.look, chosen, Random()))  # noqa: S311
        editing.choose(chosen)


def random_look(catalog: Catalog, look: Look, chosen: int, chance: Random) -> Look:
    """The look with another style in its chosen layer; how it is laid on, its mask and a strength that was chosen stay."""
    now = look.layers[chosen].style if look.layers else ""
    style = chance.choice([each for each in catalog.styles.values() if each.id != now and not picture_options(each)])
    options = _options(style, chance)
    if not look.layers:
        return look.model_copy(update={"layers": (begin_layer(style, options),)})
    layers = list(look.layers)
    layers[chosen] = change_style(layers[chosen], style, catalog, options)
    return look.model_copy(update={"layers": tuple(layers)})


def _options(style: Style[Any], chance: Random) -> dict[str, Any]:
    """Values that go together; the defaults where these do not."""
    values = {field.name: _value(field, chance) for field in fields(style.Options) if not field.expert}
    try:
        style.Options(**values)
    except ValidationError:
        return {}
    return values


def _value(field: OptionField, chance: Random) -> Any:
    if field.kind == "switch":
        return chance.random() < 0.5
    if field.kind == "choice":
        return chance.choice(field.choices)
    if field.kind == "text" or field.least is None or field.most is None:
        return field.default
    value = chance.triangular(field.least, field.most, field.default)
    return round(value) if field.kind == "whole" else value
