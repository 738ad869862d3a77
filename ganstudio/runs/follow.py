"""Follows the record of a run while another process writes it, or replays an old one."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from ganstudio.core.events import Written
from ganstudio.core.files import open_plain
from ganstudio.runs import writer_lock
from ganstudio.runs.run import Run, read_events

POLL_SECONDS = 0.2


def tail_events(run: Run, *, stop: threading.Event) -> Iterator[Written]:
    """Replay a run's events, then yield new ones while a process writes them and `stop` is not set.

    A resume drops what was later than its checkpoint; the replay then begins anew. For a reader one rule suffices: a
    `Started` event means that everything later than its `images` is forgotten.
    """
    node = place = 0
    while True:
        live = writer_lock.is_alive(run.folder)  # asked first, so that nothing written before its end is missed
        node, place, lines = _read_new_lines(run.events_file, node, place)
        yield from read_events(lines)
        if stop.is_set() or not live or stop.wait(POLL_SECONDS):
            return


def _read_new_lines(file: Path, node: int, place: int) -> tuple[int, int, bytes]:
    """The whole lines after `place`, or all of them where the file is another one than `node`."""
    try:
        with open_plain(file) as stream:
            about = os.fstat(stream.fileno())
            if about.st_ino != node or about.st_size < place:
                node, place = about.st_ino, 0
            stream.seek(place)
            lines = stream.read()
    except FileNotFoundError:
        return node, place, b""
    whole = lines[: lines.rfind(b"\n") + 1]
    return node, place + len(whole), whole
