"""What the events of a training add up to, without a window."""

import numpy as np
import pytest

from ganstudio.core.events import Event, Failed, Finished, Progress, Sampled, Saved, Skipped, StageBegan, Started
from ganstudio.gui.train.curves import ROOM, Curve, smooth
from ganstudio.gui.train.run_history import reduce_event

BEGIN = Started(0, 1000, "cpu", "float32", 50)


def _tick(images: int, seconds: float, **losses: float) -> Progress:
    return Progress(images, seconds, losses or {"generator": 1.0})


def test_a_training_from_beginning_to_end() -> None:
    events: list[Event] = [
        BEGIN, StageBegan(0, 0, 32, 8), Sampled(0, "a.png"), _tick(100, 1.0), _tick(200, 2.0), Sampled(200, "b.png"),
        Saved(200, "c"), Skipped("x.png", "damaged"),
    ]  # fmt: skip
    story = reduce_event(events)
    assert (story.phase, story.images, story.total, story.share) == ("running", 200, 1000, 0.2)
    assert story.rate == pytest.approx(100)
    assert story.left == pytest.approx(8)
    assert [sample.images for sample in story.samples] == [0, 200]
    assert ([mark.images for mark in story.marks if mark.what == "saved"], story.skipped) == ([200], 1)
    story.take(Finished(1000, "done"))
    assert (story.phase, story.images) == ("done", 1000)


def test_nothing_yet_is_preparing_and_knows_no_figures() -> None:
    story = reduce_event([])
    assert (story.phase, story.total, story.share, story.rate, story.left) == ("preparing", 0, None, None, None)


def test_going_on_from_an_earlier_checkpoint_forgets_what_was_later() -> None:
    story = reduce_event([BEGIN, _tick(100, 1.0), Sampled(100, "a"), Saved(100, "s"), _tick(200, 2.0), Sampled(200, "b")])
    story.take(Started(100, 2000, "cpu", "float32", 50))
    assert [sample.images for sample in story.samples] == [100]
    assert story.curves["generator"].points()[0].tolist() == [100]
    assert story.rate is None  # the pause between two sessions is no training
    story.take(_tick(150, 1.5))
    story.take(_tick(200, 2.0))
    assert (story.images, story.total) == (200, 2000)
    assert story.rate == pytest.approx(100)


def test_waiting_to_go_on_keeps_the_figures() -> None:
    story = reduce_event([BEGIN, _tick(100, 1.0), Failed("no space")])
    assert story.phase == "failed"
    story.wait()
    assert (story.phase, story.images, story.share) == ("preparing", 100, 0.1)


def test_a_sheet_made_again_replaces_the_first() -> None:
    story = reduce_event([BEGIN, Sampled(0, "a"), Sampled(100, "b"), Sampled(100, "c")])
    assert [sample.path for sample in story.samples] == ["a", "c"]


def test_each_loss_has_its_own_curve() -> None:
    story = reduce_event([BEGIN, _tick(8, 1, generator=1.0, discriminator=2.0), _tick(16, 2, generator=3.0, penalty=0.5)])
    points = {name: [part.tolist() for part in curve.points()] for name, curve in story.curves.items()}
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
