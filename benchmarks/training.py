"""How fast a DCGAN trains: against the textbook, against the machine, against a loop that does nothing else."""

import tempfile
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

import torch
from ganstudio_plugins.dcgan import DCGAN, DCGANOptions
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.figure import Figure
from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.devices import precision
from ganstudio.core.events import Progress
from ganstudio.images.dataset.scan import read_to_end
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.data import Data, load_pictures
from ganstudio.train.launch import train_in_thread
from ganstudio.train.option_changes import StepSettings
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest
from ganstudio.train.sample_sheet import write_sheet
from ganstudio.train.state import State, create_state
from ganstudio.train.step import take_step

SIZE, BATCH, ROUNDS = 64, 64, 10
CATALOG = Catalog({"dcgan": DCGAN()})
NEVER = 10**9


def step_against_textbook() -> list[Figure]:
    """One step of ours against one as tutorials write it, by turns."""
    _, _, ours = _ours(_spec())
    textbook = _textbook()
    times = _by_turns(textbook, ours)
    ratio = median(slow / fast for slow, fast in zip(*times, strict=True))
    target = 1.4 if precision("cpu") == "bfloat16" else 1.0
    return [
        Figure("DCGAN-64 step, textbook ÷ ours", ratio, f"≥ {target}", "×"),
        Figure("DCGAN-64, pictures a second", BATCH / median(times[1]), "", "/s"),
    ]


def share_of_the_machine() -> list[Figure]:
    """Arithmetic of a step in its time, as a share of what plain matrix products reach here in the same precision."""
    spec = _spec()
    _, _, ours = _ours(spec)
    kind = torch.bfloat16 if spec.precision == "bfloat16" else torch.float32
    matrix = torch.randn(2048, 2048).to(kind)
    with FlopCounterMode(display=False) as counter:
        ours()
    operations = counter.get_total_flops()
    times = _by_turns(ours, lambda: matrix @ matrix)
    share = (operations / min(times[0])) / (2 * 2048**3 / min(times[1]))
    return [Figure(f"DCGAN-64 step, share of the {spec.precision} matrix rate", share, "≥ 0.65", "×")]


def overhead_of_the_loop() -> list[Figure]:
    """What train(), recorded, costs over a bare loop of its step; and what sheets and checkpoints take of 15 minutes."""
    with tempfile.TemporaryDirectory() as place:
        run = _run(Path(place))
        state, data, step = _ours(run.spec, read_to_end(load_pictures(Path(run.spec.data), run.spec))[0])
        rounds = [(_trained(run, number), _timed(step, 12)) for number in range(1, 6)]
        overhead = median(trained / bare - 1 for trained, bare in rounds)
        rhythm = _rhythm(state, data.spec, Path(place))
    return [
        Figure("train() over the bare loop of its step", 100 * overhead, "≤ 2", "%"),
        Figure("sheets and checkpoints, share of 15 minutes", 100 * rhythm, "≤ 2", "%"),
    ]


def _textbook() -> Callable[[], object]:
    """The loop of the tutorials: float32, contiguous, one forward pass of G, plain Adam, a loss printed each step."""
    maps = [8 * SIZE, 4 * SIZE, 2 * SIZE, SIZE]
    ups: list[nn.Module] = [nn.ConvTranspose2d(100, maps[0], 4, 1, 0, bias=False), nn.BatchNorm2d(maps[0]), nn.ReLU(True)]
    downs: list[nn.Module] = [nn.Conv2d(3, maps[-1], 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True)]
    for wide, narrow in pairwise(maps):
        ups += [nn.ConvTranspose2d(wide, narrow, 4, 2, 1, bias=False), nn.BatchNorm2d(narrow), nn.ReLU(True)]
    for narrow, wide in pairwise(maps[::-1]):
        downs += [nn.Conv2d(narrow, wide, 4, 2, 1, bias=False), nn.BatchNorm2d(wide), nn.LeakyReLU(0.2, inplace=True)]
    netg = nn.Sequential(*ups, nn.ConvTranspose2d(maps[-1], 3, 4, 2, 1, bias=False), nn.Tanh())
    netd = nn.Sequential(*downs, nn.Conv2d(maps[0], 1, 4, 1, 0, bias=False), nn.Sigmoid())
    criterion = nn.BCELoss()
    optimizer_d = torch.optim.Adam(netd.parameters(), lr=2e-4, betas=(0.5, 0.999))
    optimizer_g = torch.optim.Adam(netg.parameters(), lr=2e-4, betas=(0.5, 0.999))
    pictures = torch.rand(512, 3, SIZE, SIZE) * 2 - 1

    def step() -> tuple[float, float]:
        netd.zero_grad()
        real = pictures[torch.randint(0, 512, (BATCH,))]
        label = torch.ones(BATCH)
        error_real = criterion(netd(real).view(-1), label)
        error_real.backward()
        fake = netg(torch.randn(BATCH, 100, 1, 1))
        label.fill_(0)
        error_fake = criterion(netd(fake.detach()).view(-1), label)
        error_fake.backward()
        optimizer_d.step()
        netg.zero_grad()
        label.fill_(1)
        error = criterion(netd(fake).view(-1), label)
        error.backward()
        optimizer_g.step()
        return float(error_real.detach() + error_fake.detach()), float(error.detach())

    return step


def _ours(spec: RunSpec, pictures: Tensor | None = None) -> tuple[State, Data, Callable[[], object]]:
    """The step that train() takes, alone."""
    chosen = DCGANOptions.model_validate(spec.options)
    state = create_state(DCGAN(), chosen, spec)
    made = torch.randint(0, 256, (512, 3, SIZE, SIZE), dtype=torch.uint8) if pictures is None else pictures
    data = Data(made, spec)
    moment = spec.plan.at(0)
    return state, data, lambda: take_step(DCGAN(), StepSettings(chosen), state, data, moment)


def _spec() -> RunSpec:
    return RunSpec(
        architecture="dcgan",
        data="",
        size=SIZE,
        latent=100,
        images=NEVER,
        plan=Plan((Stage(SIZE, BATCH, NEVER),)),
        precision=precision("cpu"),
        sample_every=NEVER,
        save_every=NEVER,
    )


def _run(place: Path) -> Run:
    data = make_pictures(place / "pictures", 64)
    made = create_run(
        place / "run", CATALOG, TrainRequest(architecture="dcgan", data=data, size=SIZE, batch=BATCH, device="cpu")
    )
    return Run.create(place / "long", made.spec.model_copy(update={"sample_every": NEVER, "save_every": NEVER}))


def _trained(run: Run, number: int) -> float:
    """Seconds a picture between the ticks of some twelve steps and a few to warm up, as train() goes on."""
    events = train_in_thread(run, CATALOG, stop=threading.Event(), images=number * 16 * BATCH)
    ticks = [(time.perf_counter(), event.images) for event in events if isinstance(event, Progress)]
    (begin_time, first), (end_time, last) = ticks[0], ticks[-1]
    return (end_time - begin_time) / (last - first)


def _timed(step: Callable[[], object], steps: int) -> float:
    """Seconds a picture of some steps and nothing else."""
    step()
    begin_time = time.perf_counter()
    for _ in range(steps):
        step()
    return (time.perf_counter() - begin_time) / steps / BATCH


def _rhythm(state: State, spec: RunSpec, place: Path) -> float:
    """The share that 65 sheets and 10 checkpoints take of a quarter of an hour."""
    begin_time = time.perf_counter()
    write_sheet(state, Data(torch.zeros(0), spec), place / "sheet.png")
    between = time.perf_counter()
    checkpoint.save(place, state.counters, state.tensors())
    return (65 * (between - begin_time) + 10 * (time.perf_counter() - between)) / 900


def _by_turns(*steps: Callable[[], object]) -> list[list[float]]:
    """Seconds of each step, taken by turns so that a busy machine is busy for all; the first two only warm up."""
    times: list[list[float]] = [[] for _ in steps]
    for _ in range(ROUNDS):
        for step, list_ in zip(steps, times, strict=True):
            begin_time = time.perf_counter()
            step()
            list_.append(time.perf_counter() - begin_time)
    return [list_[2:] for list_ in times]
