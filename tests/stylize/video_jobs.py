"""A film that is killed while it is made: a child process runs this, and dies at its sixteenth frame.

python -m tests.stylize.video_jobs SOURCE TARGET
"""

import os
import signal
import sys
import threading
from pathlib import Path

from torch import Tensor

from ganstudio.api.style import Statistics, Style, Tile, View
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize import video_job
from ganstudio.stylize.look import Layer, Look
from tests.stylize.styles import Plain, Screen

SEGMENT = 6
FATAL = 16


class Level(Style[Plain]):
    """The picture, as much lighter as the lightest of the film is below white; its middle is laid around each place."""

    id = "level"
    title = "Level"
    summary = "Light."
    video_statistics = ("most",)
    Options = Plain

    def __init__(self, fatal: int = 0) -> None:
        self.painted, self.fatal = 0, fatal

    def measure(self, view: View, options: Plain) -> Statistics:
        small = view.small(64)
        return {"most": small.max(), "middle": small.mean((2, 3), keepdim=True)}

    def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
        self.painted += 1
        if self.painted == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        painted: Tensor = tile.pixels / statistics["most"] * 0.9 + 0.1 * statistics["middle"]
        return painted.clamp(0, 1)


LOOK = Look(layers=(Layer(style="level"), Layer(style="screen", strength=0.7)), match_colours=True)


def catalog(level: Level) -> Catalog:
    return Catalog(styles={"level": level, "screen": Screen()})


if __name__ == "__main__":
    video_job.SEGMENT = SEGMENT
    source, target = map(Path, sys.argv[1:])
    list(video_job.stylize_video(source, target, LOOK, catalog(Level(FATAL)), device="cpu", stop=threading.Event()))
