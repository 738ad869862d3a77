"""Launch: the roads by which a training is started. Each is an iterator of events, so any listener can hear it."""

import threading
import traceback
from collections.abc import Generator
from contextlib import closing

from ganstudio.errors import GanStudioError
from ganstudio.events import Event, Failed
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.record import record
from ganstudio.runs.run import Run

Events = Generator[Event, None, None]


def here(run: Run, catalog: Catalog, *, stop: threading.Event, images: int | None = None) -> Events:
    """Train in this very thread, alone in the folder and recorded; `images` is a new total of pictures to reach."""
    return outspoken(_alone(run, catalog, stop, images))


def _alone(run: Run, catalog: Catalog, stop: threading.Event, images: int | None) -> Events:
    from ganstudio.train.loop import train

    with run.writing():
        if images is not None:
            run.until(images)
        yield from record(run, outspoken(train(run, catalog, stop=stop)))


def outspoken(events: Events) -> Events:
    """The same events; where they break off with an error, it is said as a last one."""
    with closing(events):
        try:
            yield from events
        except GanStudioError as error:
            yield Failed(str(error))
        except Exception as error:
            if _is_full_memory(error):
                yield Failed("The memory is full; train with a smaller batch, a smaller size or narrower networks.")
            else:
                yield Failed(f"The training broke off by an error in the program: {error!r}", traceback.format_exc())


def _is_full_memory(error: Exception) -> bool:
    """Whether torch or Python could not get memory; torch says so on a card by a type, on the CPU only by its allocator."""
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError" or "CPUAllocator" in str(error)
