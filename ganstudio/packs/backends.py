"""The ways in which a pack's network can be computed, and which of them is the quickest on this machine."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache, partial
from itertools import count
from typing import Literal, get_args

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from ganstudio.api.style import Tile
from ganstudio.core.devices import precision, remember
from ganstudio.core.files import resources
from ganstudio.images.open import open_picture
from ganstudio.packs import openvino_backend

Backend = Literal["torch float32", "torch bfloat16", "OpenVINO float32", "OpenVINO bfloat16"]
Run = Callable[[Tensor], Tensor]

LARGE = 2_000_000  # pixels of a picture from which OpenVINO is taken: a smaller one is done before a network is converted
APART = 2.5 / 255  # what stays below is at most two levels of 255
_SIDE = 256  # of what is painted to find the quickest
_SECONDS = 1.0
_KEPT = 32

_probing = threading.Lock()  # one measurement at a time: two would slow each other down


def run_network(network: nn.Module, tile: Tile) -> Run:
    """The network on the backend for a picture of that size: pictures 1×3×H×W in [0, 1] to the same.

    The size of the whole picture decides, so that each of its tiles takes the same backend.
    """
    device = tile.pixels.device.type
    if device == "cpu" and tile.width * tile.height >= LARGE and openvino_backend.installed_version():
        return partial(run_on_backend, network, find_fastest_backend(network))
    return partial(run_on_backend, network, default_backend(network, device))


def default_backend(network: nn.Module, device: str) -> Backend:
    """Torch, in bfloat16 where that is quick; networks with norms want the finer numbers."""
    half = not getattr(network, "exact", False) and precision(device) == "bfloat16"
    return "torch bfloat16" if half else "torch float32"


def find_fastest_backend(network: nn.Module) -> Backend:
    """The backend that took the least time for networks of that kind on this machine: measured once, and remembered."""
    key = f"{_likeness(network)}, {torch.get_num_threads()} threads, OpenVINO {openvino_backend.installed_version()}"
    with _probing:
        found = remember("backends.json", key, lambda: min(times := measure_seconds(network), key=times.__getitem__))
    return next((backend for backend in get_args(Backend) if backend == found), default_backend(network, "cpu"))


@torch.inference_mode()
def measure_seconds(network: nn.Module) -> dict[Backend, float]:
    """Seconds that each backend takes for a small picture, by turns; without those that differ from torch's float32."""
    seen = _sample_picture()
    expected = run_on_backend(network, "torch float32", seen)
    candidates = [backend for backend in list_backends(network) if _agree(network, backend, seen, expected)]
    times: dict[Backend, list[float]] = {backend: [] for backend in candidates}
    begin = time.perf_counter()
    for turn in count():
        if turn >= 2 and time.perf_counter() - begin > _SECONDS:
            return {backend: min(each) for backend, each in times.items()}
        for backend in candidates:
            start = time.perf_counter()
            run_on_backend(network, backend, seen)
            times[backend].append(time.perf_counter() - start)
    raise AssertionError("a count ends")


def list_backends(network: nn.Module) -> Iterator[Backend]:
    """The backends that the processor has for a network."""
    for backend in get_args(Backend):
        half = backend.endswith("bfloat16")
        if (openvino_backend.installed_version() or backend.startswith("torch")) and (
            not half or default_backend(network, "cpu") == "torch bfloat16"
        ):
            yield backend


def run_on_backend(network: nn.Module, backend: Backend, small: Tensor) -> Tensor:
    """The output of a network on a backend: pictures B×3×H×W in [0, 1] to the same."""
    seen, half = small.mul(2).sub(1), backend.endswith("bfloat16")
    seen = _split_bfloat16(seen) if half and _first_convolution(network) else seen
    if backend.startswith("OpenVINO"):
        source = _double_input(network) if half else network
        made = openvino_backend.convert_network(source, seen.shape[1], "bf16" if half else "f32")(seen)
    else:
        numbers, ready = (torch.bfloat16, _to_bfloat16(network)) if half else (torch.float32, network)
        made = ready.to(small.device)(seen.to(numbers, memory_format=torch.channels_last)).float()
    painted: Tensor = made.add(1).div(2).clamp(0, 1)
    return painted


def _first_convolution(network: nn.Module) -> str:
    """The name of the convolution that sees the picture, and alone does; networks that tell it lose less to bfloat16."""
    return str(getattr(network, "first", ""))


def _split_bfloat16(seen: Tensor) -> Tensor:
    """Pictures as what bfloat16 can hold of them, and what is left: rounded alone they would be six levels of 255 off."""
    rounded = seen.to(torch.bfloat16).to(seen.dtype)
    return torch.cat([rounded, seen - rounded], 1)


@lru_cache(_KEPT)
def _double_input(network: nn.Module) -> nn.Module:
    """The network, its first layer made for both parts of a picture."""
    if not _first_convolution(network):
        return network
    made = deepcopy(network)
    layer = made.get_submodule(_first_convolution(network))
    weight = layer.get_parameter("weight")
    layer.register_parameter("weight", nn.Parameter(torch.cat([weight, weight], 1), requires_grad=False))
    return made


@lru_cache(_KEPT)
def _to_bfloat16(network: nn.Module) -> nn.Module:
    """The network in bfloat16; the weights that it has stay what they are."""
    made: nn.Module = deepcopy(_double_input(network)).to(dtype=torch.bfloat16, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return made


def _agree(network: nn.Module, backend: Backend, seen: Tensor, expected: Tensor) -> bool:
    try:
        return float((run_on_backend(network, backend, seen) - expected).abs().max()) <= APART
    except Exception:  # OpenVINO cannot convert every network
        if backend.startswith("torch"):
            raise
        return False


def _sample_picture() -> Tensor:
    """A part of a photograph, 1×3×256×256."""
    pixels = open_picture(resources() / "samples" / "coffee.jpg").pixels
    seen = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255
    return interpolate(seen, (_SIDE, _SIDE), mode="bilinear", antialias=True).clamp(0, 1)


def _likeness(network: nn.Module) -> str:
    """What networks of one kind and one size have in common."""
    shapes = [f"{name} {tuple(value.shape)}" for name, value in network.state_dict().items()]
    digest = hashlib.sha256("\n".join(shapes).encode()).hexdigest()[:12]
    return f"{type(network).__name__} {digest}"
