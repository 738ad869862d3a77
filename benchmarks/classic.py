"""The classic styles on 12 megapixels, the exact view and the whole picture, by turns against another checkout.

`python -m benchmarks.classic [STYLE …] [--old CHECKOUT] [--what view|whole] [--rounds N] [--photo FILE] [--threads N]`
prints a table: the least of the clock, in brackets that of the processor, and the peak of memory.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

STYLES = (
    "oil", "watercolour", "pencil", "cartoon", "pointillism", "halftone",
    "mosaic", "ink", "comic", "glass", "riso", "pixels",
)  # fmt: skip
HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Cost:
    """What painting took at the least: seconds of the clock and of the processor; at the most: megabytes."""

    clock: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Worker:
    """A process that paints from one checkout."""

    process: subprocess.Popen[str]

    def paint(self, style: str, what: str) -> Cost:
        """Paint once."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("The worker has no pipes.")
        self.process.stdin.write(f"{style} {what}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The worker ended at “{style}”; its words stand above.")
        return Cost(*(float(number) for number in answer.split()))


@contextmanager
def worker(
    checkout: Path, photo: str, threads: int, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Worker]:
    """A worker with a home of its own; it ends with the block."""
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "benchmarks" / "classic_worker.py"), str(checkout), photo, str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "GANSTUDIO_HOME": home, **environment},
        )  # fmt: skip
        try:
            yield Worker(process)
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait()


def by_turns(workers: list[Worker], style: str, what: str, rounds: int) -> list[Cost]:
    """For each worker the least of its turns; before a view each paints once to warm up."""
    if what == "view":
        rounds += 1
    turns = [[each.paint(style, what) for each in workers] for _ in range(rounds)]
    turns = turns[1:] if what == "view" else turns
    return [
        Cost(min(cost.clock for cost in costs), min(cost.processor for cost in costs), max(cost.memory for cost in costs))
        for costs in zip(*turns, strict=True)
    ]


def row(style: str, what: str, costs: list[Cost]) -> str:
    """A line of the table; with two checkouts also how many times as fast the first is."""
    cells = [f"{cost.clock * 1000:.0f} ms ({cost.processor * 1000:.0f}), {cost.memory:.0f} MB" for cost in costs]
    if len(costs) > 1:
        cells.append(f"{costs[1].clock / costs[0].clock:.1f}× ({costs[1].processor / costs[0].processor:.1f}×)")
    return f"| {style} | {what} | " + " | ".join(cells) + " |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classic", description=__doc__)
    parser.add_argument("styles", nargs="*", help="which styles; all without a name")
    parser.add_argument("--old", type=Path, help="another checkout, painted with by turns")
    parser.add_argument("--what", choices=("view", "whole"), help="the view or the whole alone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--photo", default="", help="another picture than the sample; it is enlarged to 12 megapixels")
    parser.add_argument("--threads", type=int, default=0, help="torch's threads; on a busy machine 1 tells most")
    chosen = parser.parse_args()
    checkouts = [HERE, *([chosen.old.resolve()] if chosen.old else [])]
    print("| style | 12 MP | " + " | ".join(("now", "old", "×")[: 3 if chosen.old else 1]) + " |")
    print("|---|---|" + "---|" * (3 if chosen.old else 1))
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(each, chosen.photo, chosen.threads)) for each in checkouts]
        for style in chosen.styles or STYLES:
            for what in [chosen.what] if chosen.what else ["view", "whole"]:
                print(row(style, what, by_turns(workers, style, what, chosen.rounds)), flush=True)


if __name__ == "__main__":
    main()
