"""Keep the machine from going to sleep by itself while a training runs in the window; where it cannot, nothing happens."""

import ctypes
import os
import shutil
import subprocess
import sys

_WHY = "A training is running"
_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001  # of Windows' SetThreadExecutionState


class SleepInhibitor:
    """Awake between `hold` and `release`; each may be called again."""

    def __init__(self) -> None:
        self._keeper: subprocess.Popen[bytes] | None = None

    def hold(self) -> None:
        """Stay awake."""
        if self._keeper is None and (command := _command()):
            quiet = subprocess.DEVNULL
            self._keeper = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
        _tell_windows(_CONTINUOUS | _SYSTEM_REQUIRED)

    def release(self) -> None:
        """The machine may sleep again."""
        if self._keeper is not None:
            self._keeper.terminate()
            self._keeper.wait()
            self._keeper = None
        _tell_windows(_CONTINUOUS)


def _command() -> list[str]:
    """What keeps this system awake as long as it runs, and ends with this process; empty where there is nothing."""
    if caffeinate := shutil.which("caffeinate"):
        return [caffeinate, "-i", "-w", str(os.getpid())]
    inhibit, tail = shutil.which("systemd-inhibit"), shutil.which("tail")
    if inhibit and tail:
        words = ["--what=sleep:idle", "--who=GAN Studio", f"--why={_WHY}", "--mode=block"]
        return [inhibit, *words, tail, "-f", f"--pid={os.getpid()}", os.devnull]
    return []


def _tell_windows(state: int) -> None:
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetThreadExecutionState(state)
