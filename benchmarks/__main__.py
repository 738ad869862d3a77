"""`make bench`: every figure, one table; `make bench` after a name measures that module alone."""

import importlib
import inspect
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from benchmarks.figure import Figure

MODULES = ("startup", "training", "window", "watching", "memory", "packs", "live", "engines", "threads")


def main(names: list[str]) -> None:
    """Measure and print; nothing is judged but by the reader."""
    print(machine())
    print(f"{'figure':<66} {'measured':>12}  target")
    for name in names or MODULES:
        for measure in _measures(name):
            for figure in measure():
                mark = " " if figure.reached else "!"
                print(f"{figure.name:<66} {figure.value:>9.2f} {figure.unit:<3} {figure.target} {mark}", flush=True)


def machine() -> str:
    """The processor, what it can do at once, how many threads are used, and how busy it is: figures are read beside it."""
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    able = torch.backends.cpu.get_cpu_capability()
    return f"{_processor()}, {able}, {torch.get_num_threads()} threads, {platform.system()}, torch {torch.__version__}{busy}"


def _processor() -> str:
    """The processor's name as Linux tells it; elsewhere as the platform does."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _measures(name: str) -> Iterator[Callable[[], list[Figure]]]:
    module = importlib.import_module(f"benchmarks.{name}")
    for _, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and function.__annotations__.get("return") in (
            list[Figure],
            "list[Figure]",
        ):
            yield function


if __name__ == "__main__":
    main(sys.argv[1:])
