"""Look: an ordered stack of styles with their options and strength; one value, in and out of JSON."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ganstudio.options import Options, parse
from ganstudio.plugins.catalog import Catalog
from ganstudio.style import Style


class Layer(BaseModel):
    """One style of a look: its id, its options, and how strongly (0 to 1.5; 1 is the style itself)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: str
    options: dict[str, Any] = Field(default_factory=dict)
    strength: float = Field(default=1.0, ge=0.0, le=1.5)


class Look(BaseModel):
    """Layers from the first to the last; `keep_colours` takes only light and dark from them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    layers: tuple[Layer, ...]
    keep_colours: bool = False


@dataclass(frozen=True)
class Resolved:
    """A layer whose style is found and whose options are valid, lengths in pixels of one picture."""

    style: Style[Any]
    options: Options
    strength: float


def resolve(look: Look, catalog: Catalog, longer_side: int) -> list[Resolved]:
    """The look's layers for a picture of that longer side; GanStudioError names what does not fit."""
    found = [(catalog.style(layer.style), layer) for layer in look.layers]
    return [
        Resolved(style, parse(style.Options, layer.options, style.title).in_pixels(longer_side), layer.strength)
        for style, layer in found
    ]
