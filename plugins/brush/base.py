"""The base: a painter that learned many paintings at once, so that a new one is learned within minutes (Dumoulin 2017)."""

from pathlib import Path

from safetensors.torch import load_file

from ganstudio import GanStudioError

from .networks import Painter

FILE = Path(__file__).with_name("base.ganstyle")


def begin(painter: Painter) -> None:
    """Give a painter the base's weights; each of its styles begins as the mean of those that the base knows."""
    weights = {name: weight.float() for name, weight in load_file(FILE).items()}
    try:
        painter.load_state_dict(painter.state_dict() | weights)
    except RuntimeError as error:
        raise GanStudioError(
            "The base has other networks than “maps” and “blocks” ask for; leave these, or set “start” to “nothing”."
        ) from error
