"""The state of the Library page without Qt: which runs are listed, in which order, which is chosen, what is shown."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.library.controller import LibraryController
from ganstudio.gui.library.listed_run import ListedRun
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec
from ganstudio.testing.synthetic import Tiny, make_pictures
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest


@pytest.fixture
def run(tmp_path: Path) -> Run:
    data = make_pictures(tmp_path / "pictures", 2)
    catalog = Catalog(architectures={"tiny": Tiny()})
    return create_run(tmp_path / "runs" / "Alpha", catalog, TrainRequest(architecture="tiny", data=data, size=8, images=8))


def listed(spec: RunSpec, name: str, images: int, day: int) -> ListedRun:
    moment = datetime(2026, 1, day, tzinfo=UTC)
    return ListedRun(Path("/runs") / name, spec, "stopped", images, moment, None, (day, images, False))


@pytest.fixture
def runs(run: Run) -> list[ListedRun]:
    return [listed(run.spec, "beta", 8, 3), listed(run.spec, "Alpha", 64, 1), listed(run.spec, "gamma", 0, 2)]


@pytest.fixture
def state(runs: list[ListedRun]) -> LibraryController:
    made = LibraryController(lambda run: f"{run.folder.name} {run.state}")
    made.take_runs(runs)
    return made


def names(state: LibraryController) -> list[str]:
    return [run.folder.name for run in state.visible_runs()]


def test_runs_are_listed_as_filter_and_order_say(state: LibraryController) -> None:
    heard: list[list[str]] = []
    state.changed.connect(lambda: heard.append(names(state)))
    assert names(state) == ["beta", "gamma", "Alpha"]
    state.set_order("name")
    state.set_order("seen")
    state.set_filter("ALPHA")
    assert heard == [["Alpha", "beta", "gamma"], ["Alpha", "beta", "gamma"], ["Alpha"]]


def test_only_what_changed_is_told(state: LibraryController, runs: list[ListedRun]) -> None:
    heard: list[int] = []
    state.changed.connect(lambda: heard.append(len(state.runs)))
    state.take_runs(runs)
    assert heard == []
    state.take_runs([replace(runs[0], images=16), *runs[1:]])
    assert heard == [3]


def test_what_is_removed_stays_away_until_it_is_put_back(state: LibraryController, runs: list[ListedRun]) -> None:
    state.choose(runs[0].folder)
    assert state.chosen_run == runs[0] and state.deletable() == runs[0].folder
    state.remove(runs[0].folder)
    assert state.chosen_run is None and state.deletable() is None
    state.take_runs(runs)  # a reading that had begun before
    assert names(state) == ["gamma", "Alpha"]
    state.put_back(runs[0].folder)
    state.take_runs(runs)
    assert state.chosen_run == runs[0]
    state.take_runs([replace(runs[0], state="running")])
    assert state.deletable() is None


def test_problems_are_told_once(state: LibraryController) -> None:
    assert state.take_problems(("one is damaged",)) and not state.take_problems(("one is damaged",))
    assert not state.take_problems(()) and state.take_problems(("one is damaged",))


def test_one_reading_at_a_time(state: LibraryController) -> None:
    assert state.begin_reading() and not state.begin_reading()
    state.end_reading()
    assert state.begin_reading()


def test_a_run_that_lies_elsewhere_is_listed_and_no_run_is_refused(
    state: LibraryController, run: Run, tmp_path: Path
) -> None:
    state.add(run.folder)
    assert state.elsewhere == [run.folder]
    with pytest.raises(GanStudioError):
        state.add(tmp_path)
    assert state.elsewhere == [run.folder]


def test_two_runs_are_compared_and_the_list_comes_back(state: LibraryController, runs: list[ListedRun]) -> None:
    heard: list[str] = []
    state.view_changed.connect(lambda: heard.append(state.view))
    assert [other.folder.name for other in state.others(runs[0].folder)] == ["gamma", "Alpha"]
    state.compare(runs[0].folder, runs[1].folder)
    assert state.compared == (runs[0].folder, runs[1].folder)
    state.show_publish()
    state.show_list()
    assert heard == ["compare", "publish", "list"]
