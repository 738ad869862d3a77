"""ONNX: a network as a model that other programs run, and the proof that it is the same network."""

import copy
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import onnxscript  # noqa: F401  (torch's exporter needs it; where it is missing, that is noticed here)
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.export import Dim

from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr

TOLERANCE = 1e-3
_MAX_ROUNDING = 0.05  # what single precision may cost a network, at most: from there on nothing can be told
_ROUNDING_FACTOR = 4.0  # how many times as far as torch's own rounding another program's may lie
OUTPUT = "pictures"

Inputs = Mapping[str, Tensor]
Array = NDArray[np.floating[Any]]


def convert_to_onnx(network: nn.Module, inputs: Inputs, others: Inputs, about: Mapping[str, str], grid: int) -> bytes:
    """A network as an ONNX model; where `inputs` and `others` differ in size it takes any: batches, or multiples of `grid`.

    GanStudioError where it cannot be one.
    """
    free = {0: Dim("batch"), 2: grid * Dim("rows", min=2), 3: grid * Dim("columns", min=2)}
    shapes = [
        {place: dim for place, dim in free.items() if place < one.dim() and one.shape[place] != other.shape[place]}
        for one, other in zip(inputs.values(), others.values(), strict=True)
    ]
    try:
        with _silence_exporter(), torch.no_grad():
            made = torch.onnx.export(
                network, tuple(inputs.values()), dynamic_shapes=shapes, input_names=list(inputs), output_names=[OUTPUT],
                verbose=False,
            )  # fmt: skip
    except Exception as error:  # the exporter has many, and none of its own for a network that it cannot follow
        said = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
        raise GanStudioError(
            "This network cannot be written as ONNX ({said}); end the name in .safetensors.", said=said[-1]
        ) from error
    assert made is not None
    model: onnx.ModelProto = made.model_proto
    _strip_origins(model)
    onnx.helper.set_model_props(model, dict(about))
    content: bytes = model.SerializeToString()
    return content


def find_difference(network: nn.Module, inputs: Inputs, file: Path) -> str | None:
    """Why the model in a file is not this network: it does not run, or gives other numbers; None where it is the same.

    Numbers are the same where they lie less than 0.001 apart, or, where single precision itself costs more than that, where
    the model lies about as near to the network in double precision as the network in single precision does.
    """
    try:
        session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        made = session.run([OUTPUT], {name: value.numpy() for name, value in inputs.items()})[0]
    except Exception as error:  # ONNX Runtime has its own for each reason, and they have no name in common
        return str(error).splitlines()[0]
    with torch.inference_mode():
        wanted = network(*inputs.values()).numpy()
    if made.shape != wanted.shape:
        return tr("its pictures are {shape} instead of {shape2}", shape=made.shape, shape2=wanted.shape)
    apart = float(np.abs(made - wanted).max())
    if apart < TOLERANCE or _differs_by_rounding(network, inputs, made, wanted):
        return None
    return tr("its numbers are up to {apart:.3g} apart", apart=apart)


def _differs_by_rounding(network: nn.Module, inputs: Inputs, made: Array, wanted: Array) -> bool:
    """Whether numbers lie no further from those in double precision than the network's own rounding explains.

    Norms divide by what may be nearly zero, so that the last bits of a network that has hardly learned become visible.
    """
    exactly = copy.deepcopy(network).double()
    with torch.inference_mode():
        exact = exactly(*(each.double() if each.is_floating_point() else each for each in inputs.values())).numpy()
    rounded = float(np.abs(wanted - exact).max())
    return rounded < _MAX_ROUNDING and float(np.abs(made - exact).max()) < TOLERANCE + _ROUNDING_FACTOR * rounded


def _strip_origins(model: onnx.ModelProto) -> None:
    """Take out what the exporter notes of each node: among it where the source code lies on this machine."""
    graph = model.graph
    functions = [node for function in model.functions for node in function.node]
    for part in (graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer, *functions):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")


@contextmanager
def _silence_exporter() -> Iterator[None]:
    """Without the exporter's remarks, which are for those who develop it."""
    speaker = logging.getLogger("torch.onnx")
    before = speaker.level
    speaker.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        speaker.setLevel(before)
