"""A lesson of the guided first training from a real run: `python -m benchmarks.lessons RUN FOLDER`.

Some of its sheets, two rows of each, and the events that are told of it; see resources/guide/make.sh.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from ganstudio.core.events import Diagnosed, Measured, Sampled, StageBegan, Started, Written, to_json
from ganstudio.runs.run import Run

MOMENTS, ROWS = 12, 2


def choose_moments(samples: list[Sampled]) -> list[Sampled]:
    """The first sheet, then evenly to the last."""
    if len(samples) <= MOMENTS:
        return samples
    return [samples[round(number * (len(samples) - 1) / (MOMENTS - 1))] for number in range(MOMENTS)]


def shorten(run: Run, folder: Path) -> Iterator[Written]:
    """Write the sheets, and give the events with the paths of what was written."""
    every = run.events()
    chosen = {sample.path for sample in choose_moments([each for each in every if isinstance(each, Sampled)])}
    for event in every:
        if isinstance(event, Sampled) and event.path in chosen:
            name = f"{event.images:09}.jpg"
            with Image.open(run.folder / event.path) as sheet:
                rows = sheet.convert("RGB").crop((0, 0, sheet.width, ROWS * run.spec.size))
                rows.save(folder / name, quality=75, optimize=True)
            yield replace(event, path=name)
        elif isinstance(event, Started | StageBegan | Measured | Diagnosed):
            yield event


def main(source: Path, folder: Path) -> None:
    """Make the lesson."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [to_json(event) for event in shorten(Run.open(source), folder)]
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{folder}: {len(lines)} events, {sum(file.stat().st_size for file in folder.iterdir()):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
