"""How soon the command line answers."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure

_ROUNDS = 15


def help_against_python() -> list[Figure]:
    """`ganstudio --help` against `python -c pass`, by turns."""
    program = str(Path(sys.executable).with_name("ganstudio"))
    rounds = [(_seconds([program, "--help"]), _seconds([sys.executable, "-c", "pass"])) for _ in range(_ROUNDS)]
    helps, passes = zip(*rounds, strict=True)
    return [Figure("ganstudio --help against python -c pass", median(helps) / median(passes), "≤ 6", "×")]


def _seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin
