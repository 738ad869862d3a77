"""What the Train page shows and allows, told by its controller over real tiny trainings."""

import shutil
from pathlib import Path

import pytest

from ganstudio.gui.app.message import Message
from ganstudio.gui.train.controller import TrainController
from ganstudio.gui.train.run_commands import RunCommands
from ganstudio.gui.train.run_controls import run_controls, suggested_more
from ganstudio.gui.train.setup_controller import SetupController
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures
from tests.controllers.session import DirectSession, Environment
from tests.controllers.test_setup import examined


class Page:
    """Writes down what a page would show."""

    def __init__(self, tmp_path: Path) -> None:
        self.environment = Environment()
        self.session = DirectSession(self.environment.catalog)
        self.setup = SetupController(self.environment)
        self.queue_trains: Path | None = None
        self.data: Path | None = None
        self.state = TrainController(
            self.session, self.setup, catalog=lambda: self.environment.catalog, queue_trains=lambda: self.queue_trains,
            ask_data=lambda: self.data,
        )  # fmt: skip
        self.setup.offer_architectures()
        self.setup.take_folder(examined(make_pictures(tmp_path / "pictures", 8)))
        self.setup.choices.images, self.setup.choices.name = 32, "run"
        self.told: list[str] = []
        self.notice: Message | None = None
        self.setup_notice: Message | None = None
        for name in (
            "started",
            "close_allowed",
            "queue_requested",
            "length_requested",
            "done",
            "settings_wanted",
            "name_wanted",
        ):
            getattr(self.state, name).connect(lambda name=name: self.told.append(name))
        self.state.room_changed.connect(self.told.append)
        self.state.message_changed.connect(lambda message: setattr(self, "notice", message))
        self.state.setup_message_changed.connect(lambda message: setattr(self, "setup_notice", message))

    def trained(self) -> Run:
        self.state.start()
        self.state.end()
        assert self.session.run is not None and self.session.phase == "done", self.notice
        return self.session.run

    def act(self, title: str) -> None:
        assert self.notice is not None
        dict(self.notice.actions)[title]()


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_a_training_begins_ends_and_goes_on(page: Page) -> None:
    assert page.state.can_start
    run = page.trained()
    assert page.told == ["run", "started", "done"] and page.state.room == "run"
    assert (run.images, page.state.total, page.state.can_publish) == (32, 32, False)
    page.state.go_on(48)
    assert (run.images, page.state.total) == (48, 48)
    page.state.new_training()
    assert page.told[-2:] == ["name_wanted", "setup"]


def test_what_is_missing_is_said_beside_the_choices(page: Page) -> None:
    page.setup.choices.name = ".."
    page.state.start()
    assert page.setup_notice is not None and "cannot be the name of a folder" in page.setup_notice.words
    assert page.session.run is None and page.told == []


def test_while_it_trains_nothing_else_is_begun_and_closing_asks(page: Page) -> None:
    run = page.trained()
    page.session.held = True
    for ask in (page.state.start, page.state.new_training, lambda: page.state.resume_run(run.folder)):
        page.notice = None
        ask()
        assert page.notice is not None and "“run” is still training" in page.notice.words
    page.notice = None
    page.state.open_run(run.folder)  # it is shown already
    assert page.notice is None and not page.state.may_close()
    page.act("Keep training")
    assert page.notice is None and page.session.training
    page.state.may_close()
    page.act("Save and close")
    assert "close_allowed" in page.told and page.state.may_close()


def test_where_the_queue_trains_it_asks_unless_this_one_goes_first(page: Page, tmp_path: Path) -> None:
    page.queue_trains = tmp_path / "other"
    page.state.start()
    assert page.told == ["queue_requested"] and page.session.run is None
    page.state.start(first=True)
    assert page.told[-2:] == ["run", "started"] and page.session.run is not None


def test_resuming_goes_on_to_the_plan_or_asks_how_many_more(page: Page) -> None:
    run = page.trained()
    page.state.resume_run(run.folder)
    page.state.continue_if_requested()
    assert page.told[-1] == "length_requested" and run.images == 32
    page.state.continue_if_requested()
    assert page.told.count("length_requested") == 1
    run.extend_to(64)
    page.state.resume_run(run.folder)
    page.state.continue_if_requested()
    assert run.images == 64


def test_moved_pictures_are_asked_for_and_it_goes_on(page: Page, tmp_path: Path) -> None:
    run = page.trained()
    shutil.move(tmp_path / "pictures", tmp_path / "moved")
    page.state.go_on(64)
    page.state.end()
    assert page.notice is not None and "checkpoint at 32 pictures is safe" in page.notice.words
    page.act("Choose the pictures again…")
    assert run.images == 32  # nothing was chosen
    page.data = tmp_path / "moved"
    page.act("Choose the pictures again…")
    assert page.session.phase == "done" and Run.open(run.folder).images == 64


def test_a_run_that_cannot_be_made_leads_back_to_the_choices(page: Page) -> None:
    page.trained()
    page.state.start()
    page.state.end()
    assert page.state.room == "setup" and page.setup_notice is not None and page.setup_notice.tone == "error"
    assert "already a training" in page.setup_notice.words and "name_wanted" not in page.told


def test_commands_go_to_the_run_and_are_refused_where_nobody_trains(page: Page) -> None:
    page.trained()
    commands, refused = RunCommands(page.session), list[str]()
    commands.refused.connect(refused.append)
    commands.save()
    assert len(refused) == 1


def test_the_buttons_suit_what_it_does() -> None:
    own = run_controls("running", own=True, queued=False, takes_commands=True)
    assert (own.stop, own.stop_enabled, own.commands, own.go_on, own.new, own.elsewhere) == (
        True,
        True,
        True,
        False,
        False,
        "",
    )
    stopping = run_controls("stopping", own=True, queued=False, takes_commands=True)
    assert (stopping.stop_enabled, stopping.stop_words, stopping.commands) == (False, "Saving…", False)
    others = run_controls("running", own=False, queued=False, takes_commands=False)
    assert (others.stop, others.commands, others.new) == (False, False, True) and "Another program" in others.elsewhere
    assert "The queue trains" in run_controls("running", own=False, queued=True, takes_commands=True).elsewhere
    done = run_controls("done", own=True, queued=False, takes_commands=True)
    assert (done.stop, done.go_on, done.new, done.elsewhere) == (False, True, True, "")
    assert (suggested_more(300, 1000), suggested_more(1000, 1000), suggested_more(9000, 8000)) == (700, 1000, 4000)
