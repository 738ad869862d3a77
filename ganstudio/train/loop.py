"""The loop: how a GAN is trained here, from top to bottom."""

import threading
from collections.abc import Generator, Iterator
from time import monotonic

from ganstudio.core.devices import threads
from ganstudio.core.events import Changed, Event, Finished, Skipped, StageBegan, Started
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.commands import receive_commands
from ganstudio.runs.event_log import last_checkpoint, rewind
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import Change
from ganstudio.train import session
from ganstudio.train.data import load_data
from ganstudio.train.monitor.doctor import Doctor
from ganstudio.train.monitor.evaluation import Evaluation
from ganstudio.train.monitor.running_means import ExplosionError
from ganstudio.train.option_changes import halve_rates, step_settings_at
from ganstudio.train.relocation import relocate
from ganstudio.train.state import begin

Events = Generator[Event, None, None]


def train(run: Run, catalog: Catalog, *, stop: threading.Event) -> Events:
    """Train a run, from its last checkpoint on where it has one, until its spec's pictures are seen or `stop` is set.

    When its numbers overflow, or when somebody wishes it back, it goes on from a good checkpoint at half the rates.
    """
    changed: Changed | None = relocate(run)
    while True:
        try:
            with threads(run.spec.threads):
                yield from _train(run, catalog, stop, changed)
            return
        except session.StoppedEarlyError:
            yield Finished(run.images, "stopped")
            return
        except ExplosionError:
            last = checkpoint.latest(run.checkpoints)
            change = halve_rates(run.spec, last.counters.images if last else 0)
            words = "its numbers overflowed; it goes on from the last checkpoint at half the rates"
        except session.Back as wish:
            change = Change(images=int(checkpoint.go_back(run.checkpoints, wish.images).stem), slower=0.5)
            words = "back to an earlier checkpoint, and on from there at half the rates"
        run.change(change)
        changed = Changed(change.images, change.why, words)


def _train(run: Run, catalog: Catalog, stop: threading.Event, changed: Changed | None) -> Events:
    # What is trained, and the pictures to learn from.
    spec = run.spec
    architecture = catalog.architecture(spec.architecture)
    data, skipped = yield from session.load_training_data(run, load_data(architecture, spec), stop)

    # Where it stands: as the last whole checkpoint left it, else new from the seed. What is later is forgotten.
    last = last_checkpoint(run)
    terms = step_settings_at(architecture, spec, last.counters.images if last else 0)
    state = begin(architecture, terms.options, spec, last, data.pictures)
    rewind(run, last)
    doctor = Doctor(spec.images, terms.options.model_dump(), run.events())
    training = session.Training(
        run, architecture, data, state, terms, doctor, Evaluation(data), state.images if last else -1
    )
    yield from training.heard(Started(state.images, spec.images, spec.device, spec.precision, len(data.pictures)))
    yield from skipped
    yield from _broken(last)
    yield from session.load_initial_weights(run, state) if not last else ()
    yield from [changed] if changed else []

    training.began = monotonic() - state.seconds
    while state.images < spec.images and not stop.is_set():
        # The moment in the plan: networks grow, a new stage may begin; before the first step a sheet of pure noise.
        moment = spec.plan.at(state.images)
        if state.enter(moment):
            yield StageBegan(state.images, moment.stage, moment.resolution, moment.batch)
        if state.images == 0:
            yield from session.write_samples(training)

        # One step of the game.
        before = state.images
        yield from session.take_training_step(training, moment)

        # Twice a second: how it goes, and what somebody wishes.
        if training.meters.due:
            yield from session.report_tick(training)
            for wish in receive_commands(run.folder):
                yield from session.apply_commands(wish, training, stop)

        # Now and then: a sheet of samples, how good they are, a checkpoint.
        if has_passed(before, state.images, spec.sample_every, early=5):
            yield from session.write_samples(training)
            yield from session.save_within_disk(training)
        if has_passed(before, state.images, spec.save_every):
            yield from session.write_checkpoint(training)

    # The end: all seen, or stopped. Either way nothing is lost.
    yield from session.report_tick(training)
    done = state.images >= spec.images
    if not run.sample(state.images).exists():
        yield from session.write_samples(training)
    if training.saved != state.images:
        yield from session.write_checkpoint(training)
    yield Finished(state.images, "done" if done else "stopped")


def has_passed(before: int, now: int, every: int, early: int = 0) -> bool:
    """Whether a multiple of `every` was passed, or one of its first `early` halves: the start is looked at closely."""
    return before // every < now // every or any(before < every >> half <= now for half in range(1, early + 1))


def _broken(last: checkpoint.Checkpoint | None) -> Iterator[Skipped]:
    """What is said of the broken checkpoints that were passed over; they are put aside."""
    for file, why in last.broken if last else ():
        checkpoint.put_aside(file)
        yield Skipped(f"checkpoints/{file.name}", f"the checkpoint is broken: {why}; the one before is used")
