"""The flags that adjust light, colour, crop and angle before the style."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.common import FiniteRange

if TYPE_CHECKING:
    from ganstudio.stylize.look import Look

_TONE = ("exposure", "contrast", "warmth", "saturation")
_FORM = "write a shape as 3:2, or percent from left, top, right and bottom edge as 10,0,10,20"


class CropType(click.ParamType[dict[str, Any]]):
    """A shape (“3:2”), or how much is cut off at each edge, in percent (“10,0,10,20”); fields of a geometry."""

    name = "crop"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The fields `crop` or `ratio`; fails in a sentence."""
        if not isinstance(value, str):
            return value
        try:
            return _read_ratio(value) if ":" in value else _read_edges(value)
        except (ValueError, ZeroDivisionError):
            self.fail(f"“{value}” is no crop that keeps something; {_FORM}.", param, ctx)


def adjustment_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The flags; `adjust_look` reads them."""
    percent = FiniteRange(-100, 100)
    for flag in (
        click.option("--straighten", type=FiniteRange(-45, 45), help="Degrees clockwise; no corner stays empty."),
        click.option("--rotate", type=click.Choice(["0", "90", "180", "270"]), help="Degrees clockwise, before the crop."),
        click.option(
            "--crop", type=CropType(), metavar="SHAPE|EDGES", help="3:2, or percent cut off: left,top,right,bottom."
        ),
        click.option("--saturation", type=percent, help="Colour of the picture before the style; -100 is grey."),
        click.option("--warmth", type=percent, help="A warmer light before the style, or (less than 0) a colder one."),
        click.option("--contrast", type=percent, help="Contrast of the picture before the style."),
        click.option("--exposure", type=FiniteRange(-5, 5), help="Light of the picture before the style, in stops."),
    ):
        command = flag(command)
    return command


def adjust_look(look: "Look", asked: Mapping[str, Any]) -> "Look":
    """The look with the adjustments that are asked for in place of its own; the others stay."""
    from ganstudio.stylize.adjustments.values import Adjustments

    now = look.adjustments
    tone = {name: asked[name] for name in _TONE if asked[name] is not None}
    geometry: dict[str, Any] = dict(asked["crop"] or {})
    if asked["rotate"] is not None:
        geometry["turns"] = int(asked["rotate"]) // 90
    if asked["straighten"] is not None:
        geometry["straighten"] = asked["straighten"]
    adjusted = Adjustments(tone=now.tone.model_copy(update=tone), geometry=now.geometry.model_copy(update=geometry))
    return look.model_copy(update={"adjustments": adjusted})


def _read_ratio(value: str) -> dict[str, Any]:
    from ganstudio.stylize.adjustments.values import Crop, Geometry

    across, down = (float(each) for each in value.split(":"))
    return {"ratio": Geometry(ratio=across / down).ratio, "crop": Crop()}


def _read_edges(value: str) -> dict[str, Any]:
    from ganstudio.stylize.adjustments.values import Crop

    left, top, right, bottom = (float(each.strip().removesuffix("%")) / 100 for each in value.split(","))
    return {"crop": Crop(left=left, top=top, right=1 - right, bottom=1 - bottom), "ratio": None}
