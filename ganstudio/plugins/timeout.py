"""A stranger's code is given a limited time."""

import ctypes
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import TypeVar

from ganstudio.core.errors import GanStudioError

T = TypeVar("T")

_TORCH = 60.0


class TooLateError(Exception):
    """The work did not end in time; the text is where it hangs."""


def run_within(seconds: float, work: Callable[[], T]) -> T:
    """The work's result, if it comes in time. It runs in a thread of its own, which is told to end where it is late."""
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:  # handed to the caller, whatever it is
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True, name="plugin")
    thread.start()
    _wait(thread, seconds)
    if failure:
        raise _not_by_the_user(failure[0])
    if not result:
        raise TooLateError(_end(thread))
    return result[0]


def _wait(thread: threading.Thread, seconds: float) -> None:
    """Wait so long; a slow disk is not the plugin's fault, so while torch is being imported the clock stands still."""
    thread.join(seconds)
    end = time.monotonic() + _TORCH
    if thread.is_alive() and _torch_is_coming():
        while thread.is_alive() and _torch_is_coming() and time.monotonic() < end:
            thread.join(0.1)
        thread.join(seconds)


def _torch_is_coming() -> bool:
    return bool(getattr(getattr(sys.modules.get("torch"), "__spec__", None), "_initializing", False))


def _not_by_the_user(error: BaseException) -> BaseException:
    """An interruption that was raised in the thread did not come from the keyboard."""
    return GanStudioError("it raised KeyboardInterrupt") if isinstance(error, KeyboardInterrupt) else error


def _end(thread: threading.Thread) -> str:
    """Ask a thread to end as soon as it runs Python again; where it is now."""
    number = thread.ident or 0
    frame = sys._current_frames().get(number)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(number), ctypes.py_object(SystemExit))
    return "".join(traceback.format_stack(frame)) if frame else ""
