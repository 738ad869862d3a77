"""The base: a painter that learned many paintings by turns, so that a new one is learned within minutes."""

from functools import cache
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from ganstudio.api import GanStudioError

from .networks import Painter

FILE = Path(__file__).with_name("base.ganstyle")


@cache
def base_weights() -> dict[str, Tensor]:
    """The base's weights by their names in a painter."""
    return {name: weight.float() for name, weight in load_file(FILE).items() if name != "palette"}


def begin(painter: Painter) -> None:
    """Give a painter the base's weights."""
    try:
        painter.load_state_dict(painter.state_dict() | base_weights())
    except RuntimeError as error:
        raise GanStudioError(
            "The base has other networks than “maps” and “blocks” ask for; leave these, or set “start” to “nothing”."
        ) from error
