import os
import threading
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest
import torch
from PIL import Image
from torch import Tensor

from ganstudio.api.architecture import Batch, Networks, Optimisation
from ganstudio.core.devices import limit_threads
from ganstudio.core.events import Event, Failed, Finished, Progress, Sampled, Saved, Skipped, StageBegan, Started
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny, TinyOptions
from ganstudio.train.launch import train_in_thread
from ganstudio.train.loop import has_passed, train
from tests.train.exact import Trial, drop, listen
from tests.train.growing import TinyGrowing

TINY = Trial(Tiny(), 16, images=256, batch=8, sample_every=64, save_every=96)


E = TypeVar("E", bound=Event)


def only(kind: type[E], events: list[Event]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return TINY.run(tmp_path / "run")


def test_a_training_says_all_that_happens_and_the_folder_says_the_same(run: Run) -> None:
    events = listen(run, TINY.catalog)
    assert events[0] == Started(0, 256, "cpu", "float32", 13)
    assert events[1] == StageBegan(0, 0, 16, 8)
    assert events[-1] == Finished(256, "done")
    assert only(Progress, events)
    assert run.events() == events
    assert run.state == "done"


def test_samples_come_early_at_first_and_then_at_their_rhythm(run: Run) -> None:
    seen = [event.images for event in only(Sampled, listen(run, TINY.catalog))]
    assert seen == [0, 8, 16, 32, 64, 128, 192, 256]
    assert [images for images, _ in run.samples()] == seen
    with Image.open(run.samples()[-1][1]) as sheet:
        assert (sheet.size, sheet.mode) == ((8 * 16, 8 * 16), "RGB")


def test_checkpoints_come_at_their_rhythm_and_at_the_end(run: Run) -> None:
    saved = only(Saved, listen(run, TINY.catalog))
    assert [event.images for event in saved] == [96, 192, 256]
    assert all((run.folder / event.path).exists() for event in saved)


@pytest.mark.parametrize("every", [1, 7, 8, 64, 100])
def test_no_rhythm_is_missed_whatever_the_batch(every: int) -> None:
    for batch in (1, 3, 64, 200):
        counts = range(0, 2000, batch)
        marks = {now // every for before, now in pairwise(counts) if has_passed(before, now, every)}
        assert marks == {now // every for now in counts} - {0}


def test_losses_are_means_since_the_last_tick(run: Run) -> None:
    for event in only(Progress, listen(run, TINY.catalog)):
        assert event.losses.keys() == {"discriminator", "generator"}
        assert 0 < event.losses["discriminator"] < 3


def test_stop_saves_and_ends(run: Run) -> None:
    events = listen(run, TINY.catalog, lambda event: isinstance(event, Sampled) and event.images == 16)
    assert events[-2:] == [Saved(16, "checkpoints/000000016.safetensors"), Finished(16, "stopped")]
    assert run.state == "stopped"


def test_stop_before_the_first_step_is_a_beginning_that_goes_on(run: Run) -> None:
    stop = threading.Event()
    stop.set()
    assert list(train_in_thread(run, TINY.catalog, stop=stop))[-1] == Finished(0, "stopped")
    assert [event.images for event in only(Sampled, listen(run, TINY.catalog))][:2] == [0, 8]


def test_a_training_that_is_done_has_nothing_left_to_do(run: Run) -> None:
    listen(run, TINY.catalog)
    content = {file: file.read_bytes() for file in run.folder.glob("*/*")}
    events = listen(run, TINY.catalog)
    assert events == [Started(256, 256, "cpu", "float32", 13), Finished(256, "done")]
    assert {file: file.read_bytes() for file in run.folder.glob("*/*")} == content


def test_a_broken_newest_checkpoint_is_said_put_aside_and_passed_over(run: Run) -> None:
    listen(run, TINY.catalog)
    newest = checkpoint.list_generations(run.checkpoints)[-1]
    newest.write_bytes(newest.read_bytes()[:-1])
    events = listen(run, TINY.catalog)
    assert events[0] == Started(192, 256, "cpu", "float32", 13)
    (skipped,) = only(Skipped, events)
    assert "checksum" in skipped.reason
    assert events[-1] == Finished(256, "done")
    assert not only(Skipped, listen(run, TINY.catalog))


def test_a_picture_that_cannot_be_read_is_left_out_and_named(run: Run) -> None:
    (Path(run.spec.data) / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand then nothing")
    events = listen(run, TINY.catalog)
    (skipped,) = only(Skipped, events)
    assert skipped.path.endswith("broken.png")
    assert events[0] == Started(0, 256, "cpu", "float32", 13)


def test_a_folder_that_is_gone_is_one_sentence(run: Run) -> None:
    Path(run.spec.data).rename(Path(run.spec.data).with_name("elsewhere"))
    (failed,) = train_in_thread(run, TINY.catalog, stop=threading.Event())
    assert isinstance(failed, Failed)
    assert failed.traceback is None
    assert "pictures" in failed.error


def test_a_plugin_that_is_gone_is_one_sentence(run: Run) -> None:
    (failed,) = train_in_thread(run, Catalog(), stop=threading.Event())
    assert failed == Failed("There is no architecture called “tiny”; known are: none.")


def test_networks_of_another_shape_are_one_sentence(run: Run) -> None:
    listen(run, TINY.catalog)
    run._write(run.spec.model_copy(update={"options": {"width": 9}, "images": 512}))
    (failed,) = train_in_thread(Run.open(run.folder), TINY.catalog, stop=threading.Event())
    assert isinstance(failed, Failed)
    assert failed.traceback is None
    assert "differ from this architecture's" in failed.error


class Exploding(Tiny):
    """Tiny until its tenth step; then its loss is no number."""

    def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> dict[str, Tensor]:
        (loss,) = super().generator_losses(networks, batch, options).values()
        return {"generator": loss * (float("nan") if batch.step >= 10 else 1.0)}


@pytest.mark.parametrize("save_every", [40, 88, 10_000])
def test_an_explosion_is_said_and_the_last_good_checkpoint_is_kept(save_every: int, tmp_path: Path) -> None:
    trial = replace(TINY, architecture=Exploding(), save_every=save_every)
    run = trial.run(tmp_path / "run")
    *_, failed = train_in_thread(run, trial.catalog, stop=threading.Event())
    assert isinstance(failed, Failed)
    assert failed.traceback is None
    assert "exploded" in failed.error
    last = checkpoint.load_latest(run.checkpoints)
    assert (last.counters.images if last else None) == {40: 80, 88: None, 10_000: None}[save_every]
    assert last is None or all(tensor.isfinite().all() for tensor in last.tensors.values())


class Buggy(Tiny):
    """Tiny with a mistake in it."""

    def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> dict[str, Tensor]:
        raise KeyError("a bug in a plugin")


def test_a_bug_keeps_its_traceback_and_frees_the_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    trial = replace(TINY, architecture=Buggy())
    run = trial.run(tmp_path / "run")
    *_, failed = train_in_thread(run, trial.catalog, stop=threading.Event())
    assert isinstance(failed, Failed)
    assert failed.traceback
    assert "a bug in a plugin" in failed.traceback
    assert "a bug in a plugin" in caplog.text  # that is what the log gets
    assert run.events()[-1] == failed
    assert run.state == "failed"


class Greedy(Tiny):
    """Tiny that asks for more memory than any machine has."""

    def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> dict[str, Tensor]:
        return {"generator": torch.empty(2**46).sum()}


class Misleading(Tiny):
    """Tiny with a mistake whose words sound like memory."""

    def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> dict[str, Tensor]:
        raise RuntimeError("CUDA memory is a word in this error")


@pytest.mark.parametrize(("architecture", "is_memory"), [(Greedy(), True), (Misleading(), False)])
def test_full_memory_is_one_sentence_and_nothing_else_is_taken_for_it(
    architecture: Tiny, is_memory: bool, tmp_path: Path
) -> None:
    trial = replace(TINY, architecture=architecture)
    *_, failed = train_in_thread(trial.run(tmp_path / "run"), trial.catalog, stop=threading.Event())
    assert isinstance(failed, Failed)
    assert ("smaller batch" in failed.error) == is_memory
    assert (failed.traceback is None) == is_memory


def test_a_second_training_in_the_same_folder_is_refused(run: Run) -> None:
    events = train_in_thread(run, TINY.catalog, stop=threading.Event())
    next(events)
    (failed,) = train_in_thread(run, TINY.catalog, stop=threading.Event())
    assert isinstance(failed, Failed)
    assert "already being written" in failed.error
    assert isinstance([*events][-1], Finished)


def test_letting_go_frees_the_folder(run: Run) -> None:
    drop(run, TINY.catalog, lambda event: isinstance(event, Sampled))
    assert run.state == "stopped"
    assert listen(run, TINY.catalog)[-1] == Finished(256, "done")


def test_a_dropped_training_writes_nothing_until_it_is_listened_to(run: Run) -> None:
    before = sorted(run.folder.iterdir())
    events = train(run, TINY.catalog, stop=threading.Event())
    events.close()
    assert sorted(run.folder.iterdir()) == before


def test_stages_begin_once_each_also_over_a_stop(tmp_path: Path) -> None:
    trial = Trial(TinyGrowing(), 16, images=96, sample_every=48)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog, lambda event: isinstance(event, Sampled) and event.images >= 48)
    listen(run, trial.catalog)
    stages = [event for event in run.events() if isinstance(event, StageBegan)]
    assert stages == [StageBegan(0, 0, 8, 4), StageBegan(32, 1, 16, 4)]


def test_other_random_numbers_in_the_process_disturb_nothing(tmp_path: Path) -> None:
    one, other = TINY.run(tmp_path / "one"), TINY.run(tmp_path / "other")
    listen(one, TINY.catalog)
    listen(other, TINY.catalog, lambda _: bool(torch.rand(3).sum() < 0))
    assert one.samples()[-1][1].read_bytes() == other.samples()[-1][1].read_bytes()


class Critical(Tiny):
    """Tiny with four critic steps a generator step; counts whose turn it was."""

    def __init__(self) -> None:
        self.colour_transforms: list[str] = []

    def optimisation(self, options: TinyOptions) -> Optimisation:
        return replace(super().optimisation(options), discriminator_steps=4)

    def discriminator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> Mapping[str, Tensor]:
        assert batch.fake is not None
        self.colour_transforms.append("d" if batch.fake.requires_grad else "-")
        return super().discriminator_losses(networks, batch, options)

    def generator_losses(self, networks: Networks, batch: Batch, options: TinyOptions) -> Mapping[str, Tensor]:
        self.colour_transforms.append("g")
        assert not any(weight.requires_grad for weight in networks.discriminator.parameters())
        return super().generator_losses(networks, batch, options)


def test_the_generator_waits_for_its_turn(tmp_path: Path) -> None:
    trial = replace(TINY, architecture=Critical(), images=8 * 8)
    listen(trial.run(tmp_path / "run"), trial.catalog)
    assert isinstance(trial.architecture, Critical)
    assert "".join(trial.architecture.colour_transforms) == "---dg---dg"


def test_a_training_computes_with_its_own_number_of_threads(run: Run) -> None:
    with limit_threads(2):
        seen = {torch.get_num_threads() for _ in train_in_thread(run, TINY.catalog, stop=threading.Event())}
        assert torch.get_num_threads() == min(2, os.cpu_count() or 1)
    assert seen == {1}
