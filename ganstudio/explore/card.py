"""The model card: what was trained, on what, how, and what it is good for, as Markdown beside the run."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ganstudio import __version__
from ganstudio.api.architecture import Architecture
from ganstudio.api.options import fields
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Measured
from ganstudio.core.files import write_atomically
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.history import RunHistory, reduce_events
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec

NAME = "MODEL_CARD.md"
AUTHOR_MARK = "<!-- From here on it is yours: what stands below stays when the card is written again. -->"
_MOMENTS = 8
_MEANINGS = {
    "distance": "how far the samples are from the pictures that it learned from; less is nearer",
    "diversity": "how much the samples differ from one another; 1: as much as the pictures that it learned from",
    "copied": "how far a sample is from the nearest of those pictures; 1: as far as they are from one another, 0: copies",
    "overfit": "how often the critic prefers a picture that it learned from to one held back; 0.5: it knows none by heart",
}
_FEW_PICTURES = 2_000
_AUTHOR_FORM = """
## By the author

- Made by: (your name)
- Licence: (what others may do with it, for example CC-BY-4.0)
- Rights in the pictures it learned from: (whose they are, and what they allow)
"""


def write_card(run: Run, catalog: Catalog, out: Path | None = None) -> Path:
    """Write the card of a run, MODEL_CARD.md in its folder where `out` is None; what its author wrote into it stays.

    GanStudioError where a file of that name is no card, or it cannot be written.
    """
    file = (out or run.folder / NAME).expanduser().absolute()
    try:
        authors = _read_author_part(file)
        write_atomically(file, f"{render_card(run, catalog, file.parent)}\n{AUTHOR_MARK}\n{authors}".encode())
    except OSError as error:
        raise GanStudioError(
            "The card could not be written to {file}: {reason}.", file=file, reason=os_reason(error)
        ) from error
    return file


def render_card(run: Run, catalog: Catalog, beside: Path) -> str:
    """The card as Markdown, but for the author's part; its links to pictures lead there from the folder `beside`.

    The same run gives the same text; it names folders, never where they lie.
    """
    architecture, spec, history = catalog.architecture(run.spec.architecture), run.spec, reduce_events(run.events())
    parts = [
        f"# {_escape_markdown(run.folder.name)}",
        _describe_model(architecture, spec, run.images),
        "## Learned from",
        _describe_data(spec, history),
        "## Training",
        _format_bullets(_list_training_facts(architecture, run, history)),
        "### Settings other than the defaults",
        _format_bullets(_list_changed_settings(architecture, spec)) or "None.",
        *_measure_sections(history),
        *_sample_sections(run, history, beside),
        "## What it is for",
        _describe_purpose(architecture, spec),
        "## Its limits",
        _format_bullets(_list_limits(architecture, spec, history.pictures)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _describe_model(architecture: Architecture[Any], spec: RunSpec, images: int) -> str:
    side = f"{spec.size} × {spec.size} pixels"
    does = (
        f"makes pictures of {side} from noise" if architecture.task == "generate" else f"changes photos, trained at {side}"
    )
    paper = f" ({architecture.paper})" if architecture.paper else ""
    return f"A network that {does}: {architecture.title}{paper}, after {images:,} pictures seen. Made with GAN Studio."


def _describe_data(spec: RunSpec, history: RunHistory) -> str:
    count, name = history.pictures, _escape_markdown(Path(spec.data).name)
    words = f"The {count:,} pictures" if count and count > 1 else "What lies"
    said = f"{words} in “{name}”{', each also mirrored' if spec.mirror else ''}."
    if spec.held_back:
        said += f" {spec.held_back:,} more were held back to judge the critic by."
    if spec.labels:
        said += f" {len(spec.labels)} kinds are told apart: {', '.join(map(_escape_markdown, spec.labels))}."
    return said


def _list_training_facts(architecture: Architecture[Any], run: Run, history: RunHistory) -> Iterator[str]:
    spec = run.spec
    yield f"Architecture: {architecture.title} (`{spec.architecture}`)"
    yield f"Pictures seen: {run.images:,}, repeats included"
    if spec.start:
        yield f"Began with the weights of “{_escape_markdown(spec.start)}”"
    if history.seconds:
        yield f"Time: {_format_duration(history.seconds)}"
    yield f"Device: {spec.device}, {spec.precision}"
    yield f"Seed: {spec.seed}"
    yield f"GAN Studio {__version__}{f', begun with {spec.version}' if spec.version not in ('', __version__) else ''}"
    yield from (f"After {change.images:,}: {_escape_markdown(change.words)}" for change in history.changes)


def _format_duration(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else f"{round(seconds)} s"


def _list_changed_settings(architecture: Architecture[Any], spec: RunSpec) -> Iterator[str]:
    for field in fields(architecture.Options):
        value = spec.options.get(field.name, field.default)
        if value != field.default:
            unit = f" {field.unit}" if field.unit else ""
            yield f"{field.title}: {_escape_markdown(str(value))}{unit} (default {field.default})"


def _measure_sections(history: RunHistory) -> list[str]:
    """The measures and the diagnoses of a run; nothing where there are none."""
    noticed = [
        f"After {each.images:,}: {_escape_markdown(each.message)}"
        for each in history.all_diagnoses
        if each.severity in ("warning", "bad")
    ]
    return [*_tabulate(history.measurements), *(["## What was noticed", _format_bullets(noticed)] if noticed else [])]


def _tabulate(measured: Sequence[Measured]) -> list[str]:
    """A table of the measures at about eight moments of the run, and what they mean."""
    names = sorted({name for event in measured for name in event.values})
    if not names:
        return []
    shown = [measured[place] for place in _spread_evenly(len(measured))]
    rows = [[f"{event.images:,}", *(_format_cell(event.values.get(name)) for name in names)] for event in shown]
    meanings = [f"{name}: {_MEANINGS[name]}" for name in names if name in _MEANINGS]
    table = _format_table(["Pictures seen", *map(_escape_markdown, names)], rows)
    return ["## Measures", table, _format_bullets(meanings)]


def _spread_evenly(count: int) -> list[int]:
    """At most eight of `count` places, evenly, with the first and the last."""
    most = min(count, _MOMENTS)
    return sorted({round(number * (count - 1) / max(1, most - 1)) for number in range(most)})


def _format_cell(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _sample_sections(run: Run, history: RunHistory, beside: Path) -> list[str]:
    """The last sheet of samples, and the one nearest to the least distance from the data, where that was measured."""
    sheets = run.samples()
    if not sheets:
        return []
    shown = {"The last samples": sheets[-1]}
    if (best := history.best_moment) is not None:
        nearest = min(sheets, key=lambda sheet: abs(sheet[0] - best.images))
        shown |= {} if nearest == sheets[-1] else {"The best samples, by the measured distance": nearest}
    return ["## Samples", *(_link_picture(words, images, file, beside) for words, (images, file) in shown.items())]


def _link_picture(words: str, images: int, file: Path, beside: Path) -> str:
    relative = Path(os.path.relpath(file, beside)).as_posix()
    return f"{words}, after {images:,} pictures seen:\n\n![{words}]({quote(relative)})"


def _describe_purpose(architecture: Architecture[Any], spec: RunSpec) -> str:
    if architecture.task == "translate":
        return "For giving photos the look that it has learned, in GAN Studio or wherever its exported network runs."
    return (
        f"For making new pictures of {spec.size} × {spec.size} pixels in the manner of those it learned from: "
        "to look at, to work on, or to enlarge a data set."
    )


def _list_limits(architecture: Architecture[Any], spec: RunSpec, pictures: int | None) -> Iterator[str]:
    yield "It knows only what it was shown: what is rare or missing there is rare or missing in what it makes."
    yield "It was not tested for decisions about people, for medicine or for safety, and is not meant for them."
    if architecture.task == "generate":
        yield f"It was trained at {spec.size} × {spec.size} pixels; finer detail than that it has never seen."
        if pictures is not None and pictures < _FEW_PICTURES:
            yield (
                f"It learned from few pictures ({pictures:,}), so it may repeat some of them: "
                "look at the nearest training picture of each before you publish what it made."
            )
    else:
        yield "Photos unlike those it was trained with may come out less well."
    yield "Whether its pictures may be used freely also depends on the rights in the pictures it learned from."


def _read_author_part(file: Path) -> str:
    """What the author wrote into a card, or the form to be filled in; GanStudioError where the file is no card."""
    if not file.exists():
        return _AUTHOR_FORM
    try:
        _, mark, authors = file.read_text(encoding="utf-8").partition(f"{AUTHOR_MARK}\n")
    except UnicodeDecodeError:
        mark = ""
    if not mark:
        raise GanStudioError(
            "{file} is in the way: it is not a card that GAN Studio wrote; name another file with --out.", file=file
        )
    return authors


def _format_bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _format_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---:"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escape_markdown(text: str) -> str:
    """Text whose signs Markdown does not take for its own."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))
