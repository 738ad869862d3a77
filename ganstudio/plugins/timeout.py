"""Running code of others within a time limit."""

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
    """The work did not end in time; the text is the stack where it hangs."""


def run_within(seconds: float, work: Callable[[], T]) -> T:
    """The work's result; TooLateError where it does not come in time. The thread that it runs in is then asked to end."""
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
        raise _ignore_interrupts(failure[0])
    if not result:
        raise TooLateError(_raise_in(thread))
    return result[0]


def _wait(thread: threading.Thread, seconds: float) -> None:
    """Wait so long; a slow disk is not the plugin's fault, so while torch is being imported the clock stands still."""
    thread.join(seconds)
    end = time.monotonic() + _TORCH
    if thread.is_alive() and _is_importing_torch():
        while thread.is_alive() and _is_importing_torch() and time.monotonic() < end:
            thread.join(0.1)
        thread.join(seconds)


def _is_importing_torch() -> bool:
    return bool(getattr(getattr(sys.modules.get("torch"), "__spec__", None), "_initializing", False))


def _ignore_interrupts(error: BaseException) -> BaseException:
    """An interruption that was raised in the thread did not come from the keyboard."""
    return GanStudioError("it raised KeyboardInterrupt") if isinstance(error, KeyboardInterrupt) else error


def _raise_in(thread: threading.Thread) -> str:
    """Ask a thread to end as soon as it runs Python again; where it is now."""
    number = thread.ident or 0
    frame = sys._current_frames().get(number)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(number), ctypes.py_object(SystemExit))
    return "".join(traceback.format_stack(frame)) if frame else ""
