"""The proof that a training goes on exactly: reusable for every architecture."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.api.architecture import Architecture
from ganstudio.api.options import parse
from ganstudio.api.schedule import Plan
from ganstudio.core.events import Event, Failed, Sampled
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import Precision, RunSpec
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.launch import train_in_thread

Consumer = Callable[[Event], bool]


@dataclass(frozen=True)
class Trial:
    """A tiny training: `images` pictures in all, interrupted at about `first` of them."""

    architecture: Architecture[Any]
    size: int
    options: dict[str, Any] = field(default_factory=dict)
    images: int = 64
    first: int = 32
    batch: int = 4
    precision: Precision = "float32"
    mirror: bool = True
    plan: Plan | None = None
    sample_every: int = 16
    save_every: int = 24

    @property
    def catalog(self) -> Catalog:
        return Catalog({self.architecture.id: self.architecture})

    def run(self, folder: Path, images: int | None = None) -> Run:
        """The run of this trial in a folder of its own, with its pictures beside it."""
        data = folder.parent / "pictures"
        if not data.exists():
            make_pictures(data, 13)  # not a multiple of the batch: epochs end inside of one
        options = parse(self.architecture.Options, self.options, self.architecture.title)
        plan = self.plan or self.architecture.plan(options, self.size, self.images)
        batch = {"batch": self.batch} if self.plan is None else {}
        stages = tuple(type(stage)(**(vars(stage) | batch)) for stage in plan.stages)
        return Run.create(
            folder,
            RunSpec(
                architecture=self.architecture.id,
                options=options.model_dump(mode="json"),
                data=str(data),
                size=self.size,
                latent=self.architecture.build(options, self.size, 3).latent,
                images=images or self.images,
                plan=Plan(stages),
                seed=5,
                mirror=self.mirror,
                precision=self.precision,
                threads=1,
                sample_every=self.sample_every,
                save_every=self.save_every,
            ),
        )


def listen(run: Run, catalog: Catalog, until: Consumer = lambda _: False, images: int | None = None) -> list[Event]:
    """Train; when `until` says so, set the stop flag. All events, none of them a failure."""
    stop = threading.Event()
    heard: list[Event] = []
    for event in train_in_thread(run, catalog, stop=stop, images=images):
        assert not isinstance(event, Failed), event.traceback or event.error
        heard.append(event)
        if until(event):
            stop.set()
    return heard


def drop(run: Run, catalog: Catalog, until: Consumer) -> None:
    """Train and let go in the middle, as a crash would: no last checkpoint."""
    events = train_in_thread(run, catalog, stop=threading.Event())
    for event in events:
        assert not isinstance(event, Failed), event.traceback or event.error
        if until(event):
            events.close()


def assert_same(one: Run, other: Run) -> None:
    """Counters, weights, averages, optimisers and the last sheet of samples are equal, bit for bit."""
    mine, its = checkpoint.load_latest(one.checkpoints), checkpoint.load_latest(other.checkpoints)
    assert mine and its
    assert (mine.counters.images, mine.counters.step, mine.counters.stage) == (
        its.counters.images,
        its.counters.step,
        its.counters.stage,
    )
    assert mine.tensors.keys() == its.tensors.keys()
    assert {name for name, tensor in mine.tensors.items() if not tensor.equal(its.tensors[name])} == set()
    assert one.samples()[-1][0] == other.samples()[-1][0] == mine.counters.images
    assert one.samples()[-1][1].read_bytes() == other.samples()[-1][1].read_bytes()


def prove_exact(trial: Trial, folder: Path) -> None:
    """N+M pictures at once equal N, stop, M more; N with a later total; and N, crash, on from the checkpoint before."""
    whole = trial.run(folder / "whole")
    listen(whole, trial.catalog)

    def at_first(event: Event) -> bool:
        return isinstance(event, Sampled) and event.images >= trial.first

    stopped = trial.run(folder / "stopped")
    listen(stopped, trial.catalog, at_first)
    assert trial.first <= stopped.images < trial.images
    listen(Run.open(stopped.folder), trial.catalog)
    assert_same(whole, stopped)

    extended = trial.run(folder / "extended", images=trial.first)
    listen(extended, trial.catalog)
    assert extended.state == "done"
    listen(extended, trial.catalog, images=trial.images)
    assert_same(whole, extended)

    crashed = trial.run(folder / "crashed")
    drop(crashed, trial.catalog, at_first)
    assert crashed.state == "stopped"
    listen(Run.open(crashed.folder), trial.catalog)
    assert_same(whole, crashed)
    assert [seen for seen, _ in crashed.samples()] == [seen for seen, _ in whole.samples()]
