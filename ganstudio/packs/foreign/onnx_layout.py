"""The input and output of an ONNX model, and the options of its style."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from ganstudio.api.options import Options, option

Layout = Literal["NCHW", "NHWC"]
Span = Literal["0 to 1", "-1 to 1", "0 to 255"]
LARGEST = 8192  # pixels of a side that a model may want
Side = Annotated[int, Field(ge=0, le=LARGEST)]


@dataclass(frozen=True)
class Probe:
    """A model's input and output: height and width in pixels (0: any), layout and range of numbers, scale of the output."""

    height: Side = 0
    width: Side = 0
    layout: Layout = "NCHW"
    takes: Span = "0 to 1"
    gives: Span = "0 to 1"
    scale: Annotated[int, Field(ge=1, le=8)] = 1


class OnnxOptions(Options):
    """The options of every model; those that the probe found are shown to experts."""

    side: int = option(
        1024, "Pixels of the longer side at which it paints: larger shows finer strokes.", least=64, most=4096
    )
    detail: float = option(0.4, "How much of the picture's own fine detail is laid over the paint.", least=0, most=1)
    takes: Span = option("0 to 1", "What numbers the model takes for black and white.", expert=True)
    gives: Span = option("0 to 1", "What numbers the model gives for black and white.", expert=True)
    order: Literal["RGB", "BGR"] = option("RGB", "The order of the colours in its input and output.", expert=True)
