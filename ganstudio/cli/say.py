"""`ganstudio say`: what is understood of a sentence, as a look."""

from typing import TYPE_CHECKING

import click

from ganstudio.cli.common import as_json, open_catalog, print_json, print_table
from ganstudio.cli.common import say as tell
from ganstudio.core.errors import GanStudioError
from ganstudio.core.schema import add_number
from ganstudio.core.translation import tr

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.prompt import Interpretation

EXAMPLE = "like an oil painting but softer, keep my colours"


@click.command("say")
@click.argument("text")
@as_json
@click.pass_context
def say(ctx: click.Context, text: str, as_json: bool) -> int:
    """Show what is understood of a sentence in English or Chinese; --say of stylize does it to pictures."""
    from ganstudio.stylize.prompt import interpret

    understood = interpret(text, open_catalog(ctx))
    if as_json:
        chips = [{"kind": chip.kind, "words": chip.words, "meaning": chip.meaning} for chip in understood.chips]
        look = add_number("look", understood.look.model_dump(mode="json"))
        print_json({"look": look, "chips": chips, "missed": list(understood.missed), "hint": understood.hint})
    else:
        print_table((tr("understood"), tr("as")), [(chip.words, chip.meaning) for chip in understood.chips])
        _say_missed(understood)
    if not understood.look.layers:
        raise _refuse_nothing(text)
    return 0


def interpret(text: str, catalog: "Catalog") -> "Look":
    """The look that a sentence asks for; GanStudioError where no style was understood."""
    from ganstudio.stylize.prompt import interpret

    understood = interpret(text, catalog)
    if not understood.look.layers:
        raise _refuse_nothing(text)
    tell(tr("Understood: {meanings}.", meanings="; ".join(chip.meaning for chip in understood.chips)))
    _say_missed(understood)
    return understood.look


def _say_missed(understood: "Interpretation") -> None:
    if understood.missed:
        tell(tr("Not understood: {missed}.", missed=", ".join(understood.missed)))
    if understood.hint:
        tell(f"{understood.hint}.")


def _refuse_nothing(text: str) -> GanStudioError:
    return GanStudioError(
        "No style was understood in “{text}”; say for example “{example}”.", text=text[:80], example=EXAMPLE
    )
