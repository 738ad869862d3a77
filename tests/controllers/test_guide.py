"""The guided first training, told by its controller over real tiny trainings: each step waits for a true event."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.core.events import Diagnosed, Event, Failed, Finished, Measured, Progress, Sampled, StageBegan, Started
from ganstudio.core.glossary import read_glossary
from ganstudio.gui.guide.controller import GuideController
from ganstudio.gui.guide.lesson import read_lesson
from ganstudio.gui.guide.steps import STEPS, Moment
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.history import RunHistory
from ganstudio.testing.synthetic import Tiny, make_pictures
from ganstudio.train.launch import train_in_thread
from ganstudio.train.monitor.doctor import Doctor
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest


class Told:
    """Writes down what the controller says."""

    def __init__(self, controller: GuideController) -> None:
        self.what: list[str] = []
        for name in ("entered", "begin_wanted", "left"):
            getattr(controller, name).connect(lambda name=name: self.what.append(name))


@pytest.fixture
def guide() -> GuideController:
    made = GuideController()
    made.start()
    return made


def _events(tmp_path: Path) -> Iterator[Event]:
    catalog = Catalog(architectures={"tiny": Tiny()})
    request = TrainRequest(architecture="tiny", data=make_pictures(tmp_path / "pictures", 8), images=64, device="cpu")
    return train_in_thread(create_run(tmp_path / "run", catalog, request), catalog, stop=threading.Event())


def _told(*events: Event) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.add_event(event)
    return history


STARTED, SAMPLED = Started(0, 64, "cpu", "float32", 8), Sampled(0, "samples/0.png")


def test_a_real_training_brings_the_first_events(guide: GuideController, tmp_path: Path) -> None:
    told = Told(guide)
    assert guide.may_begin and not guide.may_go_on
    guide.begin_training()
    assert told.what == ["begin_wanted"] and not guide.may_begin and "read" in guide.state_words
    history = RunHistory()
    for event in _events(tmp_path):
        history.add_event(event)
        guide.update_history(history)
    assert guide.may_go_on and guide.state_words == ""
    for name in ("noise", "critic"):
        guide.go_on()
        assert guide.step.name == name and guide.has_happened, name


def test_no_step_is_passed_before_its_event(guide: GuideController) -> None:
    told = Told(guide)
    guide.go_on()
    assert guide.number == 0 and told.what == []
    guide.update_history(_told(STARTED))
    guide.go_on()
    assert guide.step.name == "noise" and not guide.may_go_on and guide.state_words.startswith("Waits for the first sheet")
    guide.update_history(_told(STARTED, SAMPLED))
    assert guide.may_go_on
    guide.go_back()
    assert guide.number == 0 and guide.may_go_on and not guide.may_go_back


def test_what_has_happened_stays_so_though_the_record_is_cut(guide: GuideController) -> None:
    guide.update_history(_told(STARTED, SAMPLED, Progress(64, 1.0, {"generator": 1.0}, {"win rate": 0.7})))
    guide.update_history(_told(STARTED))
    guide.go_on()
    assert guide.has_happened


def test_the_distance_must_have_halved() -> None:
    step = next(each for each in STEPS if each.name == "shapes")
    far, near = Measured(64, {"distance": 10.0}), Measured(128, {"distance": 4.0})
    assert not step.has_happened(Moment(_told(far), {}))
    assert not step.has_happened(Moment(_told(far, Measured(128, {"distance": 6.0})), {}))
    assert step.has_happened(Moment(_told(far, near), {}))
    assert step.facts(_told(far, near)) == "The distance: 10 at first, 4 now."


def test_the_losses_are_told_as_they_are() -> None:
    step = next(each for each in STEPS if each.name == "losses")
    ticks = [Progress(64 * number, number, {"generator": 1 + number % 2}, {}) for number in range(1, 22)]
    assert not step.has_happened(Moment(_told(*ticks[:10]), {}))
    assert step.has_happened(Moment(_told(*ticks), {}))
    assert "2.00 at first, 2.00 now; it rose at 50 % of the ticks" in step.facts(_told(*ticks))


def test_a_training_that_has_only_begun_is_not_compared_with_a_collapse() -> None:
    step = next(each for each in STEPS if each.name == "collapse")
    assert step.facts(_told(Measured(64, {"diversity": 0.05}))).endswith("only begun; watch it rise.")
    assert step.facts(_told(Measured(64, {"diversity": 0.9}))) == "Your training: diversity 0.90."


def test_a_lesson_is_done_when_it_was_watched_to_its_event(guide: GuideController) -> None:
    lesson = read_lesson("collapse")
    ill = lesson.ill_at("collapse")
    assert ill is not None
    step = next(each for each in STEPS if each.name == "collapse")
    guide.record_lesson_progress("collapse", ill - 1)
    assert step.name not in guide._steps_done
    guide.record_lesson_progress("collapse", lesson.samples[-1].images)
    guide.record_lesson_progress("collapse", 0)
    assert step.name in guide._steps_done


def test_a_training_that_fails_can_be_begun_again(guide: GuideController) -> None:
    guide.begin_training()
    guide.update_history(_told(Failed("The disk is full.")))
    assert guide.may_begin and "failed" in guide.state_words
    guide.begin_training()
    assert not guide.may_begin
    guide.refuse()
    assert guide.may_begin


def test_leaving_ends_it_and_starting_begins_at_the_first_step(guide: GuideController) -> None:
    told = Told(guide)
    guide.update_history(_told(STARTED, SAMPLED, Finished(64, "done")))
    guide.go_on()
    guide.leave()
    guide.leave()
    assert told.what == ["entered", "left"] and not guide.active
    guide.update_history(_told(STARTED))
    guide.go_back()
    assert guide.number == 1 and told.what == ["entered", "left"]
    guide.start()
    assert guide.active and guide.number == 0 and not guide.may_go_on and guide.may_begin


def test_the_end_of_the_training_is_the_last_event(guide: GuideController) -> None:
    assert STEPS[-1].has_happened(Moment(_told(STARTED, Finished(64, "stopped")), {}))
    assert not STEPS[-1].has_happened(Moment(_told(STARTED, Failed("no")), {}))


def test_every_step_has_a_word_of_the_glossary() -> None:
    assert all(step.term in read_glossary().terms for step in STEPS)
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_the_collapse_is_real() -> None:
    lesson = read_lesson("collapse")
    started = next(event for event in lesson.events if isinstance(event, Started))
    doctor = Doctor(started.total, {})
    told = [said.name for event in lesson.events if not isinstance(event, Diagnosed) for said in doctor.process_event(event)]
    assert "collapse" in told
    assert (lesson.diversity_at(lesson.samples[-1].images) or 1) < 0.1


def test_the_growth_is_real() -> None:
    lesson = read_lesson("growing")
    assert [event.resolution for event in lesson.events if isinstance(event, StageBegan)] == [4, 8, 16, 32]
    assert [lesson.resolution_at(each.images) for each in (lesson.samples[0], lesson.samples[-1])] == [4, 32]


@pytest.mark.parametrize("name", ["collapse", "growing"])
def test_the_sheets_of_a_lesson_are_there_and_small(name: str) -> None:
    lesson = read_lesson(name)
    assert len(lesson.samples) > 8
    for number in range(len(lesson.samples)):
        with Image.open(lesson.sheet(number)) as sheet:
            assert sheet.width == 256
    assert sum(file.stat().st_size for file in lesson.folder.iterdir()) < 300_000
