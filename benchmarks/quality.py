"""How good pictures become in the same time: `python -m benchmarks.quality`; docs/quality.md tells what is measured."""

import argparse
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import torch

from benchmarks import digits, sets
from benchmarks.contenders import CONTENDERS, TEXTBOOK
from benchmarks.judging import DATA, SAMPLES, Result, judge, remembered
from benchmarks.sets import DataSet
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from ganstudio.train.monitor.kid import NAME


def table(results: list[Result]) -> str:
    """A data set's results as a Markdown table; beside the two distances, how many times the textbook's they are."""
    plain = next((each for each in results if each["contender"] == TEXTBOOK), None)

    def against(result: Result, what: str) -> str:
        return f"{result[what]:.1f}" + (f" (×{result[what] / plain[what]:.2f})" if plain else "")

    lines = [
        f"| | pictures seen | {NAME} ×1000 | sliced Wasserstein | KID (random features) | precision | recall |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in results:
        seen = f"{each['images']:,}" if "images" in each else ""
        distances = f"{against(each, 'kid')} | {against(each, 'swd')} | {each['random']:.3f}"
        lines.append(f"| {each['contender']} | {seen} | {distances} | {each['precision']:.2f} | {each['recall']:.2f} |")
    return "\n".join(lines)


def results(
    data: DataSet, names: list[str], catalog: Catalog, seconds: float, out: Path, count: int = SAMPLES
) -> Iterator[Result]:
    """Each contender's result; those that the studio does not have, or that fail, are passed over with a line."""
    for name in names:
        key = {"set": data.name, "contender": name, "budget": seconds, "samples": count}
        try:
            work = partial(judge, name, data, catalog, seconds, out, count)
            yield remembered(out / "results.jsonl", key, work)
        except GanStudioError as error:
            print(f"{name} is left out: {error}", flush=True)


def main() -> None:
    """Measure what is asked for and print tables."""
    asked = _arguments()
    os.nice(10)
    torch.set_num_threads(1)
    asked.out.mkdir(parents=True, exist_ok=True)
    catalog = load_catalog(Home(), Settings(), safe_mode=True)
    names = asked.only.split(",") if asked.only else [DATA, TEXTBOOK, *(each.name for each in CONTENDERS)]
    if asked.digits:
        for line in digits.report(names if asked.only else list(digits.NAMES), catalog, asked.seconds, asked.out):
            print(line, flush=True)
        return
    for wanted in asked.sets.split(","):
        data = sets.emoji(asked.out) if wanted == "emoji" else sets.fashion(asked.out, asked.fashion)
        found = list(results(data, names, catalog, asked.seconds, asked.out, asked.samples))
        print(f"\n{data.name}, {asked.seconds:g} seconds of the processor each, one thread\n\n{table(found)}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--seconds", type=float, default=900, help="of the processor, for each training")
    parser.add_argument("--samples", type=int, default=SAMPLES, help="how many are measured of each contender")
    parser.add_argument("--sets", default="fashion,emoji", help="data sets, with commas between them")
    parser.add_argument("--only", help="names of contenders, with commas between them")
    parser.add_argument("--digits", action="store_true", help="how many of 1,000 modes are covered, instead")
    parser.add_argument("--fashion", type=Path, default=sets.FASHION, help="the folder of Fashion-MNIST's files")
    parser.add_argument("--out", type=Path, default=Path("results/quality"), help="where results, sheets and runs go")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except GanStudioError as error:
        raise SystemExit(str(error)) from error
