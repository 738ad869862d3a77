"""Processes of their own for tests: forked from a server that has imported what is slow, in place of a new Python."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path

CONTEXT = get_context("spawn") if sys.platform == "win32" else get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["tests.faults.child", "tests.faults.trial", "torch._dynamo", "ganstudio.train.loop", "ganstudio.stylize.engine"]
)


def ganstudio(*arguments: str, stdin: str = os.devnull, **env: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, which reads that file, with some variables more; its exit code and words."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = CONTEXT.Process(target=_run_command, args=(arguments, os.environ | env, stdin, out, err))
        process.start()
        process.join(100)
        assert process.exitcode is not None, "it has not ended"
        said = (file.read_text(encoding="utf-8") for file in (out, err))
        return subprocess.CompletedProcess(arguments, process.exitcode, *said)


def _run_command(arguments: tuple[str, ...], env: Mapping[str, str], stdin: str, out: Path, err: Path) -> None:
    for file, number in ((out, 1), (err, 2)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), number)
    terminal = os.open(stdin, os.O_RDONLY | getattr(os, "O_NOCTTY", 0))
    os.environ.clear()
    os.environ.update(env)
    sys.stdin = os.fdopen(terminal, encoding="utf-8")

    from ganstudio.cli import main

    main(list(arguments))
