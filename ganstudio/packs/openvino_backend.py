"""OpenVINO: a network converted for Intel's library, where that is installed; it computes on the processor."""

import threading
import warnings
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

import torch
from torch import Tensor, nn

from ganstudio.packs.foreign.norms import find_norms, freeze_norms

KEPT = 3  # converted networks that stay in memory: each holds what its layers need for a tile


def installed_version() -> str | None:
    """OpenVINO's version; None where it is not installed."""
    try:
        return version("openvino")
    except PackageNotFoundError:
        return None


class ConvertedNetwork:
    """A network that OpenVINO computes, in any size; the statistics of its norms go in beside the picture."""

    def __init__(self, network: nn.Module, channels: int, numbers: Literal["f32", "bf16"]) -> None:
        openvino = _import_openvino()
        self._network, self._lock = network, threading.Lock()  # one request at a time: each uses all threads
        model = _make_model(network, channels)
        self._request = openvino.Core().compile_model(model, "CPU", _make_settings(numbers)).create_infer_request()

    def __call__(self, seen: Tensor) -> Tensor:
        """What the network makes of pictures 1×C×H×W, float32."""
        given = [each.contiguous().numpy() for each in (seen, *_list_moments(self._network))]
        with self._lock:
            self._request.start_async(given)  # `infer` does not say when one thread ran out of memory
            self._request.wait()
            return torch.from_numpy(self._request.get_output_tensor().data.copy())


@lru_cache(KEPT)
def convert_network(network: nn.Module, channels: int, numbers: Literal["f32", "bf16"]) -> ConvertedNetwork:
    """The network, converted once."""
    return ConvertedNetwork(network, channels, numbers)


def _import_openvino() -> Any:
    """The library, imported when it is first used."""
    import openvino

    return openvino


def _make_settings(numbers: str) -> dict[str, Any]:
    return {
        "INFERENCE_PRECISION_HINT": numbers, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": torch.get_num_threads()
    }  # fmt: skip


def _make_model(network: nn.Module, channels: int) -> Any:
    """OpenVINO's form of a network for pictures of any size."""
    from openvino.frontend import FrontEndManager
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

    frontend = FrontEndManager().load_by_framework("pytorch")
    decoder = TorchScriptPythonDecoder(_trace(network, channels))  # the frontend does not keep it alive itself
    model = frontend.convert(frontend.load(decoder))
    picture, *others = model.inputs
    shapes = {each: list(moment.shape) for each, moment in zip(others, _list_moments(network), strict=True)}
    model.reshape({picture: [-1, channels, -1, -1], **shapes})
    return model


def _trace(network: nn.Module, channels: int) -> Any:
    """The traced network, with the statistics of its norms as further inputs."""
    moments = _list_moments(network)
    frozen = [norm.fixed_moments for norm in find_norms(network)]
    with torch.inference_mode(False), torch.no_grad(), warnings.catch_warnings(action="ignore"):
        given = torch.zeros(1, channels, 64, 64), *(moment.clone() for moment in moments)
        try:
            return torch.jit.trace(_FrozenNorm(network), given, check_trace=False)  # type: ignore[no-untyped-call]
        finally:
            for norm, moment in zip(find_norms(network), frozen, strict=True):
                norm.fixed_moments = norm.moments = moment


def _list_moments(network: nn.Module) -> list[Tensor]:
    """The statistics that a network's norms use, one after the other."""
    return [moment for norm in find_norms(network) for moment in norm.fixed_moments or ()]


class _FrozenNorm(nn.Module):
    """A network that is given the statistics of its norms."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: Tensor, *moments: Tensor) -> Tensor:
        freeze_norms(self.network, list(zip(moments[::2], moments[1::2], strict=True)))
        made: Tensor = self.network(pictures)
        return made
