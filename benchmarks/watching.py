"""A long run in the window: how soon it is seen, and whether scrolling through it stutters."""

import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.figure import Figure
from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.events import Event, Finished, Measured, Progress, Sampled, Saved, Started, to_json
from ganstudio.core.settings import Home
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import DARK, apply_theme
from ganstudio.gui.train.page import TrainPage
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec

TICKS, SHEETS, EACH = 100_000, 2_000, 640


def long_run() -> list[Figure]:
    """100,000 ticks and 2,000 sheets: from opening to the first sheet and curve, and the longest step of the slider."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["GANSTUDIO_HOME"] = place
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        apply_theme(app, DARK)
        context = AppContext(Home())
        run = _made(Path(place) / "run")
        page = TrainPage(context)
        page.resize(1360, 860)
        page.show()
        _wait(1)
        begun = time.perf_counter()
        page.open_run(run.folder)
        while page.watch.gallery.sample is None:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        page.grab()
        opened = time.perf_counter() - begun
        _wait(1)
        steps = [_moved(page, number * SHEETS // 60) for number in range(60)]
        page.session.leave()
        page.close()
        context.close()
    return [
        Figure(f"a run of {TICKS:,} ticks and {SHEETS:,} sheets opens", opened, "≤ 2", "s"),
        Figure("the longest step of its slider, painted", 1000 * max(steps), "≤ 33", "ms"),
    ]


def _moved(page: TrainPage, place: int) -> float:
    """Seconds in which the window hears nothing else, when the slider moves and all is painted."""
    begun = time.perf_counter()
    page.watch.gallery.slider.setValue(place)
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    lasted = time.perf_counter() - begun
    longest = lasted
    deadline = QDeadlineTimer(100)
    while not deadline.hasExpired():
        begun = time.perf_counter()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        longest = max(longest, time.perf_counter() - begun)
        time.sleep(0.001)
    return longest


def _made(folder: Path) -> Run:
    total = TICKS * EACH
    spec = RunSpec(
        architecture="dcgan", data=str(folder), size=32, latent=100, images=total, plan=Plan((Stage(32, 64, total),)),
        sample_every=total // SHEETS, save_every=total // 10,
    )  # fmt: skip
    run = Run.create(folder, spec)
    (folder / "samples").mkdir()
    sheet = Image.effect_noise((256, 256), 60).convert("RGB")
    events: list[Event] = [Started(0, total, "cpu", "float32", 1286)]
    for tick in range(1, TICKS + 1):
        images = tick * EACH
        events.append(Progress(images, tick / 2, {"discriminator": 1.3, "generator": 0.8 + tick % 7 / 10}, {"critic": 0.7}))
        if tick % (TICKS // SHEETS) == 0:
            path = run.sample(images)
            sheet.save(path)
            events.append(Sampled(images, path.relative_to(folder).as_posix()))
            events.append(Measured(images, {"distance": 100 / tick, "diversity": 0.8}))
        if tick % (TICKS // 10) == 0:
            events.append(Saved(images, "checkpoints/x.safetensors"))
    events.append(Finished(total, "done"))
    run.events_file.write_text("".join(to_json(event) + "\n" for event in events), encoding="utf-8")  # type: ignore[arg-type]
    return run


def _wait(seconds: float) -> None:
    deadline = QDeadlineTimer(int(1000 * seconds))
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
