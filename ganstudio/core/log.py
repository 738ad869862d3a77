"""The log: what the studio, Python and the libraries remark, in one file of bounded size that all processes share.

Every module writes by `logging.getLogger(__name__)`; this one says where it goes. Nothing here stops the program: what
cannot be written is passed over.
"""

import faulthandler
import logging
import os
import re
import sys
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import is_file
from ganstudio.core.settings import Home
from ganstudio.core.text import strip_control_characters
from ganstudio.core.translation import tr

NAME = "ganstudio.log"
CRASHES = "crash.log"
LARGEST = 2**20  # letters of one file
OLDER = 3  # files that are kept beside the one that is written

_LONGEST = 32_000  # letters of one entry
_PATIENCE = 0.5  # seconds to wait for another process that writes
_MANY = 1000  # different remarks that are told apart
_INDENT = "    "  # before every line of an entry but its first, so that no text can look like an entry of its own
_ENTRY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4} (?P<level>[A-Z]+) ")
_logger = logging.getLogger(__name__)

Tell = Callable[[str, str], object]  # is given a sentence and the details under it, in whichever thread it happened


class SharedFileHandler(RotatingFileHandler):
    """A rotating file for several processes: each opens it only while it holds the lock, so that any can rotate it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8", errors="backslashreplace", delay=True)
        self.path = path
        self.written = False  # whether the last entry could be written

    def emit(self, record: logging.LogRecord) -> None:
        """Write an entry, or pass it over where that cannot be done soon."""
        try:
            from filelock import FileLock

            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(f".{NAME}.lock"), timeout=_PATIENCE):
                self.written = is_file(self.path) or not os.path.lexists(self.path)  # a pipe would be waited for
                if self.written:
                    super().emit(record)
                self._close_file()
        except Exception:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802
        """Remember that nothing was written; a log is no reason to disturb anybody."""
        self.written = False

    def _close_file(self) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None


class EntryFormatter(logging.Formatter):
    """Time, level, process, thread, module, text; further lines are indented, what steers a terminal is taken out."""

    def __init__(self, process: str) -> None:
        super().__init__(
            f"%(asctime)s %(levelname)s {process} %(process)d %(threadName)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S%z"
        )

    def format(self, record: logging.LogRecord) -> str:
        """The entry's text, of bounded length."""
        text = super().format(record)
        if len(text) > _LONGEST:
            text = f"{text[: _LONGEST // 2]}\n… shortened …\n{text[-_LONGEST // 2 :]}"
        return f"\n{_INDENT}".join(map(strip_control_characters, text.splitlines()))


class RepeatFilter(logging.Filter):
    """Lets the first, the tenth, the hundredth … of equal remarks pass: what comes at every frame must leave room."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[Any] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it."""
        error = record.exc_info[1] if record.exc_info else None
        key = (record.name, record.getMessage(), type(error), error and find_place(error)[1])
        if len(self._counts) > _MANY:
            self._counts.clear()
        self._counts[key] += 1
        number = self._counts[key]
        if number > 1:
            record.msg, record.args = f"{record.getMessage()} (for the {number}th time)", ()
        return str(number).strip("0") == "1"


_handler: SharedFileHandler | None = None


def start_log(home: Home, process: str) -> None:
    """Write from now on what is remarked in this process, warnings and hard crashes too; `process` is its command."""
    open_log(home, process)
    watch_crashes(home)


def open_log(home: Home, process: str) -> None:
    """Write from now on what is remarked, and Python's warnings."""
    global _handler
    close_log()
    _handler = SharedFileHandler(home.logs / NAME)
    _handler.setFormatter(EntryFormatter(process))
    _handler.addFilter(RepeatFilter())
    logging.getLogger().addHandler(_handler)
    logging.getLogger("ganstudio").setLevel(logging.INFO)
    logging.captureWarnings(True)


def close_log() -> None:
    """Write nothing more."""
    global _handler
    if _handler is not None:
        logging.getLogger().removeHandler(_handler)
        logging.captureWarnings(False)
        _handler.close()
    _handler = None


def is_log_open() -> bool:
    """Whether remarks are written in this process."""
    return _handler is not None


def log_file() -> Path | None:
    """The file in which the last entry was written; None where it could not be, or no log is open."""
    return _handler.path if _handler is not None and _handler.written else None


def watch_crashes(home: Home) -> None:
    """Let Python write where it was when a signal ends this process; move into the log what earlier ones left there."""
    path = home.logs / CRASHES
    with suppress(Exception):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not is_file(path) and os.path.lexists(path):  # a pipe would be waited for
            return
        file = path.open("a+", encoding="utf-8", errors="replace")  # faulthandler holds it open
        faulthandler.enable(file)
        file.seek(0)
        if left := file.read(_LONGEST):
            file.truncate(0)
            _logger.error("A process ended by a crash, or was near it:\n%s", left)


def log_unexpected(error: BaseException) -> tuple[str, str]:
    """Log an error of the program; a sentence for the user, and the traceback."""
    details = "".join(traceback.format_exception(error))
    logging.getLogger(find_place(error)[0]).error("An unexpected error", exc_info=error)
    said = traceback.format_exception_only(error)[-1].strip()  # also where the error's own words raise
    return tr("Something went wrong inside GAN Studio: {reason}", reason=strip_control_characters(said)[:300]), details


def find_place(error: BaseException) -> tuple[str, int]:
    """The module and the line in which an error was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (str(trace.tb_frame.f_globals.get("__name__", __name__)), trace.tb_lineno) if trace else (__name__, 0)


def watch_unexpected(tell: Tell) -> None:
    """Log what nobody caught, in any thread, and tell of it; what Python itself had to pass over is logged alone.

    Of a GanStudioError the sentence is told, without details and without an entry in the log: it is no error of the program.
    """

    telling = threading.local()

    def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            known = isinstance(error, GanStudioError)  # a sentence for the user, raised where no page says it
            words = (str(error), "") if known else log_unexpected(error.with_traceback(trace))
            if not getattr(telling, "now", False):  # else it is the telling itself that fails, without an end
                telling.now = True
                try:
                    tell(*words)
                finally:
                    telling.now = False

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    def unraisable(args: Any) -> None:  # sys.UnraisableHookArgs is there for type checkers alone
        _logger.warning("%s: %r", args.err_msg or "Exception ignored in", args.object, exc_info=args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = log_uncaught, in_thread, unraisable


def last_errors(folder: Path, most: int) -> list[str]:
    """The last errors in the log, the newest one last, each an entry with all its lines."""
    found: deque[str] = deque(maxlen=most)
    for file in (folder / f"{NAME}.1", folder / NAME):
        found.extend(text for level, text in _entries(file) if level in ("ERROR", "CRITICAL"))
    return list(found)


def _entries(file: Path) -> Iterator[tuple[str, str]]:
    """The entries of a file with their levels; none where it cannot be read."""
    lines: list[str] = []
    with suppress(OSError):
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if is_file(file) else []
    starts = [number for number, line in enumerate(lines) if _ENTRY.match(line)]
    for begin, end in pairwise([*starts, len(lines)]):
        begun = _ENTRY.match(lines[begin])
        assert begun
        yield begun["level"], "\n".join(lines[begin:end])
