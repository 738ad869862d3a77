"""The loop: how a GAN is trained here, from top to bottom."""

import threading
from collections.abc import Generator, Iterator
from time import monotonic

from ganstudio.events import Event, Finished, Progress, Sampled, Saved, Skipped, StageBegan, Started
from ganstudio.options import parse
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.record import rewind
from ganstudio.runs.run import Run
from ganstudio.train.data import Data, load_data
from ganstudio.train.meters import Meters, exploded
from ganstudio.train.sheet import write_sheet
from ganstudio.train.state import State, begin
from ganstudio.train.step import take_step


def train(run: Run, catalog: Catalog, *, stop: threading.Event) -> Generator[Event, None, None]:
    """Train a run, from its last checkpoint on where it has one, until its spec's pictures are seen or `stop` is set."""
    # What is trained, and the pictures to learn from.
    spec = run.spec
    architecture = catalog.architecture(spec.architecture)
    options = parse(architecture.Options, spec.options, architecture.title)
    data, skipped = load_data(architecture, spec)

    # Where it stands: as the last whole checkpoint left it, else new from the seed. What is later is forgotten.
    last = checkpoint.latest(run.checkpoints)
    state = begin(architecture, options, spec, last)
    rewind(run, last)
    yield Started(state.images, spec.images, spec.device, spec.precision, len(data.pictures))
    yield from skipped
    yield from _broken(last)

    saved = state.images if last else -1
    meters, clock = Meters(), monotonic() - state.seconds
    while state.images < spec.images and not stop.is_set():
        # The moment in the plan: networks grow, a new stage may begin; before the first step a sheet of pure noise.
        moment = spec.plan.at(state.images)
        if state.enter(moment):
            yield StageBegan(state.images, moment.stage, moment.resolution, moment.batch)
        if state.images == 0:
            yield _sample(run, state, data)

        # One step of the game.
        before = state.images
        meters.add(take_step(architecture, options, state, data, moment))

        # Twice a second: how it goes.
        if meters.due:
            state.seconds = monotonic() - clock
            yield Progress(state.images, state.seconds, meters.read())

        # Now and then: a sheet of samples, a checkpoint.
        if passed(before, state.images, spec.sample_every, early=5):
            yield _sample(run, state, data)
        if passed(before, state.images, spec.save_every):
            state.seconds = monotonic() - clock
            yield _save(run, state)
            saved = state.images

    # The end: all seen, or stopped. Either way nothing is lost.
    done = state.images >= spec.images
    if meters.count:
        state.seconds = monotonic() - clock
        yield Progress(state.images, state.seconds, meters.read())
    if done and not run.sample(state.images).exists():
        yield _sample(run, state, data)
    if saved != state.images:
        yield _save(run, state)
    yield Finished(state.images, "done" if done else "stopped")


def passed(before: int, now: int, every: int, early: int = 0) -> bool:
    """Whether a multiple of `every` was passed, or one of its first `early` halves: the start is looked at closely."""
    return before // every < now // every or any(before < every >> half <= now for half in range(1, early + 1))


def _sample(run: Run, state: State, data: Data) -> Event:
    """A sheet of samples; one that fails is left out and does not stop the training."""
    sheet = run.sample(state.images)
    path = sheet.relative_to(run.folder).as_posix()
    state.grow(run.spec.plan.at(state.images))
    try:
        write_sheet(state, data, sheet)
    except OSError as error:
        return Skipped(path, f"this sheet of samples could not be written: {error.strerror}")
    return Sampled(state.images, path)


def _save(run: Run, state: State) -> Saved:
    """A checkpoint; one that holds anything but numbers is refused."""
    if not state.healthy():
        raise exploded()
    file = checkpoint.save(run.checkpoints, state.counters, state.tensors())
    return Saved(state.images, file.relative_to(run.folder).as_posix())


def _broken(last: checkpoint.Checkpoint | None) -> Iterator[Skipped]:
    """What is said of the broken checkpoints that were passed over; they are put aside."""
    for file, why in last.broken if last else ():
        checkpoint.put_aside(file)
        yield Skipped(f"checkpoints/{file.name}", f"the checkpoint is broken: {why}; the one before is used")
