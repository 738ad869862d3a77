"""`make bench`: every figure, one table; `make bench` after a name measures that module alone."""

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator

from benchmarks.figure import Figure

MODULES = ("startup", "training", "window", "watching", "memory", "packs", "live", "engines", "threads")


def main(names: list[str]) -> None:
    """Measure and print; nothing is judged but by the reader."""
    print(f"{'figure':<66} {'measured':>12}  target")
    for name in names or MODULES:
        for measure in _measures(name):
            for figure in measure():
                mark = " " if figure.reached else "!"
                print(f"{figure.name:<66} {figure.value:>9.2f} {figure.unit:<3} {figure.target} {mark}", flush=True)


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
