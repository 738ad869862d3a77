"""Devices: where networks are computed, and in which precision they are computed well there."""

import json
import platform
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.errors import GanStudioError
from ganstudio.files import write_atomically
from ganstudio.settings import Home
from ganstudio.spec import Precision

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn


def pick_device(wanted: str = "auto") -> str:
    """The device that “auto”, “cpu”, “cuda” or “mps” means here; GanStudioError where the machine has none of that kind."""
    found = available()
    if wanted == "auto":
        return found[0]
    if wanted not in found:
        raise GanStudioError(f"This machine has no device “{wanted}”; it has {', '.join(found)}.")
    return wanted


def available() -> list[str]:
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
    return f"{platform.processor() or platform.machine()}, {torch.get_num_threads()} threads, {memory}"


def precision(device: str) -> Precision:
    """bfloat16 where it pays on this device: asked of the card, or measured once on this machine and remembered."""
    import torch

    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float32"
    if device != "cpu":
        return "float32"
    return "bfloat16" if _remembered_gain() > 1.1 else "float32"


def _remembered_gain() -> float:
    import torch

    file = Home().data / "probe.json"
    machine = f"{platform.node()} {_processor()} torch {torch.__version__}"
    known = _read(file)
    if machine not in known:
        known[machine] = round(bfloat16_gain(), 2)
        with suppress(OSError):  # a probe that cannot be kept is taken again next time
            write_atomically(file, json.dumps(known, indent=1).encode())
    return float(known[machine])


def _processor() -> str:
    import torch

    return f"{platform.processor() or platform.machine()} {torch.backends.cpu.get_cpu_capability()}"


def _read(file: Path) -> dict[str, float]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def bfloat16_gain() -> float:
    """How many times faster a small network trains on the CPU in bfloat16, channels-last, than in float32, contiguous."""
    import torch
    from torch import nn

    with torch.random.fork_rng(devices=[]):
        network = nn.Sequential(nn.Conv2d(64, 128, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(128, 256, 4, 2, 1))
        pictures = torch.randn(16, 64, 16, 16)
    plain = _seconds(network, pictures, torch.contiguous_format, half=False)
    half = _seconds(network, pictures, torch.channels_last, half=True)
    return plain / half


def _seconds(network: "nn.Module", pictures: "Tensor", layout: "torch.memory_format", *, half: bool) -> float:
    import torch

    network = network.to(memory_format=layout)  # type: ignore[call-overload]
    pictures = pictures.contiguous(memory_format=layout)
    best = float("inf")
    for _ in range(6):  # the first ones only warm up; the best is what the machine can do
        begin = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            loss = network(pictures).float().square().mean()
        loss.backward()
        best = min(best, time.perf_counter() - begin)
    return best
