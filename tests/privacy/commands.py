"""Commands one after the other in one process, and a training in a process of its own; a script, watched by a test."""

import json
import sys
import threading
from pathlib import Path

from ganstudio.cli import run
from ganstudio.core.events import Finished
from ganstudio.runs.run import Run
from ganstudio.train.launch import train_in_process


def main(commands: list[list[str]], learnt: str) -> None:
    """Run the commands; go on with the training in that folder, if it is one, as the window does it apart."""
    for command in commands:
        code = run(command)
        assert code == 0, f"{command} ended with {code}"
    if Path(learnt).is_dir():
        last = list(train_in_process(Run.open(Path(learnt)), stop=threading.Event(), images=32))[-1]
        assert last == Finished(32, "done"), last


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2])
