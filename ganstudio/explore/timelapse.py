"""The sheets of samples of a run one after another, as a moving picture."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Event, Finished, Saved, TileDone
from ganstudio.core.files import atomic_open
from ganstudio.core.translation import tr
from ganstudio.explore.animation import SUFFIXES, write_animation
from ganstudio.explore.sheet_reader import crop_picture, open_sheet
from ganstudio.runs.run import Run

_MAX_RATE = 12.5  # sheets a second: what is quicker cannot be looked at
_SIDE = 768  # pixels that a film is enlarged to, by whole numbers
_LAST_SHARE = 0.12  # the share of the film for which the last sheet stands still
_CAPTION_HEIGHT = 32
_GROUND, _INK = "#1b1b1c", "#e6e6e6"


@dataclass(frozen=True)
class TimelapsePlan:
    """The sheets by pictures seen; of each all pictures, or the one of a number, from 0; with a caption or without."""

    sheets: tuple[tuple[int, Path], ...]
    size: int
    number: int | None
    caption: bool


def write_timelapse(
    run: Run, *, out: Path, seconds: float = 10.0, number: int | None = None, caption: bool = False, stop: threading.Event
) -> Iterator[Event]:
    """Write the run's sheets of samples as a film of so many seconds, in the format of the suffix: WebP, GIF or MP4.

    `number` counts the pictures of a sheet from 0, row by row. Small pictures are enlarged by whole numbers, their pixels
    kept crisp. A file of that name is replaced. GanStudioError where there are fewer than two sheets, no such picture, or
    for MP4 no PyAV.
    """
    out, suffix = out.expanduser().absolute(), out.suffix.lower()
    _check_request(suffix, seconds)
    cut = TimelapsePlan(_choose_sheets(run, seconds), run.spec.size, number, caption)
    frames = _FrameSource(cut, stop)
    try:
        with atomic_open(out) as file, ThreadPoolExecutor(1) as pool:
            work = pool.submit(write_animation, frames, _frame_seconds(len(cut.sheets), seconds), file, suffix)
            try:
                while not wait([work], timeout=0.2).done:
                    yield TileDone(frames.done, len(cut.sheets))
            finally:
                frames.left.set()
            work.result()
    except _StoppedError:
        yield Finished(run.images, "stopped")
        return
    except OSError as error:
        raise GanStudioError(
            "The film could not be written to {out}: {reason}.", out=out, reason=os_reason(error)
        ) from error
    yield TileDone(len(cut.sheets), len(cut.sheets))
    yield Saved(run.images, str(out))
    yield Finished(run.images, "done")


class _StoppedError(Exception):
    """The timelapse was stopped, or nobody waits for it any more."""


class _FrameSource:
    """The pictures of a film, made as they are asked for; `done` counts them, `left` is set when nobody waits for them."""

    def __init__(self, cut: TimelapsePlan, stop: threading.Event) -> None:
        self.cut, self.stop, self.left, self.done = cut, stop, threading.Event(), 0

    def __iter__(self) -> Iterator[Image.Image]:
        for images, file in self.cut.sheets:
            if self.stop.is_set() or self.left.is_set():
                raise _StoppedError
            yield draw_frame(self.cut, images, file)
            self.done += 1


def draw_frame(cut: TimelapsePlan, images: int, file: Path) -> Image.Image:
    """One picture of a film, RGB with even sides; GanStudioError where the sheet is damaged or has no such picture."""
    sheet = open_sheet(file)
    shown = sheet if cut.number is None else crop_picture(sheet, cut.size, cut.number)
    times = max(1, round(_SIDE / max(shown.size)))
    large = shown.resize((shown.width * times, shown.height * times), Image.Resampling.NEAREST)
    below = _CAPTION_HEIGHT if cut.caption else 0
    page = Image.new("RGB", (large.width + large.width % 2, large.height + large.height % 2 + below), _GROUND)
    page.paste(large)
    if cut.caption:
        words, font = tr("{images:,} pictures seen", images=images), ImageFont.load_default(16)
        ImageDraw.Draw(page).text((12, page.height - _CAPTION_HEIGHT // 2), words, _INK, font, anchor="lm")
    return page


def _choose_sheets(run: Run, seconds: float) -> tuple[tuple[int, Path], ...]:
    """The sheets, evenly thinned where they are too many for the time; the first and the last are kept."""
    sheets = run.samples()
    if len(sheets) < 2:
        has = tr("the training in {folder} has {count}", folder=run.folder, count=len(sheets) or tr("none"))
        raise GanStudioError("A film needs at least two sheets of samples, and {has}.", has=has)
    most = max(2, min(len(sheets), int(seconds * _MAX_RATE)))
    return tuple(sheets[round(place * (len(sheets) - 1) / (most - 1))] for place in range(most))


def _frame_seconds(count: int, seconds: float) -> list[float]:
    """How long each sheet stands, in seconds: all alike, the last one longer."""
    each = seconds * (1 - _LAST_SHARE) / count
    return [*[each] * (count - 1), each + seconds * _LAST_SHARE]


def _check_request(suffix: str, seconds: float) -> None:
    if suffix not in SUFFIXES:
        raise GanStudioError(
            "A film is a file that ends in {suffixes}; “{suffix}” is none of them.",
            suffixes=", ".join(SUFFIXES),
            suffix=suffix or tr("no ending"),
        )
    if not 0.5 <= seconds <= 600:
        raise GanStudioError("A film lasts half a second to ten minutes, not {seconds:g} seconds.", seconds=seconds)
    if suffix == ".mp4":
        try:
            import av  # noqa: F401
        except ImportError as error:
            raise GanStudioError(
                "MP4 films need PyAV: pip install 'ganstudio[film]'; or end the name in .webp or .gif."
            ) from error
