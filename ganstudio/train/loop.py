"""The loop: how a GAN is trained here, from top to bottom."""

import threading
from collections.abc import Generator, Iterator
from time import monotonic

from ganstudio.core.devices import limit_threads
from ganstudio.core.events import Changed, Event, Finished, Skipped, StageBegan, Started
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.event_log import load_last_checkpoint, rewind
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import Change
from ganstudio.train import session
from ganstudio.train.data import load_data
from ganstudio.train.monitor.doctor import Doctor
from ganstudio.train.monitor.evaluation import Evaluation
from ganstudio.train.monitor.running_means import ExplosionError
from ganstudio.train.option_changes import halve_rates, step_settings_at
from ganstudio.train.relocation import relocate
from ganstudio.train.state import create_state

Events = Generator[Event, None, None]
Begin = Generator[Event, None, session.Training]


def train(run: Run, catalog: Catalog, *, stop: threading.Event) -> Events:
    """Train a run, from its last checkpoint on where it has one, until its spec's pictures are seen or `stop` is set.

    When its numbers overflow, or a rollback is asked for, it goes on from a good checkpoint at half the rates.
    GanStudioError where its data are gone or no checkpoint can be read; other errors are the architecture's.
    """
    changed: Changed | None = relocate(run)
    while True:
        try:
            with limit_threads(run.spec.threads):
                yield from _train(run, catalog, stop, changed)
            return
        except session.StoppedEarlyError:
            yield Finished(run.images, "stopped")
            return
        except ExplosionError:
            last = checkpoint.load_latest(run.checkpoints)
            change = halve_rates(run.spec, last.counters.images if last else 0)
            words = tr("its numbers overflowed; it goes on from the last checkpoint at half the rates")
        except session.RollbackRequest as request:
            change = Change(images=int(checkpoint.roll_back(run.checkpoints, request.images).stem), rate_factor=0.5)
            words = tr("back to an earlier checkpoint, and on from there at half the rates")
        run.add_change(change)
        changed = Changed(change.images, change.why, words)


def _train(run: Run, catalog: Catalog, stop: threading.Event, changed: Changed | None) -> Events:
    training = yield from _begin(run, catalog, stop, changed)
    state, spec = training.state, run.spec
    while state.images < spec.images and not stop.is_set():
        # Where it stands in the plan: networks grow, a new stage may begin; before the first step a sheet of pure noise.
        moment = spec.plan.at(state.images)
        if state.advance_to(moment):
            yield StageBegan(state.images, moment.stage, moment.resolution, moment.batch)
        if state.images == 0:
            yield from session.write_samples(training)

        # One step: the discriminator learns, then the generator.
        before = state.images
        yield from session.take_training_step(training, moment)

        # Twice a second: the means of the losses, and what the user asks for.
        if training.running_means.due:
            yield from session.report_tick(training)
            yield from session.apply_commands(training, stop)

        # At intervals of pictures: a sheet of samples, their quality, a checkpoint.
        if has_passed(before, state.images, spec.sample_every, early=5):
            yield from session.write_samples(training)
            yield from session.save_within_disk(training)
        if has_passed(before, state.images, spec.save_every):
            yield from session.write_checkpoint(training)
    yield from _end(training)


def _begin(run: Run, catalog: Catalog, stop: threading.Event, changed: Changed | None) -> Begin:
    # What is trained, and the pictures to learn from.
    spec = run.spec
    architecture = catalog.architecture(spec.architecture)
    data, skipped = yield from session.load_training_data(run, load_data(architecture, spec), stop)

    # The state of the last whole checkpoint, else a new one from the seed. What was recorded later is removed.
    last = load_last_checkpoint(run)
    settings = step_settings_at(architecture, spec, last.counters.images if last else 0)
    state = create_state(architecture, settings.options, spec, last, data.pictures)
    rewind(run, last)

    # The doctor and the evaluation, and the events before the first step.
    doctor = Doctor(spec.images, settings.options.model_dump(), run.events())
    saved = state.images if last else -1
    training = session.Training(run, architecture, data, state, settings, doctor, Evaluation(data), saved)
    yield from training.emit(Started(state.images, spec.images, spec.device, spec.precision, len(data.pictures)))
    yield from skipped
    yield from _put_aside_broken(last)
    yield from session.load_initial_weights(run, state) if not last else ()
    yield from [changed] if changed else []
    training.start_time = monotonic() - state.seconds
    return training


def _end(training: session.Training) -> Events:
    # All pictures seen, or stopped: either way there is a last sheet and a last checkpoint.
    run, state = training.run, training.state
    yield from session.report_tick(training)
    if not run.sample(state.images).exists():
        yield from session.write_samples(training)
    if training.saved_images != state.images:
        yield from session.write_checkpoint(training)
    yield Finished(state.images, "done" if state.images >= run.spec.images else "stopped")


def has_passed(before: int, now: int, every: int, early: int = 0) -> bool:
    """Whether a multiple of `every` pictures was passed, or, at the start, every/2, every/4 … in `early` halvings."""
    return before // every < now // every or any(before < every >> half <= now for half in range(1, early + 1))


def _put_aside_broken(last: checkpoint.Checkpoint | None) -> Iterator[Skipped]:
    """Put aside the broken checkpoints that were passed over, and report them."""
    for file, why in last.broken if last else ():
        checkpoint.put_aside(file)
        yield Skipped(
            tr("checkpoints/{file}", file=file.name), tr("the checkpoint is broken: {why}; the one before is used", why=why)
        )
