"""What samples are measured by, and results that are kept."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from torch import Tensor

from benchmarks.contenders import train
from benchmarks.sets import SIDE, DataSet
from ganstudio.core.files import write_atomically
from ganstudio.plugins.catalog import Catalog
from ganstudio.train.monitor.kid import extract_features
from ganstudio.train.monitor.metrics import Features, discrepancy, kernel_distance, precision_recall, sliced_wasserstein
from ganstudio.train.sample_sheet import arrange_sheet, encode_png

SAMPLES, SHOWN = 2000, 64
DATA = "the data itself"  # other pictures of the data: what chance alone makes of the figures
Result = dict[str, Any]


def measure(samples: Tensor, data: Tensor) -> Result:
    """All the figures of some samples, B×C×32×32 in [-1, 1], against as many or fewer pictures of the data."""
    features, known = Features()(samples), Features()(data)
    precision, recall = precision_recall(known, features)
    return {
        "swd": sliced_wasserstein(samples, data)[0],
        "kid": 1000 * discrepancy(extract_features(samples), _perceived(data)),
        "random": kernel_distance(features, known),
        "precision": precision,
        "recall": recall,
    }


@cache
def _perceived(data: Tensor) -> Tensor:
    """The same data is looked at but once."""
    return extract_features(data)


def judge(name: str, data: DataSet, catalog: Catalog, seconds: float, out: Path, count: int = SAMPLES) -> Result:
    """Train a contender, let it make `count` samples, write a sheet of them, and measure."""
    pictures = data.pictures()
    if name == DATA:
        half = min(count, len(pictures) // 2)
        return measure(pictures[half : 2 * half], pictures[:half])
    outcome = train(name, data, catalog, seconds, out)
    samples = outcome.make(count)
    write_atomically(out / f"{data.name} {name}.png", encode_png(arrange_sheet(samples[:SHOWN], SIDE)))
    return {"images": outcome.images, "seconds": outcome.seconds} | measure(samples, _some(data, count))


@cache
def _some(data: DataSet, count: int) -> Tensor:
    return data.pictures()[:count]


def remembered(file: Path, key: Mapping[str, Any], work: Callable[[], Result]) -> Result:
    """The result of a key as a file of JSON lines has it, else of the work, which is then added: cut off, little is lost."""
    known = list(_known(file))
    found = next((each for each in known if key.items() <= each.items()), None)
    if found is None:
        found = {**key, **work()}
        write_atomically(file, "".join(json.dumps(each) + "\n" for each in (*known, found)).encode())
    return found


def _known(file: Path) -> Iterator[Result]:
    """The results in a file; a torn line is none."""
    for line in file.read_text().splitlines() if file.exists() else ():
        with suppress(ValueError):
            yield json.loads(line)
