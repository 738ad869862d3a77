"""The look that a command is asked for: one style with its options, a recipe, or a sentence."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.adjustment_options import adjust_look, adjustment_options
from ganstudio.cli.common import FiniteRange, say, with_options
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.look import Look


def look_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The flags that say which look is wanted; `read_look` reads them."""
    for flag in (
        click.option("--keep-colours", is_flag=True, help="Take only light and dark from the style."),
        click.option(
            "--strength", type=FiniteRange(0, 1.5), help="How much of the style; default: what it suggests, mostly 1."
        ),
        with_options,
        click.option("--say", "words", metavar="TEXT", help="In plain words, English or Chinese, in place of --style."),
        click.option(
            "--recipe", "--look", "recipe", metavar="FILE", type=click.Path(path_type=Path),
            help="A result whose look is wanted again, or a look as JSON, in place of --style.",
        ),
        click.option("--style", metavar="ID|FILE", help="The style, see: ganstudio styles; or a file that holds one."),
    ):  # fmt: skip
        command = flag(command)
    return adjustment_options(command)


def read_look(catalog: "Catalog", asked: Mapping[str, Any]) -> tuple["Look", "Catalog"]:
    """The look, and the catalog with the style in it where that came from a file; UsageError where nothing was asked."""
    from ganstudio.stylize.look import normalise, resolve

    given = [way for name, way in _WAYS.items() if asked[name] is not None]
    if len(given) != 1:
        raise click.UsageError(tr("Say which look: one of --style, --recipe and --say."))
    look, catalog = given[0](catalog, asked)
    if asked["keep_colours"]:
        look = look.model_copy(update={"keep_colours": True})
    look = adjust_look(look, asked)
    resolve(look, catalog, 1000)  # what is wrong with the look is said before the first picture is opened
    return normalise(look, catalog), catalog


def read_steady(asked: Mapping[str, Any]) -> float:
    """How steady a film is to be: as it is asked for, or as it was in the film whose recipe is taken."""
    from ganstudio.stylize.recipe import look_in

    before = look_in(asked["recipe"]).steady if asked["recipe"] is not None else None
    wanted = (asked["steady"], before, 0.5)
    return next(steady for steady in wanted if steady is not None)


def _look_of_style(catalog: "Catalog", asked: Mapping[str, Any]) -> tuple["Look", "Catalog"]:
    from ganstudio.stylize.look import Look, begin_layer

    style = asked["style"]
    if style not in catalog.styles and (Path(style).suffix or Path(style).is_file()):
        from ganstudio.plugins.pack_catalog import add_pack

        catalog, style = add_pack(catalog, Path(style))
    layer = begin_layer(catalog.style(style), dict(asked["options"]))
    strength = layer.strength if asked["strength"] is None else asked["strength"]
    return Look(layers=(layer.model_copy(update={"strength": strength}),)), catalog


def _look_of_recipe(catalog: "Catalog", asked: Mapping[str, Any]) -> tuple["Look", "Catalog"]:
    from ganstudio.stylize.recipe import look_in, resolve_look
    from ganstudio.stylize.references import pictures_left_out

    path: Path = asked["recipe"]
    recipe = look_in(path)
    look = _apply_flags(resolve_look(recipe, catalog, Home(), path.parent), asked)
    if not recipe.whole:
        say(
            tr(
                "{path} had no room for the brush strokes of its mask; without them the mask is not the same.",
                path=path.name,
            )
        )
    for name in pictures_left_out(recipe.look, look, catalog):
        say(
            tr(
                "{path} names a picture that does not lie beside it, {name}; put it there, or choose one: -o picture FILE",
                path=path.name,
                name=name,
            )
        )
    return look, catalog


def _look_of_words(catalog: "Catalog", asked: Mapping[str, Any]) -> tuple["Look", "Catalog"]:
    from ganstudio.cli.say import interpret

    return _apply_flags(interpret(asked["words"], catalog), asked), catalog


def _apply_flags(look: "Look", asked: Mapping[str, Any]) -> "Look":
    """The look's last layer with the options and the strength that the flags add."""
    share = 1 if asked["strength"] is None else asked["strength"]
    if not (asked["options"] or share != 1):
        return look
    if not look.layers:
        raise GanStudioError("This look has no style; options and strength have nothing to change.")
    last = look.layers[-1]
    changed = {"options": last.options | dict(asked["options"]), "strength": min(1.5, last.strength * share)}
    return look.model_copy(update={"layers": (*look.layers[:-1], last.model_copy(update=changed))})


_WAYS = {"style": _look_of_style, "recipe": _look_of_recipe, "words": _look_of_words}
