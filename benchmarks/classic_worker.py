"""Paints classic styles from one checkout, as lines on the standard input say: a process of its own for each checkout.

A line is a style and “view” or “whole”; the answer is seconds of the clock, seconds of the processor, megabytes at the peak.
"""

import importlib
import importlib.util
import sys
import threading
import time
from pathlib import Path
from typing import Any

FOLDERS = {"ganstudio": "ganstudio", "ganstudio.resources": "resources", "ganstudio_plugins": "plugins"}
SIZE, VIEW = (4000, 3000), (1450, 1120, 1100, 760)
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def take_from(checkout: Path) -> None:
    """Have the studio imported from a checkout, whatever is installed."""
    for name, folder in FOLDERS.items():
        place = checkout / folder
        spec = importlib.util.spec_from_file_location(name, place / "__init__.py", submodule_search_locations=[str(place)])
        if spec is None or spec.loader is None:
            raise ImportError(f"{place} is no part of the studio.")
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)


def found(*names: str) -> Any:
    """The first of these modules that the checkout has; names that are gone come first."""
    return next(
        importlib.import_module(name)
        for name in names
        if importlib.util.find_spec(name.rpartition(".")[0]) and importlib.util.find_spec(name)
    )


def answer(picture: Any, catalog: Any, style: str, what: str) -> str:
    """Paint once, and say what it took."""
    rendered = found("ganstudio.events", "ganstudio.core.events").Rendered
    from ganstudio.stylize.engine import Region, render
    from ganstudio.stylize.look import Layer, Look

    look = Look(layers=(Layer(style=style),))
    region = Region(*VIEW) if what == "view" else None
    if RESET.exists():
        RESET.write_text("5")
    begin, used = time.perf_counter(), time.process_time()
    events = render(picture, look, catalog, region=region, stop=threading.Event())
    if not any(isinstance(event, rendered) for event in events):
        raise RuntimeError(f"“{style}” painted nothing.")
    return f"{time.perf_counter() - begin} {time.process_time() - used} {_peak()}"


def _peak() -> float:
    """The most memory since it was reset, in megabytes; 0 where the system does not tell."""
    if not STATUS.exists():
        return 0.0
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main(checkout: Path, photo: str | None, threads: int) -> None:
    """Answer line after line until there are no more."""
    take_from(checkout)
    import numpy as np
    import torch
    from PIL import Image

    files = found("ganstudio.files", "ganstudio.core.files")
    settings = found("ganstudio.settings", "ganstudio.core.settings")
    picture = found("ganstudio.pictures.picture", "ganstudio.images.open", "ganstudio.images.picture")
    loader = found("ganstudio.plugins.loading", "ganstudio.plugins.loader")

    if threads:
        torch.set_num_threads(threads)
    pixels = picture.open_picture(Path(photo) if photo else files.resources() / "samples" / "coffee.jpg").pixels
    picture = picture.Picture(np.asarray(Image.fromarray(pixels).resize(SIZE, Image.Resampling.BICUBIC)))
    catalog = loader.load_catalog(settings.Home(), settings.Settings(), safe_mode=True)
    for line in sys.stdin:
        sys.stdout.write(answer(picture, catalog, *line.split()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] or None, int(sys.argv[3]))
