"""The ways in which a training is started: in this thread, or in a process of its own. Each is an iterator of events."""

import logging
import subprocess
import threading
import time
import traceback
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from typing import IO, Literal

from ganstudio.core.devices import is_out_of_memory
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Event, Failed, Finished
from ganstudio.core.log import log_unexpected
from ganstudio.core.program import module_command
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.commands import StopNow, send_command
from ganstudio.runs.event_log import record_events
from ganstudio.runs.layout import OUTPUT, refuse_links
from ganstudio.runs.run import Run, read_events

Events = Generator[Event, None, None]
_logger = logging.getLogger(__name__)


def train_in_thread(run: Run, catalog: Catalog, *, stop: threading.Event, images: int | None = None) -> Events:
    """Train in this very thread, alone in the folder and recorded; `images` is a new total of pictures to reach."""
    return report_errors_as_events(_train_locked(run, catalog, stop, images))


def _train_locked(run: Run, catalog: Catalog, stop: threading.Event, images: int | None) -> Events:
    from ganstudio.train.loop import train

    with run.lock():
        if images is not None:
            run.extend_to(images)
        yield from record_events(run, report_errors_as_events(train(run, catalog, stop=stop)))


def train_in_process(run: Run, arguments: Sequence[str] = (), *, stop: threading.Event, images: int | None = None) -> Events:
    """Train in a process of its own, which survives this one's death and which this one survives; the same events.

    `arguments` come before the command: plugin folders, safe mode. The stop flag is passed on as a command in its folder;
    an iterator that is closed stops it, too. What the process says beside events lies in the run's folder, in `output.log`.
    """
    refuse_links(run.folder)
    command = [*module_command("ganstudio"), *arguments, "resume", str(run.folder), "--json", "--detached"]
    command += ["--images", str(images)] if images is not None else []
    with suppress(OSError):
        (run.folder / OUTPUT).unlink()  # another name of the old one, as in a copy by hard links, keeps what it holds
    with _open_output(run, "wb") as log:
        # a session of its own: what ends this program or closes its terminal does not reach it
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
    watcher = threading.Thread(target=_forward_stop, args=(run, stop, process), daemon=True)
    watcher.start()
    ended = False
    try:
        for line in process.stdout or ():
            for event in read_events(line):
                ended = isinstance(event, Finished | Failed)
                yield event
    finally:
        if process.poll() is None and not ended:  # let go in the middle: it saves and stops
            process.terminate()
        process.wait()
        watcher.join()
        if process.stdout:
            process.stdout.close()
    if not ended:
        words = _explain_exit(run, process.returncode)
        _logger.error("The process of the training in %s: %s", run.folder, words)
        yield Failed(words)


def _open_output(run: Run, mode: Literal["rb", "wb"]) -> IO[bytes]:
    """The file in the run's folder with what the training's process says; GanStudioError where it cannot be opened."""
    try:
        return (run.folder / OUTPUT).open(mode)
    except OSError as error:
        raise GanStudioError(
            "The training's folder {folder} cannot be written: {reason}.", folder=run.folder, reason=os_reason(error)
        ) from error


def _forward_stop(run: Run, stop: threading.Event, process: "subprocess.Popen[bytes]") -> None:
    """Send the process the command to stop once the flag is set; it may not yet have begun to train."""
    while process.poll() is None:
        if stop.wait(0.1):
            with suppress(GanStudioError):
                send_command(run, StopNow())
                process.wait()
            time.sleep(0.1)


def _explain_exit(run: Run, code: int) -> str:
    with _open_output(run, "rb") as log:
        said = [line.decode(errors="replace").strip() for line in log if line.strip()]
    last = said[-1].removeprefix("ganstudio: ") if said else ""
    if code > 0 and last:
        return last
    return tr(
        "The training's process broke off (it ended with {code}); its last checkpoint is whole. {last}", code=code, last=last
    ).strip()


def report_errors_as_events(events: Events) -> Events:
    """The same events; an error that breaks them off becomes a last one, `Failed`."""
    with closing(events):
        try:
            yield from events
        except GanStudioError as error:
            yield Failed(str(error))
        except (Exception, SystemExit) as error:  # a plugin may try to end the program
            if is_out_of_memory(error):
                yield Failed(tr("The memory is full; train with a smaller batch, a smaller size or narrower networks."))
            else:
                log_unexpected(error)
                yield Failed(
                    tr("The training broke off by an error in the program: {reason!r}", reason=error), traceback.format_exc()
                )
