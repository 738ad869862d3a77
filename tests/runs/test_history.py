"""What the events of a training add up to, without a window."""

from pathlib import Path

import numpy as np
import pytest

from ganstudio.core.events import (
    Changed,
    Diagnosed,
    Event,
    Failed,
    Finished,
    Measured,
    Progress,
    Sampled,
    Saved,
    Skipped,
    StageBegan,
    Started,
)
from ganstudio.runs.curves import ROOM, Curve, smooth
from ganstudio.runs.history import reduce_events
from ganstudio.train.monitor.doctor import Doctor
from ganstudio.train.queued_run import QueuedTraining

BEGIN = Started(0, 1000, "cpu", "float32", 50)


def _tick(images: int, seconds: float, **losses: float) -> Progress:
    return Progress(images, seconds, losses or {"generator": 1.0})


def test_a_training_from_beginning_to_end() -> None:
    events: list[Event] = [
        BEGIN, StageBegan(0, 0, 32, 8), Sampled(0, "a.png"), _tick(100, 1.0), _tick(200, 2.0), Sampled(200, "b.png"),
        Saved(200, "c"), Skipped("x.png", "damaged"),
    ]  # fmt: skip
    history = reduce_events(events)
    assert (history.phase, history.images, history.total, history.share) == ("running", 200, 1000, 0.2)
    assert history.rate == pytest.approx(100)
    assert history.seconds_left == pytest.approx(8)
    assert [sample.images for sample in history.samples] == [0, 200]
    assert ([mark.images for mark in history.marks if mark.what == "saved"], history.skip_count) == ([200], 1)
    history.add_event(Finished(1000, "done"))
    assert (history.phase, history.images) == ("done", 1000)


def test_nothing_yet_is_preparing_and_knows_no_figures() -> None:
    history = reduce_events([])
    assert (history.phase, history.total, history.share, history.rate, history.seconds_left) == (
        "preparing",
        0,
        None,
        None,
        None,
    )


def test_going_on_from_an_earlier_checkpoint_forgets_what_was_later() -> None:
    history = reduce_events([BEGIN, _tick(100, 1.0), Sampled(100, "a"), Saved(100, "s"), _tick(200, 2.0), Sampled(200, "b")])
    history.add_event(Started(100, 2000, "cpu", "float32", 50))
    assert [sample.images for sample in history.samples] == [100]
    assert history.curves["generator"].points()[0].tolist() == [100]
    assert history.rate is None  # the pause between two sessions is no training
    history.add_event(_tick(150, 1.5))
    history.add_event(_tick(200, 2.0))
    assert (history.images, history.total) == (200, 2000)
    assert history.rate == pytest.approx(100)


def test_waiting_to_go_on_keeps_the_figures() -> None:
    history = reduce_events([BEGIN, _tick(100, 1.0), Failed("no space")])
    assert history.phase == "failed"
    history.await_start()
    assert (history.phase, history.images, history.share) == ("preparing", 100, 0.1)


def test_a_sheet_made_again_replaces_the_first() -> None:
    history = reduce_events([BEGIN, Sampled(0, "a"), Sampled(100, "b"), Sampled(100, "c")])
    assert [sample.path for sample in history.samples] == ["a", "c"]


def test_each_loss_has_its_own_curve() -> None:
    history = reduce_events([BEGIN, _tick(8, 1, generator=1.0, discriminator=2.0), _tick(16, 2, generator=3.0, penalty=0.5)])
    points = {name: [part.tolist() for part in curve.points()] for name, curve in history.curves.items()}
    assert points == {"generator": [[8, 16], [1, 3]], "discriminator": [[8], [2]], "penalty": [[16], [0.5]]}


@pytest.mark.parametrize("weight", [0.1, 0.5, 0.9, 0.99])
def test_smoothing_is_the_exponential_mean(weight: float) -> None:
    values = np.random.default_rng(0).normal(size=700).cumsum()
    mean, share, expected = 0.0, 0.0, []
    for value in values:
        mean, share = weight * mean + (1 - weight) * value, weight * share + 1 - weight
        expected.append(mean / share)
    assert np.allclose(smooth(values, weight), expected, rtol=1e-3, atol=1e-3)


def test_smoothing_passes_over_what_is_no_number() -> None:
    smoothed = smooth(np.array([np.nan, 1.0, np.nan, 3.0]), 0.5)
    assert np.isnan(smoothed[0])
    assert smoothed[1:].tolist() == pytest.approx([1.0, 1.0, (3 + 0.25) / 1.25])


def test_a_curve_of_many_values_stays_small_and_true() -> None:
    curve = Curve()
    for number in range(300_000):
        curve.add(number, number / 1e6)
    images, values = curve.points()
    assert ROOM / 4 <= len(images) <= ROOM
    assert images[-1] > 299_000
    assert np.all(np.diff(images) > 0)
    assert np.allclose(values, images / 1e6, atol=1e-3)


def _measured(images: int, distance: float) -> Measured:
    return Measured(images, {"distance": distance, "diversity": 0.5})


def test_going_back_forgets_later_measurements_and_knows_the_earlier_best() -> None:
    told = Diagnosed(300, "collapse", "bad", "it repeats itself", "go back")
    history = reduce_events([BEGIN, _measured(100, 3.0), _measured(200, 2.0), _measured(300, 1.0), told])
    assert (history.best, history.last_measurement) == (_measured(300, 1.0), _measured(300, 1.0))
    history.add_event(Started(200, 1000, "cpu", "float32", 50))
    assert (history.best, history.last_measurement) == (_measured(200, 2.0), _measured(200, 2.0))
    assert (history.diagnoses, history.all_diagnoses) == ({}, [])


def test_what_was_diagnosed_and_changed_stays_in_order() -> None:
    told = [Diagnosed(images, "collapse", "bad", "it repeats itself", "go back") for images in (100, 300)]
    changed = Changed(200, "wish", "half the rate")
    history = reduce_events([BEGIN, told[0], changed, told[1], told[1]])
    assert history.all_diagnoses == [told[0], told[1], told[1]] and history.diagnoses == {"collapse": told[1]}
    assert [(mark.images, mark.words) for mark in history.changes] == [(200, "half the rate")]


def test_the_queue_and_the_doctor_come_to_the_same_figures(tmp_path: Path) -> None:
    events: list[Event] = [
        BEGIN, Sampled(0, "samples/a.png"), _tick(100, 1.0), _measured(100, 3.0), Sampled(100, "samples/b.png"),
        Sampled(100, "samples/asked.png", seed=7), _tick(200, 2.0), _measured(200, 4.0),
        Started(100, 2000, "cpu", "float32", 50), _tick(150, 1.5), _measured(150, 2.0),
    ]  # fmt: skip
    history, doctor = reduce_events(events), Doctor(1000, {})
    training = QueuedTraining(tmp_path / "queued", tmp_path / "gone")
    for event in events:
        training.add_event(event)
        assert list(doctor.process_event(event)) == []
    assert (training.images, training.total, training.share) == (history.images, history.total, history.share)
    assert (history.images, history.total, history.share) == (150, 2000, 0.075)
    assert training.sheet == tmp_path / "gone" / "samples" / "b.png"
    assert (doctor.history.images, doctor.history.share) == (150, 0.075)
    assert doctor.history.measurements == history.measurements == [_measured(100, 3.0), _measured(150, 2.0)]
    assert doctor.history.best == history.best and list(doctor.history.ticks) == list(history.ticks) == [_tick(150, 1.5)]


def test_the_best_moment_is_none_of_noise_nor_of_one_picture_over_and_over() -> None:
    noise = Measured(64, {"distance": 0.1, "diversity": 0.01})
    history = reduce_events([noise])
    assert history.best_moment is None and history.best == noise
    varied = [Measured(images, {"distance": far, "diversity": 0.6}) for images, far in ((1000, 0.9), (2000, 0.4))]
    assert reduce_events([noise, *varied]).best_moment == varied[1]
    assert reduce_events([Measured(5, {"distance": 1.0})]).best_moment == Measured(5, {"distance": 1.0})
