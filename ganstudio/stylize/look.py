"""Look: light, crop and an ordered stack of styles with their options; one value, in and out of JSON."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, ValidationError, model_serializer

from ganstudio.api.options import Options, parse
from ganstudio.api.style import Style
from ganstudio.core.errors import GanStudioError
from ganstudio.core.schema import decode, encode
from ganstudio.core.translation import tr
from ganstudio.core.validation import refusal_reason
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.adjustments.values import Adjustments
from ganstudio.stylize.blend import Blend
from ganstudio.stylize.mask import Mask

MOST_LAYERS = 32


class Layer(BaseModel):
    """One style of a look: its id, its options, how strongly (0 to 1.5; 1 is the style itself), how it is laid on, where.

    One that is not `on` is kept, but not painted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: str
    options: dict[str, Any] = Field(default_factory=dict)
    strength: float = Field(default=1.0, ge=0.0, le=1.5)
    on: bool = True
    blend: Blend = "normal"
    mask: Mask | None = None


class Look(BaseModel):
    """Layers from the first to the last, 32 at most, what is done to the picture before them, and what is kept of it.

    Masks and lengths are of the picture after its `adjustments`. `keep_colours` takes only light and dark from the layers;
    `match_colours` gives the result the picture's range of colours; `lock_points` keeps the darkest and the lightest as dark
    and as light.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    layers: tuple[Layer, ...] = Field(max_length=MOST_LAYERS)
    keep_colours: bool = False
    match_colours: bool = False
    lock_points: bool = False
    adjustments: Adjustments = Adjustments()

    @model_serializer(mode="wrap")
    def _leave_out_neutral(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out adjustments that change nothing, so that unfinished films and recipes without them stay valid."""
        values: dict[str, Any] = dump(self)
        return {name: value for name, value in values.items() if name != "adjustments" or not self.adjustments.neutral}

    @property
    def styles_alone(self) -> "Look":
        """The same for a picture that is adjusted already."""
        return self.model_copy(update={"adjustments": Adjustments()})

    @property
    def without_geometry(self) -> "Look":
        """The same for a picture that is turned and cropped already."""
        return self.model_copy(update={"adjustments": Adjustments(tone=self.adjustments.tone)})


@dataclass(frozen=True)
class Resolved:
    """A layer whose style is found and whose options are valid, lengths in pixels of what it is given.

    What it is given is `enlarged` times as large as the picture, by the styles before it.
    """

    style: Style[Any]
    options: Options
    strength: float
    blend: Blend = "normal"
    mask: Mask | None = None
    scale_up: int = 1

    @property
    def plain(self) -> bool:
        """Whether it is the style itself, everywhere, with nothing of what it is given."""
        return self.strength == 1 and self.blend == "normal" and self.mask is None

    @property
    def key(self) -> Hashable:
        """A key of everything that changes its pixels."""
        return self.style, self.options.model_dump_json(), self.strength, self.blend, self.mask

    @property
    def margin(self) -> int:
        """Pixels that a tile must see beyond its edge; the mixing with an enlarged picture sees two."""
        mixing = 2 if self.style.scale > 1 and not self.plain else 0
        return max(self.style.margin(self.options), mixing)


def begin_layer(style: Style[Any], options: Mapping[str, Any] | None = None) -> Layer:
    """A new layer of a style, as strong as the style suggests."""
    return Layer(style=style.id, options=dict(options or {}), strength=style.strength)


def strength_for(style: Style[Any], layer: Layer | None, catalog: Catalog) -> float:
    """How strong a layer becomes that takes this style: as the style suggests, unless another strength was chosen."""
    before = catalog.styles.get(layer.style) if layer else None
    chosen = layer is not None and layer.strength != (before.strength if before else 1.0)
    return layer.strength if layer and chosen else style.strength


def change_style(layer: Layer, style: Style[Any], catalog: Catalog, options: Mapping[str, Any] | None = None) -> Layer:
    """The layer in another style with these options, as strong as `strength_for` says; how and where it is laid on stays."""
    strength = strength_for(style, layer, catalog)
    changed: Layer = layer.model_copy(update={"style": style.id, "options": dict(options or {}), "strength": strength})
    return changed


def read_look(text: str | bytes, name: str) -> Look:
    """The look in a JSON text; GanStudioError names the fault and the file."""
    try:
        return Look.model_validate(decode("look", text, name))
    except ValueError as error:
        what = _what_is_wrong(error) if isinstance(error, ValidationError) else str(error).lower()
        raise GanStudioError(
            "{name} is not a look ({what}); write one with “layers” in it, or save it anew.", name=name, what=what
        ) from error


def _what_is_wrong(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "too_long" and first["loc"] == ("layers",):
        return tr("it has more than {most} layers", most=MOST_LAYERS)
    where = " › ".join(str(step) for step in first["loc"])
    reason = refusal_reason(error).lower()
    return tr("at {where}: {reason}", where=where, reason=reason) if where else reason


def encode_look(look: Look, indent: int | None = None) -> str:
    """The look as `read_look` reads it."""
    return encode("look", look.model_dump(mode="json"), indent).decode()


def normalise(look: Look, catalog: Catalog) -> Look:
    """The look with its options as the styles declare them: numbers where text stood, and refused where they do not fit.

    Looks come from flags, files and older versions, which may hold text; layers of styles that are not in the catalog stay
    as they are. GanStudioError names the option that is unknown or has no valid value, or that there are too
    many layers.
    """
    if len(look.layers) > MOST_LAYERS:
        raise GanStudioError(
            "This look has {layers_count} layers; {most} are allowed. Take some out.",
            layers_count=len(look.layers),
            most=MOST_LAYERS,
        )
    return look.model_copy(update={"layers": tuple(_normalise_layer(layer, catalog) for layer in look.layers)})


def _normalise_layer(layer: Layer, catalog: Catalog) -> Layer:
    style = catalog.styles.get(layer.style)
    if style is None or not layer.options:
        return layer
    typed = parse(style.Options, layer.options, style.title)
    return layer.model_copy(update={"options": {name: getattr(typed, name) for name in layer.options}})


def resolve(look: Look, catalog: Catalog, longer_side: int) -> list[Resolved]:
    """The look's layers that are on, for a picture of that longer side; GanStudioError names what does not fit."""
    resolved: list[Resolved] = []
    enlarged = 1
    for layer in look.layers:
        style = catalog.style(layer.style)
        options = parse(style.Options, layer.options, style.title).in_pixels(longer_side * enlarged)
        if layer.on:
            resolved.append(Resolved(style, options, layer.strength, layer.blend, layer.mask, enlarged))
            enlarged *= style.scale
    return resolved
