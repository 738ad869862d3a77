"""What the machine that trains is good for."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event as Flag


@dataclass(frozen=True)
class Machine:
    """What this machine is good for: a side of pictures, and pixels that are learnt from in a quarter of an hour."""

    side: int = 32
    pixels: float = 3e8
    device: str = "cpu"


def find_machine(choice: str, _stop: Flag) -> Iterator[Machine]:
    """Where a training would be computed, and what is sensible there."""
    import torch

    from ganstudio.core.devices import pick_device
    from ganstudio.train.planner import GOOD_SIZE, PIXELS

    device = pick_device(choice)
    threads = min(torch.get_num_threads(), 8) if device == "cpu" else 1
    yield Machine(GOOD_SIZE[device], PIXELS[device] * threads, device)
