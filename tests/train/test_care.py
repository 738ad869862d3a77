"""What keeps a training alive, and what is asked of it while it goes on."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from ganstudio_plugins.dcgan import ADGAN, DCGAN, DnGAN
from ganstudio_plugins.progressive import Progressive
from ganstudio_plugins.r3gan import R3GAN
from ganstudio_plugins.vaegan import VAEGAN
from torch import Tensor

from ganstudio.api.architecture import Batch, Networks
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Changed, Diagnosed, Event, Failed, Finished, Measured, Sampled, Saved, Skipped, Started
from ganstudio.runs import checkpoint, commands
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import Change
from ganstudio.testing.synthetic import Tiny, TinyOptions, make_pictures
from ganstudio.train import session
from ganstudio.train.launch import train_in_process, train_in_thread
from ganstudio.train.monitor import doctor, evaluation, running_means
from ganstudio.train.monitor.evaluation import Evaluation
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest
from tests.train.exact import Trial, assert_same, listen, prove_exact

SMALL = {"width": 8}
TRIALS = {
    "adgan": Trial(ADGAN(), 32, SMALL),
    "dcgan, disguised": Trial(DCGAN(), 32, SMALL | {"augment": "fixed"}),
    "dngan": Trial(DnGAN(), 32, SMALL | {"feature_matching": 0.1}),
    "r3gan": Trial(R3GAN(), 32, {"width": 16, "blocks": 1, "gamma": 0.05, "penalty_every": 2}),
    "vaegan": Trial(VAEGAN(), 32, {"width": 8, "latent": 8, "r1": 1.0}),
}
SCHEDULED = ("adgan", "dngan", "r3gan")
TINY = Trial(Tiny(), 8, images=400, save_every=80, sample_every=80)


@pytest.fixture(autouse=True)
def at_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick after each step, so that wishes are heard at once; measures however much of these short trainings they take."""
    monkeypatch.setattr(running_means, "TICK_SECONDS", 0.0)
    monkeypatch.setattr(evaluation, "MAX_SHARE", float("inf"))
    monkeypatch.setattr(doctor, "FIRST_IMAGES", 0)


@pytest.mark.proof
@pytest.mark.parametrize("name", [name for name in TRIALS if name not in SCHEDULED])
def test_going_on_equals_never_having_stopped(name: str, tmp_path: Path) -> None:
    prove_exact(TRIALS[name], tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("name", SCHEDULED)
def test_what_follows_a_schedule_goes_on_exactly_too(name: str, tmp_path: Path) -> None:
    """Its schedule runs over the whole training, so a later total is another training: that part is left out."""
    trial = TRIALS[name]
    whole, stopped = trial.run(tmp_path / "whole"), trial.run(tmp_path / "stopped")
    listen(whole, trial.catalog)
    listen(stopped, trial.catalog, lambda event: isinstance(event, Sampled) and event.images >= trial.first)
    assert stopped.images < trial.images
    listen(Run.open(stopped.folder), trial.catalog)
    assert_same(whole, stopped)


def test_a_disguise_adapts_and_is_kept_in_the_checkpoint(tmp_path: Path) -> None:
    trial = replace(TRIALS["adgan"], images=160, options=SMALL | {"target": 0.1, "discriminator_rate": 0.002})
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    last = checkpoint.load_latest(run.checkpoints)
    assert last
    assert last.tensors["disguise"][0] > 0


def asking(run: Run, *asked: commands.Command, after: int = 100) -> "Any":
    """Ask it once so many pictures were seen."""
    left = list(asked)

    def at(event: Event) -> bool:
        while left and getattr(event, "images", 0) >= after:
            commands.send_command(run, left.pop(0))
        return False

    return at


def test_samples_a_checkpoint_and_other_options_can_be_asked_for(tmp_path: Path) -> None:
    trial = Trial(DCGAN(), 32, SMALL, images=120, save_every=1000, sample_every=1000)
    run = trial.run(tmp_path / "run")
    change = commands.ChangeOptions(options={"generator_rate": 1e-3, "augment": "fixed"})
    heard = listen(run, trial.catalog, asking(run, commands.SampleNow(seed=9), commands.SaveNow(), change, after=40))
    (sheet,) = [event for event in heard if isinstance(event, Sampled) and event.seed == 9]
    assert (run.folder / sheet.path).exists()
    assert [event.images < 120 for event in heard if isinstance(event, Saved)] == [True, False]
    (changed,) = [event for event in heard if isinstance(event, Changed)]
    assert "generator rate: 0.001" in changed.words
    (kept,) = Run.open(run.folder).spec.changes
    assert kept.options == {"generator_rate": 1e-3, "augment": "fixed"}
    assert kept.images == changed.images


def test_a_changed_training_goes_on_exactly_from_before_the_change(tmp_path: Path) -> None:
    trial = Trial(DCGAN(), 32, SMALL, images=96, save_every=24, sample_every=24)
    whole = trial.run(tmp_path / "whole")
    listen(whole, trial.catalog, asking(whole, commands.ChangeOptions(options={"discriminator_rate": 1e-3}), after=40))
    again = Run.create(tmp_path / "again", Run.open(whole.folder).spec)
    listen(again, trial.catalog)
    assert_same(whole, again)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"width": 16}, "cannot be changed while it trains"),
        ({"generator_rate": 5}, "less than or equal to"),
        ({"no": 1}, "no"),
    ],
)
def test_what_cannot_be_changed_is_said_and_nothing_else_happens(options: dict[str, Any], why: str, tmp_path: Path) -> None:
    trial = Trial(DCGAN(), 32, SMALL, images=60, save_every=1000, sample_every=1000)
    run = trial.run(tmp_path / "run")
    heard = listen(run, trial.catalog, asking(run, commands.ChangeOptions(options=options), after=20))
    (said,) = [event for event in heard if isinstance(event, Skipped)]
    assert why in said.reason
    assert not Run.open(run.folder).spec.changes


def test_who_does_not_train_cannot_be_asked(tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match="is not going on"):
        commands.send_command(TINY.run(tmp_path / "run"), commands.SaveNow())


def test_a_wish_to_stop_stops(tmp_path: Path) -> None:
    run = TINY.run(tmp_path / "run")
    heard = listen(run, TINY.catalog, asking(run, commands.StopNow()))
    assert isinstance(heard[-1], Finished)
    assert heard[-1].reason == "stopped"
    assert run.images < TINY.images


def test_a_wish_back_goes_back_at_half_the_rates_and_keeps_what_it_left(tmp_path: Path) -> None:
    run = TINY.run(tmp_path / "run")
    heard = listen(run, TINY.catalog, asking(run, commands.GoBack(), after=200))
    (back,) = [event for event in heard if isinstance(event, Changed)]
    assert back.images in (80, 160)  # its doctor may have seen something before
    assert Run.open(run.folder).spec.changes[0].rate_factor == 0.5
    assert isinstance(heard[-1], Finished)


class Exploding(Tiny):
    """Its loss overflows at the 30th step, as long as the rates are as they were."""

    times = 1

    def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> dict[str, Tensor]:
        (loss,) = super().generator_losses(networks, batch, options).values()
        if batch.step == 30 and self.times > 0:
            type(self).times -= 1
            return {"generator": loss * float("inf")}
        return {"generator": loss}


@pytest.mark.parametrize(("times", "healed"), [(1, True), (3, True), (4, False)])
def test_an_explosion_goes_back_at_half_the_rates_at_most_three_times(times: int, healed: bool, tmp_path: Path) -> None:
    trial = replace(TINY, architecture=Exploding())
    Exploding.times = times
    run = trial.run(tmp_path / "run")
    *heard, last = train_in_thread(run, trial.catalog, stop=threading.Event())
    changes = [event for event in heard if isinstance(event, Changed)]
    assert len(changes) == min(times, 3)
    assert all(change.images < 240 and change.why == "exploded" for change in changes)
    assert isinstance(last, Finished if healed else Failed)
    assert [start.images for start in heard if isinstance(start, Started)] == [0] + [change.images for change in changes]
    if isinstance(last, Failed):
        assert "exploded again" in last.error
        assert last.traceback is None
    newest = checkpoint.load_latest(run.checkpoints)
    assert newest
    assert all(tensor.isfinite().all() for tensor in newest.tensors.values())


class Greedy(Tiny):
    """Memory suffices for four pictures at once."""

    def discriminator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> Any:
        if len(batch.real) > 4:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return super().discriminator_losses(networks, batch, options)


def test_full_memory_splits_the_steps_and_goes_on(tmp_path: Path) -> None:
    trial = replace(TINY, architecture=Greedy(), batch=16)
    run = trial.run(tmp_path / "run")
    heard = listen(run, trial.catalog)
    assert [event.words[-7:] for event in heard if isinstance(event, Changed)] == ["2 parts", "4 parts"]
    assert isinstance(heard[-1], Finished)
    assert [change.parts for change in Run.open(run.folder).spec.changes] == [2, 4]


def test_parts_learn_what_the_whole_batch_learns(tmp_path: Path) -> None:
    """The mean of the parts' gradients is the batch's: after a few steps the weights agree but for rounding."""
    weights = []
    for parts in (1, 4):
        trial = Trial(Tiny(), 8, images=24, batch=8)
        run = trial.run(tmp_path / str(parts))
        run._write(run.spec.model_copy(update={"changes": (Change(images=0, why="memory", parts=parts),)}))
        listen(Run.open(run.folder), trial.catalog)
        last = checkpoint.load_latest(run.checkpoints)
        assert last
        weights.append(last.tensors["generator.0.weight"])
    assert torch.allclose(weights[0], weights[1], atol=1e-5)


def test_a_nearly_full_disk_saves_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "DISK_RESERVE", 2**60)
    run = TINY.run(tmp_path / "run")
    *heard, failed = train_in_thread(run, TINY.catalog, stop=threading.Event())
    assert isinstance(failed, Failed)
    assert "nearly full" in failed.error
    assert failed.traceback is None
    assert [event for event in heard if isinstance(event, Saved)]


def test_a_failing_measure_or_sheet_never_stops_a_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Iterator[float]:
        raise ValueError("a bug")

    monkeypatch.setattr(Evaluation, "_compute", broken)
    monkeypatch.setattr(session, "write_sheet", broken)
    heard = listen(TINY.run(tmp_path / "run"), TINY.catalog)
    assert isinstance(heard[-1], Finished)
    said = [event.path for event in heard if isinstance(event, Skipped)]
    assert said.count("measures") == 1
    assert any(path.startswith("samples/") for path in said)


def test_measures_come_with_sheets_and_the_best_checkpoint_is_kept(tmp_path: Path) -> None:
    trial = Trial(DCGAN(), 32, SMALL, images=200, save_every=20, sample_every=40)
    run = trial.run(tmp_path / "run")
    heard = listen(run, trial.catalog)
    measured = {event.images: event.values for event in heard if isinstance(event, Measured)}
    assert {"distance", "diversity", "copied"} <= set(measured[200])
    best = checkpoint.find_best(run.checkpoints)
    assert best
    saved = {event.images for event in heard if isinstance(event, Saved)}
    assert int(best.stem) == min(saved, key=lambda images: measured[images]["distance"])


def test_a_fork_goes_on_from_a_copy(tmp_path: Path) -> None:
    run = TINY.run(tmp_path / "run")
    listen(run, TINY.catalog)
    first = checkpoint.list_generations(run.checkpoints)[0]
    before = {file: file.read_bytes() for file in run.folder.rglob("*") if file.is_file()}
    other = run.fork(first, tmp_path / "other")
    assert other.state == "stopped"
    heard = listen(Run.open(other.folder), TINY.catalog)
    assert isinstance(heard[0], Started)
    assert heard[0].images == int(first.stem)
    assert [event.why for event in Run.open(other.folder).events() if isinstance(event, Changed)] == ["fork"]
    assert_same(run, other)
    assert {file: file.read_bytes() for file in before} == before


@pytest.mark.proof
def test_another_training_gives_its_weights_where_they_fit(tmp_path: Path) -> None:
    data = make_pictures(tmp_path / "pictures", 12)
    catalog = Trial(DCGAN(), 32).catalog
    wanted: dict[str, Any] = {"architecture": "dcgan", "data": data, "images": 40, "batch": 4, "device": "cpu"}
    first = create_run(tmp_path / "first", catalog, TrainRequest(size=32, options={"width": "8"}, **wanted))
    listen(first, catalog)
    same = create_run(
        tmp_path / "same", catalog, TrainRequest(size=32, options={"width": "8"}, start=first.folder, **wanted)
    )
    larger = create_run(
        tmp_path / "larger", catalog, TrainRequest(size=64, options={"width": "8"}, start=first.folder, **wanted)
    )
    said = [[event.words for event in listen(run, catalog) if isinstance(event, Changed)] for run in (same, larger)]
    assert said[0] == ["begins with “first”: all of its weights"]
    assert "the others begin anew" in said[1][0]
    nothing = create_run(
        tmp_path / "none", catalog, TrainRequest(size=32, options={"width": "16"}, start=first.folder, **wanted)
    )
    words = [
        event.words for event in train_in_thread(nothing, catalog, stop=threading.Event()) if isinstance(event, Changed)
    ]
    assert words == [] or "begin anew" in words[0]
    with pytest.raises(GanStudioError, match="no training"):
        create_run(tmp_path / "bad", catalog, TrainRequest(size=32, start=tmp_path / "nowhere", **wanted))


@pytest.mark.proof
@pytest.mark.parametrize("architecture", [DCGAN(), Progressive(), R3GAN(), VAEGAN()])
def test_kinds_are_told_apart_by_any_architecture(architecture: Any, tmp_path: Path) -> None:
    for kind in ("moons", "suns"):
        make_pictures(tmp_path / "pictures" / kind, 6)
    options = {"width": 16} | ({"latent": 8} if architecture.id in ("progressive", "vaegan") else {})
    catalog = Trial(architecture, 32).catalog
    run = create_run(
        tmp_path / "run",
        catalog,
        TrainRequest(
            architecture=architecture.id,
            data=tmp_path / "pictures",
            size=32,
            labels=True,
            images=64,
            options=options,
            device="cpu",
        ),
    )
    run._write(run.spec.model_copy(update={"sample_every": 16, "save_every": 32}))
    assert run.spec.labels == ("moons", "suns")
    stopped = Run.create(tmp_path / "stopped", run.spec)
    listen(run, catalog)
    listen(stopped, catalog, lambda event: isinstance(event, Sampled) and event.images >= 16)
    listen(Run.open(stopped.folder), catalog)
    assert_same(run, stopped)


def test_one_kind_alone_is_one_sentence(tmp_path: Path) -> None:
    make_pictures(tmp_path / "pictures", 6)
    with pytest.raises(GanStudioError, match="but one kind"):
        create_run(
            tmp_path / "run",
            TINY.catalog,
            TrainRequest(architecture="tiny", data=tmp_path / "pictures", labels=True, images=10, device="cpu"),
        )


@pytest.mark.proof
def test_a_process_of_its_own_trains_the_same_and_stops_when_told(tmp_path: Path) -> None:
    trial = Trial(DCGAN(), 32, SMALL, images=48)
    mine, its = trial.run(tmp_path / "mine"), trial.run(tmp_path / "its")
    listen(mine, trial.catalog)
    heard = list(train_in_process(its, ["--safe-mode"], stop=threading.Event()))
    assert isinstance(heard[-1], Finished), heard[-1]
    assert_same(mine, its)
    endless = replace(trial, images=10_000_000, save_every=10_000_000).run(tmp_path / "endless")
    stop = threading.Event()
    for event in train_in_process(endless, ["--safe-mode"], stop=stop):
        if isinstance(event, Sampled) and event.images:
            stop.set()
    assert isinstance(event, Finished)
    assert event.reason == "stopped"
    assert endless.state == "stopped"


@pytest.mark.proof
def test_a_process_that_cannot_train_says_why(tmp_path: Path) -> None:
    run = Trial(DCGAN(), 32, SMALL).run(tmp_path / "run")
    run._write(run.spec.model_copy(update={"data": str(tmp_path / "gone")}))
    (failed,) = train_in_process(Run.open(run.folder), ["--safe-mode"], stop=threading.Event())
    assert isinstance(failed, Failed)
    assert "is not there" in failed.error


def test_diagnoses_reach_the_record(tmp_path: Path) -> None:
    """A painter that cannot move makes noise for ever."""
    trial = Trial(DCGAN(), 32, SMALL | {"generator_rate": 1e-6}, images=400, save_every=400, sample_every=20)
    run = trial.run(tmp_path / "run")
    heard = listen(run, trial.catalog)
    told = {event.name for event in heard if isinstance(event, Diagnosed)}
    assert "not learning" in told
    assert told <= {event.name for event in run.events() if isinstance(event, Diagnosed)}
