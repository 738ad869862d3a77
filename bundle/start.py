"""Where a bundle begins: with the command line or, in a process that the studio starts itself, with one of its modules."""

import multiprocessing
import os
import runpy
import sys
from collections.abc import MutableMapping


def restore_environment(environment: MutableMapping[str, str]) -> None:
    """Give the programs that the studio starts the system's libraries, and the studio's own processes a start of their own.

    PyInstaller's loader puts the bundle's folder first in LD_LIBRARY_PATH and keeps what was there under another name.
    """
    if sys.platform == "linux":
        before = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        environment.pop("LD_LIBRARY_PATH", None)
        if before:
            environment["LD_LIBRARY_PATH"] = before
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def main() -> None:
    """Run what the arguments ask for; `-m MODULE` is meant as for Python, and is taken for modules of the studio alone."""
    multiprocessing.freeze_support()
    restore_environment(os.environ)
    if sys.argv[1:2] == ["-m"] and sys.argv[2:] and sys.argv[2].partition(".")[0] == "ganstudio":
        module = sys.argv[2]
        del sys.argv[1:3]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        from ganstudio.cli import main as run_command_line

        run_command_line()


if __name__ == "__main__":
    main()
