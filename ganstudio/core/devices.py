"""Devices: where networks are computed, and in which precision they are computed well there."""

import os
import platform
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from errno import ENOMEM
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import write_atomically
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.core.settings import Home

if TYPE_CHECKING:
    from torch import Tensor, nn

    from ganstudio.runs.run_spec import Precision

Measurement = TypeVar("Measurement")

_WINDOWS_OUT_OF_MEMORY = (8, 14, 1455)  # ERROR_NOT_ENOUGH_MEMORY, ERROR_OUTOFMEMORY, ERROR_COMMITMENT_LIMIT
_OUT_OF_MEMORY = re.compile(
    r"out of (\w+ )?memory"  # CUDA, HIP, Apple's MPS, OpenCL
    r"|OUT_?OF_?MEMORY|MemoryAllocation\b"  # the drivers' names: CUDA_ERROR_…, Metal's kIOGPU…, cudaErrorMemoryAllocation
    r"|ALLOC_FAILED"  # CUBLAS_STATUS_…, CUDNN_STATUS_…, CUSOLVER_STATUS_…
    r"|not enough (\w+ )*memory|insufficient memory"  # torch on Windows, DirectML, Metal
    r"|(can'?t|cannot|could not|unable to|failed to) allocate"  # torch on Linux and macOS, OpenVINO, ONNX Runtime
    r"|available memory of \d+ is smaller than requested"  # ONNX Runtime's arena
    r"|bad[ _]alloc|paging file is too small|invalid buffer size",  # C++, Windows, MPS for one tensor beyond its limit
    re.IGNORECASE,
)

_not_kept: dict[tuple[Path, str], Any] = {}  # what this process measured where a newer studio keeps the file
chance_lock = threading.RLock()  # held while torch's global random state is in use: a step, or networks that are built


def pick_device(wanted: str = "auto") -> str:
    """The device that “auto”, “cpu”, “cuda” or “mps” means here; GanStudioError where the machine has none of that kind."""
    found = list_devices()
    if wanted == "auto":
        return found[0]
    if wanted not in found:
        raise GanStudioError("This machine has no device “{wanted}”; it has {found}.", wanted=wanted, found=", ".join(found))
    return wanted


def list_devices() -> list[str]:
    """The kinds of device that this machine has, fastest first."""
    import torch

    has = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    return [kind for kind, there in has.items() if there]


def describe(device: str) -> str:
    """The name of a device and its memory, for people."""
    import psutil
    import torch

    if device == "cuda":
        card = torch.cuda.get_device_properties(0)
        return f"{card.name}, {card.total_memory / 2**30:.0f} GB"
    memory = f"{psutil.virtual_memory().total / 2**30:.0f} GB"
    if device == "mps":
        return f"Apple GPU, {memory} shared"
    number = torch.get_num_threads()
    return f"{_processor()}, {number} {'thread' if number == 1 else 'threads'}, {memory}"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory was lacking, of the machine or of its graphics card: told by type and number, else by the words."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":  # torch's own
        return True
    if isinstance(error, OSError):
        return error.errno == ENOMEM or getattr(error, "winerror", None) in _WINDOWS_OUT_OF_MEMORY
    speaks = isinstance(error, RuntimeError) or type(error).__module__.startswith("onnxruntime.")
    return speaks and _OUT_OF_MEMORY.search(str(error)) is not None


@contextmanager
def isolated_rng() -> Iterator[None]:
    """Draw from torch's global random numbers (networks' first weights do) so that no other thread notices."""
    import torch

    with chance_lock, torch.random.fork_rng(devices=[]):
        yield


def precision(device: str) -> "Precision":
    """bfloat16 where it pays on this device: asked of the card, or measured once on this machine and remembered."""
    import torch

    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float32"
    if device != "cpu":
        return "float32"
    gain = remember("probe.json", "", lambda: round(bfloat16_gain(), 2))
    return "bfloat16" if gain > 1.1 else "float32"


@contextmanager
def limit_threads(number: int) -> Iterator[None]:
    """Let torch compute with so many threads of the processor, if it has as many; 0 leaves it as it is."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(number if 0 < number <= (os.cpu_count() or 1) else before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def remember(name: str, what: str, measure: Callable[[], Measurement]) -> Measurement:
    """What was measured on this machine about something, in a file of that name; measured now where that does not tell."""
    import torch

    file = Home().data / name
    machine = f"{platform.node()}, {_processor()}, {torch.backends.cpu.get_cpu_capability()}, torch {torch.__version__}"
    key = f"{machine}, {what}" if what else machine
    with suppress(NewerError):
        known = _read(file)
        if key not in known:
            known[key] = measure()
            with suppress(OSError):  # a probe that cannot be kept is taken again next time
                write_atomically(file, encode("measured", known, indent=1))
        found: Measurement = known[key]
        return found
    if (file, key) not in _not_kept:
        _not_kept[file, key] = measure()
    return _not_kept[file, key]  # type: ignore[no-any-return]


@cache
def _processor() -> str:
    """The processor's name: on Linux the kernel knows it best."""
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
        return names[0] if names else platform.machine()
    return platform.processor() or platform.machine()


def _read(file: Path) -> dict[str, Any]:
    """What was measured; NewerError where the file has a later form."""
    try:
        known = decode("measured", file.read_bytes(), file)
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def bfloat16_gain() -> float:
    """How many times faster a small network trains on the CPU in bfloat16, channels-last, than in float32, contiguous."""
    import torch
    from torch import nn

    with isolated_rng(), torch.inference_mode(False):
        plain = nn.Sequential(nn.Conv2d(64, 128, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(128, 256, 4, 2, 1))
        pictures = torch.randn(16, 64, 16, 16)
        half = deepcopy(plain).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        layered = pictures.contiguous(memory_format=torch.channels_last)
    # One thread shows what the processor can do, whoever else is using it; whoever asks may be painting.
    with limit_threads(1), torch.inference_mode(False), torch.enable_grad():
        return _clear_ratio((_seconds(plain, pictures, half=False), _seconds(half, layered, half=True)) for _ in range(8))


def _clear_ratio(rounds: Iterable[tuple[float, float]]) -> float:
    """The first number of the rounds to the second, of each the least: the first rounds only warm up.

    No more rounds are taken than are needed where one is four times the other.
    """
    slow = fast = float("inf")
    for number, (one, other) in enumerate(rounds):
        slow, fast = min(slow, one), min(fast, other)
        if number > 0 and not 0.25 < slow / fast < 4:
            break
    return slow / fast


def _seconds(network: "nn.Module", pictures: "Tensor", *, half: bool) -> float:
    import torch

    begin = time.perf_counter()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        loss = network(pictures).float().square().mean()
    loss.backward()
    return time.perf_counter() - begin
